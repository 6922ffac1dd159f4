"""What keeping saved at a connection in a month. Pure.

Against charging at once: each car drawing from its arrival on, as fast as it can, until
it has what it took in truth. How fast that is, is known between what it was seen to
take and what its EVSE can give; the interval is what follows from all cars being as
slow, and from all being as fast, as that.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from mesto.domains.emobility.savings.course import SLOT_S, Charged, at_once, drawn

_HOUR_S: Final = 3600


class Between(NamedTuple):
    """A number, and between which it surely lies."""

    value: float
    low: float
    high: float

    def minus(self, exact: float) -> "Between":
        """Return it with something exact taken away."""
        return Between(self.value - exact, self.low - exact, self.high - exact)

    def times(self, exact: float) -> "Between":
        """Return it in another unit; exact: not below zero."""
        return Between(self.value * exact, self.low * exact, self.high * exact)

    def plus(self, other: "Between") -> "Between":
        """Return the sum of two that may err together."""
        return Between(*(a + b for a, b in zip(self, other, strict=True)))


class Saving(NamedTuple):
    """What came of a month at one connection; money is None where nobody says prices.

    peak_kw: of its sessions together, the highest quarter of an hour
    """

    sessions: int
    energy_kwh: float
    peak_kw: float
    at_once_peak_kw: Between
    cost: float | None
    at_once_cost: Between | None
    saved_energy: Between | None
    saved_demand: Between | None

    @property
    def saved(self) -> Between | None:
        """All together, as far as prices are known."""
        known = [one for one in (self.saved_energy, self.saved_demand) if one]
        return known[0].plus(known[1]) if len(known) > 1 else next(iter(known), None)


def saving_of(
    sessions: Sequence[Charged],
    price: Callable[[int], float | None],
    demand: float | None,
) -> Saving:
    """Return what was saved.

    price: of a kWh in a quarter of an hour; demand: of a kW of the month's peak
    """
    real = _together(drawn(one) for one in sessions)
    powers = [one.powers_kw for one in sessions]
    slow, middle, fast = (
        _together(
            at_once(one, share * most + (1 - share) * least)
            for one, (least, most) in zip(sessions, powers, strict=True)
        )
        for share in (0.0, 0.5, 1.0)
    )
    peaks = _between(_peak(middle), _peak(slow), _peak(fast))
    cost = _cost(real, price)
    costs = [_cost(one, price) for one in (middle, slow, fast)]
    known = [one for one in costs if one is not None]
    once = _between(*known) if len(known) == len(costs) else None
    peak = _peak(real)
    return Saving(
        sessions=len(sessions),
        energy_kwh=sum(one.energy_kwh for one in sessions),
        peak_kw=peak,
        at_once_peak_kw=peaks,
        cost=cost,
        at_once_cost=once,
        saved_energy=None if once is None or cost is None else once.minus(cost),
        saved_demand=None if demand is None else peaks.minus(peak).times(demand),
    )


def _together(each: Iterable[Mapping[int, float]]) -> dict[int, float]:
    sums: dict[int, float] = {}
    for one in each:
        for slot, kwh in one.items():
            sums[slot] = sums.get(slot, 0.0) + kwh
    return sums


def _peak(slots: Mapping[int, float]) -> float:
    return max(slots.values(), default=0.0) * _HOUR_S / SLOT_S


def _cost(
    slots: Mapping[int, float], price: Callable[[int], float | None]
) -> float | None:
    sums = 0.0
    for slot, kwh in slots.items():
        each = price(slot)
        if each is None:
            return None
        sums += kwh * each
    return sums


def _between(value: float, *ends: float) -> Between:
    return Between(value, min(value, *ends), max(value, *ends))
