"""A partner written from the standard registers, sees, is told, and gives commands."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator
from ocpp import v16
from ocpp.routing import on

from mesto.kernel.model import TYPE, Kind, Observation
from tests.conftest import Server
from tests.gates.ocpi.conftest import (
    CARD,
    EVSE,
    NAME,
    OTHER,
    STATION,
    TOKEN_A,
    Emsp,
    base,
    connect,
    furnish,
    registered,
)
from tests.gates.ocpi.schemas import LOCATION, SESSION
from tests.gates.ocpp.conftest import connect as connect_stations
from tests.gates.ocpp.conftest import know, observed, station
from tests.waiting import until

pytestmark = pytest.mark.anyio

WHERE = "locations/RS/MES/NS-1"
SESSION_URN = "urn:ngsi-ld:EVChargingSession:NS-1:17"


def holds(check: Callable[[], object]) -> Callable[[], Awaitable[object]]:
    async def checked() -> object:
        return check()

    return checked


async def a_session(server: Server, **said: Any) -> None:
    """Let the partner's driver charge."""
    link = Kind.RELATIONSHIP
    usual = {
        "type": ["EVChargingSession"],
        "refEVChargingStation": (link, STATION),
        "refEVSE": (link, EVSE),
        "transactionId": "17",
        "startDateTime": {"@type": "DateTime", "@value": "2026-05-01T10:00:00Z"},
        "status": "open",
        "idToken": CARD["uid"],
        "meterStart": 100,
        "energyRegister": 101.5,
    }
    await server.city.record(observed(SESSION_URN, **usual | said))


async def test_a_partner_registers_and_the_first_token_opens_nothing_any_more(
    server: Server, emsp: Emsp
) -> None:
    await registered(server, emsp)
    assert emsp.theirs["roles"][0]["role"] == "CPO"
    assert (await emsp.get("locations")).json() | {"timestamp": ""} == {
        "data": [],
        "status_code": 1000,
        "status_message": "Success",
        "timestamp": "",
    }
    again = await emsp.ask("GET", f"{base(server)}/versions", token=TOKEN_A)
    assert again.status_code == 401
    assert again.json()["status_code"] == 2000
    where = emsp.endpoints["credentials", "RECEIVER"]
    twice = await emsp.ask("POST", where, {})
    assert twice.status_code == 405
    kept = await server.city.present([f"urn:ngsi-ld:Connection:{NAME}"])
    shown = str(kept)
    assert TOKEN_A not in shown
    assert not any(token in shown for token in emsp.known)


async def test_we_register_with_a_partner_and_renew_what_both_prove_themselves_by(
    server: Server, emsp: Emsp
) -> None:
    await connect(server, emsp, begins="we")
    exchange = server.installation.exchanges[server.city.name]

    async def is_known() -> bool:
        line = exchange.lines.get(NAME)
        return line is not None and line.talk.token == f"emsp-token-{emsp.issued}"

    await until(is_known)
    await emsp.learn(base(server))
    old = emsp.theirs["token"]
    where = emsp.endpoints["credentials", "RECEIVER"]
    renewed = await emsp.ask("PUT", where, emsp.credentials())
    emsp.theirs = renewed.json()["data"]
    await until(is_known)
    assert (await emsp.ask("GET", where, token=old)).status_code == 401
    assert (await emsp.get("locations")).status_code == 200
    assert (await emsp.ask("DELETE", where)).status_code == 200
    assert (await emsp.get("locations")).status_code == 401


async def test_who_leads_us_elsewhere_is_not_registered(
    server: Server, emsp: Emsp
) -> None:
    await connect(server, emsp)
    await emsp.learn(base(server), TOKEN_A)
    where = emsp.endpoints["credentials", "RECEIVER"]
    elsewhere = emsp.credentials() | {"url": "http://127.0.0.1:9/versions"}
    answer = await emsp.ask("POST", where, elsewhere, TOKEN_A)
    assert answer.json()["status_code"] == 3001
    nonsense = await emsp.ask("POST", where, {"token": "with space"}, TOKEN_A)
    assert nonsense.json()["status_code"] == 2001


