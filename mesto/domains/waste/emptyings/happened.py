"""Emptyings of a container, and which reports of them are about one and the same. Pure.

A sensor sees an emptying at its next reading, a driver says it when it happens, and a
contractor's list says it once more: it was one emptying.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import msgspec

from mesto.domains.waste.nouns import Emptying, Way

#: Two reports within so long are of one emptying, unless two vehicles were there.
DOUBLED_WITHIN: Final = timedelta(minutes=90)
#: A sensor that speaks every few hours sees it so much later.
DETECTED_WITHIN: Final = timedelta(hours=8)
#: Clocks of drivers and sensors differ.
EARLY: Final = timedelta(minutes=15)


class Emptied(NamedTuple):
    """A container was emptied at a moment."""

    container: str  #: URN
    at: datetime
    emptying: Emptying
    ways: tuple[Way, ...]  #: how it is known


def is_doubled(one: Emptied, other: Emptied) -> bool:
    """Tell whether two reports are of one emptying, and not of two vehicles."""
    mine, others = one.emptying.vehicle, other.emptying.vehicle
    same = not mine or not others or mine == others
    near = abs(one.at - other.at) <= DOUBLED_WITHIN
    return one.container == other.container and same and near


def merged(told: Iterable[Emptied]) -> list[Emptied]:
    """Return emptyings in their order, each once, however often it is known.

    told: of any containers, in any order
    """
    by_container: dict[str, list[Emptied]] = {}
    for one in told:
        by_container.setdefault(one.container, []).append(one)
    every = [
        one for several in by_container.values() for one in _merged_of_one(several)
    ]
    return sorted(every, key=lambda one: (one.at, one.container))


def _merged_of_one(told: Sequence[Emptied]) -> list[Emptied]:
    reported: list[Emptied] = []
    for one in sorted(told, key=lambda one: one.at):
        if "reported" not in one.ways:
            continue
        if reported and is_doubled(reported[-1], one):
            reported[-1] = _joined(reported[-1], one)
        else:
            reported.append(one)
    found = list(reported)
    for one in told:
        if "reported" in one.ways:
            continue
        place = _report_of(one, found)
        if place is None:
            found.append(one)
        else:
            found[place] = _joined(found[place], one)
    return found


def _report_of(detected: Emptied, reported: Sequence[Emptied]) -> int | None:
    """Return the place of the nearest report of what a sensor saw; None: no report."""
    near = [
        (abs(detected.at - one.at), place)
        for place, one in enumerate(reported)
        if "detected" not in one.ways
        and -EARLY <= detected.at - one.at <= DETECTED_WITHIN
    ]
    return min(near)[1] if near else None


def _joined(first: Emptied, second: Emptied) -> Emptied:
    """Join what two tell of one emptying; the first one's word counts more."""
    told = {
        name: getattr(first.emptying, name) or getattr(second.emptying, name)
        for name in ("vehicle", "round", "by", "photo")
    }
    known = {
        name: getattr(first.emptying, name)
        if getattr(first.emptying, name) is not None
        else getattr(second.emptying, name)
        for name in ("before", "after", "weight_kg")
    }
    doubt = (1 - first.emptying.confidence) * (1 - second.emptying.confidence)
    emptying = msgspec.structs.replace(
        first.emptying, confidence=1 - doubt, **told, **known
    )
    ways = tuple(dict.fromkeys((*first.ways, *second.ways)))
    return Emptied(first.container, first.at, emptying, ways)
