"""Charging without a card, by the code on the station."""

import re
from datetime import UTC, datetime
from decimal import Decimal

import httpx
import msgspec
import pytest
from ocpp import v16
from ocpp.routing import on
from ocpp.v16 import call, call_result

from mesto.domains.emobility.adhoc.page import Here, Mine, session_page
from mesto.domains.emobility.adhoc.reading import receipted
from mesto.domains.emobility.receipts.bill import Bill, Seller
from tests.gates.ocpp.conftest import STATION, connect, know, observed, station
from tests.stating import entity
from tests.waiting import until

pytestmark = pytest.mark.anyio
NOON = datetime(2030, 6, 21, 12, tzinfo=UTC)
EVSE = "urn:ngsi-ld:EVSE:NS-1:1"
FREE = {"title": {"en": "Free"}, "currency": "EUR"}
ENERGY = {"type": "ENERGY", "price": 0.4, "vat": 20.0}
PAID = {
    **FREE,
    "elements": [{"price_components": [ENERGY]}],
    "on_account": True,
}
LANGUAGES = {
    "en": "Charging",
    "cs": "Nabíjení",
    "sk": "Nabíjanie",
    "sr-Latn": "Punjenje",
}


class Post(v16.ChargePoint):
    """A station that begins when it is told."""

    def __init__(self, *args):
        super().__init__(*args)
        self.told = []

    @on("RemoteStartTransaction")
    async def begin(self, **told):
        self.told.append(told)
        return call_result.RemoteStartTransaction(status="Accepted")

    @on("RemoteStopTransaction")
    async def end(self, **told):
        self.told.append(told)
        return call_result.RemoteStopTransaction(status="Accepted")

    async def says(self, status):
        await self.call(
            call.StatusNotification(connector_id=1, error_code="NoError", status=status)
        )


def at():
    return datetime.now(UTC).isoformat()


@pytest.fixture
async def anybody(browser, server):
    await connect(server)
    await know(server, "CP-1")
    tail = STATION.rpartition(":")[2]
    async with httpx.AsyncClient(base_url=server.url, timeout=30) as http:
        http.place = f"/open/{server.city.name}/emobility/charge/{tail}/1"

        async def keep(tariff):
            body = {"definition": tariff, "version": 0}
            path = f"{browser.api}/emobility/tariffs/walk-in"
            assert (await browser.http.put(path, json=body)).status_code == 200

        http.keep = keep
        yield http


async def test_who_has_no_card_starts_stops_and_gets_the_receipt(anybody, server):
    await anybody.keep(FREE)
    assert (await anybody.get(anybody.place)).status_code == 403, "no such place yet"
    async with station(server, kind=Post) as point:
        boot = call.BootNotification(charge_point_model="P", charge_point_vendor="V")
        await point.call(boot)
        await point.says("Preparing")
        for language, title in LANGUAGES.items():
            page = await anybody.get(anybody.place, params={"language": language})
            assert f"<title>{title}</title>" in page.text
        assert "free here" in (await anybody.get(anybody.place)).text
        led = await anybody.post(anybody.place)
        assert led.status_code == 303, led.text
        mine = led.headers["location"].split("?")[0]
        assert "The station has been told" in (await anybody.get(mine)).text
        await until(lambda: _told(point, 1))
        token = point.told[0]["id_tag"]
        start = call.StartTransaction(
            connector_id=1, id_tag=token, meter_start=0, timestamp=at()
        )
        answer = await point.call(start)
        assert answer.id_tag_info["status"] == "Accepted"
        sample = {"value": "2500", "measurand": "Energy.Active.Import.Register"}
        values = [{"timestamp": at(), "sampled_value": [sample]}]
        number = answer.transaction_id
        await point.call(
            call.MeterValues(connector_id=1, transaction_id=number, meter_value=values)
        )
        assert "2.50\xa0kWh" in (await anybody.get(mine)).text
        assert "Somebody is charging" in (await anybody.get(anybody.place)).text
        assert (await anybody.post(anybody.place)).status_code == 409
        assert (await anybody.post(mine)).status_code == 303
        await until(lambda: _told(point, 2))
        assert point.told[1]["transaction_id"] == number
        stop = call.StopTransaction(
            meter_stop=3_000, timestamp=at(), transaction_id=number
        )
        await point.call(stop)

    async def receipt():
        return re.search(r'href="([^"?]+/receipt)', (await anybody.get(mine)).text)

    await until(receipt)
    paper = await anybody.get((await receipt())[1])
    assert paper.content.startswith(b"%PDF")
    for language, words in (("en", "Nothing is to be paid"), ("cs", "Není co platit")):
        asked = {"as": "html", "language": language}
        page = await anybody.get((await receipt())[1], params=asked)
        assert page.headers["content-type"].startswith("text/html")
        assert f'lang="{language}"' in page.text
        assert words in page.text
    assert (await anybody.get(f"{mine}x")).status_code == 403


