"""Learning how containers fill, and what is foretold of them."""

from dataclasses import replace

import numpy as np
import pytest

from mesto.domains.waste.forecast.calibration import adapted, calibrate
from mesto.domains.waste.forecast.marks import Mark, marks_of
from mesto.domains.waste.forecast.model import FEWEST, learn, town_of, wanted_of
from mesto.domains.waste.forecast.outlooks import now_of, outlooks
from mesto.domains.waste.forecast.spans import span_of
from mesto.domains.waste.outlook import QUANTILES, Outlook
from tests.domains.waste.forecast.filling import BEGIN_H, PRAGUE, containers, filled


def foretold(known, now_h=None):
    now_h = known.end_h if now_h is None else now_h
    model = learn(known.town, now_h)
    now = now_of(known.marks, known.containers, model.memory, now_h)
    return model, dict(one for some in outlooks(model, now, now_h) for one in some)


def days_to_full(outlook: Outlook) -> float:
    """Return after how many days the middle is full; 99: not as far as it looks."""
    full = outlook.full_at()
    return 99.0 if full is None else (full - outlook.begins).total_seconds() / 86_400


@pytest.fixture(scope="module")
def boosted():
    """Return a town that was watched long enough for boosting, and its model."""
    known = filled(40, 60)
    return known, learn(known.town, BEGIN_H + 45 * 24)


def test_with_much_to_learn_from_boosting_beats_the_mean_of_each_bin(boosted):
    known, model = boosted
    assert model.middle is not None
    late = known.town.strides.where(known.town.strides.end_h > BEGIN_H + 45 * 24)
    told = model.foretell(late)
    early = known.town.strides.where(known.town.strides.end_h < BEGIN_H + 45 * 24)
    mean = np.array([early.level[early.container == one].mean() for one in range(40)])
    error = np.abs(late.level - told.middle).mean()
    assert error < 0.7 * np.abs(late.level - mean[late.container]).mean()


def test_four_of_five_levels_lie_within_the_interval(boosted):
    known, model = boosted
    late = known.town.strides.where(known.town.strides.end_h > BEGIN_H + 45 * 24)
    told = np.minimum(model.foretell(late).quantiles, 1.0)
    inside = (late.level >= told[:, 1]) & (late.level <= told[:, 3])
    assert 0.7 <= inside.mean() <= 0.95


def test_a_container_that_fills_faster_is_full_sooner():
    known = filled(12, 24)
    _, told = foretold(known)
    order = np.argsort(known.rates)
    slow, fast = (known.containers.urns[order[place]] for place in (0, -1))
    assert days_to_full(told[fast]) < days_to_full(told[slow])


def test_levels_never_fall_and_lie_in_order():
    known = filled(6, 16, told="sensor")
    for outlook in foretold(known)[1].values():
        levels = np.array(outlook.levels)
        assert (np.diff(levels, axis=0) >= 0).all()
        assert (np.diff(levels, axis=1) >= 0).all()


def test_what_is_not_emptied_overflows_in_the_end():
    known = filled(12, 24)
    for outlook in foretold(known)[1].values():
        assert outlook.levels[-1][2] > 1.0


def test_taps_at_quarters_alone_tell_who_fills_fast():
    known = filled(20, 40, told="taps")
    _, told = foretold(known)
    days = [days_to_full(told[urn]) for urn in known.containers.urns]
    assert np.corrcoef(known.rates, days)[0, 1] < -0.4
    assert all("sensor" not in one.grounds for one in told.values())


def test_a_tap_of_one_half_only_says_between_three_and_five_eighths():
    strides = filled(4, 20, told="taps").town.strides
    half = strides.where(strides.level == 0.5)
    for expected, wanted in ((0.55, 0.55), (0.2, 0.375), (0.9, 0.625)):
        assert np.allclose(wanted_of(half, np.full(len(half), expected)), wanted)


def test_a_new_container_starts_from_its_neighbours():
    known = filled(12, 24)
    more = containers(13)
    more = replace(more, since_h=np.append(more.since_h[:-1], known.end_h - 24))
    spans = span_of(PRAGUE, BEGIN_H, known.end_h + 20 * 24)
    town = town_of(known.marks, more, spans)
    model = learn(town, known.end_h)
    now = now_of(known.marks, more, model.memory, known.end_h)
    told = dict(one for some in outlooks(model, now, known.end_h) for one in some)
    new = told[more.urns[12]]
    assert new.grounds == ["neighbours"]
    assert 2 < days_to_full(new) < 9


def test_a_town_that_knows_nothing_yet_still_foretells_something_wide():
    empty, all_of_them = marks_of([]), containers(3)
    spans = span_of(PRAGUE, BEGIN_H, BEGIN_H + 40 * 24)
    town = town_of(empty, all_of_them, spans)
    now_h = BEGIN_H + 10 * 24
    model = learn(town, now_h)
    now = now_of(empty, all_of_them, model.memory, now_h)
    told = dict(one for some in outlooks(model, now, now_h) for one in some)
    assert model.learnt_from < FEWEST
    for one in told.values():
        assert one.levels[0][3] - one.levels[0][1] > 0.3


def test_a_reading_is_where_the_outlook_begins():
    known = filled(6, 16, told="sensor")
    number = int(known.marks.container[-1])
    at_h = known.end_h + 40
    marks = marks_of(
        [
            Mark(*row, emptied=bool(emptied), after=0.0)
            for *row, emptied in zip(
                known.marks.container.tolist(),
                known.marks.at_h.tolist(),
                known.marks.level.tolist(),
                known.marks.slack.tolist(),
                known.marks.emptied.tolist(),
                strict=True,
            )
        ]
        + [Mark(number, at_h, 0.4)]
    )
    model = learn(known.town, at_h)
    now = now_of(marks, known.containers, model.memory, at_h)
    told = dict(one for some in outlooks(model, now, at_h) for one in some)
    outlook = told[known.containers.urns[number]]
    assert abs(outlook.levels[0][2] - 0.4) < 0.1
    assert "sensor" in outlook.grounds


def test_misses_make_intervals_for_the_sure_and_the_unsure_apart():
    chance = np.random.default_rng(3)
    spread = np.where(np.arange(3_000) % 2, 0.05, 0.2)
    misses = chance.normal(0, spread * 1.25)
    told = calibrate(misses, spread).around(np.full(3_000, 0.5), spread, 1.0)
    for which in (spread < 0.1, spread > 0.1):
        seen = 0.5 + misses[which]
        inside = (seen >= told[which, 1]) & (seen <= told[which, 3])
        assert 0.77 <= inside.mean() <= 0.83
    assert told.shape[1] == len(QUANTILES)


def test_intervals_widen_where_too_little_lies_within_and_come_back():
    wide = adapted(1.0, 0.6, 1_000)
    assert wide > 1.1
    assert adapted(wide, 0.95, 1_000) < wide
    assert adapted(1.0, 0.0, 3) < 1.02
