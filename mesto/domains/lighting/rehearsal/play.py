"""One night under one setting: how much light, and who had it ahead. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mesto.domains.lighting.presence.definition import Definition
from mesto.domains.lighting.rehearsal.course import Course
from mesto.domains.lighting.rehearsal.ground import Ground
from mesto.domains.lighting.rehearsal.lists import Floats, Lists, Numbers
from mesto.domains.lighting.rehearsal.lit import Lit, Seen, Sensing, Span
from mesto.domains.lighting.rehearsal.passers import Legs

NIGHT_S = 86_400.0  #: from noon to noon; an hour more or less makes no difference
NEAR_M = 40.0  #: so far ahead of people it has to be light
LIGHT = 0.75  #: share of the full light that counts as light
ASKED = 4_000  #: passers of a night who are asked whether they had light ahead


class Part(NamedTuple):
    """A stretch of a night in which lamps follow people."""

    span: Span
    low: Floats  #: of each lamp, while nobody is near
    high: Floats


class Follows(NamedTuple):
    """A presence setting in a night."""

    definition: Definition
    reached: Lists  #: see `reached_from`
    lamps: NDArray[np.bool_]  #: those it is about
    parts: Sequence[Part]


class Tonight(NamedTuple):
    """What is written for a night."""

    courses: Sequence[Course]
    cohort: Numbers  #: of each lamp: which course it has while it follows nobody
    follows: Sequence[Follows] = ()


class Night:
    """A night played."""

    def __init__(self, tonight: Tonight, seen: Seen, sensing: Sensing) -> None:
        """Light the lamps for who was seen."""
        self._tonight = tonight
        self._lit = [
            Lit(seen, one.reached, one.definition, sensing.delay_s)
            for one in tonight.follows
        ]

    def light_s(self) -> Floats:
        """Return of each lamp how many seconds of full light its light is worth."""
        tonight = self._tonight
        light_s = self._by_course(0.0, NIGHT_S)
        for one, lit in zip(tonight.follows, self._lit, strict=True):
            share = 1 - np.arange(one.definition.falls) / one.definition.falls
            for part in one.parts:
                risen_s = share @ lit.seconds(len(one.lamps), part.span)
                long_s = part.span.end_s - part.span.start_s
                followed = part.low * long_s + (part.high - part.low) * risen_s
                instead = followed - self._by_course(*part.span)
                light_s += np.where(one.lamps, instead, 0.0)
        return light_s

    def full_s(self) -> Floats:
        """Return of each lamp how long it was at full light for people, s."""
        full_s = np.zeros(len(self._tonight.cohort))
        for one, lit in zip(self._tonight.follows, self._lit, strict=True):
            for part in one.parts:
                full_s += lit.seconds(len(one.lamps), part.span)[0]
        return full_s

    def levels(self, lamp: Numbers, at_s: Floats) -> Floats:
        """Return the level of lamps at moments, pairwise."""
        tonight = self._tonight
        levels = np.zeros(len(lamp))
        for number, course in enumerate(tonight.courses):
            mine = tonight.cohort[lamp] == number
            levels[mine] = course.levels(at_s[mine])
        for one, lit in zip(tonight.follows, self._lit, strict=True):
            down = lit.steps(lamp, at_s) / one.definition.falls
            for part in one.parts:
                inside = (part.span.start_s <= at_s) & (at_s < part.span.end_s)
                low, high = part.low[lamp], part.high[lamp]
                mine = inside & one.lamps[lamp]
                levels = np.where(mine, high - (high - low) * down, levels)
        return levels

    def _by_course(self, start_s: float, end_s: float) -> Floats:
        light_s = [one.light_s(start_s, end_s) for one in self._tonight.courses]
        return np.array(light_s)[self._tonight.cohort]


class Ahead(NamedTuple):
    """How many of those asked had light ahead all their way."""

    lit: int
    asked: int


def light_ahead(
    ground: Ground, legs: Legs, dark: Span, night: Night, lamps: NDArray[np.bool_]
) -> Ahead:
    """Ask passers whether each lamp on their way was lit when it was 40 m ahead.

    lamps: whether each is asked about

    They are asked from their first sensor on, of lamps they come to while it is dark.
    """
    every = max(1, legs.trips // ASKED)
    some = legs.trip % every == 0
    legs = Legs(*(column[some] for column in legs))
    first_m = _first_sensor_m(ground, legs)
    leg, place = ground.met_lamps.each_of(legs.way)
    gone_m = legs.gone_m[leg] + ground.met_lamp_m[place]
    at_s = legs.entered_s[leg] + (ground.met_lamp_m[place] - NEAR_M) / legs.mps[leg]
    trip = legs.trip[leg]
    known = gone_m - NEAR_M > first_m[trip]
    known &= lamps[ground.met_lamps.items[place]]
    asked = known & (dark.start_s <= at_s) & (at_s < dark.end_s)
    trip, lamp = trip[asked], ground.met_lamps.items[place][asked]
    is_lit = night.levels(lamp, at_s[asked]) >= LIGHT
    whom = np.unique(trip)
    return Ahead(len(whom) - len(np.unique(trip[~is_lit])), len(whom))


def _first_sensor_m(ground: Ground, legs: Legs) -> Floats:
    """Return how far each trip goes until its first sensor; infinite without one."""
    leg, place = ground.met_sensors.each_of(legs.way)
    gone_m = legs.gone_m[leg] + ground.met_sensor_m[place]
    first_m = np.full(legs.trips, np.inf)
    np.minimum.at(first_m, legs.trip[leg], gone_m)
    return first_m
