"""How a history is shown: its step, and its gaps. Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from mesto.kernel.question.history import Bin

#: Steps people can read, from a minute to a month.
STEPS = tuple(
    timedelta(minutes=minutes)
    for minutes in (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720)
) + tuple(timedelta(days=days) for days in (1, 2, 7, 14, 30))

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  #: from which steps are counted
GAP = 3  #: usual distances between observations that count as a gap

Columns = dict[str, list[float | None]]


def step_for(span: timedelta, points: int) -> timedelta:
    """Return the shortest step that shows a span in about so many points."""
    return next((step for step in STEPS if step * points >= span), STEPS[-1])


def floor(moment: datetime, step: timedelta) -> datetime:
    """Return when the step began in which a moment lies."""
    return moment - (moment - EPOCH) % step


def usual_step(bins: Sequence[Bin]) -> timedelta | None:
    """Return the median distance of observations; None for fewer than two."""
    steps = sorted(later.start - one.start for one, later in pairwise(bins))
    return steps[len(steps) // 2] if steps else None


def columns(bins: Sequence[Bin], step: timedelta | None, reach: int = GAP) -> Columns:
    """Turn bins into columns, with one null where observations are missing.

    step: the usual distance of two; reach: how many of it make a gap

    Times are seconds since 1970.
    """
    shown: Columns = {"t": [], "mean": [], "min": [], "max": []}
    before: datetime | None = None
    for one in bins:
        if before is not None and step and one.start - before >= reach * step:
            _append(shown, before + step, None)
        _append(shown, one.start, one)
        before = one.start
    return shown


def _append(shown: Columns, at: datetime, one: Bin | None) -> None:
    shown["t"].append(at.timestamp())
    shown["mean"].append(one and one.mean)
    shown["min"].append(one and one.least)
    shown["max"].append(one and one.greatest)
