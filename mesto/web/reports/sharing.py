"""Who may make a report for which role, and who may read what was made.

A report is made through the eyes of one role. Who keeps it has that role, or sees the
whole town, and still does whenever it is made; who reads it, too.
"""

from collections.abc import Sequence

from mesto.kernel.access.callers import Callers
from mesto.kernel.access.rights import Principal, Role, Verb
from mesto.kernel.errors import Forbidden
from mesto.kernel.model import Entity
from mesto.kernel.names import PEOPLE, PERSON
from mesto.kernel.text import filled, refusal
from mesto.operations.reports.refusals import NO_ROLE, SEES_LESS
from mesto.operations.written import DEFINITION

ANONYMOUS = "anonymous"  #: who comes in without a key where that is allowed


def may_share(principal: Principal, role: str) -> bool:
    """Tell whether somebody sees all that a role sees."""
    return principal.may_everywhere(Verb.SEE) or role in principal.role_names


def require_share(principal: Principal, role: str) -> None:
    """Raise Forbidden unless somebody sees all that a role sees."""
    if not may_share(principal, role):
        raise Forbidden(f"you do not see all that {role} sees", role=role)


async def require_author(
    callers: Callers, city: str, entity: Entity, role: str
) -> None:
    """Raise Forbidden unless whoever kept a report sees today what its role sees."""
    kept = entity.attribute(DEFINITION)
    assert kept is not None, "without one it is no report and is not made"
    source = kept.source
    roles = await callers.roles[city].named(await _roles_of(callers, city, source))
    if not may_share(Principal(name=source, roles=roles), role):
        raise refusal(Forbidden, filled(SEES_LESS, source=source, role=role))


async def role_named(callers: Callers, city: str, name: str) -> Role:
    """Return a role. Raises Forbidden where there is none of this name any more."""
    for role in await callers.roles[city].named([name]):
        return role
    raise refusal(Forbidden, filled(NO_ROLE, role=name), role=name)


async def _roles_of(callers: Callers, city: str, source: str) -> Sequence[str]:
    """Return the roles of who the ledger calls so; of nobody known there are none."""
    kind, _, name = source.partition(":")
    if kind == PERSON:
        people = await callers.accounts.of_municipality(city)
        found = (one for one in people if one.login == name and not one.disabled)
        return next((one.memberships[city] for one in found), ())
    if kind in {PEOPLE, "key"}:
        keys = await callers.keys.known(city)
        named = [one for one in keys if name in {one.label, one.number}]
        return named[0].roles if len(named) == 1 else ()
    if source == ANONYMOUS and callers.anonymous == city:
        return ("administrator",)
    return ()
