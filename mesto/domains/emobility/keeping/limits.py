"""Limits of a connection as a table says them. Pure.

Several are parted by semicolons; each is days, hours and an amount, of which days and
hours may be missing:

    63 A; Mo-Fr 16:00-21:00 40 A; 22:00-06:00 30 kW

Amperes hold for each phase, kilowatts for all phases together. Hours may go over
midnight. Where several apply, all are kept.
"""

import re
from collections.abc import Sequence
from datetime import time
from typing import Final

from mesto.domains.emobility.charging.tree import EVERY_DAY, Limit
from mesto.domains.emobility.keeping import doubts
from mesto.kernel.errors import Malformed
from mesto.kernel.text import Text, filled, refusal

DAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MOST_A, MOST_KW = 10_000.0, 10_000.0  #: more carries no cable of a town
WRITTEN: Final = re.compile(
    r"(?:(?P<days>[A-Z][a-z](?:[-,][A-Z][a-z])*)\s+)?"
    r"(?:(?P<since>\d\d?:\d\d)-(?P<until>\d\d?:\d\d)\s+)?"
    r"(?P<amount>\d+(?:[.,]\d+)?)\s*(?P<unit>A|kW|W)"
)


def read_limits(text: str) -> list[Limit]:
    """Read what a connection carries.

    Raises Malformed with the part that is none.
    """
    return [_limit(part.strip()) for part in text.split(";") if part.strip()]


def _limit(part: str) -> Limit:
    found = WRITTEN.fullmatch(part)
    if found is None:
        raise _refused(
            doubts.NO_LIMIT, part, one="63 A", other="Mo-Fr 16:00-21:00 40 A"
        )
    amount = float(found["amount"].replace(",", "."))
    amps = amount if found["unit"] == "A" else None
    kw = None if amps is not None else amount / (1 if found["unit"] == "kW" else 1000)
    if not 0 < (amps or kw or 0.0) <= (MOST_A if amps is not None else MOST_KW):
        raise _refused(doubts.CANNOT_BE, part)
    return Limit(
        amps=amps,
        watts=None if kw is None else 1000 * kw,
        since=time_of(found["since"], part),
        until=time_of(found["until"], part),
        weekdays=days_of(found["days"], part),
    )


def time_of(told: str | None, part: str) -> time:
    """Read a time of day; midnight where there is none. Raises Malformed."""
    if told is None:
        return time.min
    hour, minute = (int(one) for one in told.split(":"))
    if (hour, minute) == (24, 0):
        return time.min
    try:
        return time(hour, minute)
    except ValueError as error:
        raise _refused(doubts.NO_HOUR, part, found=told) from error


def days_of(told: str | None, part: str) -> Sequence[int]:
    """Read days of the week, 0 is Monday; all where none are. Raises Malformed."""
    if told is None:
        return EVERY_DAY
    days: set[int] = set()
    for piece in told.split(","):
        ends = piece.split("-")
        if any(one not in DAYS for one in ends):
            known = ", ".join(DAYS)
            raise _refused(doubts.NO_DAYS, part, found=piece, known=known)
        first, last = DAYS.index(ends[0]), DAYS.index(ends[-1])
        span = (last - first) % len(DAYS)
        days |= {(first + k) % len(DAYS) for k in range(span + 1)}
    return tuple(sorted(days))


def _refused(sentence: Text, part: str, **facts: str) -> Malformed:
    return refusal(Malformed, filled(sentence, part=part, **facts))
