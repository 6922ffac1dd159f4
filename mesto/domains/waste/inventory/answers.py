"""What is written about waste: list, read, keep, drop, put back; and the fleet."""

from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import Any, Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.waste.inventory.kinds import KINDS
from mesto.domains.waste.inventory.policy import TOWN, Policy
from mesto.domains.waste.inventory.reading import fleet_of, policy_of
from mesto.domains.waste.inventory.terms import Reference
from mesto.domains.waste.nouns import POLICY
from mesto.kernel.access.rights import Verb
from mesto.kernel.city import City
from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import read_written
from mesto.kernel.model import Entity
from mesto.kernel.plugin import Answers
from mesto.operations.written import read_definition, urn_of
from mesto.web.answers import answer_json
from mesto.web.asker import visit_of
from mesto.web.body import read_body
from mesto.web.picture import Picture
from mesto.web.written import (
    Draft,
    answer_versions,
    drop,
    entity_in,
    keep,
    last_definition,
    name_in,
    put_back,
    shown,
)


async def show_kinds(request: Request, _picture: Picture) -> Response:
    """List all that is written about waste, by kind."""
    city = visit_of(request)
    listed = {
        kind: [
            _shown(entity, kind)
            for entity in (await city.entities(sort.entity)).values()
        ]
        for kind, sort in KINDS.items()
    }
    return answer_json(request, listed)


async def show_fleet(request: Request, _picture: Picture) -> Response:
    """List vehicles, depots and disposal sites, and what of them cannot be used."""
    fleet = await fleet_of(visit_of(request))
    listed = {
        "vehicles": list(fleet.vehicles.values()),
        "depots": list(fleet.depots.values()),
        "sites": list(fleet.sites.values()),
        "mistakes": [one._asdict() for one in fleet.mistakes],
    }
    return answer_json(request, msgspec.to_builtins(listed))


async def show_policy(request: Request, _picture: Picture) -> Response:
    """Show the policy that holds, and the usual one; version 0: none is written."""
    city, urn = visit_of(request), urn_of(POLICY, TOWN)
    written = (await city.present([urn])).get(urn)
    holds = {
        "name": TOWN,
        "version": shown(written)["version"] if written else 0,
        "definition": await policy_of(city),
        "usual": Policy(),
    }
    return answer_json(request, msgspec.to_builtins(holds))


async def show_all(request: Request, _picture: Picture, *, kind: str) -> Response:
    """List what is written of one kind."""
    found = await visit_of(request).entities(KINDS[kind].entity)
    return answer_json(request, [_shown(one, kind) for one in found.values()])


async def show_one(request: Request, _picture: Picture, *, kind: str) -> Response:
    """Show what is written. Raises NotFound."""
    return answer_json(
        request, _shown(await entity_in(request, _urn(request, kind)), kind)
    )


async def show_versions(request: Request, _picture: Picture, *, kind: str) -> Response:
    """List how it was written before, newest first. Raises NotFound."""
    return await answer_versions(request, visit_of(request), _urn(request, kind))


async def keep_one(request: Request, _picture: Picture, *, kind: str) -> Response:
    """Keep something. Raises Malformed with the place, and Conflict."""
    urn, draft = _urn(request, kind), await read_body(request, Draft)
    read = await checked(visit_of(request), kind, draft.definition)
    plain = msgspec.to_builtins(read)
    return answer_json(
        request, _shown(await keep(request, urn, Draft(plain, draft.version)), kind)
    )


async def drop_one(request: Request, _picture: Picture, *, kind: str) -> Response:
    """Throw something away; it can be put back. Raises NotFound."""
    return await drop(request, _urn(request, kind))


async def restore_one(request: Request, _picture: Picture, *, kind: str) -> Response:
    """Put back what was thrown away.

    Raises NotFound where there never was any, Conflict where there is one, Malformed
    where it makes no sense any more.
    """
    urn = _urn(request, kind)
    definition = await last_definition(request, urn)
    await checked(visit_of(request), kind, definition)
    return answer_json(request, _shown(await put_back(request, urn, definition), kind))


async def checked(city: City, kind: str, definition: object) -> Any:
    """Read a definition. Raises Malformed with the place of a mistake."""
    sort = KINDS[kind]
    read = read_written(definition, sort.shape, at=("definition",))
    try:
        sort.check(read)
    except Malformed as error:
        place = ("definition", *_place(error))
        raise Malformed(str(error), place=place, why=str(error)) from error
    await _require(city, list(sort.refers(read)))
    return read


async def _require(city: City, references: list[Reference]) -> None:
    """Raise Malformed for the first that is not there, or is something else."""
    there = await city.present([one.urn for one in references]) if references else {}
    for one in references:
        known = there.get(one.urn)
        if known is None or one.type not in known.types:
            why = f"there is no {one.type} {one.urn.rpartition(':')[2]}"
            raise Malformed(why, place=("definition", *one.place), why=why)


def _place(error: Malformed) -> tuple[str | int, ...]:
    place = error.facts.get("place", ())
    assert isinstance(place, tuple)
    return place


def _urn(request: Request, kind: str) -> str:
    return urn_of(KINDS[kind].entity, name_in(request))


def _shown(entity: Entity, kind: str) -> dict[str, object]:
    """Write what is written; `makes_sense` is false where somebody broke it."""
    read = read_definition(entity, KINDS[kind].shape)
    return {**shown(entity), "makes_sense": read is not None}


def _of_kinds(
    *doors: tuple[str, str, Callable[..., Awaitable[Response]]],
) -> Iterator[tuple[str, str, Callable[..., Awaitable[Response]]]]:
    """Yield the answers of every kind: each has addresses of its own."""
    for kind in KINDS:
        for below, method, answer in doors:
            yield kind + below, method, partial(answer, kind=kind)


#: Answers below /api/{city}/waste, by what who asks has to be allowed.
ANSWERS: Final[Answers] = {
    Verb.SEE: (
        ("written", "GET", show_kinds),
        ("fleet", "GET", show_fleet),
        ("policy", "GET", show_policy),
        *_of_kinds(
            ("", "GET", show_all),
            ("/{name}", "GET", show_one),
            ("/{name}/versions", "GET", show_versions),
        ),
    ),
    Verb.RECORD: (
        *_of_kinds(
            ("/{name}", "PUT", keep_one),
            ("/{name}", "DELETE", drop_one),
            ("/{name}/restore", "POST", restore_one),
        ),
    ),
}
