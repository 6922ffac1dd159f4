"""Orders outlive the process that was giving them: none is lost, none is done twice."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import orjson
import paho.mqtt.client as paho
import pytest

from mesto.gates.mqtt.broker import Broker
from mesto.kernel.connections import connect_as_owner
from mesto.kernel.database import schema_of
from mesto.kernel.postgres import EmbeddedPostgres
from tests.test_crash import home, mesto
from tests.waiting import LONG_S, until

__all__ = ["home"]
pytestmark = pytest.mark.anyio

KEY = "key-of-town"
MANY, ONE = 90, 8  #: lamps told together, and alone
SILENT = 4  #: of the many: they never answer
ENOUGH = 25  #: commands heard before the blow
OTHERS = """
    select count(*)
      from pg_stat_activity
     where backend_type = 'client backend' and pid <> pg_backend_pid()
"""
SETTINGS = {
    "topics": ["lamps/#"],
    "commands": {
        "setDimLevel": {"topic": "lamps/{serial}/set", "payload": {"id": "{id}"}}
    },
    "answers": [{"topic": "lamps/+/answer", "command": "id", "state": "result"}],
}


class Lamps:
    """Lamps on a broker of their own, which obey, but for some that say nothing."""

    def __init__(self, broker: Broker) -> None:
        self.heard: Counter[str] = Counter()  #: by command
        self.silent: set[str] = set()
        self.client = paho.Client(paho.CallbackAPIVersion.VERSION2, client_id="lamps")
        self.client.username_pw_set("town", KEY)
        self.client.on_connect = lambda *_: self.client.subscribe("lamps/+/set", qos=1)
        self.client.on_message = lambda _, __, message: self.hear(message)
        self.client.connect("127.0.0.1", broker.port)
        self.client.loop_start()

    def hear(self, message: paho.MQTTMessage) -> None:
        """Obey once, say so whenever told; in the client's own thread."""
        serial = message.topic.split("/")[1]
        command = orjson.loads(message.payload)["id"]
        self.heard[command] += 1
        if serial.startswith("silent"):
            self.silent.add(command)
            return
        answer = orjson.dumps({"id": command, "result": "ok"})
        self.client.publish(f"lamps/{serial}/answer", answer, qos=1)


@asynccontextmanager
async def lamps_on(folder: Path) -> AsyncIterator[tuple[Lamps, str]]:
    """Let lamps hang on a broker; yield them and where it is."""
    broker = Broker(folder / "field", 0, {"town": KEY}, answer_within_s=LONG_S)
    await broker.start()
    lamps = Lamps(broker)
    try:
        yield lamps, f"mqtt://town:{KEY}@127.0.0.1:{broker.port}"
    finally:
        lamps.client.disconnect()
        lamps.client.loop_stop()
        await broker.stop()


def said(urn: str, **values: object) -> dict[str, object]:
    """Write an entity."""
    attributes = {name: {"type": "Property", "value": v} for name, v in values.items()}
    return {"id": urn, "type": urn.split(":")[2], **attributes}


def serials() -> list[str]:
    """Name the lamps of the street."""
    return [
        *(f"silent-{number}" for number in range(SILENT)),
        *(f"many-{number}" for number in range(MANY - SILENT)),
        *(f"one-{number}" for number in range(ONE)),
    ]


def a_street(url: str, named: Sequence[str]) -> list[dict[str, object]]:
    """Lamps of these serial numbers, each with its device, on one connection."""
    place = {"type": "Point", "coordinates": [19.84, 45.25]}
    street = [
        said("urn:ngsi-ld:Connection:lamps", gate="mqtt", url=url)
        | {"settings": {"type": "JsonProperty", "json": SETTINGS}}
    ]
    for serial in named:
        lamp = f"urn:ngsi-ld:Streetlight:{serial}"
        device = said(
            f"urn:ngsi-ld:Device:{serial}", serialNumber=serial, connection="lamps"
        )
        controls = {"type": "Relationship", "object": lamp}
        street += [
            said(lamp, name=serial)
            | {"location": {"type": "GeoProperty", "value": place}},
            device | {"controlledAsset": controls},
        ]
    return street


