"""Who is planned first, and what each is told."""

from datetime import UTC, datetime, timedelta

import msgspec
import numpy as np
import pytest

from mesto.domains.emobility.charging.held import Held, Moment
from mesto.domains.emobility.charging.learnt import (
    MIDDLE,
    NEAREST,
    Ended,
    Known,
    Outlook,
    Past,
    still,
)
from mesto.domains.emobility.charging.plan import Price, Session, laxity, plan
from mesto.domains.emobility.charging.tree import Connector, Limit, Node, Tree
from mesto.domains.emobility.charging.words import REASONS, told

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LANGUAGES = {"en", "cs", "sk", "sr-Latn"}


def cabinet(limit_a, names="ab", **more):
    return Tree(
        [Node(name="Cabinet 7", limits=[Limit(amps=limit_a)])],
        [Connector(name=one, at="Cabinet 7", **more) for one in names],
    )


def a_car(connector, stay_h, energy_kwh, **more):
    outlook = Outlook(np.full(NEAREST, stay_h), np.full(NEAREST, energy_kwh))
    return Session(connector=connector, arrived=NOW, outlook=outlook, **more)


def planned(tree, sessions, price=None, held=None):
    moment = Moment(since=NOW, until=NOW + timedelta(minutes=5), held=held or {})
    return {one.connector: one for one in plan(tree, sessions, moment, price)}


def test_who_leaves_sooner_charges_first_and_the_other_is_told_why_it_pauses():
    cars = [a_car("a", 9.0, 20.0), a_car("b", 1.5, 20.0)]
    grants = planned(cabinet(34), cars)
    assert (grants["b"].amps, grants["b"].why) == (32, "all")
    assert (grants["a"].amps, grants["a"].why) == (0, "turn")
    assert told(grants["a"])["en"] == (
        "Pauses: Cabinet 7 (L1) is full with cars that leave sooner. Its turn comes, "
        "and nobody has to do anything."
    )


@pytest.mark.parametrize("wanted_kwh", [0.0, 20.0])
@pytest.mark.parametrize("price", [None, Price(each=[0.3, 0.1], slot_h=1.0)])
def test_who_can_take_nothing_takes_nothing_from_the_others(wanted_kwh, price):
    tree = Tree(
        [Node(name="Cabinet 7", limits=[Limit(amps=34)])],
        [
            Connector(name="a", at="Cabinet 7", most_a=0.0),
            Connector(name="b", at="Cabinet 7"),
        ],
    )
    cars = [a_car("a", 9.0, wanted_kwh, takes_a=0.0), a_car("b", 1.5, 20.0)]
    grants = planned(tree, cars, price)
    assert grants["a"].amps == 0
    assert grants["b"].amps == 32


def test_what_a_silent_station_may_hold_is_kept_free():
    held = {"a": [Held(20, NOW + timedelta(hours=1))]}
    grants = planned(cabinet(32), [a_car("a", 2, 9), a_car("b", 2, 9)], held=held)
    assert list(grants) == ["b"]
    assert (grants["b"].amps, grants["b"].why) == (12, "cable")


def test_who_has_time_waits_for_the_cheaper_hour_and_is_told_when():
    price = Price(each=[0.3, 0.3, 0.1, 0.1, 0.1, 0.3], slot_h=1.0)
    cars = [a_car("a", 5.5, 20.0), a_car("b", 2.5, 20.0)]
    grants = planned(cabinet(100), cars, price)
    assert (grants["a"].amps, grants["a"].why) == (0, "cheaper")
    assert grants["b"].amps == 32
    assert "11:00" in told(grants["a"])["cs"]


@pytest.mark.parametrize(("early", "why"), [(0.001, "cheaper"), (1.0, "all")])
def test_who_may_well_leave_early_does_not_wait_for_the_cheaper_hour(early, why):
    stay_h = np.resize([5.5, 1.5], NEAREST)
    weight = np.resize([1.0, early], NEAREST)
    car = msgspec.structs.replace(
        a_car("a", 0.0, 0.0), outlook=Outlook(stay_h, np.full(NEAREST, 20.0), weight)
    )
    price = Price(each=[0.3, 0.3, 0.1, 0.1, 0.1, 0.3], slot_h=1.0)
    assert planned(cabinet(100), [car], price)["a"].why == why


def test_who_leaves_sooner_in_the_ways_that_weigh_more_is_the_more_hurried():
    stay_h, energy_kwh = np.resize([9.0, 2.0], NEAREST), np.full(NEAREST, 10.0)
    weights = [np.resize(one, NEAREST) for one in ([1.0, 0.01], [0.01, 1.0])]
    lefts = [Outlook(stay_h, energy_kwh, weight) for weight in weights]
    assert laxity(lefts, np.full(2, 10.0)).tolist() == [8.0, 1.0]


