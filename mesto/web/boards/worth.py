"""What measures come to, from what is kept and from the present. Pure."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from statistics import median
from typing import NamedTuple

from mesto.kernel.panel import Aggregate, Measure
from mesto.kernel.question.measured import Bucket, Reading
from mesto.web.boards.days import HOUR, Stretch

ENOUGH = 0.5  #: of what is usual; a stretch with less is a gap

Buckets = Mapping[int, Bucket]


class Usual(NamedTuple):
    """What a day, or an hour, has when nothing is missing."""

    hours: float
    heard: float


def usual(buckets: Buckets) -> Usual:
    """Return what most of these buckets have."""
    if not buckets:
        return Usual(0, 0)
    return Usual(
        median(one.hours for one in buckets.values()),
        median(one.heard for one in buckets.values()),
    )


def within(buckets: Buckets, stretch: Stretch, common: Usual) -> Bucket | None:
    """Put the buckets of a stretch together; None where too much of it is missing."""
    found = [buckets[at] for at in range(*stretch) if at in buckets]
    if not found:
        return None
    whole = _combined(found)
    wanted_hours = ENOUGH * common.hours * (stretch.last - stretch.first)
    if whole.hours < wanted_hours or whole.heard < ENOUGH * common.heard:
        return None
    return whole


def over(
    bucket: Bucket, measure: Measure, aggregate: Aggregate, length: timedelta
) -> float | None:
    """Return what a stretch of time came to; None for what nothing has.

    Who was heard of counts for the whole stretch: a sum takes those that were silent in
    some hours for the mean of the others, so that it does not depend on how often a
    device reports.
    """
    if not bucket.entities:
        return 0.0 if aggregate == "count" else None
    mean = bucket.total / bucket.entities
    all_of_them = mean * bucket.heard
    worth: Mapping[Aggregate, float] = {
        "mean": mean,
        "share": mean,
        "max": bucket.greatest,
        "min": bucket.least,
        "sum": all_of_them,
        "integral": all_of_them * (length / HOUR),
        "count": all_of_them if tells_apart(measure) else bucket.heard,
    }
    return worth[aggregate]


def at_present(
    reading: Reading, measure: Measure, aggregate: Aggregate
) -> float | None:
    """Return what the present comes to; None where nobody is heard of."""
    if aggregate == "count":
        return reading.total if tells_apart(measure) else reading.entities
    if not reading.entities:
        return None
    match aggregate:
        case "mean" | "share":
            return reading.total / reading.entities
        case "max":
            return reading.greatest
        case "min":
            return reading.least
        case _:
            return reading.total


def tells_apart(measure: Measure) -> bool:
    """Tell whether a measure is about some of its assets, against the others."""
    return measure.limited or bool(measure.statuses)


def _combined(buckets: Sequence[Bucket]) -> Bucket:
    """Put buckets together; the same entities are heard in each."""
    return Bucket(
        sum(one.hours for one in buckets),
        sum(one.entities for one in buckets),
        max(one.heard for one in buckets),
        sum(one.total for one in buckets),
        min(one.least for one in buckets),
        max(one.greatest for one in buckets),
    )
