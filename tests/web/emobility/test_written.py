"""Tariffs, site hosts and vehicles of the town: kept, refused with the place."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.waiting import until
from tests.web.conftest import standing
from tests.web.emobility.sessions import told

pytestmark = pytest.mark.anyio

STATION = "urn:ngsi-ld:EVChargingStation:mall-1"
ENERGY = {"type": "ENERGY", "price": 0.29, "vat": 21.0}
TARIFF = {
    "title": {"en": "Day"},
    "currency": "EUR",
    "elements": [{"price_components": [ENERGY]}],
    "hosts": ["town"],
}


async def test_what_is_written_about_charging_is_kept_and_checked(browser, server):
    await server.city.record(standing(STATION, name="Mall"))

    async def keep(path, definition):
        body = {"definition": definition, "version": 0}
        return await browser.http.put(f"{browser.api}/emobility/{path}", json=body)

    kept = (await keep("tariffs/day", TARIFF)).json()
    assert kept["makes_sense"] is True
    assert kept["definition"]["elements"][0]["price_components"][0]["price"] == 0.29
    refused = await keep("tariffs/other", {**TARIFF, "hosts": ["mall"]})
    assert refused.json()["place"] == ["definition", "hosts", 0]
    assert refused.json()["says"]["cs"] == "mall neexistuje."
    host = {"title": {"en": "Mall"}, "share": 20.0, "stations": [STATION]}
    assert (await keep("hosts/mall", host)).status_code == 200
    twice = {**ENERGY, "price": -1.0}
    wrong = {**TARIFF, "elements": [{"price_components": [twice]}]}
    refused = await keep("tariffs/other", wrong)
    assert refused.json()["place"][-1] == "price"
    assert refused.json()["beside"]["cs"] == "musí být nejméně 0.0"
    wrong = {**TARIFF, "elements": [{"price_components": [ENERGY, ENERGY]}]}
    refused = (await keep("tariffs/other", wrong)).json()
    assert refused["place"] == ["definition", "elements", 0, "price_components"]
    assert refused["says"]["sk"] == "V jednej časti má každá vec jednu cenu."
    van = {"title": {"en": "Van"}, "leaves": [{"days": ["MONDAY"], "at": "6:00"}]}
    refused = await keep("vehicles/van", van)
    assert refused.json()["place"] == ["definition", "leaves", 0, "at"]
    van["leaves"][0]["at"] = "06:00"
    assert (await keep("vehicles/van", van)).status_code == 200
    tried = {"definition": TARIFF, "begin": "2030-06-21T22:00:00", "kwh": 10.0}
    price = await browser.http.post(f"{browser.api}/emobility/price", json=tried)
    assert (price.json()["net"], price.json()["gross"]) == ("2.90", "3.51")
    (one,) = await browser.read("emobility/vehicles")
    assert one["name"] == "van"


async def test_a_session_of_a_town_vehicle_knows_when_it_leaves(browser, server):
    urn, begun = told(STATION, 1, token="Van-1", open_=True)
    days = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"]
    van = {
        "title": {"en": "Van"},
        "tokens": ["VAN-1"],
        "energy": 20.0,
        "leaves": [{"days": [*days, "SATURDAY", "SUNDAY"], "at": "06:00"}],
    }
    path = f"{browser.api}/emobility/vehicles/van"

    async def wished(energy):
        session = (await server.city.present([urn]))[urn]
        return session.value("wishedEnergy") == energy

    await browser.http.put(path, json={"definition": van, "version": 0})
    await server.city.record(begun)
    await until(lambda: wished(20.0))
    session = (await server.city.present([urn]))[urn]
    leaves = datetime.fromisoformat(session.value("departureTime")["@value"])
    assert timedelta() < leaves - datetime.now(UTC) <= timedelta(days=1, hours=1)
    assert session.value("refFleetVehicle") == "urn:ngsi-ld:FleetVehicle:van"
    (kept,) = await browser.read("emobility/vehicles")
    more = {"definition": {**van, "energy": 40.0}, "version": kept["version"]}
    await browser.http.put(path, json=more)
    await until(lambda: wished(40.0))

    async def said():
        session = (await server.city.present([urn]))[urn]
        names = ("refFleetVehicle", "departureTime", "wishedEnergy")
        return [one for one in names if session.value(one) is not None]

    (kept,) = await browser.read("emobility/vehicles")
    stays = {"definition": {**van, "leaves": []}, "version": kept["version"]}
    await browser.http.put(path, json=stays)

    async def stands():
        return await said() == ["refFleetVehicle"]

    await until(stands)
    (kept,) = await browser.read("emobility/vehicles")
    dropped = await browser.http.delete(path, params={"version": kept["version"]})
    assert dropped.status_code == 204

    async def is_nobodys():
        return await said() == []

    await until(is_nobodys)
