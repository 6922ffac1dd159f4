"""Reading the campaigns of a town, and what they are about."""

from collections.abc import Mapping
from datetime import datetime

from mesto.domains.emobility.campaigns.campaign import Campaign, Course, course_of
from mesto.domains.emobility.nouns import CAMPAIGN
from mesto.kernel.city import City
from mesto.kernel.model import Entity
from mesto.names.charging import STATION
from mesto.operations.calendars.reading import calendars_of
from mesto.operations.written import read_all


async def campaigns_of(city: City) -> dict[str, Campaign]:
    """Return the campaigns of a town, by name."""
    return read_all(await city.entities(CAMPAIGN), Campaign)


async def courses_of(
    city: City, campaigns: Mapping[str, Campaign], now: datetime
) -> tuple[dict[str, Course], dict[str, Entity]]:
    """Return how campaigns stand, by name, and all stations, by URN.

    A campaign whose calendar is gone tells nobody.
    """
    stations = await city.entities(STATION)
    calendars = await calendars_of(city) if campaigns else {}
    courses = {}
    for name, one in campaigns.items():
        calendar = calendars.get(one.calendar)
        open_ = calendar.holds(now) if calendar else not one.calendar
        courses[name] = course_of(name, one, stations, now=now, open_=open_)
    return courses, stations
