"""Duties and policies, as the ledger has them."""

from datetime import UTC, datetime

from mesto.kernel.city import City
from mesto.operations.alarms.duty import DUTY, Duty, on_call
from mesto.operations.alarms.policy import POLICY, Policy
from mesto.operations.calendars.reading import calendars_of
from mesto.operations.written import read_all


async def duties_of(city: City) -> dict[str, Duty]:
    """Return the duties of a town by name; what makes no sense is left out."""
    return read_all(await city.entities(DUTY), Duty)


async def policies_of(city: City) -> dict[str, Policy]:
    """Return the policies of a town by name; what makes no sense is left out."""
    return read_all(await city.entities(POLICY), Policy)


async def on_duty(city: City, name: str, now: datetime | None = None) -> list[str]:
    """Return who is on call now, as `person:LOGIN` and the like; nobody is none."""
    duty = (await duties_of(city)).get(name)
    if duty is None:
        return []
    zone = (await city.municipality()).zone
    return on_call(duty, await calendars_of(city), now or datetime.now(UTC), zone)
