"""Anybody sees where a charger is free, and machines read it in their own words."""

from typing import Any

import httpx
import pytest
from defusedxml.ElementTree import fromstring
from ocpp import v16

from mesto.kernel.model import Kind
from tests.conftest import Server
from tests.gates.ocpi.conftest import EVSE, OTHER, STATION, furnish
from tests.gates.ocpp.conftest import NAME, connect, observed, station
from tests.waiting import until

pytestmark = pytest.mark.anyio

AEGI = "{http://datex2.eu/schema/3/afirEnergyInfrastructure}"
COM = "{http://datex2.eu/schema/3/common}"
AFAC = "{http://datex2.eu/schema/3/afirFacilities}"
#: Smart Data Models, EVChargingStation: what has to be there, and what words it knows.
NEEDED = {"id", "type", "socketType", "capacity", "allowedVehicleType"}
STATES = {"almostEmpty", "almostFull", "empty", "full", "outOfService"}
STATES |= {"withIncidence", "working"}
SOCKETS = {"CHAdeMO", "CCS/SAE", "Mennekes", "Other", "Type2", "Wall_Euro"}


async def read(server: Server, path: str, **headers: str) -> httpx.Response:
    """Ask as anybody may, without a key."""
    url = f"{server.url}/public/{server.city.name}/emobility/{path}"
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.get(url, headers=headers)


async def price(server: Server) -> None:
    """Let a kWh cost something for who comes without a card."""
    component = {"type": "ENERGY", "price": 0.4, "vat": 20}
    definition = {
        "title": {"en": "By the kWh"},
        "currency": "EUR",
        "elements": [{"price_components": [component]}],
    }
    urn = "urn:ngsi-ld:EVTariff:all"
    told = (Kind.JSON_PROPERTY, definition)
    await server.city.record(observed(urn, type=["EVTariff"], definition=told))


async def test_anybody_sees_what_is_free_and_what_it_costs(server: Server) -> None:
    empty = await read(server, "chargers", **{"accept-language": "en"})
    assert "No charging station is known yet" in empty.text
    assert (await read(server, "energy-infrastructure.xml")).status_code == 404
    await furnish(server)
    await price(server)
    await server.city.record(observed(OTHER, status="Charging"))
    page = await read(server, "chargers", **{"accept-language": "en"})
    assert "1 of 2" in page.text
    assert "22 kW" in page.text
    assert "0.48 EUR a kWh" in page.text
    czech = await read(server, "chargers", **{"accept-language": "cs"})
    assert "Volná nabíjecí místa" in czech.text
    await server.city.record(observed(STATION, connected=False))
    lost = await read(server, "chargers", **{"accept-language": "en"})
    assert "nobody knows just now" in lost.text


async def test_the_layer_tells_maps_what_is_free(server: Server) -> None:
    await furnish(server)
    answer = await read(server, "chargers.geojson")
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    (one,) = answer.json()["features"]
    assert one["geometry"] == {"type": "Point", "coordinates": [19.833, 45.255]}
    assert (one["properties"]["free"], one["properties"]["points"]) == (2, 2)
    known = await read(
        server, "chargers.geojson", **{"if-none-match": answer.headers["etag"]}
    )
    assert known.status_code == 304


async def test_datex_tells_what_there_is_and_what_is_free(server: Server) -> None:
    await furnish(server)
    await price(server)
    answer = await read(server, "energy-infrastructure.xml")
    again = await read(server, "energy-infrastructure.xml")
    assert answer.headers["etag"] == again.headers["etag"]
    table = fromstring(answer.content)
    points = list(table.iter(f"{AEGI}refillPoint"))
    assert [one.get("id") for one in points] == [EVSE, OTHER]
    assert points[0].findtext(f".//{AEGI}connectorType") == "iec62196T2"
    assert points[0].findtext(f".//{AEGI}maxPowerAtSocket") == "22000"
    assert points[0].findtext(f".//{AEGI}energyPrice/{AEGI}value") == "0.48"
    await server.city.record(observed(OTHER, status="Faulted"))
    told = fromstring((await read(server, "energy-infrastructure-status.xml")).content)
    states = [one.text for one in told.iter(f"{AEGI}status")]
    assert states == ["available", "faulted"]
    references = {one.get("id") for one in told.iter(f"{AFAC}reference")}
    assert references >= {EVSE, OTHER, STATION}
    last = max(str(one.text) for one in told.iter(f"{AFAC}lastUpdated"))
    assert told.findtext(f"{COM}publicationTime") == last


async def test_what_an_ocpp_station_becomes_is_a_charging_station_of_its_data_model(
    server: Server,
) -> None:
    await connect(server)
    async with httpx.AsyncClient(
        base_url=server.url, headers=server.headers, trust_env=False
    ) as client:
        admission = {"connection": NAME, "identity": "CP-1", "station": STATION}
        path = f"/api/{server.city.name}/emobility/stations"
        body: Any = {**admission, "password": "correct-horse-battery"}
        assert (await client.post(path, json=body)).status_code == 200
        register = server.installation.exchanges[server.city.name].register

        async def is_known() -> bool:
            return register.device("cp-1") is not None

        await until(is_known)
        async with station(server) as cp:
            for number in (1, 2):
                await cp.call(
                    v16.call.StatusNotification(
                        connector_id=number, error_code="NoError", status="Available"
                    )
                )

        async def told() -> dict[str, Any]:
            url = f"/ngsi-ld/v1/entities/{STATION}?options=keyValues"
            found: dict[str, Any] = (await client.get(url)).json()
            return found

        async def is_summed_up() -> bool:
            return (await told()).get("capacity") == 2

        await until(is_summed_up)
        found = await told()
    assert found.keys() >= NEEDED
    assert found["type"] == "EVChargingStation"
    assert found["status"] in STATES
    assert 0 <= found["availableCapacity"] <= found["capacity"]
    for name, words in (("socketType", SOCKETS), ("allowedVehicleType", {"car"})):
        value = found[name]
        assert set(value if isinstance(value, list) else [value]) <= words
