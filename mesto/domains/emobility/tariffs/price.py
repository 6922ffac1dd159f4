"""What a session costs, line by line, to the cent. Pure.

Energy counts in whole Wh and time in whole seconds, both of the sum so far, so that the
parts add up to the whole. Each line is rounded to the cent, half up, without VAT and
its VAT; what is to be paid is the sum of the lines.

Source: OCPI 2.2.1-d2, 11.4; of step sizes 11.4.2.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Final, Literal, TypeAlias

import msgspec

from mesto.domains.emobility.tariffs.course import WH, Course, Span, spans_of
from mesto.domains.emobility.tariffs.tariff import (
    WEEKDAYS,
    Dimension,
    PriceComponent,
    Restrictions,
    Tariff,
)

#: Beside the dimensions: what is added or taken off to keep the least or the most, what
#: a person stated, and what is given back.
What: TypeAlias = Literal[
    "ENERGY",
    "TIME",
    "PARKING_TIME",
    "FLAT",
    "MIN_PRICE",
    "MAX_PRICE",
    "STATED",
    "CREDIT",
]
_TIMED: Final[Sequence[Dimension]] = ("TIME", "PARKING_TIME")
_HOUR_S: Final = 3_600

#: UN/CEFACT: kilowatt hours, seconds, pieces
Unit: TypeAlias = Literal["KWH", "SEC", "C62"]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a receipt; money has two decimals.

    amount: kWh, or s, or 1; below zero on a credit note
    unit_price: of a kWh, an hour, or once; without VAT
    vat_rate: percent; None: no VAT is due
    """

    what: What
    begin: datetime
    end: datetime
    amount: Decimal
    unit: Unit
    unit_price: Decimal
    net: Decimal
    vat_rate: Decimal | None
    vat: Decimal
    gross: Decimal


class VatSum(msgspec.Struct, frozen=True):
    """What lines of one rate of VAT come to."""

    rate: Decimal | None  #: percent
    net: Decimal
    vat: Decimal
    gross: Decimal


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """What a session costs."""

    currency: str
    lines: Sequence[Line] = ()
    net: Decimal = Decimal("0.00")
    vat: Decimal = Decimal("0.00")
    gross: Decimal = Decimal("0.00")


class _Run(msgspec.Struct):
    """A while in which one component is paid for; `amount`: Wh or s, or 1."""

    component: PriceComponent
    begin: datetime
    end: datetime
    amount: int


def price_of(course: Course, tariff: Tariff, zone: tzinfo) -> Cost:
    """Return what a session costs; zone: of the town's clock.

    A session that was given nothing, to the nearest Wh, pays no FLAT.
    """
    spans = list(spans_of(course, tariff, zone))
    runs = [
        *_flat(spans, course, tariff, zone),
        *_stepped(_runs(spans, "ENERGY", course, tariff, zone)),
        *_times(spans, course, tariff, zone),
    ]
    lines = [_line(one) for one in runs if one.amount > 0]
    lines += _kept_within(lines, tariff)
    return sum_of(lines, tariff.currency)


def sum_of(lines: Sequence[Line], currency: str) -> Cost:
    """Add lines up."""
    zero = Decimal("0.00")
    return Cost(
        currency=currency,
        lines=lines,
        net=sum((one.net for one in lines), zero),
        vat=sum((one.vat for one in lines), zero),
        gross=sum((one.gross for one in lines), zero),
    )


def vat_sums(lines: Iterable[Line]) -> list[VatSum]:
    """Add lines up by their rate of VAT, the lowest first."""
    by_rate: dict[Decimal | None, list[Line]] = {}
    for one in lines:
        by_rate.setdefault(one.vat_rate, []).append(one)
    return [
        VatSum(rate, cost.net, cost.vat, cost.gross)
        for rate in sorted(by_rate, key=lambda one: Decimal(-1) if one is None else one)
        for cost in [sum_of(by_rate[rate], "")]
    ]


def with_vat(net: Decimal, rate: Decimal | None) -> tuple[Decimal, Decimal]:
    """Return the VAT on an amount, and both together."""
    vat = money(Fraction(net) * Fraction(rate or 0) / 100)
    return vat, net + vat


# what is paid for, and how long


def _runs(
    spans: Iterable[Span],
    dimension: Dimension,
    course: Course,
    tariff: Tariff,
    zone: tzinfo,
) -> list[_Run]:
    """Return how much of a dimension each component bills, in order."""
    runs: list[_Run] = []
    before = Fraction(0)
    for span in spans:
        amount = amount_of(span, dimension)
        after = before + amount
        component = component_of(span, dimension, course, tariff, zone)
        whole = nearest(after) - nearest(before)
        before = after
        if not amount or component is None:
            continue
        if runs and runs[-1].component is component:
            runs[-1].end = span.end
            runs[-1].amount += whole
        else:
            runs.append(_Run(component, span.begin, span.end, whole))
    return runs


def amount_of(span: Span, dimension: Dimension) -> Fraction:
    """Return what a span has of a dimension, exactly: Wh, or s."""
    if dimension == "ENERGY":
        return span.wh
    doing = "charging" if dimension == "TIME" else "standing"
    lasts = span.end - span.begin
    micros = lasts // timedelta(microseconds=1) if span.doing == doing else 0
    return Fraction(micros, 1_000_000)


