"""A gateway that says it will, and shows later that it did."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import orjson
import pytest
from aiohttp import web

from mesto.gates.talq.standard import check, document, shape_of
from mesto.kernel.model import Command, State
from tests.conftest import Server
from tests.gates.talq.conftest import (
    CMS,
    LAMP,
    STREETLIGHT,
    Gateway,
    attribute,
    connect,
    lamp,
    speaks_for,
)
from tests.waiting import until

pytestmark = pytest.mark.anyio

STEADY = {"nights": [{"steps": [{"at": "12:00", "level": 0.3, "fade_s": 60}]}]}


class Later:
    """A gateway that answers 202 to everything that takes time."""

    def __init__(self):
        self.asked: list[tuple[str, str, dict, object]] = []
        self.calendar = ""  #: of the lamp, once it follows one

    async def answer(self, request):
        raw = await request.read()
        body = orjson.loads(raw) if raw else None
        self.asked.append((request.method, request.path, dict(request.query), body))
        first = request.path.split("/")[1]
        if request.method == "PUT":
            return web.json_response([], status=404)
        if request.method == "POST":
            return web.Response(status=202 if first.endswith("commands") else 201)
        if request.path == f"/devices/{LAMP}":
            return web.json_response(self.lamp())
        return web.json_response([self.lamp()] if first == "devices" else [])

    def lamp(self):
        functions = [{"id": "light", "type": "LampActuatorFunction"}]
        if self.calendar:
            functions[0]["calendarID"] = attribute("String", self.calendar)
        return lamp(functions=functions)

    def said(self, path):
        return [body for verb, where, _, body in self.asked if (verb, where) == path]

    def hold_against_the_standard(self):
        """Every request is one of the gateway's OpenAPI."""
        for verb, path, query, body in self.asked:
            parts = path[1:].split("/")
            template = "/" + parts[0]
            if len(parts) > 1:
                template = next(
                    one
                    for one in document("gateway")["paths"]
                    if one.startswith(f"{template}/{{") and one.count("/") == 2
                )
            told = document("gateway")["paths"][template][verb.lower()]
            for one in told["parameters"]:
                if one["in"] == "query" and one.get("required"):
                    UUID(query[one["name"]])
            assert query["clientAddress"] == CMS
            if body is not None:
                content = told["requestBody"]["content"]["application/json"]
                check(body, shape_of(content["schema"]))


@asynccontextmanager
async def listening(later) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", later.answer)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def order(name, value):
    return Command(
        entity=STREETLIGHT,
        name=name,
        value=value,
        expires_at=datetime.now(UTC) + timedelta(minutes=10),
        source="t",
    )


async def state_is(server: Server, command: str, state: State) -> None:
    async def has_it():
        return await server.city.command_state(command) is state

    await until(has_it)


@pytest.fixture
async def later(server: Server):
    gateway = Later()
    async with listening(gateway) as url:
        await speaks_for(server, LAMP, STREETLIGHT)
        await connect(server, f"talq+{url}", allow_private=True)
        yield gateway
        gateway.hold_against_the_standard()


async def test_an_order_waits_for_the_update_that_shows_it(later, server):
    command = await server.city.order(order("setDimLevel", 0.4))
    await state_is(server, command, State.SENT)
    (told,) = await _told(later, ("POST", "/override-commands"))
    assert told["addresses"] == [{"resource": "devices", "address": LAMP}]
    assert told["targetCommand"]["cmsRefId"] == command
    assert told["targetCommand"]["state"]["value"] == 40
    effect = attribute("Command", told["targetCommand"])
    update = lamp(
        functions=[
            {
                "id": "light",
                "type": "LampActuatorFunction",
                "feedbackLightCommand": effect,
            }
        ]
    )
    assert await server.city.command_state(command) is State.SENT
    async with httpx.AsyncClient(base_url=server.url, headers=server.headers) as client:
        speaking = Gateway(client)
        assert (await speaking.ask("POST", "/devices", [lamp()])).is_success
        assert (await speaking.ask("PATCH", "/devices", [update])).is_success
    await state_is(server, command, State.CONFIRMED)


async def test_a_programme_is_kept_when_the_lamp_shows_its_calendar(later, server):
    command = await server.city.order(order("keepProgramme", STEADY))
    (told,) = await _told(later, ("POST", "/assign-commands"))
    assert told["entity"]["resource"] == "calendars"
    assert await server.city.command_state(command) is State.SENT
    later.calendar = told["entity"]["address"]
    await state_is(server, command, State.CONFIRMED)
    (programme,) = later.said(("POST", "/control-programs"))[0]
    (fixed,) = programme["fixedTimeControls"]
    assert fixed["startTime"] == "12:00:00"
    assert fixed["command"]["state"]["value"] == 30
    assert fixed["command"]["rampToLevelTime"] == 60


async def _told(later, path):
    async def was_told():
        return later.said(path)

    await until(was_told)
    return later.said(path)
