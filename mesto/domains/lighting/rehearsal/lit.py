"""When lamps are lit for people in a night, and for how long. Pure.

A lamp is at full light from shortly after somebody is seen near it until the hold is
over, and then goes down step by step. Times are tenths of a second since the night's
beginning; a lamp and a time make one number, so that sorting numbers finds who was
near a lamp and when.
"""

from typing import NamedTuple

import numpy as np

from mesto.domains.lighting.inventory.streets import WAYS, Way
from mesto.domains.lighting.presence.definition import Definition
from mesto.domains.lighting.presence.reach import Reach
from mesto.domains.lighting.rehearsal.ground import Ground
from mesto.domains.lighting.rehearsal.lists import Floats, Lists, Numbers, lists_of
from mesto.domains.lighting.rehearsal.passers import Legs

TICKS = 10  #: a second
BITS = 20  #: of a number, for the time
OPEN: tuple[Way | None, ...] = (*WAYS, None)  #: where somebody may go who is seen


class Sensing(NamedTuple):
    """How well people are seen, and how soon lamps rise."""

    detects: float = 0.99  #: share of those who pass a sensor
    delay_s: float = 1.0  #: from being seen to the light


class Seen(NamedTuple):
    """People at sensors, in the order in which each passes them."""

    sensor: Numbers
    way: Numbers  #: by number in `OPEN`
    at_s: Floats


class Span(NamedTuple):
    """Seconds of a night: [start, end)."""

    start_s: float
    end_s: float


def reached_from(ground: Ground, reach: Reach) -> Lists:
    """Return which lamps are lit by sensor and where one goes: 3·sensor + way."""
    number = {urn: place for place, urn in enumerate(ground.lamps)}
    return lists_of(
        [
            [number[lamp] for lamp in reach.lit(sensor, way)]
            for sensor in ground.sensors
            for way in OPEN
        ]
    )


def seen_on(
    ground: Ground, legs: Legs, sensing: Sensing, chance: np.random.Generator
) -> Seen:
    """Return where people are seen. Where they go shows at the second sensor."""
    leg, place = ground.met_sensors.each_of(legs.way)
    noticed = chance.random(len(leg)) < sensing.detects
    leg, place = leg[noticed], place[noticed]
    trip = legs.trip[leg]
    first = np.ones(len(leg), bool)
    first[1:] = trip[1:] != trip[:-1]
    way = np.where(first, OPEN.index(None), legs.way[leg] % 2)
    at_s = legs.entered_s[leg] + ground.met_sensor_m[place] / legs.mps[leg]
    return Seen(ground.met_sensors.items[place], way, at_s)


class Lit:
    """The lamps of one setting in a night."""

    def __init__(
        self, seen: Seen, reached: Lists, definition: Definition, delay_s: float
    ) -> None:
        """Light lamps for who was seen."""
        who, place = reached.each_of(3 * seen.sensor + seen.way)
        ticks = ((seen.at_s[who] + delay_s) * TICKS).astype(np.int64)
        self._starts = np.sort((reached.items[place] << BITS) + np.maximum(ticks, 0))
        self._pause = round(definition.pause.total_seconds() * TICKS)
        self._falls = definition.falls
        full_s = definition.hold_s + definition.pause.total_seconds() - delay_s
        self._full = round(full_s * TICKS)

    def seconds(self, lamps: int, span: Span) -> Floats:
        """Return how long each lamp has which level, s.

        lamps: how many there are

        Returns an array of levels and lamps: full light first, then each step down.
        """
        lamp, start, end = self._stretches(span)
        until = np.full(len(lamp), round(span.end_s * TICKS))
        same = lamp[1:] == lamp[:-1]
        until[:-1][same] = start[1:][same]
        levels = [np.bincount(lamp, np.maximum(end - start, 0), lamps)]
        gap = np.maximum(until - end, 0)
        for step in range(self._falls - 1):
            time = np.clip(gap - step * self._pause, 0, self._pause)
            levels.append(np.bincount(lamp, time, lamps))
        return np.array(levels) / TICKS

    def steps(self, lamp: Numbers, at_s: Floats) -> Numbers:
        """Return how many steps lamps are down at moments; at rest `falls` steps."""
        key = (lamp << BITS) + (at_s * TICKS).astype(np.int64)
        if not len(self._starts):
            return np.full(len(key), self._falls)
        place = np.searchsorted(self._starts, key, side="right") - 1
        since = key - self._starts[np.maximum(place, 0)] - self._full
        down = since // max(self._pause, 1) + 1 if self._pause else self._falls
        steps = np.where(since < 0, 0, np.minimum(down, self._falls))
        ours = (place >= 0) & (self._starts[np.maximum(place, 0)] >> BITS == lamp)
        return np.where(ours, steps, self._falls)

    def _stretches(self, span: Span) -> tuple[Numbers, Numbers, Numbers]:
        """Return lamp, start and end of each stretch of full light within a span."""
        starts = self._starts
        if not len(starts):
            nothing = np.zeros(0, np.int64)
            return nothing, nothing, nothing
        begins = np.ones(len(starts), bool)
        begins[1:] = np.diff(starts) > self._full
        ends = np.ones(len(starts), bool)
        ends[:-1] = begins[1:]
        lamp = starts[begins] >> BITS
        start = starts[begins] & ((1 << BITS) - 1)
        end = (starts[ends] & ((1 << BITS) - 1)) + self._full
        low, high = (round(one * TICKS) for one in span)
        kept = (end + self._falls * self._pause > low) & (start < high)
        return (
            lamp[kept],
            np.clip(start, low, high)[kept],
            np.clip(end, low, high)[kept],
        )
