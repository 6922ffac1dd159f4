"""Asking the city for all that a rehearsal of collection is played on."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, time
from math import ceil
from typing import NamedTuple

import numpy as np

from mesto.domains.waste.calendars.days import days as days_of
from mesto.domains.waste.calendars.reading import written_of
from mesto.domains.waste.emptyings.happened import Emptied
from mesto.domains.waste.emptyings.reading import emptyings_of
from mesto.domains.waste.inventory.fleet import LonLat, place_of
from mesto.domains.waste.inventory.policy import Policy
from mesto.domains.waste.inventory.reading import fleet_of, policy_of
from mesto.domains.waste.nouns import CONTAINER, LEVEL, SEEN
from mesto.domains.waste.planning.spacing import visit_m
from mesto.domains.waste.rehearsal.asked import (
    DAY,
    LEARN_DAYS,
    MOST_CONTAINERS,
    Asked,
)
from mesto.domains.waste.rehearsal.compute import Stage, Vehicles
from mesto.domains.waste.rehearsal.fills import Floats, Truths
from mesto.domains.waste.rehearsal.past import Told, fills_of, was_emptied
from mesto.domains.waste.rehearsal.questions import LastLevels
from mesto.domains.waste.rehearsal.replay import Ground
from mesto.domains.waste.roads.keeping import RoadsOf
from mesto.kernel.city import City
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Entity
from mesto.kernel.verdict import number

SENSOR_ERROR, TAP_ERROR = 0.03, 0.1  #: of a level, share of the volume
USUAL_L = 1_100.0
USUAL_LOAD_L = 55_000.0


class Ready(NamedTuple):
    """A rehearsal that can begin.

    urns: of the containers, in the order of the stage
    silent: containers of which nothing is told; they take what the rest takes
    depot_known: vehicles of this waste have a depot
    """

    stage: Stage
    policy: Policy
    urns: Sequence[str]
    silent: int
    depot_known: bool


async def ready_of(
    city: City, asked: Asked, only: Collection[str] | None = None
) -> Ready:
    """Return what is played on.

    only: these containers; None: all

    Raises Malformed where there is nothing to play on, or too much.
    """
    containers = await _containers(city, asked.fraction, only)
    if not containers:
        raise Malformed(f"no container for {asked.fraction}", place=("fraction",))
    if len(containers) > MOST_CONTAINERS:
        why = f"at most {MOST_CONTAINERS} containers; there are {len(containers)}"
        raise Malformed(why, place=("fraction",))
    days = LEARN_DAYS + asked.days
    since = datetime.combine(asked.learns_from, time(), UTC)
    until = since + days * DAY
    levels = await city.ask(
        LastLevels(
            urns=list(containers), attributes=[LEVEL, SEEN], since=since, until=until
        )
    )
    emptied = await emptyings_of(city, list(containers), since, until)
    told = [*_told(containers, levels, emptied, since)]
    if not levels:
        why = "nothing tells how full these containers were"
        raise Malformed(why, place=("first",))
    sensed = [one.attribute(LEVEL) is not None for one in containers.values()]
    places = np.array([place_of(one) for one in containers.values()], float)
    volumes = [number(one, "binCapacity") or USUAL_L for one in containers.values()]
    way_m = visit_m([(x, y) for x, y in places.tolist()], _together(containers))
    vehicles, depot_known = await _vehicles(city, asked, places, sum(volumes))
    ground = Ground(
        fills=fills_of(told, days),
        first=LEARN_DAYS,
        end=days,
        weekday=asked.learns_from.weekday(),
        written=await _written(city, asked, containers, days),
        was=was_emptied(told, days),
        visit_km=way_m / 1000,
        seen_error=np.where(sensed, SENSOR_ERROR, TAP_ERROR),
    )
    silent = len(containers) - len(levels)
    stage = Stage(
        ground, places, np.array(volumes), vehicles, await city.ask(RoadsOf())
    )
    return Ready(stage, await policy_of(city), list(containers), silent, depot_known)


async def _containers(
    city: City, fraction: str, only: Collection[str] | None
) -> dict[str, Entity]:
    return {
        urn: one
        for urn, one in (await city.entities(CONTAINER)).items()
        if one.value("storedWasteKind") == fraction
        and place_of(one) is not None
        and (only is None or urn in only)
    }


def _together(containers: Mapping[str, Entity]) -> list[object]:
    """Return what containers that are emptied in one stop have in common."""
    return [
        one.value("refWasteContainerIsle") or place_of(one)
        for one in containers.values()
    ]


def _told(
    containers: Mapping[str, Entity],
    levels: Mapping[str, Mapping[int, float]],
    emptied: Sequence[Emptied],
    since: datetime,
) -> list[Told]:
    taken: defaultdict[str, dict[int, float | None]] = defaultdict(dict)
    for one in emptied:
        before, after = one.emptying.before, one.emptying.after
        share = None if before is None else before - (after or 0.0)
        taken[one.container][(one.at - since).days] = share
    return [Told(levels.get(urn, {}), taken.get(urn, {})) for urn in containers]


async def _written(
    city: City, asked: Asked, containers: Mapping[str, Entity], days: int
) -> Truths:
    """Return on which days the calendars empty each container, containers × days."""
    zone = (await city.municipality()).zone
    written = await written_of(city, zone)
    found = np.zeros((len(containers), days), bool)
    for name, one in written.calendars.items():
        if one.fraction != asked.fraction:
            continue
        first = asked.learns_from
        planned = days_of(one, first, first + days * DAY, written.free[name])
        on = [(collection.day - first).days for collection in planned]
        for row, (urn, entity) in enumerate(containers.items()):
            isle = entity.value("refWasteContainerIsle")
            if urn in one.where.containers or isle in one.where.isles:
                found[row, on] = True
    return found


async def _vehicles(
    city: City, asked: Asked, places: Floats, volume_l: float
) -> tuple[Vehicles, bool]:
    """Return what it is driven with, and whether a depot is known.

    volume_l: of all containers together
    """
    fraction, policy = asked.fraction, await policy_of(city)
    fleet = await fleet_of(city)
    mine = [
        one
        for one in fleet.vehicles.values()
        if not one.fractions or fraction in one.fractions
    ]
    depots = [fleet.depots[one.depot].place for one in mine if one.depot]
    depots += [one.place for one in fleet.depots.values()]
    middle = places.mean(axis=0)
    depot: LonLat = depots[0] if depots else (float(middle[0]), float(middle[1]))
    load_l = min((one.volume_l for one in mine), default=USUAL_LOAD_L)
    trips = ceil(2 * volume_l / load_l) + 1  #: each unloading is another trip
    return Vehicles(trips, load_l, depot, policy.service_min), bool(depots)
