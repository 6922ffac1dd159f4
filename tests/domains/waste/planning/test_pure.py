"""What decides a plan before and after the search."""

from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.domains.waste.outlook import Outlook
from mesto.domains.waste.planning.afoot import Afoot, begun, under_way
from mesto.domains.waste.planning.assigning import Free, assigned
from mesto.domains.waste.planning.compute import planned
from mesto.domains.waste.planning.ground import ground_of, linked
from mesto.domains.waste.planning.orders import Change, Move, Orders, changed
from mesto.domains.waste.planning.problem import (
    Client,
    Costs,
    Effort,
    Problem,
    Site,
    Spot,
    Truck,
)
from mesto.domains.waste.planning.schedule import round_of
from mesto.domains.waste.planning.told import Planned
from mesto.domains.waste.planning.travel import StraightWays
from mesto.domains.waste.planning.windows import windows_on
from mesto.domains.waste.planning.worth import DAY, Price, Risk, prizes_of, worth_of
from mesto.kernel.errors import Infeasible, Malformed

MONDAY = date(2026, 11, 30)
MIDNIGHT = datetime.combine(MONDAY, time(), UTC)
NOON = MIDNIGHT + timedelta(hours=12)
CHANCES = [NOON + timedelta(days=n) for n in (1, 2)]
END = NOON + timedelta(days=3)
PRICE = Price(overflow=500.0, visit=60.0)
HOUR = 3600


def outlook(level, a_day):
    levels = [level + a_day * n / 4 for n in range(16)]
    return Outlook(
        made_at=NOON,
        begins=NOON,
        levels=[(m - 0.1, m - 0.08, m, m + 0.08, m + 0.1) for m in levels],
    )


@given(st.floats(0, 1.2), st.floats(0, 0.6))
def test_it_is_never_worth_less_to_come_to_a_fuller_container(level, a_day):
    one = worth_of(outlook(level, a_day), NOON, CHANCES, END, PRICE)
    fuller = worth_of(outlook(level + 0.1, a_day), NOON, CHANCES, END, PRICE)
    assert 0 <= one.prize <= fuller.prize + 1e-6
    assert one.spared <= one.prize + 1e-6


def test_who_can_wait_is_worth_nothing_and_who_cannot_its_overflow_too():
    half = worth_of(outlook(0.5, 0.01), NOON, CHANCES, END, PRICE)
    assert half.prize == half.spared == 0
    assert half.later is None
    full = worth_of(outlook(1.2, 0.2), NOON, CHANCES, END, PRICE)
    assert full.prize == pytest.approx(PRICE.overflow + PRICE.visit, rel=0.05)
    assert full.later == CHANCES[0]
    soon = worth_of(outlook(0.7, 0.2), NOON, CHANCES, END, PRICE)
    assert soon.later == CHANCES[0], "tomorrow is early enough"
    assert soon.prize - soon.spared == pytest.approx(PRICE.visit), "it is due anyway"
    assert soon.spared < PRICE.visit


def test_before_days_on_which_nobody_comes_more_is_at_stake():
    tomorrow = worth_of(outlook(0.75, 0.15), NOON, CHANCES, END, PRICE)
    monday = worth_of(outlook(0.75, 0.15), NOON, [END], END + DAY, PRICE)
    assert tomorrow.spared < PRICE.visit
    assert monday.spared > PRICE.overflow


def test_a_container_that_would_overflow_from_empty_is_not_spared_that():
    quick = worth_of(outlook(0.3, 1.2), NOON, CHANCES, END, PRICE)
    assert quick.chance > 0.95
    assert quick.spared < 0.05 * PRICE.overflow


@given(st.floats(0, 1.2), st.floats(0, 0.6))
def test_plans_and_rehearsals_weigh_alike(level, a_day):
    foretold = outlook(level, a_day)
    known = foretold.chance_above
    soon, behind = CHANCES
    risk = Risk(
        *np.array([[known(1, soon)], [known(1 + level, soon)], [known(1, behind)]])
    )
    km = Price(overflow=PRICE.overflow / 25, visit=PRICE.visit / 25)
    prizes, spared = prizes_of(risk, km)
    planned = worth_of(foretold, NOON, CHANCES, END, PRICE)
    assert 25 * prizes[0] == pytest.approx(planned.prize)
    assert 25 * spared[0] == pytest.approx(planned.spared)


