"""How an entity is stated in NGSI-LD."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeAlias

Entity: TypeAlias = dict[str, object]


def prop(value: object, unit: str = "") -> Entity:
    """Write a Property."""
    return {"type": "Property", "value": value} | ({"unitCode": unit} if unit else {})


def texts(value: Mapping[str, str]) -> Entity:
    """Write a LanguageProperty."""
    return {"type": "LanguageProperty", "languageMap": value}


def link(target: str | Sequence[str]) -> Entity:
    """Write a Relationship to one entity or several."""
    return {"type": "Relationship", "object": target}


def place(kind: str, coordinates: object) -> Entity:
    """Write a GeoProperty: a Point or a LineString."""
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "GeoProperty", "value": geometry}


def day(at_s: float) -> str:
    """Write the day of a moment."""
    return datetime.fromtimestamp(at_s, UTC).date().isoformat()
