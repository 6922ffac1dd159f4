"""The CMS side of TALQ as an ASGI application: gateways announce and report here.

What they bring is taken in as messages of their connection, so that it is counted,
shown, and kept with the reason where it is not understood.

Source: TALQ 2.7.1, cms.openapi.json.
"""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any, Final, TypeAlias
from urllib.parse import parse_qs, quote

import orjson

from mesto.gates.talq import devices, documents
from mesto.gates.talq.call import BAD, CREATED, PREFIX, Answer, Call, take
from mesto.gates.talq.operation import Fault, Refused, Request, read_request
from mesto.gates.talq.standard import VERSION
from mesto.kernel.access.rights import Verb
from mesto.kernel.errors import CityError
from mesto.kernel.exchange import Register
from mesto.kernel.problem import headers_of, status_of

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Mapping[str, Any]]]
Send: TypeAlias = Callable[[Mapping[str, Any]], Awaitable[None]]

GATE: Final = "talq"
LARGEST_BYTES: Final = 32 * 2**20


async def answer_gateway(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request of a gateway; `scope["city"]` is the caller's municipality."""
    if scope["type"] != "http":
        await send({"type": "websocket.close", "code": 1008})
        return
    try:
        answer = await _answer(scope, receive)
    except Refused as refused:
        answer = Answer(refused.status, [one.as_json() for one in refused.faults])
    except CityError as error:
        answer = _told(error)
    await _send(answer, send)


async def refuse(_scope: Scope, send: Send, error: CityError) -> None:
    """Tell a caller in TALQ's words why it was not let in."""
    await _send(_told(error), send)


def _told(error: CityError) -> Answer:
    fault = Fault("genericError", str(error))
    return Answer(status_of(error), [fault.as_json()], headers_of(error))


async def _answer(scope: Scope, receive: Receive) -> Answer:
    raw: bytes = scope.get("raw_path") or quote(scope["path"]).encode()
    path = raw.partition(b"?")[0].decode("latin-1").removeprefix(PREFIX)
    text: str = scope["query_string"].decode("latin-1")
    query = parse_qs(text, keep_blank_values=True)
    headers = {
        name.decode("latin-1").lower(): value.decode("latin-1")
        for name, value in scope["headers"]
    }
    request = read_request(scope["method"], path, query, headers)
    register: Register = scope["exchange"].register
    call = Call(
        request=request,
        city=scope["city"],
        connection=_connection(register, request),
        register=register,
        intake=scope["exchange"].intake,
        body=await _body(receive) if request.operation.body else b"",
        target=f"{PREFIX}{path}?{text}",
    )
    if request.operation.verb != "GET":
        call.city.require(Verb.RECORD)
    return await _ANSWERS[_sort(request)](call)


def _connection(register: Register, request: Request) -> str:
    """Return the connection of the gateway that asks."""
    for one in register.connections.values():
        address = str(one.settings.get("gateway_address", "")).lower()
        if one.gate == GATE and address == str(request.client):
            return one.name
    why = (
        f"clientAddress is {request.client}; no connection of this municipality has it "
        "as gateway_address"
    )
    raise Refused(BAD, Fault("parameterValueNotValid", why))


def _sort(request: Request) -> tuple[str, str]:
    """Return what sort of thing is asked for, and what shall be done with it."""
    parts = request.operation.path.split("/")[1:]
    sort = parts[0] if parts[0] in ("devices", "log-reports") else "documents"
    ends = ["one" if part[:1] == "{" else part for part in parts[1:]]
    return "/".join([sort, *ends]), request.operation.verb


async def _body(receive: Receive) -> bytes:
    parts = bytearray()
    while True:
        event = await receive()
        parts += event.get("body", b"")
        if len(parts) > LARGEST_BYTES:
            why = f"more than {LARGEST_BYTES} bytes at once"
            raise Refused(BAD, Fault("payloadError", why))
        if not event.get("more_body"):
            return bytes(parts)


async def _send(answer: Answer, send: Send) -> None:
    body = b"" if answer.document is None else orjson.dumps(answer.document)
    headers = {
        "talq-api-version": VERSION,
        "content-length": str(len(body)),
        **answer.headers,
    }
    if body:
        headers["content-type"] = "application/json"
    await send(
        {
            "type": "http.response.start",
            "status": answer.status,
            "headers": [
                (name.lower().encode(), text.encode("latin-1", "replace"))
                for name, text in headers.items()
            ],
        }
    )
    await send({"type": "http.response.body", "body": body})


async def _report(call: Call) -> Answer:
    """Take a log report; it is answered after the commit."""
    await take(call)
    return Answer(CREATED)


_ANSWERS: Final[Mapping[tuple[str, str], Callable[[Call], Awaitable[Answer]]]] = {
    ("log-reports", "POST"): _report,
    ("documents", "GET"): documents.list_all,
    ("documents", "POST"): documents.add,
    ("documents", "PUT"): documents.put,
    ("documents/count", "GET"): documents.count,
    ("documents/one", "GET"): documents.get_one,
    ("documents/one", "PUT"): documents.put_one,
    ("documents/one", "DELETE"): documents.delete,
    ("devices", "GET"): devices.list_all,
    ("devices", "POST"): devices.add,
    ("devices", "PUT"): devices.put,
    ("devices", "PATCH"): devices.patch,
    ("devices/one", "GET"): devices.get_one,
    ("devices/one", "PUT"): devices.put_one,
    ("devices/one", "PATCH"): devices.patch_one,
    ("devices/one", "DELETE"): devices.delete,
    ("devices/one/one", "GET"): devices.get_function,
    ("devices/one/one/one", "GET"): devices.get_attribute,
}
