"""What stands in the street behind a gateway: luminaires, cabinets, a twilight switch.

A slice of a simulated town's lighting, or a street of its own for trying a CMS.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from mesto.simulator.assets import Assets
from mesto.simulator.inventory.names import Names
from mesto.simulator.town import LonLat, Town

ZONES = {"cz": "Europe/Prague", "rs": "Europe/Belgrade"}
_START: LonLat = (15.0284, 49.8312)  #: of the street of its own
_STEP_DEG = 0.0004  #: between two of its lamps
_SENSES = 4  #: every fourth of its lamps sees who passes
_LAMP, _CABINET = "Streetlight", "StreetlightControlCabinet"


@dataclass(frozen=True)
class Thing:
    """Anything with a place and a sign on it."""

    address: str  #: TALQ address, a UUID
    sign: str  #: as its owner has it in the books
    place: LonLat


@dataclass(frozen=True)
class Luminaire:
    """A lamp with its controller."""

    thing: Thing
    rated_w: float
    cabinet: int  #: number among the estate's cabinets
    senses: bool = False  #: it has a presence sensor


@dataclass(frozen=True, kw_only=True)
class Estate:
    """All that one gateway minds."""

    gateway: Thing
    zone: ZoneInfo
    twilight: Thing
    cabinets: Sequence[Thing]
    luminaires: Sequence[Luminaire]


def street(lamps: int = 8, name: str = "street") -> Estate:
    """Return a street with one cabinet."""

    def thing(kind: str, number: int) -> Thing:
        place = _START[0] + number * _STEP_DEG, _START[1]
        sign = f"{kind}-{number:03d}"
        return Thing(_address(name, kind, number), sign, place)

    return Estate(
        gateway=thing("GW", 0),
        zone=ZoneInfo(ZONES["cz"]),
        twilight=thing("SM", 0),
        cabinets=[thing("RVO", 0)],
        luminaires=[
            Luminaire(thing("VO", one), 38.0, 0, one % _SENSES == 1)
            for one in range(1, lamps + 1)
        ],
    )


def slice_of(town: Town, assets: Assets, cabinets: Sequence[int]) -> Estate:
    """Return the lamps which some of a simulated town's cabinets feed."""
    names = Names.of(town)
    stands = assets.cabinets[cabinets[0]].site.location

    def thing(kind: str, number: int, place: LonLat) -> Thing:
        address = _address(names.town, kind, number)
        return Thing(address, names.code(kind, number), place)

    def own(kind: str) -> Thing:
        address = _address(names.town, kind, cabinets[0])
        return Thing(address, f"{kind}-{names.number(_CABINET, cabinets[0])}", stands)

    return Estate(
        gateway=own("GW"),
        zone=ZoneInfo(ZONES[names.country]),
        twilight=own("SM"),
        cabinets=[
            thing(_CABINET, one, assets.cabinets[one].site.location) for one in cabinets
        ],
        luminaires=[
            Luminaire(
                thing(_LAMP, number, lamp.site.location),
                lamp.rated_w,
                cabinets.index(assets.feeders[lamp.feeder].cabinet),
            )
            for number, lamp in enumerate(assets.lamps)
            if assets.feeders[lamp.feeder].cabinet in cabinets
        ],
    )


def _address(town: str, kind: str, number: int) -> str:
    return str(uuid5(NAMESPACE_URL, f"talq:{town}:{kind}:{number}"))
