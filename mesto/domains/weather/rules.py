"""How the weather is. Pure: the present in, a verdict out."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from mesto.kernel.model import Entity
from mesto.kernel.plugin import Text, Verdict
from mesto.kernel.verdict import finding, judged, number

PERIOD = timedelta(hours=1)  #: how often a station reports
LIVE = (
    "temperature",
    "relativeHumidity",
    "windSpeed",
    "windGust",
    "precipitation",
    "atmosphericPressure",
    "batteryLevel",
)

#: From which value an attribute is worth a warning and is critical; units as reported.
#: Set for Central Europe, near the usual warning levels of its weather services.
HIGH: Mapping[str, tuple[float, float]] = {
    "temperature": (34, 37),  # °C
    "windSpeed": (15, 20),  # m/s
    "windGust": (20, 30),  # m/s
    "precipitation": (15, 30),  # mm in the hour
}
FROST_C = (-15, -20)

SENTENCES: Mapping[str, Text] = {
    "temperature": {
        "en": "Heat: {seen:.0f} °C.",
        "cs": "Horko: {seen:.0f} °C.",
        "sk": "Horúčava: {seen:.0f} °C.",
        "sr-Latn": "Vrućina: {seen:.0f} °C.",
    },
    "windSpeed": {
        "en": "Strong wind: {seen:.0f} m/s.",
        "cs": "Silný vítr: {seen:.0f} m/s.",
        "sk": "Silný vietor: {seen:.0f} m/s.",
        "sr-Latn": "Jak vetar: {seen:.0f} m/s.",
    },
    "windGust": {
        "en": "Gusts of wind: {seen:.0f} m/s.",
        "cs": "Nárazy větru: {seen:.0f} m/s.",
        "sk": "Nárazy vetra: {seen:.0f} m/s.",
        "sr-Latn": "Udari vetra: {seen:.0f} m/s.",
    },
    "precipitation": {
        "en": "Heavy rain: {seen:.0f} mm in an hour.",
        "cs": "Přívalový déšť: {seen:.0f} mm za hodinu.",
        "sk": "Prívalový dážď: {seen:.0f} mm za hodinu.",
        "sr-Latn": "Jaka kiša: {seen:.0f} mm za sat.",
    },
}
FROST: Text = {
    "en": "Hard frost: {seen:.0f} °C.",
    "cs": "Silný mráz: {seen:.0f} °C.",
    "sk": "Silný mráz: {seen:.0f} °C.",
    "sr-Latn": "Jak mraz: {seen:.0f} °C.",
}


def judge_station(
    station: Entity, _related: Mapping[str, Entity], now: datetime
) -> Verdict:
    """Say how the weather at a station is."""
    found = [*_extremes(station), *_frost(station)]
    return judged(station, now, live=LIVE, period=PERIOD, found=found)


def _extremes(station: Entity) -> Iterator[Verdict]:
    for name, (warn_from, critical_from) in HIGH.items():
        seen = number(station, name)
        if seen is not None and seen >= warn_from:
            status = "critical" if seen >= critical_from else "warning"
            yield finding(station, name, status, SENTENCES[name], seen=seen)


def _frost(station: Entity) -> Iterator[Verdict]:
    seen = number(station, "temperature")
    warn_to, critical_to = FROST_C
    if seen is not None and seen <= warn_to:
        status = "critical" if seen <= critical_to else "warning"
        yield finding(station, "temperature", status, FROST, seen=seen)
