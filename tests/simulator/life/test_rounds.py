import math
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.simulator.chance import Chance
from mesto.simulator.life import rounds
from mesto.simulator.life.rounds import Released, Stop, tour_of
from tests.simulator.conftest import draw_town

TOWN = draw_town()
NODES = TOWN.nodes
BEGINS_S = 1_800_000_000.0


def a_round(crossings, name="r-1"):
    """A round over some crossings, a stop at each, from and to the first."""
    at = [crossings[0], *crossings, crossings[0]]
    path = [NODES[at[0]]]
    for one, other in pairwise(at):
        path += TOWN.line_of(TOWN.route(one, other), one)[1:]
    stops = [
        Stop(
            what="collect" if 0 < number < len(at) - 1 else "depot",
            place=NODES[node],
            arrives_s=BEGINS_S + 300 * number,
            leaves_s=BEGINS_S + 300 * number + 90,
            containers=[f"c{number}-{one}" for one in range(2)],
        )
        for number, node in enumerate(at)
    ]
    stops[0] = replace(stops[0], containers=(), leaves_s=BEGINS_S)
    stops[-1] = replace(stops[-1], what="unload", containers=(), site="urn:dump")
    return Released(
        name=name, vehicle="urn:v", fraction="glass", stops=stops, path=path
    )


def metres(one, other):
    return math.dist(TOWN.plane.to_m(one), TOWN.plane.to_m(other))


@pytest.fixture
def lucky(monkeypatch):
    monkeypatch.setattr(rounds, "MISSED", 0.0)
    monkeypatch.setattr(rounds, "CLOSED", 0.0)


@pytest.mark.usefixtures("lucky")
def test_a_lorry_stands_at_each_stop_when_it_says_that_it_emptied_it():
    released = a_round([0, 7, 21, 8, 30])
    tour = tour_of(released, TOWN, Chance(1))
    emptied = [one for one in tour.deeds if one.what == "emptied"]
    assert [one.containers for one in emptied] == [
        list(one.containers) for one in released.stops[1:-1]
    ]
    for deed, stop in zip(emptied, released.stops[1:-1], strict=True):
        fix = tour.at(deed.after_s - 1)
        assert metres(fix.place, stop.place) < 1
        assert fix.speed_kmh == 0
    assert (tour.deeds[0].what, tour.deeds[-1].what) == ("began", "ended")
    assert tour.deeds[-2].site == "urn:dump"


@given(
    st.lists(st.integers(0, len(NODES) - 1), min_size=2, max_size=8), st.integers(0, 9)
)
def test_a_lorry_never_leaps_and_its_deeds_are_in_order(crossings, seed):
    tour = tour_of(a_round(crossings, f"r-{seed}"), TOWN, Chance(seed))
    times = [one.after_s for one in tour.deeds]
    assert times == sorted(times)
    assert tour.lasts_s == times[-1]
    places = [tour.at(10.0 * turn).place for turn in range(int(tour.lasts_s / 10) + 2)]
    steps = [metres(a, b) for a, b in pairwise(places)]
    assert max(steps, default=0) <= 10 * 14.5


def test_before_a_closed_road_a_lorry_turns_round_and_goes_on_another_way(monkeypatch):
    monkeypatch.setattr(rounds, "MISSED", 0.0)
    monkeypatch.setattr(rounds, "CLOSED", 1.0)
    released = a_round([0, 14])
    tour = tour_of(released, TOWN, Chance(1))
    (first, second) = [one for one in tour.deeds if one.what == "impossible"]
    assert second.containers == released.stops[2].containers
    assert 60 < metres(tour.at(second.after_s).place, released.stops[2].place) < 80
    assert first.after_s < second.after_s


def test_a_container_that_is_overlooked_is_not_spoken_of(monkeypatch):
    monkeypatch.setattr(rounds, "MISSED", 1.0)
    monkeypatch.setattr(rounds, "CLOSED", 0.0)
    tour = tour_of(a_round([3, 9]), TOWN, Chance(1))
    said = [urn for one in tour.deeds for urn in one.containers]
    assert said == ["c1-0", "c2-0"]
