from datetime import timedelta

import pytest

from mesto.domains.waste.driving.deeds import Emptied, Ended, Impossible
from mesto.domains.waste.driving.missed import missed
from mesto.domains.waste.driving.proof import Evidence, Seen, compare
from mesto.domains.waste.driving.track import Fix
from tests.domains.waste.driving.examples import (
    SIX,
    at,
    container,
    deed,
    driven,
    east,
    round_,
)

EVENING = SIX + timedelta(hours=12)


def emptied(number, minutes=None, **says):
    at_min = 10 * number + 3 if minutes is None else minutes
    return deed(Emptied, at_min, containers=(container(number),), **says)


def verdicts(planned, now=EVENING, **evidence):
    found = compare(planned, Evidence(**evidence), now)
    return {one.container[-1]: one.verdict for one in found}


def test_each_claim_is_as_good_as_what_else_speaks_for_it():
    deeds = [
        emptied(0),
        emptied(1),
        emptied(2),
        deed(Impossible, 33, containers=(container(3),), reason="blocked"),
    ]
    planned = round_()
    track = driven(planned, skip={1, 2, 4})
    passing = [Fix(at(10 + n), east(300 + 90 * n)) for n in range(1, 19)]
    seen = {container(1): [Seen(at(14))], container(2): []}
    found = verdicts(planned, deeds=deeds, track=sorted([*track, *passing]), seen=seen)
    assert found == {
        "0": "proven",
        "1": "proven",
        "2": "unproven",
        "3": "impossible",
        "4": "missed",
    }


def test_where_nothing_could_agree_a_claim_is_taken_at_its_word():
    assert verdicts(round_(1), deeds=[emptied(0)]) == {"0": "word"}


def test_what_was_done_and_not_said_is_told():
    planned = round_(2)
    track = driven(planned)
    seen = {container(0): [Seen(at(2))]}
    assert verdicts(planned, track=track, seen=seen) == {"0": "unsaid", "1": "unsaid"}


def test_nothing_is_missed_while_it_may_still_be_done():
    assert set(verdicts(round_(), now=at(5)).values()) == {"open"}
    ended = [deed(Ended, 5)]
    assert set(verdicts(round_(), now=at(6), deeds=ended).values()) == {"missed"}


def test_a_sensor_that_will_tell_later_does_not_contradict_yet():
    claim = {"deeds": [emptied(0)], "seen": {container(0): []}}
    assert verdicts(round_(1), now=at(30), **claim) == {"0": "word"}
    assert verdicts(round_(1), now=EVENING, **claim) == {"0": "unproven"}


def test_an_emptying_nobody_planned_is_in_the_list_with_its_proof():
    other = "urn:ngsi-ld:WasteContainer:9"
    here = round_(1)
    evidence = Evidence(
        deeds=[deed(Emptied, 2, containers=(other,))],
        track=driven(here),
        places={other: here.stops[0].place},
    )
    found = compare(here, evidence, EVENING)[-1]
    assert (found.container, found.stop, found.verdict) == (other, None, "proven")
    assert list(found.proofs) == ["track"]


def test_a_container_is_late_by_when_the_vehicle_stood_there():
    planned = round_(1)
    late = [Fix(one.at + timedelta(minutes=25), one.place) for one in driven(planned)]
    (found,) = compare(planned, Evidence(deeds=[emptied(0, 28)], track=late), EVENING)
    assert found.late_min == pytest.approx(25)


def test_who_is_well_past_a_container_has_missed_it():
    told = [emptied(0), emptied(2), emptied(3), emptied(4)]
    assert missed(round_(), told, (), at(45)) == [container(1)]
    assert missed(round_(), told, (), at(25)) == [], "it may still be driven to"
    assert missed(round_(), told[:2], (), at(45)) == [], "streets are taken both ways"


def test_where_the_vehicle_is_tells_what_it_passed_too():
    here = [Fix(at(44), round_().stops[4].place)]
    assert missed(round_(), [emptied(0)], here, at(45)) == [container(1)]


def test_what_is_left_when_the_round_ends_is_missed():
    told = [emptied(0), deed(Ended, 6)]
    assert missed(round_(3), told, (), at(7)) == [container(1), container(2)]
