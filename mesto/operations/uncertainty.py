"""How sure a number is: standard uncertainties, put together as the GUM does. Pure.

Source: JCGM 100:2008, Guide to the expression of uncertainty in measurement.
"""

from collections.abc import Callable, Iterable, Mapping
from math import sqrt

import msgspec

#: Two-sided 95 % of Student's distribution, by degrees of freedom, and without end.
#: Source: JCGM 100:2008, Table G.2, column 95 %.
STUDENT_95: Mapping[int, float] = {
    1: 12.71,
    2: 4.30,
    3: 3.18,
    4: 2.78,
    5: 2.57,
    6: 2.45,
    7: 2.36,
    8: 2.31,
    9: 2.26,
    10: 2.23,
    11: 2.20,
    12: 2.18,
    13: 2.16,
    14: 2.14,
    15: 2.13,
    16: 2.12,
    17: 2.11,
    18: 2.10,
    19: 2.09,
    20: 2.09,
    25: 2.06,
    30: 2.04,
    35: 2.03,
    40: 2.02,
    45: 2.01,
    50: 2.01,
    100: 1.984,
}
NORMAL_95 = 1.960
UNBOUND = 1_000  #: so free that it is normal; Table G.2 ends far before


class Uncertain(msgspec.Struct, frozen=True):
    """A number and how sure it is.

    u: standard uncertainty, in the number's unit
    freedom: degrees of freedom; None: without end, as of a tolerance that is stated
    """

    value: float
    u: float = 0.0
    freedom: float | None = None

    @property
    def margin(self) -> float:
        """Half of the interval that holds the truth in 95 of 100 cases."""
        return coverage(self.freedom) * self.u

    @property
    def low(self) -> float:
        """Where that interval begins."""
        return self.value - self.margin

    @property
    def high(self) -> float:
        """Where it ends."""
        return self.value + self.margin

    def times(self, factor: float) -> "Uncertain":
        """Return it in another unit."""
        return Uncertain(self.value * factor, self.u * abs(factor), self.freedom)

    def plus(self, exact: float) -> "Uncertain":
        """Return it with something exact added."""
        return Uncertain(self.value + exact, self.u, self.freedom)


def interval_shown(value: Uncertain) -> Mapping[str, float | None]:
    """Write a number with its interval."""
    ends = {"value": value.value, "low": value.low, "high": value.high}
    return {**ends, "u": value.u, "freedom": value.freedom}


def coverage(freedom: float | None) -> float:
    """Return by what a standard uncertainty is widened to 95 %.

    Source: JCGM 100:2008, G.3 and G.4.1: freedom is cut to the next smaller integer.
    """
    if freedom is None or freedom >= UNBOUND:
        return NORMAL_95
    known = [one for one in STUDENT_95 if one <= freedom]
    return STUDENT_95[max(known, default=1)]


def within(half_width: float) -> float:
    """Return the standard uncertainty of what lies anywhere within ± `half_width`.

    Source: JCGM 100:2008, 4.3.7, a rectangular distribution.
    """
    return half_width / sqrt(3)


def together(parts: Iterable[Uncertain]) -> Uncertain:
    """Add up numbers that err independently of each other.

    Source: JCGM 100:2008, 5.1.2 and, for the freedom, Welch-Satterthwaite, G.2b.
    """
    known = list(parts)
    u = sqrt(sum(one.u**2 for one in known))
    return Uncertain(sum(one.value for one in known), u, _freedom(known, u))


def reckoned(
    formula: Callable[[Mapping[str, float]], float], given: Mapping[str, Uncertain]
) -> Uncertain:
    """Reckon a formula of numbers that err independently.

    Source: JCGM 100:2008, 5.1.3, note 2: half of how the result moves when one number
    is moved by its uncertainty up and down.
    """
    values = {name: one.value for name, one in given.items()}
    parts = [
        Uncertain(
            0.0,
            abs(
                formula({**values, name: one.value + one.u})
                - formula({**values, name: one.value - one.u})
            )
            / 2,
            one.freedom,
        )
        for name, one in given.items()
        if one.u
    ]
    return together(parts).plus(formula(values))


def _freedom(parts: list[Uncertain], u: float) -> float | None:
    counted = sum(
        one.u**4 / one.freedom for one in parts if one.freedom is not None and one.u
    )
    return u**4 / counted if counted else None
