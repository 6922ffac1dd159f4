"""What people write of the fleet, and the statements that say it. Pure.

What is written is what an import says, attribute by attribute: nothing is kept twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Final, NamedTuple, TypeAlias

import msgspec
from msgspec import Meta

from mesto.domains.waste.inventory.fleet import (
    COLLECTS,
    LAID_UP,
    USUAL_UNLOADING_MIN,
    place_of,
    texts,
)
from mesto.domains.waste.inventory.terms import Minutes, UrnOrNone, Word
from mesto.domains.waste.nouns import DEPOT, DISPOSAL_SITE, VEHICLE
from mesto.kernel.model import LOCATION, TYPE, Entity, Kind, Observation, Value
from mesto.kernel.plausible import Told
from mesto.kernel.plugin import Text
from mesto.kernel.verdict import number

Fractions: TypeAlias = Annotated[Sequence[Word], Meta(max_length=50)]
Litres: TypeAlias = Annotated[float, Meta(ge=0)]
Longitude: TypeAlias = Annotated[float, Meta(ge=-180, le=180)]
Latitude: TypeAlias = Annotated[float, Meta(ge=-90, le=90)]


class _Form(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What has a name."""

    title: Text


class Truck(_Form, frozen=True, kw_only=True):
    """A vehicle that collects; see `inventory.fleet.Vehicle`.

    depot: URN; empty: none
    """

    volume_l: Litres | None = None
    load_kg: Annotated[float, Meta(ge=0)] | None = None
    fractions: Fractions = ()
    depot: UrnOrNone = ""
    litres_per_km: Annotated[float, Meta(ge=0, le=5)] | None = None
    laid_up: bool = False


class Yard(_Form, frozen=True, kw_only=True):
    """Where vehicles begin and end."""

    longitude: Longitude | None = None
    latitude: Latitude | None = None


class Dump(Yard, frozen=True, kw_only=True):
    """Where vehicles unload; takes any waste where `fractions` is empty."""

    fractions: Fractions = ()
    unloading_min: Minutes = USUAL_UNLOADING_MIN


class Sort(NamedTuple):
    """A sort of things of the fleet: its entity type, its form, its attributes."""

    entity: str
    shape: type[Truck] | type[Yard] | type[Dump]
    attributes: Sequence[str]


SORTS: Final[Mapping[str, Sort]] = {
    "vehicles": Sort(
        VEHICLE,
        Truck,
        (
            "name",
            "serviceProvided",
            "cargoVolume",
            "maximumLoad",
            "storedWasteKind",
            "refWasteDepot",
            "fuelConsumption",
            "serviceStatus",
        ),
    ),
    "depots": Sort(DEPOT, Yard, ("name", LOCATION)),
    "sites": Sort(
        DISPOSAL_SITE, Dump, ("name", LOCATION, "storedWasteKind", "unloadingTime")
    ),
}
#: Where in a form something stands that is doubted.
FIELDS: Final[Mapping[str, str]] = {
    "name": "title",
    "cargoVolume": "volume_l",
    "maximumLoad": "load_kg",
    "refWasteDepot": "depot",
    "storedWasteKind": "fractions",
    LOCATION: "longitude",
}
UNITS: Final[Mapping[str, str]] = {
    "cargoVolume": "LTR",
    "maximumLoad": "KGM",
    "unloadingTime": "MIN",
}


