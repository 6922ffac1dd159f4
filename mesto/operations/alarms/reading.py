"""Duties and policies, as the ledger has them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from mesto.kernel.city import City
from mesto.kernel.question.catalogue import OfType
from mesto.operations.alarms.duty import DEFINITION, DUTY, Duty, on_call
from mesto.operations.alarms.policy import POLICY, Policy
from mesto.operations.calendars.reading import calendars_of, municipality_of

D = TypeVar("D")


class Written(NamedTuple):
    """What people wrote, and which version of it."""

    definition: object
    version: int  #: its position in the ledger


def urn_of(kind: str, name: str) -> str:
    """Return the URN of a duty or a policy."""
    return f"urn:ngsi-ld:{kind}:{name}"


async def written_in(city: City, kind: str) -> dict[str, Written]:
    """Return what people wrote of a kind, by name, in order."""
    urns = await city.ask(OfType(type=kind))
    found = await city.present(urns)
    return {
        urn.rpartition(":")[2]: Written(one.value, one.position)
        for urn in sorted(found)
        for one in found[urn].attributes
        if one.name == DEFINITION
    }


async def duties_of(city: City) -> dict[str, Duty]:
    """Return the duties of a town by name; what makes no sense is left out."""
    return _read(await written_in(city, DUTY), Duty)


async def policies_of(city: City) -> dict[str, Policy]:
    """Return the policies of a town by name; what makes no sense is left out."""
    return _read(await written_in(city, POLICY), Policy)


async def on_duty(city: City, name: str, now: datetime | None = None) -> list[str]:
    """Return who is on call now, as `person:LOGIN` and the like; nobody is none."""
    duty = (await duties_of(city)).get(name)
    if duty is None:
        return []
    calendars = await calendars_of(city)
    return on_call(duty, calendars, now or datetime.now(UTC), await zone_of(city))


async def zone_of(city: City) -> ZoneInfo:
    """Return the time a town's people live by."""
    return (await municipality_of(city)).zone


def _read(written: Mapping[str, Written], kind: type[D]) -> dict[str, D]:
    found = {}
    for name, one in written.items():
        try:
            found[name] = msgspec.convert(one.definition, kind)
        except msgspec.ValidationError:
            continue  # somebody wrote it by the API; the console says what is wrong
    return found
