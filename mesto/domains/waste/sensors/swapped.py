"""Whose readings fit the rounds of another container better than its own. Pure.

Two sensors that were mounted the wrong way round each tell the truth about the other's
container: what is told of emptyings there shows in the readings here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from mesto.domains.waste.sensors.course import DAY_S, HOUR_S, Course, Emptied
from mesto.domains.waste.sensors.falls import Fall
from mesto.domains.waste.sensors.finding import Finding, Mark, last_marks
from mesto.domains.waste.sensors.kinds import Kind

LOOKED_AT_S: Final = 45 * DAY_S
LEAST_VISITS: Final = 4
OWN_AT_MOST: Final = 0.5  #: of its own emptyings such a sensor shows no more
OTHERS_AT_LEAST: Final = 0.75
BETTER_TOGETHER: Final = 0.9  #: what both gain, shares added
PASSES_S: Final = 3 * HOUR_S


@dataclass(frozen=True, kw_only=True)
class Trace:
    """What of a container is compared with others, and no more."""

    urn: str
    falls: Sequence[Fall]
    emptied: Sequence[Emptied]

    def shown_of(self, other: "Trace", since_s: float) -> float:
        """Return how well these readings show what happened to another, in [0, 1].

        The mean of: which share of its emptyings show here, and which share of the
        falls here are emptyings there.
        """
        told = [one for one in other.emptied if one.at_s >= since_s]
        fell = [one for one in self.falls if one.at_s >= since_s]
        if len(told) < LEAST_VISITS or not fell:
            return 0.0
        shown = sum(any(_close(one, fall) for fall in fell) for one in told)
        known = sum(any(_close(one, fall) for one in told) for fall in fell)
        return (shown / len(told) + known / len(fell)) / 2


def trace_of(course: Course, falls: Sequence[Fall]) -> Trace:
    """Return what of a container is compared."""
    since_s = course.now_s - LOOKED_AT_S
    return Trace(
        urn=course.urn,
        falls=[one for one in falls if one.at_s >= since_s],
        emptied=[
            one
            for one in course.emptied
            if one.at_s >= since_s and not one.by_neighbours
        ],
    )


def is_misfit(trace: Trace, since_s: float) -> bool:
    """Tell whether a sensor shows little of what is told of its own container."""
    told = sum(one.at_s >= since_s for one in trace.emptied)
    return told >= LEAST_VISITS and trace.shown_of(trace, since_s) <= OWN_AT_MOST


def swapped(traces: Sequence[Trace], now_s: float) -> Mapping[str, Finding]:
    """Find pairs of sensors that are mounted the wrong way round, by URN."""
    found: dict[str, Finding] = {}
    for span_s in (LOOKED_AT_S, LOOKED_AT_S / 2):
        since_s = now_s - span_s
        misfits = [
            one for one in traces if one.urn not in found and is_misfit(one, since_s)
        ]
        gains = sorted(
            (gain, one.urn, other.urn, one, other)
            for one, other in combinations(misfits, 2)
            if (gain := _gain(one, other, since_s)) >= BETTER_TOGETHER
        )
        for gain, *_, one, other in reversed(gains):
            if one.urn not in found and other.urn not in found:
                found[one.urn] = _finding(one, other, gain, since_s)
                found[other.urn] = _finding(other, one, gain, since_s)
    return found


def _gain(one: Trace, other: Trace, since_s: float) -> float:
    """Return how much better two fit when exchanged; 0 where either does not."""
    here, there = one.shown_of(other, since_s), other.shown_of(one, since_s)
    if min(here, there) < OTHERS_AT_LEAST:
        return 0.0
    own = one.shown_of(one, since_s) + other.shown_of(other, since_s)
    return here + there - own


def _finding(one: Trace, other: Trace, gain: float, since_s: float) -> Finding:
    own = [each for each in one.emptied if each.at_s >= since_s]
    lost = [each for each in own if not any(_close(each, f) for f in one.falls)]
    fits = list(_fitting(one, other, since_s))
    return Finding(
        kind=Kind.SWAPPED,
        since_s=lost[0].at_s if lost else since_s,
        confidence=round(min(0.99, 0.6 + gain / 4), 2),
        facts={
            "own": 100 * one.shown_of(one, since_s),
            "others": 100 * one.shown_of(other, since_s),
            "times": float(len(fits)),
        },
        marks=last_marks(
            [
                *(Mark(at_s=each.at_s, sign="emptied") for each in lost[-6:]),
                *fits[-6:],
            ]
        ),
        other=other.urn,
    )


def _fitting(one: Trace, other: Trace, since_s: float) -> Iterator[Mark]:
    """Yield the falls here that are emptyings there."""
    for fall in one.falls:
        if fall.at_s >= since_s and any(_close(e, fall) for e in other.emptied):
            yield Mark(at_s=fall.at_s, sign="neighbours", read=fall.after)


def _close(emptied: Emptied, fall: Fall) -> bool:
    return abs(emptied.at_s - fall.at_s) <= emptied.slack_s + PASSES_S
