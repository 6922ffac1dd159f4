import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.domains.waste.rehearsal.past import Told, fills_of, was_emptied


def come(told, days=6):
    fills = fills_of([told], days)
    return fills.come[0].sum(axis=1).round(6).tolist(), fills.known[0].tolist()


def test_between_two_levels_it_comes_evenly():
    assert come(Told({0: 0.1, 3: 0.4}, {}), 4) == (
        [0.1, 0.1, 0.1, 0.1],
        [False, True, True, True],
    )


def test_what_was_taken_out_had_come():
    daily, known = come(Told({0: 0.5, 1: 0.1, 2: 0.2}, {1: 0.6}), 3)
    assert daily == pytest.approx([0.15, 0.2, 0.1])
    assert known == [False, True, True]


def test_an_emptying_of_an_unknown_amount_teaches_only_what_came_after_it():
    daily, known = come(Told({0: 0.5, 4: 0.3}, {2: None}), 5)
    assert known == [False, False, False, True, True]
    assert daily[3:] == pytest.approx([0.15, 0.15])


def test_of_a_brimful_container_nothing_is_learnt():
    assert come(Told({0: 1.0, 1: 1.0, 2: 1.0}, {}), 3)[1] == [False] * 3


def test_who_tells_nothing_takes_what_the_rest_takes():
    told = [Told({0: 0.0, 1: 0.2}, {}), Told({}, {})]
    fills = fills_of(told, 2)
    assert fills.come.sum(axis=2)[1] == pytest.approx([0.2, 0.2])


def test_days_of_emptyings_are_kept():
    was = was_emptied([Told({}, {1: None, 9: 0.5}), Told({}, {})], 3)
    assert was.tolist() == [[False, True, False], [False] * 3]


@given(st.lists(st.floats(0, 0.3), min_size=3, max_size=30), st.integers(2, 6))
def test_a_past_that_is_told_every_day_is_found_again(daily, every):
    level, levels, emptied = 0.0, {}, {}
    for day, one in enumerate(daily):
        if day and day % every == 0:
            emptied[day], level = level, 0.0
        level += one
        levels[day] = min(level, 0.99)
    if any(one > 0.98 for one in levels.values()):
        return
    found, known = come(Told(levels, emptied), len(daily))
    assert all(known[1:])
    assert np.allclose(found[1:], daily[1:], atol=1e-5)
