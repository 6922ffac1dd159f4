"""A tiny town speaks to the whole product over real sockets."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mesto.kernel.city import City
from mesto.kernel.model import TYPE, Command, Kind, Observation, State
from mesto.simulator import simulation as simulation_
from mesto.simulator.life import rounds
from mesto.simulator.simulation import Endpoints, Simulation
from mesto.simulator.town import Town
from mesto.simulator.wire.api import RefusedError
from tests.conftest import Server

pytestmark = pytest.mark.anyio

WAIT_S = 60


def of(server: Server, town: Town, speed: float = 60.0) -> Simulation:
    broker = server.installation.broker
    assert broker is not None
    return Simulation(
        town,
        seed=7,
        size=0.02,
        endpoints=Endpoints(
            http_url=server.url,
            api_key=server.key,
            mqtt_host="127.0.0.1",
            mqtt_port=broker.port,
            mqtt_user=server.city.name,
            mqtt_password=server.key,
        ),
        speed=speed,
        hello_s=3,
    )


@asynccontextmanager
async def alive(simulation: Simulation) -> AsyncIterator[None]:
    stop = asyncio.Event()
    life = asyncio.create_task(simulation.live(stop))
    try:
        yield
    finally:
        stop.set()
        await life


async def shown(city: City, kind: str, attribute: str, least: float = -1e9) -> str:
    """Wait until some entity of a type shows an attribute; return its URN."""
    found: list[str] = []

    async def is_so() -> bool:
        async with city.bound() as connection:
            urn = await connection.fetchval(
                "select e.urn from present p join entity e on e.id = p.entity "
                "join attribute a on a.id = p.attribute where a.name = $2 "
                "and $1 = any(e.types) and coalesce(p.number, 0) >= $3 limit 1",
                kind,
                attribute,
                least,
            )
        found.extend([urn] if urn else [])
        return bool(found)

    await until(is_so)
    return found[0]


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    """Ask again and again until it is so."""
    async with asyncio.timeout(WAIT_S):
        while not await is_so():
            await asyncio.sleep(0.1)


def obeyed(city: City, command: str, lamp: str) -> Callable[[], Awaitable[bool]]:
    async def is_so() -> bool:
        level = (await city.present([lamp]))[lamp].value("illuminanceLevel")
        return level == 0.33 and await states_of(city, command) == State.CONFIRMED

    return is_so


async def states_of(city: City, command: str) -> str:
    async with city.bound() as connection:
        return str(
            await connection.fetchval(
                "select state from command where id = $1", command
            )
        )


async def test_a_town_states_its_inventory_and_lives(
    listening: Server, town: Town
) -> None:
    simulation = of(listening, town)
    told: list[tuple[int, int]] = []
    await simulation.provision(lambda done, whole: told.append((done, whole)))
    assert told[-1][0] == told[-1][1] > 400
    before = await listening.city.entities("EVChargingSession")
    assert before
    await simulation.provision()
    again = await listening.city.entities("EVChargingSession")
    assert again.keys() == before.keys()

    live = {
        "Streetlight": "illuminanceLevel",
        "WasteContainer": "fillingLevel",
        "ParkingSpot": "status",
        "OffStreetParking": "availableSpotNumber",
        "EVChargingStation": "availableCapacity",
        "TrafficFlowObserved": "intensity",
        "StreetlightFeeder": "phaseVoltage",
        "StreetlightControlCabinet": "totalActivePower",
        "WeatherObserved": "temperature",
        "AirQualityObserved": "pm25",
    }
    async with alive(simulation):
        for kind, attribute in live.items():
            urn = await shown(listening.city, kind, attribute)
            known = (await listening.city.present([urn]))[urn]
            assert known.value("name"), f"{urn} is not in the inventory"
    assert await quarantined(listening) == []


async def test_a_lamp_obeys_and_says_so(listening: Server, town: Town) -> None:
    simulation = of(listening, town)
    await simulation.provision()
    city = listening.city
    async with alive(simulation):
        lamp = await shown(city, "Streetlight", "voltage", least=200)
        command = await city.order(
            Command(
                entity=lamp,
                name="setDimLevel",
                value=0.33,
                expires_at=datetime.now(UTC) + timedelta(minutes=5),
                source="test",
            )
        )
        await until(obeyed(city, command, lamp))


async def test_a_past_is_told_once_and_agrees_with_the_inventory(
    listening: Server, town: Town
) -> None:
    simulation = of(listening, town)
    await simulation.provision()
    async with listening.city.bound() as connection:
        stated = await connection.fetchval("select max(position) from ledger")
    told = await simulation.history(3)
    async with listening.city.bound() as connection:
        kept = await connection.fetchval(
            "select count(*) from ledger l join attribute a on a.id = l.attribute "
            "where observed_at < now() - interval '1 hour' and l.position > $1 "
            "and a.name not in ('emptying', 'dateLastEmptying', 'fillingLevelSeen')",
            stated,
        )
        reported = await connection.fetchval(
            "select count(*) from ledger l join attribute a on a.id = l.attribute "
            "where a.name = 'emptying'"
        )
        hours = await connection.fetch(
            "select count(*) as n from ledger l join attribute a on a.id = l.attribute "
            "where a.name = 'windSpeed' group by l.entity"
        )
    assert 0.9 * told < kept <= told
    assert reported > 100, "drivers told of weeks of emptyings"
    assert hours
    assert all(3 * 24 - 1 <= row["n"] <= 3 * 24 + 1 for row in hours)
    await until(all_are_typed(listening.city))  # receipts are being written still


def all_are_typed(city: City) -> Callable[[], Awaitable[bool]]:
    async def is_so() -> bool:
        async with city.bound() as connection:
            return not await connection.fetchval(
                "select count(*) from entity where types = '{}'"
            )

    return is_so


async def quarantined(server: Server) -> list[str]:
    async with server.city.bound() as connection:
        rows = await connection.fetch("select distinct reason from quarantine")
    return [row["reason"] for row in rows]


async def test_a_town_comes_back_when_the_broker_does(
    listening: Server, town: Town
) -> None:
    simulation = of(listening, town)
    await simulation.provision()
    city, broker = listening.city, listening.installation.broker
    assert broker is not None
    async with alive(simulation):
        counter = await shown(city, "TrafficFlowObserved", "intensity")
        await broker.stop()
        stopped_at = datetime.now(UTC)
        await broker.start()

        async def speaks_again() -> bool:
            known = (await city.present([counter]))[counter]
            newest = [one.observed_at for one in known.attributes if one.observed_at]
            return max(newest) > stopped_at

        await until(speaks_again)


async def test_a_wrong_key_is_told_at_once(listening: Server, town: Town) -> None:
    stranger = replace(listening, key="mesto_nobody")
    async with asyncio.timeout(WAIT_S):
        with pytest.raises(RefusedError):
            await of(stranger, town).provision()


async def test_a_lorry_drives_a_round_that_is_given_to_it_and_empties(
    listening: Server, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulation_, "CREWS_S", 0.5)
    monkeypatch.setattr(rounds, "MISSED", 0.0)
    monkeypatch.setattr(rounds, "CLOSED", 0.0)
    city, living = listening.city, of(listening, town, speed=1.0)
    await living.provision()
    (vehicle, *_) = sorted(await city.entities("Vehicle"))
    containers = await city.entities("WasteContainer")
    urn, one = next(iter(containers.items()))
    at = datetime.now(UTC)
    stop = {
        "place": one.value("location")["coordinates"],
        "arrives": at.isoformat(),
        "leaves": at.isoformat(),
    }
    definition = {
        "day": at.date().isoformat(),
        "plan": "p",
        "vehicle": vehicle,
        "fraction": one.value("storedWasteKind"),
        "phase": "released",
        "km": 0.0,
        "stops": [
            stop | {"what": "depot"},
            stop | {"what": "collect", "containers": [urn]},
        ],
    }
    round_ = "urn:ngsi-ld:WasteRound:p-1"
    await city.record(
        [
            Observation(
                entity=round_, attribute=TYPE, value=["WasteRound"], source="test"
            ),
            Observation(
                entity=round_,
                attribute="definition",
                value=definition,
                kind=Kind.JSON_PROPERTY,
                source="test",
            ),
        ]
    )

    async def is_over() -> bool:
        told = (await city.present([round_]))[round_].value("definition")
        return told["phase"] == "done"

    async with alive(living):
        await until(is_over)
        await shown(city, "Vehicle", "heading")
    told = (await city.present([vehicle, urn])).values()
    lorry, emptied = told
    assert lorry.value("location")["coordinates"] == pytest.approx(
        stop["place"], abs=1e-5
    )
    assert emptied.value("dateLastEmptying") is not None
