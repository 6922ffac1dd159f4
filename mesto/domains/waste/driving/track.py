"""Where a vehicle has been and stood, from what its tracker said. Pure.

Trackers speak every few seconds, or only when they move; they lose the sky between
houses and find it again somewhere else.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from math import cos, hypot, radians
from typing import Final, NamedTuple

from mesto.domains.waste.rounds import Place

NEAR_M: Final = 25.0  #: who stands so near can reach the container
WOBBLE_M: Final = 15.0  #: so far off a tracker may say a vehicle is that stands
SLOW_M_S: Final = 5 / 3.6  #: slower is standing, or creeping from one to the next
FASTEST_M_S: Final = 150 / 3.6  #: no lorry is faster; a fix that says so is wrong
LONG_ENOUGH: Final = timedelta(seconds=15)  #: no container is emptied in less
#: A tracker that says nothing for longer was not heard; what it did is not known.
SILENCE: Final = timedelta(minutes=5)
_METRES_A_DEGREE: Final = 111_195.0
_NEAR_DEGREES: Final = 3 * NEAR_M / _METRES_A_DEGREE  #: farther is surely not near


class Fix(NamedTuple):
    """Where a vehicle was at a moment."""

    at: datetime
    place: Place


class Stay(NamedTuple):
    """A vehicle hardly moved between two fixes."""

    one: Fix
    other: Fix


class Visit(NamedTuple):
    """A vehicle stood near a place."""

    since: datetime
    until: datetime
    nearest_m: float

    @property
    def lasted(self) -> timedelta:
        """How long it stood there."""
        return self.until - self.since


def metres(one: Place, other: Place) -> float:
    """Return how far two places of one town are apart, m.

    Source: equirectangular projection; within 0.1 % over 20 km.
    """
    north = (other[1] - one[1]) * _METRES_A_DEGREE
    east = (other[0] - one[0]) * _METRES_A_DEGREE * cos(radians(one[1]))
    return hypot(north, east)


def cleaned(fixes: Iterable[Fix]) -> list[Fix]:
    """Return fixes in their order, each once, without jumps no lorry can make.

    A vehicle that was carried away by a wrong first fix is found again: what is
    believed is what the next fix agrees with.
    """
    told = sorted(dict(fixes).items())
    kept: list[Fix] = []
    for number, (at, place) in enumerate(told):
        fix = Fix(at, place)
        if kept and not _can_follow(kept[-1], fix):
            after = Fix(*told[number + 1]) if number + 1 < len(told) else None
            if after is None or not _can_follow(fix, after):
                continue
            if _can_follow(kept[-1], after):
                continue
        kept.append(fix)
    return kept


def stays(track: Iterable[Fix]) -> list[Stay]:
    """Return the parts of a track in which the vehicle stood or crept.

    track: as `cleaned` returns it. A vehicle that was silent for long and is where it
    was has stood there; one that is somewhere else was not heard.
    """
    return [
        Stay(one, other)
        for one, other in pairwise(track)
        if _stands(one, other, metres(one.place, other.place))
    ]


def visits(stays: Iterable[Stay], place: Place) -> list[Visit]:
    """Return when a vehicle stood near a place long enough to empty a container."""
    found: list[Visit] = []
    for one, other in stays:
        if abs(one.place[1] - place[1]) > _NEAR_DEGREES:
            continue  # most are far away, and that is seen at once
        far_m = min(metres(one.place, place), metres(other.place, place))
        if far_m > NEAR_M:
            continue
        if found and one.at - found[-1].until <= LONG_ENOUGH:
            far_m = min(found[-1].nearest_m, far_m)
            found[-1] = Visit(found[-1].since, other.at, far_m)
        else:
            found.append(Visit(one.at, other.at, far_m))
    return [one for one in found if one.lasted >= LONG_ENOUGH]


def driven_km(track: Sequence[Fix]) -> float:
    """Return how far a vehicle drove, km, as far as it was heard.

    Who moved by less than a tracker wobbles has not moved yet.
    """
    far_m, at = 0.0, None
    for one in track:
        moved_m = metres(at, one.place) if at else 0.0
        if at is None or moved_m >= WOBBLE_M:
            far_m, at = far_m + moved_m, one.place
    return far_m / 1000


def _stands(one: Fix, other: Fix, moved_m: float) -> bool:
    lasted = other.at - one.at
    if lasted > SILENCE:
        return moved_m <= NEAR_M
    return moved_m < SLOW_M_S * lasted.total_seconds()


def _can_follow(one: Fix, other: Fix) -> bool:
    far_m = metres(one.place, other.place)
    return far_m <= FASTEST_M_S * (other.at - one.at).total_seconds() + NEAR_M
