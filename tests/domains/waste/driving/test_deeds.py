from datetime import UTC, date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.domains.waste.driving.deeds import (
    Began,
    Emptied,
    Ended,
    Impossible,
    TakenBack,
    check_times,
    corrections,
    fresh,
    standing,
    told,
)
from mesto.domains.waste.driving.phases import check_phase, phase_after
from mesto.kernel.errors import Conflict, Malformed
from tests.domains.waste.driving.examples import (
    ROUND,
    VEHICLE,
    container,
    deed,
)

SAID = [
    deed(Began, 0),
    deed(Emptied, 5, containers=(container(1),), before=0.75, weight_kg=40.0),
    deed(Impossible, 9, containers=(container(2),), reason="blocked", note="A car."),
    deed(Emptied, 12, containers=(container(3), container(4)), weight_kg=90.0),
    deed(Ended, 30),
]
SAID.append(deed(TakenBack, 10, of=SAID[2].id))


@given(
    st.permutations(SAID),
    st.lists(st.integers(1, 4), min_size=1),
    st.sampled_from(SAID),
)
def test_late_twice_and_out_of_order_a_shift_is_recorded_once(order, cuts, again):
    known, seen = {}, []
    while order:
        part = [*order[: cuts[0]], again]
        order, cuts = order[cuts[0] :], [*cuts[1:], 1]
        new = fresh(part, known)
        seen += told(ROUND, VEHICLE, known, new, "person:eva")
        known |= {one.id: one for one in new}
    deeds = [one for one in seen if one.attribute == "deed"]
    assert len(deeds) == len({one.dataset for one in deeds}) == len(SAID)
    emptied = [one for one in seen if one.attribute == "emptying"]
    assert sorted(one.entity[-1] for one in emptied) == ["1", "3", "4"]
    obstacles = [one for one in seen if one.attribute == "collectionObstacle"]
    last = max(obstacles, key=lambda one: one.observed_at, default=None)
    assert last is None or last.deleted, "it was taken back"
    assert {type(one) for one in standing(known.values())} == {Began, Emptied, Ended}
    assert phase_after("released", standing(known.values())) == "done"


def test_a_weight_belongs_to_a_container_only_where_it_is_of_one():
    values = {
        one.entity[-1]: one.value.get("weight_kg")
        for one in told(ROUND, VEHICLE, {}, SAID, "person:eva")
        if one.attribute == "emptying"
    }
    assert values == {"1": 40.0, "3": None, "4": None}


def test_an_emptying_taken_back_has_no_confidence_at_its_very_moment():
    emptied = SAID[1]
    back = deed(TakenBack, 6, of=emptied.id)
    (never,) = corrections(ROUND, VEHICLE, {emptied.id: emptied}, [back], "person:eva")
    assert (never.observed_at, never.value["confidence"]) == (emptied.at, 0.0)


def test_a_deed_of_another_day_is_refused_with_its_place():
    wrong = deed(Began, 60 * 24 * 365)
    with pytest.raises(Malformed) as refused:
        check_times([SAID[0], wrong], date(2030, 6, 20), UTC)
    assert refused.value.facts["place"] == ("said", 1, "at")


def test_a_round_moves_only_where_it_may():
    for now, after in (("driving", "draft"), ("done", "dropped"), ("draft", "done")):
        with pytest.raises(Conflict):
            check_phase(now, after)
    check_phase("released", "released")
    assert phase_after("released", [SAID[0]]) == "driving"
    assert phase_after("done", [SAID[0]]) == "driving", "its end was taken back"
    assert phase_after("driving", []) == "released"
