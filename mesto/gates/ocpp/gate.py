"""The WebSocket door for charging stations: `/ocpp/TOWN/CONNECTION/IDENTITY`.

Below it they bring logs by HTTP; see `uploading`.

A station proves itself by HTTP Basic authentication, over TLS where the connection asks
for that; who nobody knows comes into the waiting room.

Source: OCPP-J 1.6, 3; OCPP 2.0.1 part 4, 3.
"""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias
from urllib.parse import quote, unquote

from mesto.gates.ocpp import naming
from mesto.gates.ocpp.central import RESTART, Central
from mesto.gates.ocpp.certifying import Papers, authority_of, require_certified
from mesto.gates.ocpp.codec import PROTOCOLS
from mesto.gates.ocpp.credentials import Brought, read_basic, read_certificate
from mesto.gates.ocpp.profile import profile_named
from mesto.gates.ocpp.station import Station
from mesto.gates.ocpp.telling import Teller
from mesto.gates.ocpp.uploading import is_log, take_log
from mesto.gates.ocpp.waiting import Stranger
from mesto.kernel.access.device import DIGEST, fits
from mesto.kernel.errors import CityError, Forbidden, Malformed, NotFound, Unavailable
from mesto.kernel.exchange import Exchange
from mesto.kernel.model import Device
from mesto.kernel.problem import CONTENT_TYPE, problem, status_of
from mesto.kernel.question.catalogue import OfType
from mesto.names.charging import WAITING

if TYPE_CHECKING:
    from mesto.gates.ocpp.certificates import Issued

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Mapping[str, Any]]]
Send: TypeAlias = Callable[[Mapping[str, Any]], Awaitable[None]]

PREFIX: Final = "/ocpp/"
LONGEST_IDENTITY: Final = 48
NO_PROTOCOL, REPLACED = 1002, 1000  #: RFC 6455, 7.4.1


class Known(NamedTuple):
    """A station that has proven who it is."""

    device: Device
    certificate: "Issued | None" = None  #: by which it came


class Caller(NamedTuple):
    """A station before the door."""

    identity: str
    central: Central
    exchange: Exchange
    brought: Brought
    by_tls: bool
    peer: str
    base: str  #: of the connection, as it came there


async def answer_station(scope: Scope, receive: Receive, send: Send) -> None:
    """Let one station in, and hear it until it goes."""
    if scope["type"] != "websocket":
        parts = _parts(scope)
        if is_log(parts):
            return await take_log(scope, parts, receive, send)
        return await _tell(
            send, Malformed("a charging station comes by WebSocket"), 426
        )
    protocol = next((one for one in scope["subprotocols"] if one in PROTOCOLS), None)
    try:
        caller = _caller(scope)
        scope["headers"].clear()  # the server keeps them as long as the line
        station = await _known(caller)
        if station is None:
            await _require_room(caller)
        elif caller.central.settings.signs:
            await authority_of(caller.central, caller.exchange.city)
    except CityError as error:
        return await _tell(
            send, error, status_of(error), kind="websocket.http.response"
        )
    await receive()  # websocket.connect
    await send({"type": "websocket.accept", "subprotocol": protocol})
    if protocol is None:
        return await send({"type": "websocket.close", "code": NO_PROTOCOL})
    if station is None:
        return await _wait(caller, protocol, receive, send)
    return await _serve(caller, station, protocol, receive, send)


def _caller(scope: Scope) -> Caller:
    """Return who is calling. Raises NotFound, Unavailable and Malformed."""
    parts = _parts(scope)
    if len(parts) != 3:  # noqa: PLR2004 - town, connection, station
        raise NotFound(f"a station comes to {PREFIX}TOWN/CONNECTION/IDENTITY")
    town, connection, identity = parts
    exchange = scope["exchanges"].get(town)
    if exchange is None:
        raise NotFound(f"there is no municipality {town}")
    central = exchange.lines.get(connection)
    if not isinstance(central, Central):
        raise Unavailable(f"connection {connection} is not open here", retry_after_s=10)
    if not 0 < len(identity) <= LONGEST_IDENTITY or not identity.isprintable():
        raise Malformed(f"an identity has 1 to {LONGEST_IDENTITY} letters")
    headers = dict(scope["headers"])
    client = scope.get("client")
    brought = read_basic(headers.get(b"authorization", b"").decode("latin-1"))
    by_tls = scope["scheme"] == "wss"  # says a proxy that is believed, nobody else
    if by_tls and central.settings.signs:
        told = headers.get(b"client-cert", b"").decode("latin-1")
        brought = brought._replace(certificate=read_certificate(told))
    return Caller(
        identity,
        central,
        exchange,
        brought,
        by_tls,
        str(client[0]) if client else "",
        _base(scope, headers.get(b"host", b"").decode("latin-1"), parts),
    )


