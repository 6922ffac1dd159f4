"""What the inventory says of lamps, feeders and cabinets, read for diagnosis. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from sys import intern

from mesto.domains.lighting.faults.assets import PERIOD_S, Point
from mesto.domains.lighting.faults.lamp import UNKNOWN, Nature
from mesto.domains.lighting.faults.window import ATTRIBUTES
from mesto.domains.lighting.inventory.panels import MODEL
from mesto.domains.lighting.rules import CABINET, CABINET_LIVE, FEEDER, FEEDER_LIVE
from mesto.kernel.diagnosed import DIAGNOSIS, FAULT_KIND
from mesto.kernel.model import LOCATION, Entity
from mesto.kernel.verdict import named, number, own_period

#: What is read here: where one of these is said anew, the entity is read again.
DESCRIBES = frozenset(
    {
        "type",
        LOCATION,
        "name",
        "powerRating",
        "maintenance",
        "reportingPeriod",
        FEEDER,
        CABINET,
        MODEL,
    }
)
#: What is read of an entity: the inventory, its present, and what was found before.
READ = (
    *DESCRIBES,
    *ATTRIBUTES,
    *FEEDER_LIVE,
    *CABINET_LIVE,
    FAULT_KIND,
    DIAGNOSIS,
    "maxPowerConsumption",
    "minPowerConsumption",
    "lampTechnology",
    "lanternManufacturerName",
    "lanternModelName",
    "lampManufacturerName",
    "lampModelName",
)
DISCHARGE = ("HPS", "LPS")  #: whose power swings with the mains
SWING = 1.6  #: power of the voltage that a discharge lamp on a coil goes with
LOWEST_LEVEL = 0.1  #: at which models state their least power
FLOOR, MOST_FLOOR = 0.06, 0.3  #: the driver's own need, as a share of full power


class Of(StrEnum):
    """What is described, by its entity type."""

    LAMP = "Streetlight"
    FEEDER = "StreetlightFeeder"
    CABINET = "StreetlightControlCabinet"


@dataclass(frozen=True, kw_only=True)
class Described:
    """What the inventory says of one asset.

    model: what people call its luminaire with its lamp; empty: nobody knows
    """

    of: Of
    urn: str
    name: str
    place: Point | None
    maintained: bool
    feeder: str = ""
    cabinet: str = ""
    nature: Nature = UNKNOWN
    period_s: float = PERIOD_S
    model: str = ""


def describe(entity: Entity, models: Mapping[str, Entity]) -> Described | None:
    """Read an asset; None where it is none of street lighting.

    models: what `refStreetlightModel` leads to, by URN
    """
    of = next((Of(one) for one in entity.types if one in set(Of)), None)
    if of is None:
        return None
    model = models.get(_urn(entity, MODEL))
    period = own_period(entity)
    return Described(
        of=of,
        urn=entity.id,
        name=named(entity),
        place=_place(entity),
        maintained=entity.value("maintenance") is True,
        feeder=_urn(entity, FEEDER),
        cabinet=_urn(entity, CABINET),
        nature=_nature(entity, model),
        period_s=PERIOD_S if period is None else period.total_seconds(),
        model="" if model is None else _called(model),
    )


def _nature(lamp: Entity, model: Entity | None) -> Nature:
    """Return what it draws: as its own rating says, or else as its model's does."""
    rated_w = number(lamp, "powerRating")
    if model is None:
        return _shared(max(rated_w or 0.0, 0.0))
    most_w = number(model, "maxPowerConsumption") or number(model, "powerConsumption")
    least_w = number(model, "minPowerConsumption")
    floor = FLOOR
    if most_w and least_w is not None:
        floor = (least_w / most_w - LOWEST_LEVEL) / (1 - LOWEST_LEVEL)
    swing = SWING if model.value("lampTechnology") in DISCHARGE else 0.0
    return _shared(
        max(rated_w or most_w or 0.0, 0.0), min(max(floor, 0.0), MOST_FLOOR), swing
    )


#: Lamps of a model are of one nature.
_shared = lru_cache(1_000)(Nature)


def _called(model: Entity) -> str:
    words = (
        model.value(name)
        for part in ("lantern", "lamp")
        for name in (f"{part}ManufacturerName", f"{part}ModelName")
    )
    told = [one for one in words if isinstance(one, str) and one]
    return intern(" ".join(dict.fromkeys(told)) or named(model))


def _urn(entity: Entity, relationship: str) -> str:
    value = entity.value(relationship)
    return intern(value) if isinstance(value, str) else ""  # many hang on one


def _place(entity: Entity) -> Point | None:
    match entity.value(LOCATION):
        case {
            "type": "Point",
            "coordinates": [int() | float() as east, int() | float() as north, *_],
        }:
            return (float(east), float(north))
    return None
