"""Whatever a station says is answered by its standard, and billed once at most."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import orjson
import pytest
import websockets
from hypothesis import given
from hypothesis import strategies as st
from ocpp import v201

from mesto.gates.ocpp import messages, naming
from mesto.gates.ocpp.codec import Call, Refused
from mesto.gates.ocpp.schemas import require_valid
from mesto.gates.ocpp.sessions import Session
from mesto.gates.ocpp.settings import Settings
from mesto.gates.ocpp.telling import Asked, Heard, Teller
from tests.conftest import Server
from tests.gates.ocpp.conftest import (
    AT,
    NAME,
    STATION,
    connect,
    know,
    line,
    sessions,
    station,
    value_of,
)
from tests.gates.ocpp.test_door import ask
from tests.gates.ocpp.test_new_stations import CARD, event
from tests.gates.ocpp.test_old_stations import held

if TYPE_CHECKING:
    from mesto.kernel.model import Observation

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
SAMPLE = {"value": "10", "unit": "kWh"}
POWER = {"value": "7", "measurand": "Power.Active.Import", "unit": "kW", "phase": "L1"}
METER = [{"timestamp": AT, "sampledValue": [SAMPLE, POWER]}]
NEW_METER = [
    {
        "timestamp": AT,
        "sampledValue": [
            {"value": 10, "unitOfMeasure": {"unit": "Wh", "multiplier": 1}},
            {"value": 7, "measurand": "Voltage", "phase": "L1-N", "location": "Outlet"},
        ],
    }
]
STATUS = {"connectorId": 1, "errorCode": "NoError", "status": "Charging"}
BEGIN = {"connectorId": 1, "idTag": "04AB", "meterStart": 10, "timestamp": AT}
END = {"transactionId": 7, "meterStop": 90, "timestamp": AT, "transactionData": METER}
EVENT = {
    "eventType": "Started",
    "timestamp": AT,
    "triggerReason": "Authorized",
    "seqNo": 0,
    "transactionInfo": {"transactionId": "tx-1", "chargingState": "Charging"},
    "evse": {"id": 1, "connectorId": 1},
    "idToken": CARD,
    "meterValue": NEW_METER,
}
STATION_DATA = {"model": "Post", "vendorName": "Volt", "serialNumber": "7"}
NEW_STATUS = {
    "timestamp": AT,
    "connectorStatus": "Available",
    "evseId": 1,
    "connectorId": 1,
}
VARIABLE = {"component": {"name": "A"}, "variable": {"name": "B"}}
HAPPENED = {
    **VARIABLE,
    "eventId": 1,
    "timestamp": AT,
    "trigger": "Alerting",
    "actualValue": "7",
    "eventNotificationType": "HardWiredNotification",
}
SECURITY = {"type": "InvalidCsmsCertificate", "timestamp": AT}
REPORT = {
    "requestId": 1,
    "generatedAt": AT,
    "seqNo": 0,
    "reportData": [{**VARIABLE, "variableAttribute": [{"value": "7"}]}],
}
#: One sound message of each sort.
SOUND: dict[str, list[tuple[str, Any]]] = {
    "ocpp1.6": [
        ("BootNotification", {"chargePointVendor": "V", "chargePointModel": "P"}),
        ("StatusNotification", {**STATUS, "timestamp": AT}),
        ("Authorize", {"idTag": "04AB"}),
        ("StartTransaction", BEGIN),
        ("MeterValues", {"connectorId": 1, "transactionId": 7, "meterValue": METER}),
        ("StopTransaction", END),
        ("SecurityEventNotification", SECURITY),
        ("SignCertificate", {"csr": "nothing"}),
        ("FirmwareStatusNotification", {"status": "Installed"}),
    ],
    "ocpp2.0.1": [
        ("BootNotification", {"reason": "PowerUp", "chargingStation": STATION_DATA}),
        ("StatusNotification", NEW_STATUS),
        ("Authorize", {"idToken": CARD}),
        ("TransactionEvent", EVENT),
        ("TransactionEvent", {**EVENT, "eventType": "Ended", "offline": True}),
        ("MeterValues", {"evseId": 1, "meterValue": NEW_METER}),
        ("NotifyReport", REPORT),
        (
            "NotifyEvent",
            {"generatedAt": AT, "seqNo": 0, "eventData": [HAPPENED]},
        ),
        ("SecurityEventNotification", SECURITY),
        ("SignCertificate", {"csr": "nothing"}),
    ],
}
ANY = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=30)
    | st.sampled_from(
        ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "1e999"]
    )
    | st.lists(st.integers(0, 3), max_size=2)
    | st.dictionaries(st.text(max_size=5), st.integers(), max_size=2)
)


def places(payload: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield where something stands in a message."""
    inside = payload.items() if isinstance(payload, dict) else ()
    inside = enumerate(payload) if isinstance(payload, list) else inside
    for key, value in inside:
        yield (*path, key)
        yield from places(value, (*path, key))


