"""A scenario's own address for another system: made, shown, ended, and called."""

import secrets
from datetime import UTC, datetime
from typing import Final
from uuid import UUID, uuid4, uuid5

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.access.acts import Actor, actor, acts_now, note_there
from mesto.kernel.access.rights import Thing, Verb
from mesto.kernel.city import City
from mesto.kernel.errors import Forbidden, NotFound
from mesto.kernel.model import Entity
from mesto.kernel.question import Question
from mesto.kernel.signing import is_signed, number_of
from mesto.operations.scenarios import hooks
from mesto.operations.scenarios.hooks import EndHook, HookOf, MakeHook, NoteCalled
from mesto.operations.written import DEFINITION
from mesto.web.answers import answer_json
from mesto.web.asker import callers_of, guessing, host_of, visit_of
from mesto.web.body import decode, read_body, read_bytes
from mesto.web.once import say_once
from mesto.web.picture import Picture
from mesto.web.scenarios.answers import entity_of
from mesto.web.scenarios.calls import ACCEPTED, LARGEST_BYTES, Call, set_off
from mesto.web.written import name_in

PATH: Final = "/calls/{city}/{name}/{secret}"
SECRET_BYTES: Final = 24
CALLS_PER_MINUTE: Final = 120  #: of one address, before it has to wait
_CALLS: Final = UUID("3b6d0c52-6c7a-5f0e-8a0e-5d6a0a1d8f3e")  #: of names of messages


class Wanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The address that a scenario shall have."""

    signed: bool = False  #: only what carries a signature is heard


async def show_hook(request: Request, _picture: Picture) -> Response:
    """Say whether a scenario has an address; what it is cannot be said again."""
    await entity_of(request)
    hook = await host_of(request).ask(HookOf(name_in(request)))
    return answer_json(request, None if hook is None else _told(hook))


async def make_hook(request: Request, _picture: Picture) -> Response:
    """Give a scenario an address, or another one, and say it this once.

    Raises NotFound, and Forbidden for who may not write or not start the scenario.
    """
    wanted = await read_body(request, Wanted)
    name = await _mine(request)
    city = host_of(request)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    grain = secrets.token_bytes(SECRET_BYTES)
    wish = MakeHook(
        scenario=name,
        digest=hooks.digest_of(secret),
        grain=grain,
        signed=wanted.signed,
        by=visit_of(request).principal.name,
    )
    await _do(city, wish, "hook-made", name, signed=wanted.signed)
    hook = await city.ask(HookOf(name))
    path = PATH.format(city=city.name, name=name, secret=secret)
    key = hooks.signing_key(secret, grain) if wanted.signed else ""
    say_once(request)
    document = {**_told(hook), "path": path, "key": key} if hook else None
    return answer_json(request, document)


async def end_hook(request: Request, _picture: Picture) -> Response:
    """Let a scenario's address lead nowhere. Raises NotFound and Forbidden."""
    name = await _mine(request)
    if not await _do(host_of(request), EndHook(name), "hook-ended", name):
        raise NotFound(f"the scenario {name} has no address")
    return Response(status_code=204)


async def hear_call(request: Request) -> Response:
    """Hear another system at the address it was given.

    What it sends is the payload; `entity` in the query says which asset it is about.
    The scenario runs with its own rights, in the name of the address.

    Raises Forbidden for an address that leads nowhere and for a signature that is
    missing, the same for all; Unavailable for who calls too often; else as `set_off`.
    """
    body = await read_bytes(request, LARGEST_BYTES)
    with guessing(request):
        city = await _opened(request, body)
    name = str(request.path_params["name"])
    who = hooks.PREFIX + name
    acts_now(Actor(who, actor().origin))
    pace = f"{city.name} {name}"
    callers_of(request).keep_pace("address", pace, CALLS_PER_MINUTE)
    urn = request.query_params.get("entity", "")
    known = await city.present([urn]) if urn else {}
    number = number_of(request.headers)
    token = uuid5(_CALLS, f"{city.name} {name} {number}") if number else uuid4()
    call = Call(token, urn, decode(body, object) if body else None)
    await set_off(city, name, "webhook", call, about=known.get(urn), by=who)
    await city.ask(NoteCalled(name))
    return Response(status_code=ACCEPTED)


async def _opened(request: Request, body: bytes) -> City:
    """Return the town that an address opens a scenario of. Raises Forbidden."""
    city = callers_of(request).cities.get(str(request.path_params["city"]))
    name, secret = (str(request.path_params[one]) for one in ("name", "secret"))
    hook = None if city is None else await city.ask(HookOf(name))
    if not hooks.opens(secret, hook) or city is None or hook is None:
        raise Forbidden("this address leads nowhere")
    key = hooks.signing_key(secret, hook.grain)
    if hook.signed and not is_signed(request.headers, body, key, datetime.now(UTC)):
        raise Forbidden("the signature is missing, old, or another's")
    return city


async def _mine(request: Request) -> str:
    """Return which scenario an address is for, if who asks may give it one.

    An address lets others start what somebody wrote: who gives it may do both.
    """
    entity = await entity_of(request)
    may_on = visit_of(request).principal.may_on
    thing = _thing(entity)
    if not may_on(Verb.RECORD, thing, DEFINITION) or not may_on(
        Verb.COMMAND, thing, "webhook"
    ):
        who = visit_of(request).principal.name
        raise Forbidden(f"{who} may not give {entity.id} an address")
    return name_in(request)


async def _do(
    city: City, deed: Question[bool], verb: str, about: str, **detail: bool
) -> bool:
    """Do something about an address and note it with it; tell whether it was done."""
    async with city.bound() as connection, connection.transaction():
        done = deed.answer(await connection.fetch(deed.sql, *deed.arguments()))
        if done:
            where = [city.name]
            await note_there(connection, verb, where=where, about=about, detail=detail)
    return done


def _thing(entity: Entity) -> Thing:
    return Thing(entity.id, frozenset(entity.types), entity.scopes)


def _told(hook: hooks.Hook) -> dict[str, object]:
    return {
        "signed": hook.signed,
        "made_at": hook.made_at,
        "made_by": hook.made_by,
        "last_at": hook.last_at,
    }
