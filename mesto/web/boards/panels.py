"""Answering the questions of many panels at once.

The present comes from the live picture where it knows it, else from the mirror of now;
the past from what is kept of measures: two questions, however many panels there are.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from mesto.kernel.errors import Infeasible, Malformed
from mesto.kernel.panel import AnyPanel, Asking, Chart, Map, Measure, Prose, Table
from mesto.kernel.question.measured import (
    AtPresent,
    Meant,
    Reading,
)
from mesto.kernel.question.picture import NAME, Judged
from mesto.web.abnormal import describe
from mesto.web.assets import Indices
from mesto.web.boards import days
from mesto.web.boards.days import DAY
from mesto.web.boards.kept import ask_how_far, number_measures, read_series
from mesto.web.boards.past import (
    Past,
    Shown,
    a_week_ago,
    chart,
    days_wanted,
    hours_wanted,
    how_far,
    sparkline,
    whole_days,
)
from mesto.web.boards.selection import (
    by_district,
    by_type,
    chosen,
    has_column,
    numbers,
    states,
    values,
    worst_first,
)
from mesto.web.boards.worth import at_present
from mesto.web.picture import Picture

AT_ONCE = 4  #: panels answered side by side
SILENT_AFTER = DAY  #: without news, where no judge says so earlier


async def answer_panels(
    picture: Picture, panels: Sequence[AnyPanel], now: datetime
) -> list[Shown]:
    """Answer each panel; one that cannot be answered says why and hinders no other."""
    past = await _read_past(picture, panels, now)
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(panel: AnyPanel) -> Shown:
        async with turns:
            try:
                return await _answer(picture, panel, past, now)
            except (Malformed, Infeasible) as problem:
                return {"problem": str(problem)}

    return await asyncio.gather(*map(one, panels))


async def count_states(picture: Picture, measure: Measure) -> Reading:
    """Count the assets that are so now, and of how many."""
    rows = await _rows(picture, measure)
    return states(picture.assets, rows, measure.statuses)


async def _answer(
    picture: Picture, panel: AnyPanel, past: Past, now: datetime
) -> Shown:
    match panel:
        case Prose():
            return {}
        case Map():
            rows = chosen(picture.assets, picture.layers, panel.types)
            return {"rows": by_type(picture.assets, rows)}
        case Table():
            return await _table(picture, panel)
    if panel.measure in past.refused:
        raise past.refused[panel.measure]
    shown = how_far(panel, past)
    if isinstance(panel, Chart):
        return shown | chart(panel, past)
    shown |= sparkline(panel, past)
    if panel.period == "now":
        return shown | a_week_ago(panel, past) | await _now(picture, panel, now, shown)
    return shown | whole_days(panel, past)


async def _now(picture: Picture, panel: Asking, now: datetime, shown: Shown) -> Shown:
    reading = await _read_present(picture, panel.measure, now)
    return {
        "value": at_present(reading, panel.measure, panel.aggregate),
        "entities": reading.entities,
        "silent": reading.silent,
        "last": reading.last or shown["last"],
    }


async def _read_present(picture: Picture, measure: Measure, now: datetime) -> Reading:
    if not measure.attribute:
        return await count_states(picture, measure)
    if has_column(picture.layers, measure):
        rows = chosen(picture.assets, picture.layers, measure.types)
        return numbers(picture.assets, rows, measure)
    since = now - SILENT_AFTER
    return await picture.city.ask(AtPresent(measure=measure, since=since))


async def _rows(picture: Picture, measure: Measure) -> Indices:
    """Return the rows of the assets a measure means."""
    ids = await picture.city.ask(Meant(measure=measure)) if measure.where else None
    return chosen(picture.assets, picture.layers, measure.types, ids=ids)


async def _table(picture: Picture, table: Table) -> Shown:
    which = Measure(types=table.types or tuple(picture.types), where=table.where)
    if table.by == "type":
        return {"rows": by_type(picture.assets, await _rows(picture, which))}
    if table.by == "district":
        return {"rows": by_district(picture.assets, await _rows(picture, which))}
    assets = picture.assets
    found = await _first(picture, table, which)
    ids = [int(assets.table["id"][row]) for row in found]
    names = [NAME, *table.attributes]
    entities = await picture.city.ask(Judged(attributes=names, ids=ids))
    return {
        "rows": [
            describe(row, assets, picture.types, picture.verdicts.get(row))
            | {"values": values(entities[one], table.attributes)}
            for row, one in zip(found, ids, strict=True)
            if one in entities
        ]
    }


async def _first(picture: Picture, table: Table, which: Measure) -> list[int]:
    """Return the rows a table of assets begins with."""
    if not table.order:
        rows = await _rows(picture, which)
        return worst_first(picture.assets, rows, table.statuses, table.limit)
    ranking = Meant(
        measure=which,
        by=table.order,
        descending=table.descending,
        limit=table.limit,
    )
    ranked = map(picture.assets.row, await picture.city.ask(ranking))
    return [row for row in ranked if row is not None]


async def _read_past(
    picture: Picture, panels: Sequence[AnyPanel], now: datetime
) -> Past:
    """Ask about all measures together, by the day and by the hour."""
    asking = [one for one in panels if isinstance(one, Asking)]
    daily = {one.measure for one in asking if days_wanted(one)}
    hourly = {one.measure for one in asking if hours_wanted(one)}
    kept, refused = await number_measures(picture, asking)
    zone = picture.municipality.zone
    edges = days.midnights(now, zone, max(map(days_wanted, asking), default=0) or 1)
    hours = days.hours(now, max(map(hours_wanted, asking), default=0) or 1)
    far, by_day, by_hour = await asyncio.gather(
        ask_how_far(picture, list(kept.values())),
        read_series(picture, daily, kept, edges),
        read_series(picture, hourly, kept, hours),
    )
    return Past(
        days=edges,
        hours=hours,
        by_day=by_day,
        by_hour=by_hour,
        kept={measure: far[number] for measure, number in kept.items()},
        refused=refused,
    )
