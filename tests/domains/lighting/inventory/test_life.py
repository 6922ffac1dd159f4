from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mesto.domains.lighting.inventory.life import (
    SERVICE,
    YEAR,
    Model,
    Past,
    burned,
    life_of,
    light_left,
    model_in,
)

NOW = datetime(2030, 1, 1, tzinfo=UTC)
L80 = Model(life_h=60_000, kept=0.8)


def past(years=10.0, **known):
    return Past(since=NOW - years * YEAR, dark_h=4_100 * years, **known)


def test_a_counter_is_believed_first_then_the_meter_then_the_nights():
    metered = {"energy_kwh": 1_000, "rating_w": 40}
    assert burned(past(counter_h=30_000, **metered)) == (30_000, "counter")
    assert burned(past(**metered)) == (25_000, "meter")
    assert burned(past()) == (41_000, "nights")


def test_a_counter_that_counts_more_than_there_was_is_not_believed():
    assert burned(past(years=1, counter_h=40_000)) == (4_100, "nights")
    assert burned(past(counter_h=-1, energy_kwh=1_000, rating_w=0))[1] == "nights"


def test_after_its_rated_life_a_lamp_gives_what_the_data_sheet_says():
    assert light_left(60_000, L80) == pytest.approx(0.8)
    assert light_left(0, L80) == 1
    assert light_left(50_000, Model()) is None


def test_a_lamp_is_due_when_its_light_is_gone_if_it_goes_on_as_before():
    life = life_of(past(counter_h=40_000), L80, NOW)
    assert (life.reason, life.due) == ("light", date(2035, 1, 1))


def test_a_driver_may_end_before_the_light():
    model = Model(life_h=100_000, kept=0.9, driver_life_h=50_000)
    life = life_of(past(counter_h=40_000), model, NOW)
    assert (life.reason, life.due.year) == ("driver", 2032)


def test_what_burns_little_grows_old_all_the_same():
    life = life_of(past(years=10, counter_h=1_000), L80, NOW)
    assert (life.reason, life.due) == ("age", date(2044, 12, 1))


def test_a_lamp_of_yesterday_is_expected_to_burn_as_others_do():
    new = Past(since=NOW - timedelta(days=1), dark_h=15, counter_h=2)
    assert life_of(new, L80, NOW).due.year in (2044, 2045)


def test_a_lamp_that_is_over_is_due_already():
    life = life_of(past(years=20, counter_h=90_000), L80, NOW)
    assert life.due < NOW.date()
    assert life.light_left < 0.8


def test_a_model_that_makes_no_sense_says_nothing():
    assert model_in({"workingLife": -5, "ratedLumenMaintenance": 3}) == Model()
    assert model_in({"workingLife": True, "driverWorkingLife": "x"}) == Model()


HOURS = st.floats(0, 200_000)
MODELS = st.builds(
    Model,
    life_h=st.none() | st.floats(1_000, 200_000),
    kept=st.floats(0.5, 0.99),
    driver_life_h=st.none() | st.floats(1_000, 200_000),
)


@given(HOURS, HOURS, MODELS)
def test_light_only_fades_and_never_wholly(first, second, model):
    less, more = sorted((first, second))
    if model.life_h is None:
        assert light_left(less, model) is None
    else:
        assert 0 < light_left(more, model) <= light_left(less, model) <= 1


@given(st.floats(0.5, 40), st.floats(0, 1), st.floats(0, 1), MODELS)
def test_who_burned_more_is_due_no_later(years, first, second, model):
    less, more = sorted((first, second))
    dues = [
        life_of(past(years, counter_h=share * 4_100 * years), model, NOW).due
        for share in (more, less)
    ]
    assert dues[0] <= dues[1] or less == 0


@given(st.floats(0, 60), MODELS, st.none() | HOURS, st.none() | HOURS)
@example(2.0, L80, 5e-324, None)
def test_every_past_has_a_life(years, model, counter_h, energy_kwh):
    known = past(years, counter_h=counter_h, energy_kwh=energy_kwh, rating_w=40)
    life = life_of(known, model, NOW)
    assert 0 <= life.hours <= 2 * known.dark_h + 24
    assert life.due <= (known.since + SERVICE).date()
