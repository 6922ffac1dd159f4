"""How a session drew, and how it would have at once, by quarters of an hour. Pure."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

import msgspec

SLOT_S: Final = 900  #: what peaks are billed by
LEAST_S: Final = 60.0  #: readings closer than this tell no power
_HOUR_S: Final = 3600.0


class Charged(msgspec.Struct, frozen=True, kw_only=True):
    """A session that has ended.

    since_s, until_s: in seconds since 1970
    readings: the meter, kWh above its start, by time in seconds since 1970, in order
    most_kw: what its EVSE could have given
    """

    session: str
    root: str
    since_s: float
    until_s: float
    energy_kwh: float
    most_kw: float
    readings: Sequence[tuple[float, float]] = ()

    @property
    def powers_kw(self) -> tuple[float, float]:
        """The least and the most that its car can have taken at once, kW.

        It took what it was seen to take; more nobody can know, up to its EVSE.
        """
        points = self.course
        seen = [
            (kwh - before) / ((at - since) / _HOUR_S)
            for (since, before), (at, kwh) in pairwise(points)
            if at - since >= LEAST_S
        ]
        least = min(max(seen, default=self.most_kw), self.most_kw)
        return (least, self.most_kw) if least > 0 else (self.most_kw, self.most_kw)

    @property
    def course(self) -> list[tuple[float, float]]:
        """Its meter from beginning to end, which never falls."""
        points, last = [(self.since_s, 0.0)], 0.0
        for at, kwh in self.readings:
            if points[-1][0] < at < self.until_s:
                last = min(max(kwh, last), self.energy_kwh)
                points.append((at, last))
        return [*points, (max(self.until_s, points[-1][0] + 1.0), self.energy_kwh)]


def drawn(one: Charged) -> Mapping[int, float]:
    """Return what a session drew in each quarter of an hour, kWh, by its number."""
    found: dict[int, float] = {}
    points = one.course
    for (since, before), (until, kwh) in pairwise(points):
        _spread(found, since, until, kwh - before)
    return found


def at_once(one: Charged, kw: float) -> Mapping[int, float]:
    """Return what it would have drawn with `kw` from its arrival on."""
    found: dict[int, float] = {}
    until = one.since_s + one.energy_kwh / kw * _HOUR_S
    _spread(found, one.since_s, until, one.energy_kwh)
    return found


def _spread(
    found: dict[int, float], since_s: float, until_s: float, kwh: float
) -> None:
    """Spread energy evenly over the quarters that a stretch of time touches."""
    if kwh <= 0 or until_s <= since_s:
        return
    at = since_s
    while at < until_s:
        slot = int(at // SLOT_S)
        ends = min((slot + 1) * SLOT_S, until_s)
        found[slot] = found.get(slot, 0.0) + kwh * (ends - at) / (until_s - since_s)
        at = ends
