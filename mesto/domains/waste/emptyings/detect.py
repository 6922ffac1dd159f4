"""Emptyings in the levels that a sensor reports. Pure.

A container was emptied when its level fell far and stayed low. What falls back up at
the next reading was noise; what stays half full was not emptied; what was flat and high
after a jump, and falls to where it was before, was a piece in front of the sensor; what
falls while the battery jumps up is another sensor; and two containers that change their
levels at once had their sensors exchanged.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median, quantiles
from typing import Final, NamedTuple

LEAST_FALL: Final = 0.15  #: share of the volume
NOISES: Final = 5.0  #: a fall is at least so many times the noise
EMPTY: Final = 0.3  #: nothing is emptied that holds more afterwards
LEFT: Final = 0.5  #: nor what holds more than this share of what it held
JUMP: Final = (
    0.25  #: share of the volume: nobody throws so much in between two readings
)
FLAT: Final = 0.04  #: share of the volume: a piece in front of the sensor does not grow
FLAT_READINGS: Final = 2
FEWEST: Final = 10  #: readings that tell something about noise
NEW_BATTERY: Final = 0.3  #: share of charge: no battery charges itself
LONGEST_GAP: Final = timedelta(days=3)  #: over a longer silence nobody knows
ALIKE: Final = 0.06  #: share of the volume: levels that two sensors exchanged
BELIEF_IN_ONE: Final = 0.6  #: where nothing but the fall itself speaks for it


class Reading(NamedTuple):
    """A level a sensor reported: share of the volume."""

    at: datetime
    level: float


class Fall(NamedTuple):
    """A container was emptied between two readings.

    confidence: how much speaks for it, in [0, 1]; not a frequency
    """

    since: datetime  #: of the last reading before
    at: datetime  #: of the first after it
    before: float
    after: float
    confidence: float


def falls_in(
    readings: Sequence[Reading], batteries: Sequence[Reading] = ()
) -> Iterator[Fall]:
    """Yield the emptyings in the readings of one container, which are in their order.

    batteries: charge of its sensor, share

    The last reading alone proves nothing: a fall is told with the reading after it.
    """
    noise = noise_of(readings)
    least = max(LEAST_FALL, NOISES * noise)
    for place in range(1, len(readings) - 1):
        fall = _fall_at(readings, place, least)
        if fall is None or _is_unjammed(readings, place, noise):
            continue
        if not _is_other_sensor(batteries, fall):
            yield fall


def noise_of(readings: Sequence[Reading]) -> float:
    """Return how much a level wavers by itself: share, one standard deviation.

    By the lower quarter of second differences, which growth hardly touches and
    emptyings do not, as long as most readings are between them.

    Source: Gasser, Sroka, Jennen-Steinmetz, Residual variance and residual pattern in
    nonlinear regression, Biometrika 73 (1986); quartile of a normal distribution.
    """
    if len(readings) < FEWEST:
        return 0.0
    levels = [one.level for one in readings]
    bends = [
        abs(levels[place - 1] - 2 * levels[place] + levels[place + 1])
        for place in range(1, len(levels) - 1)
    ]
    return quantiles(bends, n=4)[0] / 0.3186 / 6**0.5


def exchanged(
    falls: Iterable[tuple[str, Fall]], rises: Iterable[tuple[str, Fall]]
) -> set[str]:
    """Return the containers whose fall is another's rise: sensors that were exchanged.

    rises: as falls, with `before` lower than `after`
    """
    up = list(rises)
    return {
        urn
        for urn, fall in falls
        for other, rise in up
        if other != urn
        and rise.since < fall.at
        and fall.since < rise.at
        and abs(fall.before - rise.after) <= ALIKE
        and abs(fall.after - rise.before) <= ALIKE
    }


def rises_in(readings: Sequence[Reading]) -> Iterator[Fall]:
    """Yield where a level jumps up between two readings."""
    for before, after in pairwise(readings):
        if after.level - before.level >= JUMP:
            yield Fall(before.at, after.at, before.level, after.level, 1.0)


def _fall_at(readings: Sequence[Reading], place: int, least: float) -> Fall | None:
    """Return the emptying seen first at a reading; None where it is none."""
    last, low, next_ = readings[place - 1], readings[place], readings[place + 1]
    if low.at - last.at > LONGEST_GAP or last.level - low.level < least:
        return None
    before = _level_before(readings, place)
    fell = before - low.level
    low_enough = low.level <= EMPTY and low.level <= LEFT * before
    if fell < least or not low_enough or next_.level > before - least / 2:
        return None
    belief = BELIEF_IN_ONE + (1 - BELIEF_IN_ONE) * min(1.0, (fell - least) / 0.4)
    if place == 1 or last.level > before:
        belief *= BELIEF_IN_ONE  # only one reading was ever so high
    return Fall(last.at, low.at, before, low.level, round(min(belief, 0.99), 3))


def _level_before(readings: Sequence[Reading], place: int) -> float:
    """Return what it held: one reading that jumped out is not believed."""
    last = readings[place - 1].level
    usual = median(one.level for one in readings[max(0, place - 3) : place])
    return last if last - usual <= JUMP else usual


def _is_unjammed(readings: Sequence[Reading], place: int, noise: float) -> bool:
    """Tell whether a piece in front of the sensor fell: what is below was there before.

    Looks back over the flat readings to the jump with which they began.
    """
    end = place - 1
    begin = end
    while begin > 0 and abs(readings[begin - 1].level - readings[end].level) <= FLAT:
        begin -= 1
    if begin == 0 or end - begin + 1 < FLAT_READINGS:
        return False
    before = readings[begin - 1].level
    jumped = readings[begin].level - before >= JUMP
    return jumped and readings[place].level >= before - max(FLAT, 3 * noise)


def _is_other_sensor(batteries: Sequence[Reading], fall: Fall) -> bool:
    """Tell whether the battery was another one after a fall."""
    charges = [one for one in batteries if one.at <= fall.since][-1:]
    charges += [one for one in batteries if one.at > fall.since][:1]
    return any(
        after.level - before.level >= NEW_BATTERY for before, after in pairwise(charges)
    )
