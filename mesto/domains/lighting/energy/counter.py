"""What a counter of energy tells, though it jumps, rolls over or is replaced. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Literal, NamedTuple, TypeAlias

How: TypeAlias = Literal["read", "rolled", "replaced", "jumped"]

SLACK_KWH = 1.0  #: by which a coarse counter may run ahead of what can be drawn
FULL = 0.9  #: of its digits: a counter that falls from above has rolled over
LEAST_DIGITS = 4  #: of a counter that can roll over


class Reading(NamedTuple):
    """What a counter showed."""

    at: datetime
    kwh: float


class Stretch(NamedTuple):
    """What was drawn between two readings.

    kwh: None where the counter cannot tell, because it was replaced or jumped
    """

    start: datetime
    end: datetime
    kwh: float | None
    how: How = "read"


def stretches(readings: Sequence[Reading], most_kw: float | None) -> Iterator[Stretch]:
    """Yield what a counter tells, from each reading to the next that can be believed.

    readings: in any order; of two at one moment the later one counts
    most_kw: what can be drawn behind it at most; None: anything

    A single reading that fits neither what was before nor what comes after is left out.
    """
    in_order = [
        Reading(at, kwh)
        for at, kwh in sorted({one.at: one.kwh for one in readings}.items())
    ]
    if not in_order:
        return
    last = in_order[0]
    for number, reading in enumerate(in_order[1:], start=1):
        step = _step(last, reading, most_kw)
        following = in_order[number + 1 : number + 2]
        if step.kwh is None and _stray(last, following, most_kw):
            continue
        yield step
        last = reading


def _step(last: Reading, reading: Reading, most_kw: float | None) -> Stretch:
    grown = reading.kwh - last.kwh
    rolled = grown + 10.0 ** _digits(last.kwh)
    if grown >= 0:
        told = _can_be(grown, last, reading, most_kw)
        how: How = "read" if told else "jumped"
        return Stretch(last.at, reading.at, grown if told else None, how)
    if _was_full(last.kwh) and _can_be(rolled, last, reading, most_kw):
        return Stretch(last.at, reading.at, rolled, "rolled")
    return Stretch(last.at, reading.at, None, "replaced")


def _stray(last: Reading, following: Sequence[Reading], most_kw: float | None) -> bool:
    """Tell whether the next reading goes on where the last good one was."""
    return any(
        one.kwh >= last.kwh and _step(last, one, most_kw).kwh is not None
        for one in following
    )


def _can_be(kwh: float, last: Reading, reading: Reading, most_kw: float | None) -> bool:
    hours = (reading.at - last.at).total_seconds() / 3600
    return most_kw is None or kwh <= most_kw * hours + SLACK_KWH


def _digits(kwh: float) -> int:
    return max(len(str(int(max(kwh, 0)))), LEAST_DIGITS)


def _was_full(kwh: float) -> bool:
    return bool(kwh >= FULL * 10.0 ** _digits(kwh))
