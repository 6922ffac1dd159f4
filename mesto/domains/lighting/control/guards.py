"""What street lighting has to say against orders to its lamps. Pure.

No street gets darker than its class allows, and nobody dims by a picture that is old or
contradicts itself. Light is safe: full light, and leaving a lamp to its own programme,
are refused to nobody for what is only doubted.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from mesto.domains.lighting.control.decide import FULL
from mesto.domains.lighting.control.fading import level_of
from mesto.domains.lighting.control.floor import (
    FLOOR,
    Definition,
    Held,
    floors_of_night,
    held_at,
)
from mesto.domains.lighting.control.night import DAY, night_at
from mesto.domains.lighting.control.words import too_dark
from mesto.domains.lighting.faults.trust import JUDGED_BY, NEVER_SEEN, doubt_about
from mesto.domains.lighting.inventory.segments import CLASS, SEGMENT, STREETLIGHT
from mesto.domains.lighting.panels import SET_DIM_LEVEL
from mesto.kernel.model import Command, Entity
from mesto.kernel.plugin import Guard, Text, Told
from mesto.operations.calendars.sun import Spot
from mesto.operations.written import DEFINITION, read_definition

MIDDLE: Final = (15.0, 49.8)  #: of the sun where a town has no centre
MOST_NIGHTS: Final = 8  #: an order is held against so many; floors repeat themselves


def may_be_too_dark(command: Command) -> bool:
    """Tell whether an order may undercut a floor: it asks for less than full light."""
    level = level_of(command.value)
    return command.name == SET_DIM_LEVEL and level not in (None, FULL)


def against_darkness(told: Told) -> Iterator[Text]:
    """Yield why an order would leave a street darker than its class allows.

    It is held against the floor now, and at every moment until it ends. An asset under
    maintenance may be dark.
    """
    level, lamp = level_of(told.command.value), told.entity
    if lamp is None or STREETLIGHT not in lamp.types:
        return
    if lamp.value("maintenance") is True or level is None:
        return
    segment = told.known.get(str(lamp.value(SEGMENT)))
    lighting_class = _text(segment, CLASS)
    for least, until in _floors(told, lighting_class):
        if level < least.level:
            clock = f"{until.astimezone(told.zone):%R}"
            yield too_dark(least.level, lighting_class, clock)
            return


def may_be_doubted(command: Command) -> bool:
    """Tell whether an order is held against what is known of the lamp."""
    return command.name == SET_DIM_LEVEL and command.value is not None


def against_blindness(told: Told) -> Iterator[Text]:
    """Yield why what is known of a lamp must not be acted upon.

    People may switch what is under maintenance: they stand beside it. Of a lamp that
    never reported no picture is old: it may be one that only listens.
    """
    lamp = told.entity
    if lamp is None or STREETLIGHT not in lamp.types:
        return
    maintained = _is_maintained(told)
    if maintained and told.by_person:
        return
    if not maintained and level_of(told.command.value) == FULL:
        return
    doubt = doubt_about(lamp, told.known, told.at)
    if doubt is not None and doubt is not NEVER_SEEN:
        yield doubt


FLOOR_GUARD: Final = Guard(
    name="lighting-floor",
    concerns=may_be_too_dark,
    against=against_darkness,
    reads=("maintenance", CLASS, DEFINITION),
    beside=(FLOOR,),
)
TRUST_GUARD: Final = Guard(
    name="lighting-trust",
    concerns=may_be_doubted,
    against=against_blindness,
    reads=JUDGED_BY,
)
GUARDS: Final = (FLOOR_GUARD, TRUST_GUARD)


def _floors(told: Told, lighting_class: str) -> Iterator[tuple[Held, datetime]]:
    """Yield what holds now and later, as long as an order does, and until when."""
    floors = {
        one.id: read
        for one in told.known.values()
        if FLOOR in one.types and (read := read_definition(one, Definition))
    }
    if not floors:
        return
    assert isinstance(told.zone, ZoneInfo)
    longitude, latitude = told.center or MIDDLE
    spot = Spot(latitude, longitude, told.zone)
    first = night_at(told.at, told.zone)
    last = night_at(told.until or told.at, told.zone)
    for ahead in range(min((last - first).days, MOST_NIGHTS - 1) + 1):
        day = first + ahead * DAY
        held = floors_of_night(floors, lighting_class, day, spot)
        now, _ = held_at(held, told.at)
        end = told.until or told.at
        for number, one in enumerate(held):
            if one == now or told.at <= one.at < end:
                until = held[number + 1].at if number + 1 < len(held) else end
                yield one, until


def _is_maintained(told: Told) -> bool:
    """Tell whether a lamp is under maintenance, or anything it is related to."""
    lamp = told.entity
    if lamp is None:
        return False
    named = (one.value for one in lamp.attributes if isinstance(one.value, str))
    around = (told.known[urn] for urn in named if urn in told.known)
    return any(one.value("maintenance") is True for one in (lamp, *around))


def _text(entity: Entity | None, name: str) -> str:
    value = None if entity is None else entity.value(name)
    return value if isinstance(value, str) else ""
