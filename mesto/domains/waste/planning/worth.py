"""What it is worth to come to a container today, and how long it could wait. Pure.

Who comes today spares the overflow until somebody could come next, less what would
overflow even from empty; and a visit that it will need anyway, the more of it the less
safe it is to wait for the time after that:

    c · (O(skipped) - O(emptied)) + v · min(1, P(ahead) / (1 - DUE))

with c the cost of a container that is over full for a day, O the expected days of
overflow until the next chance to come, v what a visit usually costs and P(ahead) the
probability that it is over full before the chance after the next.

Plans and rehearsals weigh with this formula alone. See docs/decisions.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mesto.domains.waste.outlook import FULL, Outlook

Floats: TypeAlias = NDArray[np.float64]

DAY = timedelta(days=1)
#: So safe a container has to be beyond the next chance to come, that none of the visit
#: it will need is put down to today; less safe by as much again, and all of it is.
DUE: Final = 0.9


class Worth(NamedTuple):
    """What it is worth to come today.

    prize: money; spared: the part of it that overflows would have cost
    later: until when it can wait; None: longer than is looked ahead
    chance: that it overflows before the next time somebody could come
    level: that is expected today
    """

    prize: float
    spared: float
    later: datetime | None
    chance: float
    level: float


class Price(NamedTuple):
    """What overflows and visits cost, in money or in kilometres.

    overflow: of one container and day; visit: of a container, on an ordinary round
    """

    overflow: float
    visit: float


class Risk(NamedTuple):
    """What is to be feared of containers; one number each.

    skipped, emptied: expected days of overflow until the next chance to come, if nobody
        comes today and if somebody does
    ahead: probability that it is over full before the chance after the next
    """

    skipped: Floats
    emptied: Floats
    ahead: Floats


def prizes_of(risk: Risk, price: Price) -> tuple[Floats, Floats]:
    """Return what coming today is worth, and the part that is overflow spared."""
    spared: Floats = price.overflow * np.maximum(risk.skipped - risk.emptied, 0.0)
    due: Floats = price.visit * np.minimum(1.0, risk.ahead / (1 - DUE))
    return spared + due, spared


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
    following = [*chances, end]
    soon, behind = following[0], following[min(1, len(chances))]
    level = outlook.level(today)
    risk = Risk(
        skipped=np.array(days_over(outlook, today, soon)),
        emptied=np.array(days_over(outlook, today, soon, FULL + level)),
        ahead=np.array(outlook.chance_above(FULL, behind)),
    )
    prize, spared = prizes_of(risk, price)
    return Worth(
        prize=float(prize),
        spared=float(spared),
        later=_later(outlook, following),
        chance=outlook.chance_above(FULL, soon),
        level=level,
    )


def days_over(
    outlook: Outlook, begin: datetime, end: datetime, limit: float = FULL
) -> float:
    """Return the expected days above a level between two moments, day by day.

    A day counts if it ends above: waste that lies there for an hour lies there that
    day.
    """
    days, at = 0.0, begin
    while at < end:
        at = min(at + DAY, end)
        days += outlook.chance_above(limit, at)
    return days


def _later(outlook: Outlook, following: Sequence[datetime]) -> datetime | None:
    """Return the last chance to come before it is no more safe; None: all are."""
    safe = [outlook.chance_above(FULL, at) <= 1 - DUE for at in following]
    if all(safe):
        return None
    return following[max(0, safe.index(False) - 1)]
