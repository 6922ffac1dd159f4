"""Answering the panels of a report over its period, from what is kept of measures."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from mesto.kernel.city import City
from mesto.kernel.errors import Infeasible
from mesto.kernel.municipality import Municipality
from mesto.kernel.panel import AnyPanel, Asking, Chart, Kpi, Map, Measure, Table
from mesto.kernel.question.measured import Uncounted
from mesto.operations.reports.filled import (
    Answer,
    Asset,
    Assets,
    Counted,
    Course,
    Figure,
    Filled,
    Nothing,
    Refused,
)
from mesto.operations.reports.page import target_of
from mesto.operations.reports.period import (
    Days,
    Step,
    compared_with,
    hours,
    midnights,
    months,
    step_of,
)
from mesto.operations.reports.report import Report
from mesto.web.boards.answers import read_targets
from mesto.web.boards.days import HOUR, Stretch, singles
from mesto.web.boards.kept import number_measures, read_series
from mesto.web.boards.panels import answer_panels
from mesto.web.boards.past import Shown
from mesto.web.boards.worth import Buckets, over, usual, within
from mesto.web.picture import Picture


class Counting(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of the measures of a report, by the day and by the hour."""

    days: Days
    before: Days
    step: Step
    midnights: Sequence[datetime]  #: from the first of either period to the end
    hours: Sequence[datetime]  #: of the period; none where no chart is so fine
    by_day: Mapping[Measure, Buckets]
    by_hour: Mapping[Measure, Buckets]
    refused: Mapping[Measure, Infeasible]
    sees_all: bool  #: whether the report's role does

    def places(self, days: Days) -> Stretch:
        """Return where some days lie between the midnights."""
        first = min(self.days.first, self.before.first)
        return Stretch((days.first - first).days, (days.end - first).days)


async def count_left(
    city: City, picture: Picture, town: Municipality, report: Report, days: Days
) -> int:
    """Return how many hours of the report's days still wait to be counted.

    Of a measure nobody asked about before that is all there is of it.

    city: all of it; picture: what the report's role sees
    """
    kept, _ = await number_measures(picture, _asking(report))
    if not kept and not any(one.measure.entity for one in _asking(report)):
        return 0
    edges = midnights(_whole(report, days), town.zone)
    return await city.ask(
        Uncounted(measures=list(kept.values()), start=edges[0], end=edges[-1])
    )


async def fill(
    picture: Picture, town: Municipality, report: Report, *, days: Days, at: datetime
) -> Filled:
    """Answer every panel; one that cannot be answered says why.

    picture: what the report's role sees; town: how the municipality calls itself
    """
    before = compared_with(report.period, days, report.compare)
    counting = await _count(picture, town, report, days, before)
    names = {one.name for one in report.panels if isinstance(one, Kpi) and one.name}
    wanted = await read_targets(picture, names)
    still = [one for one in report.panels if isinstance(one, Table | Map)]
    shown = iter(await answer_panels(picture, still, at))
    return Filled(
        title=report.title,
        town=town.title,
        days=days,
        before=before,
        zone=town.timezone,
        at=at,
        panels=report.panels,
        answers=[
            _still(picture, panel, next(shown))
            if isinstance(panel, Table | Map)
            else _past(panel, counting, wanted)
            for panel in report.panels
        ],
        layers=[layer for _, layer in picture.layers],
    )


def _whole(report: Report, days: Days) -> Days:
    """Return the days a report needs: its own, and those they are compared with."""
    before = compared_with(report.period, days, report.compare)
    return Days(min(days.first, before.first), days.end)


def _asking(report: Report) -> list[Asking]:
    return [one for one in report.panels if isinstance(one, Asking)]


async def _count(
    picture: Picture, town: Municipality, report: Report, days: Days, before: Days
) -> Counting:
    asking, step = _asking(report), step_of(days)
    kept, refused = await number_measures(picture, asking)
    edges = midnights(_whole(report, days), town.zone)
    measures = {one.measure for one in asking}
    fine = {one.measure for one in asking if isinstance(one, Chart) and step == "hour"}
    by_the_hour = hours(days, town.zone) if fine else ()
    return Counting(
        days=days,
        before=before,
        step=step,
        midnights=edges,
        hours=by_the_hour,
        by_day=await read_series(picture, measures, kept, edges),
        by_hour=await read_series(picture, fine, kept, by_the_hour) if fine else {},
        refused=refused,
        sees_all=picture.city.sees_all,
    )


def _past(panel: AnyPanel, counting: Counting, wanted: Mapping[str, float]) -> Answer:
    if not isinstance(panel, Asking):
        return Nothing()
    if panel.measure in counting.refused:
        why = str(counting.refused[panel.measure])
        return Refused(why, forbidden=not counting.sees_all)
    figure = _figure(panel, counting, target_of(panel, wanted))
    return _course(panel, counting, figure) if isinstance(panel, Chart) else figure


def _figure(panel: Asking, counting: Counting, target: float | None) -> Figure:
    buckets, edges = counting.by_day[panel.measure], counting.midnights
    now, then = counting.places(counting.days), counting.places(counting.before)
    return Figure(
        value=_worth(panel, buckets, edges, now),
        before=_worth(panel, buckets, edges, then),
        hours=sum(buckets[at].hours for at in range(*now) if at in buckets),
        of_hours=(edges[now.last] - edges[now.first]) // HOUR,
        target=target,
    )


def _course(panel: Asking, counting: Counting, figure: Figure) -> Course:
    if counting.step == "hour":
        buckets, edges = counting.by_hour[panel.measure], counting.hours
        stretches: Sequence[Stretch] = singles(len(edges) - 1, len(edges) - 1)
    else:
        buckets, edges = counting.by_day[panel.measure], counting.midnights
        first, last = counting.places(counting.days)
        stretches = (
            singles(last, last - first)
            if counting.step == "day"
            else [Stretch(first + a, first + b) for a, b in months(counting.days)]
        )
    return Course(
        figure=figure,
        starts=[edges[one.first] for one in stretches],
        values=[_worth(panel, buckets, edges, one) for one in stretches],
        step=counting.step,
    )


def _worth(
    panel: Asking, buckets: Buckets, edges: Sequence[datetime], stretch: Stretch
) -> float | None:
    bucket = within(buckets, stretch, usual(buckets))
    if bucket is None:
        return None
    length: timedelta = edges[stretch.last] - edges[stretch.first]
    return over(bucket, panel.measure, panel.aggregate, length)


def _still(picture: Picture, panel: Table | Map, shown: Shown) -> Answer:
    """Read the answer of a panel that shows how things are now."""
    if "problem" in shown:
        return Refused(str(shown["problem"]))
    rows = shown["rows"]
    assert isinstance(rows, list)
    if isinstance(panel, Table) and panel.by == "asset":
        return Assets([_asset(row) for row in rows])
    if isinstance(panel, Table) and panel.by == "district":
        return Counted([(row["district"], row["counts"]) for row in rows], "district")
    types = picture.types
    return Counted([(types[row["layer"]], row["counts"]) for row in rows], "type")


def _asset(row: Mapping[str, object]) -> Asset:
    values, status = row["values"], row["status"]
    assert isinstance(values, list)
    assert isinstance(status, int)
    said = [None if one is None else one["value"] for one in values]
    return Asset(str(row["name"]), status, said)
