"""A CMS of a few lines, and gateways beside it, on real sockets."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import aiohttp
import orjson
import pytest
from aiohttp import web

from mesto.simulator.talq import contract
from mesto.simulator.talq.estate import street
from mesto.simulator.talq.gateway import Gateway, Peer, open_gateway
from mesto.simulator.talq.manners import Misdeed
from mesto.simulator.talq.server import application

WAIT_S = 20.0
CMS = "9a7f3f0e-58c5-4d9e-9c0e-1f6c9f1f2d11"


@dataclass
class Heard:
    """What a gateway has told the CMS."""

    method: str
    path: str
    query: dict[str, str]
    body: Any


@dataclass
class Cms:
    """A CMS that writes everything down, and holds it against the standard."""

    url: str = ""
    heard: list[Heard] = field(default_factory=list)
    away: bool = False

    async def answer(self, request: web.Request) -> web.Response:
        body = orjson.loads(await request.read())
        if self.away:
            return web.Response(status=503)
        self.heard.append(
            Heard(request.method, request.path, dict(request.query), body)
        )
        code = 200 if request.method in {"PATCH", "PUT"} else 201
        return web.Response(status=code, body=b"[]", content_type="application/json")

    def told(self, method: str, path: str) -> list[Heard]:
        return [one for one in self.heard if (one.method, one.path) == (method, path)]

    def entries(self, **wanted: object) -> list[dict[str, Any]]:
        reports = self.told("POST", "/log-reports")
        data = [one["data"] for report in reports for one in report.body["entries"]]
        return [one for one in data if wanted.items() <= one.items()]

    def wrongs(self) -> list[str]:
        """What was said against the standard."""
        of = {
            (one.method, one.path): one for one in contract.operations("cms").values()
        }
        found = []
        for one in self.heard:
            operation = of[one.method, one.path]
            assert operation.body is not None
            found += [str(w) for w in contract.check(one.body, operation.body)]
            for parameter in operation.query:
                if parameter.required:
                    said = one.query.get(parameter.name)
                    found += [str(w) for w in contract.check(said, parameter.schema)]
        return found


@dataclass
class Side:
    """A gateway as its CMS reaches it."""

    gateway: Gateway
    url: str
    cms: Cms
    session: aiohttp.ClientSession
    leap_s: float = 0.0  #: how far its clock was put forward

    async def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        request: str = "",
        headers: dict[str, str] | None = None,
        **query: str,
    ) -> tuple[int, Any]:
        asked = {"clientAddress": CMS, **query}
        if method != "GET":
            asked["talqRequestId"] = request or str(uuid4())
        async with self.session.request(
            method,
            self.url + path,
            params=asked,
            data=None if body is None else orjson.dumps(body),
            headers={"talq-api-version": contract.VERSION}
            if headers is None
            else headers,
        ) as answer:
            read = await answer.read()
            return answer.status, orjson.loads(read) if read else None

    @property
    def lamps(self) -> list[str]:
        return list(self.gateway.field.lamps)

    def level(self, lamp: str) -> float:
        return self.gateway.field.lamps[lamp].level


@asynccontextmanager
async def beside(
    cms: Cms, *misdeeds: Misdeed, lamps: int = 5, start_s: float | None = None
) -> AsyncIterator[Side]:
    """A gateway whose clock can be put forward."""
    begun_s = time.time()
    side: Side | None = None

    def now() -> float:
        leap_s = side.leap_s if side else 0.0
        base_s = begun_s if start_s is None else start_s
        return base_s + time.time() - begun_s + leap_s

    gateway = Gateway(
        street(lamps), Peer(cms.url, CMS), now, retry_s=0.05, misdeeds=misdeeds
    )
    async with (
        open_gateway(gateway, application(gateway), tick_s=0.01) as url,
        aiohttp.ClientSession() as session,
    ):
        side = Side(gateway, url, cms, session)
        yield side


async def until(is_so: Callable[[], bool | Awaitable[bool]]) -> None:
    """Wait for something to be so."""
    async with asyncio.timeout(WAIT_S):
        while True:
            answer = is_so()
            if answer if isinstance(answer, bool) else await answer:
                return
            await asyncio.sleep(0.01)


@pytest.fixture
async def cms() -> AsyncIterator[Cms]:
    peer = Cms()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", peer.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    peer.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield peer
    await runner.cleanup()


@pytest.fixture
async def side(cms: Cms) -> AsyncIterator[Side]:
    async with beside(cms) as opened:
        yield opened


def device(address: str) -> dict[str, str]:
    return {"resource": "devices", "address": address}


def level(percent: int, **more: object) -> dict[str, object]:
    return {"state": {"name": "LevelState", "value": percent}, **more}


def programme(name: str, *times: tuple[str, int], periods: Sequence[object] = ()):
    return {
        "type": "ControlProgramOne",
        "id": name,
        "ownerCMS": CMS,
        "activePeriods": list(periods),
        "fixedTimeControls": [
            {"startTime": at, "command": level(percent)} for at, percent in times
        ],
    }


def calendar(name: str, program: str, **more: object) -> dict[str, object]:
    return {"id": name, "ownerCMS": CMS, "defaultProgram": program, **more}


def logger(name: str, recording: object, **reporting: object) -> dict[str, object]:
    return {
        "address": name,
        "ownerCMS": CMS,
        "sourceAddresses": {"blackList": []},
        "recordingMode": recording,
        "reportingMode": {"type": "ImmediateReportingMode", "delay": 0, **reporting},
    }
