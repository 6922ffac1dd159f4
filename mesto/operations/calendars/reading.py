"""The calendars of a town, as its ledger has them."""

from collections.abc import Mapping

from mesto.kernel.city import City
from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import read_written
from mesto.kernel.model import Entity
from mesto.kernel.municipality import Municipality, read_municipality, urn_of
from mesto.kernel.question.catalogue import OfType
from mesto.operations.calendars.calendar import Calendar, compile_calendars
from mesto.operations.calendars.definition import Definition
from mesto.operations.calendars.sun import Spot

CALENDAR = "Calendar"  #: the entity type
PREFIX = f"urn:ngsi-ld:{CALENDAR}:"
DEFINITION = "definition"

MIDDLE = (15.0, 49.8)  #: longitude and latitude of the sun where a town has no centre


async def calendars_of(city: City) -> Mapping[str, Calendar]:
    """Return the calendars of a town by name; those that make no sense are left out."""
    return compile_calendars(await written_in(city), await spot_of(city))


async def written_in(city: City) -> dict[str, Definition]:
    """Return how the calendars of a town are written, by name, in order."""
    return {
        urn.removeprefix(PREFIX): definition
        for urn, entity in (await entities_in(city)).items()
        if (definition := _read(entity)) is not None
    }


async def entities_in(city: City) -> dict[str, Entity]:
    """Return the calendars of a town as entities, by URN, in order."""
    urns = await city.ask(OfType(type=CALENDAR))
    found = await city.present(urns)
    return {urn: found[urn] for urn in urns if urn in found}


async def municipality_of(city: City) -> Municipality:
    """Return what a town says of itself."""
    urn = urn_of(city.name)
    return read_municipality(city.name, (await city.present([urn])).get(urn))


async def spot_of(city: City) -> Spot:
    """Return where a town looks at the sun, and its clock."""
    town = await municipality_of(city)
    longitude, latitude = town.center or MIDDLE
    return Spot(latitude, longitude, town.zone)


def _read(entity: Entity) -> Definition | None:
    try:
        return read_written(entity.value(DEFINITION), Definition)
    except Malformed:
        return None
