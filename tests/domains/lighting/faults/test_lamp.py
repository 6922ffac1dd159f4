"""What the readings of one lamp of 60 W tell."""

from math import nan

import pytest

from mesto.domains.lighting.faults.finding import Cleared, Finding
from mesto.domains.lighting.faults.kinds import Kind
from mesto.domains.lighting.faults.lamp import Nature, Seen, diagnose, learned
from mesto.domains.lighting.faults.window import Reading

NATURE = Nature(60.0)
OUT_W, FULL_W = 0.8, 60.0


def night(powers, *, level=1.0, levels=None, volts=230.0, factor=0.95, failed=0.0):
    levels = levels or [level] * len(powers)
    return [
        Reading(900.0 * at, told, power_w, volts, factor, failed)
        for at, (power_w, told) in enumerate(zip(powers, levels, strict=True))
    ]


def found(readings, *, usual=nan, **more):
    opinions = diagnose(Seen(NATURE, readings, usual), **more)
    return {one.kind: one for one in opinions if isinstance(one, Finding)}


def cleared(readings, *, usual=nan):
    opinions = diagnose(Seen(NATURE, readings, usual))
    return {one.kind for one in opinions if isinstance(one, Cleared)}


def test_a_lamp_that_stays_out_has_failed():
    failure = found(night([FULL_W] * 4 + [OUT_W] * 6))[Kind.LAMP_FAILURE]
    assert failure.facts == {"seen": OUT_W, "expected": 60.0, "times": 6}
    assert failure.since_s == 4 * 900.0


def test_a_few_dark_readings_may_be_chance():
    assert found(night([FULL_W] * 4 + [OUT_W] * 5)) == {}


def test_a_lamp_that_is_told_to_be_out_has_not_failed():
    assert found(night([OUT_W] * 20, level=0.0)) == {}


def test_a_lamp_without_mains_has_not_failed():
    assert found(night([0.0] * 20, volts=0.0)) == {}


def test_a_lamp_that_burns_again_is_mended():
    assert Kind.LAMP_FAILURE in cleared(night([OUT_W] * 6 + [FULL_W] * 2))


def test_a_lamp_that_goes_out_and_comes_back_is_cycling_and_not_dead():
    powers = [FULL_W, OUT_W, FULL_W, OUT_W, OUT_W, FULL_W, *[OUT_W] * 5]
    assert set(found(night(powers))) == {Kind.CYCLING}
    assert found(night(powers))[Kind.CYCLING].facts["times"] == 3


def test_a_lamp_known_to_cycle_is_not_called_dead_for_being_out_a_while():
    assert found(night([OUT_W] * 9), cycled=True) == {}
    assert Kind.LAMP_FAILURE in found(night([OUT_W] * 12), cycled=True)


def test_going_out_in_a_dip_of_the_mains_is_no_cycling():
    powers = [FULL_W, OUT_W] * 5
    assert Kind.CYCLING in found(night(powers))
    assert found(night(powers, volts=170.0)) == {}


def test_a_driver_that_does_not_follow_its_level_has_failed():
    levels = [1.0] * 5 + [0.5] * 5
    stuck = found(night([FULL_W] * 10, levels=levels))[Kind.DRIVER_FAILURE]
    assert (stuck.facts["low"], stuck.facts["high"]) == (50, 100)
    assert Kind.DRIVER_FAILURE in cleared(night([60.0] * 5 + [31.8] * 5, levels=levels))


def test_a_driver_that_draws_power_and_reports_no_light_has_failed():
    unlit = found(night([55.0] * 4, failed=1.0))
    assert unlit[Kind.DRIVER_FAILURE].facts["unlit"] == 55.0


def test_a_driver_that_draws_too_much_when_out_has_failed():
    leaking = found(night([12.0] * 5, level=0.0))
    assert leaking[Kind.DRIVER_FAILURE].facts["standby"] == 12.0
    assert found(night([1.0] * 5, level=0.0)) == {}


def test_a_lamp_that_draws_less_than_it_used_to_has_lost_part_of_its_light():
    partly = found(night([60.0] * 4 + [42.0] * 4), usual=1.0)
    assert partly[Kind.PARTLY_DARK].facts["lost"] == 30
    assert found(night([42.0] * 8)) == {}  # nobody knows what it used to draw


def test_a_lamp_that_always_drew_more_than_is_written_is_another_lamp():
    readings = night([90.0] * 8)
    usual = learned(Seen(NATURE, readings))
    assert usual == pytest.approx(1.5)
    other = found(readings, usual=usual)[Kind.UNLIKE_MODEL]
    assert other.facts["seen"] == pytest.approx(90.0)


def test_what_is_read_at_a_dim_level_teaches_nothing_of_a_lamp_that_knows_a_brighter():
    dim = night([60.0] * 8, level=0.5)
    assert learned(Seen(NATURE, dim, top=1.0)) != learned(Seen(NATURE, dim))


def test_a_poor_power_factor_counts_where_the_lamp_is_bright():
    assert Kind.LOW_POWER_FACTOR in found(night([FULL_W] * 5, factor=0.5))
    assert found(night([16.0] * 5, level=0.2, factor=0.5)) == {}


def test_power_swings_with_the_mains_where_the_lamp_is_on_a_coil():
    sodium = Nature(100.0, swing=1.6)
    assert sodium.expected_w(1.0, 207.0) < 86
    assert Nature(100.0).expected_w(1.0, 207.0) == pytest.approx(100.0)


def test_nothing_is_found_without_a_rating():
    assert list(diagnose(Seen(Nature(0.0), night([OUT_W] * 9)))) == []
