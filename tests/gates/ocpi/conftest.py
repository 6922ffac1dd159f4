"""What the tests of the OCPI gate share: a town with a station, and a partner.

The partner is an eMSP written from the standard alone: it checks what it is told by
schemas of its own and knows nothing of ours.
"""

import asyncio
import json
import socket
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
import uvicorn
from jsonschema import Draft202012Validator
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mesto.kernel.model import Kind
from tests.conftest import Server
from tests.gates.ocpi.schemas import CDR, LOCATION, SESSION, TARIFF
from tests.gates.ocpp.conftest import observed
from tests.waiting import until

NAME = "emsp"
STATION = "urn:ngsi-ld:EVChargingStation:NS-1"
EVSE = "urn:ngsi-ld:EVSE:NS-1:1"
OTHER = "urn:ngsi-ld:EVSE:NS-1:2"
TOKEN_A = "token-of-the-first-contact"
CARD = {
    "country_code": "DE",
    "party_id": "ABC",
    "uid": "04AB12",
    "type": "RFID",
    "contract_id": "DE-ABC-C00001",
    "issuer": "A Better Card",
    "valid": True,
    "whitelist": "ALLOWED",
    "last_updated": "2026-05-01T10:00:00Z",
}
CHECKED = {
    "locations": Draft202012Validator(LOCATION),
    "sessions": Draft202012Validator(SESSION),
    "tariffs": Draft202012Validator(TARIFF),
    "cdrs": Draft202012Validator(CDR),
}


class Emsp:
    """A partner: what it was told, and how it answers."""

    def __init__(self) -> None:
        self.url = ""
        self.known = {TOKEN_A}  #: tokens by which we may call it
        self.theirs: dict[str, Any] = {}  #: the credentials it was given
        self.endpoints: dict[tuple[str, str], str] = {}
        self.told: dict[str, Any] = {}  #: by path below its modules
        self.calls: list[tuple[str, str, Any]] = []
        self.records: list[Any] = []  #: charge detail records, as they came
        self.allowed = "ALLOWED"
        self.away = False
        self.issued = 0

    # what it serves

    @property
    def app(self) -> Starlette:
        return Starlette(routes=[Route("/{path:path}", self._answer, methods=METHODS)])

    async def _answer(self, request: Request) -> Response:
        path = request.path_params["path"]
        body = await request.body()
        told = json.loads(body) if body else None
        if self.away:
            return Response(status_code=503)
        token = b64decode(request.headers["authorization"].split()[1]).decode()
        if token not in self.known:
            return JSONResponse(_envelope(None, 2000), status_code=401)
        self.calls.append((request.method, path, told))
        return JSONResponse(*self._done(request.method, path, told))

    def _done(  # noqa: PLR0911 - a module each
        self, verb: str, path: str, told: Any
    ) -> tuple[Any, int]:
        if path == "versions":
            own = {"version": "2.2.1", "url": f"{self.url}/2.2.1"}
            return _envelope([{"version": "2.1.1", "url": "http://x/"}, own]), 200
        if path == "2.2.1":
            return _envelope({"version": "2.2.1", "endpoints": self._own()}), 200
        if path == "credentials":
            self.theirs = told
            return _envelope(self.credentials()), 200
        if path.startswith("tokens/"):
            said = {"allowed": self.allowed, "token": CARD}
            return _envelope({**said, "authorization_reference": "ref-1"}), 200
        if verb == "PATCH" and path.rpartition("/")[0] not in self.told:
            return _envelope(None, 2003), 200
        module = path.partition("/")[0]
        if path == "cdrs":
            CHECKED[module].validate(told)
            self.records.append(told)
            return _envelope(None), 200
        if verb == "PUT" and module in CHECKED:
            CHECKED[module].validate(told)
        if verb == "PATCH":
            self.told.setdefault(path, {}).update(told)
        else:
            self.told[path] = told
        return _envelope(None), 200

    def _own(self) -> list[dict[str, str]]:
        told = [("credentials", "RECEIVER"), ("tokens", "SENDER")]
        told += [("locations", "RECEIVER"), ("sessions", "RECEIVER")]
        told += [("commands", "SENDER"), ("tariffs", "RECEIVER"), ("cdrs", "RECEIVER")]
        return [
            {"identifier": name, "role": role, "url": f"{self.url}/{name}"}
            for name, role in told
        ]

    def credentials(self) -> dict[str, Any]:
        """Give out a token that nobody has had before."""
        self.issued += 1
        token = f"emsp-token-{self.issued}"
        self.known = {token}
        role = {"role": "EMSP", "country_code": "DE", "party_id": "ABC"}
        role |= {"business_details": {"name": "A Better Card"}}
        return {"token": token, "url": f"{self.url}/versions", "roles": [role]}

    # what it asks

    async def ask(self, verb: str, url: str, told: Any = None, token: str = "") -> Any:
        """Ask as a partner does; return the answer."""
        proof = token or self.theirs["token"]
        proof = b64encode(proof.encode()).decode()
        async with httpx.AsyncClient(trust_env=False) as client:
            return await client.request(
                verb, url, json=told, headers={"Authorization": f"Token {proof}"}
            )

    async def learn(self, base: str, token: str = "") -> None:
        """Learn where what is."""
        versions = (await self.ask("GET", f"{base}/versions", token=token)).json()
        details = versions["data"][0]["url"]
        told = (await self.ask("GET", details, token=token)).json()["data"]
        self.endpoints = {
            (one["identifier"], one["role"]): one["url"] for one in told["endpoints"]
        }

    async def get(self, module: str, rest: str = "") -> Any:
        return await self.ask("GET", self.endpoints[module, "SENDER"] + rest)

    async def put_token(self, card: dict[str, Any], verb: str = "PUT") -> Any:
        url = self.endpoints["tokens", "RECEIVER"]
        return await self.ask(verb, f"{url}/DE/ABC/{card['uid']}", card)

    async def command(self, name: str, **told: Any) -> Any:
        url = f"{self.url}/commands/{name}/1"
        body = {"response_url": url, **told}
        where = self.endpoints["commands", "RECEIVER"]
        return await self.ask("POST", f"{where}/{name}", body)


