"""What waste collection has and writes down, by its names in the ledger. Pure.

Inventory is entities with plain attributes, so that a table can bring it; what people
decide is an entity with a `definition`; what happens is observations on the container.
"""

from typing import Annotated, Final, Literal, TypeAlias

import msgspec

#: Smart Data Models, WasteManagement: containers, their nests, what they are made like.
CONTAINER: Final = "WasteContainer"
ISLE: Final = "WasteContainerIsle"
MODEL: Final = "WasteContainerModel"
#: Smart Data Models, Transportation. `cargoVolume` l of loose waste it takes,
#: `maximumLoad` kg, `storedWasteKind` what it may collect, `refWasteDepot`.
VEHICLE: Final = "Vehicle"
#: Where vehicles begin and end: `location`, `name`.
DEPOT: Final = "WasteDepot"
#: Where they unload: `location`, `name`, `storedWasteKind`, `unloadingTime` min.
DISPOSAL_SITE: Final = "WasteDisposalSite"

#: Written by people.
SHIFT: Final = "WasteShift"  #: who drives which vehicle when
CALENDAR: Final = "WasteCalendar"  #: on which days what is collected where
CONTRACT: Final = "WasteContract"  #: what a contractor is paid for
POLICY: Final = "WastePolicy"  #: what an overflow costs the town, when plans are made
ROUND: Final = "WasteRound"  #: what one vehicle does on one day

#: Attributes of a container.
LEVEL: Final = "fillingLevel"  #: share of volume in [0, 1], by a sensor
SEEN: Final = "fillingLevelSeen"  #: share of volume in [0, 1], by somebody's eyes
EMPTYING: Final = "emptying"  #: an `Emptying`; one instance by each way of knowing
OUTLOOK: Final = "fillingOutlook"  #: an `Outlook`
OBSTACLE: Final = "collectionObstacle"  #: an `Obstacle`

Share: TypeAlias = Annotated[float, msgspec.Meta(ge=0, le=1)]

#: How an emptying is known: the dataset of the observation is
#: `urn:ngsi-ld:Dataset:` and this.
Way: TypeAlias = Literal["detected", "reported"]


class Emptying(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A container was emptied; observed when it happened.

    before, after: share of the volume, where known
    confidence: that it happened at all
    vehicle, round: URNs of who did it, and in the course of what
    """

    before: Share | None = None
    after: Share | None = None
    confidence: Share = 1.0
    weight_kg: Annotated[float, msgspec.Meta(ge=0)] | None = None
    vehicle: str = ""
    round: str = ""
    by: str = ""  #: name of the person or of the contractor who says so
    photo: str = ""  #: address of a picture


class Obstacle(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a container could not be emptied; observed when the driver stood there."""

    reason: Literal["blocked", "absent", "damaged", "contaminated", "overfull", "other"]
    note: str = ""
    round: str = ""
    by: str = ""
    photo: str = ""


def way_urn(way: Way) -> str:
    """Return the dataset of emptyings that are known in this way."""
    return f"urn:ngsi-ld:Dataset:{way}"
