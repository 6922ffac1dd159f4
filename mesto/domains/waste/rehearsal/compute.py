"""Rehearsing policies one after the other, in a process of its own."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from mesto.domains.waste.planning.problem import Spot
from mesto.domains.waste.planning.travel import StraightWays, Ways
from mesto.domains.waste.rehearsal.fills import Floats
from mesto.domains.waste.rehearsal.policies import Policy
from mesto.domains.waste.rehearsal.replay import Ground, play

KMH: Final = 20.0  #: of a lorry in town, between stops
ITERATIONS: Final = 300  #: of each day's round


class Vehicles(NamedTuple):
    """What it is driven with: at most so many trips alike, from one depot."""

    most: int
    load_l: float
    depot: tuple[float, float]  #: longitude and latitude
    service_min: float


class Stage(NamedTuple):
    """What policies are played on.

    places: longitude and latitude of each container
    roads: the street network as it is kept; None: ways are guessed
    """

    ground: Ground
    places: Floats
    volume_l: Floats
    vehicles: Vehicles
    roads: bytes | None


class Came(NamedTuple):
    """What a policy came to; number: its place among those asked for.

    over: share of container-days over full
    """

    number: int
    km: float
    hours: float
    emptied: int
    over_days: int
    over: float
    share: float  #: mean level when emptied


def rehearse(policies: Sequence[Policy], stage: Stage) -> Iterator[float | Came]:
    """Yield how far it is, share in [0, 1], and what each policy came to."""
    from mesto.domains.waste.rehearsal.driving import Fleet
    from mesto.domains.waste.roads.network import read_network  # noqa: PLC0415 - too

    ground, vehicles, places = stage.ground, stage.vehicles, stage.places
    ways: Ways = StraightWays()
    if stage.roads is not None:
        ways = read_network(stage.roads)
    stops = [Spot((east, north)) for east, north in places.tolist()]

    fleet = Fleet(
        ways.travel([*stops, Spot(vehicles.depot)]).metres,
        np.arange(len(places)),
        stage.volume_l,
        load_l=vehicles.load_l,
        vehicles=vehicles.most,
        iterations=ITERATIONS,
    )
    days = ground.end - ground.first
    for number, policy in enumerate(policies):
        played = []
        for day in play(policy, ground, fleet.drive):
            played.append(day)
            yield (number + len(played) / days) / len(policies)
        km, emptied = sum(one.km for one in played), sum(one.emptied for one in played)
        over = sum(one.over for one in played)
        yield Came(
            number=number,
            km=km,
            hours=km / KMH + emptied * vehicles.service_min / 60,
            emptied=emptied,
            over_days=over,
            over=over / (len(places) * days),
            share=sum(one.share * one.emptied for one in played) / max(1, emptied),
        )
