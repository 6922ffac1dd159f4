"""What a look says of a sensor: the kind, how sure it is, on which numbers. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Literal, TypeAlias

import msgspec

from mesto.domains.waste.sensors.kinds import BY_WEIGHT, Kind

#: What a mark in the drawing of the evidence stands for.
Sign: TypeAlias = Literal[
    "emptied", "neighbours", "seen", "floor", "begin", "impossible", "hot"
]
MOST_MARKS = 12


class Mark(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One moment that proves a finding.

    read: what the sensor said; should: what was so; shares of the volume, or °C
    """

    at_s: float  #: seconds since 1970
    sign: Sign
    read: float | None = None
    should: float | None = None


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Something found wrong with one sensor, or shown by it.

    confidence: share in (0, 1) of such findings that should be right
    facts: the numbers of the sentence that states the evidence
    marks: the moments that prove it, at most MOST_MARKS, the last ones
    other: URN of the container it was swapped with
    """

    kind: Kind
    since_s: float  #: seconds since 1970, as far as readings tell
    confidence: Annotated[float, msgspec.Meta(ge=0, le=1)]
    facts: Mapping[str, float] = {}
    marks: Sequence[Mark] = ()
    other: str = ""


def weighed(findings: Iterable[Finding]) -> Finding | None:
    """Return the finding that matters most; None where there is none."""
    return max(findings, key=lambda one: BY_WEIGHT.index(one.kind), default=None)


def surety(agreeing: float, *, each: float = 0.5) -> float:
    """Return how sure several agreeing signs make, a share in [0, 0.99].

    each: the share of doubt that one more sign takes away
    """
    doubt: float = (1 - each) ** agreeing
    return round(min(0.99, 1 - doubt), 2)


def last_marks(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Return as many of the last marks as are drawn."""
    return tuple(sorted(marks, key=lambda one: one.at_s)[-MOST_MARKS:])
