"""What people write and keep: one way to name, keep, drop and put it back."""

import re
from typing import Any, Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.city import City, Expect
from mesto.kernel.errors import Conflict, Malformed, NotFound
from mesto.kernel.model import TYPE, Entity, Kind, Observation
from mesto.kernel.question.evolution import Evolutions
from mesto.kernel.question.versions import Versions
from mesto.operations.written import DEFINITION, name_of
from mesto.web import asked
from mesto.web.answers import answer_json
from mesto.web.asker import gone, said, visit_of
from mesto.web.once import record_once

MOST_VERSIONS: Final = 100
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


class Draft(msgspec.Struct, frozen=True):
    """Something as it is sent, over what its writer has seen."""

    definition: Any  # of the kind its address names
    version: int = 0  #: of what it replaces; 0 where there is none yet


def name_in(request: Request, part: str = "name") -> str:
    """Return a name in the path. Raises Malformed where it cannot be one."""
    name = str(request.path_params[part])
    if not NAME.fullmatch(name):
        raise Malformed("a name is small letters, digits and hyphens", place=(part,))
    return name


async def entity_in(request: Request, urn: str) -> Entity:
    """Return what is written, if who asks may see it. Raises NotFound."""
    entity = (await visit_of(request).present([urn])).get(urn)
    if entity is None:
        raise NotFound(f"there is no {urn}")
    return entity


async def keep(request: Request, urn: str, draft: Draft, *also: Observation) -> Entity:
    """Keep what was written, over what its writer has seen; return it as it is now.

    Raises Conflict where others changed it meanwhile, NotFound where they dropped it.
    """
    expect = Expect(entity=urn, attribute=DEFINITION, position=draft.version)
    await record_once(request, _stated(urn, draft.definition, also), expect)
    return await entity_in(request, urn)


async def drop(request: Request, urn: str) -> Response:
    """Throw away what was written; its history stays. Raises NotFound."""
    try:
        await record_once(request, [gone(urn)], Expect(entity=urn))
    except Conflict as error:
        raise NotFound(f"there is no {urn}") from error
    return Response(status_code=204)


async def put_back(
    request: Request, urn: str, definition: object, *also: Observation
) -> Entity:
    """Put back what was thrown away. Raises Conflict where there is one now."""
    seen = _stated(urn, definition, also)
    await record_once(request, seen, Expect(entity=urn, exists=False))
    return await entity_in(request, urn)


async def last_definition(request: Request, urn: str) -> object:
    """Return what was last written. Raises NotFound where nothing ever was."""
    question = Evolutions(urns=(urn,), attributes=(DEFINITION,), newest=True, limit=9)
    past = (await visit_of(request).ask(question)).get(urn)
    said_ = [one for one in (past.instances if past else ()) if not one.deleted]
    if not said_:
        raise NotFound(f"there never was a {urn}")
    return max(said_, key=lambda one: one.attribute.position).attribute.value


def shown(entity: Entity) -> dict[str, object]:
    """Return what is written with its name and version, by whom and when."""
    definition = entity.attribute(DEFINITION)
    return {
        "name": name_of(entity),
        "definition": definition and definition.value,
        "version": definition.position if definition else 0,
        "modified_at": definition and definition.modified_at,
        "source": definition.source if definition else "",
    }


async def answer_versions(request: Request, city: City, urn: str) -> Response:
    """List how something was written before, newest first. Raises NotFound."""
    limit = asked.count(request, "limit", 20, MOST_VERSIONS)
    found = await city.ask(Versions(urn=urn, before=None, limit=limit))
    if not found:
        raise NotFound(f"there is no {urn}")
    listed = [
        {
            "at": one.observed_at,
            "version": one.position,
            "value": one.value,
            "deleted": one.deleted,
            "source": one.source,
        }
        for one in found
    ]
    return answer_json(request, {"versions": listed})


def _stated(
    urn: str, definition: object, also: tuple[Observation, ...]
) -> list[Observation]:
    kind = urn.split(":")[2]
    plain = msgspec.to_builtins(definition)
    stated = said(urn, DEFINITION, plain, Kind.JSON_PROPERTY)
    return [said(urn, TYPE, [kind]), stated, *also]
