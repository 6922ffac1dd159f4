"""The calendars of collection, as the ledger of a town has them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from mesto.domains.waste.calendars.days import Free
from mesto.domains.waste.calendars.definition import Definition
from mesto.domains.waste.calendars.nearby import ASKED, Container, containers_of
from mesto.domains.waste.nouns import CALENDAR, CONTAINER
from mesto.kernel.city import City
from mesto.kernel.question.stated import Stated
from mesto.operations.calendars.calendar import Calendar
from mesto.operations.calendars.reading import calendars_of
from mesto.operations.written import DEFINITION, name_of, read_all


class Written(NamedTuple):
    """The calendars of collection by name, with what tells their days.

    free: by name, on which days it moves
    at: by name, when it was written as it is
    """

    calendars: Mapping[str, Definition]
    free: Mapping[str, Free]
    at: Mapping[str, datetime]


async def written_of(city: City, zone: ZoneInfo) -> Written:
    """Return the calendars of collection; what makes no sense is left out."""
    entities = await city.entities(CALENDAR)
    calendars = read_all(entities, Definition)
    holidays = await calendars_of(city)
    at = {
        name_of(one): kept.modified_at
        for one in entities.values()
        if (kept := one.attribute(DEFINITION)) is not None
    }
    free = {
        name: free_by(holidays.get(one.holidays), zone)
        for name, one in calendars.items()
    }
    return Written(calendars, free, at)


async def containers_in(city: City) -> list[Container]:
    """Return the containers of a town as citizens see them."""
    question = Stated(types=[CONTAINER], attributes=ASKED)
    return list(containers_of(await city.ask(question)))


def free_by(calendar: Calendar | None, zone: ZoneInfo) -> Callable[[date], bool]:
    """Return on which days a town's calendar holds at noon; without one never."""
    known: dict[date, bool] = {}

    def free(day: date) -> bool:
        if calendar is None:
            return False
        if day not in known:
            known[day] = calendar.holds(datetime.combine(day, time(12), zone))
        return known[day]

    return free
