"""What one vehicle does on one day: the plan, as it is written in the ledger. Pure.

The planner writes it, the driver's page and the comparison with the deeds read it.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias

import msgspec

from mesto.domains.waste.nouns import Share

Place: TypeAlias = tuple[float, float]  #: longitude and latitude, WGS 84
#: draft: being planned; released: the driver has it; driving; done; dropped
Phase: TypeAlias = Literal["draft", "released", "driving", "done", "dropped"]


class Stop(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where the vehicle stops, and what for.

    containers: URNs, all of one place; none at a depot, at a break and where it unloads
    at: URN of the depot or disposal site
    level: expected share of the volume when it comes
    chance: that one of them overflows before the next chance to come
    because: names of the reasons it is in the plan, such as `locked`, `overflow`
    """

    what: Literal["depot", "collect", "unload", "break"]
    place: Place
    arrives: datetime
    leaves: datetime
    containers: Sequence[str] = ()
    at: str = ""
    title: str = ""  #: of the isle or the address, as the driver knows it
    level: float = 0.0
    chance: Share = 0.0
    load_l: float = 0.0  #: on the vehicle when it leaves
    load_kg: float = 0.0
    locked: bool = False  #: a person said it has to be here
    because: Sequence[str] = ()


class Round(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one vehicle does in one shift.

    shift: name of the `WasteShift`
    plan: what all rounds planned at once share
    path: line along the streets it drives, for the map
    """

    day: date
    plan: str
    vehicle: str
    shift: str = ""
    driver: str = ""  #: name of the person's account
    fraction: str  #: storedWasteKind
    phase: Phase = "draft"
    stops: Annotated[Sequence[Stop], msgspec.Meta(max_length=2_000)]
    km: Annotated[float, msgspec.Meta(ge=0)]
    driving_min: float = 0.0
    working_min: float = 0.0
    cost: float = 0.0  #: in the town's currency
    path: Sequence[Place] = ()
