"""What the screens of the ledger show, from the first question to the last number.

A large town takes seconds and tens of megabytes, so it is reckoned in a process of its
own, which gives the memory back.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import NamedTuple

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
from mesto.kernel.city import City
from mesto.kernel.database import Database
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Entity
from mesto.operations.reports.period import Days
from mesto.operations.written import DEFINITION, name_of, read_definition, urn_of
from mesto.web.written import shown

#: About how much of the time is over when what is known has been read, and reckoned.
READ, PROVED = 0.7, 0.85


class Screens(NamedTuple):
    """What is shown of some days, as JSON: the ledger, and streets with their light."""

    at: datetime
    ledger: bytes
    segments: bytes


class Wanted(NamedTuple):
    """What a process of its own is told."""

    dsn: str
    town: str
    days: Days
    now: datetime


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
    ledger = await _ledger(city, asked, days, town)
    segments = await _segments(city, asked, town)
    yield Screens(now, msgspec.json.encode(ledger), msgspec.json.encode(segments))


def reckon_apart(wanted: Wanted) -> Iterator[float | Screens]:
    """Do the same in a process that has not opened anything yet."""
    with asyncio.Runner() as runner:
        database = Database(wanted.dsn)
        steps = reckon(City(database, wanted.town), wanted.days, wanted.now)
        try:
            while (step := runner.run(_next(steps))) is not None:
                yield step
        finally:
            runner.run(database.close())


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
