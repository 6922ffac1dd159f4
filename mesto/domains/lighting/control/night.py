"""A night of the town: which one a moment belongs to, and when it is dark. Pure."""

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from mesto.operations.calendars.calendar import Span, moment
from mesto.operations.calendars.definition import SunMoment
from mesto.operations.calendars.sun import Spot, moment_of

DAY: Final = timedelta(days=1)
NOON_H: Final = 12
NOON: Final = f"{NOON_H}:00"
DUSK, DAWN = SunMoment("dusk"), SunMoment("dawn")


def night_at(at: datetime, zone: ZoneInfo) -> date:
    """Return the day on which the night of a moment begins: at noon, by the clock."""
    local = at.astimezone(zone)
    return local.date() if local.hour >= NOON_H else local.date() - DAY


def whole_night(day: date, zone: ZoneInfo) -> Span:
    """Return the night that begins on a day, from noon to noon."""
    return Span(moment(day, NOON, zone), moment(day + DAY, NOON, zone))


def dark_of(day: date, spot: Spot) -> Span | None:
    """Return from when to when it is dark in a night: civil dusk to civil dawn.

    None in the far north, where there are nights without either.
    """
    dusk = moment_of(DUSK, day, spot)
    dawn = moment_of(DAWN, day + DAY, spot)
    return None if dusk is None or dawn is None or dusk >= dawn else Span(dusk, dawn)