def form_of(entity: Entity, sort: Sort) -> Truck | Yard | Dump:
    """Return what is known of something of the fleet, as its form has it."""
    title, place = _title(entity), place_of(entity)
    if sort.entity == VEHICLE:
        depot = entity.value("refWasteDepot")
        return Truck(
            title=title,
            volume_l=number(entity, "cargoVolume"),
            load_kg=number(entity, "maximumLoad"),
            fractions=texts(entity.value("storedWasteKind")),
            depot=depot if isinstance(depot, str) else "",
            litres_per_km=number(entity, "fuelConsumption"),
            laid_up=not LAID_UP.isdisjoint(texts(entity.value("serviceStatus"))),
        )
    longitude, latitude = place or (None, None)
    if sort.entity == DEPOT:
        return Yard(title=title, longitude=longitude, latitude=latitude)
    minutes = number(entity, "unloadingTime")
    return Dump(
        title=title,
        longitude=longitude,
        latitude=latitude,
        fractions=texts(entity.value("storedWasteKind")),
        unloading_min=USUAL_UNLOADING_MIN if minutes is None else minutes,
    )


def version_of(entity: Entity, sort: Sort) -> int:
    """Return the position of what of a form's was stated last."""
    its = [one for one in entity.attributes if one.name in sort.attributes]
    return max((one.position for one in its), default=0)


def stated(
    urn: str, form: Truck | Yard | Dump, before: Entity | None
) -> list[Observation]:
    """Return the statements that say what a form says, and take back what it left out.

    before: what was known
    """
    said = dict(_values(form, before))
    known = set() if before is None else {one.name for one in before.attributes}
    of = next(one for one in SORTS.values() if isinstance(form, one.shape))
    emptied = [
        name for name in of.attributes if name in known and said.get(name) is None
    ]
    return [
        _say(urn, TYPE, [urn.split(":")[2]]),
        *(_say(urn, name, value) for name, value in said.items() if value is not None),
        *(
            Observation(entity=urn, attribute=name, source=SOURCE, deleted=True)
            for name in emptied
        ),
    ]


def told_of(urn: str, statements: Sequence[Observation]) -> Told:
    """Return what is stated as a row of a file says it, to be judged alike."""
    values = {one.attribute: one.value for one in statements if not one.deleted}
    values.pop(TYPE, None)
    return Told(line=1, urn=urn, type=urn.split(":")[2], values=values, units=UNITS)


def _values(
    form: Truck | Yard | Dump, before: Entity | None
) -> Iterator[tuple[str, Value | None]]:
    yield "name", next(iter(form.title.values()), None)
    if isinstance(form, Truck):
        yield "serviceProvided", [COLLECTS]
        yield "cargoVolume", form.volume_l
        yield "maximumLoad", form.load_kg
        yield "storedWasteKind", list(form.fractions)
        yield "refWasteDepot", form.depot or None
        yield "fuelConsumption", form.litres_per_km
        yield "serviceStatus", _status(before, laid_up=form.laid_up)
        return
    if form.longitude is not None and form.latitude is not None:
        at: list[Value] = [form.longitude, form.latitude]
        yield LOCATION, {"type": "Point", "coordinates": at}
    if isinstance(form, Dump):
        yield "storedWasteKind", list(form.fractions)
        yield "unloadingTime", form.unloading_min


def _status(before: Entity | None, *, laid_up: bool) -> Value:
    """Return the service status; one that says the same stays as it is."""
    was = None if before is None else before.value("serviceStatus")
    if laid_up != LAID_UP.isdisjoint(texts(was)):
        return was or "parked"
    return "outOfService" if laid_up else "parked"


def _title(entity: Entity) -> Text:
    name = entity.value("name")
    if isinstance(name, Mapping):
        return {tag: str(text) for tag, text in name.items()}
    return {"en": name if isinstance(name, str) else entity.id.rpartition(":")[2]}


def _say(urn: str, attribute: str, value: Value) -> Observation:
    kind = Kind.PROPERTY
    if attribute == LOCATION:
        kind = Kind.GEO_PROPERTY
    elif attribute == "refWasteDepot":
        kind = Kind.RELATIONSHIP
    return Observation(
        entity=urn,
        attribute=attribute,
        value=value,
        kind=kind,
        source=SOURCE,
        unit=UNITS.get(attribute),
    )


SOURCE: Final = "people"  #: a visit signs with the name of who asks