def _flat(
    spans: Sequence[Span], course: Course, tariff: Tariff, zone: tzinfo
) -> Iterator[_Run]:
    if not spans or nearest(_exact(course.kwh) * WH) <= 0:
        return
    component = component_of(spans[0], "FLAT", course, tariff, zone)
    if component is not None:
        yield _Run(component, course.begin, course.begin, 1)


def _times(
    spans: Sequence[Span], course: Course, tariff: Tariff, zone: tzinfo
) -> list[_Run]:
    """Return what is billed by time; steps are of the parking, where there is any."""
    charging, standing = (_runs(spans, one, course, tariff, zone) for one in _TIMED)
    return [*(charging if standing else _stepped(charging)), *_stepped(standing)]


def _stepped(runs: list[_Run]) -> list[_Run]:
    """Round the sum up to the step of what held last, which bills the rest."""
    if runs:
        step = runs[-1].component.step_size
        runs[-1].amount += -sum(one.amount for one in runs) % step
    return runs


# which price holds


def component_of(
    span: Span, dimension: Dimension, course: Course, tariff: Tariff, zone: tzinfo
) -> PriceComponent | None:
    """Return the first that fits a span, which is of one kind from end to end."""
    for element in tariff.elements:
        for one in element.price_components:
            if one.type == dimension and _holds(
                element.restrictions, span, course, zone
            ):
                return one
    return None


def _holds(within: Restrictions, span: Span, course: Course, zone: tzinfo) -> bool:
    middle = span.begin + (span.end - span.begin) / 2
    since_s = (middle - course.begin).total_seconds()
    kwh = (span.wh_before + span.wh / 2) / WH
    return (
        _between(since_s, within.min_duration, within.max_duration)
        and _between(kwh, within.min_kwh, within.max_kwh)
        and _between(span.kw, within.min_power, within.max_power)
        and _on_clock(within, middle.astimezone(zone))
    )


def _between(value: float | Fraction, least: float | None, most: float | None) -> bool:
    return (least is None or value >= _exact(least)) and (
        most is None or value < _exact(most)
    )


def _on_clock(within: Restrictions, local: datetime) -> bool:
    day, clock = local.date(), f"{local:%H:%M}"
    if within.start_date is not None and day < within.start_date:
        return False
    if within.end_date is not None and day >= within.end_date:
        return False
    if within.day_of_week and WEEKDAYS[local.weekday()] not in within.day_of_week:
        return False
    begin, end = within.start_time, within.end_time
    if begin is None or end is None or begin < end:
        return (begin is None or clock >= begin) and (end is None or clock < end)
    return clock >= begin or clock < end


# money


def _line(run: _Run) -> Line:
    component = run.component
    price = _exact(component.price)
    unit: Unit
    if component.type == "ENERGY":
        amount, unit, net = Decimal(run.amount) / WH, "KWH", price * run.amount / WH
    elif component.type == "FLAT":
        amount, unit, net = Decimal(run.amount), "C62", price * run.amount
    else:
        amount, unit, net = Decimal(run.amount), "SEC", price * run.amount / _HOUR_S
    return priced(
        component.type,
        (run.begin, run.end),
        (amount, unit, Decimal(repr(component.price))),
        money(net),
        None if component.vat is None else Decimal(repr(component.vat)),
    )


def priced(
    what: What,
    lasts: tuple[datetime, datetime],
    amount: tuple[Decimal, Unit, Decimal],
    net: Decimal,
    rate: Decimal | None,
) -> Line:
    """Return a line.

    amount: how much, its unit, and what one of it costs
    """
    vat, gross = with_vat(net, rate)
    return Line(
        what=what,
        begin=lasts[0],
        end=lasts[1],
        amount=amount[0],
        unit=amount[1],
        unit_price=amount[2],
        net=net,
        vat_rate=rate,
        vat=vat,
        gross=gross,
    )


def _kept_within(lines: Sequence[Line], tariff: Tariff) -> Iterator[Line]:
    """Yield what is added to come to the least, or taken off to keep to the most.

    It is spread over the rates of VAT as the lines are.
    """
    net = sum((one.net for one in lines), Decimal("0.00"))
    least = _limit(tariff.min_price, Decimal("0.00"))
    most = _limit(tariff.max_price, net)
    if not lines or least <= net <= most:
        return
    what: What = "MIN_PRICE" if net < least else "MAX_PRICE"
    wanted = least if net < least else most
    lasts = (min(one.begin for one in lines), max(one.end for one in lines))
    sums = vat_sums(lines)
    spread = Decimal("0.00")
    for number, one in enumerate(sums):
        share = Fraction(one.net) / Fraction(net) if net else Fraction(0)
        part = money(Fraction(wanted - net) * share)
        if number == len(sums) - 1:
            part = wanted - net - spread
        spread += part
        yield priced(what, lasts, (Decimal(1), "C62", part), part, one.rate)


def _limit(limit: object, otherwise: Decimal) -> Decimal:
    excl_vat = getattr(limit, "excl_vat", None)
    return otherwise if excl_vat is None else money(_exact(excl_vat))


def _exact(number: float) -> Fraction:
    """Return a number as it is written."""
    return Fraction(repr(number))


def money(amount: Fraction) -> Decimal:
    """Round to the cent, half away from zero."""
    cents = floor(abs(amount) * 100 + Fraction(1, 2))
    return Decimal(cents if amount >= 0 else -cents).scaleb(-2)


def nearest(amount: Fraction) -> int:
    """Round to the nearest whole, half up."""
    return floor(amount + Fraction(1, 2))
