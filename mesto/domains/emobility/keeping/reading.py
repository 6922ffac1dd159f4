"""Reading a town as the keeper wants it: inventory, sessions, loads, what was told."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Final

from mesto.domains.emobility.charging.learnt import Outlook, Past
from mesto.domains.emobility.keeping import loads
from mesto.domains.emobility.keeping.cars import (
    Foretold,
    cars_of,
    ended_of,
    outlooks_of,
)
from mesto.domains.emobility.keeping.pricing import waiting_terms
from mesto.domains.emobility.keeping.questions import (
    HoursOfDay,
    Orders,
    PartsOf,
    SessionsThat,
)
from mesto.domains.emobility.keeping.round import HOLDS, State
from mesto.domains.emobility.keeping.site import Site, site_of
from mesto.domains.emobility.keeping.told import Order, order_in, told_in
from mesto.domains.emobility.nouns import DRAWS, FEEDS, GRID_CONNECTION, SESSION_STATUS
from mesto.kernel.city import City
from mesto.kernel.model import Entity
from mesto.names.charging import EVSE, NOW_CHARGING, STATION

SOURCE: Final = "emobility-keeper"
COMMAND: Final = "setPowerLimit"
REMEMBERED: Final = HOLDS + timedelta(hours=1)  #: older orders hold no station
LEARNT_FROM: Final = timedelta(days=120)  #: sessions that are compared with
LOADS_FROM: Final = timedelta(days=14)
#: How lamps and feeders say what they hang on.
PARTS: Final = ("feederID", "refStreetlightControlCabinet")


class Reader:
    """Reads one town, and keeps what changes slowly."""

    def __init__(self, city: City) -> None:
        """Know nothing yet."""
        self._city = city
        self._learnt_at: datetime | None = None
        self._loads_at: datetime | None = None
        self._past = Past([])
        self._hours: loads.Past = {}
        self._outlooks: dict[Foretold, Outlook] = {}

    async def state(self, now: datetime) -> State | None:
        """Return a town as it is; None: it has no connections to be kept.

        now: by the clock of the town
        """
        zone = now.tzinfo
        assert zone is not None
        connections = await self._city.entities(GRID_CONNECTION)
        if not connections:
            return None
        stations = await self._city.entities(STATION)
        evses = await self._city.entities(EVSE)
        site = site_of(connections, stations, evses)
        await self._learn(now, zone)
        cars = cars_of(await self._open(evses), zone)
        charging = {one.evse: one.transaction for one in cars}
        orders = await self._orders(site, now)
        self._outlooks = outlooks_of(cars, self._past, self._outlooks)
        hangs = await self._hangs(connections)
        await self._hear_loads(hangs, now)
        return State(
            at=now,
            site=site,
            cars=cars,
            evses=evses,
            told=told_in(orders, charging, now),
            outlooks={urn: one for (urn, _), one in self._outlooks.items()},
            hangs=hangs,
            past=self._hours,
            terms=waiting_terms(connections),
        )

    async def _open(self, evses: Mapping[str, Entity]) -> list[Entity]:
        """Return the sessions that are open, each the last of its EVSE."""
        last = {str(urn) for one in evses.values() if (urn := one.value(NOW_CHARGING))}
        found = await self._city.present(sorted(last)) if last else {}
        return [one for one in found.values() if one.value(SESSION_STATUS) == "open"]

    async def ended(self, since: datetime) -> Sequence[Entity]:
        """Return sessions that have ended since a moment."""
        return await self._sessions("ended", since)

    async def _sessions(self, status: str, since: datetime) -> Sequence[Entity]:
        urns = await self._city.ask(SessionsThat(status=status, since=since))
        return list((await self._city.present(urns)).values()) if urns else []

    async def _orders(self, site: Site, now: datetime) -> list[Order]:
        by_number = {(p.station, p.number): p for p in site.places.values()}
        told = await self._city.ask(
            Orders(source=SOURCE, name=COMMAND, since=now - REMEMBERED)
        )
        found = []
        for one in told:
            place = by_number.get((one.station, int(one.value.get("evse", 0))))
            if place is not None:
                found.append(order_in(one.value, place, one.at, one.state, one.tries))
        return found

    async def _learn(self, now: datetime, zone: tzinfo) -> None:
        """Learn from the sessions that have ended, now and then."""
        if self._learnt_at is None or now - self._learnt_at > timedelta(hours=1):
            ended = await self._sessions("ended", now - LEARNT_FROM)
            self._past, self._learnt_at = Past(ended_of(ended, zone)), now

    async def _hangs(self, connections: Mapping[str, Entity]) -> list[loads.Hangs]:
        urns = [
            urn
            for one in connections.values()
            for name in (DRAWS, FEEDS)
            for urn in loads.targets(one, name)
        ]
        if not urns:
            return []
        known = dict(await self._city.present(sorted(set(urns))))
        dumb = [urn for urn, one in known.items() if not loads.power_of(one)]
        parts = await self._city.ask(PartsOf(urns=dumb, names=PARTS)) if dumb else {}
        every = {urn for each in parts.values() for urn in each}
        known |= await self._city.present(sorted(every)) if every else {}
        lamps = {
            whole: [known[urn] for urn in each if urn in known]
            for whole, each in parts.items()
        }
        return loads.hangs_on(connections.values(), known, lamps)

    async def _hear_loads(self, hangs: Sequence[loads.Hangs], now: datetime) -> None:
        """Read what loads were by the hour, now and then."""
        if self._loads_at is not None and now - self._loads_at < timedelta(minutes=10):
            return
        urns = sorted({part.id for one in hangs for part in one.of})
        self._hours = await self._city.ask(
            HoursOfDay(urns=urns, names=loads.POWERS, since=now - LOADS_FROM)
        )
        self._loads_at = now
