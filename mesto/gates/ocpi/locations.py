"""Stations as locations: what is where, and whether it is free. Pure.

A station is a location of its own. What an inventory does not say of a plug is not
made up: such a connector is left out, and an EVSE without one too.

Source: OCPI 2.2.1, 8.3.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from mesto.gates.ocpi.codec import Document, iso
from mesto.gates.ocpi.naming import evse_id, id_of
from mesto.gates.ocpi.settings import Settings
from mesto.kernel.model import LOCATION, Entity
from mesto.kernel.verdict import named, number, place_of
from mesto.names.charging import OF_STATION

#: OCPP's word to OCPI's.
STATUS: Final[Mapping[str, str]] = {
    "Available": "AVAILABLE",
    "Preparing": "BLOCKED",
    "Occupied": "CHARGING",
    "Charging": "CHARGING",
    "SuspendedEV": "CHARGING",
    "SuspendedEVSE": "CHARGING",
    "Finishing": "CHARGING",
    "Reserved": "RESERVED",
    "Unavailable": "INOPERATIVE",
    "Faulted": "OUTOFORDER",
}
#: Smart Data Models' word to OCPI's, whether a cable hangs there, and direct current.
SOCKETS: Final[Mapping[str, tuple[str, str, bool]]] = {
    "Type2": ("IEC_62196_T2", "SOCKET", False),
    "Mennekes": ("IEC_62196_T2", "SOCKET", False),
    "Dual_Mennekes": ("IEC_62196_T2", "SOCKET", False),
    "Type3": ("IEC_62196_T3C", "SOCKET", False),
    "J-1772": ("IEC_62196_T1", "CABLE", False),
    "Dual_J-1772": ("IEC_62196_T1", "CABLE", False),
    "CCS/SAE": ("IEC_62196_T2_COMBO", "CABLE", True),
    "CHAdeMO": ("CHADEMO", "CABLE", True),
    "Dual_CHAdeMO": ("CHADEMO", "CABLE", True),
    "Tesla": ("TESLA_S", "CABLE", False),
    "Wall_Euro": ("DOMESTIC_F", "SOCKET", False),
    "Caravan_Mains_Socket": ("IEC_60309_2_single_16", "SOCKET", False),
}
PHASES: Final = 3
VOLTS: Final = 230
DC_VOLTS: Final = 400  #: where a table does not say
CAPABILITIES: Final = ("RFID_READER", "REMOTE_START_STOP_CAPABLE", "UNLOCK_CAPABLE")


class Town(NamedTuple):
    """What there is to charge at."""

    name: str
    time_zone: str
    stations: Mapping[str, Entity]
    evses: Mapping[str, Sequence[Entity]]  #: by station
    connectors: Mapping[str, Sequence[Entity]]  #: by EVSE
    tariffs: Mapping[str, Sequence[str]] = {}  #: ids, by station; "": everywhere else


def locations(town: Town, settings: Settings) -> list[Document]:
    """Return all locations, in the order they came to be."""
    stations = sorted(town.stations.values(), key=lambda one: (one.created_at, one.id))
    told = (location(one, town, settings) for one in stations)
    return [one for one in told if one is not None]


def location(station: Entity, town: Town, settings: Settings) -> Document | None:
    """Return a station as a location; None where nobody knows its place or plugs."""
    at = place_of(station)
    evses = [
        evse
        for one in town.evses.get(station.id, ())
        if (evse := _evse(one, station, town, settings)) is not None
    ]
    if at is None or not evses:
        return None
    address = station.value("address")
    said = address if isinstance(address, Mapping) else {}
    name = named(station)
    told: Document = {
        "country_code": settings.country_code,
        "party_id": settings.party_id,
        "id": id_of(station.id),
        "publish": True,
        "name": name[:255],
        "address": str(said.get("streetAddress") or name)[:255],
        "city": str(said.get("addressLocality") or town.name)[:45],
        "country": settings.country,
        "coordinates": {"latitude": f"{at[1]:.6f}", "longitude": f"{at[0]:.6f}"},
        "evses": evses,
        "operator": {"name": (settings.operator or town.name)[:100]},
        "time_zone": town.time_zone,
        "last_updated": max(
            iso(station_updated(station)), *(one["last_updated"] for one in evses)
        ),
    }
    code = said.get("postalCode")
    if isinstance(code, str) and code:
        told["postal_code"] = code[:10]
    return told


def status_of(evse: Entity, station: Entity) -> str:
    """Return OCPI's word for how an EVSE is; who is not there, nobody knows."""
    if station.value("connected") is False:
        return "UNKNOWN"
    return STATUS.get(str(evse.value("status")), "UNKNOWN")


