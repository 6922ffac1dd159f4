"""How a session went, period by period, as partners reckon its price from it. Pure.

Hours have four decimals, which tell seconds apart. They are rounded of the sum so far,
so that the periods come to the totals of the record exactly.

Source: OCPI 2.2.1-d2, 10.4.1, 10.4.2.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

import msgspec

from mesto.gates.ocpi.codec import Document, iso

HOUR_S: Final = 3_600
WH: Final = 1_000  #: in a kWh


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """A while in which the same prices held, until the next one begins.

    charging_s, standing_s: while the station gives nothing, neither runs
    least_a, most_a: A a phase
    """

    begin: datetime
    wh: int = 0
    charging_s: int = 0
    standing_s: int = 0
    least_a: float | None = None
    most_a: float | None = None


def periods_told(periods: Sequence[Period], tariff: str) -> list[Document]:
    """Return periods in OCPI's words; tariff: its id there."""
    charging = _shares([one.charging_s for one in periods])
    standing = _shares([one.standing_s for one in periods])
    told = []
    for one, time, parking in zip(periods, charging, standing, strict=True):
        said = {
            "ENERGY": one.wh / WH,
            "TIME": time if one.charging_s else None,
            "PARKING_TIME": parking if one.standing_s else None,
            "MIN_CURRENT": one.least_a,
            "MAX_CURRENT": one.most_a,
        }
        dimensions = [
            {"type": name, "volume": round(volume, 4)}
            for name, volume in said.items()
            if volume is not None
        ]
        told.append(
            {
                "start_date_time": iso(one.begin),
                "dimensions": dimensions,
                "tariff_id": tariff,
            }
        )
    return told


def totals_told(periods: Sequence[Period]) -> Document:
    """Return what periods come to in all."""
    told: Document = {"total_energy": sum(one.wh for one in periods) / WH}
    if stood_s := sum(one.standing_s for one in periods):
        told["total_parking_time"] = hours(stood_s)
    return told


def hours(seconds: float) -> float:
    """Return seconds in OCPI's hours."""
    return round(seconds / HOUR_S, 4)


def _shares(seconds: Sequence[int]) -> Iterator[float]:
    """Yield each as hours, which add up to the hours of all of them."""
    so_far_s = 0
    for one in seconds:
        yield hours(so_far_s + one) - hours(so_far_s)
        so_far_s += one