def test_hours_are_read():
    assert windows_on("", MONDAY) == ((0, 24 * HOUR),)
    assert windows_on("Mo-Fr 06:00-10:00", MONDAY) == ((6 * HOUR, 10 * HOUR),)
    assert windows_on("Mo-Fr 06:00-10:00", date(2026, 11, 29)) == ()
    two = windows_on("Sa-Mo 06:00-08:00, 20:00-22:00; Tu 01:00-02:00", MONDAY)
    assert two == ((6 * HOUR, 8 * HOUR), (20 * HOUR, 22 * HOUR))
    with pytest.raises(Malformed):
        windows_on("mornings", MONDAY)


@given(st.text(max_size=30))
def test_any_hours_are_read_or_refused(said):
    try:
        windows = windows_on(said, MONDAY)
    except Malformed:
        return
    assert all(0 <= first < until <= 25 * HOUR for first, until in windows)


def spot(x, y=0.0):
    return Spot((19.8 + x / 100, 45.2 + y / 100))


def stop(key, x, y=0.0, **more):
    told = {"load_l": 1000.0, "load_kg": 100.0, "service_s": 120, "prize": 200.0}
    return Client(key=key, containers=[key], spot=spot(x, y), title=key, **told | more)


def truck(key, **more):
    told = {
        "volume_l": 4000.0,
        "load_kg": 2000.0,
        "begins_s": 6 * HOUR,
        "ends_s": 14 * HOUR,
        "sites": (Site("urn:site", "Dump", spot(6), 600),),
    }
    return Truck(
        key=key,
        vehicle=f"v-{key}",
        title=key,
        start=spot(0),
        end=spot(0),
        **told | more,
    )


def problem(clients, trucks, **more):
    return Problem(
        day=MONDAY,
        midnight=MIDNIGHT,
        fraction="glass",
        clients=clients,
        trucks=trucks,
        costs=Costs(km_cost=25.0, hour_cost=600.0),
        **more,
    )


def solve(one, seconds=0.3):
    *_, last = planned(one, StraightWays(), Effort(seconds))
    assert isinstance(last, Planned)
    return last


def order(round_):
    return [urn for one in round_.stops for urn in one.containers]


