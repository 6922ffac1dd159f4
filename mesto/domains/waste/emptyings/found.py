"""What is recorded of an emptying that a sensor saw, and of when the last was. Pure.

A container's `dateLastEmptying` follows whoever knows of one: a sensor or a person.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from mesto.domains.waste.emptyings.detect import (
    Fall,
    Reading,
    exchanged,
    falls_in,
    rises_in,
)
from mesto.domains.waste.nouns import EMPTYING, Emptying, Way, way_urn
from mesto.kernel.model import Kind, Observation
from mesto.kernel.moments import date_time

SOURCE: Final = "waste"
LAST: Final = "dateLastEmptying"
LEAST_BELIEF: Final = 0.4  #: what is less likely is not told
#: Two emptyings of one container are not nearer, as far as a sensor can tell.
APART: Final = timedelta(hours=2)


def found_in(
    levels: Mapping[str, Sequence[Reading]],
    batteries: Mapping[str, Sequence[Reading]],
    known: Mapping[str, Iterable[datetime]],
) -> Iterator[Observation]:
    """Yield what is to be recorded of emptyings that nobody has recorded yet.

    levels, batteries: readings by container, in their order
    known: when emptyings were detected before
    """
    falls = [
        (urn, fall)
        for urn, readings in levels.items()
        for fall in falls_in(readings, batteries.get(urn, ()))
        if fall.confidence >= LEAST_BELIEF
    ]
    rises = (
        (urn, rise) for urn, readings in levels.items() for rise in rises_in(readings)
    )
    confused = exchanged(falls, rises)
    for urn, fall in falls:
        near = any(abs(fall.at - at) < APART for at in known.get(urn, ()))
        if urn not in confused and not near:
            yield detected(urn, fall)
            yield emptied_last(urn, fall.at)


def detected(urn: str, fall: Fall) -> Observation:
    """State that a sensor saw a container emptied."""
    emptying = Emptying(
        before=min(1.0, round(fall.before, 3)),
        after=max(0.0, round(fall.after, 3)),
        confidence=fall.confidence,
    )
    return stated(urn, emptying, fall.at, "detected", SOURCE)


def stated(
    urn: str, emptying: Emptying, at: datetime, way: Way, source: str
) -> Observation:
    """State that a container was emptied."""
    return Observation(
        entity=urn,
        attribute=EMPTYING,
        value=msgspec.to_builtins(emptying),
        source=source,
        observed_at=at,
        kind=Kind.JSON_PROPERTY,
        dataset=way_urn(way),
    )


def emptied_last(urn: str, at: datetime, source: str = SOURCE) -> Observation:
    """State when a container was emptied last; an older one changes no present."""
    return Observation(
        entity=urn,
        attribute=LAST,
        value=date_time(at),
        source=source,
        observed_at=at,
    )
