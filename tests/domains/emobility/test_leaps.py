"""What an EVSE cannot have given is not billed."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.domains.emobility.receipts.bill import Bill, Seller
from mesto.domains.emobility.receipts.case import Holding, Terms, bill_of
from mesto.domains.emobility.receipts.leaps import power_of
from mesto.domains.emobility.tariffs.course import Course, Metered
from tests.domains.emobility.tariffs.courses import (
    NOON,
    PRAGUE,
    charged,
    per,
    tariff,
)
from tests.stating import entity

SESSION = "urn:ngsi-ld:EVChargingSession:NS-1:17"
SOLD = Terms(
    "town", Seller(title={"en": "Town"}), Holding("day", 1, tariff(per("ENERGY", 0.3)))
)


def billed(course: Course, most_kw: float | None, **told: object) -> Bill:
    session = entity(SESSION, NOON, {"energy": course.kwh, **told})
    bill = bill_of(session, course, SOLD, PRAGUE, course.end, most_kw=most_kw)
    assert bill is not None
    return bill


def place(**values: object) -> float | None:
    """Return what an EVSE gives that says so, at a station of 50 kW."""
    evse = entity("urn:ngsi-ld:EVSE:NS-1:1", NOON, values)
    station = entity("urn:ngsi-ld:EVChargingStation:NS-1", NOON, {"maximumPower": 50})
    return power_of([evse, station])


def test_a_meter_that_leaps_beyond_its_evse_waits_for_a_person() -> None:
    leapt = charged(20.0, 1.0)
    bill = billed(leapt, 11.0)
    why = "from 100 kWh to 120 kWh in 60 min: its EVSE gives 11 kW at most"
    assert bill.doubt == f"its meter leapt {why}"
    assert "skočil z 100 kWh na 120 kWh za 60 min" in bill.doubt_says["cs"]
    assert (bill.gross, bill.periods) == (0, ())
    assert billed(leapt, 22.0).doubt == ""


def test_a_leap_between_two_readings_is_found_in_a_long_session() -> None:
    at = [NOON + timedelta(minutes=one) for one in (0, 15, 30, 600)]
    kwh = [0.0, 2.5, 17.5, 20.0]
    meters = [Metered(*one) for one in zip(at, kwh, strict=True)]
    course = Course(begin=at[0], end=at[-1], kwh=20.0, meters=meters)
    assert "from 2.5 kWh to 17.5 kWh in 15 min" in billed(course, 11.0).doubt


def test_a_session_without_readings_is_held_against_its_two_ends() -> None:
    course = Course(begin=NOON, end=NOON + timedelta(minutes=30), kwh=40.0)
    assert billed(course, 22.0, meterStart=5, meterStop=45).doubt != ""
    assert billed(course, 150.0, meterStart=5, meterStop=45).doubt == ""


def test_who_does_not_say_what_it_gives_is_believed() -> None:
    assert billed(charged(20.0, 0.1), None).doubt == ""


@pytest.mark.parametrize(
    ("values", "most_kw"),
    [
        ({"maximumPower": 22}, 22),
        ({"maximumCurrent": 16}, pytest.approx(11.04)),
        ({"maximumCurrent": 32, "phases": "1"}, pytest.approx(7.36)),
        ({"maximumPower": 22, "maximumCurrent": 16}, pytest.approx(11.04)),
        ({"maximumPower": 0}, 50),
        ({}, 50),
    ],
)
def test_an_evse_gives_what_it_says_or_else_its_station(values, most_kw) -> None:
    assert place(**values) == most_kw


def test_where_nobody_says_what_is_given_nothing_is_known() -> None:
    assert power_of([entity("urn:ngsi-ld:EVSE:NS-1:1", NOON, {})]) is None


@given(
    most_kw=st.floats(1.0, 400.0),
    share=st.floats(0.0, 1.1),
    steps_s=st.lists(st.integers(1, 3600), min_size=1, max_size=20),
)
def test_who_charges_at_its_best_is_never_doubted(most_kw, share, steps_s) -> None:
    meters = [Metered(NOON, 0.0)]
    for step_s in steps_s:
        last = meters[-1]
        more = round(share * most_kw * step_s / 3600, 3)
        meters.append(Metered(last.at + timedelta(seconds=step_s), last.kwh + more))
    end = meters[-1]
    course = Course(begin=NOON, end=end.at, kwh=end.kwh, meters=meters)
    told = {"meterStart": 0.0, "meterStop": end.kwh}
    assert billed(course, most_kw, **told).doubt == ""
