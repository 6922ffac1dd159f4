"""What panels show of the past, out of what is kept of their measures. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mesto.kernel.errors import Infeasible
from mesto.kernel.panel import Asking, Chart, Measure
from mesto.kernel.question.history import Bin
from mesto.kernel.question.measured import Kept
from mesto.kernel.verdict import PATIENCE
from mesto.web.boards import days
from mesto.web.boards.days import DAY, HOUR, WEEK_DAYS, Stretch
from mesto.web.boards.worth import Buckets, Usual, over, usual, within
from mesto.web.history import columns

A_WEEK_H = 24 * WEEK_DAYS
RARELY_H = 6  #: between two reports of those who report rarely
SETTLING_H = 3  #: the newest hours always wait to be reckoned again

Shown = dict[str, object]


@dataclass(kw_only=True)
class Past:
    """What is kept of the measures that some panels ask about."""

    days: Sequence[datetime]  #: edges; the last one is when today began
    hours: Sequence[datetime]  #: edges; the last one is the end of this hour
    by_day: Mapping[Measure, Buckets] = field(default_factory=dict)
    by_hour: Mapping[Measure, Buckets] = field(default_factory=dict)
    kept: Mapping[Measure, Kept] = field(default_factory=dict)
    refused: Mapping[Measure, Infeasible] = field(default_factory=dict)


def days_wanted(panel: Asking) -> int:
    """Return how many days of the past a panel shows."""
    if isinstance(panel, Chart):
        return 0 if panel.period in days.HOURS else days.DAYS[panel.period]
    return days.needed(panel.period)


def hours_wanted(panel: Asking) -> int:
    """Return how many hours of the past a panel shows, one by one."""
    if isinstance(panel, Chart):
        return days.HOURS.get(panel.period, 0)
    return A_WEEK_H + RARELY_H if panel.period == "now" else 0


def whole_days(panel: Asking, past: Past) -> Shown:
    """Say what whole days came to, and those they are compared with."""
    count = len(past.days) - 1
    whole, before = days.whole(panel.period, count), days.before(panel.period, count)
    buckets = past.by_day[panel.measure]
    heard = (buckets[at].heard for at in range(*whole) if at in buckets)
    return {
        "value": _worth(panel, buckets, past.days, whole),
        "before": _worth(panel, buckets, past.days, before),
        "from": past.days[whole.first],
        "to": past.days[whole.last],
        "before_from": past.days[before.first],
        "entities": max(heard, default=0),
    }


def a_week_ago(panel: Asking, past: Past) -> Shown:
    """Say what this hour came to on the same weekday before.

    Of those who report more rarely the hour they were heard in last counts.
    """
    last = len(past.hours) - 2 - A_WEEK_H
    buckets = past.by_hour[panel.measure]
    earlier = (at for at in range(last, last - RARELY_H, -1) if at in buckets)
    at = next(earlier, last)
    return {
        "before": _worth(panel, buckets, past.hours, Stretch(at, at + 1)),
        "before_from": past.hours[at],
    }


def sparkline(panel: Asking, past: Past) -> Shown:
    """Say how the last 13 whole weeks went, week by week."""
    buckets = past.by_day[panel.measure]
    common = usual(buckets)
    length = days.DAYS.get(panel.period, 1) * DAY
    stretches = days.weeks(len(past.days) - 1)
    values = [_of(panel, buckets, one, common, length) for one in stretches]
    starts = [past.days[one.first] for one in stretches]
    return {"spark": {"t": [at.timestamp() for at in starts], "value": values}}


def how_far(panel: Asking, past: Past) -> Shown:
    """Say when anything was heard last, and how many hours are not counted yet."""
    kept = past.kept.get(panel.measure, Kept(None, 0))
    due = max(0, kept.due - SETTLING_H)
    return {"last": kept.last and kept.last + HOUR, "counting": due}


def chart(panel: Chart, past: Past) -> Shown:
    """Say how a number went, in columns as a history has them."""
    if panel.period in days.HOURS:
        buckets, edges, step = past.by_hour[panel.measure], past.hours, HOUR
        stretches = days.singles(len(edges) - 1, days.HOURS[panel.period])
    else:
        buckets, edges = past.by_day[panel.measure], past.days
        count, wanted = len(edges) - 1, days.DAYS[panel.period]
        by_week = panel.period == "year"
        step = WEEK_DAYS * DAY if by_week else DAY
        stretches = (
            days.weeks(count, wanted // WEEK_DAYS)
            if by_week
            else days.singles(count, wanted)
        )
    bins = list(_bins(panel, buckets, edges, stretches))
    return {
        "from": edges[stretches[0].first],
        "to": edges[stretches[-1].last],
        "step_s": step.total_seconds(),
        **columns(bins, step / PATIENCE, step),  # one stretch without enough is a gap
    }


def _bins(
    panel: Asking,
    buckets: Buckets,
    edges: Sequence[datetime],
    stretches: Iterable[Stretch],
) -> Iterable[Bin]:
    """Yield the stretches that have enough; of one asset with the band of its numbers.

    The band of many assets reaches from the emptiest to the fullest and tells nothing.
    """
    common = usual(buckets)
    for stretch in stretches:
        bucket = within(buckets, stretch, common)
        if bucket is None:
            continue
        length = edges[stretch.last] - edges[stretch.first]
        value = over(bucket, panel.measure, panel.aggregate, length)
        if value is None:
            continue
        banded = panel.aggregate == "mean" and panel.measure.entity
        band = (bucket.least, bucket.greatest) if banded else (value, value)
        yield Bin(edges[stretch.first], value, *band)


def _worth(
    panel: Asking, buckets: Buckets, edges: Sequence[datetime], stretch: Stretch
) -> float | None:
    length = edges[stretch.last] - edges[stretch.first]
    return _of(panel, buckets, stretch, usual(buckets), length)


def _of(
    panel: Asking,
    buckets: Buckets,
    stretch: Stretch,
    common: Usual,
    length: timedelta,
) -> float | None:
    bucket = within(buckets, stretch, common)
    if bucket is None:
        return None
    return over(bucket, panel.measure, panel.aggregate, length)
