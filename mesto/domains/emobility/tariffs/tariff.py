"""What charging costs, as it is written down, and whom that is for. Pure.

A tariff is an entity, `urn:ngsi-ld:EVTariff:NAME`, with `definition`. Its elements have
OCPI's names and meaning; `stations`, `hosts`, `groups` and `on_account` are ours.

Source: OCPI 2.2.1-d2, 11 Tariffs module.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Final, Literal, TypeAlias

import msgspec

from mesto.domains.emobility.tariffs import words
from mesto.kernel.errors import Malformed
from mesto.kernel.plugin import Text
from mesto.kernel.text import refusal

#: Money of one unit, without VAT; the digits written are the digits that count.
Price: TypeAlias = Annotated[float, msgspec.Meta(ge=0, le=1e6)]
Percent: TypeAlias = Annotated[float, msgspec.Meta(ge=0, le=100)]
#: ISO 4217
Currency: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{3}$")]
#: HH:MM, in the town's time.
Clock: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Amount: TypeAlias = Annotated[float, msgspec.Meta(ge=0, le=1e6)]
Seconds: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=10**8)]
Word: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
Urn: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^urn:", max_length=256)]
#: ENERGY by kWh, TIME by hour of charging, PARKING_TIME by hour of standing without,
#: FLAT once.
Dimension: TypeAlias = Literal["ENERGY", "TIME", "PARKING_TIME", "FLAT"]
Weekday: TypeAlias = Literal[
    "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"
]
WEEKDAYS: Final[Sequence[Weekday]] = (
    *("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"),
)


class PriceComponent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one unit costs.

    price: of a kWh, an hour, or once; without VAT
    vat: percent; None: no VAT is due
    step_size: billed in steps of so many Wh or s; 1: exactly
    """

    type: Dimension
    price: Price
    vat: Percent | None = None
    step_size: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1


class Restrictions(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """When an element holds: all that is said at once, every end excluded.

    start_time, end_time: of a day in the town's time; an end before its start is of
        the next day
    min_kwh, max_kwh: what the session was given so far
    min_power, max_power: kW, what it draws
    min_duration, max_duration: s, since the session began
    """

    start_time: Clock | None = None
    end_time: Clock | None = None
    start_date: date | None = None
    end_date: date | None = None
    min_kwh: Amount | None = None
    max_kwh: Amount | None = None
    min_power: Amount | None = None
    max_power: Amount | None = None
    min_duration: Seconds | None = None
    max_duration: Seconds | None = None
    day_of_week: Annotated[Sequence[Weekday], msgspec.Meta(max_length=7)] = ()


class Element(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Prices that hold together."""

    price_components: Annotated[
        Sequence[PriceComponent], msgspec.Meta(min_length=1, max_length=4)
    ]
    restrictions: Restrictions = Restrictions()


class Limit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a session costs at least or at most, without VAT."""

    excl_vat: Price


class Tariff(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A tariff.

    elements: at any moment the first that fits holds, for each dimension; none: free
    type: for those with a card, or only for those who come without
    start_date_time, end_date_time: of the sessions that begin then
    stations, hosts: URNs, and names of site hosts; both empty: all
    groups: of cards; empty: all
    on_account: who comes without a card may ask for an invoice, and waits for a yes
    """

    title: Text
    currency: Currency
    type: Literal["REGULAR", "AD_HOC_PAYMENT"] = "REGULAR"
    elements: Annotated[Sequence[Element], msgspec.Meta(max_length=50)] = ()
    min_price: Limit | None = None
    max_price: Limit | None = None
    start_date_time: datetime | None = None
    end_date_time: datetime | None = None
    stations: Annotated[Sequence[Urn], msgspec.Meta(max_length=2_000)] = ()
    hosts: Annotated[Sequence[Word], msgspec.Meta(max_length=200)] = ()
    groups: Annotated[Sequence[Word], msgspec.Meta(max_length=100)] = ()
    on_account: bool = False

    @property
    def free(self) -> bool:
        """Whether nothing is ever to be paid."""
        prices = [p.price for e in self.elements for p in e.price_components]
        return not any(prices) and self.min_price is None


class Asker(msgspec.Struct, frozen=True, kw_only=True):
    """Who charges, and where, as far as tariffs ask.

    host: name of the site host
    group: of the card; ad_hoc: they have none
    """

    station: str
    host: str = ""
    group: str = ""
    ad_hoc: bool = False


def check_tariff(tariff: Tariff) -> None:
    """Raise Malformed, with the place, for what cannot hold."""
    for at, element in enumerate(tariff.elements):
        place = ("elements", at)
        kinds = [one.type for one in element.price_components]
        if len(set(kinds)) < len(kinds):
            _refuse(words.ONE_PRICE, *place, "price_components")
        within = element.restrictions
        for name in ("kwh", "power", "duration"):
            least = getattr(within, f"min_{name}")
            most = getattr(within, f"max_{name}")
            if least is not None and most is not None and most <= least:
                _refuse(words.ENDS, *place, "restrictions", f"max_{name}")
        first, end = within.start_date, within.end_date
        if first is not None and end is not None and end <= first:
            _refuse(words.ENDS, *place, "restrictions", "end_date")
    least_, most_ = tariff.min_price, tariff.max_price
    if least_ and most_ and most_.excl_vat < least_.excl_vat:
        _refuse(words.MOST, "max_price")
    for name in ("start_date_time", "end_date_time"):
        at_ = getattr(tariff, name)
        if at_ is not None and at_.tzinfo is None:
            _refuse(words.NO_ZONE, name)
    begin, end_ = tariff.start_date_time, tariff.end_date_time
    if begin is not None and end_ is not None and end_ <= begin:
        _refuse(words.ENDS, "end_date_time")


def _refuse(says: Text, *place: str | int) -> None:
    raise refusal(Malformed, says, place=place)


def tariff_for(asker: Asker, at: datetime, tariffs: Mapping[str, Tariff]) -> str | None:
    """Return the name of the tariff of a session that begins at a time; None: none.

    Of those that fit, the one that says most about the case: first the group, then
    that one comes without a card, then the station, then the site host; by name where
    they say the same.
    """
    fit = [name for name, one in tariffs.items() if _fits(one, asker, at)]
    return min(fit, key=lambda name: (*_rank(tariffs[name]), name), default=None)


def _fits(tariff: Tariff, asker: Asker, at: datetime) -> bool:
    begin, end = tariff.start_date_time, tariff.end_date_time
    if (begin is not None and at < begin) or (end is not None and at >= end):
        return False
    if tariff.type == "AD_HOC_PAYMENT" and not asker.ad_hoc:
        return False
    if tariff.groups and (asker.ad_hoc or asker.group not in tariff.groups):
        return False
    if not tariff.stations and not tariff.hosts:
        return True
    return asker.station in tariff.stations or asker.host in tariff.hosts


def _rank(tariff: Tariff) -> tuple[bool, bool, bool, bool]:
    """Return how little a tariff says: what is false comes first."""
    return (
        not tariff.groups,
        tariff.type != "AD_HOC_PAYMENT",
        not tariff.stations,
        not tariff.hosts,
    )
