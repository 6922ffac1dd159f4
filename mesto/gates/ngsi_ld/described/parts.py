"""The parameters and bodies of the API as JSON Schema says them.

Source: ETSI GS CIM 009 v1.8.1, 5.2 (data types), 6.3.7, 6.3.10 to 6.3.13, 6.4.3.2,
4.9 to 4.11 and 4.19 (query languages).
"""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from mesto.gates.ngsi_ld.consumption import LIMIT_MAX, OFFSET_MAX

Schema: TypeAlias = Mapping[str, Any]

_TEXT: Final[Schema] = {"type": "string", "minLength": 1}
_FLAG: Final[Schema] = {"type": "boolean"}
_PRIORITY: Final = {"type": "integer", "minimum": 1, "maximum": 10}
_TIME: Final[Schema] = {"type": "string", "format": "date-time"}
_URI: Final[Schema] = {"type": "string", "format": "uri"}

#: Parameters of the URL: what they are, and what they mean.
PARAMETERS: Final[Mapping[str, tuple[Schema, str]]] = {
    "aggrMethods": (_TEXT, "totalCount, distinctCount, sum, avg, min, max, stddev …"),
    "aggrPeriodDuration": (_TEXT, "over how long, e.g. P1D; PT0S: over all"),
    "attrs": (_TEXT, "one of them must be there, and only they are shown"),
    "containedBy": (_TEXT, "entities that are not joined again"),
    "coordinates": (_TEXT, "of the geometry, as GeoJSON has them"),
    "count": (_FLAG, "how many there are, in NGSILD-Results-Count"),
    "csf": (_TEXT, "of context sources, as q is of entities"),
    "datasetId": (_TEXT, "only these instances; @none: that without"),
    "deleteAll": (_FLAG, "all instances, whichever their datasetId"),
    "details": (_FLAG, "more of each than its name"),
    "drop": (_TEXT, "delete these attributes only"),
    "endTimeAt": (_TIME, "the end of timerel=between"),
    "entityMap": (_FLAG, "let the pages be of one piece: make an entity map"),
    "entityMapLifetime": (_TEXT, "for how long, e.g. PT10M"),
    "expandValues": (_TEXT, "attributes whose values in q are names"),
    "format": (_TEXT, "normalized, concise, simplified; of a past also others"),
    "geometry": (_TEXT, "Point, LineString, Polygon, Multi…"),
    "geometryProperty": (_TEXT, "which is the geometry of GeoJSON"),
    "geoproperty": (_TEXT, "which lies so; location where it is not said"),
    "georel": (_TEXT, "near;maxDistance==M, within, contains, intersects …"),
    "id": (_TEXT, "URIs"),
    "idPattern": (_TEXT, "a regular expression of ids"),
    "join": ({"enum": ["flat", "inline", "@none"]}, "what relationships lead to"),
    "joinLevel": ({"type": "integer", "minimum": 1}, "how far they are followed"),
    "jsonKeys": (_TEXT, "attributes whose values in q are no names, whatever else"),
    "keep": (_TEXT, "delete all but these attributes"),
    "kind": (_TEXT, "Hosted, Cached, ImplicitlyCreated"),
    "lang": (_TEXT, "natural languages, as of Accept-Language"),
    "lastN": ({"type": "integer", "minimum": 1}, "so many instances, the last ones"),
    "limit": (
        {"type": "integer", "minimum": 0, "maximum": LIMIT_MAX},
        "so many on a page",
    ),
    "local": (_FLAG, "of this town alone"),
    "observedAt": (_TIME, "of attributes that do not say it"),
    "offset": (
        {"type": "integer", "minimum": 0, "maximum": OFFSET_MAX},
        "from here on",
    ),
    "omit": (_TEXT, "all but these members"),
    "options": (_TEXT, "words as keyValues, sysAttrs, noOverwrite"),
    "orderBy": (_TEXT, "e.g. type;asc,name;desc,location;dist-asc"),
    "orderFrom": (_TEXT, "coordinates of what distances are from, e.g. [19.84,45.25]"),
    "orderGeometry": (_TEXT, "its type of geometry; a Point if it is not said"),
    "pick": (_TEXT, "only these members"),
    "q": (_TEXT, 'of values, e.g. fillingLevel>0.8;status=="open"'),
    "reload": (_FLAG, "fetch it anew instead"),
    "scopeQ": (_TEXT, "of scopes, e.g. /Madrid/+"),
    "splitEntities": (_FLAG, "parts of one entity may be at several sources"),
    "timeAt": (_TIME, "of timerel"),
    "timeproperty": (
        {"enum": ["observedAt", "createdAt", "modifiedAt", "deletedAt"]},
        "which time",
    ),
    "timerel": ({"enum": ["before", "after", "between"]}, "of timeAt"),
    "type": (
        _TEXT,
        "a selection of types, e.g. (Building;Historic),Parking; *: of any",
    ),
}