async def test_a_partner_reads_locations_page_by_page(
    server: Server, emsp: Emsp
) -> None:
    await furnish(server)
    for number in range(2, 5):
        urn = f"urn:ngsi-ld:EVChargingStation:NS-{number}"
        place = {"type": "Point", "coordinates": [19.8, 45.2]}
        link = (Kind.RELATIONSHIP, urn)
        await server.city.record(
            observed(
                urn,
                type=["EVChargingStation"],
                location=(Kind.GEO_PROPERTY, place),
                socketType=["CCS/SAE"],
            )
            + observed(
                f"urn:ngsi-ld:EVSE:NS-{number}:1",
                type=["EVSE"],
                refEVChargingStation=link,
                maximumPower=50,
            )
        )
    await registered(server, emsp, most=3)
    first = await emsp.get("locations")
    for one in first.json()["data"]:
        Draft202012Validator(LOCATION).validate(one)
    assert [one["id"] for one in first.json()["data"]] == ["NS-1", "NS-2", "NS-3"]
    assert first.headers["x-total-count"] == "4"
    assert first.headers["x-limit"] == "3"
    link = first.headers["link"].removeprefix("<").partition(">")[0]
    rest = await emsp.ask("GET", link)
    assert [one["id"] for one in rest.json()["data"]] == ["NS-4"]
    assert "link" not in rest.headers
    evse = (await emsp.get("locations", "/NS-1/NS-1-2")).json()["data"]
    assert evse["evse_id"] == "RS*MES*ENS1*2"
    assert evse["connectors"][0]["max_electric_power"] == 22_000
    future = (datetime.now(UTC) + timedelta(days=1)).isoformat()[:19] + "Z"
    later = await emsp.get("locations", f"?date_from={future}")
    assert later.json()["data"] == []
    assert (await emsp.get("locations", "/NOWHERE")).status_code == 404
    wrong = await emsp.get("locations", "?limit=none")
    assert wrong.json()["status_code"] == 2001


async def test_a_partner_is_told_locations_and_then_what_changes(
    server: Server, emsp: Emsp
) -> None:
    await furnish(server)
    await registered(server, emsp)
    await until(holds(lambda: WHERE in emsp.told))
    told = emsp.told[WHERE]
    assert [one["status"] for one in told["evses"]] == ["AVAILABLE", "AVAILABLE"]
    await server.city.record(observed(OTHER, status="Charging"))
    await until(
        holds(
            lambda: (
                emsp.told.get(f"{WHERE}/NS-1-2", {}).get("status") == "CHARGING"
                or emsp.told[WHERE]["evses"][1]["status"] == "CHARGING"
            )
        )
    )
    await server.city.record(observed(STATION, name="Market hall"))
    await until(holds(lambda: emsp.told[WHERE]["name"] == "Market hall"))


async def test_what_a_partner_missed_it_is_told_when_it_is_back(
    server: Server, emsp: Emsp
) -> None:
    await furnish(server)
    await registered(server, emsp)
    await until(holds(lambda: WHERE in emsp.told))
    emsp.away = True
    exchange = server.installation.exchanges[server.city.name]
    await server.city.record(observed(STATION, name="Old market"))
    await until(holds(lambda: NAME in exchange.tally.troubles))
    emsp.away = False
    await until(holds(lambda: emsp.told[WHERE]["name"] == "Old market"))


