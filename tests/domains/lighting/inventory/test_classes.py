import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.domains.lighting.inventory.classes import (
    NEEDS,
    comparable_lx,
    least_level,
    lower,
    need_of,
    quiet_level,
)
from mesto.kernel.errors import Malformed

CLASSES = st.sampled_from(sorted(NEEDS))


def test_a_main_street_at_night_may_be_dimmed_to_the_class_below():
    assert least_level("M3", "M4") == pytest.approx(0.75)
    assert least_level("M3", "M5") == pytest.approx(0.5)


def test_a_crossing_and_a_footpath_are_compared_by_their_illuminance():
    assert least_level("C3", "P2") == pytest.approx(10 / 15)
    assert least_level("M3", "P4") == pytest.approx(5 / 15)


def test_new_lamps_give_more_and_may_be_dimmed_from_the_first_day():
    assert least_level("P4", spare=1.25) == pytest.approx(0.8)
    assert least_level("P4") == 1.0


def test_a_street_cannot_give_more_than_it_has():
    assert least_level("M5", "M1") == 1.0


def test_the_lowest_class_asks_for_nothing():
    assert least_level("P4", "P7") == 0.0
    assert least_level("P7") == 0.0
    assert least_level("P7", "P6") == 1.0


def test_what_is_no_class_is_refused():
    for wrong in ("M0", "M7", "p4", "", "ME3"):
        with pytest.raises(Malformed):
            need_of(wrong)


def test_darker_classes_end_with_the_family():
    assert lower("M3", 2) == "M5"
    assert lower("M6", 2) == "M6"
    assert lower("C5", 1) == "C5"


def test_a_quiet_street_may_fall_two_classes_and_is_never_dark():
    assert quiet_level("M3") == 0.5
    assert quiet_level("P4") == 0.4
    assert quiet_level("P5") == 0.1


@pytest.mark.parametrize("family", "MCP")
def test_each_class_needs_less_than_the_one_before(family):
    levels = [comparable_lx(one) for one in NEEDS if one.startswith(family)]
    assert levels == sorted(levels, reverse=True)
    assert len(set(levels)) == len(levels)


@given(CLASSES, CLASSES, st.floats(1, 3))
def test_levels_are_shares_and_a_lower_class_never_needs_more(installed, needed, spare):
    level = least_level(installed, needed, spare=spare)
    assert 0 <= level <= 1
    assert least_level(installed, lower(needed, 1), spare=spare) <= level


@given(CLASSES, st.integers(0, 9))
def test_dimming_in_two_steps_is_dimming_once(installed, steps):
    between, needed = lower(installed, steps), lower(installed, steps + 1)
    if comparable_lx(between) > 0:
        twice = least_level(installed, between) * least_level(between, needed)
        assert least_level(installed, needed) == pytest.approx(twice)
