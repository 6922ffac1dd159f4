"""What the ledger knows of past days that are planned again."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from math import ceil
from typing import Final, NamedTuple

import numpy as np

from mesto.domains.waste.forecast.marks import hours_of
from mesto.domains.waste.forecast.reading import Known, read_known
from mesto.domains.waste.inventory.fleet import place_of
from mesto.domains.waste.inventory.reading import fleet_of, policy_of, shifts_of
from mesto.domains.waste.inventory.shifts import shifts_on
from mesto.domains.waste.nouns import CONTAINER, LEVEL
from mesto.domains.waste.planning.reading import takes
from mesto.domains.waste.rehearsal.asked import LEARN_DAYS
from mesto.domains.waste.rehearsal.asked import Asked as Rehearsed
from mesto.domains.waste.rehearsal.policies import AsItWas
from mesto.domains.waste.rehearsal.reading import Ready, ready_of
from mesto.domains.waste.replanned.again import WEEK
from mesto.kernel.city import City
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Entity
from mesto.operations.calendars.reading import calendars_of, spot_of

DAY: Final = timedelta(days=1)
LEARNS: Final = timedelta(days=28)  #: of readings before the first day planned again
FEWEST_WEEKS, MOST_WEEKS = 4, 8
CROWD: Final = 1_000  #: sensors; where there are more, the fewest weeks are planned
TOGETHER: Final = 500  #: containers whose rounds are planned together, side by side


class Part(NamedTuple):
    """Containers of one kind of waste that are planned again together.

    sensed: of each, whether it has a sensor
    drives: by day, from the first that is learnt from, whether somebody collects
    """

    ready: Ready
    first: date
    sensed: Sequence[bool]
    drives: Sequence[bool]


class Past(NamedTuple):
    """All that is planned again; nothing of a town too young for it."""

    known: Known
    first: date
    weeks: int
    parts: Sequence[Part]


async def past_of(city: City, now: datetime) -> Past:
    """Read what is planned again. Raises Unavailable."""
    known = await read_known(city, now)
    end = now.astimezone(UTC).date()
    containers = await city.entities(CONTAINER)
    crowded = sum(map(_senses, containers.values())) > CROWD
    weeks = min(FEWEST_WEEKS if crowded else MOST_WEEKS, _weeks(known, end))
    first = end - weeks * WEEK * DAY
    if weeks < FEWEST_WEEKS:
        return Past(known, first, 0, [])
    horizon = (await policy_of(city)).horizon_days
    parts = []
    for fraction, urns in _together(containers):
        asked = Rehearsed(
            fraction=fraction, first=first, last=end - DAY, policies=[AsItWas()]
        )
        try:
            ready = await ready_of(city, asked, urns)
        except Malformed:
            continue  # nothing tells how full these were
        days = LEARN_DAYS + weeks * WEEK + horizon
        parts.append(
            Part(
                ready=ready,
                first=first,
                sensed=[_senses(containers[urn]) for urn in ready.urns],
                drives=await _drives(city, fraction, asked.learns_from, days),
            )
        )
    return Past(known, first, weeks, parts)


def begins_h(part: Part) -> float:
    """Return when the first of a part's days begins, hours since 1970."""
    learns_from = part.first - LEARN_DAYS * DAY
    return hours_of(datetime.combine(learns_from, time(), UTC))


def _weeks(known: Known, end: date) -> int:
    """Return how many weeks there are to plan again, after those that teach."""
    read = ~known.marks.emptied & (known.marks.slack == 0)
    if not read.any():
        return 0
    ends_h = hours_of(datetime.combine(end, time(), UTC))
    since_h = ends_h - float(np.quantile(known.marks.at_h[read], 0.01))
    return int((since_h / 24 - LEARNS.days) // WEEK)


def _together(containers: dict[str, Entity]) -> Iterator[tuple[str, set[str]]]:
    """Yield containers of one kind that are side by side, where any has a sensor."""
    by_kind: dict[str, list[tuple[float, str]]] = {}
    for urn, one in containers.items():
        place, kind = place_of(one), one.value("storedWasteKind")
        if place is not None and isinstance(kind, str):
            by_kind.setdefault(kind, []).append((place[0], urn))
    for kind, found in sorted(by_kind.items()):
        each = ceil(len(found) / ceil(len(found) / TOGETHER))
        ordered = [urn for _, urn in sorted(found)]
        for begin in range(0, len(ordered), each):
            some = set(ordered[begin : begin + each])
            if any(_senses(containers[urn]) for urn in some):
                yield kind, some


def _senses(container: Entity) -> bool:
    return container.attribute(LEVEL) is not None


async def _drives(city: City, fraction: str, first: date, days: int) -> list[bool]:
    """Return on which days somebody collects; every day where nobody wrote a shift."""
    shifts, fleet = await shifts_of(city), await fleet_of(city)
    zone, calendars = (await spot_of(city)).zone, await calendars_of(city)
    able = {
        name
        for name, one in shifts.items()
        if (vehicle := fleet.vehicles.get(one.vehicle)) is not None
        and takes(vehicle.fractions, fraction)
    }
    if not able:
        return [True] * days
    return [
        bool(able & set(shifts_on(shifts, first + n * DAY, zone, calendars)))
        for n in range(days)
    ]
