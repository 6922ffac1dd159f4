"""People who may do something: give orders, write something down."""

from collections.abc import Iterable, Sequence

from mesto.kernel.access.callers import Callers
from mesto.kernel.access.rights import Principal, Thing, Verb
from mesto.kernel.city import City
from mesto.kernel.model import Command
from mesto.kernel.names import PERSON
from mesto.kernel.visit import Visit


async def who_may(
    city: City, callers: Callers, commands: Sequence[Command], *, beside: Iterable[str]
) -> list[str]:
    """Return the people who may give all of some commands, `person:LOGIN`.

    beside: those who are not meant
    """
    return [
        one.name
        for one in await _people(city, callers)
        if one.name not in beside and await may_give_all(Visit(city, one), commands)
    ]


async def who_may_record(
    city: City, callers: Callers, thing: Thing, attribute: str
) -> list[str]:
    """Return the people who may record an attribute of something, `person:LOGIN`."""
    people = await _people(city, callers)
    return [one.name for one in people if one.may_on(Verb.RECORD, thing, attribute)]


async def may_give_all(visit: Visit, commands: Sequence[Command]) -> bool:
    """Tell whether somebody may give all of some commands."""
    if Verb.COMMAND not in visit.may:
        return False
    if visit.principal.may_everywhere(Verb.COMMAND):
        return True
    return len(await visit.signed_each(commands)) == len(commands)


async def _people(city: City, callers: Callers) -> list[Principal]:
    """Return the people of a town who may come in, with what they may do."""
    return [
        Principal(
            name=f"{PERSON}:{one.login}",
            roles=await callers.roles[city.name].named(one.memberships[city.name]),
        )
        for one in await callers.accounts.of_municipality(city.name)
        if not one.disabled
    ]
