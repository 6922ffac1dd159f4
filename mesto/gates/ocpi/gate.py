"""The door for partners of roaming: `/ocpi/TOWN/…`, the town as charge point operator.

A partner proves itself by the token of its connection: token A until it has registered,
the one it was given then.

Source: OCPI 2.2.1, 4 transport and format, 6 to 13.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from datetime import UTC, datetime
from hmac import compare_digest
from typing import Any, Final, TypeAlias
from urllib.parse import parse_qsl, unquote

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from mesto.gates.ocpi.call import Answer, Call, Caller
from mesto.gates.ocpi.codec import (
    LARGEST_BYTES,
    Code,
    Refused,
    read_tokens,
    write,
)
from mesto.gates.ocpi.naming import partner_urn
from mesto.gates.ocpi.partner import Partner, read_partner
from mesto.gates.ocpi.serving import MODULES
from mesto.kernel.errors import CityError, Conflict, Forbidden, NotFound, Unavailable
from mesto.kernel.exchange import Exchange
from mesto.kernel.model import Connection
from mesto.kernel.problem import status_of

log = logging.getLogger(__name__)

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Mapping[str, Any]]]
Send: TypeAlias = Callable[[Mapping[str, Any]], Awaitable[None]]

GATE: Final = "ocpi"
PREFIX: Final = "/ocpi/"
NO_METHOD: Final = 405
GUESSES_PER_MINUTE: Final = 30  #: wrong tokens from one address
POLICY_VIOLATION: Final = 1008
ECHOED: Final = ("x-request-id", "x-correlation-id")


class PartnerDoor:
    """Lets partners in, at their pace, and answers them."""

    def __init__(self) -> None:
        """Have seen nobody."""
        self._pace = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
            return
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1")
            for name, value in scope["headers"]
        }
        now = datetime.now(UTC)
        try:
            answer = await self._answer(scope, receive, headers, now)
            body = write(answer.data, now)
        except Refused as refused:
            answer, body = Answer(status=refused.status), write(None, now, refused)
        except CityError as error:
            told = Refused(_code_of(error), str(error))
            answer, body = Answer(status=_status_of(error)), write(None, now, told)
        echoed = {name: headers[name] for name in ECHOED if name in headers}
        await _send(send, answer, body, echoed)

    async def _answer(
        self, scope: Scope, receive: Receive, headers: Mapping[str, str], now: datetime
    ) -> Answer:
        raw: bytes = scope.get("raw_path") or scope["path"].encode()
        path = raw.partition(b"?")[0].decode("latin-1").removeprefix(PREFIX)
        town, *parts = (unquote(one) for one in path.rstrip("/").split("/"))
        exchange: Exchange | None = scope["exchanges"].get(town)
        if exchange is None:
            raise NotFound(f"there is no municipality {town}")
        caller = await self._caller(scope, exchange, headers.get("authorization", ""))
        limit = RateLimitItemPerMinute(caller.settings.calls_per_minute)
        if not self._pace.hit(limit, town, caller.connection.name):
            raise Unavailable("more calls than agreed", busy=True, retry_after_s=10)
        query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
        call = Call(
            caller=caller,
            exchange=exchange,
            verb=scope["method"],
            parts=tuple(parts),
            query=query,
            body=await _body(receive),
            now=now,
            allow_private=bool(scope.get("allow_private")),
        )
        return await _lead(call)

    async def _caller(self, scope: Scope, exchange: Exchange, header: str) -> Caller:
        """Return whose token somebody brings. Raises Forbidden and Unavailable."""
        client = scope.get("client")
        peer = str(client[0]) if client else ""
        guesses = RateLimitItemPerMinute(GUESSES_PER_MINUTE)
        if not self._pace.test(guesses, "guess", peer):
            raise Unavailable("too many wrong tokens", busy=True, retry_after_s=60)
        mine = [
            one
            for one in exchange.register.connections.values()
            if one.gate == GATE and one.enabled
        ]
        tokens = list(read_tokens(header))
        known = await exchange.city.present([partner_urn(one.name) for one in mine])
        for connection in mine if tokens else ():
            partner = read_partner(known.get(partner_urn(connection.name)))
            first = _is_first(connection, partner, tokens)
            if first or any(partner.knows(one) for one in tokens):
                _, settings = exchange.register.gate_of(connection.name)
                return Caller(connection, settings.settings, partner, first)
        self._pace.hit(guesses, "guess", peer)
        raise Forbidden("no partner has this token", keyless=True)


def _is_first(connection: Connection, partner: Partner, tokens: list[str]) -> bool:
    """Tell whether somebody brings token A, which serves until both know each other."""
    first = connection.secrets.values.get("registration_token", "")
    hits = [compare_digest(one.encode(), first.encode()) for one in tokens]
    return bool(first) and any(hits) and not partner.registered


async def _lead(call: Call) -> Answer:
    """Let a module answer. Raises NotFound, Forbidden and what the module raises."""
    module = call.parts[0] if call.parts else ""
    if module == "2.2.1" and len(call.parts) > 1:
        module, call = call.parts[1], call._replace(parts=call.parts[1:])
    found = MODULES.get(module)
    if found is None:
        raise NotFound(f"there is no module {module}")
    answers, without = found
    if not call.caller.partner.registered and not without:
        raise Forbidden("register first", keyless=True)
    answer = answers.get(call.verb)
    if answer is None:
        raise Refused(Code.CLIENT, f"{module} does not take {call.verb}", NO_METHOD)
    return await answer(call)


def _status_of(error: CityError) -> int:
    """Return the HTTP status; what came as far as the content is answered by 200."""
    return 200 if isinstance(error, Conflict) else status_of(error)


def _code_of(error: CityError) -> Code:
    return Code.SERVER if isinstance(error, Unavailable) else Code.CLIENT


async def _body(receive: Receive) -> bytes:
    """Read a body. Raises Refused where it is larger than we take."""
    parts = bytearray()
    while True:
        event = await receive()
        parts += event.get("body", b"")
        if len(parts) > LARGEST_BYTES:
            raise Refused(Code.CLIENT, f"more than {LARGEST_BYTES} bytes", status=413)
        if not event.get("more_body"):
            return bytes(parts)


async def _send(
    send: Send, answer: Answer, body: bytes, echoed: Mapping[str, str]
) -> None:
    headers = {
        "content-type": "application/json",
        "content-length": str(len(body)),
        **echoed,
        **answer.headers,
    }
    await send(
        {
            "type": "http.response.start",
            "status": answer.status,
            "headers": [
                (name.encode("latin-1"), text.encode("latin-1", "replace"))
                for name, text in headers.items()
            ],
        }
    )
    await send({"type": "http.response.body", "body": body})
