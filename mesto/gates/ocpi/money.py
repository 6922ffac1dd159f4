"""What charging costs, and what sessions came to, as partners read it. Pure.

Tariffs and receipts are read as the ledger has them: a tariff's `definition` has OCPI's
own words, a receipt's `bill` says line by line what was charged for.

Source: OCPI 2.2.1-d2, 10 CDRs, 11 Tariffs.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Final, Literal, NamedTuple

import msgspec

from mesto.gates.ocpi.codec import Document, iso
from mesto.gates.ocpi.locations import Town, location
from mesto.gates.ocpi.naming import TARIFF, evse_id, id_of
from mesto.gates.ocpi.periods import Period, hours, periods_told, totals_told
from mesto.gates.ocpi.sessions import cdr_token, method_of, session_of, updated
from mesto.gates.ocpi.settings import Settings
from mesto.kernel.model import Entity
from mesto.names.charging import SO_FAR

#: Where a dimension's sum goes.
SUMS: Final[Mapping[str, str]] = {
    "ENERGY": "total_energy_cost",
    "TIME": "total_time_cost",
    "PARKING_TIME": "total_parking_cost",
    "FLAT": "total_fixed_cost",
}
SENT: Final = ("issued", "credit")  #: receipts of these are final


class Priced(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one unit costs, in OCPI's words."""

    type: Literal["ENERGY", "TIME", "PARKING_TIME", "FLAT"]
    price: float
    vat: float | None = None
    step_size: int | None = None  #: None is 1, as where nobody says

    def __post_init__(self) -> None:
        """Say the step, which partners want to be told."""
        if self.step_size is None:
            msgspec.structs.force_setattr(self, "step_size", 1)


class Element(msgspec.Struct, frozen=True, kw_only=True):
    """Prices that hold together, and when."""

    price_components: Annotated[Sequence[Priced], msgspec.Meta(min_length=1)]
    restrictions: Document = {}


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What of a tariff's definition partners are told; the rest is the town's."""

    currency: str
    title: Mapping[str, str] = {}
    type: Literal["REGULAR", "AD_HOC_PAYMENT"] = "REGULAR"
    elements: Sequence[Element] = ()
    min_price: Document | None = None
    max_price: Document | None = None
    start_date_time: datetime | None = None
    end_date_time: datetime | None = None
    stations: Sequence[str] = ()
    hosts: Sequence[str] = ()
    groups: Sequence[str] = ()


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a bill; amount: kWh, s, or 1."""

    what: str
    begin: datetime
    amount: Decimal
    net: Decimal
    gross: Decimal


class Bill(msgspec.Struct, frozen=True, kw_only=True):
    """What a session came to."""

    currency: str
    tariff: str
    begin: datetime
    end: datetime
    station: str
    evse: str = ""
    kwh: float | None = None
    periods: Sequence[Period] = ()
    lines: Sequence[Line] = ()
    net: Decimal = Decimal(0)
    gross: Decimal = Decimal(0)

    @property
    def went(self) -> Sequence[Period]:
        """How it went, as far as is known: at least the energy alone."""
        wh = round(max(0.0, self.kwh or 0.0) * 1_000)
        return self.periods or (Period(begin=self.begin, wh=wh),)


class SoFar(msgspec.Struct, frozen=True, kw_only=True):
    """How a session that goes on has gone."""

    tariff: str
    periods: Annotated[Sequence[Period], msgspec.Meta(min_length=1)]


class Sold(NamedTuple):
    """A receipt and what it is about."""

    receipt: Entity
    session: Entity
    token: Entity


def read_tariff(entity: Entity) -> Written | None:
    """Read a tariff; None where it makes no sense."""
    try:
        return msgspec.convert(entity.value("definition"), Written)
    except msgspec.ValidationError:
        return None


def tariff_of(entity: Entity, settings: Settings) -> Document | None:
    """Return a tariff in OCPI's words; None where it is not for partners' drivers.

    Those for groups of the town's own cards, and for who comes without one, are not.
    """
    told = read_tariff(entity)
    if told is None or told.groups or told.type != "REGULAR":
        return None
    free = [{"price_components": [{"type": "FLAT", "price": 0, "step_size": 1}]}]
    said: Document = {
        "country_code": settings.country_code,
        "party_id": settings.party_id,
        "id": id_of(entity.id),
        "currency": told.currency,
        "type": told.type,
        "elements": [_element(one) for one in told.elements] or free,
        "last_updated": iso(updated(entity)),
    }
    if told.title:
        said["tariff_alt_text"] = [
            {"language": tag[:2], "text": text[:512]}
            for tag, text in told.title.items()
            if tag != "sr-Cyrl"
        ]
    for name in ("min_price", "max_price"):
        if limit := getattr(told, name):
            said[name] = limit
    for name in ("start_date_time", "end_date_time"):
        if at := getattr(told, name):
            said[name] = iso(at)
    return said


