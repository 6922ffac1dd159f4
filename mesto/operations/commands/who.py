"""People who may give orders."""

from collections.abc import Iterable, Sequence

from mesto.kernel.access.callers import Callers
from mesto.kernel.access.rights import Principal, Verb
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
    found = []
    for one in await callers.accounts.of_municipality(city.name):
        name = f"{PERSON}:{one.login}"
        if one.disabled or name in beside:
            continue
        held = await callers.roles[city.name].named(one.memberships[city.name])
        visit = Visit(city, Principal(name=name, roles=held))
        if await may_give_all(visit, commands):
            found.append(name)
    return found


async def may_give_all(visit: Visit, commands: Sequence[Command]) -> bool:
    """Tell whether somebody may give all of some commands."""
    if Verb.COMMAND not in visit.may:
        return False
    if visit.principal.may_everywhere(Verb.COMMAND):
        return True
    return len(await visit.signed_each(commands)) == len(commands)
