"""What a town of doubtful sensors is made of."""

from dataclasses import dataclass, field
from math import inf
from random import Random
from typing import Final

from mesto.domains.waste.sensors.course import Emptied, Point, Seen, Strange
from mesto.domains.waste.sensors.kinds import Kind

HOUR_S: Final = 3600.0
DAY_S: Final = 24 * HOUR_S
DAYS: Final = 100  #: of history
FIRST_LOOK: Final = 40  #: day
LOOK_EVERY: Final = 3  #: days
DEAD: Final = 0.03  #: share of charge at which a device falls silent
SPOT: Final = (14.42, 50.08)


@dataclass(kw_only=True)
class Truth:
    """One thing that is wrong, from the day it begins until it is mended.

    sure: whoever looks closely has to find it; else it may be found
    """

    urn: str
    kind: Kind
    begin_s: float
    end_s: float = inf
    sure: bool = True


@dataclass(kw_only=True)
class Sensor:
    """One sensor as it is."""

    period_s: float
    turn_s: float
    noise: float  #: standard deviation, share of the volume
    step: float  #: it tells the level in such steps
    a_degree: float  #: what warmth adds to the level
    heap: float  #: waste heaps up under it, or beside it
    loss: float  #: share of reports that radio loses
    charge: float  #: of the battery on the first day
    a_day: float  #: what a day takes of it
    knee: bool  #: below a quarter it goes three times as fast
    tells_battery: bool
    replaced_s: float = inf  #: the battery is exchanged
    #: what is wrong with it
    ill: Kind | None = None
    sort: int = 0
    ill_s: tuple[float, float] = (inf, inf)
    size: float = 0.0  #: how wrong
    held: float | None = None  #: what a stuck or blinded one goes on saying
    partner: str = ""  #: URN of the container whose level it reads


@dataclass(kw_only=True)
class Bin:
    """One container as it is."""

    urn: str
    isle: str
    listed: str  #: isle by the inventory
    fraction: str
    place: tuple[float, float]
    rate: float  #: share of the volume a day
    settles: float  #: share of the level a day
    dirt: float  #: always left
    sensor: Sensor
    watched: bool  #: people tap what they see
    closed_s: tuple[float, float] = (inf, inf)  #: nobody brings anything
    lies_by: float = 0.0  #: sun on its lid, °C at most
    levels: list[float] = field(default_factory=list)  #: by the hour
    emptied_s: list[float] = field(default_factory=list)  #: when it really was


@dataclass(kw_only=True)
class Said:
    """All that is ever said of one container, by when it is so."""

    levels: list[Point] = field(default_factory=list)
    temperatures: list[Point] = field(default_factory=list)
    batteries: list[Point] = field(default_factory=list)
    states: list[tuple[float, str]] = field(default_factory=list)
    strange: list[tuple[float, Strange]] = field(default_factory=list)  #: by arrival
    emptied: list[Emptied] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    period_s: float = 0.0


def chance(dice: Random, share: float) -> bool:
    """Let something happen in a share of the cases."""
    return dice.random() < share


def within(at_s: float, span: tuple[float, float]) -> bool:
    """Tell whether a moment lies in a span."""
    return span[0] <= at_s < span[1]
