"""The query languages of NGSI-LD, read to the kernel's conditions. Pure.

Each reader takes text and how the peer spells names, and returns a value or raises
Malformed; texts, terms and depth are bounded.

Source: ETSI GS CIM 009 v1.8.1, 4.9 (q), 4.10 (geo), 4.17 (types), 4.19 (scopes),
4.21 (projection), 4.23 (order).
"""