async def test_a_card_of_a_partner_charges_and_its_session_is_told(
    server: Server, emsp: Emsp
) -> None:
    await furnish(server)
    await registered(server, emsp)
    assert (await emsp.put_token(CARD)).status_code == 201
    assert (await emsp.put_token(CARD)).status_code == 200
    url = f"{emsp.endpoints['tokens', 'RECEIVER']}/DE/ABC/{CARD['uid']}"
    assert (await emsp.ask("GET", url)).json()["data"] == CARD
    await a_session(server)
    path = "sessions/RS/MES/NS-1-17"
    await until(holds(lambda: path in emsp.told))
    assert emsp.told[path]["kwh"] == 1.5
    assert emsp.told[path]["status"] == "ACTIVE"
    end = {"@type": "DateTime", "@value": "2026-05-01T11:00:00Z"}
    await a_session(server, status="ended", energy=7.25, endDateTime=end)
    await until(holds(lambda: emsp.told[path]["status"] == "COMPLETED"))
    assert emsp.told[path]["kwh"] == 7.25
    listed = await emsp.get("sessions", "?date_from=2026-01-01T00:00:00Z")
    for one in listed.json()["data"]:
        Draft202012Validator(SESSION).validate(one)
    assert [one["id"] for one in listed.json()["data"]] == ["NS-1-17"]
    assert (await emsp.get("sessions")).json()["status_code"] == 2001


async def test_a_partner_is_told_and_reads_how_a_session_goes(
    server: Server, emsp: Emsp
) -> None:
    await furnish(server)
    price = {"type": "ENERGY", "price": 0.4, "vat": 20}
    elements = [{"price_components": [price]}]
    written = {"title": {"en": "Day"}, "currency": "EUR", "elements": elements}
    definition = (Kind.JSON_PROPERTY, written)
    urn = "urn:ngsi-ld:EVTariff:day"
    await server.city.record(observed(urn, type=["EVTariff"], definition=definition))
    begin = datetime.now(UTC)
    await registered(server, emsp)
    await emsp.put_token(CARD)
    begun = {"@type": "DateTime", "@value": begin.isoformat()}
    await a_session(server, startDateTime=begun, energyRegister=100)
    path = "sessions/RS/MES/NS-1-17"
    for kwh in (1.5, 2.25):
        await server.city.record(observed(SESSION_URN, energyRegister=100 + kwh))
        await until(
            holds(
                lambda told=kwh: (
                    told == emsp.told.get(path, {}).get("kwh")
                    and "charging_periods" in emsp.told[path]
                )
            )
        )
    session = emsp.told[path]
    Draft202012Validator(SESSION).validate(session)
    assert session["status"] == "ACTIVE"
    given = [
        amount["volume"]
        for period in session["charging_periods"]
        for amount in period["dimensions"]
        if amount["type"] == "ENERGY"
    ]
    assert sum(given) == pytest.approx(2.25)
    assert {one["tariff_id"] for one in session["charging_periods"]} == {"day"}
    listed = await emsp.get("sessions", "?date_from=2026-01-01T00:00:00Z")
    (read,) = listed.json()["data"]
    assert read["charging_periods"] == session["charging_periods"]


async def test_a_blocked_card_is_blocked_here_and_nobody_takes_anothers(
    server: Server, emsp: Emsp
) -> None:
    await registered(server, emsp)
    await emsp.put_token(CARD)
    url = f"{emsp.endpoints['tokens', 'RECEIVER']}/DE/ABC/{CARD['uid']}"
    change = {"valid": False, "last_updated": "2026-05-02T10:00:00Z"}
    assert (await emsp.ask("PATCH", url, change)).json()["status_code"] == 1000
    urn = "urn:ngsi-ld:EVChargingToken:04ab12"
    assert (await server.city.present([urn]))[urn].value("status") == "Blocked"
    without = await emsp.ask("PATCH", url, {"valid": True})
    assert without.json()["status_code"] == 2001
    await server.city.record(
        observed(
            "urn:ngsi-ld:EVChargingToken:town-1",
            type=["EVChargingToken"],
            status="Accepted",
        )
    )
    taken = await emsp.put_token(CARD | {"uid": "TOWN-1"})
    assert taken.json()["status_code"] == 2001
    other = f"{emsp.endpoints['tokens', 'RECEIVER']}/NL/XYZ/1"
    assert (await emsp.ask("PUT", other, CARD)).status_code == 404
    broken = await emsp.put_token(CARD | {"whitelist": "SOMETIMES"})
    assert broken.json()["status_code"] == 2001


