"""Ways to decide which containers are emptied on a day. Pure."""

from typing import Annotated, NamedTuple, TypeAlias

import msgspec
import numpy as np

from mesto.domains.waste.planning.worth import Price, Risk, prizes_of
from mesto.domains.waste.rehearsal.fills import Floats, Truths
from mesto.domains.waste.rehearsal.foresight import Foresight


class _Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="is"):
    """A way to decide; `is` says which."""


class AsWritten(_Policy, frozen=True, tag="calendar"):
    """By the calendars that are written; a container in none is never emptied."""


class AsItWas(_Policy, frozen=True, tag="was"):
    """On the days on which containers were emptied."""


class EveryNth(_Policy, frozen=True, tag="every"):
    """All containers together, every so many days."""

    days: Annotated[int, msgspec.Meta(ge=1, le=28)]


class Threshold(_Policy, frozen=True, tag="threshold"):
    """Those that are so full when the day is planned, share of the volume."""

    level: Annotated[float, msgspec.Meta(ge=0.05, le=1)]


class ByRisk(_Policy, frozen=True, tag="risk"):
    """Those whose risk to overflow, or whose being due anyway, is worth the way.

    overflow_km: so many kilometres one over full container-day is worth
    """

    overflow_km: Annotated[float, msgspec.Meta(gt=0, le=1_000)]


Policy: TypeAlias = AsWritten | AsItWas | EveryNth | Threshold | ByRisk


class Wish(NamedTuple):
    """Which containers are to be emptied on a day.

    must: of each container, whether it is emptied whatever the way
    worth_km: so long a detour the others are worth; 0: none
    """

    must: Truths
    worth_km: Floats


class Today(NamedTuple):
    """What is known when a day is planned.

    day: its place among the days; level: of each container, as far as known
    written, was: of each container, whether the calendar or history empties it today
    visit_km: so long a way a visit usually takes
    """

    day: int
    level: Floats
    foresight: Foresight
    written: Truths
    was: Truths
    visit_km: float


def wish_of(policy: Policy, today: Today) -> Wish:
    """Return which containers a policy wants emptied."""
    nothing = np.zeros(len(today.level))
    match policy:
        case AsWritten():
            return Wish(today.written, nothing)
        case AsItWas():
            return Wish(today.was, nothing)
        case EveryNth(days=days):
            every = np.full(len(today.level), today.day % days == 0)
            return Wish(every, nothing)
        case Threshold(level=level):
            return Wish(today.level >= level, nothing)
    return Wish(np.zeros(len(today.level), bool), _worth(policy, today))


def _worth(policy: ByRisk, today: Today) -> Floats:
    """Return what emptying each container today is worth, km, as plans reckon it."""
    foresight, level = today.foresight, today.level
    risk = Risk(
        skipped=foresight.chance_over(level, 1),
        emptied=foresight.chance_over(np.zeros(len(level)), 1),
        ahead=foresight.chance_over(level, 2),
    )
    prizes, _ = prizes_of(risk, Price(policy.overflow_km, today.visit_km))
    return prizes
