"""The roles of a municipality: what each may do, who has it, and why somebody may."""

from collections import Counter
from collections.abc import Sequence

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.access.rights import BUILT_IN, Right, Role, Thing, Verb, why
from mesto.kernel.access.roles import Roles
from mesto.kernel.errors import Conflict, Malformed, NotFound
from mesto.kernel.script import with_both_scripts
from mesto.web.answers import answer_json
from mesto.web.asker import callers_of, visit_of
from mesto.web.body import read_body
from mesto.web.picture import Picture


class Draft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A role as it is sent; its name is in the path."""

    title: dict[str, str]
    rights: tuple[Right, ...]


async def show_roles(request: Request, picture: Picture) -> Response:
    """List every role, and what rights can be narrowed to."""
    own = await roles_of(request).written()
    had = await _had(request)
    return answer_json(
        request,
        {
            "roles": [
                msgspec.to_builtins(role)
                | {"built_in": role.name in BUILT_IN, "had": had[role.name]}
                for role in (*BUILT_IN.values(), *own)
            ],
            "services": [
                {"name": one.name, "title": with_both_scripts(one.title)}
                for one in picture.domains
            ],
            "types": picture.types,
            "districts": sorted(set(picture.assets.districts) - {""}),
        },
    )


async def keep_role(request: Request, _picture: Picture) -> Response:
    """Keep a role; one of the same name is replaced.

    Raises Conflict for a built-in one, Malformed for what is none.
    """
    draft = await read_body(request, Draft)
    if not draft.rights:
        raise Malformed("a role has one right or more", place=("rights",))
    name = str(request.path_params["name"])
    role = Role(name=name, title=draft.title, rights=draft.rights)
    await roles_of(request).keep(role)
    return Response(status_code=204)


async def drop_role(request: Request, _picture: Picture) -> Response:
    """Forget a role. Raises NotFound, and Conflict while somebody has it."""
    name = str(request.path_params["name"])
    if (await _had(request))[name]:
        raise Conflict(f"somebody has the role {name}; give them another first")
    await roles_of(request).drop(name)
    return Response(status_code=204)


async def explain(request: Request, picture: Picture) -> Response:
    """Say by which rights of which roles something is allowed on an entity.

    Raises Malformed for what is no verb, NotFound without such an entity or person.
    """
    asked = request.query_params
    try:
        verb = Verb(asked.get("verb", Verb.SEE))
    except ValueError:
        raise Malformed(f"verb is one of {', '.join(Verb)}") from None
    urn = asked.get("entity", "")
    known = (await picture.city.outlines([urn])).get(urn)
    if known is None:
        raise NotFound(f"there is no entity {urn}")
    thing = Thing(urn, frozenset(known.types), tuple(known.scopes))
    names = asked.getlist("role")
    await require_known(request, names)
    by = [
        {"role": role.name, "right": msgspec.to_builtins(right)}
        for role in await roles_of(request).named(names)
        for right in why(role.rights, verb, thing, asked.get("part", ""))
    ]
    return answer_json(request, {"allowed": bool(by), "by": by})


async def require_known(request: Request, names: Sequence[str]) -> None:
    """Raise Malformed unless each is the name of a role."""
    known = await roles_of(request).all()
    for name in names:
        if name not in known:
            raise Malformed(f"there is no role {name}", place=("roles",))


def roles_of(request: Request) -> Roles:
    """Return the roles of the municipality somebody uses."""
    return callers_of(request).roles[visit_of(request).name]


async def _had(request: Request) -> Counter[str]:
    """Count who has each role: people and keys."""
    callers, city = callers_of(request), visit_of(request).name
    people = await callers.accounts.of_municipality(city)
    keys = await callers.keys.known(city)
    return Counter(
        [name for one in people for name in one.memberships[city]]
        + [name for one in keys for name in one.roles]
    )
