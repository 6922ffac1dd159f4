"""Asking the city for everything its ledger of collection rests on."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mesto.domains.waste.emptyings.questions import Series
from mesto.domains.waste.emptyings.reading import weighed_emptyings
from mesto.domains.waste.inventory.contracts import Collected
from mesto.domains.waste.inventory.reading import policy_of
from mesto.domains.waste.ledger.costs import costs_between
from mesto.domains.waste.ledger.driven import done_in, months_between, months_driven
from mesto.domains.waste.ledger.invoice import Billed, Evidence, Level
from mesto.domains.waste.ledger.measured import Measured
from mesto.domains.waste.ledger.questions import Obstacles, Overflows
from mesto.domains.waste.ledger.saving import Facts, Prices
from mesto.domains.waste.ledger.terms import LEDGER, OWN, Kept, Terms
from mesto.domains.waste.nouns import CONTAINER, LEVEL, ROUND
from mesto.kernel.city import City
from mesto.kernel.question.stated import Stated
from mesto.operations.reports.period import Days
from mesto.operations.written import read_definition, urn_of

DAY = timedelta(days=1)


async def terms_of(city: City) -> Terms:
    """Return what the town wrote down; empty terms where it did not yet."""
    urn = urn_of(LEDGER, OWN)
    written = (await city.present([urn])).get(urn)
    return (written and read_definition(written, Terms)) or Terms()


async def facts_of(city: City, days: Days, zone: ZoneInfo) -> Facts:
    """Return everything the ledger of some days rests on, month by whole month."""
    terms, policy = await terms_of(city), await policy_of(city)
    months = list(months_between(*days))
    booked = [one for one in terms.now if one.month in months]
    before = {one.month for one in (*terms.baseline, *terms.now)}
    seen = await _seen(city, [one for one in months if one not in before], days, zone)
    now = sorted([*booked, *seen], key=lambda one: one.month)
    costs = sum(costs_between(terms.costs, *_edges(one.month, one.days)) for one in now)
    prices = Prices(
        currency=policy.currency,
        km=policy.km_cost,
        hour=policy.hour_cost,
        litres_per_km=policy.litres_per_km,
        co2_kg_per_litre=policy.co2_kg_per_litre,
    )
    return Facts(
        terms=terms,
        prices=prices,
        now=now,
        costs=costs,
        seen=[one.month for one in seen],
    )


async def evidence_of(
    city: City, lines: Sequence[Billed | Measured], zone: ZoneInfo
) -> Evidence:
    """Return what is known of the containers and days of an invoice."""
    stated = await city.ask(
        Stated(
            types=[CONTAINER],
            attributes=["storedWasteKind", "address", "binCapacity", "collectedBy"],
        )
    )
    wanted = {one.container for one in lines if isinstance(one, Billed)}
    first = min((one.day for one in lines), default=date(2000, 1, 1))
    last = max((_last_of(one) for one in lines), default=first)
    since, until = _moment(first, zone), _moment(last + DAY, zone)
    urns = sorted(wanted & stated.keys())
    series = await city.ask(
        Series(urns=urns, attribute=LEVEL, since=since, until=until)
    )
    rounds = (await city.entities(ROUND)).values()
    return Evidence(
        containers={urn: _collected(urn, said) for urn, said in stated.items()},
        emptied=await weighed_emptyings(city, since, until),
        levels={
            urn: [Level(one.at, one.level) for one in told]
            for urn, told in series.items()
        },
        obstacles=await city.ask(Obstacles(urns=urns, since=since, until=until)),
        rounds=list(done_in(rounds)),
        zone=zone,
    )


def _last_of(line: Billed | Measured) -> date:
    return line.day if isinstance(line, Billed) else line.until or line.day


async def _seen(
    city: City, months: Sequence[str], days: Days, zone: ZoneInfo
) -> list[Kept]:
    rounds = list(done_in((await city.entities(ROUND)).values()))
    if not rounds or not months:
        return []
    since, until = _moment(days.first, zone), _moment(days.end, zone)
    kg: defaultdict[str, float] = defaultdict(float)
    for one in await weighed_emptyings(city, since, until):
        month = f"{one.at.astimezone(zone):%Y-%m}"
        kg[month] += one.emptying.weight_kg or 0.0
    overflows = await city.ask(Overflows(since=since, until=until, zone=zone.key))
    stated = await city.ask(Stated(types=[CONTAINER], attributes=[]))
    return list(months_driven(rounds, months, len(stated), kg, overflows))


def _edges(month: str, days: float) -> tuple[date, date]:
    first = date.fromisoformat(f"{month}-01")
    return first, first + timedelta(days=round(days))


def _moment(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _collected(urn: str, said: Mapping[str, object]) -> Collected:
    address = said.get("address")
    district = address.get("district") if isinstance(address, Mapping) else ""
    volume_l = said.get("binCapacity")
    return Collected(
        urn=urn,
        fraction=str(said.get("storedWasteKind") or ""),
        district=str(district or ""),
        volume_l=float(volume_l) if isinstance(volume_l, int | float) else 0.0,
        by=str(said.get("collectedBy") or ""),
    )
