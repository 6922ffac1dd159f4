"""What a new level changes in an outlook that was made before it. Pure.

Levels ahead are taken to spread like a sum of what falls in hour by hour: what is known
of a moment is known of all that follows, and only what comes after it stays unsure.
Nothing is learnt anew, so that it costs nothing to do with every reading.

Source: conditioning of a Gaussian process with independent increments, Rasmussen and
Williams, Gaussian Processes for Machine Learning, 2.2.
"""

from datetime import datetime, timedelta
from math import sqrt
from typing import Final

from mesto.domains.waste.outlook import QUANTILES, Outlook

READ_SPREAD: Final = 0.03  #: standard deviation of what a sensor reads
SEEN_SPREAD: Final = 0.08  #: of what is tapped
MOVED: Final = 0.05  #: share of the volume; who moved less need not be told anew
#: So many standard deviations off, and the forecast was not as sure as it said.
SURPRISED: Final = 2.0
MIDDLE: Final = 2  #: the place of the median in QUANTILES
#: By how many standard deviations of a normal distribution each quantile lies off.
DEVIATIONS: Final = (-1.645, -1.282, 0.0, 1.282, 1.645)


def recondition(
    outlook: Outlook, level: float, spread: float, at: datetime, ground: str
) -> Outlook:
    """Return an outlook that knows a level, from a moment on.

    spread: standard deviation of the level; 0 where it does not depend on what was
        before, as after an emptying
    ground: what told it
    """
    begins = max(at, outlook.begins)
    known = [outlook.level(begins, one) for one in range(len(QUANTILES))]
    step = timedelta(hours=outlook.step_h)
    foretold = (known[3] - known[1]) / (DEVIATIONS[3] - DEVIATIONS[1])
    if spread:  # what was measured and what was foretold, each by how sure it is
        off = abs(level - known[MIDDLE])
        foretold = max(foretold, off / SURPRISED)
        gain = foretold**2 / (foretold**2 + spread**2)
        level = known[MIDDLE] + gain * (level - known[MIDDLE])
    count = max(2, 1 + int((outlook.ends - begins) / step))
    ahead = [
        [outlook.level(begins + number * step, one) for one in range(len(QUANTILES))]
        for number in range(count)
    ]
    return Outlook(
        made_at=at,
        begins=begins,
        step_h=outlook.step_h,
        levels=_never_falling([_after(one, known, level, spread) for one in ahead]),
        by=outlook.by,
        grounds=[ground, *(one for one in outlook.grounds if one != ground)],
    )


def moved(before: Outlook, after: Outlook) -> bool:
    """Tell whether an outlook says something else than it did."""
    moments = [after.begins, after.ends]
    return any(
        abs(after.level(at, one) - before.level(at, one)) > MOVED
        for at in moments
        for one in (1, MIDDLE, 3)
    )


def _after(
    ahead: list[float], known: list[float], level: float, spread: float
) -> tuple[float, float, float, float, float]:
    """Return the quantiles at a moment ahead, given a level at the moment of `known`.

    Each side of the median has a width of its own.
    """
    middle = level + ahead[MIDDLE] - known[MIDDLE]
    told = []
    for place in range(len(QUANTILES)):
        wide, was = ahead[place] - ahead[MIDDLE], known[place] - known[MIDDLE]
        measured = spread * DEVIATIONS[place]
        left = sqrt(max(0.0, wide**2 - was**2) + _both(was, measured))
        told.append(max(0.0, middle + (left if place > MIDDLE else -left)))
    told[MIDDLE] = max(0.0, middle)
    a, b, c, d, e = (round(one, 3) for one in sorted(told))
    return a, b, c, d, e


def _both(was: float, measured: float) -> float:
    """Return the squared width of what was foretold and what was measured together."""
    if not was or not measured:
        return 0.0
    return was**2 * measured**2 / (was**2 + measured**2)


def _never_falling(
    levels: list[tuple[float, float, float, float, float]],
) -> list[tuple[float, float, float, float, float]]:
    held = levels[0]
    found = []
    for one in levels:
        a, b, c, d, e = map(max, one, held)
        held = (a, b, c, d, e)
        found.append(held)
    return found
