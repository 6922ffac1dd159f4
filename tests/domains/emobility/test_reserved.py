"""Which places are kept free is read from what stations have agreed to."""

from datetime import UTC, datetime, timedelta

from mesto.domains.emobility.stations.reserved import reservations_in
from mesto.kernel.model import State, Value
from mesto.kernel.question.commands import Ordered

NOON = datetime(2030, 6, 5, 12, tzinfo=UTC)


def given(name: str, value: Value, state: State = State.CONFIRMED) -> Ordered:
    """Return an order to a station."""
    return Ordered("", name, value, "", state, "", NOON, NOON, None, None, 1, "", {})


def kept(number: int, *, evse: int = 1, hours: float = 1, **more: str) -> dict:
    until = (NOON + timedelta(hours=hours)).isoformat()
    return {"id": number, "evse": evse, "idToken": "04AB", "until": until, **more}


def numbers(*orders: Ordered, updated: Value = None) -> dict[int, int]:
    """Return the reservation of each EVSE; orders: the newest first."""
    found = reservations_in(orders, updated, NOON)
    return {evse: one.id for evse, one in found.items()}


def test_a_place_is_kept_until_its_time_has_come() -> None:
    one = given("reserveNow", kept(7, tokenType="Central"))
    other = given("reserveNow", kept(8, evse=2))
    past = given("reserveNow", kept(9, evse=3, hours=-1))
    assert numbers(one, other, past) == {1: 7, 2: 8}


def test_what_a_station_did_not_agree_to_is_not_kept() -> None:
    one = kept(7)
    assert numbers(given("reserveNow", one, State.FAILED)) == {}
    assert numbers(given("reserveNow", one, State.SENT)) == {}
    refused = given("cancelReservation", {"id": 7}, State.FAILED)
    assert numbers(refused, given("reserveNow", one)) == {1: 7}


def test_what_was_given_up_is_kept_no_more() -> None:
    free, one = given("cancelReservation", {"id": 7}), given("reserveNow", kept(7))
    assert numbers(free, one) == {}
    assert numbers(one, free) == {1: 7}, "it was reserved again"
    told = {"reservationId": 7, "reservationUpdateStatus": "Expired"}
    assert numbers(one, updated=told) == {}


def test_what_a_program_ordered_otherwise_is_passed_over() -> None:
    naive = {**kept(7), "until": "2030-06-05T13:00:00"}
    assert numbers(given("reserveNow", naive), given("reserveNow", "now")) == {}
