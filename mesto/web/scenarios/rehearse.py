"""Rehearsing a scenario on the town's own past; how far it is, then what it would do.

The answer is a line of JSON now and then: `{"progress": 0.25}`, at last
`{"result": …}`. Who hangs up calls it off.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import msgspec
import orjson
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from mesto.kernel.errors import Malformed
from mesto.kernel.question.handled import ALERT
from mesto.kernel.visit import Visit
from mesto.operations.scenarios.engine import Engine
from mesto.operations.scenarios.past import Before, Observed
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
    scenario = await checked(town, name, span.definition)
    types = list(scenario.definition.scope.types)
    told = _told(
        visit_of(request),
        Rehearsal(Engine([scenario], town.calendars, town.spot), span.start),
        [*types, ALERT] if types else [],
        (span.start, end),
    )
    headers = {"cache-control": "no-store"}
    return StreamingResponse(told, headers=headers, media_type="application/x-ndjson")


async def _told(
    visit: Visit,
    rehearsal: Rehearsal,
    types: list[str],
    span: tuple[datetime, datetime],
) -> AsyncIterator[bytes]:
    """Yield how far it is, then the result; of what the visitor may see."""
    start, end = span
    for past in await visit.ask(Before(types=types, at=start)):
        rehearsal.know(past)
    at = start
    while at < end:
        until = min(at + WINDOW, end)
        window = await visit.ask(Observed(types=types, start=at, end=until))
        for number, past in enumerate(window):
            rehearsal.hear(past)
            if number % BREATH == 0:
                await asyncio.sleep(0)
        rehearsal.pass_time(until)
        at = until
        yield orjson.dumps({"progress": (at - start) / (end - start)}) + b"\n"
    yield orjson.dumps({"result": rehearsal.result()}) + b"\n"
