"""An asset's past: how its numbers and states went, and what was observed of it.

What a question costs is bounded, and the answer says when it is not the whole truth.
"""

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import quote
from zoneinfo import ZoneInfo

import orjson
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from mesto.kernel.city import City
from mesto.kernel.errors import Infeasible, Malformed
from mesto.kernel.model import Entity, Value
from mesto.kernel.question.history import DAY, HOUR, Bin, History, Raw, Span
from mesto.kernel.question.observed import (
    HowMany,
    Mark,
    Observations,
    Observed,
    States,
)
from mesto.kernel.verdict import PATIENCE, own_period
from mesto.web import asked
from mesto.web.answers import answer_json
from mesto.web.asset import WORDS
from mesto.web.history import (
    ceiling,
    columns,
    floor,
    intervals,
    step_for,
    thinned,
    usual_distance,
)
from mesto.web.picture import Picture
from mesto.web.sheet import lines_of

LONGEST = timedelta(days=40 * 366)
MOST_POINTS, MOST_ROWS = 2_000, 500
MOST_READ = 100_000  #: observations of the ledger behind one drawing
MOST_TOLD = 50_000  #: of states, the newest
MOST_WRITTEN = 500_000  #: observations in one file
PAGE = 5_000  #: of them read at once
LAST = 2**63 - 1  #: place in the ledger


class Line(NamedTuple):
    """A number over time: single observations, or steps of time."""

    bins: Sequence[Bin]
    step: timedelta | None  #: None: single observations


async def show_history(request: Request, picture: Picture) -> Response:
    """Say how a number went over time."""
    await picture.ready()
    number, entity = await asked.entity(request, picture)
    name = request.query_params.get("attribute", "")
    start, end = _span_in(request)
    zone = asked.zone(request, picture)
    points = asked.count(request, "points", 500, MOST_POINTS)
    span = Span(entity=number, attribute=name, start=start, end=end)
    line = await read_line(picture.city, span, points, zone)
    usual = usual_distance(line.bins, own_period(entity))
    document = {
        "attribute": name,
        "unit": next((a.unit for a in entity.attributes if a.name == name), None),
        "from": start,
        "to": end,
        "zone": zone.key,
        "thinned": line.step is not None,
        "step_s": (line.step or usual).total_seconds() or None,
        "observations": sum(one.n for one in line.bins),
        **columns(line.bins, usual, line.step),
    }
    return answer_json(request, document)


async def read_line(city: City, span: Span, points: int, zone: ZoneInfo) -> Line:
    """Return single observations where they are few enough, else steps of time.

    A step is whole, also where `span` cuts it. Where even its observations are too
    many to be read, steps are hours.
    """
    bins = await city.ask(Raw(span=span, limit=points + 1))
    if len(bins) <= points:
        return Line(bins, None)
    step = step_for(span.end - span.start, points)
    if step < HOUR and await _too_many(city, span):
        step = HOUR
    whole = replace(
        span,
        start=floor(span.start, step, zone),
        end=ceiling(span.end, step, zone),
    )
    return Line(await city.ask(History(span=whole, step=step, zone=zone.key)), step)


async def show_states(request: Request, picture: Picture) -> Response:
    """Say which text or truth held when."""
    await picture.ready()
    number, entity = await asked.entity(request, picture)
    name = request.query_params.get("attribute", "")
    start, end = _span_in(request)
    points = asked.count(request, "points", 500, MOST_POINTS)
    period = own_period(entity)
    question = States(
        entity=number,
        attribute=name,
        start=start,
        end=end,
        silence=None if period is None else PATIENCE * period,
        most=MOST_TOLD,
    )
    found = await picture.city.ask(question)
    held = intervals(found.runs, start, min(end, datetime.now(UTC)), period)
    shown = held if len(held) <= points else thinned(held, (end - start) / points)
    document = {
        "attribute": name,
        "from": start,
        "to": end,
        "thinned": len(shown) < len(held),
        "known_from": found.runs[0].first if found.cut else None,
        "observations": sum(run.n for run in found.runs),
        "intervals": [
            {"from": one.start, "to": one.end, "value": one.value, "mixed": one.mixed}
            for one in shown
        ],
    }
    return answer_json(request, document)


