"""What the screens of the ledger show, from the first question to the last number.

A large town takes seconds and tens of megabytes, so it is reckoned in a process of its
own, which gives the memory back.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Final, NamedTuple

import msgspec

from mesto.domains.lighting.energy.contract import (
    CONTRACT,
    OUTCOMES,
    QUANTITIES,
    USUAL_CLAUSES,
    Contract,
)
from mesto.domains.lighting.energy.ledger import by_month
from mesto.domains.lighting.energy.page import Proof
from mesto.domains.lighting.energy.proving import prove, prove_town
from mesto.domains.lighting.energy.reading import PROGRAMME, Asked, ask, streets_of
from mesto.domains.lighting.energy.segments import lit_segments, segment_shown
from mesto.domains.lighting.energy.shown import (
    ledger_shown,
    site_shown,
    verdict_shown,
)
from mesto.domains.lighting.energy.terms import FACTORS, LEDGER, OWN
from mesto.domains.lighting.inventory.segments import STREETLIGHT
from mesto.kernel.access.rights import Principal
from mesto.kernel.city import City
from mesto.kernel.database import Database
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Entity
from mesto.kernel.question.catalogue import TypesInUse
from mesto.kernel.visit import Visit
from mesto.operations.reports.period import Days
from mesto.operations.written import DEFINITION, name_of, read_definition, urn_of
from mesto.web.written import shown

#: Lamps; a process of its own takes three quarters of a second of a core to begin,
#: longer than fewer lamps do.
MANY: Final = 2_000
#: About how much of the time is over when what is known has been read, and reckoned.
READ, PROVED = 0.7, 0.85


class Screens(NamedTuple):
    """What is shown of some days, as JSON: the ledger, and streets with their light."""

    at: datetime
    ledger: bytes
    segments: bytes


class Viewer(NamedTuple):
    """A town, and whose eyes see it; None: nobody's, all of it."""

    dsn: str
    town: str
    principal: Principal | None = None

    @classmethod
    def of(cls, visit: Visit) -> "Viewer":
        """Return who visits."""
        return cls(visit.database.dsn, visit.name, visit.principal)


@asynccontextmanager
async def visited(viewer: Viewer) -> AsyncIterator[City]:
    """Open a town in a process that has not opened anything yet."""
    database = Database(viewer.dsn)
    city = City(database, viewer.town)
    try:
        yield city if viewer.principal is None else Visit(city, viewer.principal)
    finally:
        await database.close()


async def is_large(city: City) -> bool:
    """Tell whether a town is reckoned in a process of its own."""
    return (await city.ask(TypesInUse())).get(STREETLIGHT, 0) >= MANY


async def reckon(
    city: City, days: Days, now: datetime
) -> AsyncIterator[float | Screens]:
    """Yield how far it is, a share, and last what is shown of some days.

    Raises Malformed for a period that has not begun, or is too long.
    """
    yield 0.0
    asked = await ask(city, days.first, days.end, now)
    yield READ
    town = await prove_town(city, asked)
    yield PROVED
    ledger = await _ledger(city, asked, days, town) | {"at": now}
    segments = await _segments(city, asked, town)
    yield Screens(now, msgspec.json.encode(ledger), msgspec.json.encode(segments))


def reckon_apart(
    viewer: Viewer, days: Days, now: datetime
) -> Iterator[float | Screens]:
    """Do the same in a process that has not opened anything yet."""
    with asyncio.Runner() as runner:
        steps = _reckon_visited(viewer, days, now)
        while (step := runner.run(_next(steps))) is not None:
            yield step


async def _reckon_visited(
    viewer: Viewer, days: Days, now: datetime
) -> AsyncIterator[float | Screens]:
    async with visited(viewer) as city:
        async for step in reckon(city, days, now):
            yield step


async def _next(steps: AsyncIterator[float | Screens]) -> float | Screens | None:
    return await anext(steps, None)


async def _ledger(
    city: City, asked: Asked, days: Days, town: Proof
) -> dict[str, object]:
    """Say what lighting drew and saved, by month, cabinet and contract."""
    inputs = town.inputs
    written = (await city.present([urn := urn_of(LEDGER, OWN)])).get(urn)
    contracts = (await city.entities(CONTRACT)).values()
    return {
        "first": days.first,
        "last": days.last,
        "currency": inputs.currency,
        "terms": {
            "definition": asked.terms,
            "version": shown(written)["version"] if written else 0,
        },
        "factor": inputs.factor,
        "usual_factor": FACTORS.get(asked.spot.zone.key),
        "quantities": QUANTITIES,
        "outcomes": OUTCOMES,
        "usual_clauses": USUAL_CLAUSES,
        "programmes": [
            {"name": name_of(one), "definition": one.value(DEFINITION)}
            for one in (await city.entities(PROGRAMME)).values()
        ],
        "whole": ledger_shown(town.ledger),
        "months": [
            {"month": month.month, **ledger_shown(ledger)}
            for month, ledger in zip(inputs.months, by_month(inputs), strict=True)
        ],
        "sites": [site_shown(one, inputs) for one in inputs.sites],
        "gaps": inputs.gaps,
        "contracts": [await _contract(one, city, asked) for one in contracts],
    }


async def _segments(city: City, asked: Asked, town: Proof) -> dict[str, object]:
    """Say how thriftily each street is lit whose class or area is known."""
    streets = await streets_of(city)
    found = lit_segments(streets, asked.evidence.groups, town.inputs)
    return {
        "segments": [segment_shown(one) for one in found],
        "streets": len(streets),
    }


async def _contract(entity: Entity, city: City, asked: Asked) -> dict[str, object]:
    """Write a contract and what it comes to; of one that makes no sense, why."""
    told = shown(entity)
    contract = read_definition(entity, Contract)
    if contract is None:
        return told | {"problem": "it makes no sense", "ledger": None, "verdict": None}
    try:
        proof = await prove(city, asked, contract)
    except Malformed as error:
        return told | {"problem": str(error), "ledger": None, "verdict": None}
    return told | {
        "problem": "",
        "formula": contract.formula,
        "ledger": proof and ledger_shown(proof.ledger),
        "verdict": proof and verdict_shown(proof.verdict),
    }