async def test_a_browser_is_told_in_words_of_an_address_that_leads_nowhere(anybody):
    where = f"{anybody.place}7"
    for language, words in (
        ("en", "leads nowhere"),
        ("cs", "nikam nevede"),
        ("sk", "nikam nevedie"),
        ("sr-Latn", "ne vodi nikuda"),
    ):
        told = {"accept": "text/html,*/*;q=0.8", "accept-language": language}
        page = await anybody.get(where, headers=told)
        assert page.status_code == 403
        assert page.headers["content-type"].startswith("text/html")
        assert words in page.text
    machine = await anybody.get(where, headers={"accept": "application/json"})
    assert machine.status_code == 403
    assert machine.json()["title"]


async def _told(point, count):
    return len(point.told) >= count


async def test_who_pays_by_invoice_waits_for_a_yes(anybody, server, browser):
    await anybody.keep(PAID)
    async with station(server, kind=Post) as point:
        boot = call.BootNotification(charge_point_model="P", charge_point_vendor="V")
        await point.call(boot)
        await point.says("Available")
        page = (await anybody.get(anybody.place)).text
        assert "0.48\xa0EUR for each kWh" in page
        assert "20 kWh in 30 minutes from now: 9.60\xa0EUR" in page
        assert (await anybody.post(anybody.place)).status_code == 400
        who = {"payer": "Jana <b>", "contact": "jana@city.example"}
        led = await anybody.post(anybody.place, data=who)
        mine = led.headers["location"].split("?")[0]
        assert "has been asked" in (await anybody.get(mine)).text
        (asked,) = (await browser.read("emobility/starts"))["items"]
        assert (asked["payer"], asked["number"]) == ("Jana <b>", 1)
        path = f"{browser.api}/emobility/starts/{asked['name']}"
        assert (await browser.http.post(f"{path}/agree")).status_code == 200
        await until(lambda: _told(point, 1))
        async with server.city.bound() as connection:
            by = await connection.fetchval("select source from command")
        assert by == "key:first", "who agreed stands in the ledger"
        assert (await browser.http.post(f"{path}/refuse")).status_code == 409
        assert (await browser.read("emobility/starts"))["items"] == []
        third = await anybody.post(anybody.place, data=who)
        assert third.status_code == 429, "twice a minute is enough"
        reads = {"accept": "text/html", "accept-language": "cs"}
        page = await anybody.post(anybody.place, data=who, headers=reads)
        assert page.status_code == 429
        assert "Počkejte minutu" in page.text
        assert int(page.headers["retry-after"]) > 0


async def test_a_browser_is_told_in_words_what_is_missing(anybody, server):
    await anybody.keep(PAID)
    await server.city.record(
        observed(STATION, connected=True) + observed(EVSE, type=["EVSE"])
    )
    reads = {"accept": "text/html", "accept-language": "sk"}
    blank = {"payer": " ", "contact": "jana@city.example"}
    page = await anybody.post(anybody.place, data=blank, headers=reads)
    assert page.status_code == 400
    assert "kto platí" in page.text


PLACE = Here(name="Square", number=1, state="free", tariff=None)
ENDED = Mine(going="ended", station="/", here=PLACE, currency="EUR")


@pytest.mark.parametrize(
    ("became", "shown", "hidden"),
    [
        ({"status": "waived"}, ["Nothing is to be paid"], ["meter", "9.00"]),
        ({"status": "doubtful"}, ["The meter has to be looked at"], ["9.00"]),
        (
            {"status": "issued", "receiptNumber": "T-1", "creditedAmount": 2.1},
            ["6.05", "Given back", "2.10", "T-1"],
            ["so far", "9.00 EUR"],
        ),
    ],
)
def test_the_page_of_a_session_says_what_its_receipt_does(became, shown, hidden):
    bill = Bill(
        seller=Seller(title={"en": "Town"}),
        currency="EUR",
        tariff="day",
        version=1,
        tariff_title={"en": "Day"},
        begin=NOON,
        end=NOON,
        station=STATION,
        gross=Decimal("6.05"),
    )
    said = became | {"bill": msgspec.to_builtins(bill)}
    receipt = entity("urn:ngsi-ld:EVChargingReceipt:1", NOON, said)
    mine = receipted(ENDED._replace(cost=Decimal("9.00")), receipt, "/mine")
    page = session_page(mine, UTC, "en")
    for words in shown:
        assert words in page
    for words in hidden:
        assert words not in page.replace("9.00 kWh", "")
