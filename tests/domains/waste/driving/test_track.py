from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.domains.waste.driving.track import (
    Fix,
    cleaned,
    driven_km,
    metres,
    stays,
    visits,
)
from tests.domains.waste.driving.examples import HOME, at, driven, east, round_


def test_who_stands_at_a_stop_has_visited_it_and_no_other():
    planned = round_()
    standing = stays(driven(planned, skip={2}))
    found = [visits(standing, stop.place) for stop in planned.stops]
    assert [len(one) for one in found] == [1, 1, 0, 1, 1]
    assert found[0][0].lasted == timedelta(seconds=170)
    assert found[0][0].nearest_m < 1


def test_who_drives_past_has_not_been_there():
    past = [Fix(at(0) + timedelta(seconds=s), east(8 * s - 400)) for s in range(100)]
    assert visits(stays(past), HOME) == []


def test_a_tracker_that_sleeps_while_it_stands_stood_there():
    asleep = [Fix(at(0), HOME), Fix(at(12), east(6))]
    assert [one.lasted for one in visits(stays(asleep), HOME)] == [
        timedelta(minutes=12)
    ]


def test_a_tracker_that_was_not_heard_proves_nothing():
    lost = [Fix(at(0), HOME), Fix(at(30), east(900))]
    assert visits(stays(lost), HOME) == []


def test_a_jump_no_lorry_can_make_is_left_out():
    jump = Fix(at(0) + timedelta(seconds=95), east(30_000))
    clean = driven(round_())
    assert cleaned([*clean, jump]) == clean


def test_a_vehicle_whose_first_fix_was_wrong_is_found_again():
    clean = driven(round_())
    wrong = Fix(at(-1), east(500_000))
    assert cleaned([wrong, *clean])[1:] == clean


@given(st.permutations(range(40)))
def test_a_track_is_the_same_in_whatever_order_it_comes(order):
    track = driven(round_(), every_s=20)
    assert cleaned([track[one] for one in order if one < len(track)]) == cleaned(
        track[:40]
    )


@given(st.floats(-2_000, 2_000), st.floats(-2_000, 2_000))
def test_distances_are_those_of_a_flat_town(one, other):
    assert metres(east(one), east(other)) == pytest.approx(abs(one - other), abs=0.01)


def test_how_far_it_drove_is_the_length_of_its_track():
    assert driven_km([Fix(at(n), east(500 * n)) for n in range(5)]) == pytest.approx(2)
