"""Stations of a simulated town speak to the gate, by both versions."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mesto.kernel.model import Command
from mesto.kernel.question.brought import Brought
from mesto.simulator.almanac import DAY_S
from mesto.simulator.chance import Chance
from mesto.simulator.charging.makers import NEW, OLD
from mesto.simulator.charging.point import Point
from mesto.simulator.life.charging import Connector, Session
from mesto.simulator.wire.chargers import Chargers
from mesto.simulator.wire.clock import Clock
from tests.conftest import Server
from tests.gates.ocpp.conftest import NAME, PASSWORD, connect, give, know, sessions
from tests.simulator.charging.test_points import bought
from tests.waiting import until

pytestmark = pytest.mark.anyio

STATION = "urn:ngsi-ld:EVChargingStation:X-{}"


def always(_chance: Chance, connector: Connector, midnight_s: float) -> list[Session]:
    """A car at the first place all day and night, that is never full."""
    if connector.number != 1:
        return []
    end_s = midnight_s + DAY_S
    return [Session(0, midnight_s, midnight_s + 10 * DAY_S, end_s, 11.0)]


async def test_stations_of_both_versions_charge_and_obey(server: Server) -> None:
    await connect(server)
    await give(server, "04AB")
    points = []
    for number, protocol in enumerate((OLD, NEW)):
        one = replace(
            bought(protocol),
            number=number,
            identity=f"x-{number}",
            password=PASSWORD,
        )
        await know(server, one.identity, STATION.format(number))
        points.append(Point(one, Chance(7), ["04AB"], always))
    stranger = replace(bought(), number=2, identity="new-1")
    points.append(Point(stranger, Chance(7), ["04AB"], always))
    url = f"{server.url.replace('http', 'ws')}/ocpp/{server.city.name}/{NAME}"
    clock = Clock(datetime.now(UTC).timestamp(), 1.0)
    living = asyncio.create_task(Chargers(points, url, clock, dict, 0.1).run())
    try:

        async def charge() -> bool:
            found = await sessions(server)
            return len([one for one in found if one.value("energyRegister")]) >= 2

        async def waits() -> bool:
            return bool(await server.city.entities("EVStationWaiting"))

        await until(charge)
        await until(waits)
        for number in (0, 1):
            for name, value in (("setPowerLimit", 4.0), ("fetchLog", {})):
                await server.city.order(
                    Command(
                        entity=STATION.format(number),
                        name=name,
                        value=value,
                        expires_at=datetime.now(UTC).replace(year=9000),
                        source="t",
                    )
                )

        async def keep_below() -> bool:
            return all(one.places[0].power_kw == 4.0 for one in points[:2])

        await until(keep_below)

        async def logs() -> list[bytes | None]:
            found = await server.city.entities("EVStationLog")
            kept = [await server.city.ask(Brought(urn)) for urn in found]
            return kept if len(kept) == 2 and all(kept) else []

        await until(logs)
        assert all(b"station x-" in (one or b"") for one in await logs())
        async with server.city.bound() as connection:
            rows = await connection.fetch("select distinct reason from quarantine")
        assert [row["reason"] for row in rows] == []
    finally:
        living.cancel()
        await asyncio.gather(living, return_exceptions=True)
