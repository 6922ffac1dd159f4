"""What is to be planned: stops, trucks and what they cost. Pure; it can be pickled.

Times are seconds after the local midnight at which the day begins; a shift that goes
on past the next midnight goes on past 86,400. Money is the town's currency.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final, Literal, TypeAlias

import msgspec

from mesto.domains.waste.rounds import Place

#: On which side of its way the truck has to have the stop.
Side: TypeAlias = Literal["right", "left", "any"]
Window: TypeAlias = tuple[int, int]  #: [from, until), s after midnight

#: Why somebody has to come, whatever it costs.
Must: TypeAlias = Literal["", "locked", "moved", "contract"]

#: Why a container is in a plan or out of it.
Reason: TypeAlias = Literal[
    "locked",  # somebody said that it has to be in
    "moved",  # somebody gave it to this vehicle
    "contract",  # the contract asks for it
    "overflow",  # what overflows would cost is more than the detour
    "on-the-way",  # it is so near that it saves a part of a later visit
    "can-wait",  # nothing is lost by coming another day
    "too-far",  # the detour costs more than what is lost
    "no-room",  # worth it, but the trucks are full or their shifts are over
    "closed",  # it cannot be emptied on this day, or not while somebody is at work
    "no-truck",  # no vehicle takes this waste on this day
    "banned",  # somebody said that it has to be out
    "unknown",  # nobody knows how full it is
]

ENDLESS_S: Final = 2 * 86_400  #: no window and no shift lasts so long


class Spot(msgspec.Struct, frozen=True):
    """A place by a street, and the side a truck has to have it on."""

    place: Place
    side: Side = "any"


class Client(msgspec.Struct, frozen=True, kw_only=True):
    """Containers of one place and fraction, emptied in one stop.

    key: its name in the plan: the URN of the first container
    level: expected share of the volume, chance: that one is over full before the next
        chance to come; overflows: how many are expected to be
    prize: what it is worth to come today
    spared: the part of it that is overflow spared; the rest is a later visit saved
    later: the best other day to come; None: it can wait longer than is looked ahead
    windows: when it can be emptied; none: at any time
    truck: key of the only truck that may come; after: key of the stop right before
    """

    key: str
    containers: Sequence[str]
    spot: Spot
    title: str = ""
    load_l: float
    load_kg: float
    level: float = 0.0
    chance: float = 0.0
    overflows: float = 0.0
    service_s: int
    prize: float = 0.0
    spared: float = 0.0
    later: date | None = None
    windows: Sequence[Window] = ()
    must: Must = ""
    truck: str = ""
    after: str = ""


class Site(msgspec.Struct, frozen=True):
    """Where a truck unloads."""

    urn: str
    title: str
    spot: Spot
    unload_s: int


class Truck(msgspec.Struct, frozen=True, kw_only=True):
    """A vehicle in one shift.

    key: name of the shift
    volume_l: of loose waste it takes; load_kg: what it may carry
    aboard_l, aboard_kg: what it has on board when it begins
    start, end: where it begins and ends; at: URNs of these depots
    break_from_s, break_until_s: the break of break_s lies in between
    """

    key: str
    vehicle: str
    title: str = ""
    driver: str = ""
    volume_l: float
    load_kg: float
    aboard_l: float = 0.0
    aboard_kg: float = 0.0
    start: Spot
    end: Spot
    start_at: str = ""
    end_at: str = ""
    begins_s: int
    ends_s: int
    break_s: int = 0
    break_from_s: int = 0
    break_until_s: int = ENDLESS_S
    sites: Sequence[Site] = ()


class Costs(msgspec.Struct, frozen=True, kw_only=True):
    """What driving costs."""

    km_cost: float
    hour_cost: float

    def of(self, metres: float, seconds: float) -> float:
        """Return what a drive costs."""
        return metres / 1000 * self.km_cost + seconds / 3600 * self.hour_cost


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """The rounds of one fraction on one day.

    midnight: when the day begins
    present: what the trucks would do now, by key: keys of stops and URNs of sites
    """

    day: date
    midnight: datetime
    fraction: str
    clients: Sequence[Client]
    trucks: Sequence[Truck]
    costs: Costs
    present: Mapping[str, Sequence[str]] = {}

    def at(self, seconds: float) -> datetime:
        """Return the moment so many seconds after midnight."""
        return self.midnight + timedelta(seconds=seconds)


class Effort(msgspec.Struct, frozen=True):
    """How long is searched, and from which dice."""

    seconds: float
    seed: int = 1
