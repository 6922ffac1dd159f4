"""What is written about charging, as the ledger has it."""

from mesto.domains.emobility.fleet.plan import FleetVehicle
from mesto.domains.emobility.hosts.host import Host
from mesto.domains.emobility.nouns import FLEET_VEHICLE, HOST, TARIFF
from mesto.domains.emobility.tariffs.tariff import Tariff
from mesto.kernel.city import City
from mesto.operations.written import read_all


async def tariffs_of(city: City) -> dict[str, Tariff]:
    """Return the tariffs by name; what makes no sense is left out."""
    return read_all(await city.entities(TARIFF), Tariff)


async def hosts_of(city: City) -> dict[str, Host]:
    """Return the site hosts by name; what makes no sense is left out."""
    return read_all(await city.entities(HOST), Host)


async def vehicles_of(city: City) -> dict[str, FleetVehicle]:
    """Return the town's vehicles by name; what makes no sense is left out."""
    return read_all(await city.entities(FLEET_VEHICLE), FleetVehicle)
