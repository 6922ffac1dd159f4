"""What one container's own course gives away; what cannot be never misleads."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.domains.waste.sensors.battery import battery_ends
from mesto.domains.waste.sensors.corrected import corrected
from mesto.domains.waste.sensors.course import (
    DAY_S,
    HOUR_S,
    Seen,
    Strange,
    believable,
)
from mesto.domains.waste.sensors.falls import falls
from mesto.domains.waste.sensors.finding import weighed
from mesto.domains.waste.sensors.kinds import TITLES, Kind
from mesto.domains.waste.sensors.look import Beside, Look, signs
from mesto.domains.waste.sensors.words import EVIDENCE, can_state
from tests.domains.waste.sensors.courses import NOW_S, STEP_S, sawtooth


def found_in(course):
    return weighed(signs(course, falls(course.smooth), battery_ends(course)))


def test_nothing_is_found_in_a_sound_sensor():
    assert found_in(sawtooth()) is None


def test_a_zero_that_creeps_is_found_and_reckoned_out():
    course = sawtooth(read=lambda level, day: level + 0.008 * max(0, day - 20))
    found = found_in(course)
    assert found.kind is Kind.DRIFT
    assert found.facts["a_day"] == pytest.approx(0.008, rel=0.3)
    read_s = NOW_S - STEP_S
    assert corrected(0.5 + 0.008 * 40, read_s, found) == pytest.approx(0.5, abs=0.06)
    assert corrected(0.5, NOW_S - 50 * DAY_S, found) == 0.5


def test_an_empty_container_that_never_reads_empty_is_wrongly_mounted():
    found = found_in(sawtooth(read=lambda level, _: 0.25 + 0.75 * level))
    assert found.kind is Kind.WRONG_HEIGHT
    assert corrected(0.25 + 0.75 * 0.6, NOW_S, found) == pytest.approx(0.6, abs=0.05)


def test_something_before_the_eye_is_known_by_the_emptyings_it_hides():
    course = sawtooth(read=lambda level, day: 0.8 if day > 40 else level)
    found = found_in(course)
    assert found.kind is Kind.JAM
    assert found.facts["against"] >= 4
    assert any(mark.sign == "emptied" for mark in found.marks)
    assert corrected(0.8, NOW_S, found) is None


def test_a_full_container_that_nobody_emptied_is_no_jam():
    course = sawtooth(read=lambda level, day: 1.0 if day > 40 else level)
    kept = [one for one in course.emptied if one.at_s < NOW_S - 20 * DAY_S]
    assert found_in(sawtooth(emptied=kept, levels=course.levels)) is None


def test_who_looked_and_saw_it_full_speaks_for_the_sensor():
    course = sawtooth(read=lambda level, day: 1.0 if day > 40 else level)
    seen = [Seen(NOW_S - days * DAY_S, 1.0) for days in (3, 7, 11, 15)]
    assert found_in(course).kind is Kind.JAM
    assert found_in(sawtooth(levels=course.levels, seen=seen)) is None


def test_emptyings_while_nothing_was_heard_contradict_no_level():
    def heard(at_s):
        return not NOW_S - 19.5 * DAY_S < at_s < NOW_S - 1.2 * DAY_S

    course = sawtooth(read=lambda level, day: 0.8 if day > 40 else level)
    silent = [one for one in course.levels if heard(one[0])]
    assert found_in(sawtooth(levels=silent)) is None


def test_what_looks_like_a_fault_for_some_days_only_is_not_said():
    def since(first):
        def read(level, day):
            return 0.8 if day > first else level

        return sawtooth(every=1, rate=0.8, read=read)

    assert found_in(since(57.1)) is None
    assert found_in(since(53)).kind is Kind.JAM


def test_a_sensor_that_scatters_says_nothing_of_the_container_beside_it():
    calm = sawtooth(rate=0.005, read=lambda level, _: 0.5 + level, emptied=[])
    dice = Random(1)
    wild = sawtooth(emptied=[], read=lambda *_: dice.choice((0.1, 0.9)))
    beside = {name: Beside(isle="nest", fraction="paper") for name in ("calm", "wild")}
    look = Look(NOW_S, beside)
    look.take([replace(calm, urn="calm"), replace(wild, urn="wild")])
    found = {urn: outcome.finding for urn, outcome in look.end()}
    assert found["wild"].kind is Kind.NOISY
    assert found["calm"] is None


def test_a_value_that_does_not_even_tremble_is_stuck():
    levels = [
        (at_s, 0.55 if at_s > NOW_S - 10 * DAY_S else value)
        for at_s, value in sawtooth().levels
    ]
    assert found_in(sawtooth(levels=levels)).kind is Kind.STUCK


def test_what_cannot_be_is_a_finding_and_no_level():
    read = [(NOW_S - at * HOUR_S, 2.55 if at % 5 == 0 else 0.4) for at in range(200)]
    levels, odd = believable(sorted(read), NOW_S, "level")
    assert {value for _, value in levels} == {0.4}
    found = found_in(sawtooth(levels=sawtooth().levels, strange=odd))
    assert found.kind is Kind.BROKEN
    assert found.facts["worst"] == pytest.approx(255)


def test_a_clock_a_year_ahead_is_a_finding():
    levels, odd = believable([(NOW_S + 365 * DAY_S, 0.4)] * 4, NOW_S, "level")
    assert levels == []
    assert found_in(sawtooth(strange=odd)).facts["clocks"] == 4


def test_one_impossible_reading_is_an_accident():
    once = [Strange(NOW_S - DAY_S, "level", 2.55)]
    assert found_in(sawtooth(strange=once)) is None


def test_the_end_of_a_battery_is_foreseen_with_an_interval():
    line = [
        (NOW_S - day * DAY_S, 0.05 + 0.01 * (day + 30)) for day in range(60, -1, -1)
    ]
    ends = battery_ends(sawtooth(batteries=line))
    assert ends.low_s < NOW_S + 30 * DAY_S < ends.high_s
    assert ends.at_s == pytest.approx(NOW_S + 30 * DAY_S, abs=3 * DAY_S)
    found = found_in(sawtooth(batteries=line))
    assert found.kind is Kind.BATTERY_ENDING
    assert can_state(found.kind, found.facts)


def test_cold_weeks_do_not_end_a_battery():
    days = range(60, -1, -1)
    warmth = [(NOW_S - day * DAY_S, 20.0 - 0.5 * (60 - day)) for day in days]
    charge = [(at_s, 0.9 + 0.003 * (celsius - 20)) for at_s, celsius in warmth]
    ends = battery_ends(sawtooth(temperatures=warmth, batteries=charge))
    assert ends is None or ends.low_s > NOW_S + 60 * DAY_S


def test_who_falls_silent_with_a_spent_battery_needs_one():
    until_s = NOW_S - 4 * DAY_S
    levels = [one for one in sawtooth().levels if one[0] < until_s]
    spent = [(until_s - day * DAY_S, 0.04 + 0.01 * day) for day in range(40, -1, -1)]
    assert found_in(sawtooth(levels=levels)).kind is Kind.SILENT
    found = found_in(sawtooth(levels=levels, batteries=spent))
    assert found.kind is Kind.BATTERY_EMPTY


def test_a_container_lifted_by_the_crew_does_not_lie():
    lifted = [(NOW_S - 600, "dropped"), (NOW_S - 300, "dropped")]
    assert found_in(sawtooth(states=lifted)) is None
    lies = [(NOW_S - 7200, "dropped"), (NOW_S - 300, "dropped")]
    assert found_in(sawtooth(states=lies)).kind is Kind.TIPPED


def test_heat_is_a_fire_until_it_has_cooled():
    hot = [(NOW_S - 1200, 20.0), (NOW_S - 600, 95.0), (NOW_S - 60, 180.0)]
    assert found_in(sawtooth(temperatures=hot)).facts["celsius"] == 180
    cooled = [*hot, (NOW_S - 10, 22.0)]
    assert found_in(sawtooth(temperatures=cooled)) is None


def test_every_kind_has_a_name_and_a_sentence_in_every_language():
    spoken = {"en", "cs", "sk", "sr-Latn"}
    assert set(TITLES) == set(Kind) == {kind for kind, _ in EVIDENCE}
    assert all(set(text) >= spoken for text in (*TITLES.values(), *EVIDENCE.values()))


@given(
    st.lists(st.tuples(st.floats(0, 60 * DAY_S), st.floats(-2, 9)), max_size=80),
    st.lists(st.tuples(st.floats(0, 60 * DAY_S), st.floats(-90, 2000)), max_size=20),
)
def test_whatever_is_said_is_judged_and_can_be_stated(said, warmth):
    moved = sorted((NOW_S - 60 * DAY_S + at_s, value) for at_s, value in said)
    levels, odd = believable(moved, NOW_S, "level")
    course = sawtooth(
        levels=levels,
        strange=odd,
        temperatures=sorted((NOW_S - at_s, celsius) for at_s, celsius in warmth),
        batteries=[(at_s, min(max(value, 0), 1)) for at_s, value in moved],
    )
    for finding in signs(course, falls(course.smooth), battery_ends(course)):
        assert can_state(finding.kind, finding.facts), finding
        assert 0 <= finding.confidence <= 1
