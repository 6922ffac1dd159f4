"""No session is lost or told twice when the server is killed amid many of them."""

import asyncio
from base64 import b64encode
from pathlib import Path
from typing import Final

import httpx
import orjson
import pytest
import websockets

from mesto.kernel.access.device import digest_of
from tests.test_crash import home, mesto

pytestmark = pytest.mark.anyio

__all__ = ["home"]  # a fixture

STATIONS: Final = 40
SESSIONS: Final = 25  #: of each station
ENOUGH: Final = 400  #: answered before the blow
PASSWORD: Final = "correct-horse-battery"  # noqa: S105 - of stations in a test
BASIC: Final = "Authorization"


class Station:
    """A station that says again what was not answered, as the standard wants."""

    def __init__(self, number: int, url: str) -> None:
        self.identity = f"CP-{number}"
        self.url = f"{url.replace('http', 'ws')}/ocpp/town/chargers/{self.identity}"
        self.answered = 0  #: messages

    async def run(self) -> None:
        """Tell all sessions, by as many lines as that takes."""
        messages = [one for number in range(SESSIONS) for one in session(number)]
        transaction = 0
        while self.answered < len(messages):
            try:
                async with self.line() as socket:
                    while self.answered < len(messages):
                        action, payload = messages[self.answered]
                        if action != "StartTransaction":
                            payload = {**payload, "transactionId": transaction}
                        call = [2, str(self.answered), action, payload]
                        await socket.send(orjson.dumps(call).decode())
                        sort, _, answer = orjson.loads(await socket.recv())
                        assert sort == 3
                        transaction = answer.get("transactionId", transaction)
                        self.answered += 1
            except (OSError, websockets.WebSocketException):
                await asyncio.sleep(0.2)

    def line(self) -> websockets.connect:
        brought = b64encode(f"{self.identity}:{PASSWORD}".encode()).decode()
        return websockets.connect(
            self.url,
            subprotocols=[websockets.Subprotocol("ocpp1.6")],
            additional_headers={BASIC: f"Basic {brought}"},
            proxy=None,
        )


def session(number: int) -> list[tuple[str, dict[str, object]]]:
    """Return what is said of a session; each gives as many kWh as its number."""
    hour = f"2026-05-{1 + number:02}T"
    sampled = [{"value": str(number * 500)}]
    meters = {"timestamp": f"{hour}10:30:00Z", "sampledValue": sampled}
    return [
        (
            "StartTransaction",
            {
                "connectorId": 1,
                "idTag": "04AB",
                "meterStart": 0,
                "timestamp": f"{hour}10:00:00Z",
            },
        ),
        ("MeterValues", {"connectorId": 1, "meterValue": [meters]}),
        (
            "StopTransaction",
            {"meterStop": number * 1_000, "timestamp": f"{hour}11:00:00Z"},
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
    return [connection, *devices]


async def energies(url: str) -> list[float | None]:
    """Return what each session has given."""
    found: list[float | None] = []
    async with httpx.AsyncClient(base_url=url, timeout=20) as client:
        while True:
            answer = await client.get(
                "/ngsi-ld/v1/entities",
                params={
                    "type": "EVChargingSession",
                    "options": "keyValues",
                    "limit": 1_000,
                    "offset": len(found),
                },
            )
            if not answer.json():
                return found
            found += [one.get("energy") for one in answer.json()]


async def test_killing_the_server_amid_sessions_loses_and_doubles_none(
    home: Path,
) -> None:
    async with mesto(home) as (process, url):
        async with httpx.AsyncClient(base_url=url, timeout=20) as client:
            told = await client.post(
                "/ngsi-ld/v1/entityOperations/upsert", json=inventory()
            )
            assert told.status_code < 300
        stations = [Station(number, url) for number in range(STATIONS)]
        charging = [asyncio.create_task(one.run()) for one in stations]
        async with asyncio.timeout(120):
            while sum(one.answered for one in stations) < ENOUGH:
                await asyncio.sleep(0.05)
        process.kill()
        await process.wait()
    async with mesto(home) as (_, again):
        for one in stations:
            one.url = one.url.replace(url.removeprefix("http"), again[4:])
        async with asyncio.timeout(240):
            await asyncio.gather(*charging)
        found = await energies(again)
    assert sorted(map(float, found)) == sorted(
        float(number) for number in range(SESSIONS) for _ in range(STATIONS)
    )
