"""The eight kinds of attributes as NGSI-LD writes them. Pure.

Source: ETSI GS CIM 009, 4.5.2 to 4.5.24 and annex B (core @context).
"""

from typing import Final

from mesto.kernel.model import Kind

#: Kind to the word in `type`.
NAME_OF: Final = {
    Kind.PROPERTY: "Property",
    Kind.RELATIONSHIP: "Relationship",
    Kind.GEO_PROPERTY: "GeoProperty",
    Kind.LANGUAGE_PROPERTY: "LanguageProperty",
    Kind.VOCAB_PROPERTY: "VocabProperty",
    Kind.LIST_PROPERTY: "ListProperty",
    Kind.LIST_RELATIONSHIP: "ListRelationship",
    Kind.JSON_PROPERTY: "JsonProperty",
}
KIND_OF: Final = {name: kind for kind, name in NAME_OF.items()}

#: Kind to the member that carries its value.
MEMBER_OF: Final = {
    Kind.PROPERTY: "value",
    Kind.RELATIONSHIP: "object",
    Kind.GEO_PROPERTY: "value",
    Kind.LANGUAGE_PROPERTY: "languageMap",
    Kind.VOCAB_PROPERTY: "vocab",
    Kind.LIST_PROPERTY: "valueList",
    Kind.LIST_RELATIONSHIP: "objectList",
    Kind.JSON_PROPERTY: "json",
}
#: Member to kind; `value` is told apart by what it holds.
KIND_BY_MEMBER: Final = {
    "value": Kind.PROPERTY,
    "object": Kind.RELATIONSHIP,
    "languageMap": Kind.LANGUAGE_PROPERTY,
    "vocab": Kind.VOCAB_PROPERTY,
    "valueList": Kind.LIST_PROPERTY,
    "objectList": Kind.LIST_RELATIONSHIP,
    "json": Kind.JSON_PROPERTY,
}

#: GeoJSON geometries a GeoProperty may hold (4.7).
GEOMETRIES: Final = frozenset(
    {
        "Point",
        "MultiPoint",
        "LineString",
        "MultiLineString",
        "Polygon",
        "MultiPolygon",
        "GeometryCollection",
    }
)

#: The string that says "take this away" in a payload (4.5.0).
NULL: Final = "urn:ngsi-ld:null"
#: The member of an entity by which it ends (4.22); kept as an attribute of that name.
EXPIRES_AT: Final = "expiresAt"
#: Names the default instance among those with a datasetId.
NO_DATASET: Final = "@none"
