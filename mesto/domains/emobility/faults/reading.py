"""Reading what the town allows."""

from mesto.domains.emobility.faults.upkeep import URN, Upkeep
from mesto.kernel.city import City
from mesto.operations.written import read_definition


async def upkeep_of(city: City) -> Upkeep:
    """Return what the town allows; nothing where it has said nothing."""
    written = (await city.present([URN])).get(URN)
    return (written and read_definition(written, Upkeep)) or Upkeep()
