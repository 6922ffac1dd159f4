"""The figures a town may count on, on a winter night."""

import numpy as np
import pytest

from mesto.domains.lighting.rehearsal.standard import measure

SEED = 2026


@pytest.fixture(scope="module")
def quiet():
    """A street where 200 pass a lamp in a day."""
    return measure(200, 60, np.random.default_rng(SEED))


def test_a_quiet_street_saves_two_thirds_against_full_light(quiet):
    assert quiet.against_full >= 0.65


def test_a_quiet_street_saves_more_than_half_against_step_dimming(quiet):
    assert quiet.against_steps >= 0.55


def test_nearly_everybody_has_light_forty_metres_ahead(quiet):
    assert quiet.lit_ahead >= 0.99


@pytest.mark.parametrize(("passes", "nights"), [(200, 60), (1000, 12), (4000, 3)])
def test_what_is_played_agrees_with_the_theory(passes, nights):
    found = measure(passes, nights, np.random.default_rng(SEED))
    assert found.lit_share == pytest.approx(found.theory, rel=0.02)


def test_a_busy_street_saves_less_and_is_no_darker(quiet):
    busy = measure(4000, 3, np.random.default_rng(SEED))
    assert busy.against_full < quiet.against_full
    assert busy.lit_ahead >= 0.99


def test_the_same_seed_plays_the_same_nights():
    first, again = (measure(200, 2, np.random.default_rng(7)) for _ in range(2))
    assert first == again