async def show_observations(request: Request, picture: Picture) -> Response:
    """List single observations as the ledger holds them, newest first."""
    await picture.ready()
    number, _ = await asked.entity(request, picture)
    limit = asked.count(request, "limit", 100, MOST_ROWS)
    question = Observations(
        entity=number,
        attributes=asked.attributes(request) or None,
        beyond=_mark_in(request),
        limit=limit + 1,
    )
    found = await picture.city.ask(question)
    shown = found[:limit]
    document = {
        "items": [_written(one) for one in shown],
        "next": _write_mark(shown[-1].mark) if len(found) > limit else None,
    }
    return answer_json(request, document)


async def export_observations(request: Request, picture: Picture) -> Response:
    """Write all observations of some attributes in a time as CSV (RFC 4180).

    Raises Infeasible where they are more than one file holds.
    """
    await picture.ready()
    number, entity = await asked.entity(request, picture)
    names = asked.attributes(request)
    start, end = _span_in(request)
    zone = asked.zone(request, picture)
    count = HowMany(
        entity=number, attributes=names, start=start, end=end, most=MOST_WRITTEN + 1
    )
    if await picture.city.ask(count) > MOST_WRITTEN:
        raise Infeasible(
            f"a file holds at most {MOST_WRITTEN} observations: choose a shorter time "
            "or fewer attributes"
        )
    question = Observations(
        entity=number, attributes=names, start=start, end=end, forward=True, limit=PAGE
    )
    return StreamingResponse(
        _lines(picture.city, question, zone),
        media_type="text/csv; charset=utf-8",
        headers={
            "cache-control": "no-store",
            "content-disposition": f"attachment; filename*=UTF-8''{_file(entity)}.csv",
        },
    )


async def _lines(
    city: City, question: Observations, zone: ZoneInfo
) -> AsyncIterator[bytes]:
    head = (f"time [{zone.key}]", "attribute", "value", "unit", "dataset", "source")
    yield _csv([head])
    while True:
        page = await city.ask(question)
        yield _csv(_cells(one, zone) for one in page)
        if len(page) < question.limit:
            return
        question = replace(question, beyond=page[-1].mark)


def _cells(one: Observed, zone: ZoneInfo) -> Sequence[object]:
    at = one.observed_at.astimezone(zone).isoformat()
    said = None if one.deleted else _cell(one.value)
    return (at, one.attribute, said, one.unit, one.dataset, one.source)


def _cell(value: Value) -> Value:
    """Write a value; one that is neither text nor number as JSON."""
    plain = isinstance(value, int | float | str) and not isinstance(value, bool)
    return value if plain else orjson.dumps(value).decode()


def _csv(rows: Iterable[Sequence[object]]) -> bytes:
    return lines_of(rows).encode()


def _file(entity: Entity) -> str:
    return quote(entity.id.rpartition(":")[2] or "observations", safe="")


async def _too_many(city: City, span: Span) -> bool:
    names = [span.attribute]
    most = MOST_READ + 1
    question = HowMany(
        entity=span.entity, attributes=names, start=span.start, end=span.end, most=most
    )
    return await city.ask(question) > MOST_READ


def _written(one: Observed) -> dict[str, object]:
    return {
        "position": one.position,
        "attribute": one.attribute,
        "kind": WORDS[one.kind][0],
        "value": one.value,
        "unit": one.unit,
        "dataset": one.dataset,
        "meta": one.meta,
        "deleted": one.deleted,
        "observed_at": one.observed_at if one.timed else None,
        "recorded_at": one.recorded_at,
        "source": one.source,
    }


def _span_in(request: Request) -> tuple[datetime, datetime]:
    """Read a time from..to; the day up to now where it is not said."""
    end = asked.moment(request, "to") or datetime.now(UTC)
    start = asked.moment(request, "from") or end - DAY
    if not timedelta(0) < end - start <= LONGEST:
        raise Malformed("from lies before to, and not by more than 40 years")
    return start, end


def _mark_in(request: Request) -> Mark | None:
    text = request.query_params.get("before")
    if text is None:
        return None
    at, _, position = text.partition("~")
    if not position.isdecimal() or int(position) > LAST:
        raise Malformed("before is what an answer called next")
    return Mark(asked.read_moment("before", at), int(position))


def _write_mark(mark: Mark) -> str:
    return f"{mark.at.isoformat()}~{mark.position}"
