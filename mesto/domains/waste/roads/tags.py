"""What OpenStreetMap's tags mean to a truck that collects waste. Pure.

Source: wiki.openstreetmap.org, Key:access, Key:hgv, Key:maxweight, Key:maxheight,
Key:oneway, Relation:restriction.
"""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

#: What a truck makes between stops, junctions and all, km/h.
SPEEDS_KMH: Final[Mapping[str, float]] = {
    "motorway": 80.0,
    "trunk": 70.0,
    "primary": 42.0,
    "secondary": 38.0,
    "tertiary": 34.0,
    "unclassified": 27.0,
    "residential": 24.0,
    "living_street": 10.0,
    "service": 12.0,
    "track": 10.0,
    "pedestrian": 8.0,  # only where trucks are let in
}
#: Whom a way says who may go there; the more special says it against the more general.
WHO: Final = ("access", "vehicle", "motor_vehicle", "goods", "hgv")
NO: Final = frozenset({"no", "private", "agricultural", "forestry", "military"})
YES: Final = frozenset({"yes", "designated", "permissive", "destination", "delivery"})
_NUMBER = re.compile(r"(\d+(?:[.,]\d+)?)\s*(t|m|mph|km/h|kg|')?")
_MPH: Final = 1.609344


class Truck(NamedTuple):
    """What a street has to bear and let through."""

    tonnes: float = 18.0
    height_m: float = 3.6


class Use(NamedTuple):
    """How a truck uses a way."""

    kmh: float
    forward: bool
    backward: bool


def use_of(tags: Mapping[str, str], truck: Truck) -> Use | None:
    """Return how a truck uses a way; None where it may not or cannot."""
    kind = tags.get("highway", "").removesuffix("_link")
    usual = SPEEDS_KMH.get(kind)
    if usual is None or tags.get("area") == "yes" or not _may(tags, kind):
        return None
    if _below(tags, ("maxweight", "maxweightrating", "maxweight:hgv"), truck.tonnes):
        return None
    if _below(tags, ("maxheight", "maxheight:physical"), truck.height_m):
        return None
    forward, backward = _directions(tags, kind)
    limit = _number(tags.get("maxspeed:hgv") or tags.get("maxspeed"))
    kmh = usual if limit is None else min(usual, max(5.0, 0.8 * limit))
    return Use(kmh, forward, backward)


def _may(tags: Mapping[str, str], kind: str) -> bool:
    """Tell whether a truck may drive a way, one that empties containers there."""
    said = [tags[who] for who in WHO if who in tags]
    if said:
        return said[-1] not in NO
    if kind == "track":
        return tags.get("tracktype", "grade1") in {"grade1", "grade2"}
    return kind != "pedestrian"


def _below(tags: Mapping[str, str], keys: tuple[str, ...], needed: float) -> bool:
    limits = (_number(tags.get(key)) for key in keys)
    return any(limit is not None and limit < needed for limit in limits)


def _directions(tags: Mapping[str, str], kind: str) -> tuple[bool, bool]:
    said = tags.get("oneway:hgv") or tags.get("oneway:motor_vehicle")
    said = said or tags.get("oneway", "")
    if said in {"yes", "true", "1"}:
        return True, False
    if said in {"-1", "reverse"}:
        return False, True
    round_ = tags.get("junction") in {"roundabout", "circular"}
    if said != "no" and (round_ or kind == "motorway"):
        return True, False
    return True, True


def _number(said: str | None) -> float | None:
    """Read a limit in its usual unit: km/h, t, m; None where there is none."""
    found = _NUMBER.match(said or "")
    if found is None:
        return None
    number = float(found[1].replace(",", "."))
    match found[2]:
        case "mph":
            return number * _MPH
        case "kg":
            return number / 1000
    return number
