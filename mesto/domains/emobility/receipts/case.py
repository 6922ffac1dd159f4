"""A session that has ended, and what it came to. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

import msgspec

from mesto.domains.emobility.nouns import (
    DOUBT,
    END,
    ENERGY,
    ID_TOKEN,
    METER_START,
    METER_STOP,
)
from mesto.domains.emobility.receipts import words
from mesto.domains.emobility.receipts.bill import Bill, Seller, doubted, with_cost
from mesto.domains.emobility.receipts.leaps import leap_in
from mesto.domains.emobility.tariffs.course import Course, Metered
from mesto.domains.emobility.tariffs.periods import Drawn, Period, periods_of
from mesto.domains.emobility.tariffs.price import price_of
from mesto.domains.emobility.tariffs.tariff import Tariff
from mesto.kernel.model import Entity
from mesto.kernel.text import Text, by_language
from mesto.kernel.verdict import moment
from mesto.names.charging import OF_EVSE, OF_STATION


class Holding(NamedTuple):
    """The tariff that holds for a session."""

    name: str
    version: int
    tariff: Tariff


class Terms(NamedTuple):
    """Who sells a session, and by which tariff; None: it is not sold."""

    host: str
    seller: Seller
    holding: Holding | None


class SoFar(msgspec.Struct, frozen=True):
    """How a session has gone until a moment; tariff: its name."""

    tariff: str
    periods: Sequence[Period]


def bill_of(  # noqa: PLR0913 - what a bill stands on
    session: Entity,
    course: Course | None,
    terms: Terms,
    zone: tzinfo,
    now: datetime,
    *,
    drawn: Sequence[Drawn] = (),
    most_kw: float | None = None,
) -> Bill | None:
    """Write what a session came to; `doubt` says why that is not known.

    drawn: what meters told of its currents
    most_kw: what its EVSE gives, where that is known

    Returns None where no tariff holds: it is not sold.
    """
    if terms.holding is None:
        return None
    name, version, tariff = terms.holding
    end = moment(session, END) or now
    energy = session.value(ENERGY)
    bill = Bill(
        seller=terms.seller,
        currency=tariff.currency,
        tariff=name,
        version=version,
        tariff_title=tariff.title,
        station=str(session.value(OF_STATION) or ""),
        evse=str(session.value(OF_EVSE) or ""),
        token=str(session.value(ID_TOKEN) or ""),
        begin=course.begin if course else end,
        end=end,
        kwh=float(energy) if isinstance(energy, int | float) else None,
    )
    doubt = _doubt_of(session, course, most_kw)
    if doubt or course is None:
        return doubted(bill, doubt)
    periods = periods_of(course, tariff, zone, drawn)
    whole = msgspec.structs.replace(bill, periods=periods)
    return with_cost(whole, price_of(course, tariff, zone))


def so_far_of(
    session: Entity,
    course: Course,
    terms: Terms,
    zone: tzinfo,
    drawn: Sequence[Drawn] = (),
) -> SoFar | None:
    """Tell how a session that goes on has gone.

    Returns None where no tariff sells it, or its meter is doubted.
    """
    if terms.holding is None or session.value(DOUBT):
        return None
    name, _, tariff = terms.holding
    return SoFar(name, periods_of(course, tariff, zone, drawn))


def _doubt_of(session: Entity, course: Course | None, most_kw: float | None) -> Text:
    """Say why it is not known what a session came to; empty: it is known."""
    told, energy = session.value(DOUBT), session.value(ENERGY)
    if told:
        return by_language(told)
    if course is None or not isinstance(energy, int | float):
        return words.UNKNOWN
    if course.kwh > 0 and course.end <= course.begin:
        return words.IN_NO_TIME
    return {} if most_kw is None else leap_in(_readings(session, course), most_kw)


def _readings(session: Entity, course: Course) -> Iterator[Metered]:
    """Yield what the meter of a session was told to be, from its begin to its end."""
    ends = (METER_START, course.begin), (METER_STOP, course.end)
    for name, at in ends:
        kwh = session.value(name)
        if isinstance(kwh, int | float):
            yield Metered(at, float(kwh))
    yield from (one for one in course.meters if course.begin <= one.at <= course.end)
