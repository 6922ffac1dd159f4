"""How far it is and how long it takes between places: by streets, or guessed. Pure."""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mesto.domains.waste.planning.problem import Spot
from mesto.domains.waste.rounds import Place
from mesto.kernel.plane import Plane

Whole: TypeAlias = NDArray[np.int64]

#: Streets are longer than straight lines by so much, in towns.
WINDING: Final = 1.41
GUESSED_KMH: Final = 24.0  #: what a truck makes on them between two stops


class Travel(NamedTuple):
    """Between all pairs of places: metres and seconds, [from, to]."""

    metres: Whole
    seconds: Whole


class Ways(Protocol):
    """Knows ways between places."""

    estimated: bool  #: nobody knows the streets

    def travel(self, spots: Sequence[Spot]) -> Travel:
        """Return how far all are from all."""

    def path(self, spots: Sequence[Spot]) -> Sequence[Place]:
        """Return the line that is driven from the first over all to the last."""

    def astray(self, spots: Sequence[Spot]) -> Sequence[int]:
        """Return which of the places no street leads to."""


class StraightWays:
    """Guesses: straight lines, a bit longer."""

    estimated = True

    def travel(self, spots: Sequence[Spot]) -> Travel:
        """Return how far all are from all."""
        if not spots:
            return Travel(*(np.zeros((0, 0), dtype=np.int64) for _ in range(2)))
        plane = Plane(center=spots[0].place)
        x, y = np.array([plane.to_m(one.place) for one in spots]).T
        straight_m = np.hypot(x[:, None] - x, y[:, None] - y)
        metres = np.rint(straight_m * WINDING).astype(np.int64)
        return Travel(metres, np.rint(metres / (GUESSED_KMH / 3.6)).astype(np.int64))

    def path(self, spots: Sequence[Spot]) -> Sequence[Place]:
        """Return straight lines."""
        return [one.place for one in spots]

    def astray(self, spots: Sequence[Spot]) -> Sequence[int]:
        """Return none: where there are no streets, nothing lies off them."""
        del spots
        return ()


def apart_m(one: Place, other: Place) -> float:
    """Return how far two places are from each other, straight, m."""
    return math.hypot(*Plane(center=one).to_m(other))
