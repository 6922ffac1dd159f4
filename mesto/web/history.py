"""How a history is shown: its steps, its gaps, its states. Pure."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from mesto.kernel.model import Value
from mesto.kernel.question.history import HOUR, Bin
from mesto.kernel.question.observed import Run
from mesto.kernel.verdict import PATIENCE

#: Steps people can read, from a minute to four weeks.
STEPS = tuple(
    timedelta(minutes=minutes)
    for minutes in (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720)
) + tuple(timedelta(days=days) for days in (1, 2, 7, 14, 28))

MONDAY = datetime(2000, 1, 3)  # noqa: DTZ001 - from which steps are counted, on any clock

Columns = dict[str, list[float | None]]


class Interval(NamedTuple):
    """A time in which something was in one state."""

    start: datetime
    end: datetime
    value: Value
    mixed: bool = False  #: several states, too short to be shown apart


def step_for(span: timedelta, points: int) -> timedelta:
    """Return the shortest step that shows a span in at most so many points."""
    longest = STEPS[-1] * -(-span // (STEPS[-1] * points))  # rounded up
    return next((step for step in STEPS if step * points >= span), longest)


def floor(moment: datetime, step: timedelta, zone: ZoneInfo) -> datetime:
    """Return when the step began in which a moment lies, by the clock of `zone`.

    Steps of up to an hour keep to UTC, so that none is shown twice.
    """
    clock = zone if step > HOUR else UTC
    local = moment.astimezone(clock).replace(tzinfo=None)
    begun = local - (local - MONDAY) % step
    return begun.replace(tzinfo=clock).astimezone(UTC)


def ceiling(moment: datetime, step: timedelta, zone: ZoneInfo) -> datetime:
    """Return when the step ends that a moment cuts; the moment where it cuts none."""
    begun = floor(moment, step, zone)
    return moment if begun == moment else floor(begun + 1.5 * step, step, zone)


def usual_distance(bins: Sequence[Bin], period: timedelta | None) -> timedelta:
    """Return how far apart observations usually are.

    period: how far apart they are said to be, where that is known; a sensor that says
        more than it must is not silent as long as it says what it must
    """
    distances = sorted(later.start - one.start for one, later in pairwise(bins))
    counts = sorted(one.n for one in bins)
    if not distances:
        return period or timedelta(0)
    measured = distances[len(distances) // 2] / counts[len(counts) // 2]
    return max(measured, period or measured)


def columns(
    bins: Iterable[Bin], usual: timedelta, step: timedelta | None = None
) -> Columns:
    """Turn bins into columns, with one null where the sensor was silent.

    usual: the usual distance of two observations; after PATIENCE of them it is silent
    step: of the bins; None where each is one observation

    Times are seconds since 1970.
    """
    shown: Columns = {"t": [], "mean": [], "min": [], "max": []}
    before: datetime | None = None
    for one in bins:
        if before is not None:
            silent = one.start - before - (step or timedelta(0))
            if silent >= PATIENCE * usual > timedelta(0) and silent >= (step or usual):
                _append(shown, before + (step or usual), None)
        _append(shown, one.start, one)
        before = one.start
    return shown


def intervals(
    runs: Sequence[Run], start: datetime, end: datetime, period: timedelta | None
) -> list[Interval]:
    """Turn runs of equal values into the times in which they held.

    start, end: nothing is shown outside
    period: how often the state is reported; None where a state holds until another

    What is silent for PATIENCE periods is known for one more period, and then unknown.
    """
    shown = []
    for run, follower in zip(runs, [*runs[1:], None], strict=True):
        until = follower.first if follower else end
        silent = until - run.last
        if period and run.timed and silent >= PATIENCE * period:
            until = min(until, run.last + period)
        first, last = max(run.first, start), min(until, end)
        if run.value is not None and first < last:
            shown.append(Interval(first, last, run.value))
    return shown


def thinned(states: Sequence[Interval], least: timedelta) -> list[Interval]:
    """Put neighbours that are shorter than `least` together, as mixed ones."""
    shown: list[Interval] = []
    for one in states:
        before = shown[-1] if shown else None
        short = one.end - one.start < least
        if (
            before is not None
            and short
            and one.start - before.end < least
            and (before.mixed or before.end - before.start < least)
        ):
            shown[-1] = Interval(before.start, one.end, None, mixed=True)
        else:
            shown.append(one)
    return shown


def _append(shown: Columns, at: datetime, one: Bin | None) -> None:
    shown["t"].append(at.timestamp())
    shown["mean"].append(one and one.mean)
    shown["min"].append(one and one.least)
    shown["max"].append(one and one.greatest)
