"""How near the calendars' sun is to an ephemeris."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from mesto.bench.figure import Figure, percentile, times
from mesto.bench.stage import Stage
from mesto.kernel.errors import NotFound
from mesto.operations.calendars.definition import Phase, SunMoment
from mesto.operations.calendars.sun import Spot, moment_of

FIRST, LAST = date(2026, 1, 1), date(2035, 12, 31)
AIM_S: Final = 60.0
PRAGUE: Final = Spot(50.0755, 14.4378, ZoneInfo("Europe/Prague"))
#: How high the sun's centre stands: 34′ of refraction and 16′ of its disc below the
#: horizon; or civil twilight.
HEIGHTS: Final[dict[Phase, str]] = {
    "dawn": "-6",
    "sunrise": "-0:50",
    "sunset": "-0:50",
    "dusk": "-6",
}


async def sun(_stage: Stage) -> Figure:
    """Compare what lamps switch by with an ephemeris, every day from 2026 to 2035."""
    apart_s = [abs(one) for phase in HEIGHTS for one in errors_s(phase, PRAGUE)]
    return Figure(
        value=round(percentile(apart_s, 1.0) / 1000, 1),
        unit="s",
        **times(apart_s),
        lost=sum(one > AIM_S for one in apart_s),
        aim="≤ 60 s from the ephemeris",
    )


def errors_s(phase: Phase, spot: Spot) -> Iterator[float]:
    """Yield of each day how much later than the ephemeris we have a moment, s.

    Raises NotFound where the ephemeris is not installed, or a day has no such moment.
    """
    day = FIRST
    while day <= LAST:
        ours = moment_of(SunMoment(phase), day, spot)
        if ours is None or ours.astimezone(spot.zone).date() != day:
            raise NotFound(f"there is no {phase} on {day}")
        yield (ours - _of_ephemeris(phase, day, spot)).total_seconds()
        day += timedelta(days=1)


def _of_ephemeris(phase: Phase, day: date, spot: Spot) -> datetime:
    """Return when the sun stands so, by VSOP87 as PyEphem has it."""
    try:
        import ephem
    except ImportError as error:
        raise NotFound("install mesto[bench] to compare with an ephemeris") from error
    observer = ephem.Observer()
    observer.lat, observer.lon = str(spot.latitude), str(spot.longitude)
    observer.pressure, observer.horizon = 0, HEIGHTS[phase]
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=spot.zone)
    observer.date = noon.astimezone(UTC).replace(tzinfo=None)
    morning = phase in ("dawn", "sunrise")
    find = observer.previous_rising if morning else observer.next_setting
    found: datetime = find(ephem.Sun(), use_center=True).datetime()
    return found.replace(tzinfo=UTC)