class Desk:
    """Somebody who orders, and asks again until it is acknowledged."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def ask(self, method: str, path: str, body: object = None) -> Any:
        answer = await self.client.request(method, f"/api/town{path}", json=body)
        answer.raise_for_status()
        return answer.json()

    async def order_one(self, lamp: int, token: UUID) -> None:
        wish = {"order": "dim", "value": 0.5, "token": str(token)}
        await self.ask("POST", f"/assets/{lamp}/commands", wish)

    async def lamps(self) -> dict[str, int]:
        """Return the lamps' numbers by name."""
        found = await self.ask("GET", "/state")
        rows = await self.ask(
            "GET", "/tables/Streetlight/rows?ids=" + ",".join(map(str, found["ids"]))
        )
        return {row["name"]: row["id"] for row in rows}

    async def last_of(self, lamp: int) -> dict[str, Any]:
        """Return the one command a lamp was given."""
        (only,) = (await self.ask("GET", f"/assets/{lamp}/commands"))["items"]
        found: dict[str, Any] = only
        return found


@asynccontextmanager
async def desk_of(home: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, Desk]]:
    """Serve, and let somebody order there."""
    async with (
        mesto(home, allow_private="1") as (process, url),
        httpx.AsyncClient(base_url=url) as client,
    ):
        yield process, Desk(client)


async def ready(desk: Desk) -> Mapping[str, int]:
    """Wait until every lamp is known and can be told; return their numbers."""

    async def all_get_it() -> bool:
        wish = {"type": "Streetlight", "order": "dim", "value": 0.5}
        weighed = await desk.ask("POST", "/bulks/preview", wish)
        return bool(weighed["get"] == MANY + ONE)

    await until(all_get_it)
    return await desk.lamps()


async def while_nobody_served(home: Path) -> set[str]:
    """Let time pass: what the dead held is free, who was silent is too late.

    What the dead asked of the database last is done before, not after. Returns the
    commands that were confirmed by then.
    """
    connection = await connect_as_owner(EmbeddedPostgres(folder=home / "postgres").dsn)

    async def is_alone() -> bool:
        return not await connection.fetchval(OTHERS)

    try:
        await until(is_alone)
        await connection.execute(f"set search_path to {schema_of('town')}")
        await connection.execute(
            "update bookmark set held_until = now() where holder is not null"
        )
        await connection.execute(
            "update command set due_at = now() where state = 'sent'"
        )
        await connection.execute(
            "update command set expires_at = now() where entity like '%:silent-%'"
        )
        rows = await connection.fetch(
            "select id::text from command where state = 'confirmed'"
        )
        return {row["id"] for row in rows}
    finally:
        await connection.close()


async def test_every_order_that_was_acknowledged_is_done_or_said_to_be_too_late(
    home: Path,
) -> None:
    bulk, tokens = uuid4(), [uuid4() for _ in range(ONE)]
    async with lamps_on(home) as (lamps, where):
        async with desk_of(home) as (process, desk):
            told = await desk.client.post(
                "/ngsi-ld/v1/entityOperations/upsert", json=a_street(where, serials())
            )
            told.raise_for_status()
            numbers = await ready(desk)
            silent, many, alone = (
                [number for name, number in numbers.items() if name.startswith(kind)]
                for kind in ("silent", "many", "one")
            )
            wish = {"type": "Streetlight", "order": "dim", "value": 0.5}
            await desk.ask("PUT", f"/bulks/{bulk}", wish | {"ids": silent + many})
            ordering = asyncio.gather(
                *map(desk.order_one, alone, tokens), return_exceptions=True
            )

            async def in_the_middle() -> bool:
                if len(lamps.heard) < ENOUGH or len(lamps.silent) < SILENT:
                    return False
                counts = (await desk.ask("GET", f"/bulks/{bulk}"))["counts"]
                return bool(counts.get("confirmed"))

            await until(in_the_middle)
            process.kill()
            await process.wait()
            await ordering
        done = await while_nobody_served(home)
        assert done
        async with desk_of(home) as (_, desk):
            for lamp, token in zip(alone, tokens, strict=True):
                await desk.order_one(lamp, token)  # acknowledged or not: it is once

            async def over() -> bool:
                states = [(await desk.last_of(lamp))["state"] for lamp in alone]
                standing = await desk.ask("GET", f"/bulks/{bulk}")
                return set(states) == {"confirmed"} and (
                    standing["state"],
                    standing["counts"],
                ) == ("done", {"confirmed": MANY - SILENT, "failed": SILENT})

            await until(over)
            standing = await desk.ask("GET", f"/bulks/{bulk}")
    assert [(one["count"], one["says"]["en"]) for one in standing["troubles"]] == [
        (SILENT, "Not confirmed in time.")
    ]
    assert len(lamps.heard) == MANY + ONE
    assert {lamps.heard[command] for command in done} == {1}
