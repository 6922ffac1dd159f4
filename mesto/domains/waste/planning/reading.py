"""What a plan is made of, as the ledger has it: containers, trucks, shifts, policy."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from mesto.domains.waste.inventory.contracts import Collected, Contract, is_about
from mesto.domains.waste.inventory.fleet import DisposalSite, Fleet, Vehicle
from mesto.domains.waste.inventory.policy import Policy
from mesto.domains.waste.inventory.reading import (
    contracts_of,
    fleet_of,
    policy_of,
    shifts_of,
)
from mesto.domains.waste.inventory.shifts import Shift, Span, shifts_on
from mesto.domains.waste.nouns import CONTAINER, CONTRACT, ISLE
from mesto.domains.waste.planning.assigning import Free
from mesto.domains.waste.planning.knowing import ATTRIBUTES, Unknown, bins_in
from mesto.domains.waste.planning.orders import Orders
from mesto.domains.waste.planning.problem import ENDLESS_S, Site, Spot, Truck
from mesto.domains.waste.planning.questions import LastEmptied
from mesto.domains.waste.planning.stops import Bin, Day
from mesto.kernel.city import City
from mesto.kernel.model import LOCATION
from mesto.kernel.question.stated import Stated
from mesto.operations.calendars.calendar import Calendar
from mesto.operations.calendars.reading import calendars_of, spot_of
from mesto.operations.written import urn_of

DAY: Final = timedelta(days=1)


class Town(NamedTuple):
    """All a plan of a day is made of."""

    bins: Sequence[Bin]
    containers: int  #: that there are, those that cannot be planned too
    unknown: Sequence[Unknown]
    fleet: Fleet
    shifts: Mapping[str, Shift]
    calendars: Mapping[str, Calendar]
    policy: Policy
    zone: ZoneInfo


async def town_of(
    city: City, day: date, now: datetime, policy: Policy | None = None
) -> Town:
    """Read what a plan of a day is made of.

    policy: another than the town's
    """
    policy = policy or await policy_of(city)
    zone = (await spot_of(city)).zone
    until = midnight_of(day + DAY, zone)
    stated = await city.ask(
        Stated(types=[CONTAINER], attributes=[*ATTRIBUTES, "collectedBy"])
    )
    isles = await city.ask(Stated(types=[ISLE], attributes=[LOCATION, "name"]))
    bins, unknown = bins_in(stated, isles, now, until)
    contracts = await contracts_of(city)
    if any(one.every_days for one in contracts.values()):
        last = await city.ask(LastEmptied())
        bins = [_due(one, stated, contracts, last, day) for one in bins]
    fleet = await fleet_of(city)
    lacks = [
        Unknown(what="fleet", about=[one.urn], why=one.why) for one in fleet.mistakes
    ]
    return Town(
        bins=bins,
        containers=len(stated),
        unknown=[*unknown, *lacks],
        fleet=fleet,
        shifts=await shifts_of(city),
        calendars=await calendars_of(city),
        policy=policy,
        zone=zone,
    )


async def vehicles_on(city: City, day: date) -> dict[str, Vehicle]:
    """Return the vehicles that have a shift on a day, and could drive; by URN."""
    fleet, shifts = await fleet_of(city), await shifts_of(city)
    zone = (await spot_of(city)).zone
    could = {}
    for name in shifts_on(shifts, day, zone, await calendars_of(city)):
        shift = shifts[name]
        vehicle = fleet.vehicles.get(shift.vehicle)
        if vehicle is None or vehicle.laid_up:
            continue
        if (shift.depot or vehicle.depot) in fleet.depots:
            could[vehicle.urn] = vehicle
    return could


def midnight_of(day: date, zone: ZoneInfo) -> datetime:
    """Return when a day begins, by the clock of the town."""
    return datetime.combine(day, time(), zone)


def free_trucks(
    town: Town, day: date, orders: Orders, now: datetime
) -> tuple[list[Free], list[Unknown]]:
    """Return the trucks that drive on a day, and what of shifts cannot be used."""
    found, lacks = [], []
    for name, span in shifts_on(town.shifts, day, town.zone, town.calendars).items():
        shift = town.shifts[name]
        vehicle = town.fleet.vehicles.get(shift.vehicle)
        if span.ends <= now:
            lacks.append(Unknown(what="fleet", why=f"shift {name} is over"))
        elif vehicle is None:
            why = f"shift {name}: its vehicle is none that can collect waste"
            lacks.append(Unknown(what="fleet", about=[shift.vehicle], why=why))
        elif vehicle.laid_up or vehicle.urn in orders.down:
            why = f"{vehicle.name} does not drive"
            lacks.append(Unknown(what="fleet", about=[vehicle.urn], why=why))
        elif (shift.depot or vehicle.depot) not in town.fleet.depots:
            why = f"{vehicle.name} belongs to no depot"
            lacks.append(Unknown(what="fleet", about=[vehicle.urn], why=why))
        else:
            left = replace(span, begins=max(span.begins, now))
            truck = _truck(town, name, vehicle, left, midnight_of(day, town.zone))
            found.append(Free(truck, vehicle.fractions))
    return found, lacks


def with_sites(town: Town, truck: Truck, fraction: str) -> Truck:
    """Return a truck that may unload where this waste is taken."""
    shift = town.shifts[truck.key]
    named = set(shift.disposal_sites)
    sites = [
        _site(one)
        for one in town.fleet.sites.values()
        if (not named or one.urn in named)
        and (not one.fractions or fraction in one.fractions)
    ]
    return replace(truck, sites=tuple(sites))


def day_of(town: Town, day: date, free: Sequence[Free], fraction: str) -> Day:
    """Return a day of a fraction, with the other days on which somebody could come."""
    midnight = midnight_of(day, town.zone)
    able = {one.truck.key for one in free if takes(one.fractions, fraction)}
    spans = [(one.truck.begins_s, one.truck.ends_s) for one in free]
    middle_s = sum(sum(span) / 2 for span in spans) / len(spans) if spans else 43_200
    end = midnight_of(day + DAY * town.policy.horizon_days, town.zone)
    chances = []
    for ahead in range(1, town.policy.horizon_days):
        on = shifts_on(town.shifts, day + ahead * DAY, town.zone, town.calendars)
        may = [
            span
            for name, span in on.items()
            if name in able or _able(town, name, fraction)
        ]
        if may:
            begins, ends = min(one.begins for one in may), max(one.ends for one in may)
            chances.append(begins + (ends - begins) / 2)
    return Day(day, midnight, midnight + timedelta(seconds=middle_s), chances, end)


def takes(fractions: Sequence[str], fraction: str) -> bool:
    """Tell whether a vehicle takes a fraction; one that names none takes any."""
    return not fractions or fraction in fractions


def _able(town: Town, shift: str, fraction: str) -> bool:
    vehicle = town.fleet.vehicles.get(town.shifts[shift].vehicle)
    return vehicle is not None and takes(vehicle.fractions, fraction)


def _truck(
    town: Town, name: str, vehicle: Vehicle, span: Span, midnight: datetime
) -> Truck:
    shift = town.shifts[name]
    depot = town.fleet.depots[shift.depot or vehicle.depot]
    begins, ends, first, last = (
        0 if at is None else round((at - midnight).total_seconds())
        for at in (span.begins, span.ends, span.break_from, span.break_until)
    )
    return Truck(
        key=name,
        vehicle=vehicle.urn,
        title=vehicle.name,
        driver=shift.driver,
        volume_l=vehicle.volume_l,
        load_kg=vehicle.load_kg,
        start=Spot(depot.place),
        end=Spot(depot.place),
        start_at=depot.urn,
        end_at=depot.urn,
        begins_s=begins,
        ends_s=ends,
        break_s=shift.break_min * 60,
        break_from_s=first if span.break_from else begins + (ends - begins) // 3,
        break_until_s=last if span.break_until else ENDLESS_S,
    )


def _site(site: DisposalSite) -> Site:
    return Site(site.urn, site.name, Spot(site.place), round(site.unloading_min * 60))


def _due(
    one: Bin,
    stated: Mapping[str, Mapping[str, object]],
    contracts: Mapping[str, Contract],
    last: Mapping[str, datetime],
    day: date,
) -> Bin:
    """Return a container with what contracts ask of it."""
    by = str(stated[one.urn].get("collectedBy") or "")
    collected = Collected(
        urn=one.urn, fraction=one.fraction, volume_l=one.volume_l, by=by
    )
    intervals = list(_intervals(collected, contracts, day))
    return replace(one, every_days=min(intervals, default=None), last=last.get(one.urn))


def _intervals(
    collected: Collected, contracts: Mapping[str, Contract], day: date
) -> Iterator[float]:
    for name, contract in contracts.items():
        holds = contract.first <= day and (
            contract.last is None or day <= contract.last
        )
        days = contract.every_days.get(collected.fraction)
        urn = urn_of(CONTRACT, name)
        if holds and days is not None and is_about(contract, urn, collected):
            yield days
