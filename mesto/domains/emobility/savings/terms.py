"""What energy and peaks cost at a connection, as a table says it. Pure.

`energyPrice`: of a kWh by days and hours, the later one is right where several apply:

    0.12; Mo-Fr 08:00-20:00 0.25

`demandPrice`: of a kW of the month's highest quarter of an hour; `currency`: ISO 4217.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from mesto.domains.emobility.charging.tree import Limit, applies
from mesto.domains.emobility.keeping.doubts import NO_PRICE
from mesto.domains.emobility.keeping.limits import days_of, time_of
from mesto.domains.emobility.nouns import CURRENCY, DEMAND_PRICE, ENERGY_PRICE
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Entity
from mesto.kernel.text import filled, refusal
from mesto.kernel.verdict import number

WRITTEN: Final = re.compile(
    r"(?:(?P<days>[A-Z][a-z](?:[-,][A-Z][a-z])*)\s+)?"
    r"(?:(?P<since>\d\d?:\d\d)-(?P<until>\d\d?:\d\d)\s+)?"
    r"(?P<price>\d+(?:[.,]\d+)?)"
)
MOMENT: Final = timedelta(seconds=1)


class Price(msgspec.Struct, frozen=True):
    """What a kWh costs, and when."""

    when: Limit
    each: float


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What a connection pays; None: nobody says."""

    currency: str = "EUR"
    energy: Sequence[Price] = ()
    demand: float | None = None

    def price(self, at: datetime) -> float | None:
        """Return what a kWh costs at a moment, by the clock of the town."""
        right = [one for one in self.energy if applies(one.when, at, at + MOMENT)]
        return right[-1].each if right else None


def terms_of(connection: Entity) -> Terms:
    """Read what a connection pays. Raises Malformed for no prices."""
    written, currency = connection.value(ENERGY_PRICE), connection.value(CURRENCY)
    return Terms(
        currency=currency if isinstance(currency, str) else "EUR",
        energy=read_prices("" if written is None else str(written)),
        demand=number(connection, DEMAND_PRICE),
    )


def read_prices(text: str) -> list[Price]:
    """Read prices by days and hours. Raises Malformed with the part that is none."""
    return [_price(part.strip()) for part in text.split(";") if part.strip()]


def _price(part: str) -> Price:
    found = WRITTEN.fullmatch(part)
    if found is None:
        likely = {"one": "0.12", "other": "Mo-Fr 08:00-20:00 0.25"}
        raise refusal(Malformed, filled(NO_PRICE, part=part, **likely))
    when = Limit(
        since=time_of(found["since"], part),
        until=time_of(found["until"], part),
        weekdays=days_of(found["days"], part),
    )
    return Price(when, float(found["price"].replace(",", ".")))
