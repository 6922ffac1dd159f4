"""Queries for entities, by GET and by POST.

Source: ETSI GS CIM 009 v1.9.1, 5.7.2, 6.4.3.2, 6.23 and 6.3.10 (pagination),
6.3.13 (count).
"""

from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

from mesto.gates.ngsi_ld.codec.encode import collect
from mesto.gates.ngsi_ld.context import Context
from mesto.gates.ngsi_ld.linked import JOIN_PARAMETERS, show
from mesto.gates.ngsi_ld.maps.using import MAP_PARAMETERS, find
from mesto.gates.ngsi_ld.problem import BadRequestData, TooManyResults
from mesto.gates.ngsi_ld.query.selection import (
    SELECTION_PARAMETERS,
    Selection,
    read_body,
    read_selection,
)
from mesto.gates.ngsi_ld.request import (
    GEO_JSON,
    JSON,
    LD_JSON,
    Request,
    Response,
    Route,
    Routes,
    read_query,
)
from mesto.gates.ngsi_ld.views import VIEW_PARAMETERS, read_view
from mesto.kernel.count import is_count
from mesto.kernel.question.find import Find, Page

LIMIT: Final = 20  #: entities in a page, where a request does not say
LIMIT_MAX: Final = 1_000
OFFSET_MAX: Final = 10_000_000

#: Parts of one entity may be at several sources: filters are not sent to them then.
SPLIT: Final = "splitEntities"

PAGE_PARAMETERS: Final = frozenset({"limit", "offset", "count"})


async def query_entities(request: Request) -> Response:
    """GET /entities."""
    context = await request.context()
    selection = read_selection(request.parameters, context)
    return await _answer(request, context, selection, None)


async def query_by_post(request: Request) -> Response:
    """POST /entityOperations/query."""
    body, context = await request.read()
    request.parameters = {**request.parameters, **read_body(body)}
    selectors = body.get("entities")
    selection = read_selection(request.parameters, context, selectors=selectors)
    return await _answer(request, context, selection, selectors)


async def _answer(
    request: Request, context: Context, selection: Selection, selectors: object
) -> Response:
    accepted = request.accepted(JSON, LD_JSON, GEO_JSON)
    request.flag(SPLIT)
    view = read_view(request, context)
    limit, offset = read_page(request)
    question = replace(
        question_of(selection),
        limit=limit,
        offset=offset,
        count=request.flag("count"),
    )
    page, status, of_map = await find(request, question, context, selectors)
    present = await request.city.present(page.urns)
    entities = [present[urn] for urn in page.urns if urn in present]
    shown = await show(request, entities, view, context, accepted=accepted)
    return await request.answer(
        collect(shown) if accepted == GEO_JSON else shown,
        context,
        accepted=accepted,
        status=status,
        headers=[*page_headers(request, page, limit, offset), *of_map],
    )


def question_of(selection: Selection) -> Find:
    """Return the question which entities are meant."""
    return Find(
        where=selection.where,
        attributes=selection.attributes,
        place=selection.place,
        order=selection.order,
    )


def read_page(request: Request) -> tuple[int, int]:
    """Return limit and offset.

    Raises TooManyResults or BadRequestData for what is beyond reason.
    """
    limit = _read_count(request, "limit", LIMIT)
    offset = _read_count(request, "offset", 0)
    if limit > LIMIT_MAX:
        raise TooManyResults(f"limit is at most {LIMIT_MAX}")
    if limit == 0 and not request.flag("count"):
        raise BadRequestData("limit=0 goes with count=true only")
    if offset > OFFSET_MAX:
        raise BadRequestData(f"offset is at most {OFFSET_MAX}")
    return limit, offset


def page_headers(
    request: Request, page: Page, limit: int, offset: int
) -> list[tuple[str, str]]:
    """Return the headers that count what was found and lead to other pages."""
    headers = []
    if page.total is not None:
        headers.append(("NGSILD-Results-Count", str(page.total)))
    if page.more and limit:
        headers.append(_link(request, offset + limit, "next"))
    if offset:
        headers.append(_link(request, max(0, offset - limit), "prev"))
    return headers


def _link(request: Request, offset: int, relation: str) -> tuple[str, str]:
    said = {**read_query(request.query), "offset": str(offset)}
    address = f"{request.path.rstrip('/')}?{urlencode(said)}"
    return "Link", f'<{address}>;rel="{relation}";type="{LD_JSON}"'


def _read_count(request: Request, name: str, otherwise: int) -> int:
    text = request.parameters.get(name)
    if text is None:
        return otherwise
    if not is_count(text):
        raise BadRequestData(f"{name} is a whole number, not {text!r:.50}")
    return int(text)


#: What a query by GET reads.
QUERY_PARAMETERS: Final = (
    SELECTION_PARAMETERS
    | VIEW_PARAMETERS
    | JOIN_PARAMETERS
    | PAGE_PARAMETERS
    | MAP_PARAMETERS
    | {SPLIT}
)

ROUTES: Final[Routes] = {
    "/entities": {"GET": Route(query_entities, QUERY_PARAMETERS)},
    "/entityOperations/query": {
        "POST": Route(query_by_post, PAGE_PARAMETERS | MAP_PARAMETERS)
    },
}
