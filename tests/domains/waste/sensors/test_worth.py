"""A sensor is worth what a better guess saves, and no more."""

import random

from mesto.domains.waste.forecast.worth_of_knowing import Stakes
from mesto.domains.waste.sensors.course import DAY_S
from mesto.domains.waste.sensors.falls import falls
from mesto.domains.waste.sensors.worth import (
    Knowing,
    fee_a_month,
    knowing,
    verdict,
    worth_of,
)
from tests.domains.waste.sensors.courses import NOW_S, STEP_S, sawtooth

STAKES = Stakes(visit_cost=60.0, overflow_cost=500.0)


def irregular(seed, spread):
    """Fill a container by other amounts each time it is emptied, every four days."""
    dice = random.Random(seed)
    paces = [max(0.02, dice.gauss(0.2, spread)) for _ in range(40)]
    line = []
    for step in range(int(60 * DAY_S / STEP_S)):
        turn, since = divmod(step * STEP_S / DAY_S, 4)
        level = min(paces[int(turn)] * since + 0.02, 1.0)
        line.append((NOW_S - 60 * DAY_S + step * STEP_S, level))
    return sawtooth(levels=line)


def worth(course):
    return worth_of(knowing(course, falls(course.smooth)), STAKES, "CZK")


def test_where_every_week_is_the_same_a_sensor_is_worth_little():
    assert worth(sawtooth()).month < 20


def test_where_nobody_can_guess_it_is_worth_more():
    steady, wild = worth(irregular(1, 0.01)), worth(irregular(1, 0.06))
    assert wild.month > steady.month
    assert wild.low <= wild.month <= wild.high


def test_too_few_emptyings_tell_nothing():
    course = sawtooth(every=30, rate=0.02)
    assert knowing(course, falls(course.smooth)) is None


def test_a_sensor_pays_where_even_the_least_it_saves_is_more_than_its_fee():
    prague = fee_a_month(173.0, 2_500.0)
    assert 190 < prague < 210
    dull = worth_of(Knowing(rate=0.1, blind=0.06, sighted=0.05, cycles=20), STAKES, "")
    assert verdict(dull, prague) == "doesNot"
    dear = Stakes(visit_cost=400.0, overflow_cost=3_000.0)
    busy = worth_of(Knowing(rate=0.3, blind=0.4, sighted=0.05, cycles=60), dear, "")
    assert verdict(busy, prague) == "pays"
    few = worth_of(Knowing(rate=0.2, blind=0.2, sighted=0.05, cycles=5), STAKES, "")
    assert verdict(few, (few.low + few.high) / 2) == "notKnown"
    assert verdict(busy, None) == verdict(None, prague) == "notKnown"
