"""Who is about in a night of a town: as sensors told it, or drawn. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

import numpy as np

from mesto.domains.lighting.presence.definition import Definition
from mesto.domains.lighting.presence.reach import Reach, Tracks
from mesto.domains.lighting.presence.seen import Seen as SeenThen
from mesto.domains.lighting.rehearsal.lit import OPEN, Seen, Sensing, Span, seen_on
from mesto.domains.lighting.rehearsal.passers import (
    HOUR_S,
    USUAL_PROFILE,
    Legs,
    draw,
)
from mesto.domains.lighting.rehearsal.questions import Met
from mesto.domains.lighting.rehearsal.town import Town

EARLY_S = 900.0  #: before dusk: who comes by then may be near when it gets dark
MIDDAY = 12  #: when nights begin
TRACKED = Definition(title={}, follow_s=120)  #: how people are followed who were seen


class People(NamedTuple):
    """The people of a night.

    legs: where they went; None where only sensors tell of them
    """

    seen: Seen
    legs: Legs | None


def profile_of(busy: Mapping[int, float]) -> Sequence[float]:
    """Return the share of a day's passers in each hour: as counted, or as usual."""
    if len(busy) < len(USUAL_PROFILE) or not sum(busy.values()):
        return USUAL_PROFILE
    whole = sum(busy.values())
    return [busy[hour] / whole for hour in range(len(USUAL_PROFILE))]


def drawn(
    town: Town, dark: Span, profile: Sequence[float], seed: int, day: date
) -> People:
    """Draw the people of the night that begins on a day: always the same ones."""
    chance = np.random.default_rng([seed, day.toordinal()])
    legs = draw(town.ground, town.traffic, list(_hours(dark, profile)), chance)
    return People(seen_on(town.ground, legs, Sensing(), chance), legs)


def told(town: Town, met: Sequence[Met], noon: datetime) -> People:
    """Return the people that sensors told of; where they go shows by the sensors."""
    number = {urn: place for place, urn in enumerate(town.ground.sensors)}
    sensors = {urn: town.places.sensors[urn] for urn in number}
    reach = Reach(town.places.streets, sensors, TRACKED, frozenset())
    tracks = Tracks(reach, TRACKED.follow_s)
    rows = [
        (
            number[one.sensor],
            OPEN.index(tracks.towards(SeenThen(one.sensor, one.at))),
            (one.at - noon).total_seconds(),
        )
        for one in met
        if one.sensor in number
    ]
    sensor, way, at_s = np.array(rows, np.float64).reshape(-1, 3).T
    return People(Seen(sensor.astype(np.int64), way.astype(np.int64), at_s), None)


def _hours(
    dark: Span, profile: Sequence[float]
) -> Iterator[tuple[float, float, float]]:
    """Yield the hours of a night with the share of a day's passers in each."""
    start_s, end_s = max(dark.start_s - EARLY_S, 0.0), dark.end_s
    for hour in range(int(start_s // HOUR_S), int(end_s // HOUR_S) + 1):
        first_s, last_s = max(start_s, hour * HOUR_S), min(end_s, (hour + 1) * HOUR_S)
        if first_s < last_s:
            share = profile[(MIDDAY + hour) % len(profile)]
            yield first_s, last_s, share * (last_s - first_s) / HOUR_S
