"""Whatever stations hear, do and leave out, no cable carries more than it may."""

from datetime import UTC, datetime, time, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.domains.emobility.charging.held import Held, Moment, may_tell, reckoned
from mesto.domains.emobility.charging.learnt import NEAREST, Outlook
from mesto.domains.emobility.charging.plan import Price, Session, plan
from mesto.domains.emobility.charging.tree import Connector, Limit, Load, Node, Tree
from mesto.kernel.errors import Infeasible, Malformed

START = datetime(2026, 3, 2, 4, tzinfo=UTC)
HOLDS = timedelta(minutes=15)
WIRED = ["123", "231", "312", "1", "2", "3", "12", "31"]

amps = st.sampled_from([0.0, 6.0, 13.5, 32.0, 63.0])
hours = st.floats(0, 40)  #: and kWh
times = st.times().map(lambda one: one.replace(second=0, microsecond=0))


@st.composite
def limits(draw):
    return Limit(
        amps=draw(st.none() | st.floats(20, 120)),
        watts=draw(st.none() | st.floats(5_000, 60_000)),
        since=draw(times),
        until=draw(times),
        weekdays=draw(st.sampled_from([(0, 1, 2, 3, 4, 5, 6), (0, 2, 4), (6,)])),
    )


@st.composite
def trees(draw):
    """Return a tree, and its loads, which the cables carry with all fail-safes."""
    count = draw(st.integers(1, 6))
    nodes = [
        Node(
            name=f"n{k}",
            parent=f"n{draw(st.integers(0, k - 1))}" if k else "",
            limits=[
                *draw(st.lists(limits(), max_size=2)),
                *([] if k else [Limit(amps=draw(st.floats(16, 63)))]),
            ],
        )
        for k in range(count)
    ]
    connectors = [
        Connector(
            name=f"c{k}",
            at=f"n{draw(st.integers(0, count - 1))}",
            phases=draw(st.sampled_from(WIRED)),
            most_a=draw(st.sampled_from([16.0, 32.0, 63.0])),
            fail_safe_a=draw(st.sampled_from([0.0, 0.0, 6.0])),
            step_a=draw(st.sampled_from([1.0, 0.1, 2.0])),
        )
        for k in range(draw(st.integers(2, 7)))
    ]
    loads = [
        Load(
            at=f"n{draw(st.integers(0, count - 1))}",
            amps=(load := draw(st.floats(-10, 15)), load, draw(st.floats(-5, 5))),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    tree = Tree(nodes, connectors)
    try:
        tree.proved(loads, START)
    except Infeasible:
        return Tree(nodes, [bare(one) for one in connectors]), []
    return tree, loads


def bare(one):
    return Connector(name=one.name, at=one.at, phases=one.phases, step_a=one.step_a)


class Station:
    """One that takes what it hears, and draws as much as it may, by the worst car."""

    def __init__(self, connector):
        self.connector, self.told = connector, None

    def draws(self, tree, now):
        place = tree.place[self.connector.name]
        if self.told and self.told.until > now:
            used = tree.used({self.connector.name: self.told.phases})[place]
            return self.told.amps * used
        return tree.unasked[place]


def all_draw(tree, stations, loads, now):
    """Return what every node carries, and what it may."""
    amps = np.array([one.draws(tree, now) for one in stations])
    return tree.burden(amps) + tree.loaded(loads), tree.limits(
        now, now + timedelta(seconds=1)
    )


@given(trees(), st.data())
def test_no_cable_carries_more_than_it_may_whoever_is_silent(given_tree, data):
    tree, loads = given_tree
    stations = [Station(one) for one in tree.connectors]
    held = {}
    now = START
    for _ in range(8):
        names = data.draw(st.permutations([one.name for one in tree.connectors]))
        wanted = {
            name: data.draw(amps) for name in names[: data.draw(st.integers(1, 7))]
        }
        phases = {name: data.draw(st.integers(1, 3)) for name in wanted}
        until = now + HOLDS
        moment = Moment(since=now, until=until, loads=loads, held=held)
        told = may_tell(tree, wanted, moment, phases)
        for name in wanted:
            place = tree.place[name]
            order = Held(float(told.amps[place]), until, phases[name])
            happens = data.draw(
                st.sampled_from(["done", "unanswered", "lost", "reset"])
            )
            if happens in {"done", "unanswered"}:
                stations[place].told = order
            if happens == "reset":  # another car has come meanwhile
                stations[place].told = None
            held[name] = [order] if happens == "done" else [*held.get(name, []), order]
        for minutes in (0, 4, 9, 14, 16, 40):
            carried, may = all_draw(
                tree, stations, loads, now + timedelta(minutes=minutes)
            )
            assert np.all(carried <= may + 1e-6)
        now += timedelta(minutes=data.draw(st.sampled_from([1, 2, 3, 5, 9, 20])))


@st.composite
def cars(draw, tree):
    """Return a car at some of the connectors, each with ways it may go."""
    names = draw(st.sets(st.sampled_from(list(tree.place)), min_size=1))
    return [
        Session(
            connector=name,
            arrived=START - timedelta(hours=draw(st.integers(0, 30))),
            outlook=Outlook(
                np.resize(draw(st.lists(hours, min_size=1)), NEAREST),
                np.resize(draw(st.lists(hours, min_size=1)), NEAREST),
            ),
            got_kwh=draw(hours),
            takes_a=draw(st.sampled_from([6.0, 13.5, 32.0, 63.0])),
            phases=draw(st.integers(1, 3)),
        )
        for name in sorted(names)
    ]


@given(trees(), st.data())
def test_no_plan_puts_more_on_a_cable_than_it_carries(given_tree, data):
    tree, loads = given_tree
    sessions = data.draw(cars(tree))
    silent = data.draw(st.sets(st.sampled_from(list(tree.place))))
    held = {name: [Held(data.draw(amps), START + HOLDS)] for name in sorted(silent)}
    moment = Moment(since=START, until=START + HOLDS, loads=loads, held=held)
    each = data.draw(st.none() | st.lists(st.floats(0, 1), min_size=2, max_size=9))
    granted = plan(tree, sessions, moment, each and Price(each=each, slot_h=1.0))
    kept = reckoned(tree, moment)
    assert {one.connector for one in granted}.isdisjoint(silent)
    # what silent stations hold may be too much already; then nothing is added to it
    may = np.maximum(tree.limits(START, START + HOLDS), burden(tree, loads, kept))
    assert np.all(worst(tree, loads, kept, granted, sessions) <= may + 1e-6)


def worst(tree, loads, kept, granted, sessions):
    """Return what cables carry where each draws what it is granted, or what is kept.

    It is one or the other: the most of each phase, and the more of the two powers.
    """
    phases = {one.connector: one.phases for one in sessions}
    drawn = np.zeros_like(kept)
    for one in granted:
        place = tree.place[one.connector]
        drawn[place] = one.amps * tree.used(phases)[place]
    more = drawn.sum(axis=1) > kept.sum(axis=1)
    carried = burden(tree, loads, np.maximum(kept, drawn))
    power = burden(tree, loads, np.where(more[:, None], drawn, kept))
    return np.column_stack([carried[:, :3], power[:, 3]])


def test_a_car_on_one_phase_may_draw_more_than_is_kept_on_three():
    wall = Connector(name="b", at="cabinet", fail_safe_a=6.0)
    tree = simple(16, [wall], watts=5_000)
    car = Session(
        connector="b",
        arrived=START,
        outlook=Outlook(np.full(NEAREST, 2.0), np.full(NEAREST, 9.0)),
        phases=1,
    )
    moment = Moment(since=START, until=START + HOLDS)
    (granted,) = plan(tree, [car], moment)
    assert granted.amps > 6
    carried = worst(tree, [], reckoned(tree, moment), [granted], [car])
    assert np.all(carried <= tree.limits(START, START + HOLDS) + 1e-6)


def burden(tree, loads, drawn):
    return tree.burden(drawn) + tree.loaded(loads)


def simple(limit_a, connectors, **more):
    node = Node(name="cabinet", limits=[Limit(amps=limit_a, **more)])
    return Tree([node], connectors)


def two(**more):
    return [Connector(name=name, at="cabinet", **more) for name in ("a", "b")]


def tell(tree, wanted, held=None, phases=None, loads=(), since=START):
    moment = Moment(since=since, until=since + HOLDS, loads=loads, held=held or {})
    told = may_tell(tree, wanted, moment, phases or {})
    return dict(zip(tree.place, told.amps.tolist(), strict=True))


def test_what_one_is_to_give_up_is_not_given_before_it_has_answered():
    tree = simple(32, two())
    held = {"a": [Held(32, START + HOLDS)]}
    asked = {"b": 26, "a": 6}
    assert tell(tree, asked, held) == {"a": 6, "b": 0}
    unanswered = {"a": [*held["a"], Held(6, START + HOLDS)]}
    assert tell(tree, asked, unanswered)["b"] == 0
    assert tell(tree, asked, {"a": [Held(6, START + HOLDS)]})["b"] == 26


def test_single_phase_cars_on_rotated_phases_share_no_wire():
    tree = simple(
        16,
        [
            Connector(name=name, at="cabinet", phases=phases)
            for name, phases in [("a", "123"), ("b", "231"), ("c", "312"), ("d", "123")]
        ],
    )
    wanted = dict.fromkeys("abcd", 16.0)
    one_each = dict.fromkeys("abcd", 1)
    assert tell(tree, wanted, phases=one_each) == {"a": 16, "b": 16, "c": 16, "d": 0}
    assert tell(tree, wanted) == {"a": 16, "b": 0, "c": 0, "d": 0}


def test_less_than_six_amperes_is_a_pause():
    assert tell(simple(20, two()), {"a": 16, "b": 16}) == {"a": 16, "b": 0}


def test_lamps_on_the_cable_leave_less_and_what_the_sun_feeds_in_leaves_more():
    tree = simple(32, two())
    lamps = Load(at="cabinet", amps=(10, 10, 10))
    sun = Load(at="cabinet", amps=(-10, -10, -10))
    assert tell(tree, {"a": 32}, loads=[lamps])["a"] == 22
    assert tell(tree, {"a": 32, "b": 32}, loads=[sun])["b"] == 10


def test_a_limit_of_the_evening_holds_for_what_is_granted_just_before():
    tree = simple(16, two(), since=time(17), until=time(22))
    at = START.replace(hour=16, minute=50)
    assert tell(tree, {"a": 32}, since=at)["a"] == 16
    assert tell(tree, {"a": 32}, since=at - timedelta(hours=1))["a"] == 32


def test_fail_safe_currents_a_cable_does_not_carry_are_refused():
    tree = simple(10, two(fail_safe_a=6))
    with pytest.raises(Infeasible) as refused:
        tree.proved([], START)
    assert refused.value.facts == {
        "node": "cabinet",
        "phase": "L1",
        "excess": 2.0,
        "unit": "A",
    }


def test_nodes_in_a_circle_and_phases_twice_are_refused():
    with pytest.raises(Malformed):
        Tree([Node(name="a", parent="b"), Node(name="b", parent="a")], [])
    with pytest.raises(Malformed):
        Tree([Node(name="a")], [Connector(name="c", at="a", phases="11")])
    with pytest.raises(Malformed):
        Tree([Node(name="a")], [Connector(name="c", at="nowhere")])