def _parts(scope: Scope) -> list[str]:
    """Return what stands in a path, below the gate's."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    path = raw.partition(b"?")[0].decode("latin-1").removeprefix(PREFIX)
    return [unquote(one) for one in path.split("/")]


def _base(scope: Scope, host: str, parts: Sequence[str]) -> str:
    """Return the address of a connection as a station has come to it, for HTTP."""
    scheme = "https" if scope["scheme"] == "wss" else "http"
    town, connection = (quote(one, safe="") for one in parts[:2])
    return f"{scheme}://{host}{PREFIX}{town}/{connection}" if host else ""


def _device(caller: Caller) -> Device | None:
    """Return the device of this connection that a station says it is."""
    device = caller.exchange.register.device(caller.identity.lower())
    mine = device is not None and device.connection == caller.central.name
    return device if mine else None


async def _known(caller: Caller) -> Known | None:
    """Return the device that a station proves to be; None where nobody knows it.

    Raises Forbidden where it does not prove it.
    """
    device = _device(caller)
    if device is None:
        return None
    security, brought = caller.central.settings.security, caller.brought
    if security == 0:
        return Known(device)
    if security > 1 and not caller.by_tls:
        raise Forbidden("a station comes by TLS")
    found = await caller.exchange.city.present([device.urn])
    told = found.get(device.urn)
    if told is not None and brought.certificate:
        certificate = await require_certified(
            caller.central,
            caller.exchange.city,
            told,
            caller.identity,
            brought.certificate,
        )
        return Known(device, certificate)
    if security > 2:  # noqa: PLR2004 - the profile of a password
        raise Forbidden("a station comes with a certificate of its own")
    if brought.user.lower() != caller.identity.lower():
        raise Forbidden("a station speaks for itself alone", unknown=True)
    if not fits(brought.password, told.value(DIGEST) if told is not None else None):
        raise Forbidden("the password is not right", unknown=True)
    return Known(device)


async def _require_room(caller: Caller) -> None:
    """Make sure that one more may wait. Raises Unavailable."""
    urn = naming.waiting_urn(caller.central.name, caller.identity)
    known = await caller.exchange.city.ask(OfType(type=WAITING))
    most = caller.central.settings.waiting
    if len(caller.central.waiting) >= most or (len(known) >= most and urn not in known):
        raise Unavailable("too many stations wait that nobody knows", retry_after_s=60)


async def _wait(caller: Caller, protocol: str, receive: Receive, send: Send) -> None:
    """Hear a station nobody knows until it is let in, or goes."""
    central, identity = caller.central, caller.identity
    stranger = Stranger(
        identity,
        protocol,
        central,
        caller.exchange.city,
        send,
        brought=caller.brought,
        peer=caller.peer,
    )
    central.waiting[identity] = stranger
    try:
        while (raw := await _next(receive)) is not None:
            if _device(caller) is not None:
                await stranger.hang_up(RESTART)  # it comes in by the other door
            else:
                await stranger.hear(raw)
    finally:
        if central.waiting.get(identity) is stranger:
            del central.waiting[identity]


async def _serve(
    caller: Caller, known: Known, protocol: str, receive: Receive, send: Send
) -> None:
    """Hear a station that is known until it goes, or comes again by another line."""
    central, exchange, device = caller.central, caller.exchange, known.device
    teller = Teller(
        urn=device.entity,
        identity=device.serial,
        source=central.name,
        protocol=protocol,
        settings=central.settings,
        profile=profile_named(device.profile),
    )
    station = Station(
        device.serial,
        teller,
        central,
        city=exchange.city,
        intake=exchange.intake,
        send=send,
        lines=exchange.lines,
        base=caller.base,
    )
    if central.settings.signs:
        station.papers = Papers(central, exchange.city, device, known.certificate)
    before = central.stations.get(device.serial)
    central.stations[device.serial] = station
    if before is not None:
        await before.hang_up(REPLACED)
    try:
        await station.here(connected=True)
        while (raw := await _next(receive)) is not None:
            await station.hear(raw)
    finally:
        await station.leave()
        if central.stations.get(device.serial) is station:
            del central.stations[device.serial]
            with suppress(Unavailable):
                await station.here(connected=False)


async def _next(receive: Receive) -> str | None:
    """Return the next message; None when the peer is gone."""
    event = await receive()
    if event["type"] == "websocket.disconnect":
        return None
    text: str | None = event.get("text")
    raw: bytes = event.get("bytes") or b""
    return text if text is not None else raw.decode("utf-8", "replace")


async def _tell(
    send: Send, error: CityError, status: int, *, kind: str = "http.response"
) -> None:
    """Tell a station why it stays outside."""
    headers = [(b"content-type", CONTENT_TYPE.encode())]
    if isinstance(error, Forbidden):
        status = 401
        headers.append((b"www-authenticate", b'Basic realm="ocpp"'))
    await send({"type": f"{kind}.start", "status": status, "headers": headers})
    await send({"type": f"{kind}.body", "body": problem(error)})
