"""Whom a scenario is about, as the ledger has it."""

from mesto.kernel.city import City
from mesto.kernel.model import Entity
from mesto.kernel.question.condition import AllOf, AnyOf, IdIn, InScope, OfType
from mesto.kernel.question.find import Find
from mesto.operations.scenarios.definition import Scope

MOST_IN_SCOPE = 5_000  #: entities that a time is about
_ENDS = ("", "/#")


async def in_scope(city: City, scope: Scope) -> list[Entity]:
    """Return the entities in a scope, before its expression is asked."""
    parts: list[AnyOf | IdIn] = []
    if scope.types:
        parts.append(AnyOf(tuple(OfType(one) for one in scope.types)))
    if scope.districts:
        below = (InScope(f"{one}{end}") for one in scope.districts for end in _ENDS)
        parts.append(AnyOf(tuple(below)))
    if scope.urns:
        parts.append(IdIn(tuple(scope.urns)))
    found = await city.ask(Find(where=AllOf(tuple(parts)), limit=MOST_IN_SCOPE))
    return list((await city.present(found.urns)).values())
