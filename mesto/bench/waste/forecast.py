"""How well the level at the next emptying is foretold, each week from those before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from mesto.bench.figure import Figure
from mesto.bench.waste.baselines import FIRST_WEEK, WEEK, baselines
from mesto.bench.waste.emptyings import Emptied, read_emptyings
from mesto.bench.waste.score import NEARLY, score
from mesto.domains.waste.forecast.calibration import adapted
from mesto.domains.waste.forecast.marks import (
    Containers,
    Mark,
    Numbers,
    hours_of,
    marks_of,
    moment_of,
)
from mesto.domains.waste.forecast.model import Model, Town, learn, town_of
from mesto.domains.waste.forecast.spans import Days, span_of
from mesto.domains.waste.forecast.strides import Strides
from mesto.domains.waste.outlook import Outlook
from mesto.kernel.errors import NotFound

AIM: Final = "MAE ≤ 13.0 points, AUC ≥ 0.80, 78–82 % in the interval of 80 %"
NIGHT: Final = 2  #: by the clock of the town: outlooks are made


class Week(NamedTuple):
    """What was foretold of a week, and what was seen."""

    seen: Numbers
    middle: Numbers
    quantiles: Numbers
    expected: Numbers  #: by looking back alone
    chance: Numbers  #: of being nearly full


def forecast(data: Sequence[Path]) -> Figure:
    """Foretell each week's levels at emptyings by what the weeks before taught."""
    path = next((one for one in data if one.name.endswith(".csv.gz")), None)
    if path is None:
        raise NotFound("name a file of emptyings: --data FILE.csv.gz")
    emptied = read_emptyings(path)
    seen, told = baselines(emptied)
    parts = {name: score(seen, one) for name, one in told.items()}
    town, zone = town_from(emptied), emptied[0].at.tzinfo
    assert isinstance(zone, ZoneInfo)
    ways = [
        replace(town.strides, known_h=town.strides.start_h),
        replace(town.strides, known_h=_nights(town.strides, zone)),
    ]
    weeks = foretold_weeks(town, ways, hours_of(emptied[0].at))
    names = ("from the emptying before", "from the night before")
    for name, each in zip(names, zip(*weeks, strict=True), strict=True):
        parts |= _scores(name, each)
    return Figure(
        value=parts["from the night before"]["MAE"], unit="points", aim=AIM, parts=parts
    )


def town_from(emptied: Sequence[Emptied]) -> Town:
    """Lay out a file of emptyings as the product lays out its ledger."""
    sites = sorted({one.site for one in emptied})
    streets = sorted({one.address for one in emptied})
    street = {one.site: streets.index(one.address) for one in emptied}
    volumes: dict[str, list[float]] = {}
    for one in emptied:
        if one.volume_l and one.level:
            volumes.setdefault(one.site, []).append(one.volume_l / one.level)
    known = [float(np.median(volumes.get(one, [np.nan]))) for one in sites]
    containers = Containers(
        urns=sites,
        kinds=np.zeros(len(sites), dtype=np.int64),
        places=np.array([street[one] for one in sites]),
        capacity_l=np.array(known),
        since_h=np.full(len(sites), np.nan),
    )
    number = {one: place for place, one in enumerate(sites)}
    marks = marks_of(
        [
            Mark(number[one.site], hours_of(one.at), one.level, emptied=True)
            for one in emptied
        ]
    )
    zone = emptied[0].at.tzinfo
    assert isinstance(zone, ZoneInfo)
    spans = span_of(Days(zone=zone), marks.at_h.min(), marks.at_h.max())
    return town_of(marks, containers, spans)


def foretold_weeks(
    town: Town, ways: Sequence[Strides], begin_h: float
) -> Iterator[list[Week]]:
    """Foretell week after week, learning anew before each.

    ways: the strides of the town, by different knowledge
    """
    week_h, widenings = WEEK / timedelta(hours=1), [1.0] * len(ways)
    week = (town.strides.end_h - begin_h) // week_h
    for number in range(FIRST_WEEK, int(week.max()) + 1):
        model = learn(town, begin_h + number * week_h)
        asked = [one.where(week == number) for one in ways]
        told = [_foretell(model, *one) for one in zip(asked, widenings, strict=True)]
        yield told
        widenings = [
            adapted(widening, _covered(one), len(one.seen))
            for widening, one in zip(widenings, told, strict=True)
        ]


def _foretell(model: Model, asked: Strides, widening: float) -> Week:
    told = model.foretell(asked, widening)
    quantiles = np.minimum(told.quantiles, 1.0)  # as what is seen is cut
    return Week(
        asked.level, told.middle, quantiles, told.expected, _chances(told.quantiles)
    )


def _covered(week: Week) -> float:
    low, high = week.quantiles[:, 1], week.quantiles[:, 3]
    return float(((week.seen >= low) & (week.seen <= high)).mean())


def _nights(strides: Strides, zone: ZoneInfo) -> Numbers:
    """Return when each stride was foretold: in the night before it ends, or begins."""
    nights = []
    for start_h, end_h in zip(strides.start_h, strides.end_h, strict=True):
        end = moment_of(end_h).astimezone(zone)
        night = end.replace(hour=NIGHT, minute=0, second=0, microsecond=0)
        night -= timedelta(days=end < night)
        nights.append(max(start_h, hours_of(night)))
    return np.array(nights)


def _chances(quantiles: Numbers) -> Numbers:
    """Return how probably each is nearly full, as an outlook tells it."""
    at = moment_of(0.0)
    looks = (
        Outlook(made_at=at, begins=at, levels=[(a, b, c, d, e)])
        for a, b, c, d, e in quantiles.tolist()
    )
    return np.array([one.chance_above(NEARLY, at) for one in looks])


def _scores(name: str, weeks: Sequence[Week]) -> Mapping[str, Mapping[str, float]]:
    """Score all weeks together, and each."""
    whole = Week(*(np.concatenate(each) for each in zip(*weeks, strict=True)))
    found = {
        f"looking back, {name}": score(whole.seen, np.clip(whole.expected, 0, 1)),
        name: _score(whole),
    }
    if name.startswith("from the night"):
        found |= {
            f"  week {number}": _score(one)
            for number, one in enumerate(weeks, start=FIRST_WEEK + 1)
        }
    return found


def _score(week: Week) -> Mapping[str, float]:
    low, high = week.quantiles[:, 1], week.quantiles[:, 3]
    return score(week.seen, np.minimum(week.middle, 1.0), week.chance, low, high)
