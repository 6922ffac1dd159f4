"""What the process that computes tells: how far it is, then the rounds. Pure."""

from collections.abc import Sequence
from typing import TypeAlias

import msgspec

from mesto.domains.waste.planning.problem import Client, Reason
from mesto.domains.waste.rounds import Round


class Progress(msgspec.Struct, frozen=True):
    """How far a search is.

    cost: of the best so far, with what it leaves lying; None: nothing to drive yet
    """

    share: float
    cost: float | None


class Considered(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan knew of a stop, and why it is in or out.

    detour_m, detour_s: to come by; None where there was no round to put it into
    detour_cost: what that costs, and to empty it
    """

    client: Client
    planned: bool
    reason: Reason
    detour_m: int | None = None
    detour_s: int | None = None
    detour_cost: float = 0.0


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """The rounds of a fraction.

    cost: of driving, with the prizes left lying
    estimated: nobody knows the streets; astray: containers no street leads to
    """

    fraction: str
    rounds: Sequence[Round]
    considered: Sequence[Considered]
    cost: float = 0.0
    estimated: bool = False
    astray: Sequence[str] = ()


Told: TypeAlias = Progress | Planned
