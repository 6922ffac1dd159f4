"""What is written in a service, kind by kind: list, read, keep, drop, put back."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, Final, TypeAlias

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.access.rights import Verb
from mesto.kernel.city import City
from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import read_written
from mesto.kernel.model import Entity
from mesto.kernel.text import filled, in_english, refusal
from mesto.kernel.words import said
from mesto.operations.sorts import Reference, Sort, Sorts
from mesto.operations.written import read_definition, urn_of
from mesto.web.answers import answer_json
from mesto.web.asker import visit_of
from mesto.web.body import read_body
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

Doors: TypeAlias = Sequence[tuple[str, str, Callable[..., Awaitable[Response]]]]


async def show_all(request: Request, _picture: object, *, sort: Sort) -> Response:
    """List what is written of one kind."""
    found = await visit_of(request).entities(sort.entity)
    return answer_json(request, [shown_as(one, sort) for one in found.values()])


async def show_one(request: Request, _picture: object, *, sort: Sort) -> Response:
    """Show what is written. Raises NotFound."""
    return answer_json(
        request, shown_as(await entity_in(request, _urn(request, sort)), sort)
    )


async def show_versions(request: Request, _picture: object, *, sort: Sort) -> Response:
    """List how it was written before, newest first. Raises NotFound."""
    return await answer_versions(request, visit_of(request), _urn(request, sort))


async def keep_one(request: Request, _picture: object, *, sort: Sort) -> Response:
    """Keep something. Raises Malformed with the place, and Conflict."""
    urn, draft = _urn(request, sort), await read_body(request, Draft)
    read = await checked(visit_of(request), sort, draft.definition)
    plain = msgspec.to_builtins(read)
    return answer_json(
        request, shown_as(await keep(request, urn, Draft(plain, draft.version)), sort)
    )


async def drop_one(request: Request, _picture: object, *, sort: Sort) -> Response:
    """Throw something away; it can be put back. Raises NotFound."""
    return await drop(request, _urn(request, sort))


async def restore_one(request: Request, _picture: object, *, sort: Sort) -> Response:
    """Put back what was thrown away.

    Raises NotFound where there never was any, Conflict where there is one, Malformed
    where it makes no sense any more.
    """
    urn = _urn(request, sort)
    definition = await last_definition(request, urn)
    await checked(visit_of(request), sort, definition)
    return answer_json(
        request, shown_as(await put_back(request, urn, definition), sort)
    )


async def checked(city: City, sort: Sort, definition: object) -> Any:
    """Read a definition. Raises Malformed with the place of a mistake."""
    read = read_written(definition, sort.shape, at=("definition",))
    try:
        sort.check(read)
    except Malformed as error:
        place = ("definition", *_place(error))
        facts = {**error.facts, "place": place, "why": str(error)}
        raise Malformed(str(error), **facts) from error
    await _require(city, list(sort.refers(read)))
    return read


def shown_as(entity: Entity, sort: Sort) -> dict[str, object]:
    """Write what is written; `makes_sense` is false where somebody broke it."""
    read = read_definition(entity, sort.shape)
    return {**shown(entity), "makes_sense": read is not None}


def doors_of(sorts: Sorts, verb: Verb) -> Doors:
    """Return the doors of every kind, which has addresses of its own.

    verb: SEE for those that only tell, RECORD for those that change something
    """
    return [
        (kind + below, method, partial(answer, sort=sort))
        for kind, sort in sorts.items()
        for below, method, answer in _DOORS[verb]
    ]


NOT_THERE: Final = said(
    "There is no {found}.",
    "{found} neexistuje.",
    "{found} neexistuje.",
    "{found} ne postoji.",
)
_DOORS: Final = {
    Verb.SEE: (
        ("", "GET", show_all),
        ("/{name}", "GET", show_one),
        ("/{name}/versions", "GET", show_versions),
    ),
    Verb.RECORD: (
        ("/{name}", "PUT", keep_one),
        ("/{name}", "DELETE", drop_one),
        ("/{name}/restore", "POST", restore_one),
    ),
}


async def _require(city: City, references: list[Reference]) -> None:
    """Raise Malformed for the first that is not there, or is something else."""
    there = await city.present([one.urn for one in references]) if references else {}
    for one in references:
        known = there.get(one.urn)
        if known is None or one.type not in known.types:
            says = filled(NOT_THERE, found=one.urn.rpartition(":")[2])
            place = ("definition", *one.place)
            raise refusal(Malformed, says, place=place, why=in_english(says))


def _place(error: Malformed) -> tuple[str | int, ...]:
    place = error.facts.get("place", ())
    assert isinstance(place, tuple)
    return place


def _urn(request: Request, sort: Sort) -> str:
    return urn_of(sort.entity, name_in(request))