_TYPES: Final[Schema] = {
    "anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]
}
_ATTRIBUTE: Final[Schema] = {
    "anyOf": [
        {
            "type": "object",
            "properties": {
                "type": {"const": "Property"},
                "value": {},
                "observedAt": _TIME,
                "unitCode": _TEXT,
                "datasetId": _URI,
            },
            "required": ["type", "value"],
        },
        {
            "type": "object",
            "properties": {"type": {"const": "Relationship"}, "object": _URI},
            "required": ["type", "object"],
        },
        {
            "type": "object",
            "properties": {
                "type": {"const": "GeoProperty"},
                "value": {"type": "object"},
            },
            "required": ["type", "value"],
        },
        {
            "type": "object",
            "properties": {
                "type": {"const": "LanguageProperty"},
                "languageMap": {"type": "object", "additionalProperties": _TEXT},
            },
            "required": ["type", "languageMap"],
        },
    ]
}
_INSTANCES: Final[Schema] = {"type": "array", "items": _ATTRIBUTE, "minItems": 1}
_SELECTORS: Final[Schema] = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "properties": {"id": _URI, "idPattern": _TEXT, "type": _TEXT},
        "required": ["type"],
    },
}
_NAMES: Final[Schema] = {"type": "array", "items": _TEXT, "minItems": 1}
_GEO_QUERY: Final[Schema] = {
    "type": "object",
    "properties": {
        "georel": _TEXT,
        "geometry": _TEXT,
        "coordinates": {"type": "array"},
        "geoproperty": _TEXT,
    },
    "required": ["georel", "geometry", "coordinates"],
}
_SUBSCRIPTION: Final[Schema] = {
    "id": _URI,
    "type": {"const": "Subscription"},
    "subscriptionName": {"type": "string"},
    "description": {"type": "string"},
    "entities": _SELECTORS,
    "watchedAttributes": _NAMES,
    "notificationTrigger": _NAMES,
    "timeInterval": {"type": "number", "exclusiveMinimum": 0},
    "throttling": {"type": "number", "exclusiveMinimum": 0},
    "q": _TEXT,
    "scopeQ": _TEXT,
    "geoQ": _GEO_QUERY,
    "isActive": _FLAG,
    "expiresAt": _TIME,
    "notification": {
        "type": "object",
        "properties": {
            "attributes": _NAMES,
            "format": {"enum": ["normalized", "concise", "simplified", "keyValues"]},
            "showChanges": _FLAG,
            "sysAttrs": _FLAG,
            "endpoint": {
                "type": "object",
                "properties": {
                    "uri": _URI,
                    "accept": _TEXT,
                    "timeout": {"type": "number", "exclusiveMinimum": 0},
                    "cooldown": {"type": "number", "exclusiveMinimum": 0},
                    "receiverInfo": {"type": "array"},
                    "notifierInfo": {"type": "array"},
                },
                "required": ["uri"],
            },
        },
        "required": ["endpoint"],
    },
}