def tariffs_by_place(tariffs: Mapping[str, Entity]) -> dict[str, list[str]]:
    """Return the ids of tariffs by station; "" is where no other one holds."""
    found: dict[str, list[str]] = {}
    for urn, entity in sorted(tariffs.items()):
        told = read_tariff(entity)
        if told is None or told.groups or told.type != "REGULAR":
            continue
        for station in told.stations or (() if told.hosts else ("",)):
            found.setdefault(station, []).append(id_of(urn))
    return found


def read_bill(receipt: Entity) -> Bill | None:
    """Read what a receipt says; None where it makes no sense."""
    try:
        return msgspec.convert(receipt.value("bill"), Bill)
    except msgspec.ValidationError:
        return None


def billed_session(
    session: Entity, token: Entity, receipt: Entity | None, settings: Settings
) -> Document | None:
    """Return a session in OCPI's words, with what it came to once that is final.

    While it goes on it has its periods so far, and their energy, so that both agree.

    Returns None where it is not known where it was.
    """
    told = session_of(session, token, settings)
    so_far = _so_far(session)
    if told and told["status"] == "ACTIVE" and so_far:
        told["charging_periods"] = _periods(so_far.periods, so_far.tariff)
        told["kwh"] = totals_told(so_far.periods)["total_energy"]
    bill = read_bill(receipt) if receipt else None
    if told and receipt and bill and receipt.value("status") in SENT:
        told["charging_periods"] = _periods(bill.went, bill.tariff)
        told["total_cost"] = _price(bill.net, bill.gross)
    return told


def cdr_of(sold: Sold, town: Town, settings: Settings) -> Document | None:
    """Return a receipt as a charge detail record.

    Returns None while it is not final, or where nobody knows what it is about.
    """
    bill, card = read_bill(sold.receipt), cdr_token(sold.token)
    station = town.stations.get(bill.station) if bill else None
    place = _place(station, bill.evse, town, settings) if station and bill else None
    if bill is None or card is None or place is None:
        return None
    if sold.receipt.value("status") not in SENT:
        return None
    told: Document = {
        "country_code": settings.country_code,
        "party_id": settings.party_id,
        "id": id_of(sold.receipt.id),
        "start_date_time": iso(bill.begin),
        "end_date_time": iso(bill.end),
        "session_id": id_of(sold.session.id),
        "cdr_token": card,
        "auth_method": method_of(sold.session),
        "cdr_location": place,
        "currency": bill.currency,
        "charging_periods": _periods(bill.went, bill.tariff),
        "total_cost": _price(bill.net, bill.gross),
        "total_time": hours((bill.end - bill.begin).total_seconds()),
        "last_updated": iso(updated(sold.receipt)),
        **totals_told(bill.went),
        **_sums(bill),
    }
    reference = sold.session.value("authorizationReference")
    if isinstance(reference, str):
        told["authorization_reference"] = reference
    credited = sold.receipt.value("creditOf")
    if isinstance(credited, str):
        told |= {"credit": True, "credit_reference_id": id_of(credited)}
    return told


def _element(element: Element) -> Document:
    """Return an element without what it does not say."""
    prices = msgspec.to_builtins(element.price_components)
    limits = {
        name: value
        for name, value in element.restrictions.items()
        if value not in (None, [])
    }
    return {"price_components": prices, **({"restrictions": limits} if limits else {})}


def _place(
    station: Entity, evse: str, town: Town, settings: Settings
) -> Document | None:
    """Return where somebody charged."""
    whole = location(station, town, settings)
    if whole is None:
        return None
    there = [one for one in whole["evses"] if one["uid"] == id_of(evse)]
    if not there:
        return None
    plug = there[0]["connectors"][0]
    told = {
        "id": whole["id"],
        "name": whole["name"],
        "address": whole["address"][:45],
        "city": whole["city"],
        "country": whole["country"],
        "coordinates": whole["coordinates"],
        "evse_uid": there[0]["uid"],
        "evse_id": evse_id(settings.country_code, settings.party_id, evse),
        "connector_id": plug["id"],
        "connector_standard": plug["standard"],
        "connector_format": plug["format"],
        "connector_power_type": plug["power_type"],
    }
    if "postal_code" in whole:
        told["postal_code"] = whole["postal_code"]
    return told


def _so_far(session: Entity) -> SoFar | None:
    try:
        return msgspec.convert(session.value(SO_FAR), SoFar)
    except msgspec.ValidationError:
        return None


def _periods(periods: Sequence[Period], tariff: str) -> list[Document]:
    return periods_told(periods, id_of(f"urn:ngsi-ld:{TARIFF}:{tariff}"))


def _sums(bill: Bill) -> Document:
    told: Document = {}
    for what, name in SUMS.items():
        lines = [one for one in bill.lines if one.what == what]
        if lines:
            net = sum((one.net for one in lines), Decimal(0))
            gross = sum((one.gross for one in lines), Decimal(0))
            told[name] = _price(net, gross)
    return told


def _price(net: Decimal, gross: Decimal) -> Document:
    return {"excl_vat": float(net), "incl_vat": float(gross)}
