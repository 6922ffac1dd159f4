"""Where the sun stands. Pure."""

from datetime import UTC, datetime
from math import asin, cos, degrees, radians, sin

NOON_2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)


def sun_elevation_deg(at: datetime, *, longitude: float, latitude: float) -> float:
    """Reckon how high the sun's centre stands above the horizon, degrees.

    longitude, latitude: degrees, east and north positive

    Refraction is left out; the rest is within 0.02 degrees from 1950 to 2050.

    Source: low-precision formulas for the Sun, The Astronomical Almanac, section C.
    """
    days = (at - NOON_2000).total_seconds() / 86_400
    anomaly = radians(357.528 + 0.9856003 * days)
    ecliptic_deg = (
        280.460 + 0.9856474 * days + 1.915 * sin(anomaly) + 0.020 * sin(2 * anomaly)
    )
    ecliptic = radians(ecliptic_deg)
    tilt = radians(23.439 - 0.0000004 * days)
    declination = asin(sin(tilt) * sin(ecliptic))
    half = tilt / 2
    squared = (sin(half) / cos(half)) ** 2
    ascension_deg = degrees(
        ecliptic - squared * sin(2 * ecliptic) + squared**2 / 2 * sin(4 * ecliptic)
    )
    sidereal_deg = 280.46062 + 360.98564737 * days + longitude
    hour_angle = radians(sidereal_deg - ascension_deg)
    north = radians(latitude)
    return degrees(
        asin(
            sin(north) * sin(declination)
            + cos(north) * cos(declination) * cos(hour_angle)
        )
    )
