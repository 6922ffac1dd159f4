"""What else hangs on the cables: lamps, buildings, the sun. Pure.

Nobody tells beforehand what they will draw. So each is reckoned with the most it drew
at these hours of the day in the past two weeks, or draws now; what feeds in, with the
least it fed in. What says nothing at all counts with what it is rated.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from mesto.domains.emobility.charging.tree import Load
from mesto.domains.emobility.keeping.site import VOLTS, phases_in
from mesto.domains.emobility.nouns import DRAWS, FEEDS, MOST_POWER, PHASES
from mesto.kernel.model import Entity
from mesto.kernel.verdict import number

#: What is read as power, the first that is there; W unless it says KWT.
POWERS: Final = ("powerConsumption", "activePower", "totalActivePower", "power")
RATED: Final = (MOST_POWER, "powerRating")
KILOWATTS: Final = "KWT"
HOUR: Final = timedelta(hours=1)


class Hourly(NamedTuple):
    """What an attribute was in an hour of the day, UTC, over the past two weeks."""

    least: float
    greatest: float


#: By entity, attribute and hour of the day.
Past = Mapping[tuple[str, str, int], Hourly]


class Hangs(NamedTuple):
    """Something that hangs on a connection: `of` are its parts, where it has some."""

    at: str
    of: Sequence[Entity]
    feeds: bool


def hangs_on(
    connections: Iterable[Entity],
    known: Mapping[str, Entity],
    parts: Mapping[str, Sequence[Entity]],
) -> list[Hangs]:
    """Return all that hangs on connections beside stations.

    known: what their relationships lead to; parts: lamps, by feeder and by cabinet
    """
    found = []
    for one in connections:
        for name, feeds in ((DRAWS, False), (FEEDS, True)):
            for urn in targets(one, name):
                if urn in known:
                    whole = known[urn]
                    of = [whole] if power_of(whole) else parts.get(urn, [whole])
                    found.append(Hangs(one.id, of, feeds))
    return found


def loads_of(
    hangs: Iterable[Hangs], past: Past, since: datetime, until: datetime
) -> list[Load]:
    """Return the most that hangs on cables in [since, until), by phase."""
    found = []
    for one in hangs:
        amps = [0.0, 0.0, 0.0]
        for part in one.of:
            watts = bound_w(part, past, since, until, feeds=one.feeds)
            on = _phases(part)
            for phase in on:
                amps[phase] += watts / VOLTS / len(on)
        found.append(Load(at=one.at, amps=(amps[0], amps[1], amps[2])))
    return found


def bound_w(
    part: Entity, past: Past, since: datetime, until: datetime, *, feeds: bool
) -> float:
    """Return the most something may draw, W; below zero what it is sure to feed in."""
    name = power_of(part)
    attribute = part.attribute(name) if name else None
    if attribute is None:
        rated = next((n for n in RATED if number(part, n) is not None), "")
        return 0.0 if feeds else in_w(part, rated, number(part, rated) or 0.0)
    seen = [past.get((part.id, name, hour)) for hour in _hours(since, until)]
    now = number(part, name) or 0.0
    if feeds:
        sure = min([now, *(one.least if one else 0.0 for one in seen)])
        return -max(in_w(part, name, sure), 0.0)
    return in_w(part, name, max([now, *(one.greatest for one in seen if one)]))


def power_of(part: Entity) -> str:
    """Return the name of the attribute that tells its power; empty: none does."""
    return next((name for name in POWERS if number(part, name) is not None), "")


def targets(one: Entity, name: str) -> list[str]:
    """Return the URNs that a relationship leads to."""
    value = one.value(name)
    if isinstance(value, str):
        return [value]
    several = value if isinstance(value, Sequence) else ()
    return [urn for urn in several if isinstance(urn, str)]


def _hours(since: datetime, until: datetime) -> list[int]:
    first = since.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    hours, at = list[int](), first
    while at < until and len(hours) < 24:  # noqa: PLR2004 - hours of a day
        hours.append(at.hour)
        at += HOUR
    return hours


def in_w(part: Entity, name: str, value: float) -> float:
    """Return a power of a part, W; value: as the attribute says it."""
    told = part.attribute(name)
    kilowatts = told is not None and told.unit == KILOWATTS
    return value * 1000 if kilowatts or name == MOST_POWER else value


def _phases(part: Entity) -> list[int]:
    told = phases_in(part.value(PHASES))
    return [int(one) - 1 for one in told if one in "123"] or [0, 1, 2]
