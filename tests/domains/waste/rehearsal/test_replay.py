import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mesto.domains.waste.rehearsal.drawn import draw_fills
from mesto.domains.waste.rehearsal.fills import EMPTIED, STEPS, Fills
from mesto.domains.waste.rehearsal.foresight import foresee
from mesto.domains.waste.rehearsal.policies import (
    AsItWas,
    ByRisk,
    EveryNth,
    Threshold,
)
from mesto.domains.waste.rehearsal.replay import Driven, Ground, play

LEARN = 28


def steady(daily, days=LEARN + 14):
    """Return containers that take the same every day, in the last step of it."""
    come = np.zeros((len(daily), days, STEPS))
    come[:, :, STEPS - 1] = np.array(daily)[:, None]
    return Fills(come, np.ones((len(daily), days), bool), np.zeros(len(daily)))


def ground_of(fills, **given_):
    days = fills.come.shape[1]
    always = np.ones((fills.containers, days), bool)
    return Ground(fills, LEARN, days, 0, always, always, visit_km=0.0)._replace(
        **given_
    )


def a_km_each(wish, _level):
    chosen = np.flatnonzero(wish.must | (wish.worth_km > 1.0))
    return Driven(float(len(chosen)), chosen)


def played(policy, fills, **given_):
    return list(play(policy, ground_of(fills, **given_), a_km_each))


def test_every_day_empties_all_every_day():
    days = played(EveryNth(1), steady([0.2, 0.5]))
    assert [one.emptied for one in days] == [2] * 14
    assert sum(one.over for one in days) == 0


def test_what_is_emptied_too_seldom_overflows_until_it_is_emptied():
    days = played(EveryNth(4), steady([0.3]))
    assert [one.over for one in days[:9]] == [0, 0, 0, 1, 1, 0, 0, 1, 1]


def test_a_threshold_waits_until_it_is_reached():
    days = played(Threshold(0.6), steady([0.25]))
    assert [one.emptied for one in days[:9]] == [0, 0, 1, 0, 0, 1, 0, 0, 1]
    assert days[2].share == pytest.approx(0.75)


def test_history_is_replayed_as_it_was():
    was = np.zeros((1, LEARN + 14), bool)
    was[0, LEARN + 3] = True
    days = played(AsItWas(), steady([0.1]), was=was)
    assert [one.emptied for one in days].index(1) == 3
    assert sum(one.emptied for one in days) == 1


def test_risk_empties_the_quick_and_lets_the_slow_wait():
    days = played(ByRisk(overflow_km=50), steady([0.7, 0.05]))
    assert sum(one.over for one in days) == 0
    assert 13 <= sum(one.emptied for one in days) <= 16


def test_a_day_is_foreseen_from_the_days_before_it_alone():
    fills = draw_fills(20, LEARN + 14, np.random.default_rng(1))
    changed = Fills(fills.come.copy(), fills.known, fills.start)
    changed.come[:, LEARN:, 1:] *= 7
    one, other = (foresee(each, LEARN, 0) for each in (fills, changed))
    assert np.array_equal(one.usual, other.usual)
    assert np.array_equal(one.ratios[2], other.ratios[2])


def test_what_is_foreseen_happens_as_often_as_it_is_said():
    fills = draw_fills(400, LEARN + 28, np.random.default_rng(2))
    chance = np.random.default_rng(3)
    said, came = [], []
    for day in range(LEARN, LEARN + 26):
        level = chance.uniform(0.2, 1.0, 400)
        said.append(foresee(fills, day, day % 7).chance_over(level, 1))
        until_emptied = fills.between(day, day + 1) + fills.mornings(day + 1, day + 2)
        came.append(level + until_emptied[:, 0] > 1)
    said, came = np.concatenate(said), np.concatenate(came)
    for low, high in ((0, 0.05), (0.05, 0.3), (0.3, 0.7), (0.7, 1)):
        mine = (said >= low) & (said < high)
        assert came[mine].mean() == pytest.approx(said[mine].mean(), abs=0.03)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 5))
def test_what_comes_in_is_emptied_or_still_there(seed, every):
    fills = draw_fills(5, LEARN + 14, np.random.default_rng(seed))
    days = played(EveryNth(every), fills)
    emptied = sum(one.share * one.emptied for one in days)
    last = LEARN + max(day for day in range(14) if day % every == 0)
    come = fills.come[:, LEARN - 1 :].reshape(5, -1)
    until = (last - LEARN + 1) * STEPS + EMPTIED
    assert emptied == pytest.approx(come[:, EMPTIED:until].sum())
