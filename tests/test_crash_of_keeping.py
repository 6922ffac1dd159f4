"""No cable carries too much while the server that shares it is dead, and after."""

from base64 import b64encode
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
import websockets

from mesto.kernel.access.device import digest_of
from tests.domains.emobility.keeping.wallboxes import Wallbox, now, point_of
from tests.gates.ocpp.conftest import listening
from tests.test_crash import home, mesto
from tests.waiting import LONG_S, until

pytestmark = pytest.mark.anyio

__all__ = ["home"]  # a fixture

LIMIT_A: Final = 32.0
FAIL_SAFE_A: Final = 6.0
PASSWORD: Final = "correct-horse-battery"
LATER: Final = [timedelta(minutes=m) for m in (0, 1, 5, 14, 15, 16, 60, 600)]
UPSERT: Final = "/ngsi-ld/v1/entityOperations/upsert"
CABINET: Final = "urn:ngsi-ld:GridConnection:C1"


def prop(value: object) -> dict[str, object]:
    return {"type": "Property", "value": value}


def link(urn: str) -> dict[str, object]:
    return {"type": "Relationship", "object": urn}


def inventory(boxes: Sequence[Wallbox]) -> list[dict[str, object]]:
    """State a cabinet of 32 A and the stations that hang on it."""
    stated: list[dict[str, object]] = [
        {
            "id": "urn:ngsi-ld:Connection:chargers",
            "type": "Connection",
            "gate": prop("ocpp"),
            "url": prop("ocpp:"),
            "settings": {"type": "JsonProperty", "json": {"strangers": "accept"}},
        },
        {
            "id": CABINET,
            "type": "GridConnection",
            "name": prop("Cabinet 1"),
            "maximumCurrent": prop(LIMIT_A),
        },
    ]
    for box in boxes:
        station = f"urn:ngsi-ld:EVChargingStation:{box.name}"
        stated += [
            {
                "id": station,
                "type": "EVChargingStation",
                "refGridConnection": link(CABINET),
            },
            {
                "id": f"urn:ngsi-ld:EVSE:{box.name}:1",
                "type": "EVSE",
                "number": prop(1),
                "refEVChargingStation": link(station),
                "failSafeCurrent": prop(FAIL_SAFE_A),
            },
            {
                "id": f"urn:ngsi-ld:Device:{box.name}",
                "type": "Device",
                "serialNumber": prop(box.name),
                "connection": prop("chargers"),
                "passwordDigest": prop(digest_of(PASSWORD, bytes(16))),
                "controlledAsset": link(station),
            },
        ]
    return stated


@asynccontextmanager
async def online(url: str, box: Wallbox) -> AsyncIterator[Any]:
    """Let a wallbox come as soon as it is known, and speak until the block ends."""
    place = f"{url.replace('http', 'ws')}/ocpp/town/chargers/{box.name}"
    brought = b64encode(f"{box.name}:{PASSWORD}".encode()).decode()
    found: list[websockets.ClientConnection] = []

    async def comes() -> bool:
        try:
            socket = await websockets.connect(
                place,
                subprotocols=[websockets.Subprotocol("ocpp1.6")],
                additional_headers={"Authorization": f"Basic {brought}"},
                proxy=None,
                open_timeout=LONG_S,
                ping_timeout=LONG_S,
            )
        except websockets.InvalidStatus:  # the line is not open yet
            return False
        found.append(socket)
        return True

    await until(comes)
    socket = found[0]
    async with socket, listening(point_of(box)(box.name, socket, LONG_S)) as point:
        yield point


async def told(boxes: Sequence[Wallbox], holds: Any) -> None:
    """Wait until something holds; no cable is ever overloaded meanwhile."""

    async def is_so() -> bool:
        check(boxes)
        return bool(holds())

    await until(is_so)


def check(boxes: Sequence[Wallbox]) -> None:
    """Hold what all may draw if nobody is heard again against the cable."""
    for later in LATER:
        assert sum(one.draws(now() + later) for one in boxes) <= LIMIT_A, later


async def test_a_cable_is_kept_while_the_keeper_is_dead_and_when_it_is_back(
    home: Path,
) -> None:
    boxes = first, second = Wallbox("NS-1"), Wallbox("NS-2")
    async with mesto(home) as (process, url):
        async with httpx.AsyncClient(base_url=url) as client:
            answer = await client.post(UPSERT, json=inventory(boxes))
            assert answer.status_code < 300, answer.text
        async with online(url, first) as one, online(url, second) as other:
            await one.boot()
            await other.boot()
            await told(boxes, lambda: first.default == second.default == FAIL_SAFE_A)
            await one.plug_in()
            await told(boxes, lambda: first.draws(now()) > LIMIT_A / 2)
            process.kill()
            await process.wait()
    check(boxes)
    late = now() + timedelta(hours=1)
    assert first.draws(late) == FAIL_SAFE_A, "it falls by its own clock"
    async with (
        mesto(home) as (_, again),
        online(again, first) as one,
        online(again, second) as other,
    ):
        await one.boot()
        await one.status("Charging")
        await other.boot()
        await other.plug_in()
        await told(boxes, lambda: second.told)
