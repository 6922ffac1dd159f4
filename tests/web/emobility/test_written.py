"""Tariffs, site hosts and vehicles of the town: kept, refused with the place."""

import pytest

from tests.web.conftest import standing

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
    host = {"title": {"en": "Mall"}, "share": 20.0, "stations": [STATION]}
    assert (await keep("hosts/mall", host)).status_code == 200
    twice = {**ENERGY, "price": -1.0}
    wrong = {**TARIFF, "elements": [{"price_components": [twice]}]}
    refused = await keep("tariffs/other", wrong)
    assert refused.json()["place"][-1] == "price"
    van = {"title": {"en": "Van"}, "leaves": [{"days": ["MONDAY"], "at": "6:00"}]}
    refused = await keep("vehicles/van", van)
    assert refused.json()["place"] == ["definition", "leaves", 0, "at"]
    van["leaves"][0]["at"] = "06:00"
    assert (await keep("vehicles/van", van)).status_code == 200
    (one,) = await browser.read("emobility/vehicles")
    assert one["name"] == "van"
