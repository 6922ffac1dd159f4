"""What counters told, month by month. Pure.

A stretch from one reading to the next that holds the end of a month is shared out by
how much of it is dark, and a little by its length: lamps rest by day, but draw.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise

from mesto.domains.lighting.energy.counter import Stretch
from mesto.domains.lighting.energy.inputs import SiteMonth
from mesto.domains.lighting.energy.nights import Dark

BY_DAY = 0.01  #: of what lamps draw by night


def told(
    stretches: Iterable[Stretch], edges: Sequence[datetime], dark: Dark
) -> list[SiteMonth]:
    """Return what one counter told of each month.

    edges: when months begin and, at last, when the last one ends
    """
    months = list(pairwise(edges))
    found = [SiteMonth() for _ in months]
    for stretch in stretches:
        if stretch.kwh is None:
            continue
        whole = _weight(stretch.start, stretch.end, dark)
        for number, (start, end) in enumerate(months):
            if stretch.start >= end or stretch.end <= start or not whole:
                continue
            inside = _weight(max(stretch.start, start), min(stretch.end, end), dark)
            kwh = stretch.kwh * inside / whole
            cut = stretch.start < start or stretch.end > end
            month = found[number]
            found[number] = SiteMonth(
                month.metered_kwh + kwh,
                month.covered + inside / _weight(start, end, dark),
                month.split_kwh + (kwh if cut else 0.0),
            )
    return [_at_most_whole(one) for one in found]


def of_several(counters: Sequence[Sequence[SiteMonth]], lamps: int) -> list[SiteMonth]:
    """Return what the counters of single lamps told of all lamps of a cabinet."""
    return [
        SiteMonth(
            sum(one.metered_kwh for one in month),
            min(sum(one.covered for one in month) / max(lamps, 1), 1.0),
            sum(one.split_kwh for one in month),
        )
        for month in zip(*counters, strict=True)
    ]


def _at_most_whole(month: SiteMonth) -> SiteMonth:
    """Round what is covered: sums of shares miss one by little."""
    covered = 1.0 if month.covered > 1 - 1e-9 else month.covered
    return SiteMonth(month.metered_kwh, covered, month.split_kwh)


def _weight(start: datetime, end: datetime, dark: Dark) -> float:
    hours = (end - start).total_seconds() / 3600
    return dark.hours(start, end) + BY_DAY * hours