#: What partners are told of: other attributes change too often and mean nothing there.
_OF_STATION: Final = ("name", LOCATION, "address", "connected", "type")
_OF_EVSE: Final = (
    *("status", "number", "maximumPower", "maximumCurrent", "phases"),
    *(OF_STATION, "socketType", "type"),
)


def station_updated(station: Entity) -> datetime:
    """Return when what partners are told of a station changed last."""
    return _updated(station, _OF_STATION)


def _updated(entity: Entity, told: Sequence[str]) -> datetime:
    times = [one.modified_at for one in entity.attributes if one.name in told]
    return max(times, default=entity.created_at)


def _evse(
    evse: Entity, station: Entity, town: Town, settings: Settings
) -> Document | None:
    parts: Sequence[Entity] = town.connectors.get(evse.id, ()) or (evse,)
    connectors = list(_connectors(parts, evse, station, town))
    if not connectors:
        return None
    updated = [iso(_updated(one, _OF_EVSE)) for one in (evse, *parts)]
    updated.append(iso(_updated(station, ("connected",))))
    told: Document = {
        "uid": id_of(evse.id),
        "evse_id": evse_id(settings.country_code, settings.party_id, evse.id),
        "status": status_of(evse, station),
        "capabilities": list(CAPABILITIES),
        "connectors": connectors,
        "last_updated": max(updated),
    }
    mark = evse.value("number")
    if isinstance(mark, int | float):
        told["physical_reference"] = f"{mark:g}"[:16]
    return told


def _connectors(
    parts: Sequence[Entity], evse: Entity, station: Entity, town: Town
) -> Iterator[Document]:
    tariffs = town.tariffs.get(station.id) or town.tariffs.get("", ())
    for number_, one in enumerate(parts, start=1):
        plug = plug_of(one, evse, station)
        if plug is None:
            continue
        told: Document = {
            "id": "1" if one is evse else f"{number(one, 'number') or number_:g}",
            "standard": plug.standard,
            "format": plug.form,
            "power_type": plug.power_type,
            "max_voltage": plug.volts,
            "max_amperage": plug.amps,
            "last_updated": iso(_updated(one, _OF_EVSE)),
        }
        if plug.watts:
            told["max_electric_power"] = plug.watts
        if tariffs:
            told["tariff_ids"] = list(tariffs)
        yield told


class Plug(NamedTuple):
    """What a connector can do."""

    standard: str  #: OCPI's word
    form: str  #: SOCKET or CABLE
    power_type: str  #: OCPI's word
    volts: int  #: line to neutral
    amps: int
    watts: int  #: 0: nobody says


def plug_of(connector: Entity, evse: Entity, station: Entity) -> Plug | None:
    """Return what a connector can do; None where nobody says how it looks.

    What it does not say itself, its EVSE or its station may.
    """
    said = next((one for one in map(_socket, (connector, evse, station)) if one), "")
    if said not in SOCKETS:
        return None
    standard, form, direct = SOCKETS[said]
    kw = _first(connector, evse, name="maximumPower")
    amps = _first(connector, evse, name="maximumCurrent")
    phases = str(connector.value("phases") or evse.value("phases") or "123")
    alternating = "AC_3_PHASE" if len(phases) == PHASES else "AC_1_PHASE"
    power_type = "DC" if direct else alternating
    volts = int(number(station, "voltage") or 0) if direct else VOLTS
    volts = volts or DC_VOLTS
    lines = 1 if direct else len(phases)
    if amps is None:
        amps = 0.0 if kw is None else kw * 1000 / (volts * lines)
    watts = kw * 1000 if kw is not None else amps * volts * lines
    return Plug(standard, form, power_type, volts, round(amps), round(watts))


def _first(*entities: Entity, name: str) -> float | None:
    found = (number(one, name) for one in entities)
    return next((one for one in found if one is not None), None)


def _socket(entity: Entity) -> str:
    said = entity.value("socketType")
    if isinstance(said, list | tuple):
        said = said[0] if said else None
    return said if isinstance(said, str) else ""
