"""Past days planned again: a reading is worth what the plan without it pays more."""

from datetime import UTC, datetime
from functools import partial

import numpy as np
import pytest

from mesto.domains.waste.forecast.marks import Mark, hours_of, marks_of
from mesto.domains.waste.forecast.spans import span_of
from mesto.domains.waste.inventory.policy import Policy
from mesto.domains.waste.planning.worth import Price
from mesto.domains.waste.rehearsal.drawn import HOURS
from mesto.domains.waste.rehearsal.driving import Fleet
from mesto.domains.waste.rehearsal.fills import Fills
from mesto.domains.waste.replanned.again import (
    Scene,
    handling_cost,
    km_cost,
    plan_again,
)
from mesto.domains.waste.replanned.detours import detours_m
from mesto.domains.waste.replanned.knowledge import Knowledge
from mesto.domains.waste.replanned.worth import (
    interval_of,
    saved_by_each,
    saved_together,
)
from tests.domains.waste.forecast.filling import PRAGUE, containers

MONDAY = datetime(2030, 3, 4, tzinfo=UTC)
LEARNT, PLAYED = 35, 28
POLICY = Policy()
STEADY, WILD = (0, 2, 4, 6), (1, 3, 5, 7)


def line(*places):
    """Return how far places on a line are from each other, m; the depot is last."""
    at = np.array([*places, 0])
    return np.abs(at[:, None] - at[None, :])


def test_a_detour_is_the_way_through_a_place_or_to_it_and_back():
    metres = line(1000, 2000, 3000, -500)
    assert detours_m(metres, [[0, 2]]).tolist() == [0, 0, 4000, 1000]
    assert detours_m(metres, [[2]]).tolist() == [0, 0, 6000, 1000]
    assert detours_m(metres, []).tolist() == [2000, 4000, 6000, 1000]


@pytest.fixture(scope="module")
def played():
    """Plan four weeks again: half of the containers fill alike each day, half by luck.

    Wild ones take nothing on most days, and all at once on some.
    """
    chance = np.random.default_rng(11)
    count, days = 8, LEARNT + PLAYED
    come = np.full((count, days), 0.2)
    come[WILD, :] = 0.9 * (chance.random((len(WILD), days)) < 0.2)
    was = np.zeros((count, days), bool)
    was[:, 3::4] = True
    fills = Fills(
        come[:, :, None] * HOURS, np.ones((count, days), bool), np.zeros(count)
    )
    begins_h = hours_of(MONDAY)
    rows = list(told(come, was, begins_h))
    town = containers(count)
    spans = span_of(PRAGUE, begins_h, begins_h + 24 * (days + 20))
    first_h = begins_h + 24 * LEARNT
    knowledge = Knowledge(marks_of(rows), town, spans, first_h)
    metres = line(*range(1000, 9000, 1000))
    scene = Scene(
        fills=fills,
        was=was,
        first=LEARNT,
        end=days,
        begins_h=begins_h,
        drives=[True] * (days + 5),
        sensed=np.ones(count, bool),
        metres=metres,
        policy=POLICY,
    )
    fleet = Fleet(
        metres,
        np.arange(count),
        np.full(count, 1100.0),
        load_l=50_000,
        vehicles=3,
        iterations=40,
    )
    price = Price(POLICY.overflow_cost, km_cost(POLICY) + handling_cost(POLICY))
    weigh = partial(knowledge.weigh, scene, town.urns, price)
    return list(plan_again(scene, weigh, fleet.drive))


def told(come, was, begins_h):
    """Yield what sensors read at midnight and noon, and the emptyings at nine."""
    for number, days in enumerate(come):
        level = 0.0
        for day, amount in enumerate(days):
            at_h = begins_h + 24 * day
            yield Mark(number, at_h, min(1.0, level))
            if was[number, day]:
                before = min(1.0, level + amount * HOURS[:3].sum())
                yield Mark(number, at_h + 9, before, emptied=True)
                level = -amount * HOURS[:3].sum()
            level += amount
            yield Mark(number, at_h + 23, max(0.0, min(1.0, level)))


def test_what_fills_by_luck_is_worth_reading_and_what_fills_alike_is_not(played):
    saved = list(saved_by_each(played, POLICY))
    steady = np.mean([saved[one].money for one in STEADY])
    wild = np.mean([saved[one].money for one in WILD])
    assert wild > steady
    assert wild > 0


def test_what_is_saved_is_what_was_driven_and_ran_over_more_without(played):
    for row, saved in enumerate(saved_by_each(played, POLICY)):
        km, over = (
            sum(
                getattr(one.unseen, of)[row] - getattr(one.seen, of)[row].astype(float)
                for one in played
            )
            for of in ("km", "over")
        )
        month = 30.44 / PLAYED
        assert saved.km == pytest.approx(km * month, abs=0.01)
        assert saved.overflow_days == pytest.approx(over * month, abs=0.01)
        assert saved.low <= saved.money <= saved.high


def test_all_together_are_known_better_than_each(played):
    every = range(8)
    together = interval_of(saved_together(played, POLICY, list(every)))
    each = list(saved_by_each(played, POLICY))
    assert together["money"] == pytest.approx(sum(one.money for one in each), abs=0.1)
    assert together["high"] - together["low"] <= sum(one.high - one.low for one in each)


def test_nobody_is_visited_on_a_day_on_which_nobody_drives(played):
    del played
    count = 2
    fills = Fills(
        np.full((count, 3, 8), 0.1), np.ones((count, 3), bool), np.zeros(count)
    )
    scene = Scene(
        fills=fills,
        was=np.zeros((count, 3), bool),
        first=1,
        end=3,
        begins_h=0.0,
        drives=[True, False, True, True],
        sensed=np.ones(count, bool),
        metres=line(1000, 2000),
        policy=POLICY,
    )
    fleet = Fleet(scene.metres, np.arange(2), np.full(2, 100.0), load_l=1e4, vehicles=2)
    idle, driven = plan_again(scene, lambda *_: np.full(count, 1e5), fleet.drive)
    assert not idle.seen.visited.any()
    assert driven.seen.visited.all()