def test_nobody_waits_where_it_never_becomes_cheaper():
    price = Price(each=[0.1, 0.3, 0.3], slot_h=1.0)
    assert planned(cabinet(100), [a_car("a", 9.0, 2.0)], price)["a"].amps == 32


def test_the_least_that_is_kept_free_is_given_also_to_who_would_pause():
    tree = cabinet(38, fail_safe_a=6.0)
    grants = planned(tree, [a_car("a", 9.0, 20.0), a_car("b", 1.5, 20.0)])
    assert (grants["a"].amps, grants["a"].why) == (6, "kept")
    assert grants["b"].amps == 32


def test_every_reason_is_said_in_all_languages():
    assert {frozenset(one) for one in REASONS.values()} == {frozenset(LANGUAGES)}


def ended(hour, stay_h, *, stated_h=None, energy_kwh=9.0, card=""):
    known = Known(
        arrived=NOW.replace(hour=hour),
        stated_h=stated_h,
        wanted_kwh=2 * energy_kwh if stated_h else None,
        card=card,
    )
    return Ended(known=known, stay_h=stay_h, energy_kwh=energy_kwh)


def test_the_hour_a_car_comes_says_how_long_it_stays():
    past = Past([ended(8, 8.0) for _ in range(200)] + [ended(18, 1.0)] * 200)
    assert np.median(past.outlook(Known(arrived=NOW)).stay_h) == 8
    assert np.median(past.outlook(Known(arrived=NOW.replace(hour=18))).stay_h) == 1


def test_what_is_stated_is_corrected_by_what_became_of_such_statements():
    past = Past([ended(9, 3.0, stated_h=5.0) for _ in range(200)])
    outlook = past.outlook(Known(arrived=NOW, stated_h=6.0, wanted_kwh=30.0))
    assert np.median(outlook.stay_h) == pytest.approx(4.0)
    assert np.median(outlook.energy_kwh) == pytest.approx(15.0)


def test_the_more_alike_a_session_was_the_more_it_counts():
    past = Past([ended(9, 8.0) for _ in range(30)] + [ended(11, 1.0)] * 90)
    outlook = past.outlook(Known(arrived=NOW))
    assert outlook.quantile(outlook.stay_h, MIDDLE) == 8
    assert np.median(outlook.stay_h) == 1


def test_a_statement_made_before_to_the_minute_counts_more_than_one_much_like_it():
    same = [ended(9, 3.0, stated_h=5.0) for _ in range(20)]
    like = [ended(9, 5.1, stated_h=5.1) for _ in range(60)]
    past = Past(like + same)
    again = past.outlook(Known(arrived=NOW, stated_h=5.0, wanted_kwh=18.0))
    other = past.outlook(Known(arrived=NOW, stated_h=5.05, wanted_kwh=18.0))
    assert again.quantile(again.stay_h, MIDDLE) == pytest.approx(3.0)
    assert other.quantile(other.stay_h, MIDDLE) == pytest.approx(5.05)


def test_a_card_that_is_known_counts_more_than_the_hour():
    past = Past(
        [ended(9, 8.0, card="x") for _ in range(150)]
        + [ended(10, 1.0, card="y") for _ in range(150)]
    )
    assert np.median(past.outlook(Known(arrived=NOW, card="y")).stay_h) == 1


def test_without_a_past_a_statement_is_believed_in_a_wide_band():
    outlook = Past([]).outlook(Known(arrived=NOW, stated_h=4.0, wanted_kwh=12.0))
    assert outlook.stay_h.min() == 1
    assert outlook.stay_h.max() == 12
    assert set(outlook.energy_kwh) == {12.0}


def test_ways_in_which_a_car_had_left_or_were_full_count_no_more():
    outlook = Outlook(
        np.resize([1.0, 6.0, 7.0], NEAREST), np.resize([9.0, 9.0, 2.0], NEAREST)
    )
    left = still(outlook, 2.0, 3.0)
    assert left.quantile(left.stay_h, 0.01) == left.quantile(left.stay_h, 0.99) == 4.0
    assert left.quantile(left.energy_kwh, MIDDLE) == 6.0


def test_who_stays_longer_than_all_before_leaves_soon():
    outlook = Outlook(np.full(NEAREST, 2.0), np.full(NEAREST, 5.0))
    left = still(outlook, 3.0, 9.0)
    assert set(left.stay_h) == {0.5}
    assert set(left.energy_kwh) == {1.0}
