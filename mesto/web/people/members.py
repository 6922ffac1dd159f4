"""Who belongs to a municipality, and with which roles.

An account is the installation's; a municipality says which roles it has there. What
would open other municipalities too is not for one of them to do, and what an account is
elsewhere not for it to know: who is added is asked in, and comes by itself.
"""

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.access.accounts import Account
from mesto.kernel.errors import Conflict, NotFound
from mesto.web.answers import answer_json
from mesto.web.asker import callers_of, visit_of
from mesto.web.body import read_body
from mesto.web.people.roles import require_known
from mesto.web.picture import Picture


class Newcomer(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who shall belong to a municipality."""

    login: str
    roles: list[str]
    name: str = ""


class Given(Struct, frozen=True, forbid_unknown_fields=True):
    """Roles, in place of those somebody has."""

    roles: list[str]


class Switch(Struct, frozen=True, forbid_unknown_fields=True):
    """Whether an account lets nobody in."""

    disabled: bool


async def show_people(request: Request, _picture: Picture) -> Response:
    """List who belongs to the municipality, by name."""
    city = visit_of(request).name
    people = await callers_of(request).accounts.of_municipality(city)
    return answer_json(request, [_written(one, city) for one in people])


async def add_person(request: Request, _picture: Picture) -> Response:
    """Ask somebody into the municipality, and say the link to come in by.

    The answer is the same whether the login has an account elsewhere or not.

    Raises Conflict where it belongs already, Malformed for what is no login or role.
    """
    wanted = await read_body(request, Newcomer)
    await require_known(request, wanted.roles)
    city, accounts = visit_of(request).name, callers_of(request).accounts
    person = await accounts.ask_in(wanted.login, wanted.name, city, wanted.roles)
    link = await accounts.invite(person.number)
    return answer_json(request, _written(person, city) | {"link": link}, status=201)


async def give_roles(request: Request, _picture: Picture) -> Response:
    """Give somebody roles in place of those it has here.

    Raises Conflict where nobody would be left to govern.
    """
    given = await read_body(request, Given)
    await require_known(request, given.roles)
    person, city = await _member(request), visit_of(request).name
    await callers_of(request).accounts.join(person.number, city, given.roles)
    return Response(status_code=204)


async def invite(request: Request, _picture: Picture) -> Response:
    """Make a link by which somebody chooses a password; its sessions end then."""
    person = await _member_of_this_only(request)
    return answer_json(
        request, {"link": await callers_of(request).accounts.invite(person.number)}
    )


async def switch(request: Request, _picture: Picture) -> Response:
    """Let an account in no longer, or again."""
    wanted = await read_body(request, Switch)
    person = await _member_of_this_only(request)
    await callers_of(request).accounts.disable(person.number, disabled=wanted.disabled)
    return Response(status_code=204)


async def let_go(request: Request, _picture: Picture) -> Response:
    """Let somebody belong here no longer; who belongs nowhere is forgotten.

    Raises Conflict where nobody would be left to govern.
    """
    person, city = await _member(request), visit_of(request).name
    await callers_of(request).accounts.leave(person.number, city)
    if set(person.memberships) == {city}:
        await callers_of(request).accounts.erase(person.number)
    return Response(status_code=204)


async def _member(request: Request) -> Account:
    """Return whom the path names. Raises NotFound where nobody here is it."""
    number = int(request.path_params["number"])
    accounts = callers_of(request).accounts
    for one in await accounts.of_municipality(visit_of(request).name):
        if one.number == number:
            return one
    raise NotFound("nobody here has this number")


async def _member_of_this_only(request: Request) -> Account:
    person = await _member(request)
    if len(person.memberships) > 1:
        raise Conflict(
            f"{person.login} belongs to other municipalities too; who runs the "
            "installation does this with 'mesto person'"
        )
    return person


def _written(person: Account, city: str) -> dict[str, object]:
    """Write what a municipality may know; of who belongs elsewhere too, no more."""
    elsewhere = len(person.memberships) > 1
    return {
        "number": person.number,
        "login": person.login,
        "name": person.name,
        "roles": person.memberships.get(city, ()),
        "invited": person.invited,
        "codes": person.codes and not elsewhere,
        "disabled": person.disabled and not elsewhere,
        "elsewhere": elsewhere,
    }
