"""Rounds that are planned or driven already, when a plan is made anew. Pure.

What is done stays as it was; a vehicle on its way goes on from where it is, with what
it has on board.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from msgspec.structs import replace

from mesto.domains.waste.planning.plans import Made
from mesto.domains.waste.planning.problem import Problem, Spot, Truck
from mesto.domains.waste.rounds import Place, Round, Stop


class Begun(NamedTuple):
    """A round there is, and how much of it is done.

    done: how many of its stops; place: where the vehicle is, if it is on its way
    version: position of its definition in the ledger
    """

    name: str
    round: Round
    done: int = 0
    place: Place | None = None
    version: int = 0

    @property
    def on_its_way(self) -> bool:
        """Whether the vehicle has left."""
        return self.round.phase == "driving"


class Afoot(NamedTuple):
    """The rounds of a plan, by shift; and the containers that are done with."""

    rounds: Mapping[str, Begun]
    done: frozenset[str] = frozenset()

    @property
    def fractions(self) -> Mapping[str, str]:
        """Which waste each shift collects."""
        return {
            key: one.round.fraction
            for key, one in self.rounds.items()
            if one.round.phase != "dropped"
        }


def begun(
    name: str, round_: Round, dealt: Collection[str], place: Place | None
) -> Begun:
    """Say how far a round is.

    dealt: containers that were emptied, or could not be
    """
    done = 0
    for number, stop in enumerate(round_.stops, 1):
        if stop.containers and set(stop.containers) <= set(dealt):
            done = number
    if not done and round_.phase == "driving":
        done = 1  # it has left the depot
    return Begun(name, round_, done, place)


def under_way(problem: Problem, afoot: Afoot, now: datetime) -> Problem:
    """Return a problem in which trucks go on from where they are."""
    now_s = round((now - problem.midnight).total_seconds())
    key_of = {urn: one.key for one in problem.clients for urn in one.containers}
    present = {
        key: list(_left(one, key_of))
        for key, one in afoot.rounds.items()
        if one.round.phase != "dropped"
        and any(truck.key == key for truck in problem.trucks)
    }
    trucks = [
        _going_on(truck, afoot.rounds[truck.key], now_s)
        if truck.key in afoot.rounds and afoot.rounds[truck.key].on_its_way
        else truck
        for truck in problem.trucks
    ]
    return replace(problem, trucks=trucks, present=present)


def _left(begun_: Begun, key_of: Mapping[str, str]) -> Iterator[str]:
    """Yield what a round has still to do: keys of stops and URNs of sites."""
    left = begun_.round.stops[begun_.done :]
    last = max((n for n, one in enumerate(left) if one.what == "collect"), default=-1)
    for stop in left[: last + 1]:
        if stop.what == "unload":
            yield stop.at
        elif stop.containers and stop.containers[0] in key_of:
            yield key_of[stop.containers[0]]


def _going_on(truck: Truck, begun_: Begun, now_s: int) -> Truck:
    done = begun_.round.stops[: begun_.done]
    rested = any(one.what == "break" for one in done)
    last = done[-1]
    return replace(
        truck,
        start=Spot(begun_.place or last.place),
        start_at="",
        begins_s=max(truck.begins_s, now_s),
        aboard_l=last.load_l,
        aboard_kg=last.load_kg,
        break_s=0 if rested else truck.break_s,
    )


def continued(made: Made, afoot: Afoot) -> Made:
    """Return a plan made anew, in which rounds go on under the names they have.

    What is no more done by anybody is dropped; what was driven stays.
    """
    fresh = {one.shift: one for one in made.rounds.values()}
    rounds: dict[str, Round] = {}
    for key, known in afoot.rounds.items():
        rounds[known.name] = _joined(known, fresh.pop(key, None))
    taken = set(rounds)
    names = iter(
        name
        for name in (f"{_plan(made, afoot)}-{n}" for n in range(1, 10_000))
        if name not in taken
    )
    rounds |= {next(names): one for one in fresh.values()}
    return replace(
        made,
        plan=replace(made.plan, rounds=list(rounds)),
        rounds=rounds,
    )


def _plan(made: Made, afoot: Afoot) -> str:
    rounds = [*made.rounds.values(), *(one.round for one in afoot.rounds.values())]
    return rounds[0].plan


def _joined(known: Begun, fresh: Round | None) -> Round:
    """Return what was done and what is to come as one round."""
    if not known.on_its_way:
        if fresh is None:
            return replace(known.round, phase="dropped")
        phase = "draft" if known.round.phase == "dropped" else known.round.phase
        return replace(fresh, plan=known.round.plan, phase=phase)
    done: Sequence[Stop] = known.round.stops[: known.done]
    if fresh is None:
        return replace(known.round, stops=done)
    ahead = fresh.stops[1:]  # without where it is just now
    share = known.done / max(1, len(known.round.stops))
    return replace(
        fresh,
        plan=known.round.plan,
        phase=known.round.phase,
        stops=[*done, *ahead],
        km=round(fresh.km + known.round.km * share, 3),
        driving_min=round(fresh.driving_min + known.round.driving_min * share, 1),
        working_min=round(fresh.working_min + known.round.working_min * share, 1),
        cost=round(fresh.cost + known.round.cost * share, 2),
        path=[*known.round.path[: round(len(known.round.path) * share)], *fresh.path],
    )
