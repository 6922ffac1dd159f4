"""When the sun rises and sets. Pure.

Source: Jean Meeus, Astronomical Algorithms, as astral reckons it; good to a minute or
so, which is less than a hill on the horizon changes.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from astral import Observer
from astral import sun as reckon

from mesto.operations.calendars.definition import Phase, SunMoment

Reckoned: TypeAlias = Callable[..., datetime]

_PHASES: Mapping[str, Reckoned] = {
    "dawn": reckon.dawn,
    "sunrise": reckon.sunrise,
    "noon": reckon.noon,
    "sunset": reckon.sunset,
    "dusk": reckon.dusk,
}


class Spot(NamedTuple):
    """Where the sun is looked at, and by which clock days begin."""

    latitude: float  #: degrees
    longitude: float  #: degrees
    zone: ZoneInfo


def moment_of(moment: SunMoment, day: date, spot: Spot) -> datetime | None:
    """Return when the sun stands so on a day; None where it never does that day."""
    at = _phase(moment.phase, day, spot)
    return None if at is None else at + timedelta(minutes=moment.offset_min)


@lru_cache(maxsize=10_000)
def _phase(phase: Phase, day: date, spot: Spot) -> datetime | None:
    """Return when, UTC. In the far north there are days without dusk."""
    observer = Observer(spot.latitude, spot.longitude)
    try:
        return _PHASES[phase](observer, date=day, tzinfo=spot.zone).astimezone(UTC)
    except ValueError:  # how astral says that it never stands so
        return None
