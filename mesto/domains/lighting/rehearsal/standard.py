"""A street on a winter night, by which settings are measured. Pure: chance is given.

Lamps of 100 W every 30 m, each of which sees people; half of them walk, half drive.
Against it stand lamps at full light all night, and those dimmed to half from 23 to 5.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from mesto.domains.lighting.inventory.segments import Post, Segment
from mesto.domains.lighting.inventory.streets import Streets
from mesto.domains.lighting.presence.definition import Definition
from mesto.domains.lighting.presence.reach import Reach
from mesto.domains.lighting.rehearsal.course import Course, Turned, course_of
from mesto.domains.lighting.rehearsal.ground import Ground, ground_of
from mesto.domains.lighting.rehearsal.lit import (
    Sensing,
    Span,
    reached_from,
    seen_on,
)
from mesto.domains.lighting.rehearsal.passers import (
    HOUR_S,
    USUAL_PROFILE,
    Legs,
)
from mesto.domains.lighting.rehearsal.play import (
    Follows,
    Night,
    Part,
    Tonight,
    light_ahead,
)

SPACING_M, LAMPS = 30.0, 41
DUSK_H, DAWN_H = 16.5, 31.0  #: from midnight on: half past four to seven
DARK = Span((DUSK_H - 12) * HOUR_S, (DAWN_H - 12) * HOUR_S)  #: since noon
ON_FOOT = 0.5  #: share of those who pass
LATE = Span(11 * HOUR_S, 17 * HOUR_S)  #: 23 to 5
WALKS_MPS, DRIVES_MPS = 1.4, 11.0
SETTING = Definition(
    title={"en": "20 % base, 90 m ahead"},
    base=0.2,
    ahead_m=90,
    hold_s=40,
    fade_s=10,
    steps=2,
)
#: Whether a lamp is far from both ends, so that the street is endless to it.
INSIDE = np.abs(np.arange(LAMPS) - LAMPS // 2) <= LAMPS // 4


class Measured(NamedTuple):
    """What came of it."""

    against_full: float  #: share of energy saved
    against_steps: float
    lit_ahead: float  #: share of passers with light 40 m ahead and more
    lit_share: float  #: of the night, a lamp at full light
    theory: float  #: the same, 1 − exp(−λτ)


def measure(passes: float, nights: int, chance: np.random.Generator) -> Measured:
    """Play nights in which so many pass a lamp in a day.

    Source of the theory: M/G/∞, the probability of an empty system, exp(−λτ).
    """
    ground, tonight = _street()
    sensing = Sensing()
    light_s, lit_s, lit, asked = 0.0, 0.0, 0, 0
    for _ in range(nights):
        legs = _passers(passes, chance)
        seen = seen_on(ground, legs, sensing, chance)
        night = Night(tonight, seen, sensing)
        light_s += float(night.light_s()[INSIDE].mean())
        lit_s += float(night.full_s()[INSIDE].mean())
        ahead = light_ahead(ground, legs, DARK, night, INSIDE)
        lit, asked = lit + ahead.lit, asked + ahead.asked
    dark_s = nights * (DARK.end_s - DARK.start_s)
    steps_s = nights * _steps().light_s(*DARK)
    return Measured(
        against_full=1 - light_s / dark_s,
        against_steps=1 - light_s / steps_s,
        lit_ahead=lit / asked,
        lit_share=lit_s / dark_s,
        theory=lit_in_theory(passes, sensing),
    )


def lit_in_theory(passes: float, sensing: Sensing) -> float:
    """Return which share of the night a lamp is at full light, 1 − exp(−λτ).

    τ: from the first sensor within the tunnel to the lamp itself, and the hold
    """
    lead_m = SETTING.ahead_m // SPACING_M * SPACING_M
    full_s = SETTING.hold_s + SETTING.pause.total_seconds() - sensing.delay_s
    tau_s = lead_m * (1 / WALKS_MPS + 1 / DRIVES_MPS) / 2 + full_s
    rates = np.array([passes * share / HOUR_S for _, _, share in _hours()])
    long_s = np.array([end_s - start_s for start_s, end_s, _ in _hours()])
    shares = np.array([(e - s) / HOUR_S for s, e, _ in _hours()])
    return float(np.average(1 - np.exp(-rates / shares * tau_s), weights=long_s))


def _street() -> tuple[Ground, Tonight]:
    long_m = SPACING_M * (LAMPS - 1)
    segment = Segment(
        urn="street", start="", end="", line=((0, 0), (0, 1)), length_m=long_m
    )
    posts = [Post("street", n * SPACING_M, f"{n:03}") for n in range(LAMPS)]
    streets = Streets.of([segment], posts)
    lamps = [one.lamp for one in posts]
    ground = ground_of(streets, lamps, streets.places)
    reached = reached_from(ground, Reach(streets, streets.places, SETTING, lamps))
    low, high = np.full(LAMPS, SETTING.base), np.full(LAMPS, SETTING.full)
    every = np.ones(LAMPS, bool)
    follows = Follows(SETTING, reached, every, [Part(DARK, low, high)])
    return ground, Tonight([course_of([])], np.zeros(LAMPS, np.int64), [follows])


def _steps() -> Course:
    turns = [(DARK.start_s, 1), (LATE.start_s, 0.5), (LATE.end_s, 1), (DARK.end_s, 0)]
    return course_of(Turned(at_s, level) for at_s, level in turns)


def _hours() -> list[tuple[float, float, float]]:
    """Return the hours of the night with their share of a day's passers."""
    edges = [DUSK_H, *range(int(DUSK_H) + 1, int(DAWN_H) + 1)]
    return [
        (
            (start - 12) * HOUR_S,
            (end - 12) * HOUR_S,
            USUAL_PROFILE[int(start) % 24] * (end - start),
        )
        for start, end in pairwise(edges)
    ]


def _passers(passes: float, chance: np.random.Generator) -> Legs:
    """Draw people who go all along the street, from either end."""
    entered_s = np.concatenate(
        [
            chance.uniform(start_s, end_s, chance.poisson(passes * share))
            for start_s, end_s, share in _hours()
        ]
    )
    count = len(entered_s)
    mps = np.where(chance.random(count) < ON_FOOT, WALKS_MPS, DRIVES_MPS)
    middle_s = SPACING_M * (LAMPS - 1) / 2 / mps
    return Legs(
        trip=np.arange(count),
        way=chance.integers(0, 2, count),
        entered_s=entered_s - middle_s,
        gone_m=np.zeros(count),
        mps=mps,
    )
