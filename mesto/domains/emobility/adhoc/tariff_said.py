"""A tariff in plain words, with VAT. Pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from fractions import Fraction
from itertools import compress

from mesto.domains.emobility.adhoc import words
from mesto.domains.emobility.tariffs.course import Course, Metered
from mesto.domains.emobility.tariffs.price import money, price_of
from mesto.domains.emobility.tariffs.tariff import (
    WEEKDAYS,
    PriceComponent,
    Restrictions,
    Tariff,
)
from mesto.operations.reports.formats import amount, day, number
from mesto.operations.reports.words import say

#: The example drivers are told.
EXAMPLE_KWH = 20.0
EXAMPLE_LASTS = timedelta(minutes=30)
_DAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "cs": ("po", "út", "st", "čt", "pá", "so", "ne"),
    "sk": ("po", "ut", "st", "št", "pi", "so", "ne"),
    "sr-Latn": ("pon", "uto", "sre", "čet", "pet", "sub", "ned"),
    "sr-Cyrl": ("пон", "уто", "сре", "чет", "пет", "суб", "нед"),
}


def prices_said(tariff: Tariff, language: str) -> list[str]:
    """Say what a tariff costs, a line for each price, in its order."""
    if tariff.free:
        return [say(words.FREE, language)]
    lines = [
        _line(one, element.restrictions, tariff.currency, language)
        for element in tariff.elements
        for one in element.price_components
    ]
    rates = [p.vat or 0.0 for e in tariff.elements for p in e.price_components]
    rate = max(rates, default=0.0)
    ends = ((tariff.min_price, words.LEAST), (tariff.max_price, words.MOST))
    for limit, text in ends:
        if limit is not None:
            price = _gross(limit.excl_vat, rate, tariff.currency, language)
            lines.append(say(text, language, price=price))
    return lines


def example_said(tariff: Tariff, now: datetime, zone: tzinfo, language: str) -> str:
    """Say what the example costs that begins now."""
    end = now + EXAMPLE_LASTS
    meters = [Metered(now, 0.0), Metered(end, EXAMPLE_KWH)]
    course = Course(begin=now, end=end, kwh=EXAMPLE_KWH, meters=meters)
    cost = price_of(course, tariff, zone)
    price = amount(float(cost.gross), 2, tariff.currency, language)
    return say(words.EXAMPLE, language, price=price)


def _line(
    component: PriceComponent, within: Restrictions, currency: str, language: str
) -> str:
    price = _gross(component.price, component.vat or 0.0, currency, language)
    line = say(words.PRICES[component.type], language, price=price)
    when = ", ".join(_when(within, language))
    return f"{line} ({when})" if when else line


def _gross(net: float, rate: float, currency: str, language: str) -> str:
    exact = Fraction(repr(net)) * (1 + Fraction(repr(rate)) / 100)
    digits = 2 if money(exact) == exact else 4
    return amount(float(exact), digits, currency, language)


def _when(within: Restrictions, language: str) -> Iterator[str]:
    if within.day_of_week:
        names = _DAYS[language]
        there = [one in within.day_of_week for one in WEEKDAYS]
        yield " ".join(compress(names, there))
    dates = [
        day(one, language) if one else None
        for one in (within.start_date, within.end_date)
    ]
    yield from _range(dates[0], dates[1], language)
    yield from _range(within.start_time, within.end_time, language)
    for name, unit in (("kwh", "kWh"), ("power", "kW")):
        ends = [getattr(within, f"{end}_{name}") for end in ("min", "max")]
        texts = [
            None if one is None else amount(one, 0, unit, language) for one in ends
        ]
        yield from _range(texts[0], texts[1], language)
    lasts = [
        None if one is None else f"{number(one / 60, 0, language)} min"
        for one in (within.min_duration, within.max_duration)
    ]
    yield from _range(lasts[0], lasts[1], language)


def _range(least: str | None, most: str | None, language: str) -> Iterator[str]:
    if least is not None and most is not None:
        yield say(words.FROM_TO, language, a=least, b=most)
    elif least is not None:
        yield say(words.BEYOND, language, a=least)
    elif most is not None:
        yield say(words.UP_TO, language, b=most)
