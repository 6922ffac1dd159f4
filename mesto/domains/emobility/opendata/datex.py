"""Stations in DATEX II: where and what they are, and what is free. Pure.

The model is version 3.7 for Regulation (EU) 2023/1804, whose data Implementing
Regulation (EU) 2025/655 asks for: publications of the table and of the status. A
station is a site with one station. Both documents depend on nothing but the data, so
that the time of publication is that of the last change.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple
from xml.etree import ElementTree as ET

from mesto.domains.emobility.opendata.sites import Plug, Point, Site
from mesto.domains.emobility.tariffs.tariff import Element, PriceComponent, Tariff

BASE: Final = "http://datex2.eu/schema/3/"
NAMES: Final[Mapping[str, str]] = {
    "d2": f"{BASE}d2Payload",
    "com": f"{BASE}common",
    "loc": f"{BASE}locationReferencing",
    "afac": f"{BASE}afirFacilities",
    "aegi": f"{BASE}afirEnergyInfrastructure",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
TABLE: Final = "stations"
#: OCPP's word to DATEX's.
STATUS: Final[Mapping[str, str]] = {
    "Available": "available",
    "Preparing": "blocked",
    "Occupied": "occupied",
    "Charging": "charging",
    "SuspendedEV": "occupied",
    "SuspendedEVSE": "occupied",
    "Finishing": "occupied",
    "Reserved": "reserved",
    "Unavailable": "inoperative",
    "Faulted": "faulted",
}
#: Smart Data Models' word to DATEX's, and whether a cable hangs there.
SOCKETS: Final[Mapping[str, tuple[str, str]]] = {
    "Type2": ("iec62196T2", "socket"),
    "Mennekes": ("iec62196T2", "socket"),
    "Dual_Mennekes": ("iec62196T2", "socket"),
    "Type3": ("iec62196T3C", "socket"),
    "J-1772": ("iec62196T1", "cableMode3"),
    "Dual_J-1772": ("iec62196T1", "cableMode3"),
    "CCS/SAE": ("iec62196T2COMBO", "cableMode3"),
    "CHAdeMO": ("chademo", "cableMode3"),
    "Dual_CHAdeMO": ("chademo", "cableMode3"),
    "Tesla": ("teslaConnectorEurope", "cableMode3"),
    "Wall_Euro": ("domesticFType", "socket"),
    "Caravan_Mains_Socket": ("cee3", "socket"),
}
PRICES: Final[Mapping[str, str]] = {
    "ENERGY": "pricePerKWh",
    "TIME": "pricePerMinute",
    "PARKING_TIME": "pricePerMinute",
    "FLAT": "basePrice",
}
CENT: Final = Decimal("0.01")


class Publisher(NamedTuple):
    """Who publishes; country: ISO 3166 alpha-2."""

    town: str
    country: str
    language: str


def table_of(
    sites: Sequence[Site],
    rates: Mapping[str, tuple[str, Tariff]],
    publisher: Publisher,
) -> bytes:
    """Write what stations there are: EnergyInfrastructureTablePublication.

    sites: at least one
    rates: name and tariff for who comes without a card, by station
    """
    at = max(one.updated_at for one in sites)
    payload = _payload("aegi:EnergyInfrastructureTablePublication", publisher, at)
    table = _in(payload, "aegi:energyInfrastructureTable", id=TABLE, version="1")
    for one in sites:
        site = _facility(table, "aegi:energyInfrastructureSite", one.urn, one)
        _text(site, "aegi:typeOfSite", "onstreet")
        station = _facility(
            site, "aegi:energyInfrastructureStation", f"{one.urn}:station", one
        )
        watts = sum(point.watts for point in one.points)
        if watts:
            _text(station, "aegi:totalMaximumPower", f"{watts}")
        _text(station, "aegi:authenticationAndIdentificationMethods", "rfid")
        _text(station, "aegi:numberOfRefillPoints", str(len(one.points)))
        for point in one.points:
            _refill_point(station, point, one, rates.get(one.urn), publisher.language)
    return _written(payload)


def statuses_of(sites: Sequence[Site], publisher: Publisher) -> bytes:
    """Write what is free now: EnergyInfrastructureStatusPublication.

    sites: at least one
    """
    at = max(one.changed_at for one in sites)
    payload = _payload("aegi:EnergyInfrastructureStatusPublication", publisher, at)
    _in(
        payload,
        "aegi:tableReference",
        id=TABLE,
        version="1",
        targetClass="aegi:EnergyInfrastructureTable",
    )
    for one in sites:
        site = _in(payload, "aegi:energyInfrastructureSiteStatus")
        _refer(site, one.urn, one.changed_at)
        station = _in(site, "aegi:energyInfrastructureStationStatus")
        _refer(station, f"{one.urn}:station", one.changed_at)
        _text(station, "aegi:isAvailable", str(one.free > 0).lower())
        for point in one.points:
            told = _in(station, "aegi:refillPointStatus")
            told.set(_name("xsi:type"), "aegi:ElectricChargingPointStatus")
            _refer(told, point.urn, point.changed_at)
            _text(told, "aegi:status", STATUS.get(point.status, "unknown"))
    return _written(payload)


def _refill_point(
    station: ET.Element,
    point: Point,
    site: Site,
    rate: tuple[str, Tariff] | None,
    language: str,
) -> None:
    told = _in(station, "aegi:refillPoint", id=point.urn, version="1")
    told.set(_name("xsi:type"), "aegi:ElectricChargingPoint")
    _words(told, "afac:name", f"{site.name} {point.number}", language)
    _text(told, "aegi:deliveryUnit", "kWh")
    if rate is not None:
        product = _in(told, "aegi:energyProduct")
        product.set(_name("xsi:type"), "aegi:ElectricEnergy")
        _rate(product, f"{point.urn}:{rate[0]}", rate[1], site.updated_at, language)
    plugs = [one for one in point.plugs if one.watts]
    direct = any(one.direct for one in plugs)
    _text(told, "aegi:currentType", "dc" if direct else "ac")
    _text(told, "aegi:numberOfConnectors", str(len(plugs)))
    if point.watts:
        _text(told, "aegi:availableChargingPower", str(point.watts))
    for one in plugs:
        _connector(told, one)


def _connector(point: ET.Element, plug: Plug) -> None:
    kind, form = SOCKETS.get(plug.socket, ("other", "socket"))
    told = _in(point, "aegi:connector")
    _text(told, "aegi:connectorType", kind)
    _text(told, "aegi:connectorFormat", form)
    _text(told, "aegi:maxPowerAtSocket", str(plug.watts))
    if plug.amps:
        _text(told, "aegi:maximumCurrent", str(plug.amps))


def _rate(
    product: ET.Element, id_: str, tariff: Tariff, at: datetime, language: str
) -> None:
    """Write a tariff for who comes without a card; prices include VAT."""
    rate = _in(product, "aegi:energyRate", id=id_)
    _text(rate, "aegi:ratePolicy", "adHoc")
    _text(rate, "aegi:lastUpdated", _time(at))
    _text(rate, "aegi:applicableCurrency", tariff.currency)
    title = tariff.title.get(language) or next(iter(tariff.title.values()), "")
    if title:
        _words(rate, "aegi:rateName", title, language)
    prices = [(e, p) for e in tariff.elements for p in e.price_components]
    for element, component in prices:
        _price(rate, element, component, language)
    if not prices:
        free = _in(rate, "aegi:energyPrice")
        _text(free, "aegi:priceGroupIndex", "0")
        _text(free, "aegi:priceType", "free")
        _text(free, "aegi:value", "0.00")


def _price(
    rate: ET.Element, element: Element, component: PriceComponent, language: str
) -> None:
    told = _in(rate, "aegi:energyPrice")
    vat = Decimal(str(component.vat or 0))
    gross = Decimal(str(component.price)) * (1 + vat / 100)
    if component.type in ("TIME", "PARKING_TIME"):
        gross /= 60
    _text(told, "aegi:priceGroupIndex", "0")
    _text(told, "aegi:priceType", PRICES[component.type])
    _text(told, "aegi:value", str(gross.quantize(CENT, ROUND_HALF_UP)))
    _text(told, "aegi:taxIncluded", "true")
    if component.vat is not None:
        _text(told, "aegi:taxRate", f"{component.vat:g}")
    within = element.restrictions
    notes: list[str] = [component.type] if component.type == "PARKING_TIME" else []
    if within.start_time or within.end_time:
        notes.append(f"{within.start_time or '00:00'}-{within.end_time or '24:00'}")
    notes += list(within.day_of_week)
    if notes:
        _words(told, "aegi:additionalInformation", " ".join(notes), language)
    if within.min_duration or within.max_duration:
        span = _in(told, "aegi:timeBasedApplicability")
        for name, seconds in (
            ("fromMinute", within.min_duration),
            ("toMinute", within.max_duration),
        ):
            if seconds is not None:
                _text(span, f"aegi:{name}", str(seconds // 60))


# XML


def _payload(kind: str, publisher: Publisher, at: datetime) -> ET.Element:
    for prefix, uri in NAMES.items():
        ET.register_namespace(prefix, uri)
    payload = ET.Element(_name("d2:payload"))
    payload.set(_name("xsi:type"), kind)
    payload.set("lang", publisher.language[:2])
    payload.set("modelBaseVersion", "3")
    _text(payload, "com:publicationTime", _time(at))
    creator = _in(payload, "com:publicationCreator")
    _text(creator, "com:country", publisher.country)
    _text(creator, "com:nationalIdentifier", publisher.town)
    return payload


def _facility(parent: ET.Element, name: str, id_: str, site: Site) -> ET.Element:
    told = _in(parent, name, id=id_, version="1")
    _words(told, "afac:name", site.name, None)
    _text(told, "afac:lastUpdated", _time(site.updated_at))
    if site.street:
        _words(told, "afac:description", site.street, None)
    hours = _in(told, "afac:operatingHours")
    hours.set(_name("xsi:type"), "afac:OpenAllHours")
    where = _in(told, "afac:locationReference")
    where.set(_name("xsi:type"), "loc:PointLocation")
    point = _in(_in(where, "loc:pointByCoordinates"), "loc:pointCoordinates")
    _text(point, "loc:latitude", f"{site.place[1]:.6f}")
    _text(point, "loc:longitude", f"{site.place[0]:.6f}")
    if site.operator:
        operator = _in(told, "afac:operator")
        operator.set(_name("xsi:type"), "afac:AnOrganisation")
        _words(operator, "afac:name", site.operator, None)
    return told


def _refer(told: ET.Element, id_: str, at: datetime) -> None:
    _in(
        told,
        "afac:reference",
        id=id_,
        version="1",
        targetClass="afac:FacilityObject",
    )
    _text(told, "afac:lastUpdated", _time(at))


def _words(parent: ET.Element, name: str, text: str, language: str | None) -> None:
    value = _in(_in(_in(parent, name), "com:values"), "com:value")
    if language:
        value.set("lang", language)
    value.text = text


def _text(parent: ET.Element, name: str, text: str) -> None:
    _in(parent, name).text = text


def _in(parent: ET.Element, name: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, _name(name), attributes)


def _name(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NAMES[prefix]}}}{local}"


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _written(payload: ET.Element) -> bytes:
    written: bytes = ET.tostring(payload, encoding="utf-8", xml_declaration=True)
    return written
