"""Lorries that collect waste: they drive the rounds that were given to them.

Rounds are of the world's clock, so lorries keep to it, however fast the town lives.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from mesto.simulator.chance import Chance
from mesto.simulator.fleets.readings import LorryReading
from mesto.simulator.life.rounds import Deed, Released, Tour, tour_of
from mesto.simulator.life.waste import ByLorries
from mesto.simulator.town import Town
from mesto.simulator.wire.clock import Clock

#: So long after a round began the calendar empties nothing of its waste.
THEIRS_S = 14 * 3600.0
EVERY_S = 10.0  #: a tracker speaks so often while its round is driven


class Done(NamedTuple):
    """What a crew did: of which round, its place among its deeds, and when."""

    round: str
    number: int
    at_s: float
    deed: Deed


class Fleet(NamedTuple):
    """What drives and what is emptied.

    containers, vehicles: numbers by URN; wastes: what is in each container
    """

    containers: Mapping[str, int]
    vehicles: Mapping[str, int]
    wastes: Sequence[str]


class _Out(NamedTuple):
    """A lorry on its round."""

    released: Released
    tour: Tour
    begun_s: float


class Lorries:
    """All lorries of a town; times are of the world's clock, s since 1970."""

    def __init__(
        self, town: Town, chance: Chance, fleet: Fleet, clock: Clock, by: ByLorries
    ) -> None:
        """Know what is where, and tell `by` what is emptied."""
        self._town, self._chance, self._fleet = town, chance, fleet
        self._clock, self._by = clock, by
        self._out: dict[str, _Out] = {}
        self._told: dict[str, int] = {}  #: how many deeds of each round

    def take(self, rounds: Iterable[Released], now_s: float) -> None:
        """Let rounds be driven from when they begin; those that are known go on."""
        for one in rounds:
            if one.name in self._out or one.vehicle not in self._fleet.vehicles:
                continue
            begun_s = one.began_s or max(one.stops[0].leaves_s, now_s)
            tour = tour_of(one, self._town, self._chance)
            self._out[one.name] = _Out(one, tour, begun_s)
            self._by.leave_to(
                np.array([waste == one.fraction for waste in self._fleet.wastes]),
                self._clock.town_s(begun_s),
                self._clock.town_s(begun_s + THEIRS_S),
            )

    def drop(self, names: Iterable[str]) -> None:
        """Call lorries back that have not begun."""
        for name in names:
            out = self._out.get(name)
            if out is not None and not self._told.get(name):
                del self._out[name]

    def known(self) -> set[str]:
        """Return the names of the rounds that are driven."""
        return set(self._out)

    def readings(self, since_s: float, until_s: float) -> Iterator[LorryReading]:
        """Yield where lorries were in (since_s, until_s]."""
        for out in self._out.values():
            for at_s in _moments(out.begun_s, out.tour.lasts_s, since_s, until_s):
                fix = out.tour.at(at_s - out.begun_s)
                yield LorryReading(
                    vehicle=self._fleet.vehicles[out.released.vehicle],
                    at_s=at_s,
                    place=fix.place,
                    speed_kmh=fix.speed_kmh,
                    heading_deg=fix.heading_deg,
                )

    def done(self, until_s: float) -> Iterator[Done]:
        """Yield what crews did until then and was not told before; containers empty."""
        for name, out in self._out.items():
            deeds = out.tour.deeds
            for number in range(self._told.get(name, 0), len(deeds)):
                at_s = out.begun_s + deeds[number].after_s
                if at_s > until_s:
                    break
                self._told[name] = number + 1
                if deeds[number].what == "emptied":
                    self._empty(deeds[number].containers, self._clock.town_s(at_s))
                yield Done(name, number, at_s, deeds[number])

    def _empty(self, containers: Iterable[str], at_s: float) -> None:
        known = self._fleet.containers
        for number in (known[urn] for urn in containers if urn in known):
            self._by.emptied_s[number] = at_s


def _moments(
    begun_s: float, lasts_s: float, since_s: float, until_s: float
) -> Iterator[float]:
    """Yield when a tracker speaks in (since_s, until_s], at the begin and end too."""
    turns = int(lasts_s // EVERY_S) + 1
    first = max(0, int((since_s - begun_s) // EVERY_S))
    last = min(turns - 1, int((until_s - begun_s) // EVERY_S))
    for at_s in [
        *(begun_s + EVERY_S * turn for turn in range(first, last + 1)),
        begun_s + lasts_s,
    ]:
        if since_s < at_s <= until_s:
            yield at_s
