"""What a town's ledger knows of how its containers fill."""

from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from mesto.domains.waste.emptyings.reading import weighed_emptyings
from mesto.domains.waste.forecast.laid_out import (
    ATTRIBUTES,
    containers_of,
    lay_out_marks,
)
from mesto.domains.waste.forecast.marks import Containers, Marks, hours_of
from mesto.domains.waste.forecast.questions import Put, Read, SeenIn, Weathered
from mesto.domains.waste.forecast.spans import Days, Weather
from mesto.domains.waste.nouns import CONTAINER
from mesto.kernel.city import City
from mesto.kernel.question.stated import Stated
from mesto.operations.calendars.calendar import Calendar
from mesto.operations.calendars.definition import Dates
from mesto.operations.calendars.reading import calendars_of, spot_of

LOOKS_BACK: Final = timedelta(days=400)  #: at emptyings and what was seen
READINGS: Final = timedelta(days=100)  #: of sensors, of which there are many
AHEAD: Final = timedelta(days=15)
#: Whose public holidays are kept by whose clock.
COUNTRIES: Final = {
    "Europe/Prague": "CZ",
    "Europe/Bratislava": "SK",
    "Europe/Belgrade": "RS",
}


class Known(NamedTuple):
    """What is known of a town, laid out."""

    containers: Containers
    fractions: list[str]  #: by number
    marks: Marks
    days: Days


async def read_known(city: City, now: datetime) -> Known:
    """Read what is known of a town. Raises Unavailable."""
    stated = await city.ask(Stated(types=[CONTAINER], attributes=ATTRIBUTES))
    containers, fractions = containers_of(stated, await city.ask(Put()))
    since = now - LOOKS_BACK
    marks = lay_out_marks(
        containers,
        fractions,
        await city.ask(Read(since=now - READINGS, until=now)),
        await city.ask(SeenIn(since=since, until=now)),
        await weighed_emptyings(city, since, now),
    )
    return Known(containers, list(fractions), marks, await _days(city, since, now))


async def _days(city: City, since: datetime, now: datetime) -> Days:
    spot = await spot_of(city)
    until = now + AHEAD
    country = COUNTRIES.get(spot.zone.key)
    years = range(since.year, until.year + 1)
    free: frozenset[date] = frozenset()
    if country is not None:
        import holidays

        free = frozenset(holidays.country_holidays(country, years=years))
    told = {
        attribute: await city.ask(
            Weathered(attribute=attribute, since=since, until=now)
        )
        for attribute in ("temperature", "precipitation")
    }
    weather = None
    if told["temperature"]:
        weather = Weather(temperature=told["temperature"], rain=told["precipitation"])
    return Days(
        zone=spot.zone,
        holidays=free,
        events=[
            (hours_of(span.start), hours_of(span.end))
            for calendar in (await calendars_of(city)).values()
            if is_event(calendar)
            for span in calendar.spans(since, until)
        ],
        weather=weather,
    )


def is_event(calendar: Calendar) -> bool:
    """Tell whether a calendar names days on which something is on.

    Only one of given dates does; weekdays and public holidays are known anyway, and
    what follows the sun is about lamps.
    """
    return isinstance(calendar.definition.rule, Dates)
