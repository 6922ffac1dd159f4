"""What sensing and software cost in a period. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta

from mesto.domains.waste.ledger.terms import Cost

DAY = timedelta(days=1)
MONTH_DAYS = 365.25 / 12


def costs_between(costs: Iterable[Cost], first: date, end: date) -> float:
    """Return what falls into the days [first, end)."""
    return sum(_between(one, first, end) for one in costs)


def _between(cost: Cost, first: date, end: date) -> float:
    after = end if cost.last is None else min(end, cost.last + DAY)
    days = (after - max(first, cost.first)).days
    if days <= 0:
        return 0.0
    if cost.once:
        assert cost.last is not None, "checked when it was written"
        return cost.amount * days / ((cost.last - cost.first).days + 1)
    return cost.amount * days / MONTH_DAYS