def test_a_truck_unloads_when_it_is_full_and_goes_home_empty():
    clients = [stop(f"c{n}", n % 5, n // 5, must="locked") for n in range(10)]
    (round_,) = solve(problem(clients, [truck("a")])).rounds
    assert sorted(order(round_)) == sorted(one.key for one in clients)
    assert all(one.load_l <= 4000 for one in round_.stops)
    assert sum(one.what == "unload" for one in round_.stops) == 3
    assert round_.stops[-1].what == "depot"
    assert round_.stops[-1].load_l == 0
    times = [at for one in round_.stops for at in (one.arrives, one.leaves)]
    assert times == sorted(times)


@given(st.integers(0, 7), st.integers(0, 3))
def test_a_break_is_taken_within_its_window(begin, length):
    window = (6 * HOUR + begin * 900, 8 * HOUR + begin * 900)
    own = truck(
        "a",
        break_s=900 * length,
        break_from_s=window[0],
        break_until_s=window[1],
    )
    one = problem([stop(f"c{n}", n, service_s=1800) for n in range(4)], [own])
    driven = round_of(
        ground_of(one, StraightWays()), own, [("client", n) for n in range(4)]
    )
    assert driven is not None
    breaks = [one for one in driven.round.stops if one.what == "break"]
    assert len(breaks) == bool(length)
    for rest in breaks:
        assert rest.arrives >= MIDNIGHT + timedelta(seconds=window[0])
        assert rest.leaves - rest.arrives == timedelta(seconds=own.break_s)


def test_windows_moved_stops_and_locks_are_kept():
    clients = [
        stop("early", 5, windows=((6 * HOUR, 7 * HOUR), (13 * HOUR, 13 * HOUR + 60))),
        stop("late", 1, windows=((10 * HOUR, 11 * HOUR),), must="locked"),
        stop("bound", 2, must="moved", truck="b", after="other"),
        stop("other", 4, 3, must="locked"),
        stop("worthless", 3, 9, prize=0.5),
    ]
    found = solve(problem(clients, [truck("a"), truck("b")]), 0.5)
    by_truck = {one.shift: one for one in found.rounds}
    with_other = order(by_truck["b"])
    assert with_other.index("bound") == with_other.index("other") + 1
    stops = {
        one.containers[0]: one
        for each in found.rounds
        for one in each.stops
        if one.containers
    }
    late = stops["late"].leaves - timedelta(seconds=120) - MIDNIGHT
    assert timedelta(hours=10) <= late < timedelta(hours=11)
    reasons = {one.client.key: one.reason for one in found.considered}
    assert reasons["worthless"] == "can-wait"
    assert reasons["bound"] == "moved"
    assert reasons["late"] == "locked"


def test_what_cannot_be_says_by_how_much():
    far = [stop(f"c{n}", 3 * n, 0, must="locked", service_s=1800) for n in range(1, 5)]
    short = truck("a", ends_s=7 * HOUR)
    with pytest.raises(Infeasible, match="min too short") as refused:
        solve(problem(far, [short]), 0.2)
    (relief,) = refused.value.facts["relax"]
    assert relief["by"] > 60

    closed = stop("c", 1, must="locked", windows=((HOUR, 2 * HOUR),))
    with pytest.raises(Infeasible, match="no truck that takes it drives") as refused:
        solve(problem([closed], [truck("a")]), 0.2)
    assert refused.value.facts["relax"][0]["by"] == 240

    with pytest.raises(Infeasible, match="no vehicle takes glass"):
        solve(problem([stop("c", 1, must="locked")], []), 0.2)


def test_a_plan_goes_on_from_where_the_truck_is():
    clients = [stop(f"c{n}", n, must="locked") for n in range(1, 7)]
    (before,) = solve(problem(clients, [truck("a")])).rounds
    first, second, *_ = order(before)
    known = begun(
        "r1",
        type(before)(**{**_fields(before), "phase": "driving"}),
        {first, second},
        None,
    )
    now = MIDNIGHT + timedelta(hours=8)
    left = [one for one in clients if one.key not in {first, second}]
    one = under_way(problem(left, [truck("a")]), Afoot({"a": known}), now)
    assert one.trucks[0].aboard_l == 2000
    assert one.trucks[0].begins_s == 8 * HOUR
    assert one.present["a"] == [key for key in _keys(before)[2:] if key]
    (anew,) = solve(one).rounds
    assert set(order(anew)) == {client.key for client in left}
    assert anew.stops[0].place == before.stops[known.done - 1].place


def _fields(round_):
    return {name: getattr(round_, name) for name in round_.__struct_fields__}


def _keys(round_):
    stops = [one for one in round_.stops if one.what in {"collect", "unload"}]
    while stops[-1].what == "unload":
        stops.pop()
    return [one.containers[0] if one.containers else one.at for one in stops]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=6))
def test_each_stop_is_in_one_chain(pairs):
    after = {f"c{one}": f"c{other}" for one, other in pairs}
    clients = [stop(f"c{n}", n, after=after.get(f"c{n}", "")) for n in range(6)]
    chains = [member for chain in linked(clients) for member in chain]
    assert sorted(chains) == list(range(6))


def test_the_later_word_on_a_container_holds():
    urns = [f"urn:{n}" for n in range(3)]
    orders = Orders(lock=urns[:2], moves=[Move(container=urns[2], vehicle="urn:v")])
    anew = changed(orders, Change(ban=[urns[0]], free=[urns[2]], down=["urn:v"]))
    assert list(anew.lock) == [urns[1]]
    assert list(anew.ban) == [urns[0]]
    assert anew.moves == []
    assert list(anew.down) == ["urn:v"]


def test_trucks_that_take_several_kinds_go_where_most_waits():
    stops = {"glass": [stop("g", 1)], "paper": [stop(f"p{n}", n) for n in range(12)]}
    free = [
        Free(truck("any"), ()),
        Free(truck("glass"), ("glass",)),
        Free(truck("metal"), ("metal",)),
    ]
    found = assigned(free, stops, {})
    assert [one.key for one in found["paper"]] == ["any"]
    assert [one.key for one in found["glass"]] == ["glass"]
    kept = assigned(free, stops, {"any": "glass"})
    assert [one.key for one in kept["paper"]] == []