@st.composite
def wrong(draw: st.DrawFn, protocol: str) -> tuple[str, Any]:
    """A message some of whose places say something else, or nothing."""
    action, sound = draw(st.sampled_from(SOUND[protocol]))
    payload = deepcopy(sound)
    for place in draw(st.lists(st.sampled_from(list(places(sound))), max_size=3)):
        within: Any = payload
        try:
            for step in place[:-1]:
                within = within[step]
            if draw(st.booleans()):
                within[place[-1]] = draw(ANY)
            else:
                del within[place[-1]]
        except (KeyError, IndexError, TypeError):
            continue  # it is gone already
    return action, payload


def teller_of(protocol: str) -> Teller:
    settings = Settings(signs=True, offline_days=36_500)
    return Teller(
        urn=STATION,
        source="t",
        identity="cp-1",
        protocol=protocol,
        settings=settings,
    )


def said(
    teller: Teller, action: str, payload: Any, known: dict[str, Session]
) -> Heard | None:
    """Let a station say something; None where it is refused, as the standard wants."""
    protocol = teller.protocol
    try:
        require_valid(protocol, action, payload)
        needs = messages.needs(protocol, action, payload)
        session = None
        if needs.transaction:
            urn = naming.session_urn(teller.tail, needs.transaction)
            new = Session(urn=urn, transaction=needs.transaction)
            session = known.get(needs.transaction, new)
        asked = Asked(teller, payload, NOW, session)
        heard = messages.take_in(Call("1", action, payload), asked)
    except Refused:
        return None
    if heard.session is not None:
        known[heard.session.transaction] = heard.session
    return heard


@pytest.mark.parametrize("protocol", list(SOUND))
@given(data=st.data())
def test_any_message_is_answered_by_its_schema_or_refused(
    protocol: str, data: st.DataObject
) -> None:
    teller, known = teller_of(protocol), dict[str, Session]()
    for action, payload in data.draw(st.lists(wrong(protocol), max_size=4)):
        heard = said(teller, action, orjson.loads(json.dumps(payload)), known)
        if heard is None:
            continue
        if not heard.doubt:
            require_valid(protocol, action, heard.answer, asks=False)
        for one in heard.seen:
            assert one.observed_at is None or one.observed_at <= NOW
            if one.attribute == "energy":
                assert one.value >= 0


METERS = st.integers(-10, 200) | st.just(2**31 - 1)
MINUTES = st.integers(0, 90)


@given(
    told=st.lists(st.tuples(st.sampled_from("SUE"), METERS, MINUTES), max_size=8),
    old=st.booleans(),
)
def test_a_session_is_billed_once_and_never_more_than_its_meter_rose(
    told: Sequence[tuple[str, int, int]], *, old: bool
) -> None:
    teller, known = teller_of("ocpp1.6" if old else "ocpp2.0.1"), dict[str, Session]()
    billed: list[Observation] = []
    number = 7
    for kind, watt_hours, minute in told:
        at = (NOW - timedelta(minutes=100 - minute)).isoformat()
        write = _old if old else _new
        heard = said(teller, *write(kind, watt_hours, at, number), known)
        assert heard is not None, "it is valid by its schema"
        if old and kind == "S":
            number = heard.answer["transactionId"]
        billed += [one for one in heard.seen if one.attribute == "energy"]
    numbers = [one.entity for one in billed]
    assert len(set(numbers)) == len(numbers)
    for one in billed:
        believed = [wh / 1_000 for _, wh, _ in told if wh >= 0]
        assert isinstance(one.value, float)
        assert 0 <= one.value <= max(believed) - min(believed) + 1e-6


def _old(kind: str, watt_hours: int, at: str, number: int) -> tuple[str, Any]:
    if kind == "S":
        return "StartTransaction", {**BEGIN, "meterStart": watt_hours, "timestamp": at}
    if kind == "E":
        told = {"transactionId": number, "meterStop": watt_hours, "timestamp": at}
        return "StopTransaction", told
    meter = {"timestamp": at, "sampledValue": [{"value": str(watt_hours)}]}
    told = {"connectorId": 1, "transactionId": number, "meterValue": [meter]}
    return "MeterValues", told


def _new(kind: str, watt_hours: int, at: str, _number: int) -> tuple[str, Any]:
    words = {"S": "Started", "U": "Updated", "E": "Ended"}
    meter = {"timestamp": at, "sampledValue": [{"value": watt_hours}]}
    told = {**EVENT, "eventType": words[kind], "timestamp": at, "meterValue": [meter]}
    return "TransactionEvent", told


# by the whole product, for 2.0.1 as for 1.6 elsewhere

OTHER = "urn:ngsi-ld:EVChargingStation:NS-2"


