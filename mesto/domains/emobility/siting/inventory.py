"""The inventory of lighting and charging as cables and posts. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Final, NamedTuple

from mesto.domains.emobility.keeping.loads import POWERS, RATED, Past, in_w, targets
from mesto.domains.emobility.keeping.site import limits_of
from mesto.domains.emobility.nouns import (
    ALONG,
    CONDUCTOR,
    CROSS_SECTION,
    DRAWS,
    LIMITS,
    MOST_CURRENT,
    MOST_POWER,
    OF_CONNECTION,
    PHASES,
)
from mesto.domains.emobility.siting.cables import HOURS, MOST_A, VOLTS, Cable, Post
from mesto.domains.emobility.siting.rank import metres
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Entity
from mesto.kernel.verdict import named, number, place_of
from mesto.names.charging import OF_STATION

FEEDER_OF: Final = "feederID"
CABINET_OF: Final = "refStreetlightControlCabinet"

Found = Mapping[str, Entity]


class Standing(NamedTuple):
    """What stands in a town and hangs on its cables, or leads them, by URN."""

    feeders: Found
    cabinets: Found
    connections: Found
    lamps: Found
    stations: Found
    evses: Found


def cables_of(
    there: Standing, past: Past, zone: tzinfo, now: datetime
) -> dict[str, Cable]:
    """Return all cables, with what hangs on each itself."""
    feeders, cabinets, connections, lamps, stations, evses = there
    every = {**feeders, **cabinets, **connections}
    loads: dict[str, list[float]] = {urn: [0.0] * HOURS for urn in every}
    shift = _shift(zone, now)
    for lamp in lamps.values():
        at = cable_of(lamp)
        if at in loads:
            _add(loads[at], lamp, past, shift, _lines(every[at]))
    chargers = dict.fromkeys(every, 0.0)
    for evse in evses.values():
        station = stations.get(str(evse.value(OF_STATION)))
        at = str(station.value(OF_CONNECTION)) if station else ""
        if at in chargers:
            chargers[at] += _draws_a(evse, every[at])
    above = _above(connections)
    return {
        urn: Cable(
            urn,
            named(one),
            parent=_parent(one, above),
            limit_a=_limit(one),
            lamps_a=tuple(loads[urn]),
            chargers_a=chargers[urn],
            lines=_lines(one),
            area_mm2=number(one, CROSS_SECTION) or None,
            copper=_copper(one),
        )
        for urn, one in every.items()
    }


def posts_of(lamps: Found, cabinets: Found, cables: Found) -> Iterator[Post]:
    """Yield lamp posts and cabinets whose place and cable are known.

    cables: all of them, by URN; the way to a post begins at the cabinet
    """
    by_cable: dict[str, list[Entity]] = {}
    for lamp in lamps.values():
        by_cable.setdefault(cable_of(lamp), []).append(lamp)
    for urn, cabinet in cabinets.items():
        at = place_of(cabinet)
        if at is not None:
            yield Post(urn, named(cabinet), urn, at, 0.0, 0.0)
    for cable, several in by_cable.items():
        if cable in cables:
            yield from _along(several, cable, cables, cabinets)


def cable_of(lamp: Entity) -> str:
    """Return the URN of the cable a lamp hangs on; empty: nobody says."""
    feeder, cabinet = lamp.value(FEEDER_OF), lamp.value(CABINET_OF)
    return next((one for one in (feeder, cabinet) if isinstance(one, str)), "")


def _along(
    lamps: Sequence[Entity], cable: str, cables: Found, cabinets: Found
) -> Iterator[Post]:
    """Yield the posts of a cable, with how long the way to each may be.

    Where nobody has measured it, it is at least as the crow flies, and at most by all
    the posts that are nearer, one after the other, and half as much again.
    """
    cabinet = cabinets.get(str(cables[cable].value(CABINET_OF))) or cabinets.get(cable)
    start = place_of(cabinet) if cabinet is not None else None
    known = [(one, at) for one in lamps if (at := place_of(one)) is not None]
    if start is None and known:
        start = known[0][1]
    if start is None:
        return
    known.sort(key=lambda one: metres(start, one[1]))
    here, way = start, 0.0
    for lamp, at in known:
        way += metres(here, at)
        here = at
        told = number(lamp, ALONG)
        least, most = (metres(start, at), 1.5 * way) if told is None else (told, told)
        yield Post(lamp.id, named(lamp), cable, at, least, max(least, most))


def _add(into: list[float], part: Entity, past: Past, shift: int, lines: int) -> None:
    """Add what a lamp draws by hour of the town's clock: the most it did, or may."""
    name = next((n for n in POWERS if number(part, n) is not None), "")
    for hour in range(HOURS):
        seen = past.get((part.id, name, (hour - shift) % HOURS)) if name else None
        watts = in_w(part, name, seen.greatest) if seen else _most_w(part, name)
        into[hour] += max(watts, 0.0) / VOLTS / lines


def _most_w(part: Entity, name: str) -> float:
    told = [(n, number(part, n)) for n in (name, *RATED) if n]
    return max((in_w(part, n, one) for n, one in told if one is not None), default=0)


def _draws_a(evse: Entity, cable: Entity) -> float:
    amps, kw = number(evse, MOST_CURRENT), number(evse, MOST_POWER)
    if amps is not None:
        return amps
    return MOST_A if kw is None else kw * 1000 / VOLTS / _lines(cable)


def _above(connections: Found) -> dict[str, str]:
    """Return the connection that carries each feeder, cabinet or building."""
    return {urn: one.id for one in connections.values() for urn in targets(one, DRAWS)}


def _parent(one: Entity, above: Mapping[str, str]) -> str:
    told: Iterable[object] = (
        above.get(one.id),
        one.value(OF_CONNECTION),
        one.value(CABINET_OF),
    )
    return next((urn for urn in told if isinstance(urn, str)), "")


def _limit(one: Entity) -> float | None:
    """Return the least a cable carries at any hour, A a phase; None: nobody says."""
    text = one.value(LIMITS)
    try:
        found = limits_of(
            number(one, MOST_CURRENT),
            number(one, MOST_POWER),
            text if isinstance(text, str) else "",
        )
    except Malformed:
        return None
    told = [limit.amps for limit in found if limit.amps is not None]
    lines = _lines(one)
    told += [limit.watts / VOLTS / lines for limit in found if limit.watts is not None]
    return min(told, default=None)


def _lines(one: Entity) -> int:
    phases = one.value(PHASES)
    return 1 if isinstance(phases, str) and len(phases) == 1 else 3


def _copper(one: Entity) -> bool | None:
    told = one.value(CONDUCTOR)
    return told == "copper" if told in ("copper", "aluminium") else None


def _shift(zone: tzinfo, now: datetime) -> int:
    """Return how many hours the town's clock is before UTC."""
    ahead = now.astimezone(zone).utcoffset() or timedelta()
    return round(ahead / timedelta(hours=1))
