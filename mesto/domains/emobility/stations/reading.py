"""Reading stations with all that hangs on them, as somebody may see it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from mesto.domains.emobility.nouns import (
    BEGIN,
    END,
    NUMBER,
    RESERVATION,
    SESSION_STATUS,
)
from mesto.domains.emobility.stations.deeds import FREE, LONGEST, RESERVE
from mesto.domains.emobility.stations.reserved import Reservation, reservations_in
from mesto.domains.emobility.stations.words import NO_PLACE, NO_PLUG
from mesto.kernel.city import City
from mesto.kernel.errors import NotFound
from mesto.kernel.model import Entity, Value
from mesto.kernel.question.commands import Commands
from mesto.kernel.question.condition import (
    AllOf,
    Compare,
    Condition,
    OfType,
    Operator,
    Order,
    Path,
)
from mesto.kernel.question.find import Find
from mesto.kernel.question.picture import Judged
from mesto.kernel.text import refusal
from mesto.names.charging import (
    CONNECTOR,
    EVSE,
    NOW_CHARGING,
    OF_EVSE,
    OF_STATION,
    SESSION,
    STATION,
)

MOST_OPEN: Final = 2_000  #: sessions that are listed at once
MOST_RESERVED: Final = 1_000  #: orders about reservations of a day that are read
MOST_PARTS: Final = 999  #: of a station


class Park(NamedTuple):
    """All stations, with what hangs on each."""

    stations: Mapping[str, Entity]
    evses: Mapping[str, Sequence[Entity]]  #: by station
    connectors: Mapping[str, Sequence[Entity]]  #: by EVSE
    sessions: Mapping[str, Entity]  #: the last one, by EVSE
    numbers: Mapping[str, int]  #: of stations and EVSEs, by URN


async def park_of(city: City) -> Park:
    """Read all stations that somebody may see."""
    stations = await city.entities(STATION)
    evses = await city.entities(EVSE)
    connectors = await city.entities(CONNECTOR)
    last = {
        urn: str(session)
        for urn, evse in evses.items()
        if (session := evse.value(NOW_CHARGING))
    }
    sessions = await city.present(sorted(set(last.values())))
    return Park(
        stations=stations,
        evses=_grouped(evses.values(), OF_STATION),
        connectors=_grouped(connectors.values(), OF_EVSE),
        sessions={urn: sessions[one] for urn, one in last.items() if one in sessions},
        numbers=await numbers_of(city, [*stations, *evses]),
    )


async def numbers_of(city: City, urns: Sequence[str]) -> dict[str, int]:
    """Return the numbers of entities, by URN: how their pages are addressed."""
    found = await city.ask(Judged(attributes=[], urns=urns))
    return {one.id: number for number, one in found.items()}


async def open_sessions(city: City) -> list[Entity]:
    """Return the sessions that have not ended, the last one first."""
    still = Compare(Path(SESSION_STATUS), Operator.EQUAL, "open")
    return await _sessions(city, still, BEGIN, MOST_OPEN)


async def ended_sessions(city: City, station: str, limit: int) -> list[Entity]:
    """Return the last sessions of a station that have ended, the last one first."""
    over = Compare(Path(SESSION_STATUS), Operator.EQUAL, "ended")
    here = Compare(Path(OF_STATION), Operator.EQUAL, station)
    return await _sessions(city, AllOf((over, here)), END, limit)


async def _sessions(
    city: City, where: Condition, newest: str, limit: int
) -> list[Entity]:
    page = await city.ask(
        Find(
            where=AllOf((OfType(SESSION), where)),
            order=(Order(Path(newest), descending=True),),
            limit=limit,
        )
    )
    found = await city.present(page.urns)
    return [found[urn] for urn in page.urns if urn in found]


async def reserved_at(
    city: City, station: Entity, now: datetime
) -> dict[int, Reservation]:
    """Return what a station keeps free for somebody, by the number of the EVSE."""
    given = await city.ask(
        Commands(
            entity=station.id,
            before=now,
            start=now - LONGEST,
            names=(RESERVE, FREE),
            limit=MOST_RESERVED,
        )
    )
    return reservations_in(given, station.value(RESERVATION), now)


async def require_place(city: City, station: str, told: Value) -> None:
    """Raise NotFound where an order is about a place nobody has told of.

    told: the value of the order; one that is about no place may be given
    """
    if not isinstance(told, dict) or "evse" not in told:
        return
    evse = (await _parts(city, EVSE, OF_STATION, station)).get(told["evse"])
    if evse is None:
        raise refusal(NotFound, NO_PLACE)
    plugs = await _parts(city, CONNECTOR, OF_EVSE, evse)
    if "connector" in told and plugs and told["connector"] not in plugs:
        raise refusal(NotFound, NO_PLUG)


async def _parts(city: City, type_: str, link: str, whole: str) -> dict[object, str]:
    """Return what a station or an EVSE consists of, by number."""
    here = Compare(Path(link), Operator.EQUAL, whole)
    page = await city.ask(Find(where=AllOf((OfType(type_), here)), limit=MOST_PARTS))
    found = await city.present(page.urns)
    return {one.value(NUMBER): urn for urn, one in found.items()}


def _grouped(entities: Iterable[Entity], link: str) -> dict[str, list[Entity]]:
    groups: dict[str, list[Entity]] = {}
    for one in sorted(entities, key=_number):
        groups.setdefault(str(one.value(link)), []).append(one)
    return groups


def _number(entity: Entity) -> tuple[float, str]:
    number = entity.value("number")
    return (number if isinstance(number, int | float) else 0, entity.id)
