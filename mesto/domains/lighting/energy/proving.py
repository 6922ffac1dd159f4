"""Ledgers of the town and of its contracts, with what they rest on."""

import asyncio
from collections.abc import Mapping
from datetime import datetime

from starlette.requests import Request

from mesto.domains.lighting.energy.contract import Contract
from mesto.domains.lighting.energy.guarantee import verdict_of
from mesto.domains.lighting.energy.inputs import Inputs
from mesto.domains.lighting.energy.ledger import ledger_of
from mesto.domains.lighting.energy.page import Proof
from mesto.domains.lighting.energy.reading import (
    Asked,
    contract_inputs,
    town_inputs,
)
from mesto.kernel.city import City
from mesto.kernel.errors import Malformed
from mesto.operations.calendars.reading import spot_of
from mesto.operations.reports.period import Days
from mesto.web import asked


async def days_in(request: Request, city: City, now: datetime) -> Days:
    """Read the days asked for, both included; without any the last twelve months.

    Raises Malformed for what is no day.
    """
    return asked.days(request, now.astimezone((await spot_of(city)).zone).date())


async def prove_town(city: City, asked: Asked) -> Proof:
    """Return the ledger of everything."""
    inputs = await town_inputs(city, asked)
    return await asyncio.to_thread(_prove, inputs, None)


async def prove(city: City, asked: Asked, contract: Contract) -> Proof | None:
    """Return what a contract comes to; None where no whole month is of its term.

    Raises Malformed where one of its formulas cannot be reckoned.
    """
    inputs = await contract_inputs(city, asked, contract)
    if inputs is None:
        return None
    return await asyncio.to_thread(_prove, inputs, contract)


async def prove_each(
    city: City, asked: Asked, contracts: Mapping[str, Contract]
) -> Mapping[str, Proof]:
    """Return what contracts come to, by name, but for those that come to nothing."""
    found: dict[str, Proof] = {}
    for name, contract in contracts.items():
        try:
            proof = await prove(city, asked, contract)
        except Malformed:  # told beside the contract where it is shown
            continue
        if proof is not None:
            found[name] = proof
    return found


def _prove(inputs: Inputs, contract: Contract | None) -> Proof:
    ledger = ledger_of(inputs)
    verdict = None if contract is None else verdict_of(contract, ledger, inputs)
    return Proof(inputs, ledger, contract, verdict)
