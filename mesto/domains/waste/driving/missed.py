"""Containers that were passed by while the round still runs. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from mesto.domains.waste.driving.deeds import Deed, Ended
from mesto.domains.waste.driving.proof import last_words
from mesto.domains.waste.driving.track import NEAR_M, Fix, metres
from mesto.domains.waste.rounds import Round

MARGIN: Final = timedelta(minutes=20)  #: a stop may be late by so much
#: Drivers take two stops of one street in the other order; nobody was missed then.
PASSED: Final = 3  #: stops further on


def missed(
    round_: Round, deeds: Sequence[Deed], lately: Iterable[Fix], now: datetime
) -> list[str]:
    """Return the containers that were planned and passed by, in planned order.

    deeds: those that stand; lately: where the vehicle was in the last minutes

    A container is missed when the round ended without a word about it; before, when
    its time has passed and the vehicle is well past it.
    """
    said = last_words(deeds)
    open_ = [
        (number, urn)
        for number, stop in enumerate(round_.stops)
        for urn in stop.containers
        if urn not in said
    ]
    if any(isinstance(one, Ended) for one in deeds):
        return [urn for _, urn in open_]
    reached = max(_reached(round_, said, lately), default=-1)
    return [
        urn
        for number, urn in open_
        if number + PASSED <= reached and round_.stops[number].arrives + MARGIN < now
    ]


def _reached(
    round_: Round, said: Iterable[str], lately: Iterable[Fix]
) -> Iterator[int]:
    """Yield the numbers of the stops at which the vehicle surely was."""
    known = set(said)
    fixes = list(lately)
    for number, stop in enumerate(round_.stops):
        if not stop.containers:
            continue
        if not known.isdisjoint(stop.containers) or any(
            metres(one.place, stop.place) <= NEAR_M for one in fixes
        ):
            yield number
