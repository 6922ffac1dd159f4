"""Stations as anybody may know them: place, plugs, what is free. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from mesto.domains.emobility.nouns import (
    CONNECTED,
    MOST_CURRENT,
    MOST_POWER,
    NUMBER,
    PHASES,
    SOCKET,
    STATUS,
)
from mesto.kernel.model import LOCATION, Entity
from mesto.kernel.verdict import grouped, named, number, place_of
from mesto.names.charging import OF_EVSE, OF_STATION

VOLTS: Final = 230
FREE: Final = "Available"
#: Smart Data Models' words of sockets that give direct current.
DIRECT: Final = ("CCS/SAE", "CHAdeMO", "Dual_CHAdeMO")
#: What of a station or an EVSE changes all the time: the rest is its inventory.
LIVE: Final = frozenset({STATUS, CONNECTED, "availableCapacity", "errorCode"})
TOLD: Final = frozenset(
    {
        *("type", "name", "address", LOCATION, "capacity", "operator"),
        *(NUMBER, OF_STATION, OF_EVSE, SOCKET, MOST_POWER, MOST_CURRENT, PHASES),
    }
)


class Plug(NamedTuple):
    """A plug or socket; 0 where nobody says how much it gives."""

    socket: str  #: Smart Data Models' word
    watts: int
    amps: int

    @property
    def direct(self) -> bool:
        """Whether it gives direct current."""
        return self.socket in DIRECT


class Point(NamedTuple):
    """Where one vehicle at a time is charged."""

    urn: str
    number: str
    status: str  #: OCPP's word; empty: nobody says
    plugs: Sequence[Plug]
    changed_at: datetime  #: its status

    @property
    def watts(self) -> int:
        """Return the most it gives."""
        return max((one.watts for one in self.plugs), default=0)


class Site(NamedTuple):
    """A station with its points."""

    urn: str
    name: str
    street: str
    place: tuple[float, float]  #: longitude, latitude
    operator: str
    points: Sequence[Point]
    updated_at: datetime  #: its inventory
    changed_at: datetime  #: what is free

    @property
    def free(self) -> int:
        """Return how many points are free now."""
        return sum(one.status == FREE for one in self.points)


def sites_of(
    stations: Mapping[str, Entity],
    evses: Mapping[str, Entity],
    connectors: Mapping[str, Entity],
) -> list[Site]:
    """Return the stations whose place is known, by name.

    Where the line of a station is lost, nobody knows what is free there.
    """
    by_station = grouped(evses.values(), OF_STATION)
    by_evse = grouped(connectors.values(), OF_EVSE)
    found = (
        _site(one, by_station.get(one.id, ()), by_evse) for one in stations.values()
    )
    known = [one for one in found if one is not None]
    return sorted(known, key=lambda one: (one.name, one.urn))


def _site(
    station: Entity, evses: Sequence[Entity], parts: Mapping[str, Sequence[Entity]]
) -> Site | None:
    place = place_of(station)
    if place is None:
        return None
    address = station.value("address")
    street = address.get("streetAddress") if isinstance(address, Mapping) else None
    lost = station.value(CONNECTED) is False
    points = [_point(one, parts.get(one.id, ()), station, lost=lost) for one in evses]
    points.sort(key=lambda one: (len(one.number), one.number))
    whole = [station, *evses, *(p for one in evses for p in parts.get(one.id, ()))]
    return Site(
        station.id,
        named(station),
        str(street or ""),
        place,
        str(station.value("operator") or ""),
        points,
        max(_last(one, TOLD) for one in whole),
        max(_last(one, LIVE) for one in whole),
    )


def _point(
    evse: Entity, connectors: Sequence[Entity], station: Entity, *, lost: bool
) -> Point:
    told = number(evse, NUMBER)
    status = "" if lost else str(evse.value(STATUS) or "")
    plugs = [_plug(one, evse, station) for one in connectors or (evse,)]
    name = evse.id.rpartition(":")[2] if told is None else f"{told:g}"
    return Point(evse.id, name, status, plugs, _last(evse, LIVE))


def _plug(connector: Entity, evse: Entity, station: Entity) -> Plug:
    socket = next(filter(None, map(_socket, (connector, evse, station))), "Other")
    kw = _first((connector, evse), MOST_POWER)
    amps = _first((connector, evse), MOST_CURRENT)
    lines = len(str(connector.value(PHASES) or evse.value(PHASES) or "123"))
    if kw is None:
        kw = 0.0 if amps is None else amps * VOLTS * lines / 1000
    if amps is None:
        amps = 0.0 if socket in DIRECT else kw * 1000 / VOLTS / lines
    return Plug(socket, round(kw * 1000), round(amps))


def _socket(entity: Entity) -> str:
    said = entity.value(SOCKET)
    if isinstance(said, list | tuple):
        said = said[0] if said else None
    return said if isinstance(said, str) else ""


def _first(entities: Iterable[Entity], name: str) -> float | None:
    found = (number(one, name) for one in entities)
    return next((one for one in found if one is not None), None)


def _last(entity: Entity, names: frozenset[str]) -> datetime:
    times = [one.modified_at for one in entity.attributes if one.name in names]
    return max(times, default=entity.created_at)


def features(sites: Sequence[Site]) -> Iterator[dict[str, object]]:
    """Yield stations as GeoJSON features (RFC 7946), with what is free now."""
    for one in sites:
        yield {
            "type": "Feature",
            "id": one.urn,
            "geometry": {"type": "Point", "coordinates": list(one.place)},
            "properties": {
                "name": one.name,
                "street": one.street,
                "free": one.free,
                "points": len(one.points),
                "mostKw": max((p.watts for p in one.points), default=0) / 1000,
                "sockets": sorted({g.socket for p in one.points for g in p.plugs}),
                "changed": one.changed_at.isoformat(),
            },
        }
