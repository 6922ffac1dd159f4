"""What people make in the console and keep: dashboards, saved views and their like.

Each is an entity of type ConsoleDocument with `title` and `definition` (JsonProperty),
so it has a history, is backed up and can be put back. The server keeps definitions and
does not read them; the screen that made one does.

`sharedWith` names the roles it is shown to; none is everybody. That keeps lists short
and is no secrecy: what a document shows, its reader's own rights decide.
"""

import re
from typing import Annotated

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.access.rights import Verb
from mesto.kernel.city import Expect
from mesto.kernel.errors import Conflict, NotFound
from mesto.kernel.model import TYPE, Attribute, Entity, Kind
from mesto.kernel.question.condition import AllOf, IdLike, OfType
from mesto.kernel.question.find import Find
from mesto.kernel.visit import Visit
from mesto.web.answers import answer_json
from mesto.web.asker import gone, said, visit_of
from mesto.web.body import read_body
from mesto.web.once import once_of, record_once
from mesto.web.picture import Picture

DOCUMENT = "ConsoleDocument"  #: the entity type
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
SHARED_WITH = "sharedWith"
MOST = 500  #: of one kind
MOST_ROLES = 50  #: that one document is shown to
LARGEST_BYTES = 256 * 2**10


class Draft(msgspec.Struct, frozen=True):
    """A document as it is sent.

    roles: those it is shown to, besides who made it so and who governs; none: everybody
    """

    title: str
    definition: dict[str, object]
    roles: Annotated[list[str], msgspec.Meta(max_length=MOST_ROLES)] = []
    version: int = 0  #: of the document it replaces; 0 where there is none yet


async def show_documents(request: Request, picture: Picture) -> Response:
    """List the documents of a kind, in the order they came to be."""
    kind = _name(request, "kind")
    pattern = f"^{re.escape(_urn(kind, ''))}"
    found = await picture.city.ask(
        Find(where=AllOf((OfType(DOCUMENT), IdLike(pattern))), limit=MOST)
    )
    entities = await picture.city.present(found.urns)
    listed = (entities[urn] for urn in found.urns if urn in entities)
    visit = visit_of(request)
    shown = [_written(one) for one in listed if is_shown(one, visit)]
    return answer_json(request, shown)


async def keep_document(request: Request, picture: Picture) -> Response:
    """Keep a document; one that others changed meanwhile is not overwritten.

    Raises Malformed for what is none, NotFound for what is not shown to who asks, and
    Conflict.
    """
    draft = await read_body(request, Draft)
    urn = await _wanted(request, picture)
    seen = [
        said(urn, TYPE, [DOCUMENT]),
        said(urn, "title", draft.title),
        said(urn, "definition", draft.definition, Kind.JSON_PROPERTY),
        said(urn, SHARED_WITH, sorted(set(draft.roles))),
    ]
    expect = Expect(entity=urn, attribute="definition", position=draft.version)
    await record_once(request, seen, expect)
    kept = (await picture.city.present([urn])).get(urn)
    if kept is None:
        raise NotFound("somebody else has thrown it away meanwhile")
    return answer_json(request, _written(kept))


async def drop_document(request: Request, picture: Picture) -> Response:
    """Throw a document away; its history stays.

    Raises NotFound if there is none, or it is not shown to who asks.
    """
    urn = await _wanted(request, picture)
    try:
        await visit_of(request).record(
            [gone(urn)],
            current=True,
            expect=[Expect(entity=urn)],
            once=once_of(request),
        )
    except Conflict as error:
        if not error.facts.get("done"):
            raise NotFound("there is no such document") from error
    return Response(status_code=204)


def is_shown(document: Entity, visit: Visit) -> bool:
    """Tell whether a document is shown to who asks."""
    shared = next((a for a in document.attributes if a.name == SHARED_WITH), None)
    if shared is None or not isinstance(shared.value, list) or not shared.value:
        return True
    return (
        not set(shared.value).isdisjoint(visit.principal.role_names)
        or shared.source == visit.principal.name
        or visit.principal.may(Verb.GOVERN)
    )


async def _wanted(request: Request, picture: Picture) -> str:
    """Return the URN asked for. Raises NotFound where that is not shown to who asks."""
    urn = _urn(_name(request, "kind"), _name(request, "id"))
    known = (await picture.city.present([urn])).get(urn)
    if known is not None and not is_shown(known, visit_of(request)):
        raise NotFound("there is no such document")
    return urn


def _name(request: Request, part: str) -> str:
    """Return a part of the path. Raises NotFound where it cannot be a name."""
    name = str(request.path_params[part])
    if not NAME.fullmatch(name):
        raise NotFound(f"{part} is small letters, digits and hyphens")
    return name


def _urn(kind: str, name: str) -> str:
    return f"urn:ngsi-ld:{DOCUMENT}:{kind}:{name}"


def _written(entity: Entity) -> dict[str, object]:
    by_name: dict[str, Attribute] = {one.name: one for one in entity.attributes}
    definition = by_name["definition"]
    return {
        "id": entity.id.rpartition(":")[2],
        "title": by_name["title"].value,
        "definition": definition.value,
        "roles": by_name[SHARED_WITH].value if SHARED_WITH in by_name else [],
        "version": definition.position,
        "modified_at": definition.modified_at,
    }
