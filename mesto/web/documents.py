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
from mesto.kernel.errors import NotFound
from mesto.kernel.model import Entity
from mesto.kernel.question.condition import AllOf, IdLike, OfType
from mesto.kernel.question.find import Find
from mesto.kernel.visit import Visit
from mesto.web.answers import answer_json
from mesto.web.asker import said, visit_of
from mesto.web.body import read_body
from mesto.web.picture import Picture
from mesto.web.written import Draft, drop, keep, name_in, shown

DOCUMENT = "ConsoleDocument"  #: the entity type
SHARED_WITH = "sharedWith"
MOST = 500  #: of one kind
MOST_ROLES = 50  #: that one document is shown to
LARGEST_BYTES = 256 * 2**10


class Document(Draft, frozen=True, kw_only=True):
    """A document as it is sent.

    roles: those it is shown to, besides who made it so and who governs; none: everybody
    """

    title: str
    definition: dict[str, object]
    roles: Annotated[list[str], msgspec.Meta(max_length=MOST_ROLES)] = msgspec.field(
        default_factory=list
    )


async def show_documents(request: Request, picture: Picture) -> Response:
    """List the documents of a kind, in the order they came to be."""
    kind = name_in(request, "kind")
    pattern = f"^{re.escape(_urn(kind, ''))}"
    found = await picture.city.ask(
        Find(where=AllOf((OfType(DOCUMENT), IdLike(pattern))), limit=MOST)
    )
    entities = await picture.city.present(found.urns)
    listed = (entities[urn] for urn in found.urns if urn in entities)
    visit = visit_of(request)
    shown = [_written(one) for one in listed if is_shown(one, visit)]
    return answer_json(request, shown)


async def keep_document(request: Request, _picture: Picture) -> Response:
    """Keep a document; one that others changed meanwhile is not overwritten.

    Raises Malformed for what is none, NotFound for what is not shown to who asks, and
    Conflict.
    """
    draft = await read_body(request, Document)
    urn = await _wanted(request)
    shared = said(urn, SHARED_WITH, sorted(set(draft.roles)))
    kept = await keep(request, urn, draft, said(urn, "title", draft.title), shared)
    return answer_json(request, _written(kept))


async def drop_document(request: Request, _picture: Picture) -> Response:
    """Throw a document away; its history stays.

    Raises NotFound if there is none, or it is not shown to who asks.
    """
    return await drop(request, await _wanted(request))


def is_shown(document: Entity, visit: Visit) -> bool:
    """Tell whether a document is shown to who asks."""
    shared = document.attribute(SHARED_WITH)
    if shared is None or not isinstance(shared.value, list) or not shared.value:
        return True
    return (
        not set(shared.value).isdisjoint(visit.principal.role_names)
        or shared.source == visit.principal.name
        or visit.principal.may(Verb.GOVERN)
    )


async def _wanted(request: Request) -> str:
    """Return the URN asked for. Raises NotFound where that is not shown to who asks."""
    urn = _urn(name_in(request, "kind"), name_in(request, "id"))
    visit = visit_of(request)
    known = (await visit.present([urn])).get(urn)
    if known is not None and not is_shown(known, visit):
        raise NotFound("there is no such document")
    return urn


def _urn(kind: str, name: str) -> str:
    return f"urn:ngsi-ld:{DOCUMENT}:{kind}:{name}"


def _written(entity: Entity) -> dict[str, object]:
    told = shown(entity)
    return {
        "id": told.pop("name"),
        "title": entity.value("title"),
        "roles": entity.value(SHARED_WITH) or [],
        **told,
    }
