"""Looking into connections: forms of gates, trying settings, messages as they pass."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.city import City
from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.model import Connection, Message, Observation
from mesto.kernel.question.quarantine import Quarantined
from mesto.web.answers import answer_json
from mesto.web.asker import host_of
from mesto.web.asset import WORDS
from mesto.web.body import read_body
from mesto.web.picture import Picture

MOST_SHOWN = 200  #: observations of a trial
LARGEST_BYTES = 4 * 2**20  #: of a sample
WHOLE = 2**31 - 1  #: bytes
WEBHOOK = "webhook:"


class Sample(msgspec.Struct, frozen=True):
    """A message to try settings with."""

    payload: str = ""
    encoding: str | None = None  #: base64; None is the text itself
    origin: str = ""
    headers: dict[str, str] = {}


class Attempt(msgspec.Struct, frozen=True):
    """Settings that need not be saved, and a message to try them with."""

    gate: str
    settings: dict[str, object]
    name: str = ""
    url: str = WEBHOOK
    sample: Sample = Sample()
    held: int | None = None  #: number of a message in quarantine, instead of a sample


async def show_gates(request: Request, picture: Picture) -> Response:
    """List the gates that read messages, with the forms of their settings."""
    del picture
    return answer_json(request, request.scope["exchange"].workbench.forms())


async def try_settings(request: Request, _picture: Picture) -> Response:
    """Say what a message would record with settings that need not be saved.

    Raises Malformed, with the `place`, where the settings themselves make no sense.
    """
    attempt = await read_body(request, Attempt, most_bytes=LARGEST_BYTES)
    message = await _message(host_of(request), attempt)
    said = await request.scope["exchange"].workbench.try_out(
        Connection(
            name=attempt.name,
            gate=attempt.gate,
            url=attempt.url,
            settings=attempt.settings,
        ),
        message,
    )
    seen = [one for one in said.heard if isinstance(one, Observation)]
    return answer_json(
        request,
        {
            "observations": [_written(one) for one in seen[:MOST_SHOWN]],
            "count": len(seen),
            "answers": len(said.heard) - len(seen),
            "refused": None if said.refused is None else str(said.refused),
        },
    )


async def show_messages(request: Request, picture: Picture) -> Response:
    """Show the messages that pass while somebody looks; nothing was kept before.

    Raises NotFound if there is no such connection.
    """
    del picture
    exchange = request.scope["exchange"]
    name = str(request.path_params["name"])
    if name not in exchange.register.connections:
        raise NotFound(f"there is no connection {name}")
    listed = [
        {
            "received_at": one.message.received_at,
            "origin": one.message.origin,
            "headers": one.message.headers,
            "size": one.size,
            "observations": one.observations,
            "reason": one.reason,
            **payload_of(one.message.payload),
        }
        for one in exchange.intake.peek.look(name)
    ]
    return answer_json(request, listed)


def payload_of(payload: bytes) -> dict[str, object]:
    """Write a payload as text, or in base64 where it is none."""
    try:
        return {"payload": payload.decode(), "encoding": None}
    except UnicodeDecodeError:
        return {"payload": b64encode(payload).decode(), "encoding": "base64"}


async def _message(city: City, attempt: Attempt) -> Message:
    """Return the message to try.

    Raises NotFound where it is no more in quarantine, Malformed for no base64.
    """
    if attempt.held is not None:
        page = await city.ask(Quarantined(id=attempt.held, payload_bytes=WHOLE))
        if not page.messages:
            raise NotFound(f"there is no message {attempt.held} in quarantine")
        (held,) = page.messages
        headers = held.headers if isinstance(held.headers, Mapping) else {}
        return Message(
            payload=held.payload,
            origin=held.origin,
            received_at=held.received_at,
            headers=headers,
        )
    sample = attempt.sample
    try:
        payload = (
            b64decode(sample.payload, validate=True)
            if sample.encoding == "base64"
            else sample.payload.encode()
        )
    except (NotBase64, ValueError) as error:
        raise Malformed("the payload is not base64", place=("payload",)) from error
    return Message(
        payload=payload,
        origin=sample.origin,
        received_at=datetime.now(UTC),
        headers=sample.headers,
    )


def _written(seen: Observation) -> dict[str, object]:
    return {
        "entity": seen.entity,
        "attribute": seen.attribute,
        "value": seen.value,
        "unit": seen.unit,
        "kind": WORDS[seen.kind][0],
        "dataset": seen.dataset,
        "observed_at": seen.observed_at,
        "deleted": seen.deleted,
    }
