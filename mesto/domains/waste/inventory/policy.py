"""What an overflow is worth to the town, and when it plans. Pure.

The policy is an entity, `urn:ngsi-ld:WastePolicy:town`, with `definition`. Others may
be written beside it, to be rehearsed; this one holds.
"""

from typing import Annotated, Final

import msgspec

from mesto.domains.waste.inventory.terms import Currency, Minutes, Money
from mesto.kernel.plugin import Text
from mesto.operations.calendars.definition import Clock

TOWN: Final = "town"  #: name of the policy that holds


class Policy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the plans weigh against each other; money in the town's currency.

    overflow_cost: of one container that is over full for a day
    km_cost, hour_cost: of a vehicle on the road, and of its crew
    horizon_days: how many days a plan is for
    at: when the night's plan is made, by the clock of the town
    service_min: to empty one container
    litres_per_km: fuel, of a vehicle that says nothing else
    citizens_tap: anybody who stands at a container may say how full it is
    co2_kg_per_litre: of that fuel burned; diesel by default

    Source: DEFRA greenhouse gas reporting factors 2023, average biofuel blend diesel.
    """

    title: Text = {}
    overflow_cost: Money = 500.0
    km_cost: Money = 25.0
    hour_cost: Money = 600.0
    currency: Currency = "CZK"
    horizon_days: Annotated[int, msgspec.Meta(ge=1, le=7)] = 3
    at: Clock = "02:00"
    service_min: Minutes = 1.5
    citizens_tap: bool = False
    litres_per_km: Annotated[float, msgspec.Meta(ge=0, le=5)] = 0.5
    co2_kg_per_litre: Annotated[float, msgspec.Meta(ge=0, le=10)] = 2.51
