"""What cannot be true in an inventory of waste collection: judged row by row. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from mesto.domains.waste.inventory import doubts as words
from mesto.domains.waste.inventory.fleet import lacks_capacity
from mesto.domains.waste.inventory.ground import centre_in, point_in, why_not_there
from mesto.domains.waste.inventory.words import SIDES
from mesto.domains.waste.nouns import (
    CONTAINER,
    DEPOT,
    DISPOSAL_SITE,
    ISLE,
    LEVEL,
    MODEL,
    SEEN,
    VEHICLE,
)
from mesto.kernel.model import LOCATION, Entity
from mesto.kernel.municipality import MUNICIPALITY
from mesto.kernel.plausible import (
    Doubt,
    Plausibility,
    Told,
    absent_targets,
    told_before,
)
from mesto.kernel.refusals import BEYOND, NO_SHARE
from mesto.kernel.text import Amount, filled
from mesto.kernel.verdict import number

REFERS: Final = (
    "refWasteContainerIsle",
    "refWasteContainerModel",
    "refWasteDepot",
    "collectedBy",
)
MOST_L: Final = 40_000  #: the largest press or underground container
MOST_CARGO_L: Final = 200_000  #: the largest truck, of loose waste
MOST_LOAD_KG: Final = 60_000
#: What says that a vehicle collects waste.
COLLECTING: Final = ("storedWasteKind", "refWasteDepot", "serviceProvided")


class WasteJudge:
    """Judges the rows of one file."""

    def __init__(self, beside: Iterable[Entity] = ()) -> None:
        """Begin a file, of a town whose centre is among `beside`."""
        self._centre = centre_in(beside)
        self._first: dict[str, int] = {}  #: line of the file where each comes first

    def survey(self, told: Told) -> None:
        """Remember what there is in the file."""
        self._first.setdefault(told.urn, told.line)

    def doubts(self, told: Told, town: Mapping[str, Entity]) -> Iterator[Doubt]:
        """Yield why a row cannot be true."""
        yield from told_before(told, self._first)
        yield from self._misplaced(told, town)
        yield from absent_targets(told, REFERS, town, self._first)
        match told.type:
            case "WasteContainer":
                yield from _impossible_container(told)
            case "WasteContainerModel":
                yield from _beyond(told, "cargoVolume", MOST_L, "l")
            case "Vehicle":
                yield from _impossible_vehicle(told, town.get(told.urn))

    def _misplaced(self, told: Told, town: Mapping[str, Entity]) -> Iterator[Doubt]:
        if LOCATION not in told.values:
            needs = words.NEEDS_A_PLACE.get(told.type)
            if needs and not _placed(told, town):
                yield Doubt(LOCATION, filled(needs))
            return
        at = point_in(told.values[LOCATION])
        if at is not None and (why := why_not_there(at, self._centre)):
            yield Doubt(LOCATION, why)


def _impossible_container(told: Told) -> Iterator[Doubt]:
    for name in (LEVEL, SEEN):
        level = told.number(name)
        if level is not None and not 0 <= level <= 1:
            yield Doubt(name, filled(NO_SHARE, found=level))
    volume_l = told.number("binCapacity")
    if volume_l is not None and not 0 < volume_l <= MOST_L:
        yield Doubt(
            "binCapacity", filled(words.NO_VOLUME, volume=Amount(volume_l, "l"))
        )
    side = told.text("accessSide")
    if side and side not in SIDES:
        known = ", ".join(SIDES)
        yield Doubt("accessSide", filled(words.NO_SIDE, found=side, known=known))


def _impossible_vehicle(told: Told, known: Entity | None) -> Iterator[Doubt]:
    """Doubt a truck that cannot be planned with; the town may know the rest of it."""
    yield from _beyond(told, "cargoVolume", MOST_CARGO_L, "l")
    yield from _beyond(told, "maximumLoad", MOST_LOAD_KG, "kg")
    if not any(told.values.get(name) for name in COLLECTING):
        return
    volume_l, load_kg = (_known(told, known, n) for n in ("cargoVolume", "maximumLoad"))
    if why := lacks_capacity(volume_l, load_kg):
        yield Doubt("cargoVolume" if volume_l is None else "maximumLoad", why)


def _beyond(told: Told, name: str, most: float, unit: str) -> Iterator[Doubt]:
    amount = told.number(name)
    if amount is not None and not 0 < amount <= most:
        yield Doubt(name, filled(BEYOND, found=Amount(amount, unit), most=most))


def _known(told: Told, known: Entity | None, name: str) -> float | None:
    said = told.number(name)
    return said if said is not None or known is None else number(known, name)


def _placed(told: Told, town: Mapping[str, Entity]) -> bool:
    """Tell whether the town knows where it stands."""
    known = town.get(told.urn)
    return known is not None and known.attribute(LOCATION) is not None


PLAUSIBLE = Plausibility(
    types=(CONTAINER, ISLE, MODEL, VEHICLE, DEPOT, DISPOSAL_SITE),
    beside=(MUNICIPALITY,),
    refers=REFERS,
    begin=WasteJudge,
)
