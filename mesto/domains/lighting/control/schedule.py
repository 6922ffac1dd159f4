"""Which groups of lamps follow which programme, and what takes its place. Pure.

A schedule is an entity, `urn:ngsi-ld:LightingSchedule:NAME`, with `definition`. What
people hold for a while comes first, then events, then programmes, then the sun.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Annotated, Final

import msgspec

from mesto.domains.lighting.control.programme import Share
from mesto.kernel.errors import Malformed
from mesto.kernel.plugin import Text

SCHEDULE: Final = "LightingSchedule"  #: the entity type
PROGRAMME: Final = "LightingProgramme"

Name = Annotated[str, msgspec.Meta(max_length=60)]


class Event(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """While a calendar holds, another programme, or one level all night.

    level: share of the full light; None where a programme tells
    """

    calendar: Name
    title: Text = {}
    programme: Name = ""
    level: Share | None = None


class Definition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A schedule as it is written.

    groups: names; none: every lamp of the town
    programme: name; empty: dusk to dawn at the full level
    events: of those that hold, the first counts
    priority: of a lamp that is in several schedules the highest counts; of two alike,
        that whose name comes first
    """

    title: Text
    groups: Annotated[Sequence[Name], msgspec.Meta(max_length=200)] = ()
    programme: Name = ""
    events: Annotated[Sequence[Event], msgspec.Meta(max_length=50)] = ()
    priority: Annotated[int, msgspec.Meta(ge=0, le=100)] = 50


def check(
    definition: Definition,
    *,
    groups: Collection[str],
    programmes: Collection[str],
    calendars: Collection[str],
) -> None:
    """Raise Malformed, with the place, for what is not there or says nothing.

    groups, programmes, calendars: the names there are
    """
    for number, name in enumerate(definition.groups):
        _must_be(name, groups, "group", "groups", number)
    if definition.programme:
        _must_be(definition.programme, programmes, "programme", "programme")
    for number, event in enumerate(definition.events):
        _must_be(event.calendar, calendars, "calendar", "events", number, "calendar")
        if event.programme:
            at = ("events", number, "programme")
            _must_be(event.programme, programmes, "programme", *at)
        if bool(event.programme) == (event.level is not None):
            place = ("definition", "events", number, "level")
            raise Malformed("an event has either a programme or a level", place=place)


def in_order(schedules: Mapping[str, Definition]) -> list[str]:
    """Return the names of schedules, those that count more first."""
    return sorted(schedules, key=lambda name: (-schedules[name].priority, name))


def _must_be(name: str, known: Collection[str], kind: str, *place: str | int) -> None:
    if name not in known:
        raise Malformed(f"there is no {kind} {name}", place=("definition", *place))
