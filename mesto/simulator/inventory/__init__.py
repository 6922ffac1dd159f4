"""The town's inventory as NGSI-LD entities. Pure."""
