"""A vehicle of the town, when it leaves, and what it needs until then. Pure.

A vehicle is an entity, `urn:ngsi-ld:FleetVehicle:NAME`, with `definition`.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Annotated, NamedTuple

import msgspec

from mesto.domains.emobility.mistakes import LEAVES_ONCE
from mesto.domains.emobility.tariffs.tariff import WEEKDAYS, Clock, Weekday
from mesto.kernel.errors import Malformed
from mesto.kernel.plugin import Text
from mesto.kernel.text import refusal

Said = Annotated[str, msgspec.Meta(max_length=200)]
Energy = Annotated[float, msgspec.Meta(gt=0, le=2_000)]
WEEK_DAYS = 7


class Leaving(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When it leaves on some weekdays, by the town's clock.

    energy: kWh it wishes to have got until then; None: as the vehicle's
    """

    days: Annotated[Sequence[Weekday], msgspec.Meta(min_length=1, max_length=7)]
    at: Clock
    energy: Energy | None = None


class FleetVehicle(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """A vehicle of the town.

    tokens: identifiers of the cards that charge it, as they are printed
    energy: kWh it usually wishes
    """

    title: Text
    plate: Said = ""
    tokens: Annotated[
        Sequence[Annotated[str, msgspec.Meta(min_length=1, max_length=36)]],
        msgspec.Meta(max_length=20),
    ] = ()
    energy: Energy | None = None
    leaves: Annotated[Sequence[Leaving], msgspec.Meta(max_length=21)] = ()


class Wish(NamedTuple):
    """What a session is to come to."""

    departure: datetime
    kwh: float | None


def check_vehicle(vehicle: FleetVehicle) -> None:
    """Raise Malformed where it leaves twice at once."""
    seen: set[tuple[Weekday, str]] = set()
    for number, one in enumerate(vehicle.leaves):
        moments = {(day, one.at) for day in one.days}
        if moments & seen:
            raise refusal(Malformed, LEAVES_ONCE, place=("leaves", number))
        seen |= moments


def next_wish(vehicle: FleetVehicle, after: datetime, zone: tzinfo) -> Wish | None:
    """Return when a vehicle leaves next after a time, and what it wishes until then."""
    local = after.astimezone(zone)
    wishes = []
    for ahead in range(WEEK_DAYS + 1):
        day = local.date() + timedelta(days=ahead)
        for one in vehicle.leaves:
            if WEEKDAYS[day.weekday()] in one.days:
                clock = time.fromisoformat(one.at)
                at = datetime.combine(day, clock, zone).astimezone(UTC)
                wishes.append(Wish(at, one.energy or vehicle.energy))
    return min((one for one in wishes if one.departure > after), default=None)
