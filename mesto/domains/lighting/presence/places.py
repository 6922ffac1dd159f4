"""The streets a setting is about: which lamps follow by it, and when. Pure."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from mesto.domains.lighting.control import groups
from mesto.domains.lighting.control.lamps import Lamp
from mesto.domains.lighting.inventory.segments import Post
from mesto.domains.lighting.inventory.streets import Streets
from mesto.domains.lighting.presence.definition import Definition
from mesto.operations.calendars.calendar import Calendar
from mesto.operations.calendars.definition import AllOf, Named, Sun, SunMoment
from mesto.operations.calendars.definition import Definition as Written
from mesto.operations.calendars.sun import Spot

DARK = Sun(SunMoment("dusk"), SunMoment("dawn"))


class Places(NamedTuple):
    """The streets, and where somebody may be seen along them."""

    streets: Streets
    sensors: Mapping[str, Post]  #: by URN
    lamps: Sequence[Lamp]
    groups: Mapping[str, groups.Definition]


class Followers(NamedTuple):
    """The lamps that follow people by a setting, while a calendar holds."""

    name: str
    definition: Definition
    calendar: Calendar
    lamps: frozenset[str]


def followers_by(
    written: Mapping[str, Definition],
    places: Places,
    calendars: Mapping[str, Calendar],
    spot: Spot,
) -> list[Followers]:
    """Return the lamps of each setting, by name; a lamp follows by the first of them.

    One that speaks of a calendar there is not is left out.
    """
    found: list[Followers] = []
    for name, definition in written.items():
        calendar = calendar_for(definition, calendars, spot)
        if calendar is not None:
            taken: frozenset[str] = frozenset().union(*(one.lamps for one in found))
            lamps = lamps_of(definition, places) - taken
            found.append(Followers(name, definition, calendar, lamps))
    return found


def lamps_of(definition: Definition, places: Places) -> frozenset[str]:
    """Return the lamps along streets that a setting is about."""
    along = frozenset(places.streets.places)
    if not definition.groups:
        return along
    every = groups.Definition({}, groups=definition.groups)
    found = groups.members(every, places.groups, places.lamps)
    return along & {one.urn for one in found}


def calendar_for(
    definition: Definition, calendars: Mapping[str, Calendar], spot: Spot
) -> Calendar | None:
    """Return when a setting holds: while it is dark, and its calendar holds.

    None where there is no such calendar.
    """
    if definition.on and definition.on not in calendars:
        return None
    rule = AllOf((DARK, Named(definition.on))) if definition.on else DARK
    return Calendar(Written(title=definition.title, rule=rule), spot, calendars)
