"""When a container may be emptied: reads `actuationHours`. Pure.

Source: Smart Data Models, WasteContainer, `actuationHours`; the words are those of
schema.org `openingHours`: "Mo-Fr 06:00-10:00", "Mo,We 06:00-10:00; Sa 08:00-12:00".
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from mesto.domains.waste.planning.problem import Window
from mesto.kernel.errors import Malformed

DAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_RULE = re.compile(
    r"(?:(?P<days>(?:Mo|Tu|We|Th|Fr|Sa|Su)(?:[-,](?:Mo|Tu|We|Th|Fr|Sa|Su))*)\s+)?"
    r"(?P<hours>\d\d:\d\d-\d\d:\d\d(?:\s*,\s*\d\d:\d\d-\d\d:\d\d)*)"
)
_LAST_S: Final = 24 * 3600
_MOST_HOURS, _MOST_MINUTES = 24, 59


def windows_on(hours: str, day: date) -> Sequence[Window]:
    """Return when a container may be emptied on a day, s after midnight, in order.

    Empty hours are any time: the whole day. None of them hold on the day: no window.

    Raises Malformed for what are no hours.
    """
    if not hours.strip():
        return ((0, _LAST_S),)
    rules = [_read(one) for one in hours.split(";") if one.strip()]
    found = {
        window for days, windows in rules if day.weekday() in days for window in windows
    }
    return tuple(sorted(found))


def _read(rule: str) -> tuple[set[int], list[Window]]:
    found = _RULE.fullmatch(rule.strip())
    if found is None:
        raise Malformed(f"{rule.strip()} are no hours like Mo-Fr 06:00-10:00")
    days = set(_days(found["days"])) if found["days"] else set(range(7))
    return days, [_window(one) for one in re.split(r"\s*,\s*", found["hours"])]


def _days(said: str) -> Iterator[int]:
    for part in said.split(","):
        first, _, last = part.partition("-")
        begin, end = DAYS.index(first), DAYS.index(last or first)
        yield from ((begin + n) % 7 for n in range((end - begin) % 7 + 1))


def _window(said: str) -> Window:
    first, last = (_seconds(one) for one in said.split("-"))
    return first, last if last > first else _LAST_S


def _seconds(clock: str) -> int:
    hours, minutes = map(int, clock.split(":"))
    if hours > _MOST_HOURS or minutes > _MOST_MINUTES:
        raise Malformed(f"{clock} is no time of a day")
    return hours * 3600 + minutes * 60
