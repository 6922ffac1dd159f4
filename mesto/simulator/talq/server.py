"""The gateway's HTTP: the form of each request is proven, and an error is named.

A request that is sent again with the same `talqRequestId` is answered as before, and
done once.
"""

import asyncio
import logging
import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence

import orjson
from aiohttp import web

from mesto.simulator.talq import contract
from mesto.simulator.talq.asked import Asked, Told
from mesto.simulator.talq.contract import Operation, Parameter, check
from mesto.simulator.talq.desk import Desk
from mesto.simulator.talq.gateway import Gateway
from mesto.simulator.talq.manners import LATE_S, Misdeed
from mesto.simulator.talq.refusal import RefusalError
from mesto.simulator.talq.words import function_of

log = logging.getLogger(__name__)

HEADER = "talq-api-version"
MOST_REMEMBERED = 2000  #: requests
MOST_BYTES = 16 * 2**20
_VARIABLE = re.compile(r"\{(\w+)\}")
_NONSENSE = b"<html><body>OK, level=NaN</body></html>"


def application(gateway: Gateway) -> web.Application:
    """Return what answers for a gateway."""
    app = web.Application(client_max_size=MOST_BYTES)
    app.router.add_route("*", "/{path:.*}", _Door(gateway).answer)
    return app


class _Door:
    """Lets in what has the right form."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._desk = Desk(gateway)
        self._routes = [
            (re.compile(_VARIABLE.sub(r"(?P<\1>[^/]+)", one.path)), one)
            for one in sorted(
                contract.operations("gateway").values(), key=lambda one: "{" in one.path
            )
        ]
        self._done: OrderedDict[tuple[str, str], Told] = OrderedDict()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer any request."""
        misdeeds = self._gateway.misdeeds
        if Misdeed.SILENT in misdeeds:
            await asyncio.Event().wait()
        if Misdeed.LATE in misdeeds:
            await asyncio.sleep(LATE_S)
        if Misdeed.NONSENSE in misdeeds:
            return web.Response(body=_NONSENSE, content_type="application/json")
        body = await request.read()
        try:
            told = self._told(request, body)
        except RefusalError as refusal:
            told = Told(refusal.status, [refusal.message()])
        headers = {HEADER: contract.VERSION, **told.headers}
        if told.body is None:
            return web.Response(status=told.status, headers=headers)
        return web.Response(
            status=told.status,
            body=orjson.dumps(told.body),
            content_type="application/json",
            headers=headers,
        )

    def _told(self, request: web.Request, body: bytes) -> Told:
        operation, variables = self._operation(request)
        query = {name: request.query.getall(name) for name in request.query}
        if Misdeed.CARELESS not in self._gateway.misdeeds:
            _prove_version(request.headers)
            _prove_query(operation.query, query)
            self._prove_client(query)
        asked = Asked(variables, query, self._body(operation, body))
        key = query.get("clientAddress", [""])[0], asked.request
        repeats = (
            bool(asked.request) and Misdeed.REPEATING not in self._gateway.misdeeds
        )
        if repeats and key in self._done:
            return self._done[key]
        told = self._do(operation, asked)
        if repeats:
            self._done[key] = told
            if len(self._done) > MOST_REMEMBERED:
                self._done.popitem(last=False)
        return told

    def _do(self, operation: Operation, asked: Asked) -> Told:
        """Do what was asked; a refusal gets a status the operation knows."""
        try:
            return self._desk.answers[operation.method, operation.path](asked)
        except RefusalError as refusal:
            known = [int(one) for one in operation.answers]
            status = refusal.status if refusal.status in known else max(known)
            return Told(status, [refusal.message()])
        except KeyError:
            if Misdeed.CARELESS in self._gateway.misdeeds:
                return Told(200)
            raise

    def _operation(self, request: web.Request) -> tuple[Operation, Mapping[str, str]]:
        """Find what is asked. Raises RefusalError."""
        there = []
        for pattern, operation in self._routes:
            found = pattern.fullmatch(request.path)
            if found is None:
                continue
            there.append(operation.method)
            served = (operation.method, operation.path) in self._desk.answers
            if operation.method == request.method and served:
                return operation, found.groupdict()
        raise RefusalError("resourceNotFound", f"{request.method} {request.path}")

    def _prove_client(self, query: Mapping[str, Sequence[str]]) -> None:
        own = self._gateway.memory.device(self._gateway.estate.gateway.address)
        function = function_of(own, "gateway") or {}
        known = function.get("cmsAddress", {}).get("value", "")
        client = query["clientAddress"][0]
        if known and client.lower() != known.lower():
            raise RefusalError(
                "parameterValueNotValid", f"clientAddress {client} is not our CMS"
            )

    def _body(self, operation: Operation, body: bytes) -> object:
        if operation.body is None:
            return None
        try:
            read = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise RefusalError("payloadError", f"no JSON: {error}") from None
        wrong = check(read, operation.body)
        if wrong and Misdeed.CARELESS not in self._gateway.misdeeds:
            raise RefusalError("payloadError", "; ".join(map(str, wrong[:5])))
        return read


def _prove_version(headers: Mapping[str, str]) -> None:
    said = headers.get(HEADER)
    if said is None:
        raise RefusalError("headerMissing", f"{HEADER} is missing")
    if said.split(".")[:2] != contract.VERSION.split(".")[:2]:
        raise RefusalError(
            "headerValueNotValid", f"{HEADER} {said} is not {contract.VERSION}"
        )


def _prove_query(
    parameters: Sequence[Parameter], query: Mapping[str, Sequence[str]]
) -> None:
    for one in parameters:
        said = query.get(one.name)
        if said is None:
            if one.required:
                raise RefusalError("parameterMissing", f"{one.name} is missing")
            continue
        number = one.schema.get("type") == "integer"
        if number and not said[0].isdecimal():
            raise RefusalError("parameterValueNotValid", f"{one.name} is no number")
        if not number and one.schema.get("type") == "string":
            wrong = check(said[0], one.schema)
            if wrong:
                raise RefusalError(
                    "parameterValueNotValid", f"{one.name}: {wrong[0].why}"
                )
