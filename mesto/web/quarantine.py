"""Messages nobody understood: why, what is in them, another try, letting them go."""

from datetime import datetime

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.errors import NotFound
from mesto.kernel.question.quarantine import (
    Causes,
    Discard,
    Held,
    Quarantined,
    TakeBack,
)
from mesto.web import asked
from mesto.web.answers import answer_json
from mesto.web.asker import host_of, visit_of
from mesto.web.body import read_body
from mesto.web.picture import Picture
from mesto.web.workbench import WHOLE, payload_of

MOST = 500
GLANCE_BYTES = 2 * 2**10  #: of a payload in a list
SHOWN_BYTES = 256 * 2**10  #: of the one that is looked at


class Which(msgspec.Struct, frozen=True):
    """Which held messages: all of a connection, or those of a cause."""

    connection: str
    cause: str | None = None
    after: int = 0  #: the number up to which they were replayed


class Together(msgspec.Struct, frozen=True):
    """Messages that were discarded together, by when that was."""

    at: datetime


async def show_quarantine(request: Request, _picture: Picture) -> Response:
    """List messages nobody understood, with the beginning of each."""
    before = request.query_params.get("before")
    question = Quarantined(
        state=request.query_params.get("state", "held"),
        before=int(before) if before and before.isdecimal() else None,
        limit=asked.count(request, "limit", 100, MOST),
        connection=request.query_params.get("connection"),
        cause=request.query_params.get("cause"),
        payload_bytes=GLANCE_BYTES,
    )
    page = await host_of(request).ask(question)
    items = [_written(one) for one in page.messages]
    return answer_json(request, {"items": items, "count": page.total})


async def show_causes(request: Request, _picture: Picture) -> Response:
    """List why messages are held: a row a reason."""
    only = request.query_params.get("connection")
    causes = await host_of(request).ask(Causes(connection=only))
    return answer_json(request, [cause._asdict() for cause in causes])


async def show_message(request: Request, _picture: Picture) -> Response:
    """Show one message; of a very large one the beginning."""
    held = await _held(request, SHOWN_BYTES)
    return answer_json(request, _written(held) | {"headers": held.headers})


async def show_payload(request: Request, _picture: Picture) -> Response:
    """Hand out what a message brought, byte by byte."""
    held = await _held(request, WHOLE)
    name = f'attachment; filename="{held.id}.bin"'
    headers = {"content-disposition": name, "cache-control": "no-store"}
    return Response(held.payload, 200, headers, "application/octet-stream")


async def replay(request: Request, _picture: Picture) -> Response:
    """Decode a message again with today's settings."""
    await request.scope["exchange"].intake.replay(int(request.path_params["number"]))
    return Response(status_code=204)


async def replay_some(request: Request, _picture: Picture) -> Response:
    """Decode the next of many messages again; there are more while `after` is given."""
    which = await read_body(request, Which)
    done = await request.scope["exchange"].intake.replay_some(
        which.connection, which.cause, after=which.after
    )
    return answer_json(request, done)


async def discard(request: Request, _picture: Picture) -> Response:
    """Let a message go."""
    number = int(request.path_params["number"])
    done = await visit_of(request).ask(Discard(id=number))
    if not done.messages:
        raise NotFound(f"there is no message {number} in quarantine")
    return answer_json(request, done._asdict())


async def discard_some(request: Request, _picture: Picture) -> Response:
    """Let all messages of a connection go, or those of a cause."""
    which = await read_body(request, Which)
    question = Discard(connection=which.connection, cause=which.cause)
    return answer_json(request, (await visit_of(request).ask(question))._asdict())


async def take_back(request: Request, _picture: Picture) -> Response:
    """Hold again what was discarded together."""
    at = (await read_body(request, Together)).at
    return answer_json(request, {"messages": await visit_of(request).ask(TakeBack(at))})


async def _held(request: Request, payload_bytes: int) -> Held:
    number = int(request.path_params["number"])
    question = Quarantined(id=number, payload_bytes=payload_bytes)
    page = await host_of(request).ask(question)
    if not page.messages:
        raise NotFound(f"there is no message {number} in quarantine")
    return page.messages[0]


def _written(one: Held) -> dict[str, object]:
    """Write a message; a payload that is no text in base64."""
    return {
        "id": one.id,
        "connection": one.connection,
        "gate": one.gate,
        "origin": one.origin,
        "reason": one.reason,
        "cause": one.cause,
        "facts": one.facts,
        "received_at": one.received_at,
        "state": one.state,
        "tries": one.tries,
        "size": one.size,
        **payload_of(one.payload),
    }
