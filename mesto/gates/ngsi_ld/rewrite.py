"""Read, change, write: what every operation on existing entities does.

A change is worked out from the present and written only if the present is still so;
otherwise it is read and worked out again.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Final
from weakref import WeakValueDictionary

import msgspec

from mesto.gates.ngsi_ld.problem import Problem, as_problem
from mesto.kernel.city import City, Expect
from mesto.kernel.errors import CityError, Conflict, Unavailable
from mesto.kernel.model import Entity, Observation

_TRIES: Final = 12

#: Whose turn it is, by municipality and URN; a lock that nobody holds is forgotten.
_turns: Final[WeakValueDictionary[tuple[str, str], asyncio.Lock]] = (
    WeakValueDictionary()
)


class Plan(msgspec.Struct, frozen=True):
    """What to write about one entity, and what must hold for it."""

    observations: Sequence[Observation]
    expect: Sequence[Expect] = ()
    left_out: Problem | None = None  #: why not all that was asked for is written


class Outcome(msgspec.Struct, frozen=True):
    """What became of each entity."""

    done: Sequence[str]
    created: frozenset[str]
    refused: dict[str, Problem]


#: Works out a Plan from the URN and the entity, None if there is none; may refuse by
#: raising a Problem or a CityError.
Planner = Callable[[str, Entity | None], Plan]


async def rewrite(city: City, urns: Sequence[str], planner: Planner) -> Outcome:
    """Change several entities; each is changed or refused, whatever the others are.

    Raises Unavailable if the city is too busy.
    """
    for _ in range(_TRIES):
        present = await city.present(urns)
        plans, refused = _plan(urns, present, planner)
        try:
            created = await _write(city, list(plans.values()))
        except Conflict:
            continue
        for urn, plan in plans.items():
            if plan.left_out is not None:
                refused[urn] = plan.left_out
        done = [urn for urn in plans if urn not in refused]
        return Outcome(done, created, refused)
    raise Unavailable("others change the same entities all the time", busy=True)


async def rewrite_one(
    city: City, urn: str, planner: Callable[[Entity | None], Plan]
) -> None:
    """Change one entity; those who change the same one here take turns.

    Raises what `planner` raises.
    """
    turn = _turns.setdefault((city.name, urn), asyncio.Lock())
    for _ in range(_TRIES):
        async with turn:
            present = await city.present((urn,))
            plan = planner(present.get(urn))
            if not plan.observations:
                return
            try:
                await city.record(plan.observations, current=True, expect=plan.expect)
            except Conflict:
                continue
            return
    raise Unavailable("others change the same entity all the time", busy=True)


def unchanged(entity: Entity, observations: Sequence[Observation]) -> list[Expect]:
    """Expect each observed attribute to be as it was when `entity` was read."""
    known = {(one.name, one.dataset): one.position for one in entity.attributes}
    expect = [
        Expect(
            entity=entity.id,
            attribute=seen.attribute,
            dataset=seen.dataset,
            position=known.get((seen.attribute, seen.dataset), 0),
        )
        for seen in observations
        if seen.attribute not in _OF_ENTITY
    ]
    if any(one.position for one in expect):
        return expect  # what is still there is still there with its entity
    return [Expect(entity=entity.id), *expect]


_OF_ENTITY: Final = frozenset({"type", "scope"})


def _plan(
    urns: Sequence[str], present: dict[str, Entity], planner: Planner
) -> tuple[dict[str, Plan], dict[str, Problem]]:
    plans: dict[str, Plan] = {}
    refused: dict[str, Problem] = {}
    for urn in urns:
        try:
            plans[urn] = planner(urn, present.get(urn))
        except (CityError, Problem) as failure:
            refused[urn] = as_problem(failure)
    return plans, refused


async def _write(city: City, plans: Sequence[Plan]) -> frozenset[str]:
    seen = [one for plan in plans for one in plan.observations]
    if not seen:
        return frozenset()
    expect = [one for plan in plans for one in plan.expect]
    return (await city.record(seen, current=True, expect=expect)).created
