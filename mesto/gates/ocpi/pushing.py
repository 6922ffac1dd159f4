"""Telling a partner what is new: locations, and the sessions of its drivers.

Source: OCPI 2.2.1, 8.2.2, 9.2.2.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

from mesto.gates.ocpi.codec import Document
from mesto.gates.ocpi.errands import is_let_in
from mesto.gates.ocpi.locations import location
from mesto.gates.ocpi.naming import OF_PARTNER
from mesto.gates.ocpi.partner import RECEIVER, Partner
from mesto.gates.ocpi.reading import (
    read_own,
    read_sessions,
    read_tokens,
    read_town,
)
from mesto.gates.ocpi.selling import Selling
from mesto.gates.ocpi.talk import Talk
from mesto.gates.ocpi.telling import Teller
from mesto.kernel.city import City
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Entity, Event, Observation
from mesto.names.charging import (
    CONNECTOR,
    EVSE,
    OF_EVSE,
    OF_STATION,
    SESSION,
    STATION,
    token_urn,
)

PLACES: Final = (STATION, EVSE, CONNECTOR)
#: What of places partners are told: meters that run on all day are not among it.
TOLD: Final = frozenset(
    {
        *("type", "name", "location", "address", "connected", "status", "number"),
        *("maximumPower", "maximumCurrent", "phases", "socketType"),
        *(OF_STATION, OF_EVSE),
    }
)


class Pushing:
    """What one partner was told, and has still to be."""

    def __init__(self, city: City, talk: Talk, partner: Partner) -> None:
        """Know nothing of what it was told."""
        self._city = city
        self._talk = talk
        self._teller = Teller(talk)
        self._partner = partner
        self._selling = Selling(city, talk, partner)
        self._told: dict[str, Document] = {}  #: locations, by station

    async def tell_all(self) -> list[Malformed]:
        """Tell what there is to a partner that knows nothing yet.

        Returns what it did not take. Raises Unavailable where it does not answer.
        """
        town = await read_town(self._city)
        troubles = await self._tell_places(town.stations)
        own = await read_own(self._city, SESSION, self._talk.connection.name)
        troubles += await self._tell_sessions(own)
        return troubles + await self._selling.tell_all()

    async def hear(self, events: Sequence[Event]) -> list[Malformed]:
        """Tell what is new. Returns and raises what `tell_all` does."""
        places, sessions = set(), set()
        for event in events:
            one = event.observation
            if SESSION in event.types:
                sessions.add(one.entity)
            elif one.attribute in TOLD and not set(PLACES).isdisjoint(event.types):
                places.add(one.entity)
        troubles = await self._tell_places(await self._stations_of(places))
        if sessions:
            found = await self._city.present(sorted(sessions))
            troubles += await self._tell_sessions(await self._own(found.values()))
        return troubles + await self._selling.hear(events)

    # locations

    async def _stations_of(self, urns: set[str]) -> list[str]:
        """Return the stations that places are parts of."""
        found = await self._city.present(sorted(urns)) if urns else {}
        evses = {str(one.value(OF_EVSE)) for one in found.values()} - set(found)
        found |= await self._city.present(sorted(evses)) if evses else {}
        stations = {
            urn if STATION in one.types else str(one.value(OF_STATION))
            for urn, one in found.items()
        }
        return sorted(stations - {"None"})

    async def _tell_places(self, stations: Iterable[str]) -> list[Malformed]:
        url = self._partner.endpoint("locations", RECEIVER)
        wanted = list(stations)
        if url is None or not wanted:
            return []
        town, troubles = await read_town(self._city), []
        for urn in wanted:
            station = town.stations.get(urn)
            told = location(station, town, self._talk.settings) if station else None
            if told is not None:
                where = self._teller.url(url, told["id"])
                troubles += await self._tell_place(where, urn, told)
        return troubles

    async def _tell_place(
        self, where: str, urn: str, told: Document
    ) -> list[Malformed]:
        """Tell a location: the statuses that changed, if that is all, or all of it."""
        before = self._told.get(urn)
        changed = _only_statuses(before, told)
        if changed == []:
            return []
        self._told[urn] = told
        for evse in changed or ():
            said = {name: evse[name] for name in ("status", "last_updated")}
            at = f"{where}/{quote(evse['uid'], safe='')}"
            if not await self._teller.patch(at, said):
                break
        else:
            if changed:
                return []
        return await self._teller.put(where, told)

    # sessions

    async def _own(self, sessions: Iterable[Entity]) -> list[Entity]:
        """Return the sessions of a partner's drivers; mark those that are new."""
        name, found = self._talk.connection.name, list(sessions)
        cards = await read_tokens(self._city, found)
        own, news = [], []
        for one in found:
            card = cards.get(token_urn(str(one.value("idToken"))))
            if card is None or card.value(OF_PARTNER) != name:
                continue
            own.append(one.id)
            if one.value(OF_PARTNER) is None:
                news += _marked(one, card, name)
        if news:
            await self._city.record(news)
        return list((await self._city.present(own)).values()) if own else []

    async def _tell_sessions(self, sessions: Sequence[Entity]) -> list[Malformed]:
        url = self._partner.endpoint("sessions", RECEIVER)
        if url is None or not sessions:
            return []
        troubles = []
        for told in await read_sessions(self._city, sessions, self._talk.settings):
            where = self._teller.url(url, told["id"])
            troubles += await self._teller.put(where, told)
        return troubles


def _only_statuses(before: Document | None, told: Document) -> list[Document] | None:
    """Return the EVSEs whose status changed, where nothing else did; else None."""
    if before is None or len(before["evses"]) != len(told["evses"]):
        return None
    if _still(before) != _still(told):
        return None
    pairs = zip(before["evses"], told["evses"], strict=True)
    return [now for then, now in pairs if then["status"] != now["status"]]


def _still(told: Document) -> Document:
    """Return a location without what changes with the status of its EVSEs."""
    loose = ("status", "last_updated")
    return {
        **{name: value for name, value in told.items() if name != "last_updated"},
        "evses": [
            {name: value for name, value in evse.items() if name not in loose}
            for evse in told["evses"]
        ],
    }


def _marked(session: Entity, card: Entity, name: str) -> list[Observation]:
    """Observe whose driver a session is, and how it was let in."""
    said = {OF_PARTNER: name}
    if is_let_in(card, str(session.value(OF_STATION)), datetime.now(UTC)):
        said["authMethod"] = str(card.value("letInBy"))
        reference = card.value("authorizationReference")
        if isinstance(reference, str):
            said["authorizationReference"] = reference
    return [
        Observation(entity=session.id, attribute=attribute, value=value, source=name)
        for attribute, value in said.items()
    ]
