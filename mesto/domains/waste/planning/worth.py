"""What it is worth to come to a container today, and when it could wait until. Pure.

Who comes today spares the days on which waste would lie beside the container, and takes
along waste that otherwise would ask for a visit of its own: a container that is 60 %
full saves 60 % of a later visit. Against that stands the best of the other days, and
not to come at all in the days that are looked at.

    a day d      c · O(d) + v + v · (L(end) - L(d))
    no day       c · O(end)   + v · L(end)
    today        (what it costs, the plan knows) + v · (L(end) - L(today))

with c the cost of an overflow a container and day, O(d) the expected days of overflow
until d, v what a visit usually costs and L the expected level, at most 1. The prize is
the best of the first two less what of the third is known.

Source: the linear value of what is left in stock, Kleywegt, Nori and Savelsbergh, The
Stochastic Inventory Routing Problem with Direct Deliveries, Transportation Science
36(1), 2002. See docs/decisions.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from mesto.domains.waste.outlook import FULL, Outlook

DAY = timedelta(days=1)


class Worth(NamedTuple):
    """What it is worth to come today.

    prize: money; spared: the part of it that overflows would have cost
    later: the best other time to come; None: later than is looked ahead
    chance: that it overflows before the next time somebody could come
    level: that is expected today
    """

    prize: float
    spared: float
    later: datetime | None
    chance: float
    level: float


class Price(NamedTuple):
    """What overflows and visits cost.

    overflow: of one container and day; visit: of one container, on an ordinary round
    """

    overflow: float
    visit: float


def worth_of(
    outlook: Outlook,
    today: datetime,
    chances: Sequence[datetime],
    end: datetime,
    price: Price,
) -> Worth:
    """Return what it is worth to come today rather than at one of the other chances.

    today: when somebody would come; chances: later times, ascending, before `end`, up
        to which is looked ahead
    """
    level = _level(outlook, today)
    whole = price.overflow * days_over(outlook, today, end)
    options: list[tuple[float, datetime | None]] = [(whole, None)] + [
        (
            price.overflow * days_over(outlook, today, at)
            + price.visit * (1 - _level(outlook, at)),
            at,
        )
        for at in chances
    ]
    # of two that cost the same, the later one: what can wait may yet turn out better
    best, later = min(options, key=lambda one: (one[0], one[1] is not None))
    spared = price.overflow * days_over(outlook, today, later or end)
    return Worth(
        prize=max(0.0, best + price.visit * level),
        spared=min(spared, best + price.visit * level),
        later=later,
        chance=outlook.chance_above(FULL, chances[0] if chances else end),
        level=outlook.level(today),
    )


def days_over(outlook: Outlook, begin: datetime, end: datetime) -> float:
    """Return the expected days of overflow between two moments, day by day."""
    days, at = 0.0, begin
    while at < end:
        until = min(at + DAY, end)
        middle = at + (until - at) / 2
        days += outlook.chance_above(FULL, middle) * ((until - at) / DAY)
        at = until
    return days


def _level(outlook: Outlook, at: datetime) -> float:
    return min(outlook.level(at), FULL)