def _object(required: list[str] | None = None, **members: Schema) -> Schema:
    kept = {"required": required} if required else {}
    return {"type": "object", "properties": members, **kept}


#: Bodies.
SCHEMAS: Final[Mapping[str, Schema]] = {
    "Any": {},
    "Object": {"type": "object"},
    "Objects": {"type": "array", "items": {"type": "object"}},
    "Attribute": _ATTRIBUTE,
    "Part": _object(value={}, observedAt=_TIME, unitCode=_TEXT),
    "Entity": {
        **_object(["id", "type"], id=_URI, type=_TYPES),
        "additionalProperties": _ATTRIBUTE,
    },
    "Fragment": {
        **_object(type=_TYPES),
        "additionalProperties": _ATTRIBUTE,
    },
    "Entities": {
        "anyOf": [
            {"type": "array", "items": {"type": "object"}},
            _object(["type"], type={"const": "FeatureCollection"}),
        ]
    },
    "Batch": {
        "type": "array",
        "minItems": 1,
        "items": {"$ref": "#/components/schemas/Entity"},
    },
    "Ids": {"type": "array", "minItems": 1, "items": _URI},
    "Result": {"anyOf": [{"type": "object"}, {"type": "array", "items": _URI}]},
    "Query": _object(
        ["type"],
        type={"const": "Query"},
        entities=_SELECTORS,
        attrs=_NAMES,
        q=_TEXT,
        scopeQ=_TEXT,
        geoQ=_GEO_QUERY,
        temporalQ=_object(
            timerel={"enum": ["before", "after", "between"]},
            timeAt=_TIME,
            endTimeAt=_TIME,
        ),
    ),
    "Past": {
        **_object(["id", "type"], id=_URI, type=_TYPES),
        "additionalProperties": _INSTANCES,
    },
    "PastFragment": {"type": "object", "additionalProperties": _INSTANCES},
    "Subscription": _object(["type", "notification"], **_SUBSCRIPTION),
    "SubscriptionFragment": _object(**_SUBSCRIPTION),
    "Registration": _object(
        ["type", "information", "endpoint"],
        id=_URI,
        type={"const": "ContextSourceRegistration"},
        information={"type": "array", "minItems": 1, "items": {"type": "object"}},
        endpoint=_URI,
        mode={"enum": ["inclusive", "exclusive", "redirect", "auxiliary"]},
    ),
    "EntityMap": _object(
        ["id", "type", "expiresAt", "entityMap"],
        id=_URI,
        type={"const": "EntityMap"},
        expiresAt=_TIME,
        entityMap={"type": "object", "additionalProperties": _NAMES},
        linkedMaps={"type": "object", "additionalProperties": _URI},
    ),
    "EntityMapFragment": _object(expiresAt=_TIME),
    "Snapshot": _object(
        ["type"],
        id=_URI,
        type={"const": "Snapshot"},
        expiresAt=_TIME,
        snapshotLifetime=_TEXT,
        snapshotPriority=_PRIORITY,
        snapshotQueries={"type": "array", "items": {"type": "object"}},
        snapshotTemporalQueries={"type": "array", "items": {"type": "object"}},
    ),
    "SnapshotFragment": _object(
        expiresAt=_TIME, snapshotLifetime=_TEXT, snapshotPriority=_PRIORITY
    ),
    "SnapshotClone": _object(
        ["type"],
        id=_URI,
        type={"const": "Snapshot"},
        expiresAt=_TIME,
        snapshotLifetime=_TEXT,
        snapshotPriority=_PRIORITY,
    ),
    "Context": _object(["@context"], **{"@context": {}}),
    "ProblemDetails": _object(
        ["type", "title"],
        type=_TEXT,
        title={"type": "string"},
        detail={"type": "string"},
        status={"type": "integer"},
    ),
}
