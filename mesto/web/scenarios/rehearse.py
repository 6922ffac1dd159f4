"""Rehearsing a scenario on the town's own past; how far it is, then what it would do.

The answer is a line of JSON now and then: `{"progress": 0.25}`, at last
`{"result": …}`. Who hangs up calls it off. A second definition can be rehearsed beside
the first, on the same past.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta

import msgspec
import orjson
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from mesto.kernel.errors import Malformed
from mesto.kernel.question.handled import ALERT
from mesto.kernel.visit import Visit
from mesto.operations.scenarios.compiled import Compiled
from mesto.operations.scenarios.engine import Engine
from mesto.operations.scenarios.past import Before, Observed, Ordered
from mesto.operations.scenarios.reading import town_of
from mesto.operations.scenarios.rehearsal import Rehearsal
from mesto.web.asker import visit_of
from mesto.web.body import read_body
from mesto.web.picture import Picture
from mesto.web.scenarios.answers import checked

LONGEST = timedelta(days=90)
WINDOW = timedelta(hours=6)  #: of the past, read at once
BREATH = 500  #: observations, after which others have their turn


class Span(msgspec.Struct, frozen=True):
    """A scenario, and the span of the past to rehearse it on."""

    definition: dict[str, object]
    start: datetime
    end: datetime
    beside: dict[str, object] | None = None  #: another definition, to compare with


async def rehearse_scenario(request: Request, picture: Picture) -> Response:
    """Say what a scenario would have done in [start, end); do nothing.

    Raises Malformed, with the place, for what makes no sense.
    """
    span = await read_body(request, Span)
    for name, at in (("start", span.start), ("end", span.end)):
        if at.tzinfo is None:
            raise Malformed("it has no time zone", place=(name,))
    end = min(span.end, datetime.now(UTC))
    if not span.start < end <= span.start + LONGEST:
        raise Malformed(f"a span of at most {LONGEST.days} days", place=("end",))
    town = await town_of(picture.city)
    name = request.query_params.get("name", "draft")
    written = [span.definition, *([span.beside] if span.beside is not None else [])]
    scenarios = [await checked(town, name, one) for one in written]
    rehearsals = [
        Rehearsal(Engine([one], town.calendars, town.spot), span.start)
        for one in scenarios
    ]
    told = _told(visit_of(request), scenarios, rehearsals, (span.start, end))
    headers = {"cache-control": "no-store"}
    return StreamingResponse(told, headers=headers, media_type="application/x-ndjson")


async def _told(
    visit: Visit,
    scenarios: Sequence[Compiled],
    rehearsals: Sequence[Rehearsal],
    span: tuple[datetime, datetime],
) -> AsyncIterator[bytes]:
    """Yield how far it is, then the result; of what the visitor may see."""
    start, end = span
    types = _types(scenarios)
    for past in await visit.ask(Before(types=types, at=start)):
        for rehearsal in rehearsals:
            rehearsal.know(past)
    at = start
    while at < end:
        until = min(at + WINDOW, end)
        window = await visit.ask(Observed(types=types, start=at, end=until))
        for number, past in enumerate(window):
            for rehearsal in rehearsals:
                rehearsal.hear(past)
            if number % BREATH == 0:
                await asyncio.sleep(0)
        for rehearsal in rehearsals:
            rehearsal.pass_time(until)
        at = until
        yield orjson.dumps({"progress": (at - start) / (end - start)}) + b"\n"
    result = await _result(visit, scenarios[0], rehearsals, span)
    yield orjson.dumps({"result": result}) + b"\n"


def _types(scenarios: Sequence[Compiled]) -> list[str]:
    """Return of which types the past is to be heard; none is all."""
    scopes = [one.definition.scope.types for one in scenarios]
    return sorted({ALERT}.union(*scopes)) if all(scopes) else []


async def _result(
    visit: Visit,
    scenario: Compiled,
    rehearsals: Sequence[Rehearsal],
    span: tuple[datetime, datetime],
) -> dict[str, object]:
    """Return what would have been, beside what was; `beside` is the other one's."""
    first, *others = rehearsals
    start, end = span
    scope = scenario.definition.scope
    orders: Counter[str] = Counter()
    for hour, number in await visit.ask(
        Ordered(
            types=scope.types,
            districts=scope.districts,
            urns=scope.urns,
            start=start,
            end=end,
        )
    ):
        orders[first.hour_of(hour)] += number
    return {
        **first.result(*others),
        "orders": orders,
        "first_hour": first.hour_of(start),
        "last_hour": first.hour_of(end - timedelta(microseconds=1)),
        "beside": others[0].result(first) if others else None,
    }
