"""Interlocks: what there is, keeping and dropping."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.city import Expect
from mesto.kernel.errors import Conflict, NotFound
from mesto.kernel.mistake import read_written
from mesto.kernel.model import TYPE, Kind
from mesto.operations.commands.interlock import (
    DEFINITION,
    INTERLOCK,
    PREFIX,
    Definition,
    check,
)
from mesto.operations.commands.reading import entities_in
from mesto.web.answers import answer_json
from mesto.web.asker import gone, said, visit_of
from mesto.web.body import read_body
from mesto.web.calendars.answers import name_of
from mesto.web.once import record_once
from mesto.web.picture import Picture


class Draft(msgspec.Struct, frozen=True):
    """An interlock as it is sent."""

    definition: dict[str, object]
    version: int = 0  #: of the one it replaces; 0 where there is none yet


async def show_interlocks(request: Request, _picture: Picture) -> Response:
    """List every interlock."""
    listed = [
        {
            "name": urn.removeprefix(PREFIX),
            "definition": one.value,
            "version": one.position,
            "modified_at": one.modified_at,
            "source": one.source,
        }
        for urn, entity in (await entities_in(visit_of(request))).items()
        for one in entity.attributes
        if one.name == DEFINITION
    ]
    return answer_json(request, listed)


async def keep_interlock(request: Request, _picture: Picture) -> Response:
    """Keep an interlock. Raises Malformed with the place, and Conflict."""
    urn = PREFIX + name_of(request)
    draft = await read_body(request, Draft)
    check(read_written(draft.definition, Definition, at=("definition",)))
    seen = [
        said(urn, TYPE, [INTERLOCK]),
        said(urn, DEFINITION, draft.definition, Kind.JSON_PROPERTY),
    ]
    expect = Expect(entity=urn, attribute=DEFINITION, position=draft.version)
    await record_once(request, seen, expect)
    return Response(status_code=204)


async def drop_interlock(request: Request, _picture: Picture) -> Response:
    """Throw an interlock away; its history stays. Raises NotFound."""
    name = name_of(request)
    urn = PREFIX + name
    try:
        await record_once(request, [gone(urn)], Expect(entity=urn))
    except Conflict as error:
        raise NotFound(f"there is no interlock {name}") from error
    return Response(status_code=204)
