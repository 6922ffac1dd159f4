"""From the periods of a record a partner reckons the price that the receipt says."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from mesto.domains.emobility.receipts.bill import Seller
from mesto.domains.emobility.receipts.case import Holding, Terms, bill_of, so_far_of
from mesto.domains.emobility.tariffs.course import Course, Metered, Stated
from mesto.domains.emobility.tariffs.periods import Drawn
from mesto.domains.emobility.tariffs.tariff import Tariff
from mesto.gates.ocpi.locations import Town
from mesto.gates.ocpi.money import Sold, billed_session, cdr_of, tariff_of
from mesto.gates.ocpi.settings import Settings
from tests.domains.emobility.tariffs.courses import (
    NOON,
    PRAGUE,
    charged,
    courses,
    per,
    tariff,
)
from tests.gates.ocpi.conftest import CARD, EVSE, STATION
from tests.gates.ocpi.receiver import net_of, volumes
from tests.gates.ocpi.schemas import CDR, SESSION
from tests.stating import entity

WE = Settings(
    address="https://mesto.example", country_code="RS", party_id="MES", country="SRB"
)
PLACE = {"type": "Point", "coordinates": [19.833, 45.255]}
STOOD = entity(
    STATION, NOON, {"name": "Market", "location": PLACE, "socketType": ["Type2"]}
)
AN_EVSE = entity(EVSE, NOON, {"refEVChargingStation": STATION, "number": 1})
TOWN = Town("Novo Selo", "Europe/Prague", {STATION: STOOD}, {STATION: [AN_EVSE]}, {})
TOKEN = entity("urn:ngsi-ld:EVChargingToken:04ab12", NOON, {"ocpiToken": CARD})
RECEIPT = "urn:ngsi-ld:EVChargingReceipt:NS-1:17"


def sold(course: Course, by: Tariff, *drawn: Drawn) -> Sold:
    """Let a session be billed, and kept as the ledger keeps it."""
    said = {"refEVSE": EVSE, "refEVChargingStation": STATION, "energy": course.kwh}
    for name, at in (("startDateTime", course.begin), ("endDateTime", course.end)):
        said[name] = {"@type": "DateTime", "@value": at.isoformat()}
    session = entity("urn:ngsi-ld:EVChargingSession:NS-1:17", NOON, said)
    terms = Terms("town", Seller(title={"en": "Town"}), Holding("day", 1, by))
    bill = bill_of(session, course, terms, PRAGUE, course.end, drawn=drawn)
    assert bill is not None
    kept = {"status": "issued", "bill": msgspec.to_builtins(bill)}
    return Sold(entity(RECEIPT, NOON, kept), session, TOKEN)


def told(course: Course, by: Tariff, *drawn: Drawn) -> tuple[Any, Any]:
    """Return the record and the tariff of a session, as a partner has them."""
    record = cdr_of(sold(course, by, *drawn), TOWN, WE)
    urn = "urn:ngsi-ld:EVTariff:day"
    prices = tariff_of(entity(urn, NOON, {"definition": msgspec.to_builtins(by)}), WE)
    Draft202012Validator(CDR).validate(record)
    assert record is not None
    assert {one["tariff_id"] for one in record["charging_periods"]} == {prices["id"]}
    return record, prices


WITHIN = st.fixed_dictionaries(
    {},
    optional={
        "start_time": st.sampled_from(["00:00", "02:30", "06:00", "21:59"]),
        "end_time": st.sampled_from(["03:00", "08:15", "23:00"]),
        "max_duration": st.integers(600, 90_000),
        "day_of_week": st.lists(st.sampled_from(["SATURDAY", "SUNDAY"]), max_size=2),
    },
)
AMOUNTS = st.fixed_dictionaries(
    {},
    optional={
        "min_kwh": st.integers(0, 10),
        "max_kwh": st.integers(11, 40),
    },
)
PRICES = st.integers(0, 9_999).map(lambda one: one / 1000)
ELEMENT = st.builds(
    lambda kind, price, within: per(kind, price, **within),
    st.sampled_from(["TIME", "PARKING_TIME", "FLAT"]),
    PRICES,
    WITHIN,
) | st.builds(
    lambda price, within, amounts: per("ENERGY", price, **within, **amounts),
    PRICES,
    WITHIN,
    AMOUNTS,
)


@settings(max_examples=80, deadline=None)
@given(courses(), st.lists(ELEMENT, max_size=5))
@example(
    charged(1, 7, begin=NOON.replace(hour=18)), [per("TIME", 0.0, start_time="21:59")]
)
@example(charged(0.0001, 1), [per("FLAT", 5)])
@example(charged(1, 6), [per("FLAT", 5, start_time="14:00")])
def test_periods_come_to_the_totals_and_to_the_price(
    course: Course, elements: list[object]
) -> None:
    """But for what falls on either side of a Wh or a second, which is below a cent."""
    by = tariff(*elements, per("ENERGY", 0.1), per("TIME", 0.1))
    record, prices = told(course, by)
    parked = record.get("total_parking_time", 0)
    assert sum(volumes(record, "ENERGY")) == pytest.approx(record["total_energy"])
    assert sum(volumes(record, "PARKING_TIME")) == pytest.approx(parked)
    at_most = record["total_time"] - parked + 0.0002
    assert sum(volumes(record, "TIME")) <= at_most
    begins = [one["start_date_time"] for one in record["charging_periods"]]
    assert begins[0] == record["start_date_time"]
    assert begins == sorted(begins)
    off_kwh = Decimal(str(record["total_energy"])) - Decimal(str(course.kwh))
    assert abs(off_kwh) <= Decimal("0.0005"), "half a Wh is as near as a Wh comes"
    net = Decimal(str(record["total_cost"]["excl_vat"]))
    slack = Decimal("0.01") * (len(begins) + 1)
    assert abs(net_of(record, prices, PRAGUE) - net) <= slack


STEPS = tariff(
    per("ENERGY", 1, step=1000, max_kwh=5),
    per("ENERGY", 2, step=500),
    per("TIME", 6, step=900),
    per("PARKING_TIME", 6, step=600),
)
BY_POWER = tariff(per("ENERGY", 0.6, min_power=22), per("ENERGY", 0.3))
BY_HOUR = tariff(
    per("ENERGY", 0.2, start_time="22:00", end_time="06:00"),
    per("ENERGY", 0.4),
    per("FLAT", 0.5),
    max_price={"excl_vat": 6.0},
)
FAST = Course(
    begin=NOON,
    end=NOON + timedelta(hours=2),
    kwh=60,
    meters=[
        Metered(NOON, 0),
        Metered(NOON + timedelta(hours=1), 50),
        Metered(NOON + timedelta(hours=2), 60),
    ],
)


@pytest.mark.parametrize(
    ("course", "by"),
    [
        (charged(7.3, 1.01, idle_h=0.01), STEPS),
        (charged(7.3, 1.01), STEPS),
        (FAST, BY_POWER),
        (charged(33, 11, begin=NOON), BY_HOUR),
        (charged(9, 1), tariff(min_price={"excl_vat": 20.0})),
        (charged(9, 1), tariff(per("ENERGY", 1), min_price={"excl_vat": 20.0})),
        (charged(0, 1), STEPS),
    ],
)
def test_a_partner_comes_to_the_same_cent(course: Course, by: Tariff) -> None:
    record, prices = told(course, by)
    net = Decimal(str(record["total_cost"]["excl_vat"]))
    assert net_of(record, prices, PRAGUE) == net


def test_a_period_begins_where_a_price_changes_or_the_car_is_full() -> None:
    by = tariff(
        per("ENERGY", 0.4), per("TIME", 1), per("PARKING_TIME", 3, min_duration=7200)
    )
    full, half = NOON + timedelta(hours=1), timedelta(minutes=30)
    drawn = [Drawn(NOON, 16.0), Drawn(NOON + half, 12.5), Drawn(full, 0.0)]
    record, _ = told(charged(10, 1, idle_h=2), by, *drawn)
    assert record["charging_periods"] == [
        {
            "start_date_time": "2030-06-21T10:00:00.000Z",
            "dimensions": [
                {"type": "ENERGY", "volume": 10.0},
                {"type": "TIME", "volume": 1.0},
                {"type": "MIN_CURRENT", "volume": 12.5},
                {"type": "MAX_CURRENT", "volume": 16.0},
            ],
            "tariff_id": "day",
        },
        {
            "start_date_time": "2030-06-21T11:00:00.000Z",
            "dimensions": [
                {"type": "ENERGY", "volume": 0.0},
                {"type": "PARKING_TIME", "volume": 1.0},
                {"type": "MIN_CURRENT", "volume": 0.0},
                {"type": "MAX_CURRENT", "volume": 0.0},
            ],
            "tariff_id": "day",
        },
        {
            "start_date_time": "2030-06-21T12:00:00.000Z",
            "dimensions": [
                {"type": "ENERGY", "volume": 0.0},
                {"type": "PARKING_TIME", "volume": 1.0},
            ],
            "tariff_id": "day",
        },
    ]


def test_who_is_held_back_by_the_station_has_no_time_told() -> None:
    states = [
        Stated(NOON, "Charging"),
        Stated(NOON + timedelta(hours=1), "SuspendedEVSE"),
    ]
    course = charged(10, 1, idle_h=1, states=states)
    record, prices = told(course, tariff(per("TIME", 1), per("PARKING_TIME", 5)))
    assert record["total_time"] == 2.0
    assert volumes(record, "TIME") == [1.0, 0]
    assert "total_parking_time" not in record
    assert net_of(record, prices, PRAGUE) == 1


def test_a_session_has_its_periods_and_its_price_once_they_are_final() -> None:
    one = sold(charged(10, 1), tariff(per("ENERGY", 0.4)))
    whole = billed_session(one.session, TOKEN, one.receipt, WE)
    record = cdr_of(one, TOWN, WE)
    Draft202012Validator(SESSION).validate(whole)
    assert whole is not None
    assert record is not None
    for name in ("charging_periods", "total_cost"):
        assert whole[name] == record[name]
    open_ = billed_session(one.session, TOKEN, None, WE)
    assert open_ is not None
    assert "charging_periods" not in open_


def under_way(course: Course, by: Tariff, **said: Any) -> Any:
    """Return a session that goes on, as a partner has it."""
    told = {"refEVSE": EVSE, "refEVChargingStation": STATION, "status": "open"} | said
    told["startDateTime"] = {"@type": "DateTime", "@value": course.begin.isoformat()}
    urn = "urn:ngsi-ld:EVChargingSession:NS-1:17"
    terms = Terms("town", Seller(title={"en": "Town"}), Holding("day", 1, by))
    so_far = so_far_of(entity(urn, NOON, told), course, terms, PRAGUE)
    if so_far is not None:
        told["chargingPeriods"] = msgspec.to_builtins(so_far)
    session = billed_session(entity(urn, NOON, told), TOKEN, None, WE)
    Draft202012Validator(SESSION).validate(session)
    return session


def test_a_session_that_goes_on_has_its_periods_until_now() -> None:
    by = tariff(per("ENERGY", 0.4), per("PARKING_TIME", 3))
    session = under_way(charged(10, 1, idle_h=0.5), by, energyRegister=9.0)
    assert (session["status"], session["kwh"]) == ("ACTIVE", 10.0)
    assert [one["dimensions"] for one in session["charging_periods"]] == [
        [{"type": "ENERGY", "volume": 10.0}, {"type": "TIME", "volume": 1.0}],
        [{"type": "ENERGY", "volume": 0.0}, {"type": "PARKING_TIME", "volume": 0.5}],
    ]
    assert "total_cost" not in session


def test_a_session_has_no_periods_where_its_meter_is_doubted_or_it_has_just_begun() -> (
    None
):
    by = tariff(per("ENERGY", 0.4))
    doubted = under_way(charged(10, 1), by, meterDoubt="the meter fell")
    assert "charging_periods" not in doubted
    begun = under_way(Course(begin=NOON, end=NOON, kwh=0), by)
    assert "charging_periods" not in begun


def test_a_session_that_has_ended_waits_for_its_receipt_to_have_periods() -> None:
    by = tariff(per("ENERGY", 0.4))
    session = under_way(charged(10, 1), by, status="ended", energy=10.0)
    assert session["status"] == "COMPLETED"
    assert "charging_periods" not in session
