"""In which phase a round is, and which may follow. Pure."""

from collections.abc import Iterable, Mapping
from typing import Final

from mesto.domains.waste.driving.deeds import Deed, Ended
from mesto.domains.waste.rounds import Phase
from mesto.kernel.errors import Conflict

PHASE: Final = "phase"  #: attribute of a round: its history tells who moved it and when

#: What the office may make of a round. Deeds do the rest: see `phase_after`.
FOLLOWS: Final[Mapping[Phase, frozenset[Phase]]] = {
    "draft": frozenset({"released", "dropped"}),
    "released": frozenset({"draft", "dropped"}),
    "driving": frozenset(),
    "done": frozenset(),
    "dropped": frozenset({"draft"}),
}


def check_phase(now: Phase, next_: Phase) -> None:
    """Raise Conflict where a phase cannot follow the present one; itself it may."""
    if next_ != now and next_ not in FOLLOWS[now]:
        raise Conflict(f"a round that is {now} cannot become {next_}", phase=now)


def phase_after(now: Phase, deeds: Iterable[Deed]) -> Phase:
    """Return the phase of a round of which these deeds stand.

    What was driven was driven, also where the office has dropped the round meanwhile.
    """
    told = list(deeds)
    if any(isinstance(one, Ended) for one in told):
        return "done"
    if told:
        return "driving"
    return "released" if now in {"driving", "done"} else now
