"""Which posts come first: what they can give, and how much it is wanted there. Pure.

The list holds as a whole: what comes later on a cable reckons with what came before.
"""

from collections.abc import Mapping, Sequence
from math import cos, hypot, radians
from typing import Final, NamedTuple

from mesto.domains.emobility.siting.cables import HOURS, Net, Post, Room

APART_M: Final = 100.0  #: two chargers are not closer
NIGHT_H: Final = frozenset((*range(20, HOURS), *range(6)))
LEAST_KWH: Final = 30.0  #: a day that is worth a charger
SESSIONS_M, PARKING_M, WISHES_M = 500.0, 150.0, 300.0  #: what is near
METRES: Final = 111_320.0  #: of a degree of latitude
#: Points for each thing, and what brings all of them.
POINTS: Final[Mapping[str, tuple[float, float]]] = {
    "energy": (30.0, 264.0),  #: kWh a day: 11 kW all day
    "distance": (30.0, 1_000.0),  #: m to the nearest charger
    "parking": (20.0, 1.0),  #: share of the places that are taken
    "sessions": (10.0, 100.0),  #: in 90 days
    "wishes": (10.0, 5.0),
}

Place = tuple[float, float]


class Demand(NamedTuple):
    """Where what is in a town: longitude, latitude, and how much."""

    chargers: Sequence[Place] = ()
    sessions: Sequence[tuple[Place, int]] = ()  #: by station
    parking: Sequence[tuple[Place, float]] = ()  #: share taken, in [0, 1]
    wishes: Sequence[Place] = ()


class Wanted(NamedTuple):
    """How much a charger is wanted at a place; None: nobody says."""

    nearest_m: float | None
    sessions: int
    parking: float | None
    wishes: int


class Choice(NamedTuple):
    """A post, what it can give, and why it is where it is in the list.

    rank: from 1; 0: it is not recommended
    why_not: unknown, full, far, near
    """

    post: Post
    room: Room | None
    wanted: Wanted
    points: Mapping[str, float]
    rank: int
    why_not: str = ""

    @property
    def score(self) -> float:
        """Return all its points."""
        return round(sum(self.points.values()), 1)


def ranked(posts: Sequence[Post], net: Net, demand: Demand) -> list[Choice]:
    """Return all posts, those that are recommended first, the best of them on top.

    What is given to one is taken from its cable: `net` is changed.
    """
    first = [_looked_at(one, _wanted(one.place, demand), net) for one in posts]
    first.sort(key=lambda one: (-one.score, one.post.urn))
    taken: list[Choice] = []
    left: list[Choice] = []
    for one in first:
        again = _looked_at(one.post, one.wanted, net)
        why = _why_not(one, again, taken)
        if why:
            left.append(again._replace(why_not=why))
            continue
        assert again.room is not None, "else it says why not"
        net.give(again.post.cable, again.room.amps)
        taken.append(again._replace(rank=len(taken) + 1))
    return [*taken, *left]


def metres(one: Place, other: Place) -> float:
    """Return the way between two places of a town as the crow flies."""
    east = (one[0] - other[0]) * cos(radians((one[1] + other[1]) / 2))
    return hypot(east, one[1] - other[1]) * METRES


def span(room: Room, hours: Sequence[int]) -> float:
    """Return the least power over some hours, kW."""
    return min((room.kw[hour] for hour in hours), default=0.0)


def hours_of(lamps_a: Sequence[float]) -> tuple[list[int], list[int]]:
    """Return the hours in which lamps burn, and the others.

    Where they never do, or always, night is from 20 to 6.
    """
    most = max(lamps_a, default=0.0)
    lit = [hour for hour in range(HOURS) if lamps_a[hour] > most / 10]
    if not most or len(lit) == HOURS:
        lit = sorted(NIGHT_H)
    return lit, [hour for hour in range(HOURS) if hour not in lit]


def _looked_at(post: Post, wanted: Wanted, net: Net) -> Choice:
    room = net.room(post) if net.known(post.cable) else None
    told = {
        "energy": sum(room.kw) if room else 0.0,
        "distance": wanted.nearest_m if wanted.nearest_m is not None else 1e9,
        "parking": wanted.parking or 0.0,
        "sessions": float(wanted.sessions),
        "wishes": float(wanted.wishes),
    }
    points = {
        name: round(most * min(1.0, told[name] / full), 2)
        for name, (most, full) in POINTS.items()
    }
    return Choice(post, room, wanted, points, 0)


def _why_not(before: Choice, now: Choice, taken: Sequence[Choice]) -> str:
    """Say why a post is not recommended; empty: it is."""
    if now.room is None or before.room is None:
        return "unknown"
    if sum(before.room.kw) < LEAST_KWH:
        return "full" if before.room.bound else "far"
    near = any(metres(one.post.place, now.post.place) < APART_M for one in taken)
    if near or sum(now.room.kw) < LEAST_KWH:
        return "near"
    return ""


def _wanted(at: Place, demand: Demand) -> Wanted:
    near = [metres(at, one) for one in demand.chargers]
    taken = [share for place, share in demand.parking if metres(at, place) <= PARKING_M]
    sessions = [n for place, n in demand.sessions if metres(at, place) <= SESSIONS_M]
    return Wanted(
        round(min(near), 1) if near else None,
        sum(sessions),
        round(sum(taken) / len(taken), 3) if taken else None,
        sum(metres(at, one) <= WISHES_M for one in demand.wishes),
    )
