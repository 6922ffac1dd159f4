"""A line through months: what a kWh a day and a dark hour came to before. Pure.

Source: IPMVP Core Concepts, Option C; ASHRAE Guideline 14, annex on uncertainty of
regression models. Ordinary least squares.
"""

from collections.abc import Sequence
from math import sqrt

import msgspec

from mesto.domains.lighting.energy.inputs import OldMonth
from mesto.domains.lighting.energy.terms import FEWEST_MONTHS
from mesto.operations.uncertainty import Uncertain

FEWEST_FOR_DAYS = 9  #: months from which days count beside dark hours


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What a month comes to: kWh = per_day * days + per_dark_h * dark hours.

    inverse: of the normal equations: of days with days, days with hours, hours with
        hours; without days the first two are nothing
    """

    per_day: float
    per_dark_h: float
    variance: float  #: of what one month differs from the line, kWh²
    freedom: int
    inverse: tuple[float, float, float]

    def foretell(self, days: float, dark_h: float, months: int) -> Uncertain:
        """Return what so many months together would have come to, kWh."""
        of_days, of_both, of_hours = self.inverse
        spread = of_days * days**2 + 2 * of_both * days * dark_h + of_hours * dark_h**2
        kwh = self.per_day * days + self.per_dark_h * dark_h
        return Uncertain(kwh, sqrt(self.variance * (spread + months)), self.freedom)


def line_through(months: Sequence[OldMonth]) -> Line | None:
    """Return the line through months; None where they are too few or have no nights.

    From nine months on both days and dark hours count, before only dark hours.
    """
    if len(months) < FEWEST_MONTHS or not all(one.dark_h > 0 for one in months):
        return None
    hh = sum(one.dark_h**2 for one in months)
    hy = sum(one.dark_h * one.kwh for one in months)
    if len(months) < FEWEST_FOR_DAYS:
        return _fitted(months, 0.0, hy / hh, (0.0, 0.0, 1 / hh), unknowns=1)
    dd = sum(one.days**2 for one in months)
    dh = sum(one.days * one.dark_h for one in months)
    dy = sum(one.days * one.kwh for one in months)
    whole = dd * hh - dh**2
    inverse = (hh / whole, -dh / whole, dd / whole)
    per_day = inverse[0] * dy + inverse[1] * hy
    per_dark_h = inverse[1] * dy + inverse[2] * hy
    return _fitted(months, per_day, per_dark_h, inverse, unknowns=2)


def _fitted(
    months: Sequence[OldMonth],
    per_day: float,
    per_dark_h: float,
    inverse: tuple[float, float, float],
    *,
    unknowns: int,
) -> Line:
    left = (one.kwh - per_day * one.days - per_dark_h * one.dark_h for one in months)
    freedom = len(months) - unknowns
    return Line(
        per_day=per_day,
        per_dark_h=per_dark_h,
        variance=sum(one**2 for one in left) / freedom,
        freedom=freedom,
        inverse=inverse,
    )
