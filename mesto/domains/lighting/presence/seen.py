"""That somebody was seen at a place along a street. Pure.

A lamp or another sensor says so in `presence`: true, or how many. Where it knows it
says in which direction, `towards` the `start` or the `end` of its segment.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from mesto.domains.lighting.inventory.segments import Post
from mesto.domains.lighting.inventory.streets import WAYS, Way
from mesto.kernel.model import Event, Observation

ATTRIBUTE = "presence"
TOWARDS = "towards"  #: sub-attribute


class Heard(NamedTuple):
    """What this process has recorded, so soon that nobody has read it from the ledger.

    Of an `Event` nothing else is looked at here.
    """

    observation: Observation
    recorded_at: datetime


class Seen(NamedTuple):
    """Somebody at a sensor; where they go, as far as it tells."""

    sensor: str  #: URN
    at: datetime
    towards: Way | None = None


def read_seen(event: Event | Heard, places: Mapping[str, Post]) -> Seen | None:
    """Return who was seen; None where nobody was, or nobody knows where.

    places: of the sensors, by URN
    """
    told = event.observation
    if told.attribute != ATTRIBUTE or told.deleted or told.entity not in places:
        return None
    there = told.value is True or (
        isinstance(told.value, int | float) and told.value > 0
    )
    if not there:
        return None
    return Seen(told.entity, told.observed_at or event.recorded_at, _way(told.meta))


def _way(meta: Mapping[str, object] | None) -> Way | None:
    match (meta or {}).get(TOWARDS):
        case {"value": str() as said}:
            return next((way for way in WAYS if way == said), None)
    return None
