"""What an overflow is worth to the town, and when it plans. Pure.

The policy is an entity, `urn:ngsi-ld:WastePolicy:town`, with `definition`. Others may
be written beside it, to be rehearsed; this one holds.
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Final

import msgspec

from mesto.domains.waste.inventory.terms import Currency, Minutes, Money
from mesto.kernel.plugin import Text
from mesto.operations.calendars.definition import Clock

TOWN: Final = "town"  #: name of the policy that holds


class Point(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a day would be like if one overflow cost so much.

    km: all vehicles together; overflows: containers expected over full
    """

    overflow_cost: Money
    km: Annotated[float, msgspec.Meta(ge=0)]
    overflows: Annotated[float, msgspec.Meta(ge=0)]


class Frontier(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Kilometres against overflows, as the town saw them when it chose.

    day: that was planned for each point
    """

    day: date
    points: Annotated[Sequence[Point], msgspec.Meta(min_length=1, max_length=9)]


class Policy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the plans weigh against each other; money in the town's currency.

    overflow_cost: of one container that is over full for a day; by default 120 km and
        their hours: what left about 0.3 % of container-days over full when months were
        played, see docs/how-to/waste-rehearsal.md
    km_cost, hour_cost: of a vehicle on the road, and of its crew
    horizon_days: how many days a plan is for
    at: when the night's plan is made, by the clock of the town
    service_min: to empty one container
    litres_per_km: fuel, of a vehicle that says nothing else
    citizens_tap: anybody who stands at a container may say how full it is
    co2_kg_per_litre: of that fuel burned; diesel by default
    frontier: what `overflow_cost` was chosen from; the chosen point is the one of that
        cost, none where somebody has written another since

    Source: DEFRA greenhouse gas reporting factors 2023, average biofuel blend diesel.
    """

    title: Text = {}
    overflow_cost: Money = 6_600.0
    km_cost: Money = 25.0
    hour_cost: Money = 600.0
    currency: Currency = "CZK"
    horizon_days: Annotated[int, msgspec.Meta(ge=1, le=7)] = 3
    at: Clock = "02:00"
    service_min: Minutes = 1.5
    citizens_tap: bool = False
    litres_per_km: Annotated[float, msgspec.Meta(ge=0, le=5)] = 0.5
    co2_kg_per_litre: Annotated[float, msgspec.Meta(ge=0, le=10)] = 2.51
    frontier: Frontier | None = None
