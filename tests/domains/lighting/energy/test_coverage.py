"""A town whose true saving is known: how often does the interval hold it?"""

from datetime import date, timedelta

import numpy as np

from mesto.domains.lighting.energy.counter import Reading, stretches
from mesto.domains.lighting.energy.inputs import Site
from mesto.domains.lighting.energy.ledger import ledger_of
from mesto.domains.lighting.energy.metered import told
from mesto.domains.lighting.energy.months import Course, edges_of, facts_of, parts
from mesto.domains.lighting.energy.terms import (
    Bill,
    Bills,
    OldLamps,
    Powers,
    Terms,
    Tolerances,
)
from mesto.operations.uncertainty import coverage
from tests.domains.lighting.energy.examples import ZONE, dark, inputs, old_months

SEEDS = 300
CABINETS, LAMPS, OLD_W, NEW_W, SHARE = 8, 30, 110.0, 42.0, 0.7
MONTHS = parts(date(2026, 1, 1), date(2026, 4, 1))
NIGHTS, EDGES = dark(), edges_of(MONTHS, ZONE)
COURSE = Course(NIGHTS, ZONE, lambda _at: SHARE)
TERMS = Terms()
FACTS = facts_of(TERMS, MONTHS, COURSE, changes=[], outages={})
DARK_H = sum(one.dark_h for one in FACTS)
LIGHT_H = sum(one.light_h for one in FACTS)
MOMENTS = [EDGES[0] + timedelta(days=day, hours=-0.25) for day in range(92)]
PASSED_H = [NIGHTS.hours(EDGES[0] - timedelta(days=1), at) for at in MOMENTS]


def off(chance, tolerance):
    """An error somewhere within a tolerance."""
    return 1 + chance.uniform(-tolerance, tolerance)


def shown(chance, kw):
    """What a meter showed: in error, silent for days, replaced, rolled over, astray."""
    gain, first = off(chance, TERMS.tolerances.meter), chance.uniform(0, 9_999)
    kwh = np.array([first + gain * kw * passed for passed in PASSED_H])
    kwh %= 10_000
    mishap = chance.integers(4)
    if mishap == 0:
        kwh[chance.integers(5, 85) :] -= kwh[40] * 0.9
        kwh = np.abs(kwh)
    if mishap == 1:
        kwh[chance.integers(5, 85)] = 9e6
    heard = chance.random(len(MOMENTS)) > 0.1
    return [
        Reading(at, float(one))
        for at, one, there in zip(MOMENTS, kwh, heard, strict=True)
        if there
    ]


def cabinet(number, readings):
    seen = stretches(readings, LAMPS * NEW_W * 1.5 / 1000)
    return Site(
        urn=str(number),
        name=str(number),
        district="",
        lamps=LAMPS,
        rated_w=LAMPS * NEW_W,
        meter="cabinet" if readings else "",
        months=told(seen, EDGES, NIGHTS),
    )


def town(seed):
    """What is known of a town, and what it truly saved, kWh."""
    chance, known = np.random.default_rng(seed), TERMS.tolerances
    shares = (known.rated_power, known.level, known.hours, known.inventory)
    common = np.prod([off(chance, one) for one in shares])
    kw = LAMPS * NEW_W * SHARE / 1000 * common
    metered = [number % 3 > 0 for number in range(CABINETS)]
    sites = [
        cabinet(number, shown(chance, kw) if one else [])
        for number, one in enumerate(metered)
    ]
    standby_kwh = LAMPS * TERMS.standby_w * LIGHT_H / 1000 * common
    drawn = CABINETS * kw * DARK_H + metered.count(False) * standby_kwh
    old = Powers(lamps=[OldLamps(CABINETS * LAMPS, OLD_W)])
    shares = (old.power_tolerance, old.hours_tolerance, old.inventory_tolerance)
    before = CABINETS * LAMPS * OLD_W * DARK_H / 1000
    truth = before * np.prod([off(chance, one) for one in shares]) - drawn
    return inputs(months=FACTS, sites=sites, baseline=old), truth


def test_the_interval_holds_the_truth_in_about_95_of_100_towns():
    towns = [town(seed) for seed in range(SEEDS)]
    found = [(ledger_of(known).saving, truth) for known, truth in towns]
    held = sum(saving.low <= truth <= saving.high for saving, truth in found)
    assert 0.93 <= held / SEEDS <= 0.98


def test_a_baseline_of_bills_holds_the_truth_in_about_95_of_100_towns():
    """Months scatter around the line; so does what the period would have come to."""
    held = 0
    exact = Tolerances(meter=0)
    for seed in range(3 * SEEDS):
        chance = np.random.default_rng(seed)
        bills = Bills(months=[Bill("2024-01", 1.0)] * 3, lamps=100, tolerance=0)
        scattered = [
            type(one)(one.month, one.days, one.dark_h, one.kwh + chance.normal(0, 90))
            for one in old_months(count=8)
        ]
        given = inputs(baseline=bills, old_months=scattered, tolerances=exact)
        found = ledger_of(given).baseline.whole
        truth = 10 * given.dark_h + chance.normal(0, 90 * 3**0.5)
        held += found.low <= truth <= found.high
    assert 0.93 <= held / (3 * SEEDS) <= 0.97


def test_fewer_months_ask_for_a_wider_interval():
    factors = [coverage(one) for one in (1, 2, 5.9, 10, 29, 1e6, None)]
    assert factors == [12.71, 4.30, 2.57, 2.23, 2.06, 1.96, 1.96]