METHODS = ["GET", "PUT", "PATCH", "POST", "DELETE"]


def _envelope(data: Any, code: int = 1000) -> dict[str, Any]:
    at = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    return {"data": data, "status_code": code, "timestamp": at}


@asynccontextmanager
async def emsp_running() -> AsyncIterator[Emsp]:
    """Run a partner on a free port."""
    partner = Emsp()
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(partner.app, log_level="warning", lifespan="off")
    running = uvicorn.Server(config)
    partner.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    task = asyncio.create_task(running.serve([listener]))
    try:
        yield partner
    finally:
        running.should_exit = running.force_exit = True
        await task
        listener.close()


@pytest.fixture
async def emsp() -> AsyncIterator[Emsp]:
    async with emsp_running() as partner:
        yield partner


def base(server: Server) -> str:
    return f"{server.url}/ocpi/{server.city.name}"


async def connect(server: Server, emsp: Emsp, **settings: Any) -> None:
    """Connect the partner of these tests, and wait until the town knows it."""
    told = {
        "address": server.url,
        "country_code": "RS",
        "party_id": "MES",
        "country": "SRB",
        "registration_token": TOKEN_A,
        "allow_private": True,
        **settings,
    }
    await server.city.record(
        observed(
            f"urn:ngsi-ld:Connection:{NAME}",
            type=["Connection"],
            gate="ocpi",
            url=f"ocpi+{emsp.url}/versions",
            settings=(Kind.JSON_PROPERTY, told),
        )
    )
    exchange = server.installation.exchanges[server.city.name]

    async def is_open() -> bool:
        return NAME in exchange.register.connections and NAME in exchange.lines

    await until(is_open)


async def registered(server: Server, emsp: Emsp, **settings: Any) -> None:
    """Connect the partner, and let it register with the town."""
    await connect(server, emsp, **settings)
    await emsp.learn(base(server), TOKEN_A)
    where = emsp.endpoints["credentials", "RECEIVER"]
    answer = await emsp.ask("POST", where, emsp.credentials(), TOKEN_A)
    assert answer.json()["status_code"] == 1000, answer.text
    emsp.theirs = answer.json()["data"]
    exchange = server.installation.exchanges[server.city.name]

    async def is_open() -> bool:
        line = exchange.lines.get(NAME)
        return line is not None and line.talk.token in emsp.known

    await until(is_open)


async def furnish(server: Server, **said: Any) -> None:
    """Let there be a station with two EVSEs."""
    place = {"type": "Point", "coordinates": [19.833, 45.255]}
    link = Kind.RELATIONSHIP
    await server.city.record(
        [
            *observed(
                STATION,
                type=["EVChargingStation"],
                name="Market square",
                location=(Kind.GEO_PROPERTY, place),
                address={"streetAddress": "Trg 1", "addressLocality": "Novo Selo"},
                socketType=["Type2"],
                **said,
            ),
            *(
                seen
                for number, urn in enumerate((EVSE, OTHER), start=1)
                for seen in observed(
                    urn,
                    type=["EVSE"],
                    refEVChargingStation=(link, STATION),
                    number=number,
                    status="Available",
                    maximumPower=22,
                )
            ),
        ]
    )
