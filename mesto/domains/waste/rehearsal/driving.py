"""Driving for a wish by the shortest rounds; takes a core: not for the server."""

from collections.abc import Sequence

import numpy as np
import pyvrp
from pyvrp.stop import MaxIterations

from mesto.domains.waste.rehearsal.fills import Floats, Numbers
from mesto.domains.waste.rehearsal.policies import Wish
from mesto.domains.waste.rehearsal.replay import Drive, Driven

LEAST_KM = 0.02  #: no detour is shorter


class Fleet:
    """Vehicles that begin and unload at one place.

    A round of the same containers is planned once, as fixed rounds are.

    metres: from place to place, places × places; the last one is the depot
    place: of each container
    """

    def __init__(  # noqa: PLR0913 - what a fleet is
        self,
        metres: Numbers,
        place: Numbers,
        volume_l: Floats,
        *,
        load_l: float,
        vehicles: int,
        iterations: int = 400,
    ) -> None:
        """Know the way."""
        self._metres = metres
        self._place = place
        self._volume_l = volume_l
        self._load_l = load_l
        self._vehicles = vehicles
        self._iterations = iterations
        self._known: dict[tuple[int, ...], Driven] = {}
        self.drive: Drive = self._drive

    def _drive(self, wish: Wish, level: Floats) -> Driven:
        optional = ~wish.must & (wish.worth_km > LEAST_KM)
        some = np.flatnonzero(wish.must | optional)
        if not len(some):
            return Driven(0.0, some)
        fixed = tuple(some.tolist()) if not optional.any() else ()
        if fixed and fixed in self._known:
            return self._known[fixed]
        driven = self._solve(some, wish, level)
        if fixed:
            self._known[fixed] = driven
        return driven

    def _solve(self, some: Numbers, wish: Wish, level: Floats) -> Driven:
        depot = len(self._metres) - 1
        places = np.concatenate(([depot], self._place[some]))
        metres = self._metres[np.ix_(places, places)]
        load = np.ceil(np.minimum(level[some], 1.0) * self._volume_l[some]).astype(int)
        clients = [
            pyvrp.Client(
                number,
                pickup=[int(litres)],
                prize=0 if must else int(1000 * worth),
                required=bool(must),
            )
            for number, (litres, must, worth) in enumerate(
                zip(load, wish.must[some], wish.worth_km[some], strict=True), start=1
            )
        ]
        data = pyvrp.ProblemData(
            [pyvrp.Location(0, 0) for _ in places],
            clients,
            [pyvrp.Depot(0)],
            [pyvrp.VehicleType(self._vehicles, [int(self._load_l)])],
            [metres],
            [np.zeros_like(metres)],
        )
        best = pyvrp.solve(
            data, MaxIterations(self._iterations), collect_stats=False
        ).best
        visited = _visited(best, len(some))
        return Driven(best.distance() / 1000, some[visited], _trips(best, places))


def _visited(best: pyvrp.Solution, clients: int) -> Sequence[int]:
    left = {one.idx for one in best.unplanned()}
    return [number for number in range(clients) if number not in left]


def _trips(best: pyvrp.Solution, places: Numbers) -> list[list[int]]:
    """Return the places of each trip, in their order."""
    return [
        [int(places[1 + one.idx]) for one in route if one.is_client()]
        for route in best.routes()
    ]
