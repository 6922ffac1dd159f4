"""How far and how long a round really was: by its vehicle's track, or as planned. Pure.

A track counts where it was heard for nine tenths of the time; what a tracker wobbles
while its vehicle stands is no way.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Annotated, Final, Literal, TypeAlias

import msgspec

from mesto.domains.waste.driving.deeds import Began, Ended
from mesto.domains.waste.driving.known import Known
from mesto.domains.waste.driving.track import NEAR_M, SILENCE, Fix, driven_km, metres
from mesto.domains.waste.rounds import Round
from mesto.kernel.model import Entity

DRIVEN: Final = "driven"  #: attribute of a round that is done: a `Driven`
HEARD: Final = 0.9  #: share of the time a tracker has to be heard

#: track: the vehicle's; said: the driver's begin and end; plan: nothing else is known
By: TypeAlias = Literal["track", "said", "plan"]


class Driven(msgspec.Struct, frozen=True, kw_only=True):
    """How far and how long a round was, and what tells each.

    heard: share of its time in which the tracker was heard
    """

    km: Annotated[float, msgspec.Meta(ge=0)]
    hours: Annotated[float, msgspec.Meta(ge=0)]
    km_by: By
    hours_by: By
    heard: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.0


def driven_in(known: Known, track: Sequence[Fix]) -> Driven:
    """Return how far and how long a round was.

    track: of its vehicle, as `cleaned` returns it
    """
    said = _said(known)
    begins, ends = said or _planned(known.round) or known.span
    its = [one for one in track if begins <= one.at <= ends]
    whole_s = (ends - begins).total_seconds()
    silent_s = sum(_silences(begins, its, ends))
    heard = max(0.0, 1 - silent_s / whole_s) if its and whole_s else 0.0
    tracked = heard >= HEARD
    return Driven(
        km=round(driven_km(its), 2) if tracked else known.round.km,
        hours=round(whole_s / 3600 if said else known.round.working_min / 60, 3),
        km_by="track" if tracked else "plan",
        hours_by="said" if said else "plan",
        heard=round(heard, 3),
    )


def planned_of(round_: Round) -> Driven:
    """Return what a plan says of a round."""
    return Driven(
        km=round_.km, hours=round_.working_min / 60, km_by="plan", hours_by="plan"
    )


def read_driven(entity: Entity) -> Driven | None:
    """Read how far and long a round was; None: not told yet, or nonsense."""
    try:
        return msgspec.convert(entity.value(DRIVEN), Driven)
    except msgspec.ValidationError:
        return None


def _said(known: Known) -> tuple[datetime, datetime] | None:
    """Return from when to when the driver was on it, as far as said."""
    begun = [one.at for one in known.standing if isinstance(one, Began)]
    ended = [one.at for one in known.standing if isinstance(one, Ended)]
    if not begun or not ended or min(begun) >= max(ended):
        return None
    return min(begun), max(ended)


def _planned(round_: Round) -> tuple[datetime, datetime] | None:
    if not round_.stops:
        return None
    return (
        min(one.arrives for one in round_.stops),
        max(one.leaves for one in round_.stops),
    )


def _silences(
    begins: datetime, track: Sequence[Fix], ends: datetime
) -> Iterator[float]:
    """Yield how long nobody knows where the vehicle was, s, each time."""
    if not track:
        return
    edges = (track[0].at - begins, ends - track[-1].at)
    yield from (one.total_seconds() for one in edges if one > SILENCE)
    for one, other in pairwise(track):
        moved = metres(one.place, other.place) > NEAR_M
        if moved and other.at - one.at > SILENCE:
            yield (other.at - one.at).total_seconds()
