"""The door for logs: PUT or POST `/ocpp/TOWN/CONNECTION/IDENTITY/logs/COMMAND/SECRET`.

The address holds once, for a while, and for one station; a name may follow it. What is
brought is kept as a file of the municipality. Nothing of a path reaches a file system.

Source: OCPP 1.6, 5.7; OCPP 2.0.1 part 2, N01.
"""

import asyncio
from collections.abc import (
    Awaitable,
    Callable,
    Iterator,
    Mapping,
    MutableMapping,
    Sequence,
)
from contextlib import contextmanager
from datetime import UTC, datetime
from hmac import compare_digest
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from mesto.gates.ocpp import logs
from mesto.gates.ocpp.central import Central
from mesto.kernel.city import City, Expect
from mesto.kernel.errors import CityError, Conflict, Malformed, NotFound, Unavailable
from mesto.kernel.model import Entity
from mesto.kernel.problem import status_of
from mesto.kernel.question.brought import KeepBrought
from mesto.kernel.verdict import moment
from mesto.names.charging import OF_STATION

if TYPE_CHECKING:
    from mesto.kernel.exchange import Exchange

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Mapping[str, Any]]]
Send: TypeAlias = Callable[[Mapping[str, Any]], Awaitable[None]]

VERBS: Final = ("PUT", "POST")
MB: Final = 2**20
PATIENCE_S: Final = 600.0  #: for a whole file
CREATED, NO_METHOD, GONE, TOO_LARGE = 201, 405, 410, 413
PARTS: Final = 6  #: town, connection, identity, logs, command, secret
MOST_PARTS: Final = PARTS + 1  #: and a name


class Shut(Malformed):
    """A log is not taken: the HTTP status, and why."""

    def __init__(self, status: int, why: str) -> None:
        """Say why."""
        super().__init__(why)
        self.status = status


class Wanted(NamedTuple):
    """A log that its station may bring now."""

    city: City
    central: Central
    log: Entity
    name: str  #: the path says


def is_log(parts: Sequence[str]) -> bool:
    """Tell whether a path below the gate's leads here."""
    return PARTS <= len(parts) <= MOST_PARTS and parts[3] == logs.LOGS


async def take_log(
    scope: Scope, parts: Sequence[str], receive: Receive, send: Send
) -> None:
    """Take in one log, and say whether it is kept."""
    try:
        if scope["method"] not in VERBS:
            raise Shut(NO_METHOD, "a log is brought by PUT or POST")
        wanted = await _wanted(scope, parts)
        headers = {
            name.decode("latin-1").lower(): text.decode("latin-1")
            for name, text in scope["headers"]
        }
        most = int(wanted.central.settings.log_mb * MB)
        with _alone(wanted):
            body = await _body(receive, headers.get("content-length", ""), most)
            await _keep(wanted, headers.get("content-type", ""), body)
    except CityError as error:
        status = error.status if isinstance(error, Shut) else status_of(error)
        await _answer(send, status, f"{error}\n".encode())
    else:
        await _answer(send, CREATED, b"kept\n")


async def _wanted(scope: Scope, parts: Sequence[str]) -> Wanted:
    """Return the log an address is of.

    Raises NotFound where none is, whatever of it is wrong, and Shut where it is over.
    """
    town, connection, identity, _, command, secret = parts[:PARTS]
    nowhere = NotFound("no log is wanted here")
    exchange: Exchange | None = scope["exchanges"].get(town)
    central = exchange.lines.get(connection) if exchange else None
    if exchange is None or not isinstance(central, Central):
        raise nowhere
    device = exchange.register.device(identity.lower())
    if device is None or device.connection != connection:
        raise nowhere
    urn = logs.log_urn(device.entity, command)
    log = (await exchange.city.present([urn])).get(urn)
    kept = str(log.value(logs.DIGEST) or "") if log else ""
    if log is None or not compare_digest(kept, logs.digest_of(secret)):
        raise nowhere
    if log.value(OF_STATION) != device.entity:
        raise nowhere
    if log.value(logs.STATUS) != "told":
        raise Shut(GONE, "this was brought already, or is not wanted any more")
    until = moment(log, logs.EXPIRES)
    if until is None or until <= datetime.now(UTC):
        raise Shut(GONE, "it comes too late: the town has to ask again")
    return Wanted(exchange.city, central, log, (*parts, "")[PARTS])


@contextmanager
def _alone(wanted: Wanted) -> Iterator[None]:
    """Let a log be brought once at a time. Raises Shut where it is just brought."""
    bringing, urn = wanted.central.bringing, wanted.log.id
    if urn in bringing:
        raise Shut(GONE, "this is being brought already")
    bringing.add(urn)
    try:
        yield
    finally:
        bringing.remove(urn)


async def _body(receive: Receive, announced: str, most: int) -> bytes:
    """Read a whole file.

    Raises Shut where it is too large, Unavailable where it stops.
    """
    too_large = Shut(TOO_LARGE, f"a log has {most} bytes at most")
    if announced.isdigit() and int(announced) > most:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                event = await receive()
                if event["type"] == "http.disconnect":
                    raise Unavailable("the station went away")
                body += event.get("body", b"")
                if len(body) > most:
                    raise too_large
                if not event.get("more_body"):
                    return bytes(body)
    except TimeoutError as error:
        raise Unavailable("the file does not end") from error


async def _keep(wanted: Wanted, content_type: str, body: bytes) -> None:
    """Keep a file, once. Raises Malformed for none, Shut where another was quicker."""
    city, log, settings = wanted.city, wanted.log, wanted.central.settings
    said, content = logs.read_form(content_type, body)
    if not content:
        raise Malformed("there is nothing in it")
    seen = logs.came(
        wanted.central.name,
        log.id,
        name=logs.name_of(said or wanted.name),
        size=len(content),
        days=settings.log_days,
        now=datetime.now(UTC),
    )
    status = log.attribute(logs.STATUS)
    assert status is not None, "its status was read"
    still = Expect(entity=log.id, attribute=logs.STATUS, position=status.position)
    if not await city.ask(KeepBrought(log.id, content)):
        raise Shut(GONE, "this is being brought already")
    try:
        await city.record(seen, current=True, expect=[still])
    except Conflict as error:
        raise Shut(GONE, "this was brought already") from error


async def _answer(send: Send, status: int, body: bytes) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
