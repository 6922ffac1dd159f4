"""Cards: kept, blocked, taken where they are valid, and known to stations."""

import pytest
from ocpp import v16
from ocpp.routing import on
from ocpp.v16 import call, call_result

from mesto.domains.emobility.cards.run import kept_in
from tests.gates.ocpp.conftest import STATION, connect, know, line, observed, station
from tests.gates.ocpp.test_door import ask
from tests.waiting import until
from tests.web.conftest import standing

pytestmark = pytest.mark.anyio
OTHER = "urn:ngsi-ld:EVChargingStation:NS-2"


async def keep(browser, **card):
    path = f"{browser.api}/emobility/cards/{card['token']}"
    return await browser.http.put(path, json=card)


async def test_a_card_opens_only_what_it_is_for(browser, server):
    await connect(server)
    await know(server, "CP-1")
    await server.city.record(standing(OTHER))

    async def verdict():
        async with line(server) as socket:
            answer = await ask(socket, "Authorize", {"idTag": "AA11"})
        return answer[2]["idTagInfo"]["status"]

    assert await verdict() == "Invalid"
    wrong = await keep(browser, token="AA11", stations=["urn:ngsi-ld:Device:1"])
    assert wrong.json()["place"] == ["stations", 0]
    card = {"token": "AA11", "owner": "Jana", "card_group": "residents"}
    assert (await keep(browser, **card, stations=[OTHER])).status_code == 200
    assert await verdict() == "Invalid"
    await keep(browser, **card)
    assert await verdict() == "Accepted"
    await keep(browser, **card, blocked=True)
    assert await verdict() == "Blocked"
    await keep(browser, **card, expires="2020-01-01T00:00:00Z")
    assert await verdict() == "Expired"
    file = "token,card_group,owner\nAA11,fleet,Town\nno good,,\n"
    told = await browser.http.post(f"{browser.api}/emobility/cards", content=file)
    assert told.json()["cards"] == 1
    assert told.json()["refused"][0]["line"] == 3
    assert await verdict() == "Accepted"
    (one,) = (await browser.read("emobility/cards"))["items"]
    assert (one["owner"], one["card_group"], one["expires"]) == ("Town", "fleet", None)
    await browser.http.delete(f"{browser.api}/emobility/cards/aa11")
    assert await verdict() == "Invalid"


async def test_a_new_card_does_not_take_the_place_of_anothers(browser):
    card = {"token": "0BAA55", "owner": "Jana"}
    assert (await keep(browser, **card)).status_code == 200
    path = f"{browser.api}/emobility/cards/0baa55"
    other = {"token": "0baa55", "owner": "Petra"}
    new = {"if-none-match": "*"}
    refused = await browser.http.put(path, json=other, headers=new)
    assert refused.status_code == 409
    assert "existuje" in refused.json()["says"]["cs"]
    cards = (await browser.read("emobility/cards"))["items"]
    assert [one["owner"] for one in cards if one["name"] == "0baa55"] == ["Jana"]
    await browser.http.delete(path)
    assert (await browser.http.put(path, json=other, headers=new)).status_code == 200
    await browser.http.delete(path)  # lists of stations have all cards of the town


async def test_a_file_in_another_alphabet_is_refused_and_not_half_read(browser):
    file = "token;owner\nF1AA;Željko\n".encode("cp1250")
    refused = await browser.http.post(f"{browser.api}/emobility/cards", content=file)
    assert refused.status_code == 400
    assert "UTF-8" in refused.json()["says"]["sr-Latn"]
    cards = (await browser.read("emobility/cards"))["items"]
    assert "f1aa" not in [one["name"] for one in cards]


async def test_a_contract_with_hyphens_is_the_one_a_car_tells(browser, server):
    await connect(server)
    await know(server, "CP-1")
    answer = await keep(browser, token="CZ-EMO-C1234-5678", type="eMAID")
    assert answer.json()["name"] == "czemoc12345678"
    async with line(server, protocol="ocpp2.0.1") as socket:
        told = {"idToken": "CZEMOC12345678", "type": "eMAID"}
        said = await ask(socket, "Authorize", {"idToken": told})
    assert said[2]["idTokenInfo"]["status"] == "Accepted"
    await browser.http.delete(f"{browser.api}/emobility/cards/czemoc12345678")


class Listening(v16.ChargePoint):
    """A station that keeps the lists it is sent."""

    def __init__(self, *args):
        super().__init__(*args)
        self.lists = []

    @on("SendLocalList")
    async def keep(self, **told):
        self.lists.append(told)
        return call_result.SendLocalList(status="Accepted")


async def test_a_station_gets_the_cards_and_what_changes(browser, server):
    await connect(server)
    await know(server, "CP-1")
    await server.city.record(observed(STATION, localListEnabled=True))
    await keep(browser, token="AA11")

    async def version(number):
        found = (await server.city.present([STATION])).get(STATION)
        return found is not None and kept_in(found).version == number

    async with station(server, kind=Listening) as point:
        boot = call.BootNotification(charge_point_model="P", charge_point_vendor="V")
        await point.call(boot)
        await until(lambda: version(1))
        await keep(browser, token="AA11", blocked=True)
        await until(lambda: version(2))
    full, change = point.lists
    assert full["update_type"] == "Full"
    assert change["local_authorization_list"] == [{"id_tag": "aa11"}]