RECEIPT = "urn:ngsi-ld:EVChargingReceipt:NS-1:17"
BILL = {
    "seller": {"title": {"en": "Town"}},
    "currency": "EUR",
    "tariff": "day",
    "begin": "2026-05-01T10:00:00Z",
    "end": "2026-05-01T11:00:00Z",
    "station": STATION,
    "evse": EVSE,
    "kwh": 7.25,
    "periods": [
        {"begin": "2026-05-01T10:00:00Z", "wh": 7250, "charging_s": 1800},
        {"begin": "2026-05-01T10:30:00Z", "standing_s": 1800},
    ],
    "lines": [
        {
            "what": "ENERGY",
            "begin": "2026-05-01T10:00:00Z",
            "amount": "7.25",
            "net": "2.90",
            "gross": "3.48",
        },
        {
            "what": "PARKING_TIME",
            "begin": "2026-05-01T10:30:00Z",
            "amount": "1800",
            "net": "1.00",
            "gross": "1.20",
        },
    ],
    "net": "3.90",
    "gross": "4.68",
}


async def a_receipt(server: Server, urn: str = RECEIPT, **said: Any) -> None:
    """Let a session have come to something."""
    link = (Kind.RELATIONSHIP, SESSION_URN)
    usual = {"type": ["EVChargingReceipt"], "status": "issued"}
    usual |= {"refEVChargingSession": link, "bill": (Kind.JSON_PROPERTY, BILL)}
    await server.city.record(observed(urn, **usual | said))


async def test_what_a_session_came_to_is_told_to_its_partner_once(
    server: Server, emsp: Emsp
) -> None:
    await furnish(server)
    await registered(server, emsp)
    await emsp.put_token(CARD)
    await a_session(server, status="ended", energy=7.25)
    await a_receipt(server, status="doubtful")
    await a_receipt(server)
    await until(holds(lambda: emsp.records))
    record = emsp.records[0]
    assert record["total_cost"] == {"excl_vat": 3.9, "incl_vat": 4.68}
    assert record["total_parking_time"] == 0.5
    assert [one["dimensions"] for one in record["charging_periods"]] == [
        [{"type": "ENERGY", "volume": 7.25}, {"type": "TIME", "volume": 0.5}],
        [{"type": "ENERGY", "volume": 0.0}, {"type": "PARKING_TIME", "volume": 0.5}],
    ]
    link = (Kind.RELATIONSHIP, RECEIPT)
    await a_session(server, refEVChargingReceipt=link)
    path = "sessions/RS/MES/NS-1-17"
    await until(holds(lambda: "total_cost" in emsp.told[path]))
    assert emsp.told[path]["charging_periods"] == record["charging_periods"]
    note = BILL | {
        "lines": [],
        "periods": [],
        "net": "-3.90",
        "gross": "-4.68",
        "kwh": None,
    }
    await a_receipt(
        server,
        f"{RECEIPT}:credit-1",
        status="credit",
        bill=(Kind.JSON_PROPERTY, note),
        creditOf=(Kind.RELATIONSHIP, RECEIPT),
    )
    await a_receipt(server, seen="again")
    await until(holds(lambda: len(emsp.records) > 1))
    assert [one["id"] for one in emsp.records] == ["NS-1-17", "NS-1-17-credit-1"]
    assert emsp.records[1]["credit_reference_id"] == "NS-1-17"

    async def listed() -> bool:
        told = (await emsp.get("cdrs")).json()["data"]
        return [one["id"] for one in told] == ["NS-1-17", "NS-1-17-credit-1"]

    await until(listed)


