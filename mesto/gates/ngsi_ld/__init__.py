"""NGSI-LD: the open API of context information (ETSI GS CIM 009)."""
