"""The calendars of a town, as its ledger has them."""

from collections.abc import Mapping

from mesto.kernel.city import City
from mesto.operations.calendars.calendar import Calendar, compile_calendars
from mesto.operations.calendars.definition import Definition
from mesto.operations.calendars.sun import Spot
from mesto.operations.written import read_all

CALENDAR = "Calendar"  #: the entity type

MIDDLE = (15.0, 49.8)  #: longitude and latitude of the sun where a town has no centre


async def calendars_of(city: City) -> Mapping[str, Calendar]:
    """Return the calendars of a town by name; those that make no sense are left out."""
    written = read_all(await city.entities(CALENDAR), Definition)
    return compile_calendars(written, await spot_of(city))


async def spot_of(city: City) -> Spot:
    """Return where a town looks at the sun, and its clock."""
    town = await city.municipality()
    longitude, latitude = town.center or MIDDLE
    return Spot(latitude, longitude, town.zone)
