"""When shifts are, and which cannot be."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest

from mesto.domains.waste.inventory.contracts import (
    Collected,
    Contract,
    EmptyingPrice,
    Prices,
    check_contract,
    emptying_price,
    is_about,
)
from mesto.domains.waste.inventory.policy import Policy
from mesto.domains.waste.inventory.shifts import (
    Shift,
    check_shift,
    refers_of_shift,
    shifts_on,
    span_of,
)
from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import read_written

TRUCK = "urn:ngsi-ld:Vehicle:1"
PRAGUE = ZoneInfo("Europe/Prague")
EARLY = {
    "title": {"en": "Early"},
    "vehicle": TRUCK,
    "days": [0, 2, 4],
    "start": "06:00",
    "end": "14:00",
    "break_min": 30,
    "break_window": ["10:00", "11:00"],
}
BIO = Contract(
    title={"en": "Bio"},
    first=date(2026, 1, 1),
    last=date(2026, 12, 31),
    fractions=("organic",),
    districts=("Old Town",),
    prices=Prices((EmptyingPrice(12.0, "organic", 240), EmptyingPrice(30.0))),
)


def shift(**changed):
    return read_written({**EARLY, **changed}, Shift)


def test_a_shift_is_by_the_clock_of_the_town():
    span = span_of(shift(), date(2026, 7, 1), PRAGUE)
    assert span.begins == datetime(2026, 7, 1, 4, tzinfo=UTC)
    assert span.break_from == datetime(2026, 7, 1, 8, tzinfo=UTC)


def test_a_night_shift_ends_the_next_day_and_so_does_its_break():
    night = shift(start="22:00", end="06:00", break_window=["01:00", "02:00"])
    check_shift(night)
    span = span_of(night, date(2026, 7, 1), PRAGUE)
    assert span.ends == datetime(2026, 7, 2, 4, tzinfo=UTC)
    assert span.break_until == datetime(2026, 7, 2, 0, tzinfo=UTC)


def test_shifts_are_on_their_weekdays_and_one_of_no_calendar_on_no_day():
    shifts = {"early": shift(), "never": shift(days="gone")}
    monday = date(2026, 11, 23)
    assert set(shifts_on(shifts, monday, PRAGUE, {})) == {"early"}
    assert not shifts_on(shifts, date(2026, 11, 24), PRAGUE, {})


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"end": "06:00"}, ("end",)),
        ({"break_window": ["04:00", "05:00"]}, ("break_window",)),
        ({"break_min": 90}, ("break_window",)),
        ({"break_min": 0}, ("break_min",)),
        ({"days": [7]}, ("days", 0)),
        ({"vehicle": "truck"}, ("vehicle",)),
    ],
)
def test_a_shift_that_cannot_be_is_refused_with_the_place(changed, place):
    with pytest.raises(Malformed) as refused:
        check_shift(shift(**changed))
    assert refused.value.facts["place"] == place


def test_a_shift_speaks_of_its_vehicle_and_calendar():
    spoken = {one.type: one.urn for one in refers_of_shift(shift(days="school"))}
    assert spoken == {"Vehicle": TRUCK, "Calendar": "urn:ngsi-ld:Calendar:school"}


def test_a_contract_is_about_containers_of_its_districts_unless_another_collects_them():
    bin_ = Collected(urn="urn:a", fraction="organic", district="Old Town", volume_l=240)
    assert is_about(BIO, "urn:bio", bin_)
    taken = msgspec.structs.replace(bin_, by="urn:other")
    assert not is_about(BIO, "urn:bio", taken)
    assert is_about(BIO, "urn:other", taken)
    assert not is_about(BIO, "urn:bio", msgspec.structs.replace(bin_, fraction="glass"))


def test_the_first_price_that_fits_holds():
    small = Collected(urn="urn:a", fraction="organic", volume_l=240)
    assert emptying_price(BIO, small) == 12.0
    large = msgspec.structs.replace(small, volume_l=1100)
    assert emptying_price(BIO, large) == 30.0


def test_a_contract_that_ends_before_it_begins_is_refused():
    with pytest.raises(Malformed, match="ends after"):
        check_contract(msgspec.structs.replace(BIO, last=date(2025, 1, 1)))


def test_a_policy_plans_for_a_week_at_most():
    assert read_written({}, Policy).service_min == 1.5
    with pytest.raises(Malformed):
        read_written({"horizon_days": 8}, Policy)
