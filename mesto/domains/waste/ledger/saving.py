"""What is saved against the rounds of before, and how sure that is. Pure.

The baseline is kilometres and hours a day, carried over to the days since, and adjusted
by how many containers there are and how much waste: between what does not change with
them and what grows in step the truth lies somewhere, and the interval says so.

Source: IPMVP Core Concepts, adjusted baseline; JCGM 100:2008. The length of a round
grows with the root of its stops where they lie in one area: Beardwood, Halton and
Hammersley 1959.
"""

from collections.abc import Callable, Sequence
from math import sqrt
from typing import NamedTuple

import msgspec

from mesto.domains.waste.ledger.terms import Kept, Terms
from mesto.operations.uncertainty import Uncertain, reckoned, together, within


class Prices(msgspec.Struct, frozen=True, kw_only=True):
    """What a kilometre, an hour and a litre come to; money in `currency`."""

    currency: str
    km: float
    hour: float
    litres_per_km: float
    co2_kg_per_litre: float


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a ledger rests on.

    costs: of sensing and software in the months since
    seen: months since that mesto counted itself
    """

    terms: Terms
    prices: Prices
    now: Sequence[Kept]
    costs: float
    seen: Sequence[str] = ()


class Line(NamedTuple):
    """A quantity before, as it would have been, and now."""

    before: Uncertain
    now: Uncertain
    saved: Uncertain

    @property
    def percent(self) -> Uncertain | None:
        """What is saved, of what it would have been."""
        if self.before.value <= 0:
            return None
        return reckoned(
            lambda given: 100 * (1 - given["now"] / given["before"]),
            {"before": self.before, "now": self.now},
        )


class Counted(NamedTuple):
    """Something that is counted: of a thousand container-days before and now."""

    before: float | None
    now: float | None
    total: float | None  #: now


class Saving(msgspec.Struct, frozen=True, kw_only=True):
    """What the months since came to against those before.

    money: saved on kilometres and hours; net: after the costs of sensing and software
    adjusted: by what kilometres were multiplied for containers and weight
    """

    days: float
    containers: float
    km: Line
    hours: Line
    litres: Line
    co2_kg: Uncertain
    money: Uncertain
    costs: float
    net: Uncertain
    adjusted: float
    overflows: Counted
    complaints: Counted


def saving_of(facts: Facts) -> Saving | None:
    """Return what was saved; None without a month before or without one since."""
    before, now = facts.terms.baseline, facts.now
    if not before or not now:
        return None
    terms, prices = facts.terms, facts.prices
    km = _line(facts, lambda one: one.km, terms.km_tolerance)
    hours = _line(facts, lambda one: one.hours, terms.hours_tolerance)
    litres = _litres(facts, km)
    money = together([km.saved.times(prices.km), hours.saved.times(prices.hour)])
    return Saving(
        days=sum(one.days for one in now),
        containers=_containers(now),
        km=km,
        hours=hours,
        litres=litres,
        co2_kg=litres.saved.times(prices.co2_kg_per_litre),
        money=money,
        costs=facts.costs,
        net=money.plus(-facts.costs),
        adjusted=_growth(facts).value,
        overflows=_counted(before, now, lambda one: one.overflows),
        complaints=_counted(before, now, lambda one: one.complaints),
    )


def _line(facts: Facts, of: Callable[[Kept], float], tolerance: float) -> Line:
    """Return a quantity of all months since, before and now."""
    terms, now = facts.terms, facts.now
    days = sum(one.days for one in now)
    rate = _rate(terms, of, len(now), tolerance)
    before = reckoned(
        lambda given: days * given["rate"] * given["growth"],
        {"rate": rate, "growth": _growth(facts)},
    )
    whole = sum(map(of, now))
    spread = sqrt(sum(of(one) ** 2 for one in now))
    is_now = Uncertain(whole, within(tolerance) * spread)
    return Line(before, is_now, together([before, is_now.times(-1)]))


def _rate(
    terms: Terms, of: Callable[[Kept], float], months: int, tolerance: float
) -> Uncertain:
    """Return what a day came to before, as unsure as months differ from each other."""
    before = terms.baseline
    value = sum(map(of, before)) / sum(one.days for one in before)
    stated = within(tolerance) * value / sqrt(len(before))
    if len(before) == 1:
        return together([Uncertain(value, within(terms.between) * value), _u(stated)])
    each = [of(one) / one.days for one in before]
    variance = sum((one - value) ** 2 for one in each) / (len(each) - 1)
    spread = sqrt(variance * (1 / len(each) + 1 / months))
    return together([Uncertain(value, spread, len(each) - 1), _u(stated)])


def _growth(facts: Facts) -> Uncertain:
    """Return by what rounds would have grown with containers and weight.

    With containers: by their root, and surely between not at all and in step. The way
    to unload grows with the weight; where nobody weighed, with the containers.
    """
    before, now, share = facts.terms.baseline, facts.now, facts.terms.unloading_share
    stops = _containers(now) / _containers(before)
    loads = _weight(before, now) or stops
    rounds = Uncertain(sqrt(stops), within(abs(stops - 1) / 2))
    unloading = Uncertain(loads, within(abs(loads - 1) / 2))
    return together([rounds.times(1 - share), unloading.times(share)])


def _weight(before: Sequence[Kept], now: Sequence[Kept]) -> float | None:
    """Return how much more waste there is a day; None where a month was not weighed."""
    rates = []
    for months in (now, before):
        known = [one.tonnes for one in months if one.tonnes is not None]
        if len(known) < len(months) or not sum(known):
            return None
        rates.append(sum(known) / sum(one.days for one in months))
    return rates[0] / rates[1]


def _litres(facts: Facts, km: Line) -> Line:
    """Return fuel: as it was filled in, else by the kilometres."""
    per_km = facts.prices.litres_per_km
    before, now = (
        _per_km(months) or per_km for months in (facts.terms.baseline, facts.now)
    )
    was, is_now = km.before.times(before), km.now.times(now)
    return Line(was, is_now, together([was, is_now.times(-1)]))


def _per_km(months: Sequence[Kept]) -> float | None:
    known = [one for one in months if one.litres is not None]
    km = sum(one.km for one in known)
    return sum(one.litres or 0.0 for one in known) / km if km else None


def _counted(
    before: Sequence[Kept], now: Sequence[Kept], of: Callable[[Kept], float | None]
) -> Counted:
    rates = []
    for months in (before, now):
        known = [(one, number) for one in months if (number := of(one)) is not None]
        days = sum(one.containers * one.days for one, _ in known)
        rates.append(1_000 * sum(n for _, n in known) / days if days else None)
    counts = [number for one in now if (number := of(one)) is not None]
    return Counted(rates[0], rates[1], sum(counts) if counts else None)


def _containers(months: Sequence[Kept]) -> float:
    """Return how many containers there were on an average day."""
    days = sum(one.days for one in months)
    return sum(one.containers * one.days for one in months) / days


def _u(u: float) -> Uncertain:
    return Uncertain(0.0, u)
