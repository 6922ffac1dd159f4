"""What counts as an emptying, and what only looks like one."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from mesto.domains.waste.emptyings.detect import (
    Fall,
    Reading,
    exchanged,
    falls_in,
    noise_of,
)
from mesto.domains.waste.emptyings.found import found_in
from mesto.simulator.almanac import DAY_S, HOUR_S
from mesto.simulator.chance import Chance
from mesto.simulator.life.waste import Containers, emptied_s, fill

BEGAN = datetime(2026, 5, 4, tzinfo=UTC)


def series(*levels, every_h=6):
    return [
        Reading(BEGAN + timedelta(hours=every_h * place), level)
        for place, level in enumerate(levels)
    ]


def times_of(*levels, **more):
    return [
        (fall.at - BEGAN) / timedelta(hours=6)
        for fall in falls_in(series(*levels), **more)
    ]


def test_a_level_that_falls_far_and_stays_low_is_an_emptying():
    (fall,) = falls_in(series(0.5, 0.6, 0.7, 0.05, 0.08))
    assert fall.at == BEGAN + timedelta(hours=18)
    assert (fall.before, fall.after) == (0.7, 0.05)
    assert fall.confidence > 0.8


@pytest.mark.parametrize(
    "levels",
    [
        pytest.param((0.5, 0.6, 0.7, 0.05, 0.72, 0.73), id="one reading is wrong"),
        pytest.param((0.2, 0.22, 0.7, 0.23, 0.24), id="one reading is too high"),
        pytest.param((0.7, 0.8, 0.9, 0.5, 0.52), id="it is only half emptied"),
        pytest.param((0.2, 0.25, 0.8, 0.8, 0.8, 0.28, 0.3), id="a jam dissolves"),
        pytest.param((0.30, 0.22, 0.31, 0.2, 0.33, 0.21), id="it wavers"),
        pytest.param((0.5, 0.6, 0.7, 0.05), id="nothing followed yet"),
    ],
)
def test_what_only_looks_like_an_emptying_is_none(levels):
    assert times_of(*levels) == []


def test_a_container_emptied_while_it_is_jammed_is_emptied():
    assert times_of(0.4, 0.45, 0.9, 0.9, 0.9, 0.05, 0.07) == [5]


def test_a_new_sensor_is_no_emptying():
    charge = series(0.2, 0.2, 0.2, 1.0, 1.0)
    assert times_of(0.5, 0.6, 0.7, 0.05, 0.08, batteries=charge) == []


def test_sensors_that_are_exchanged_empty_nothing():
    low, high = series(0.1, 0.12, 0.8, 0.82), series(0.75, 0.78, 0.11, 0.13)
    found = found_in({"urn:low": low, "urn:high": high}, {}, {})
    assert list(found) == []
    assert len(list(found_in({"urn:high": high}, {}, {}))) == 2
    (fall,) = falls_in(high)
    assert exchanged([("a", fall)], [("a", Fall(*fall[:2], 0.1, 0.8, 1))]) == set()


def test_after_a_long_silence_nobody_knows():
    told = series(0.5, 0.6, 0.7)
    told += [
        Reading(told[-1].at + timedelta(days=4), 0.05),
        Reading(told[-1].at + timedelta(days=5), 0.06),
    ]
    assert list(falls_in(told)) == []


def test_what_was_found_before_is_not_found_again():
    readings = {"urn:a": series(0.5, 0.6, 0.7, 0.05, 0.08)}
    emptying, last = found_in(readings, {}, {})
    assert emptying.dataset == "urn:ngsi-ld:Dataset:detected"
    assert last.attribute == "dateLastEmptying"
    assert not list(found_in(readings, {}, {"urn:a": [emptying.observed_at]}))


def test_nearly_all_emptyings_of_a_living_town_are_found_and_hardly_any_other():
    """Hold what is found against what the lorries did: 40 containers, 40 days."""
    count, days = 40, 40
    chance = Chance(7)
    draws = np.random.default_rng(7)
    bins = Containers(
        daily_fill=draws.uniform(0.03, 0.25, count),
        round_days=np.full(count, 0b0010101, np.int64),
        fortnightly=np.zeros(count, np.int64),
        turn=np.linspace(0, 1, count, endpoint=False),
        depth_mm=np.full(count, 1450.0),
    )
    begin_s = BEGAN.timestamp()
    moments = np.arange(begin_s, begin_s + days * DAY_S, 3 * HOUR_S)
    emptied = np.array([emptied_s(chance, bins, at) for at in moments.tolist()])
    levels = np.array(
        [
            fill(chance, bins, since, at)
            for since, at in zip(emptied, moments.tolist(), strict=True)
        ]
    )
    told = np.clip(levels + draws.normal(0, 0.01, levels.shape), 0, 1)
    times = [datetime.fromtimestamp(at, UTC) for at in moments.tolist()]
    hits = wrong = true = 0
    for one in range(count):
        readings = list(map(Reading, times, told[:, one].tolist()))
        found = {fall.at for fall in falls_in(readings)}
        changed = np.flatnonzero(np.diff(emptied[:, one]) > 0) + 1
        deep = [
            times[at]
            for at in changed.tolist()
            if at + 1 < len(times) and levels[at - 1, one] - levels[at, one] > 0.2
        ]
        known = {times[at] for at in changed.tolist()}
        true += len(deep)
        hits += len(found & set(deep))
        wrong += len(found - known)
    assert true > 300
    assert hits / true >= 0.97
    assert wrong <= 0.01 * true
    assert noise_of(readings) == pytest.approx(0.01, abs=0.004)
