"""Numbers, days and times as the readers of a language write them. Pure.

Source: Unicode CLDR 46, dates of en-GB, cs, sk, sr.
"""

from datetime import date, datetime, timedelta

from mesto.kernel.numerals import SPACE, Numeral
from mesto.operations.reports.period import Days
from mesto.operations.reports.words import MONTHS, say


def number(value: float, digits: int, language: str) -> str:
    """Write a number with so many digits behind its decimal mark."""
    rule = f"z,.{digits}f"  # z: what rounds to nothing has no sign
    return format(Numeral(value, language), rule).replace("-", "\N{MINUS SIGN}")


def amount(value: float | None, digits: int, unit: str, language: str) -> str:
    """Write a number with its unit; a dash where there is none."""
    if value is None:
        return "–"
    return f"{number(value, digits, language)}{SPACE + unit if unit else ''}"


def change(value: float | None, before: float | None, language: str) -> str:
    """Write how a number differs from the one before, in percent."""
    if value is None or before is None or before == 0:
        return "–"
    percent = 100 * (value - before) / abs(before)
    sign = "+" if percent > 0 else ""
    return f"{sign}{number(percent, 1, language)}{SPACE}%"


def day(at: date, language: str) -> str:
    """Write a day."""
    if language == "en":
        return f"{at.day} {say(MONTHS[at.month - 1], 'en')[:3]} {at.year}"
    end = "." if language.startswith("sr") else ""
    return f"{at.day}.{SPACE}{at.month}.{SPACE}{at.year}{end}"


def moment(at: datetime, language: str) -> str:
    """Write a day and a time of a local clock, to the minute."""
    return f"{day(at, language)} {at:%H:%M}"


def span(days: Days, language: str) -> str:
    """Write days: a month by its name, a year by its number, others from and to."""
    if days.length == 1:
        return day(days.first, language)
    after = days.end
    if days.first.day == 1 and after == _next_month(days.first):
        name = say(MONTHS[days.first.month - 1], language)
        return f"{name} {days.first.year}{'.' if language.startswith('sr') else ''}"
    return f"{day(days.first, language)} – {day(days.last, language)}"


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
