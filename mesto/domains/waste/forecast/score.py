"""How well levels were foretold, when what was foretold came to be seen. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from math import isnan
from typing import Final, NamedTuple

import msgspec

from mesto.domains.waste.forecast.marks import Containers, Marks, hours_of
from mesto.domains.waste.outlook import Outlook

DAYS: Final = 30  #: over which a forecast is judged
HORIZONS: Final = (1, 3, 7)  #: days ahead, of the outlook that is compared
FEWEST: Final = 50  #: levels before anything is said of a coverage
DRIFTED: Final = (0.7, 0.9)  #: outside, intervals of 80 % are wrong
LOW, MIDDLE, HIGH = 1, 2, 3  #: places among the quantiles


class Compared(NamedTuple):
    """A level that was seen, beside what was foretold of it."""

    fraction: str
    horizon: int  #: days
    day: str  #: on which it was seen, ISO 8601
    miss: float  #: foretold less seen, share of the volume
    inside: bool  #: the interval of 80 %


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """What comparisons of one day, fraction and horizon add up to."""

    day: str
    fraction: str
    horizon: int
    count: int
    absolute: float  #: sum of misses without their sign
    signed: float
    inside: int


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """How well a fraction was foretold so many days ahead; misses in points."""

    fraction: str  #: empty: all
    horizon: int  #: 0: all
    count: int
    error: float  #: mean absolute
    bias: float  #: above zero: foretold too full
    covered: float  #: share within the interval of 80 %
    drifted: bool  #: intervals are wrong, and enough was compared to say so


def compare(
    held: Mapping[str, Outlook],
    marks: Marks,
    containers: Containers,
    fractions: Sequence[str],
    horizon: int,
) -> Iterable[Compared]:
    """Yield the marks that outlooks spoke of, beside what these said.

    held: outlooks by URN, made so many days before
    marks: of the day that is judged, and all emptyings since the outlooks were made

    Once a container was emptied its outlook speaks of it no more; the level before is
    the last that can be compared. What is full is cut: foretold fuller is no miss.
    """
    number = {urn: place for place, urn in enumerate(containers.urns)}
    outlooks = {number[urn]: one for urn, one in held.items() if urn in number}
    emptied: set[int] = set()
    for row in range(len(marks)):
        place = int(marks.container[row])
        outlook = outlooks.get(place)
        if outlook is None or place in emptied:
            continue
        ahead_h = float(marks.at_h[row]) - hours_of(outlook.made_at)
        if ahead_h <= 0:
            continue
        if marks.emptied[row]:
            emptied.add(place)
        seen = Seen(float(marks.level[row]), float(marks.slack[row]))
        if isnan(seen.level) or not (horizon - 1) * 24 < ahead_h <= horizon * 24:
            continue
        at = outlook.made_at + timedelta(hours=ahead_h)
        fraction = fractions[containers.kinds[place]]
        miss, inside = _missed(outlook, at, seen)
        yield Compared(fraction, horizon, at.date().isoformat(), miss, inside)


class Seen(NamedTuple):
    """A level that was seen, give or take its slack."""

    level: float
    slack: float


def _missed(outlook: Outlook, at: datetime, seen: Seen) -> tuple[float, bool]:
    """Return by how much an outlook missed, and whether its interval held."""
    low, middle, high = (
        min(1.0, outlook.level(at, one)) for one in (LOW, MIDDLE, HIGH)
    )
    least, most = seen.level - seen.slack, seen.level + seen.slack
    nearest = min(max(middle, least), most)
    return middle - nearest, low <= most and high >= least


def tallied(compared: Iterable[Compared]) -> list[Tally]:
    """Add up comparisons by day, fraction and horizon."""
    groups: defaultdict[tuple[str, str, int], list[Compared]] = defaultdict(list)
    for one in compared:
        groups[one.day, one.fraction, one.horizon].append(one)
    return [
        Tally(
            day=day,
            fraction=fraction,
            horizon=horizon,
            count=len(found),
            absolute=round(sum(abs(one.miss) for one in found), 4),
            signed=round(sum(one.miss for one in found), 4),
            inside=sum(one.inside for one in found),
        )
        for (day, fraction, horizon), found in sorted(groups.items())
    ]


def still_counted(tallies: Iterable[Tally], now: datetime) -> list[Tally]:
    """Return the tallies of the last days."""
    first = (now - timedelta(days=DAYS)).date().isoformat()
    return [one for one in tallies if one.day >= first]


def scores_of(tallies: Sequence[Tally]) -> list[Score]:
    """Score the whole, each horizon, and each fraction by horizon."""
    groups: defaultdict[tuple[str, int], list[Tally]] = defaultdict(list)
    for one in tallies:
        for key in {("", 0), ("", one.horizon), (one.fraction, one.horizon)}:
            groups[key].append(one)
    return [_score(*key, groups[key]) for key in sorted(groups)]


def _score(fraction: str, horizon: int, tallies: Sequence[Tally]) -> Score:
    count = sum(one.count for one in tallies)
    covered = sum(one.inside for one in tallies) / count
    low, high = DRIFTED
    return Score(
        fraction=fraction,
        horizon=horizon,
        count=count,
        error=round(100 * sum(one.absolute for one in tallies) / count, 2),
        bias=round(100 * sum(one.signed for one in tallies) / count, 2),
        covered=round(covered, 4),
        drifted=count >= FEWEST and not low <= covered <= high,
    )
