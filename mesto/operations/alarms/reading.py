"""Duties, policies and dampings, as the ledger has them."""

from datetime import UTC, datetime

from mesto.kernel.city import City
from mesto.kernel.plugin import Damping
from mesto.operations.alarms.alert import Severity
from mesto.operations.alarms.damping import DAMPING, Definition, damping_of
from mesto.operations.alarms.duty import DUTY, Duty, on_call
from mesto.operations.alarms.policy import POLICY, Policy, in_force, told_first
from mesto.operations.calendars.reading import calendars_of
from mesto.operations.written import read_all


async def duties_of(city: City) -> dict[str, Duty]:
    """Return the duties of a town by name; what makes no sense is left out."""
    return read_all(await city.entities(DUTY), Duty)


async def policies_of(city: City) -> dict[str, Policy]:
    """Return the policies of a town by name; what makes no sense is left out."""
    return read_all(await city.entities(POLICY), Policy)


async def told_first_now(
    city: City, type_: str, severity: Severity, now: datetime
) -> list[str]:
    """Return who is told first of alarms of a type, by the policies in force."""
    policies = await policies_of(city)
    holding = in_force(policies, await calendars_of(city), now)
    return told_first(holding.values(), type_, severity)


async def dampings_of(city: City) -> dict[str, Damping | None]:
    """Return what a town says of flapping, by type; None where it wants no damping."""
    said = read_all(await city.entities(DAMPING), Definition)
    return {type_: damping_of(one) for type_, one in said.items()}


async def on_duty(city: City, name: str, now: datetime | None = None) -> list[str]:
    """Return who is on call now, as `person:LOGIN` and the like; nobody is none."""
    duty = (await duties_of(city)).get(name)
    if duty is None:
        return []
    zone = (await city.municipality()).zone
    return on_call(duty, await calendars_of(city), now or datetime.now(UTC), zone)
