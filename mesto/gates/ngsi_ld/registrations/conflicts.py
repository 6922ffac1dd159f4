"""Registrations that contradict each other, or what the city knows itself.

Source: ETSI GS CIM 009 v1.9.1, 4.3.6.3, 5.9.2.4 and 5.9.3.4.
"""

from collections.abc import Iterable

from mesto.gates.ngsi_ld.problem import Conflict
from mesto.gates.ngsi_ld.registrations.model import (
    About,
    Information,
    Mode,
    Registration,
)
from mesto.kernel.city import City
from mesto.kernel.question.condition import (
    AllOf,
    AnyOf,
    Condition,
    IdIn,
    IdLike,
    OfType,
)
from mesto.kernel.question.find import Find


def refuse_contradiction(new: Registration, known: Iterable[Registration]) -> None:
    """Raise Conflict where others are said to hold alone what `new` holds alone.

    Several redirect registrations may overlap; an exclusive one with none.
    """
    if not new.mode.is_proxied:
        return
    for one in known:
        alone = Mode.EXCLUSIVE in (new.mode, one.mode) and one.mode.is_proxied
        if alone and one.id != new.id and _overlap(new, one):
            raise Conflict(f"{one.id} holds some of it already, and alone")


async def refuse_own_data(city: City, new: Registration) -> None:
    """Raise Conflict where the city itself holds what `new` holds alone."""
    if not new.mode.is_proxied:
        return
    for one in new.information:
        page = await city.ask(
            Find(where=_where(one), attributes=tuple(one.attributes or ()), limit=1)
        )
        if page.urns:
            raise Conflict(f"{page.urns[0]} is here, and has some of it")


def _overlap(one: Registration, other: Registration) -> bool:
    return any(
        _share(mine, theirs) for mine in one.information for theirs in other.information
    )


def _share(one: Information, other: Information) -> bool:
    parts = (one.attributes, other.attributes)
    if None not in parts and not frozenset.intersection(*filter(None, parts)):
        return False
    if not one.about or not other.about:
        return True
    return any(_meet(mine, theirs) for mine in one.about for theirs in other.about)


def _meet(one: About, other: About) -> bool:
    """Tell whether an entity may be of both; one of them has an id."""
    if set(one.types).isdisjoint(other.types):
        return False
    if one.id is not None:
        return other.covers(one.id)
    return other.id is None or one.covers(other.id)


def _where(said: Information) -> Condition:
    if not said.about:
        return AllOf(())
    return AnyOf(tuple(_like(one) for one in said.about))


def _like(about: About) -> Condition:
    parts: list[Condition] = [OfType(name) for name in about.types]
    if about.id is not None:
        parts.append(IdIn((about.id,)))
    elif about.pattern is not None:
        parts.append(IdLike(about.pattern.pattern))
    return AllOf(tuple(parts))
