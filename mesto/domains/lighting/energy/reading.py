"""Asking the city for everything its ledger of lighting rests on."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

import msgspec

from mesto.domains.lighting.control.programme import (
    Definition,
    Turn,
    level_at,
    night_of,
    turns_of,
)
from mesto.domains.lighting.energy.contract import CONTRACT, Contract
from mesto.domains.lighting.energy.evidence import (
    Against,
    Cabinet,
    Evidence,
    billed_months,
    inputs_of,
    metered_months,
)
from mesto.domains.lighting.energy.gaps import gaps_of
from mesto.domains.lighting.energy.inputs import Gap, Inputs, OldMonth
from mesto.domains.lighting.energy.months import Course, Level, Part, edges_of, parts
from mesto.domains.lighting.energy.nights import Dark
from mesto.domains.lighting.energy.questions import (
    DeadDays,
    Installed,
    LampReadings,
    MeterReadings,
    Outages,
)
from mesto.domains.lighting.energy.terms import (
    FACTORS,
    LEDGER,
    OWN,
    Baseline,
    Bills,
    Change,
    Period,
    Terms,
)
from mesto.domains.lighting.inventory.segments import (
    ROAD_SEGMENT,
    Segment,
    read_segments,
)
from mesto.kernel.city import City
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Entity
from mesto.kernel.verdict import named
from mesto.operations.calendars.calendar import Calendar
from mesto.operations.calendars.reading import calendars_of, spot_of
from mesto.operations.calendars.sun import Spot
from mesto.operations.written import read_all, read_definition, urn_of

DAY = timedelta(days=1)
AROUND = timedelta(days=4)  #: a period its meters are read, to know its ends
LONGEST = 5 * 366  #: days of a period
PROGRAMME = "LightingProgramme"
CABINET = "StreetlightControlCabinet"


class Asked(NamedTuple):
    """A period and all that is known of it.

    unfinished: it goes on after today
    """

    evidence: Evidence
    terms: Terms
    course: Course
    spot: Spot
    dark_year_h: float
    unfinished: bool


async def ask(city: City, first: date, end: date, now: datetime) -> Asked:
    """Ask for everything that is known of the days [first, end), until today.

    Raises Malformed for a period that has not begun, or is too long.
    """
    terms, spot = await terms_of(city), await spot_of(city)
    today = now.astimezone(spot.zone).date()
    check_period(first, end, today)
    months = parts(first, min(end, today))
    dark = Dark(terms.burning, first, min(end, today), spot)
    year = Dark(terms.burning, first, first + 365 * DAY, spot)
    start, after = edges_of([Part(first, first + 365 * DAY)], spot.zone)
    return Asked(
        evidence=await evidence_of(city, months, spot),
        terms=terms,
        course=Course(dark, spot.zone, await _level(city, terms, spot)),
        spot=spot,
        dark_year_h=year.hours(start, after),
        unfinished=end > today,
    )


def check_period(first: date, end: date, today: date) -> None:
    """Raise Malformed for a period that has not begun, or is too long."""
    if not first < min(end, today) or (end - first).days > LONGEST:
        raise Malformed("a period has begun, and lasts up to five years")


async def terms_of(city: City) -> Terms:
    """Return what the town wrote down; the usual terms where it did not yet."""
    urn = urn_of(LEDGER, OWN)
    written = (await city.present([urn])).get(urn)
    return (written and read_definition(written, Terms)) or Terms()


async def contracts_of(city: City) -> Mapping[str, Contract]:
    """Return the contracts that make sense, by name."""
    return read_all(await city.entities(CONTRACT), Contract)


async def streets_of(city: City) -> Sequence[Segment]:
    """Return the segments of streets."""
    return list(read_segments((await city.entities(ROAD_SEGMENT)).values()))


async def evidence_of(city: City, months: Sequence[Part], spot: Spot) -> Evidence:
    """Return what meters, lamps and alarms tell of some months."""
    edges = edges_of(months, spot.zone)
    start, end = edges[0], edges[-1]
    groups = await city.ask(Installed())
    readings = await city.ask(MeterReadings(start - AROUND, end + AROUND))
    cabinets = [_cabinet(one) for one in (await city.entities(CABINET)).values()]
    if any(not one.cabinet for one in groups):
        cabinets.append(Cabinet())
    unmetered = [one.urn for one in cabinets if one.urn not in readings]
    around = [start - 31 * DAY, *edges]
    return Evidence(
        months=months,
        cabinets=cabinets,
        groups=groups,
        readings=readings,
        counters=await city.ask(LampReadings(around, unmetered)) if unmetered else {},
        dead=await city.ask(DeadDays(edges)),
        outages=await city.ask(Outages(start, end)),
    )


async def town_inputs(city: City, asked: Asked) -> Inputs:
    """Return what the ledger of the whole town rests on."""
    terms = asked.terms
    return await _inputs(city, asked, asked.evidence, terms.baseline, terms.changes)


async def contract_inputs(
    city: City, asked: Asked, contract: Contract
) -> Inputs | None:
    """Return what a contract's ledger rests on; None where no whole month is in it."""
    months = asked.evidence.months
    inside = [
        number
        for number, part in enumerate(months)
        if contract.first <= part.first and part.end <= contract.last + DAY
    ]
    if not inside:
        return None
    evidence = asked.evidence.within(contract.cabinets)
    evidence = evidence.between(inside[0], inside[-1] + 1)
    baseline, changes = contract.baseline, contract.changes
    if baseline is None and not contract.cabinets:
        baseline, changes = asked.terms.baseline, asked.terms.changes
    return await _inputs(city, asked, evidence, baseline, changes)