@pytest.fixture
async def two(town: Server) -> Server:
    """A town that knows CP-2 too, which speaks for another station."""
    await know(town, "CP-2", OTHER)
    return town


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ('[2,"1","Heartbeat",{"a":1}]', "FormatViolation"),
        ('[2,"1","TransactionEvent",{}]', "OccurrenceConstraintViolation"),
        ('[2,"1","NotifyReport",{"requestId":"x"}]', "OccurrenceConstraintViolation"),
        ('[2,"1","Fly",{}]', "NotImplemented"),
        ('[2,"1","Get15118EVCertificate"]', "RpcFrameworkError"),
        ('[9,"1","Heartbeat",{}]', "MessageTypeNotSupported"),
        ('[2,"","Heartbeat",{}]', "RpcFrameworkError"),
        ("no json", "RpcFrameworkError"),
    ],
)
async def test_nonsense_of_new_stations_is_answered_and_kept(
    town: Server, told: str, code: str
) -> None:
    async with line(town, protocol="ocpp2.0.1") as socket:
        await socket.send(told)
        answer = orjson.loads(await socket.recv())
        assert (answer[0], answer[2]) == (4, code)
        assert len(await held(town)) == 1
        assert (await ask(socket, "Heartbeat", {}))[0] == 3


async def test_a_negative_meter_of_a_new_station_is_never_billed(town: Server) -> None:
    async with station(town, version=v201) as point:
        await point.call(event("Started", 0, 0, -5, id_token=CARD))
        await point.call(event("Ended", 1, 30, 2_000))
    (session,) = await sessions(town)
    assert (session.value("status"), session.value("energy")) == ("ended", None)
    assert await held(town)


async def test_a_meter_that_leaps_is_kept_and_never_billed(two: Server) -> None:
    async with line(two) as old, station(two, "CP-2", version=v201) as new:
        begin = {"connectorId": 1, "idTag": "04AB", "meterStart": 0, "timestamp": AT}
        number = (await ask(old, "StartTransaction", begin))[2]["transactionId"]
        end = {"transactionId": number, "meterStop": 2**31 - 1, "timestamp": AT}
        assert (await ask(old, "StopTransaction", end))[0] == 3
        await new.call(event("Started", 0, 0, 0, id_token=CARD))
        await new.call(event("Ended", 1, 30, 9_000_000))
    found = await sessions(two)
    assert [one.value("status") for one in found] == ["ended", "ended"]
    assert [one.value("energy") for one in found] == [None, None]
    assert all("leapt" in str(one.value("meterDoubt")) for one in found)
    assert len(await held(two)) == 2


async def test_a_new_station_cannot_end_what_another_began(two: Server) -> None:
    async with (
        station(two, version=v201) as one,
        station(two, "CP-2", version=v201) as other,
    ):
        await one.call(event("Started", 0, 0, 0, id_token=CARD))
        await other.call(event("Ended", 1, 30, 9_000))
        await one.call(event("Started", 0, 0, 0, id_token=CARD))  # told twice
        await one.call(event("Ended", 1, 30, 2_000))
    mine = {
        s.value("refEVChargingStation"): s.value("energy") for s in await sessions(two)
    }
    assert mine == {STATION: 2.0, OTHER: None}


async def test_a_message_beyond_all_size_ends_its_line_and_no_other(
    two: Server,
) -> None:
    async with line(two) as huge, line(two, "CP-2") as other:
        await huge.send(f'[2,"1","DataTransfer",{{"vendorId":"{"x" * 2**20}"}}]')
        with pytest.raises(websockets.ConnectionClosedError):
            await huge.recv()
        assert (await ask(other, "Heartbeat", {}))[0] == 3
    async with line(two) as again:
        assert (await ask(again, "Heartbeat", {}))[0] == 3


async def test_a_new_stations_clock_off_by_years_is_corrected(town: Server) -> None:
    await connect(town, offline_days=60)
    async with station(town, version=v201) as point:
        for year in ("2001", "2090"):
            told = v201.call.StatusNotification(
                timestamp=f"{year}-01-01T00:00:00Z",
                connector_status="Available",
                evse_id=1,
                connector_id=1,
            )
            await point.call(told)
            offset = await value_of(town, STATION, "clockOffset")
            assert abs(offset) > 20 * 365 * 86_400
    evse = (await town.city.present(["urn:ngsi-ld:EVSE:NS-1:1"])).popitem()[1]
    status = evse.attribute("status")
    assert status is not None
    assert status.observed_at is not None
    assert abs(status.observed_at - evse.created_at) < timedelta(minutes=5)


@pytest.mark.parametrize("header", [b"Basic \xe8au", b"Basic ////", b"Basic Og=="])
async def test_a_header_that_is_no_text_lets_nobody_in(
    town: Server, header: bytes
) -> None:
    host, port = town.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    path = f"/ocpp/{town.city.name}/{NAME}/CP-1"
    writer.write(
        f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        "Sec-WebSocket-Protocol: ocpp1.6\r\nAuthorization: ".encode()
        + header
        + b"\r\n\r\n"
    )
    answer = await reader.readline()
    writer.close()
    assert b" 401 " in answer


async def test_a_station_cannot_say_that_it_is_another_in_its_path(
    town: Server,
) -> None:
    answer: list[Any] = []
    async with line(town, protocol="ocpp2.0.1") as socket:
        told = {"reason": "PowerUp", "chargingStation": {**STATION_DATA}}
        told["chargingStation"]["serialNumber"] = "CP-2"
        answer = await ask(socket, "BootNotification", told)
    assert answer[2]["status"] == "Accepted"
    assert await value_of(town, STATION, "serialNumber") == "CP-2"
    known = await town.city.entities("EVChargingStation")
    assert list(known) == [STATION]
