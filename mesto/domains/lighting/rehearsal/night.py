"""A night of a town, under one way of light or several. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import msgspec
import numpy as np

from mesto.domains.lighting.rehearsal.lit import Sensing, Span
from mesto.domains.lighting.rehearsal.people import People
from mesto.domains.lighting.rehearsal.play import Night, light_ahead
from mesto.domains.lighting.rehearsal.town import Town, Written, tonight

MINUTE_S = 60
MINUTES = 1440  #: of a night, from noon to noon


class Outcome(msgspec.Struct, frozen=True):
    """What a way of light came to in a night.

    lit, asked: passers with light ahead all their way, of so many; none where nobody
        knows which way they went
    """

    kwh: float
    lit: int = 0
    asked: int = 0
    levels: Sequence[float] = ()  #: of one lamp, by the minute from noon on


class About(NamedTuple):
    """Who is about in a night, and while it is dark."""

    day: date  #: on which it begins
    dark: Span
    people: People


def play(written: Written, town: Town, about: About, lamp: int | None) -> Outcome:
    """Play a night.

    lamp: number of the one whose level is told by the minute; None: of none
    """
    day, dark, people = about
    night = Night(tonight(written, town, day), people.seen, Sensing())
    kwh = float(night.light_s() @ town.rating_w) / 3_600_000
    lit = asked = 0
    if people.legs is not None and len(people.legs.trip):
        every = np.ones(len(town.ground.lamps), bool)
        lit, asked = light_ahead(town.ground, people.legs, dark, night, every)
    levels: Sequence[float] = ()
    if lamp is not None:
        at_s = np.arange(MINUTES, dtype=np.float64) * MINUTE_S
        lamps = np.full(MINUTES, lamp)
        levels = np.round(night.levels(lamps, at_s), 3).tolist()
    return Outcome(kwh, lit, asked, levels)
