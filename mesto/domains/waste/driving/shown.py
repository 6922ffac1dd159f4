"""Rounds as screens and phones see them. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

import msgspec

from mesto.domains.waste.driving.deeds import (
    Arrived,
    Began,
    Deed,
    Emptied,
    Ended,
    Impossible,
    Unloaded,
)
from mesto.domains.waste.driving.known import Known
from mesto.domains.waste.driving.proof import last_words
from mesto.domains.waste.inventory.fleet import place_of
from mesto.domains.waste.nouns import OUTLOOK
from mesto.domains.waste.outlook import Outlook
from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import read_written
from mesto.kernel.model import Entity
from mesto.kernel.verdict import named

#: What a driver has to know of a container.
OF_CONTAINER = ("storedWasteKind", "binCapacity", "accessSide", "description")


def listed(known: Known, names: Mapping[str, Entity], who: str) -> dict[str, object]:
    """Tell of a round what a list needs.

    names: its vehicle, by URN; who: the principal who asks
    """
    round_, vehicle = known.round, names.get(known.round.vehicle)
    words = last_words(known.standing)
    planned = [urn for stop in round_.stops for urn in stop.containers]
    began = [one.at for one in known.standing if isinstance(one, Began)]
    ended = [one.at for one in known.standing if isinstance(one, Ended)]
    moved = known.moved
    return {
        "name": known.name,
        "version": known.version,
        "day": round_.day,
        "plan": round_.plan,
        "vehicle": round_.vehicle,
        "vehicle_name": named(vehicle) if vehicle else _tail(round_.vehicle),
        "vehicle_at": _where(vehicle),
        "shift": round_.shift,
        "driver": round_.driver,
        "mine": bool(round_.driver) and who == f"person:{round_.driver}",
        "fraction": round_.fraction,
        "phase": round_.phase,
        "moved_by": moved.source if moved else None,
        "moved_at": moved.modified_at if moved else None,
        "starts": min((one.arrives for one in round_.stops), default=None),
        "ends": max((one.leaves for one in round_.stops), default=None),
        "began_at": began[0] if began else None,
        "ended_at": ended[-1] if ended else None,
        "km": round_.km,
        "working_min": round_.working_min,
        "containers": len(planned),
        "done": sum(urn in words for urn in planned),
        "impossible": sum(isinstance(one, Impossible) for one in words.values()),
        "late_min": late_min(known),
    }


def late_min(known: Known) -> float | None:
    """Return how late a round is, min, by what was said last; None: nobody knows."""
    planned = {
        urn: stop.arrives for stop in known.round.stops for urn in stop.containers
    }
    late = [
        (one.at, one.at - planned[urn])
        for one in known.standing
        for urn in getattr(one, "containers", ())
        if urn in planned
    ]
    if not late:
        return None
    return round(max(late)[1] / timedelta(minutes=1), 1)


def whole(
    known: Known, names: Mapping[str, Entity], who: str, *, may_drive: bool
) -> dict[str, object]:
    """Tell everything a phone has to know without a network.

    names: vehicle, containers, depots and sites of the round by URN, as far as they
        are there
    """
    round_ = known.round
    return {
        **listed(known, names, who),
        "may_drive": may_drive,
        "stops": msgspec.to_builtins(round_.stops),
        "path": round_.path,
        "cost": round_.cost,
        "driving_min": round_.driving_min,
        "of_containers": {
            urn: {"name": named(one), "place": place_of(one), "full_at": full_at(one)}
            | {attribute: one.value(attribute) for attribute in OF_CONTAINER}
            for urn in known.containers
            if (one := names.get(urn))
        },
        "of_places": {
            urn: named(one)
            for urn in {stop.at for stop in round_.stops}
            if (one := names.get(urn))
        },
        "deeds": [
            msgspec.to_builtins(one) | {"by": known.sources.get(str(one.id))}
            for one in known.deeds.values()
        ],
    }


def full_at(container: Entity) -> datetime | None:
    """Return when a container will probably be full; None: that is not foretold."""
    try:
        return read_written(container.value(OUTLOOK), Outlook).full_at()
    except Malformed:
        return None


def beside(known: Known) -> list[str]:
    """Return the URNs of all that `whole` has to name."""
    stops = known.round.stops
    at = (one.at for one in stops if one.at)
    return sorted({known.round.vehicle, *known.containers, *at})


def pictures_in(known: Known) -> set[str]:
    """Return the digests of the pictures that its deeds speak of."""
    return {getattr(one, "photo", "") for one in known.deeds.values()} - {""}


def spoken_of(deeds: Iterable[Deed]) -> Iterator[tuple[int, str]]:
    """Yield the containers and sites that deeds speak of, by the deed's number."""
    for number, one in enumerate(deeds):
        match one:
            case Emptied() | Impossible() | Arrived():
                yield from ((number, urn) for urn in one.containers)
        if isinstance(one, Arrived | Unloaded) and one.site:
            yield number, one.site


def _where(vehicle: Entity | None) -> dict[str, object] | None:
    """Tell where a vehicle is, as it said last."""
    place = place_of(vehicle) if vehicle else None
    said = vehicle.attribute("location") if vehicle else None
    if place is None or said is None:
        return None
    return {"place": place, "at": said.observed_at}


def _tail(urn: str) -> str:
    return urn.rpartition(":")[2]
