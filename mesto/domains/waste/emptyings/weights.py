"""What a vehicle brought to the scale, shared out over what it emptied. Pure.

A weighing is an entity `WasteObserved` with `weight`, kg, and `refGarbageTruck`: the
net weight of all that a vehicle collected since it was weighed before. Each container's
share is what it held by volume.

Source: Smart Data Models, WasteManagement, WasteObserved.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Final

import msgspec

from mesto.domains.waste.emptyings.happened import Emptied

WEIGHING: Final = "WasteObserved"  #: the entity type
LONGEST_TRIP: Final = timedelta(hours=24)  #: nobody drives longer before unloading
USUAL_LEVEL: Final = 0.7  #: share of the volume of a container nobody measured
USUAL_L: Final = 1_100.0


class Weighing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A vehicle was weighed where it unloaded.

    vehicle, site: URNs
    """

    vehicle: Annotated[str, msgspec.Meta(min_length=1, max_length=256)]
    at: datetime
    net_kg: Annotated[float, msgspec.Meta(gt=0, le=60_000)]
    site: Annotated[str, msgspec.Meta(max_length=256)] = ""


def shared_out(
    emptied: Sequence[Emptied],
    weighings: Iterable[Weighing],
    volumes_l: Mapping[str, float],
) -> list[Emptied]:
    """Return emptyings with their share of what their vehicle brought to the scale.

    emptied, weighings: in their order
    volumes_l: of containers, by URN

    What has a weight of its own keeps it, and the others share the rest. The weights
    of a trip add up to what was weighed, unless more was told one by one.
    """
    weights: dict[int, float] = {}
    begun: dict[str, datetime] = {}
    for weighing in sorted(weighings, key=lambda one: one.at):
        since = max(
            begun.get(weighing.vehicle, weighing.at - LONGEST_TRIP),
            weighing.at - LONGEST_TRIP,
        )
        begun[weighing.vehicle] = weighing.at
        trip = [
            place
            for place, one in enumerate(emptied)
            if one.emptying.vehicle == weighing.vehicle
            and since < one.at <= weighing.at
        ]
        weights |= _shares(emptied, trip, weighing.net_kg, volumes_l)
    return [
        _weighing(one, weights[place]) if place in weights else one
        for place, one in enumerate(emptied)
    ]


def _shares(
    emptied: Sequence[Emptied],
    trip: Sequence[int],
    net_kg: float,
    volumes_l: Mapping[str, float],
) -> dict[int, float]:
    """Return the weights of those of a trip that have none of their own, kg."""
    left_kg, held_l = net_kg, {}
    for place in trip:
        one = emptied[place]
        if one.emptying.weight_kg is not None:
            left_kg -= one.emptying.weight_kg
            continue
        level = one.emptying.before
        volume_l = volumes_l.get(one.container, USUAL_L)
        held_l[place] = volume_l * (USUAL_LEVEL if level is None else level)
    all_l = sum(held_l.values())
    if all_l <= 0:
        return {}
    return {place: max(left_kg, 0) * litres / all_l for place, litres in held_l.items()}


def _weighing(one: Emptied, weight_kg: float) -> Emptied:
    weighed = msgspec.structs.replace(one.emptying, weight_kg=round(weight_kg, 1))
    return one._replace(emptying=weighed)
