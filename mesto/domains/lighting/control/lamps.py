"""What a lamp is to those who steer it: where it hangs, stands, and what it can. Pure.

Read from the inventory: how a lamp burns just now is not part of it, so a group does
not change while lamps do.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from sys import intern
from typing import Final, NamedTuple

import msgspec

from mesto.domains.lighting.control.fading import FADING, KNOWN, Fading
from mesto.domains.lighting.inventory.segments import CLASS, POSITION, SEGMENT
from mesto.kernel.model import LOCATION, Entity
from mesto.kernel.verdict import number
from mesto.operations.context import written
from mesto.operations.expression import Context

CABINET: Final = "refStreetlightControlCabinet"
FEEDER: Final = "feederID"
MODEL: Final = "refStreetlightModel"
#: Of a lamp or its cabinet: true where it can keep a programme and follow it by itself.
KEEPS: Final = "keepsProgramme"

#: What is read of a lamp, and what the expression of a group can speak of.
OF_LAMP: Final = (
    CABINET,
    FEEDER,
    MODEL,
    SEGMENT,
    KEEPS,
    FADING,
    LOCATION,
    "address",
    "circuit",
    "controllingMethod",
    "dateServiceStarted",
    "lanternHeight",
    "locationCategory",
    "name",
    "owner",
    "powerRating",
    POSITION,
)
OF_SEGMENT: Final = (CLASS, "roadName", "name")
OF_CABINET: Final = (KEEPS, FADING)
OF_MODEL: Final = (FADING,)


class Lamp(NamedTuple):
    """A lamp as the inventory tells of it; what it does not tell is empty."""

    number: int  #: of the asset
    urn: str
    scopes: tuple[str, ...] = ()
    segment: str = ""  #: URN of the piece of street
    street: str = ""  #: its name
    lighting_class: str = ""  #: EN 13201-2, such as M4
    cabinet: str = ""
    feeder: str = ""
    model: str = ""
    rating_w: float = 0.0
    place: tuple[float, float] | None = None  #: longitude and latitude, degrees
    keeps: bool = False  #: follows a programme by itself
    fading: Fading = ""  #: what becomes of a fade
    along_m: float | None = None  #: from the beginning of the segment
    packed: bytes = b"{}"  #: `said` as JSON, where it was asked for

    @property
    def said(self) -> Context:
        """What the inventory says of it, for expressions; a kilobyte a lamp."""
        said: Context = msgspec.json.decode(self.packed)
        return said


def lamp_of(
    number_: int,
    entity: Entity,
    scopes: Iterable[str],
    known: Mapping[str, Entity],
    *,
    said: bool = True,
) -> Lamp:
    """Read a lamp.

    known: segments, cabinets and models, by URN
    said: keep all the inventory says of it, for expressions
    """
    segment = known.get(_text(entity, SEGMENT))
    cabinet = known.get(_text(entity, CABINET))
    model = known.get(_text(entity, MODEL))
    return Lamp(
        number=number_,
        urn=entity.id,
        scopes=_shared(tuple(scopes)),
        segment=_text(entity, SEGMENT),
        street=_text(segment, "roadName") or _text(segment, "name"),
        lighting_class=_text(segment, CLASS),
        cabinet=_text(entity, CABINET),
        feeder=_text(entity, FEEDER),
        model=_text(entity, MODEL),
        rating_w=number(entity, "powerRating") or 0.0,
        place=_place(entity.value(LOCATION)),
        keeps=_true(entity, KEEPS) or _true(cabinet, KEEPS),
        fading=_fading(entity, model, cabinet),
        along_m=number(entity, POSITION),
        packed=msgspec.json.encode(written(entity)) if said else b"{}",
    )


def _place(geometry: object) -> tuple[float, float] | None:
    match geometry:
        case {
            "type": "Point",
            "coordinates": [int() | float() as east, int() | float() as north, *_],
        }:
            return round(east, 6), round(north, 6)
    return None


@lru_cache(1_000)
def _shared(scopes: tuple[str, ...]) -> tuple[str, ...]:
    """Return one tuple for all that are alike: the lamps of a district share it."""
    return scopes


def _text(entity: Entity | None, name: str) -> str:
    value = None if entity is None else entity.value(name)
    return intern(value) if isinstance(value, str) else ""  # lamps share them


def _fading(*those: Entity | None) -> Fading:
    """Return what the first that says something says of fades."""
    said = (KNOWN.get(_text(one, FADING)) for one in those)
    return next((one for one in said if one), "")


def _true(entity: Entity | None, name: str) -> bool:
    return entity is not None and entity.value(name) is True