async def _inputs(
    city: City,
    asked: Asked,
    evidence: Evidence,
    baseline: Baseline | None,
    changes: Sequence[Change],
) -> Inputs:
    against = Against(
        baseline=baseline,
        changes=changes,
        old_months=await _old_months(city, asked, evidence, baseline),
        dark_year_h=asked.dark_year_h,
        factor=asked.terms.factor or FACTORS.get(asked.spot.zone.key),
    )
    return await asyncio.to_thread(_reckon, asked, evidence, against)


def _reckon(asked: Asked, evidence: Evidence, against: Against) -> Inputs:
    """Return inputs with their gaps; a year of many meters takes a moment."""
    inputs = inputs_of(evidence, asked.terms, asked.course, against)
    gaps = list(gaps_of(inputs, evidence))
    if asked.unfinished:
        gaps.append(Gap("unfinished", 1))
    return msgspec.structs.replace(inputs, gaps=gaps)


async def _old_months(
    city: City, asked: Asked, evidence: Evidence, baseline: Baseline | None
) -> Sequence[OldMonth]:
    burning, spot = asked.terms.burning, asked.spot
    match baseline:
        case Bills() as bills:
            return list(billed_months(bills, burning, spot))
        case Period(first=first, last=last) if first <= last:
            months = parts(first, last + DAY)
            edges = edges_of(months, spot.zone)
            readings = await city.ask(
                MeterReadings(edges[0] - AROUND, edges[-1] + AROUND)
            )
            then = evidence._replace(
                months=months, readings=readings, counters={}, dead=[], outages=[]
            )
            return list(metered_months(then, burning, spot))
    return []


async def _level(city: City, terms: Terms, spot: Spot) -> Level:
    """Return to which level lamps are dimmed at a moment, by the town's programme."""
    if not terms.programme:
        return lambda _at: 1.0
    urn = urn_of(PROGRAMME, terms.programme)
    written = (await city.present([urn])).get(urn)
    programme = None if written is None else read_definition(written, Definition)
    if programme is None:
        return lambda _at: 1.0
    return level_by(programme, await calendars_of(city), spot)


def level_by(
    programme: Definition, calendars: Mapping[str, Calendar], spot: Spot
) -> Callable[[datetime], float]:
    """Return to which level a programme dims lamps at a moment."""
    known: dict[date, Sequence[Turn]] = {}

    def turns(day: date) -> Sequence[Turn]:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=spot.zone)
        holding = [name for name, one in calendars.items() if one.holds(noon)]
        night = night_of(programme, day, holding)
        return [] if night is None else turns_of(night, day, spot)

    def level(at: datetime) -> float:
        day = (at.astimezone(spot.zone) - DAY / 2).date()
        if day not in known:
            known[day] = turns(day)
        return level_at(known[day], at)

    return level


def _cabinet(entity: Entity) -> Cabinet:
    address = entity.value("address")
    district = address.get("district") if isinstance(address, Mapping) else None
    return Cabinet(
        entity.id, named(entity), district if isinstance(district, str) else ""
    )