async def test_partners_are_told_what_charging_costs_their_drivers(
    server: Server, emsp: Emsp
) -> None:
    await furnish(server)
    price = {"type": "ENERGY", "price": 0.4, "vat": 20}
    day = {"start_time": "06:00", "end_time": "22:00", "day_of_week": []}
    definition = {
        "title": {"en": "By day", "cs": "Ve dne"},
        "currency": "EUR",
        "elements": [{"price_components": [price], "restrictions": day}],
    }

    async def write(name: str, **more: Any) -> str:
        urn = f"urn:ngsi-ld:EVTariff:{name}"
        told = (Kind.JSON_PROPERTY, definition | more)
        await server.city.record(observed(urn, type=["EVTariff"], definition=told))
        return urn

    urn = await write("day")
    await write("residents", groups=["residents"])
    await registered(server, emsp)
    path = "tariffs/RS/MES/day"
    await until(holds(lambda: emsp.told.get(path)))
    assert emsp.told[path]["elements"][0]["restrictions"] == {
        "start_time": "06:00",
        "end_time": "22:00",
    }
    listed = (await emsp.get("tariffs")).json()["data"]
    assert [one["id"] for one in listed] == ["day"]
    place = (await emsp.get("locations", "/NS-1/NS-1-1/1")).json()["data"]
    assert place["tariff_ids"] == ["day"]
    await server.city.record(
        [Observation(entity=urn, attribute=TYPE, deleted=True, source="t")]
    )
    await until(holds(lambda: ("DELETE", path, None) in emsp.calls))


class Obedient(v16.ChargePoint):
    """A station that does what it is told, and remembers it."""

    def __init__(self, *told: Any) -> None:
        super().__init__(*told)
        self.done: list[tuple[str, dict[str, Any]]] = []

    @on("RemoteStartTransaction")
    def begin(self, **told: Any) -> Any:
        self.done.append(("start", told))
        return v16.call_result.RemoteStartTransaction("Accepted")

    @on("ReserveNow")
    def keep(self, **told: Any) -> Any:
        self.done.append(("reserve", told))
        return v16.call_result.ReserveNow("Occupied")

    @on("CancelReservation")
    def free(self, **told: Any) -> Any:
        self.done.append(("cancel", told))
        return v16.call_result.CancelReservation("Accepted")

    @on("RemoteStopTransaction")
    def end(self, **told: Any) -> Any:
        self.done.append(("stop", told))
        return v16.call_result.RemoteStopTransaction("Accepted")

    @on("UnlockConnector")
    def unlock(self, **told: Any) -> Any:
        self.done.append(("unlock", told))
        return v16.call_result.UnlockConnector("Unlocked")


async def test_a_partner_lets_a_station_of_another_maker_start_stop_and_unlock(
    server: Server, emsp: Emsp
) -> None:
    await furnish(server)
    await registered(server, emsp)
    await connect_stations(server)
    await know(server, "CP-1")

    def result(name: str) -> Any:
        return emsp.told.get(f"commands/{name}/1", {}).get("result")

    async with station(server, kind=Obedient) as cp:
        card = CARD | {"type": "APP_USER", "uid": "app-7"}
        place = {"location_id": "NS-1", "evse_uid": "NS-1-2"}
        answer = await emsp.command("START_SESSION", token=card, **place)
        assert answer.json()["data"]["result"] == "ACCEPTED"
        await until(holds(lambda: result("START_SESSION") == "ACCEPTED"))
        assert cp.done[0] == ("start", {"id_tag": "app-7", "connector_id": 2})
        await a_session(server, idToken="app-7")
        path = "sessions/RS/MES/NS-1-17"
        await until(holds(lambda: path in emsp.told))
        assert emsp.told[path]["auth_method"] == "COMMAND"
        stopped = await emsp.command("STOP_SESSION", session_id="NS-1-17")
        assert stopped.json()["data"]["result"] == "ACCEPTED"
        await until(holds(lambda: result("STOP_SESSION") == "ACCEPTED"))
        await emsp.command("UNLOCK_CONNECTOR", connector_id="1", **place)
        await until(holds(lambda: result("UNLOCK_CONNECTOR") == "ACCEPTED"))
        until_ = (datetime.now(UTC) + timedelta(hours=1)).isoformat()[:19] + "Z"
        booked = {"reservation_id": "r-1", "expiry_date": until_}
        await emsp.command("RESERVE_NOW", token=card, **place, **booked)
        await until(holds(lambda: result("RESERVE_NOW") == "EVSE_OCCUPIED"))
        await emsp.command("CANCEL_RESERVATION", reservation_id="r-1")
        await until(holds(lambda: result("CANCEL_RESERVATION") == "ACCEPTED"))
        numbers = {
            told["reservation_id"] for _, told in cp.done if _ in ("reserve", "cancel")
        }
        assert len(numbers) == 1


