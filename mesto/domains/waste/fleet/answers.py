"""Vehicles, depots and disposal sites: read as forms, kept, dropped, put back.

What is kept is judged like a row of an import; what is doubted is refused at its field.
"""

import re
from functools import partial
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.waste.fleet.forms import (
    FIELDS,
    SORTS,
    Sort,
    form_of,
    stated,
    told_of,
    version_of,
)
from mesto.domains.waste.inventory.fleet import collects
from mesto.domains.waste.nouns import VEHICLE
from mesto.domains.waste.plausible import PLAUSIBLE, REFERS
from mesto.kernel.access.rights import Verb
from mesto.kernel.city import City, Expect
from mesto.kernel.errors import Conflict, Malformed, NotFound
from mesto.kernel.mistake import read_written
from mesto.kernel.model import Entity, Observation
from mesto.kernel.plausible import targets_of
from mesto.kernel.plugin import Answers
from mesto.kernel.question.evolution import Evolutions
from mesto.web.answers import answer_json
from mesto.web.asker import visit_of
from mesto.web.body import read_body
from mesto.web.once import record_once
from mesto.web.written import Draft, drop

NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}")


async def show_all(request: Request, _picture: object, *, sort: Sort) -> Response:
    """List all of one sort, as forms have them; those that cannot be used, too."""
    found = (await visit_of(request).entities(sort.entity)).values()
    listed = [
        _shown(one, sort) for one in found if sort.entity != VEHICLE or collects(one)
    ]
    return answer_json(request, listed)


async def show_one(request: Request, _picture: object, *, sort: Sort) -> Response:
    """Show one. Raises NotFound."""
    entity = await _known(visit_of(request), _urn(request, sort))
    if entity is None:
        raise NotFound(f"there is no {_urn(request, sort)}")
    return answer_json(request, _shown(entity, sort))


async def keep_one(request: Request, _picture: object, *, sort: Sort) -> Response:
    """Keep one. Raises Malformed with the place of what cannot be, and Conflict."""
    city, urn = visit_of(request), _urn(request, sort)
    draft = await read_body(request, Draft)
    form = read_written(draft.definition, sort.shape, at=("definition",))
    before = await _known(city, urn)
    version = 0 if before is None else version_of(before, sort)
    if version != draft.version:
        told = "somebody else has changed this meanwhile"
        raise Conflict(told, version=version)
    statements = stated(urn, form, before)
    await _require_true(city, urn, statements)
    name = None if before is None else before.attribute("name")
    expect = Expect(
        entity=urn, attribute="name", position=0 if name is None else name.position
    )
    await record_once(request, statements, expect)
    return answer_json(request, _shown(await _present(city, urn), sort))


async def drop_one(request: Request, _picture: object, *, sort: Sort) -> Response:
    """Throw one away; it can be put back. Raises NotFound."""
    return await drop(request, _urn(request, sort))


async def put_back(request: Request, _picture: object, *, sort: Sort) -> Response:
    """Put back what was thrown away, as it was.

    Raises NotFound where there never was any, Conflict where there is one.
    """
    city, urn = visit_of(request), _urn(request, sort)
    asked = Evolutions(
        urns=(urn,), attributes=tuple(sort.attributes), newest=True, limit=9
    )
    past = (await city.ask(asked)).get(urn)
    told = sorted(
        past.instances if past else (), key=lambda one: one.attribute.position
    )
    newest = {one.attribute.name: one for one in told}
    last = [one.attribute for one in newest.values() if not one.deleted]
    if not last:
        raise NotFound(f"there never was a {urn}")
    was = Entity(
        id=urn,
        types=(sort.entity,),
        scopes=(),
        created_at=min(one.created_at for one in last),
        modified_at=max(one.modified_at for one in last),
        attributes=tuple(last),
    )
    statements = stated(urn, form_of(was, sort), None)
    await record_once(request, statements, Expect(entity=urn, exists=False))
    return answer_json(request, _shown(await _present(city, urn), sort))


def _shown(entity: Entity, sort: Sort) -> dict[str, object]:
    return {
        "name": entity.id.split(":", 3)[3],
        "definition": msgspec.to_builtins(form_of(entity, sort)),
        "version": version_of(entity, sort),
        "makes_sense": True,
    }


async def _require_true(city: City, urn: str, statements: list[Observation]) -> None:
    """Raise Malformed, with its place, for the first thing that cannot be true."""
    told = told_of(urn, statements)
    beside = [
        one for kind in PLAUSIBLE.beside for one in (await city.entities(kind)).values()
    ]
    wanted = [urn, *(target for name in REFERS for target in targets_of(told, name))]
    judge = PLAUSIBLE.begin(beside)
    judge.survey(told)
    for doubt in judge.doubts(told, await city.present(wanted)):
        place = ("definition", FIELDS.get(doubt.field, doubt.field))
        raise Malformed(doubt.why, place=place, why=doubt.why, says=doubt.says)


async def _known(city: City, urn: str) -> Entity | None:
    return (await city.present([urn])).get(urn)


async def _present(city: City, urn: str) -> Entity:
    entity = await _known(city, urn)
    assert entity is not None, "it was kept"
    return entity


def _urn(request: Request, sort: Sort) -> str:
    name = str(request.path_params["name"])
    if not NAME.fullmatch(name):
        raise Malformed("a name is letters, digits, dots and hyphens", place=("name",))
    return f"urn:ngsi-ld:{sort.entity}:{name}"


#: Answers below /api/{city}/waste, by what who asks has to be allowed.
ANSWERS: Final[Answers] = {
    Verb.SEE: [
        (f"fleet/{kind}{below}", "GET", partial(answer, sort=sort))
        for kind, sort in SORTS.items()
        for below, answer in (("", show_all), ("/{name}", show_one))
    ],
    Verb.RECORD: [
        (f"fleet/{kind}/{{name}}{below}", method, partial(answer, sort=sort))
        for kind, sort in SORTS.items()
        for below, method, answer in (
            ("", "PUT", keep_one),
            ("", "DELETE", drop_one),
            ("/restore", "POST", put_back),
        )
    ],
}
