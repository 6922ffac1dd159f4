"""A query answered by an entity map, so that its pages are of one piece.

The map fixes which entities there are and in which order. Each page looks anew whether
they are still what is looked for: those that are not leave the map, and the page is
filled from what follows.

Source: ETSI GS CIM 009 v1.9.1, 5.5.9.3, 5.5.14, 5.7.1.4 to 5.7.4.4, 6.4.3.2.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final, NamedTuple, cast
from urllib.parse import quote, unquote
from uuid import uuid4

import orjson

from mesto.gates.ngsi_ld.context import Context
from mesto.gates.ngsi_ld.maps import store
from mesto.gates.ngsi_ld.maps.model import (
    MEMBERS_MAX,
    Confirm,
    EntityMap,
    Gather,
    Member,
    ends_at,
)
from mesto.gates.ngsi_ld.problem import (
    BadRequestData,
    ResourceNotFound,
    TooManyResults,
)
from mesto.gates.ngsi_ld.query.selection import SELECTION_PARAMETERS, split_words
from mesto.gates.ngsi_ld.request import PREFIX, Request
from mesto.gates.ngsi_ld.temporal_form import WINDOW_PARAMETERS
from mesto.kernel.question.condition import IdIn
from mesto.kernel.question.find import Find, Page
from mesto.kernel.question.window import Window
from mesto.kernel.visit import Visit

HEADER: Final = "NGSILD-EntityMap"
MAP_PARAMETERS: Final = frozenset({"entityMap", "entityMapLifetime"})
AT_ONCE: Final = 100  #: entities looked at together, so that addresses stay short

#: What may be another when a map is used again: which of its entities are meant.
_FIXED: Final = (SELECTION_PARAMETERS | WINDOW_PARAMETERS | {"local"}) - {"id"}


class Found(NamedTuple):
    """A page, and what is said of the map it is of."""

    page: Page
    status: int = 200
    headers: Sequence[tuple[str, str]] = ()


async def find(
    request: Request, question: Find, context: Context, selectors: object = None
) -> Found:
    """Answer a query, by a map where one is named or wanted.

    selectors: those in the body of a query by POST
    """
    named = request.headers.get(HEADER.lower())
    if named is None and not request.flag("entityMap"):
        return Found(await request.city.ask(question))
    asked = digest(request, context, selectors)
    used = await named_map(request)
    if used is not None:
        _refuse_another(used, asked)
    one = used or await make(request, question, asked)
    page = await _page(request, question, one)
    status = 201 if used is None else 200
    return Found(page, status, [(HEADER, location_of(one.id))])


async def members(request: Request, context: Context) -> tuple[Member, ...] | None:
    """Return the entities of the map a request names; None: it names none.

    Raises ResourceNotFound where it is gone: a new one might hold others, and what is
    done to them is not undone. Raises BadRequestData where it is of another query.
    """
    if HEADER.lower() not in request.headers:
        return None
    one = await named_map(request)
    if one is None:
        raise ResourceNotFound("there is no such entity map")
    _refuse_another(one, digest(request, context, None))
    return _meant(request, one)


async def of_one(
    request: Request, urn: str, past: Window | None = None
) -> list[tuple[str, str]]:
    """Name the map by which one entity is retrieved; it is made where one is wanted.

    A map of any query may be named: it says who is asked for the entity (5.7.1.4).

    past: when its past is retrieved
    """
    if HEADER.lower() not in request.headers and not request.flag("entityMap"):
        return []
    one = await named_map(request)
    if one is None:
        one = await make(request, Find(where=IdIn((urn,)), past=past), urn)
    return [(HEADER, location_of(one.id))]


async def named_map(request: Request) -> EntityMap | None:
    """Return the map a request names; None: it names none, or that is gone."""
    location = request.headers.get(HEADER.lower())
    if location is None:
        return None
    of, who = unquote(location.rpartition("/")[2]), visitor(request)
    return await store.get(who.host, who.principal.name, of, datetime.now(UTC))


async def make(request: Request, question: Find, asked: str) -> EntityMap:
    """Find all entities of a query, and keep which they are.

    Raises TooManyResults where a map cannot hold them.
    """
    now = datetime.now(UTC)
    expires_at = ends_at(now, request.parameters.get("entityMapLifetime"))
    members = await request.city.ask(Gather(of=question))
    if len(members) > MEMBERS_MAX:
        raise TooManyResults(f"an entity map holds at most {MEMBERS_MAX}")
    of = f"urn:ngsi-ld:EntityMap:{uuid4()}"
    made = EntityMap(id=of, asked=asked, expires_at=expires_at, members=members)
    who = visitor(request)
    await store.add(who.host, who.principal.name, made, now)
    return made


def digest(request: Request, context: Context, selectors: object) -> str:
    """Return what tells a query from others, whichever page of it is asked for."""
    said = {n: t for n, t in request.parameters.items() if n in _FIXED}
    whole = [said, selectors, context.source]
    return sha256(orjson.dumps(whole, option=orjson.OPT_SORT_KEYS)).hexdigest()


def location_of(of: str) -> str:
    """Return the path of a map."""
    return f"{PREFIX}/entityMaps/{quote(of, safe=':')}"


def visitor(request: Request) -> Visit:
    """Return who asks; a city seen with its sources hands on what it is not itself."""
    return cast("Visit", request.city)


def _refuse_another(one: EntityMap, asked: str) -> None:
    if one.asked != asked:
        raise BadRequestData("the entity map is of another query")


async def _page(request: Request, question: Find, one: EntityMap) -> Page:
    """Go through a map from where the page begins until it is full."""
    members = _meant(request, one)
    shown: list[str] = []
    gone: list[str] = []
    at, left = question.offset, question.limit
    while left and at < len(members):
        some = members[at : at + min(left, AT_ONCE)]
        told = await request.city.ask(Confirm(of=question, members=some))
        fitting = [one.urn for one in some if one.urn in told.fitting]
        kept = told.fitting | told.unheard
        gone += [one.urn for one in some if one.urn not in kept]
        shown += fitting
        left -= sum(one.urn in kept for one in some)
        at += len(some)
    if gone:
        await store.drop(visitor(request).host, one.id, gone)
    total = len(members) - len(gone) if question.count else None
    return Page(tuple(shown), at < len(members), total)


def _meant(request: Request, one: EntityMap) -> tuple[Member, ...]:
    urns = split_words(request.parameters.get("id"), "id")
    if not urns:
        return one.members
    return tuple(member for member in one.members if member.urn in urns)
