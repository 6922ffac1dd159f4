"""Vehicles, depots and disposal sites as the ledger has them. Pure.

What cannot be used is told in words and left out: a truck without capacity is no truck.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

import msgspec

from mesto.domains.waste.inventory import doubts
from mesto.domains.waste.nouns import DEPOT, DISPOSAL_SITE, VEHICLE
from mesto.kernel.model import LOCATION, Entity
from mesto.kernel.text import Text, filled, in_english
from mesto.kernel.verdict import named, number

#: Longitude and latitude, WGS 84.
LonLat: TypeAlias = tuple[float, float]

COLLECTS: Final = "garbageCollection"  #: Smart Data Models, Vehicle, serviceProvided
#: Smart Data Models, Vehicle, serviceStatus: what does not drive just now.
LAID_UP: Final = frozenset({"broken", "outOfService"})
USUAL_UNLOADING_MIN: Final = 20.0


class Vehicle(msgspec.Struct, frozen=True, kw_only=True):
    """A vehicle that collects waste.

    volume_l: of loose waste it takes; load_kg: what it may carry
    fractions: storedWasteKind; empty: any
    litres_per_km: None where only the policy knows
    laid_up: it is broken or out of service just now
    """

    urn: str
    name: str
    volume_l: float
    load_kg: float
    fractions: Sequence[str] = ()
    depot: str = ""
    litres_per_km: float | None = None
    laid_up: bool = False


class Depot(msgspec.Struct, frozen=True, kw_only=True):
    """Where vehicles begin and end."""

    urn: str
    name: str
    place: LonLat


class DisposalSite(msgspec.Struct, frozen=True, kw_only=True):
    """Where vehicles unload; takes any waste where `fractions` is empty."""

    urn: str
    name: str
    place: LonLat
    fractions: Sequence[str] = ()
    unloading_min: float = USUAL_UNLOADING_MIN


class Mistake(NamedTuple):
    """Why something of the fleet cannot be used."""

    urn: str
    field: str
    why: str  #: in English
    says: Text


class Fleet(NamedTuple):
    """What waste is collected with, by URN; and what of it cannot be used."""

    vehicles: Mapping[str, Vehicle]
    depots: Mapping[str, Depot]
    sites: Mapping[str, DisposalSite]
    mistakes: Sequence[Mistake]


def read_fleet(entities: Iterable[Entity]) -> Fleet:
    """Read what waste is collected with.

    Vehicles that serve something else are none of waste collection's.
    """
    by_type: dict[str, list[Entity]] = {VEHICLE: [], DEPOT: [], DISPOSAL_SITE: []}
    for one in entities:
        for type_ in by_type.keys() & set(one.types):
            by_type[type_].append(one)
    places = [*by_type[DEPOT], *by_type[DISPOSAL_SITE]]
    mistakes = [
        _mistake(one.id, LOCATION, doubts.HAS_NO_PLACE, name=named(one))
        for one in places
        if place_of(one) is None
    ]
    depots = {one.urn: one for one in _depots(by_type[DEPOT])}
    sites = {one.urn: one for one in _sites(by_type[DISPOSAL_SITE])}
    vehicles = {}
    for entity in filter(collects, by_type[VEHICLE]):
        amiss = list(_amiss(entity, depots))
        mistakes += amiss
        if not amiss:
            vehicles[entity.id] = _vehicle(entity)
    return Fleet(vehicles, depots, sites, mistakes)


def collects(vehicle: Entity) -> bool:
    """Tell whether a vehicle is one of waste collection."""
    if COLLECTS in texts(vehicle.value("serviceProvided")):
        return True
    return bool(vehicle.value("storedWasteKind") or vehicle.value("refWasteDepot"))


def place_of(entity: Entity) -> LonLat | None:
    """Return where an entity is; None where it has no point."""
    return point_of(entity.value(LOCATION))


def point_of(geometry: object) -> LonLat | None:
    """Return the place of a GeoJSON point; None of anything else."""
    match geometry:
        case {
            "type": "Point",
            "coordinates": [int() | float() as longitude, int() | float() as latitude],
        }:
            return float(longitude), float(latitude)
    return None


def texts(value: object) -> tuple[str, ...]:
    """Return a text, or the texts of a list."""
    if isinstance(value, str):
        return (value,) if value else ()
    if isinstance(value, Sequence):
        return tuple(one for one in value if isinstance(one, str))
    return ()


def lacks_capacity(volume_l: float | None, load_kg: float | None) -> Text:
    """Say what of a truck's capacity is missing or impossible; empty where nothing."""
    if volume_l is None and load_kg is None:
        return filled(doubts.NO_TRUCK, fields="cargoVolume, maximumLoad")
    if volume_l is None or volume_l <= 0:
        return filled(doubts.NO_LITRES)
    if load_kg is None or load_kg <= 0:
        return filled(doubts.NO_KILOGRAMS)
    return {}


def _amiss(vehicle: Entity, depots: Collection[str]) -> Iterator[Mistake]:
    volume_l, load_kg = number(vehicle, "cargoVolume"), number(vehicle, "maximumLoad")
    if why := lacks_capacity(volume_l, load_kg):
        field = (
            "maximumLoad" if volume_l is not None and volume_l > 0 else "cargoVolume"
        )
        says = {tag: f"{named(vehicle)}: {one}" for tag, one in why.items()}
        yield Mistake(vehicle.id, field, in_english(says), says)
    depot = vehicle.value("refWasteDepot")
    if depot and depot not in depots:
        facts = {"name": named(vehicle), "depot": str(depot)}
        yield _mistake(vehicle.id, "refWasteDepot", doubts.OF_NO_DEPOT, **facts)


def _mistake(urn: str, field: str, sentence: Text, **facts: str) -> Mistake:
    says = filled(sentence, **facts)
    return Mistake(urn, field, in_english(says), says)


def _vehicle(entity: Entity) -> Vehicle:
    depot = entity.value("refWasteDepot")
    return Vehicle(
        urn=entity.id,
        name=named(entity),
        volume_l=number(entity, "cargoVolume") or 0.0,
        load_kg=number(entity, "maximumLoad") or 0.0,
        fractions=texts(entity.value("storedWasteKind")),
        depot=depot if isinstance(depot, str) else "",
        litres_per_km=number(entity, "fuelConsumption"),
        laid_up=not LAID_UP.isdisjoint(texts(entity.value("serviceStatus"))),
    )


def _depots(entities: Iterable[Entity]) -> Iterator[Depot]:
    for one in entities:
        place = place_of(one)
        if place is not None:
            yield Depot(urn=one.id, name=named(one), place=place)


def _sites(entities: Iterable[Entity]) -> Iterator[DisposalSite]:
    for one in entities:
        place = place_of(one)
        if place is not None:
            minutes = number(one, "unloadingTime")
            yield DisposalSite(
                urn=one.id,
                name=named(one),
                place=place,
                fractions=texts(one.value("storedWasteKind")),
                unloading_min=USUAL_UNLOADING_MIN if minutes is None else minutes,
            )
