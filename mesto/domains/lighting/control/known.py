"""What is known of the light of one town: what is written, its lamps, its sensors."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from mesto.domains.lighting.control import lux
from mesto.domains.lighting.control.cohorts import Written, cohorts_of
from mesto.domains.lighting.control.courses import Courses
from mesto.domains.lighting.control.decide import Cohort
from mesto.domains.lighting.control.floor import FLOOR
from mesto.domains.lighting.control.groups import GROUP, asked_by_expression
from mesto.domains.lighting.control.kept import Special, special_days
from mesto.domains.lighting.control.lamps import Lamp
from mesto.domains.lighting.control.night import night_at, whole_night
from mesto.domains.lighting.control.reading import Reached, read_lamps, written_of
from mesto.domains.lighting.control.schedule import PROGRAMME, SCHEDULE
from mesto.domains.lighting.control.store import Edition, EditionOf, Readings
from mesto.domains.lighting.presence.alone import Alone
from mesto.domains.lighting.presence.definition import PRESENCE
from mesto.domains.lighting.presence.places import Followers
from mesto.domains.lighting.presence.reading import alone_in_town, followers_in
from mesto.kernel.city import City
from mesto.kernel.municipality import MUNICIPALITY
from mesto.operations.calendars.reading import CALENDAR

LAMPS_ANEW: Final = timedelta(minutes=5)  #: the inventory is read again
LETS_GO: Final = timedelta(seconds=5)  #: lamps that followed people are told later
WRITTEN: Final = (
    GROUP,
    PROGRAMME,
    SCHEDULE,
    FLOOR,
    PRESENCE,
    CALENDAR,
    MUNICIPALITY,
)
ILLUMINANCE: Final = "illuminance"  #: of a light sensor, lx


class Known:
    """The light of one town, as far as it was read."""

    cohorts: Mapping[Cohort, Sequence[Lamp]]  #: that schedules are about
    lamps: Sequence[Lamp] = ()
    # from the first look on:
    written: Written
    courses: Courses
    alone: Alone  #: what lamps keep that follow people by themselves
    _followers: Sequence[Followers]

    def __init__(self, city: City) -> None:
        """Know nothing yet."""
        self._city = city
        self.edition: Edition | None = None
        self.cohorts = {}
        self.reached = Reached(city)
        self.special: Special = {}
        self._lamps_at: datetime | None = None
        self._said = False  #: lamps are known with what expressions ask about
        self._dim: lux.Dim = {}

    @property
    def keeping(self) -> Sequence[str]:
        """The lamps that schedules are about and that keep a programme."""
        lamps = (lamp for alike in self.cohorts.values() for lamp in alike)
        return [lamp.urn for lamp in lamps if lamp.keeps]

    def following(self, now: datetime) -> frozenset[str]:
        """Return the lamps that follow people, or did a moment ago."""
        lamps: frozenset[str] = frozenset()
        for one in self._followers:
            if one.calendar.holds(now) or one.calendar.holds(now - LETS_GO):
                lamps |= one.lamps
        return lamps

    async def read_anew(self, now: datetime) -> bool:
        """Read what was written, and the lamps, where they may have changed.

        Raises Unavailable.
        """
        edition = await self._city.ask(EditionOf(types=WRITTEN))
        old = self._lamps_at is None or now - self._lamps_at >= LAMPS_ANEW
        if edition == self.edition and not old:
            return False
        self.written = await written_of(self._city)
        said = asked_by_expression(self.written.groups)
        if not self.written.schedules:
            self.lamps = ()
        elif old or not self.lamps or (said and not self._said):
            self.lamps = await read_lamps(self._city, said=said)
            self._said = said
        self._followers = await followers_in(self._city, self.lamps)
        self.alone = await alone_in_town(self._city, self.lamps, self.written)
        self._lamps_at = now if old else self._lamps_at
        self.edition = edition
        self.cohorts = {
            cohort: lamps
            for cohort, lamps in cohorts_of(self.written, self.lamps).items()
            if cohort.schedules
        }
        self.courses = Courses(self.written.plan, self._dim)
        await self.reached.read(self.keeping)
        if self.keeping:
            self.special = await asyncio.to_thread(
                special_days,
                self.written.programmes.values(),
                self.written.calendars,
                night_at(now, self.written.spot.zone),
            )
        return True

    async def look_at_sensors(self, now: datetime) -> bool:
        """Read when light sensors said that it is dark; tell whether that is news."""
        dim, zone = {}, self.written.spot.zone
        noon, end = whole_night(night_at(now, zone), zone)
        since = noon - timedelta(hours=6)
        for one in self.written.programmes.values():
            if one.dusk is not None:
                asked = Readings(
                    entity=one.dusk.sensor, attribute=ILLUMINANCE, since=since
                )
                readings = await self._city.ask(asked)
                dim[one.dusk.sensor] = [
                    # what goes on is taken to go on, until a look says otherwise
                    span._replace(end=end) if span.end == now else span
                    for span in lux.dark_spans(one.dusk, readings, now)
                ]
        news = dim != self._dim
        self._dim = dim
        if news:
            self.courses = Courses(self.written.plan, dim)
        return news
