"""The fleet of a town and what is written about its waste, as the ledger has it."""

from mesto.domains.waste.inventory.contracts import Contract
from mesto.domains.waste.inventory.fleet import Fleet, read_fleet
from mesto.domains.waste.inventory.policy import TOWN, Policy
from mesto.domains.waste.inventory.shifts import Shift
from mesto.domains.waste.nouns import (
    CONTRACT,
    DEPOT,
    DISPOSAL_SITE,
    POLICY,
    SHIFT,
    VEHICLE,
)
from mesto.kernel.city import City
from mesto.operations.written import read_all


async def fleet_of(city: City) -> Fleet:
    """Return what waste is collected with, and what of it cannot be used."""
    types = (VEHICLE, DEPOT, DISPOSAL_SITE)
    return read_fleet(
        [one for type_ in types for one in (await city.entities(type_)).values()]
    )


async def shifts_of(city: City) -> dict[str, Shift]:
    """Return the shifts by name; what makes no sense is left out."""
    return read_all(await city.entities(SHIFT), Shift)


async def contracts_of(city: City) -> dict[str, Contract]:
    """Return the contracts by name; what makes no sense is left out."""
    return read_all(await city.entities(CONTRACT), Contract)


async def policies_of(city: City) -> dict[str, Policy]:
    """Return the policies by name; what makes no sense is left out."""
    return read_all(await city.entities(POLICY), Policy)


async def policy_of(city: City) -> Policy:
    """Return the policy that holds; the usual one where none is written."""
    return (await policies_of(city)).get(TOWN, Policy())
