"""What people write about charging, and what makes sense of each. A table."""

from collections.abc import Iterator
from typing import Final

from mesto.domains.emobility.fleet.plan import FleetVehicle, check_vehicle
from mesto.domains.emobility.hosts.host import TOWN, Host, check_host, refers_of_host
from mesto.domains.emobility.nouns import FLEET_VEHICLE, HOST, TARIFF
from mesto.domains.emobility.tariffs.tariff import Tariff, check_tariff
from mesto.names.charging import STATION
from mesto.operations.sorts import Reference, Sort, Sorts
from mesto.operations.written import urn_of


def _refers_of_tariff(tariff: Tariff) -> Iterator[Reference]:
    """Yield the stations and hosts a tariff is for; the town need not be written."""
    for number, urn in enumerate(tariff.stations):
        yield Reference(("stations", number), urn, STATION)
    for number, name in enumerate(tariff.hosts):
        if name != TOWN:
            yield Reference(("hosts", number), urn_of(HOST, name), HOST)


#: By the word in the address.
KINDS: Final[Sorts] = {
    "tariffs": Sort(TARIFF, Tariff, check_tariff, _refers_of_tariff),
    "hosts": Sort(HOST, Host, check_host, refers_of_host),
    "vehicles": Sort(FLEET_VEHICLE, FleetVehicle, check_vehicle),
}