async def test_a_partner_that_wants_to_be_asked_is_asked_while_the_driver_waits(
    server: Server, emsp: Emsp
) -> None:
    await furnish(server)
    await registered(server, emsp)
    await connect_stations(server)
    await know(server, "CP-1")
    for uid, whitelist in (("04AB12", "NEVER"), ("off", "ALLOWED_OFFLINE")):
        await emsp.put_token(CARD | {"uid": uid, "whitelist": whitelist})

    async with station(server) as cp:

        async def verdict(uid: str) -> str:
            answer = await cp.call(v16.call.Authorize(id_tag=uid))
            return str(answer.id_tag_info["status"])

        emsp.allowed = "NO_CREDIT"
        assert await verdict("04AB12") == "Blocked"
        assert emsp.calls[-1][2] == {"location_id": "NS-1"}
        emsp.allowed = "ALLOWED"
        assert await verdict("04AB12") == "Accepted"
        asked = len(emsp.calls)
        assert await verdict("04AB12") == "Accepted"
        assert len(emsp.calls) == asked, "it has just been let in here"
        emsp.away = True
        assert await verdict("off") == "Accepted"
        await emsp.put_token(CARD | {"uid": "new", "whitelist": "NEVER"})
        assert await verdict("new") == "Invalid"


async def test_what_no_station_can_do_is_said_at_once(
    server: Server, emsp: Emsp
) -> None:
    await furnish(server)
    await registered(server, emsp)
    unknown = await emsp.command("STOP_SESSION", session_id="none")
    assert unknown.json()["data"]["result"] == "UNKNOWN_SESSION"
    nowhere = await emsp.command("START_SESSION", token=CARD, location_id="NONE")
    assert nowhere.json()["status_code"] == 2003
    deaf = await emsp.command("START_SESSION", token=CARD, location_id="NS-1")
    assert deaf.json()["data"]["result"] == "NOT_SUPPORTED"
    never = await emsp.command("CANCEL_RESERVATION", reservation_id="r-9")
    assert never.json()["data"]["result"] == "REJECTED"
    where = emsp.endpoints["commands", "RECEIVER"]
    away = {"response_url": "http://127.0.0.1:9/x", "session_id": "NS-1-17"}
    answer = await emsp.ask("POST", f"{where}/STOP_SESSION", away)
    assert answer.json()["status_code"] == 3001
    flight = await emsp.ask("POST", f"{where}/FLY", away)
    assert flight.json()["status_code"] == 2001


async def test_who_guesses_tokens_soon_waits(server: Server, emsp: Emsp) -> None:
    await connect(server, emsp)
    codes = []
    async with httpx.AsyncClient(trust_env=False) as client:
        for number in range(35):
            headers = {"Authorization": f"Token guess{number}"}
            url = f"{base(server)}/versions"
            codes.append((await client.get(url, headers=headers)).status_code)
        broken = await client.post(url, content=b"{", headers=headers)
    assert codes[0] == 401
    assert codes[-1] == 429
    assert broken.json()["status_code"] >= 2000
