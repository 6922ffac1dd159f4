"""No session is lost or billed twice when the server is killed amid many of them."""

import asyncio
from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
import websockets
from ocpp import v16

from mesto.kernel.access.device import digest_of
from tests.test_crash import home, mesto
from tests.waiting import LONG_S, until

pytestmark = pytest.mark.anyio

__all__ = ["home"]  # a fixture

STATIONS: Final = 10
SESSIONS: Final = 10  #: of each station
LAST: Final = STATIONS * SESSIONS * 3 // 2 + 40  #: answers before the blow
PRICE: Final = {"type": "ENERGY", "price": 0.5, "vat": 21.0}
TARIFF: Final = {
    "title": {"en": "Day"},
    "currency": "EUR",
    "elements": [{"price_components": [PRICE]}],
}
PASSWORD: Final = "correct-horse-battery"
BASIC: Final = "Authorization"


class Blow:
    """Lets stations tell half, and then kills the server amid the rest."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.go_on = asyncio.Event()  #: beyond the half
        self.answered = 0  #: messages of all stations

    def note(self) -> None:
        """Count an answer; at the last one the server may give, kill it."""
        self.answered += 1
        if self.answered == LAST:
            self.process.kill()


class Station:
    """A station of the package `ocpp`, which says again what was not answered."""

    def __init__(self, number: int, url: str, blow: Blow) -> None:
        self.blow = blow
        self.identity = f"CP-{number}"
        self.url = f"{url.replace('http', 'ws')}/ocpp/town/chargers/{self.identity}"
        self.answered = 0  #: messages
        self.transaction = 0

    async def run(self) -> None:
        """Tell all sessions, by as many lines as that takes."""
        messages = [one for number in range(SESSIONS) for one in session(number)]
        while self.answered < len(messages):
            try:
                async with self.line() as socket:
                    point = v16.ChargePoint(self.identity, socket)
                    listening = asyncio.create_task(point.start())
                    try:
                        await self.go_on(point, listening, messages)
                    finally:
                        listening.cancel()
                        await asyncio.gather(listening, return_exceptions=True)
            except (OSError, websockets.WebSocketException):
                await asyncio.sleep(0.2)

    async def go_on(
        self, point: v16.ChargePoint, listening: asyncio.Task[None], messages: list[Any]
    ) -> None:
        """Tell what was not answered yet, one after the other."""
        while self.answered < len(messages):
            if self.answered == len(messages) // 2:
                await self.blow.go_on.wait()
            told = messages[self.answered]
            if not isinstance(told, v16.call.StartTransaction):
                told = replace(told, transaction_id=self.transaction)
            answer = await asked(point, told, listening)
            self.transaction = getattr(answer, "transaction_id", self.transaction)
            self.answered += 1
            self.blow.note()

    def line(self) -> websockets.connect:
        brought = b64encode(f"{self.identity}:{PASSWORD}".encode()).decode()
        return websockets.connect(
            self.url,
            subprotocols=[websockets.Subprotocol("ocpp1.6")],
            additional_headers={BASIC: f"Basic {brought}"},
            proxy=None,
        )


async def asked(
    point: v16.ChargePoint, told: object, listening: asyncio.Task[None]
) -> object:
    """Return the answer. Raises what ended the line, if it ends before."""
    asking = asyncio.create_task(point.call(told, suppress=False))
    await asyncio.wait({asking, listening}, return_when=asyncio.FIRST_COMPLETED)
    if asking.done():
        return asking.result()
    asking.cancel()
    await listening
    raise ConnectionResetError


def session(number: int) -> list[Any]:
    """Return what is said of a session; each gives one kWh more than the last."""
    hour = f"2026-05-{1 + number:02}T"
    sampled = [{"value": str(number * 500)}]
    meters = {"timestamp": f"{hour}10:30:00Z", "sampled_value": sampled}
    return [
        v16.call.StartTransaction(
            connector_id=1,
            id_tag="04AB",
            meter_start=0,
            timestamp=f"{hour}10:00:00Z",
        ),
        v16.call.MeterValues(connector_id=1, meter_value=[meters]),
        v16.call.StopTransaction(
            transaction_id=0,
            meter_stop=(number + 1) * 1_000,
            timestamp=f"{hour}11:00:00Z",
        ),
    ]


def inventory() -> list[dict[str, object]]:
    """State the connection, and the devices of all stations."""
    digest = digest_of(PASSWORD, bytes(16))
    settings = {"strangers": "accept", "offline_days": 36_500, "calls_per_s": 1_000}
    connection = {
        "id": "urn:ngsi-ld:Connection:chargers",
        "type": "Connection",
        "gate": {"type": "Property", "value": "ocpp"},
        "url": {"type": "Property", "value": "ocpp:"},
        "settings": {"type": "JsonProperty", "json": settings},
    }
    devices = [
        {
            "id": f"urn:ngsi-ld:Device:CP-{number}",
            "type": "Device",
            "serialNumber": {"type": "Property", "value": f"CP-{number}"},
            "connection": {"type": "Property", "value": "chargers"},
            "passwordDigest": {"type": "Property", "value": digest},
            "controlledAsset": {
                "type": "Relationship",
                "object": f"urn:ngsi-ld:EVChargingStation:{number}",
            },
        }
        for number in range(STATIONS)
    ]
    tariff = {
        "id": "urn:ngsi-ld:EVTariff:day",
        "type": "EVTariff",
        "definition": {
            "type": "JsonProperty",
            "json": TARIFF,
            "observedAt": "2026-01-01T00:00:00Z",
        },
    }
    return [connection, tariff, *devices]


async def entities(url: str, type_: str) -> list[dict[str, Any]]:
    """Return all there are of a type."""
    found: list[dict[str, Any]] = []
    async with httpx.AsyncClient(base_url=url) as client:
        while True:
            answer = await client.get(
                "/ngsi-ld/v1/entities",
                params={
                    "type": type_,
                    "options": "keyValues",
                    "limit": 1_000,
                    "offset": len(found),
                },
            )
            if not answer.json():
                return found
            found += answer.json()


async def test_killing_the_server_amid_sessions_loses_none_and_bills_none_twice(
    home: Path,
) -> None:
    async with mesto(home) as (process, url):
        async with httpx.AsyncClient(base_url=url) as client:
            told = await client.post(
                "/ngsi-ld/v1/entityOperations/upsert", json=inventory()
            )
            assert told.status_code < 300
        blow = Blow(process)
        stations = [Station(number, url, blow) for number in range(STATIONS)]
        charging = [asyncio.create_task(one.run()) for one in stations]

        async def some_are_billed() -> bool:
            return bool(await entities(url, "EVChargingReceipt"))

        await until(some_are_billed)
        blow.go_on.set()
        await process.wait()
    async with mesto(home) as (_, again):
        for one in stations:
            one.url = one.url.replace(url.removeprefix("http"), again[4:])
        async with asyncio.timeout(LONG_S):
            await asyncio.gather(*charging)
        found = await entities(again, "EVChargingSession")

        async def all_are_billed() -> bool:
            return len(await entities(again, "EVChargingReceipt")) >= len(found)

        await until(all_are_billed)
        receipts = await entities(again, "EVChargingReceipt")
    assert sorted(one["energy"] for one in found) == sorted(
        number + 1 for number in range(SESSIONS) for _ in range(STATIONS)
    )
    billed = sorted(one["refEVChargingSession"] for one in receipts)
    assert billed == sorted(one["id"] for one in found)
    numbers = sorted(one["receiptNumber"].rpartition("-")[2] for one in receipts)
    assert numbers == [f"{number:06}" for number in range(1, len(found) + 1)]
