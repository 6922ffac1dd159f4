"""How the air is. Pure: the present in, a verdict out."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from mesto.kernel.model import Entity
from mesto.kernel.plugin import Text, Verdict
from mesto.kernel.verdict import finding, judged, number

PERIOD = timedelta(hours=1)  #: how often a station reports

#: Upper bounds of classes 1 (good) to 5 (very poor), µg/m³; above the last is class 6.
#: Source: European Air Quality Index as revised in 2025, European Environment Agency.
BOUNDS: Mapping[str, Sequence[float]] = {
    "pm25": (5, 15, 50, 90, 140),
    "pm10": (15, 45, 120, 195, 270),
    "no2": (10, 25, 60, 100, 150),
    "o3": (60, 100, 120, 160, 180),
    "so2": (20, 40, 125, 190, 275),
}
LIVE = (*BOUNDS, "temperature", "relativeHumidity", "batteryLevel")
SYMBOLS = {"pm25": "PM2.5", "pm10": "PM10", "no2": "NO₂", "o3": "O₃", "so2": "SO₂"}
#: Status and sentence by class; the better classes are quiet.
CLASSES: Mapping[int, tuple[str, Text]] = {
    4: (
        "warning",
        {
            "en": "Poor air: {symbol} at {seen:.0f} µg/m³.",
            "cs": "Zhoršené ovzduší: {symbol} je {seen:.0f} µg/m³.",
            "sk": "Zhoršené ovzdušie: {symbol} je {seen:.0f} µg/m³.",
            "sr-Latn": "Loš vazduh: {symbol} je {seen:.0f} µg/m³.",
        },
    ),
    5: (
        "critical",
        {
            "en": "Very poor air: {symbol} at {seen:.0f} µg/m³.",
            "cs": "Velmi špatné ovzduší: {symbol} je {seen:.0f} µg/m³.",
            "sk": "Veľmi zlé ovzdušie: {symbol} je {seen:.0f} µg/m³.",
            "sr-Latn": "Veoma loš vazduh: {symbol} je {seen:.0f} µg/m³.",
        },
    ),
    6: (
        "critical",
        {
            "en": "Extremely poor air: {symbol} at {seen:.0f} µg/m³.",
            "cs": "Mimořádně špatné ovzduší: {symbol} je {seen:.0f} µg/m³.",
            "sk": "Mimoriadne zlé ovzdušie: {symbol} je {seen:.0f} µg/m³.",
            "sr-Latn": "Izuzetno loš vazduh: {symbol} je {seen:.0f} µg/m³.",
        },
    ),
}


def air_class(pollutant: str, concentration: float) -> int:
    """Return the class of one pollutant, 1 (good) to 6 (extremely poor).

    concentration: hourly mean, µg/m³
    """
    return bisect_left(BOUNDS[pollutant], concentration) + 1


def judge_station(
    station: Entity, _related: Mapping[str, Entity], now: datetime
) -> Verdict:
    """Say how the air at a station is; the worst pollutant decides."""
    return judged(station, now, live=LIVE, period=PERIOD, found=_polluted(station))


def _polluted(station: Entity) -> Iterator[Verdict]:
    seen = {name: number(station, name) for name in BOUNDS}
    classes = {
        name: air_class(name, value)
        for name, value in seen.items()
        if value is not None
    }
    worst = max(classes, key=classes.__getitem__, default=None)
    if worst is not None and classes[worst] in CLASSES:
        status, sentence = CLASSES[classes[worst]]
        facts = {"symbol": SYMBOLS[worst], "seen": seen[worst]}
        yield finding(station, worst, status, sentence, **facts)
