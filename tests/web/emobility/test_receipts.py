"""Receipts: one a session, by the tariff of its begin; decided, credited, printed."""

from datetime import UTC, datetime, timedelta

import pytest

from mesto.domains.emobility.business.run import READER
from mesto.domains.emobility.receipts.issuing import issue
from tests.gates.ocpp.conftest import connect, give, know, line
from tests.gates.ocpp.test_door import ask
from tests.waiting import until
from tests.web.conftest import seen, standing
from tests.web.emobility.sessions import told

pytestmark = pytest.mark.anyio

STATION = "urn:ngsi-ld:EVChargingStation:mall-1"
OTHER = "urn:ngsi-ld:EVChargingStation:town-1"
ENERGY = {"type": "ENERGY", "price": 0.5, "vat": 21.0}
TARIFF = {
    "title": {"en": "Day"},
    "currency": "EUR",
    "elements": [{"price_components": [ENERGY]}],
}
HOST = {
    "title": {"en": "Mall"},
    "prefix": "M",
    "vat_id": "SK1",
    "share": 20.0,
    "stations": [STATION],
}


def now():
    """Return a time after all that was written before."""
    return datetime.now(UTC)


@pytest.fixture
async def town(browser, server):
    """Two stations, one of them a mall's, and a price for every kWh."""

    async def is_heard():
        async with server.city.bound() as connection:
            return await connection.fetchval(
                "select count(*) from bookmark where reader = $1", READER
            )

    await until(is_heard)  # what was before is sold by nobody
    await server.city.record(standing(STATION, name="Mall") + standing(OTHER))

    async def keep(path, definition, version=0):
        body = {"definition": definition, "version": version}
        answer = await browser.http.put(f"{browser.api}/emobility/{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    browser.keep = keep
    browser.city = server.city
    browser.tariff = await keep("tariffs/day", TARIFF)
    await keep("hosts/mall", HOST)
    return browser


async def receipts(town, least=1):
    async def listed():
        shown = await town.read("emobility/receipts")
        return len(shown["items"]) >= least and shown["items"]

    await until(listed)
    return await listed()


async def test_a_session_has_one_receipt_with_the_next_number(town):
    await town.city.record(
        [one for number in (1, 2) for one in told(STATION, number)[1]]
    )
    await town.city.record(told(OTHER, 1)[1])
    listed = await receipts(town, 3)
    numbers = sorted(one["number"] for one in listed)
    year = listed[0]["month"][:4]
    assert numbers == [f"M-{year}-000001", f"M-{year}-000002", f"TOWN-{year}-000001"]
    assert {(one["gross"], one["kwh"]) for one in listed} == {("12.10", 20.0)}
    for urn, again in (told(STATION, 1), told(STATION, 2)):
        await town.city.record(again)  # told again
        await issue(town.city, urn, now())
    assert len(await receipts(town, 3)) == 3


async def test_a_doubted_meter_is_billed_by_nobody_until_a_person_decides(town):
    _, seen = told(STATION, 7, doubt="the meter fell from 9 kWh to 1 kWh")
    await town.city.record(seen)
    (doubtful,) = await receipts(town)
    assert (doubtful["status"], doubtful["number"]) == ("doubtful", None)
    path = f"{town.api}/emobility/receipts/{doubtful['name']}/decision"
    why = {"why": "The driver agrees to ten kWh."}
    refused = await town.http.post(path, json={"net": 5.0, "why": ""})
    assert refused.status_code == 400
    bill = await town.http.post(path, json={"net": 5.0, "vat_rate": 21.0, **why})
    assert bill.json()["gross"] == "6.05"
    assert bill.json()["number"].startswith("M-")
    again = await town.http.post(path, json={"net": None, **why})
    assert again.status_code == 409
    assert again.json()["says"]["cs"] == "O tom už bylo rozhodnuto."


async def test_what_was_paid_is_given_back_once(town):
    await town.city.record(told(OTHER, 3)[1])
    (receipt,) = await receipts(town)
    path = f"{town.api}/emobility/receipts/{receipt['name']}/credit"
    part = await town.http.post(path, json={"gross": 2.1, "why": "Too slow."})
    assert part.json()["gross"] == "-2.10"
    assert part.json()["credits"] == receipt["number"]
    more = await town.http.post(path, json={"gross": 10.01, "why": "Too slow."})
    assert more.status_code == 400, more.text
    assert more.json()["place"] == ["gross"]
    assert more.json()["says"]["sk"].startswith("Vrátiť možno ")
    rest = await town.http.post(path, json={"why": "It never charged."})
    assert (rest.json()["gross"], rest.json()["net"]) == ("-10.00", "-8.26")
    assert (await town.http.post(path, json={"why": "Again."})).status_code == 400
    month = receipt["month"]
    (sums,) = (await town.read("emobility/statement", month=month))["items"]
    assert (sums["host"], sums["gross"], sums["credits"]) == ("town", "0.00", 2)


async def test_a_session_costs_what_held_when_it_began(town):
    begun = now()
    dearer = {"elements": [{"price_components": [{**ENERGY, "price": 9.0}]}]}
    await town.keep("tariffs/day", TARIFF | dearer, town.tariff["version"])
    await town.http.delete(f"{town.api}/emobility/tariffs/day")
    after = now()
    await town.city.record(told(OTHER, 5, begin=begun)[1])
    await town.city.record(told(OTHER, 6, begin=after)[1])
    (one,) = await receipts(town)
    assert (one["net"], one["tariff"]) == ("10.00", "day")


async def test_a_receipt_is_printed_in_every_language(town):
    await town.city.record(told(STATION, 8, begin=now())[1])
    (one,) = await receipts(town)
    for language in ("en", "cs", "sk", "sr-Latn", "sr-Cyrl"):
        page = await town.get(
            f"emobility/receipts/{one['name']}/page", language=language
        )
        assert page.content.startswith(b"%PDF"), page.text
        read = await town.get(
            f"emobility/receipts/{one['name']}/page",
            **{"as": "html", "language": language},
        )
        assert read.headers["content-type"].startswith("text/html")
        assert f'<html lang="{language}">' in read.text
        assert one["number"] in read.text
        assert read.text.count("<table>") == 2, "lines, and VAT by rate"
    table = await town.get("emobility/receipts", **{"as": "csv"})
    head, row = table.text.strip().splitlines()
    assert head.startswith("number")
    assert one["number"] in row


async def test_one_charging_told_under_two_names_is_billed_once(town):
    begin = now()
    await town.city.record(told(OTHER, 1, evse=1, begin=begin)[1])
    (first,) = await receipts(town)
    await town.city.record(told(OTHER, 2, evse=1, begin=begin)[1])
    listed = await receipts(town, 2)
    (second,) = [one for one in listed if one["name"] != first["name"]]
    assert (second["status"], second["gross"]) == ("doubtful", "0.00")
    named = f" {first['number']}"
    assert second["doubt"] == f"the same kWh are on receipt{named}"
    for language in ("en", "cs", "sk", "sr-Latn", "sr-Cyrl"):
        assert second["doubt_says"][language].endswith(named), "in one script"
    later = begin + timedelta(hours=3)  # its clock was set meanwhile
    await town.city.record(told(OTHER, 3, evse=1, begin=later)[1])
    listed = await receipts(town, 3)
    assert sorted(one["status"] for one in listed) == ["doubtful", "doubtful", "issued"]
    doubts = {one["doubt"] for one in listed if one["number"] is None}
    assert doubts == {second["doubt"]}, "of two, the one people know by its number"


async def test_what_an_evse_cannot_have_given_is_billed_by_nobody(town):
    urn = f"urn:ngsi-ld:EVSE:{OTHER.rpartition(':')[2]}:1"
    place = [seen(urn, "type", ["EVSE"]), seen(urn, "maximumPower", 3.7, unit="KWT")]
    await town.city.record([*place, *told(OTHER, 1, evse=1)[1]])
    (one,) = await receipts(town)
    assert (one["status"], one["gross"]) == ("doubtful", "0.00")
    assert "leapt from 100 kWh to 110 kWh in 60 min" in one["doubt"]


async def test_a_transaction_a_station_tells_twice_is_billed_once(town, server):
    await connect(server)
    await know(server, "CP-1")
    await give(server, "CARD-1")
    start = {"connectorId": 1, "idTag": "CARD-1", "meterStart": 1_000}
    start["timestamp"] = now().isoformat()
    for _ in range(2):  # its answer was lost with the line
        async with line(server) as socket:
            answer = await ask(socket, "StartTransaction", start)
    number = answer[2]["transactionId"]
    stop = {"transactionId": number, "meterStop": 9_000, "timestamp": now().isoformat()}
    for _ in range(2):
        async with line(server) as socket:
            await ask(socket, "StopTransaction", stop)
    (one,) = await receipts(town)
    assert (one["kwh"], one["net"], one["token"]) == (8.0, "4.00", "CARD-1")
    await give(server, "CARD-2")
    async with line(server) as socket:
        again = {**start, "idTag": "CARD-2", "meterStart": 9_000}
        again["timestamp"] = now().isoformat()
        answer = await ask(socket, "StartTransaction", again)
        stop = {"transactionId": answer[2]["transactionId"], "meterStop": 9_500}
        stop["timestamp"] = now().isoformat()
        await ask(socket, "StopTransaction", stop)
    assert len(await receipts(town, 2)) == 2
