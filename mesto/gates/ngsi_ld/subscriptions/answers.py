"""Subscriptions over HTTP: create, retrieve, list, update, delete.

Those to registrations of context sources are no others, but for what they are told of.

Source: ETSI GS CIM 009 v1.8.1, 5.8.1 to 5.8.5, 5.11, 6.10 to 6.13.
"""

from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote
from uuid import uuid4

from mesto.gates.ngsi_ld.codec.values import check_uri
from mesto.gates.ngsi_ld.consumption import PAGE_PARAMETERS, page_headers, read_page
from mesto.gates.ngsi_ld.context import Context
from mesto.gates.ngsi_ld.contexts import own_part
from mesto.gates.ngsi_ld.distributed.way import pseudonyms
from mesto.gates.ngsi_ld.entities import NO_CONTENT
from mesto.gates.ngsi_ld.problem import (
    AlreadyExists,
    BadRequestData,
    LoopDetected,
    MethodNotAllowed,
    ResourceNotFound,
)
from mesto.gates.ngsi_ld.registrations.interest import read_interest
from mesto.gates.ngsi_ld.registrations.registry import registry_of
from mesto.gates.ngsi_ld.request import (
    JSON,
    LD_JSON,
    PREFIX,
    Request,
    Response,
    Route,
    Routes,
)
from mesto.gates.ngsi_ld.subscriptions import store
from mesto.gates.ngsi_ld.subscriptions.delivery import noted
from mesto.gates.ngsi_ld.subscriptions.model import Record
from mesto.gates.ngsi_ld.subscriptions.read import (
    patch_document,
    read_document,
    read_wish,
    respell,
    status_of,
    write,
)
from mesto.gates.ngsi_ld.subscriptions.registry import understand
from mesto.gates.ngsi_ld.subscriptions.signed import is_signed, part_secret
from mesto.gates.ngsi_ld.views import SYS_ATTRS
from mesto.kernel.access.rights import Verb
from mesto.kernel.question.find import Page
from mesto.kernel.visit import Visit

SOURCES: Final = "/csourceSubscriptions"  #: to registrations of context sources
_URN: Final = "urn:ngsi-ld:Subscription:"


async def subscribe(request: Request) -> Response:
    """POST /subscriptions."""
    visit = visit_of(request)
    payload, context = await request.read()
    of_sources = _of_sources(request)
    said = read_document(payload, of_sources=of_sources)
    document, secret = part_secret(said)
    of = check_uri(document.setdefault("id", _URN + str(uuid4())), "the id")
    if is_signed(document) and secret is None:
        raise BadRequestData("say the secret that notifications are signed with")
    await _understand(request, document, context, said=payload)
    if "jsonldContext" not in document:  # what is told in JSON links to it (5.13.1)
        await request.contexts.link(request.city, context, request.base)
    via = pseudonyms(request.headers.get("via", ""))
    if via and (await registry_of(visit.host, request.contexts)).alias in via:
        raise LoopDetected("the subscription has been here already")
    owner = (visit.principal.name, visit.principal.role_names)
    if not await store.add(
        visit.host,
        of,
        document,
        context.source,
        owner,
        of_sources=of_sources,
        via=via,
        tenant=request.tenant,
        secret=secret,
    ):
        raise AlreadyExists(f"{of} exists already")
    path = SOURCES if of_sources else "/subscriptions"
    location = f"{PREFIX}{path}/{quote(of, safe=':')}"
    return Response(201, headers=[("Location", location)])


async def list_subscriptions(request: Request) -> Response:
    """GET /subscriptions."""
    accepted = request.accepted(JSON, LD_JSON)
    visit, context = visit_of(request), await request.context()
    limit, offset = read_page(request)
    records, total = await store.page(
        visit.host, _only(visit), limit, offset, of_sources=_of_sources(request)
    )
    page = Page(
        tuple(one.id for one in records),
        more=offset + len(records) < total,
        total=total if request.flag("count") else None,
    )
    shown = [await _shown(request, one, context) for one in records]
    headers = page_headers(request, page, limit, offset)
    return await request.answer(shown, context, accepted=accepted, headers=headers)


async def retrieve_subscription(request: Request, of: str) -> Response:
    """GET /subscriptions/{id}."""
    accepted = request.accepted(JSON, LD_JSON)
    context = await request.context()
    await noted(visit_of(request).host, of)
    shown = await _shown(request, await existing(request, of), context)
    return await request.answer(shown, context, accepted=accepted)


async def update_subscription(request: Request, of: str) -> Response:
    """PATCH /subscriptions/{id}."""
    request.refuse_media_type()
    record = await existing(request, of)
    payload, context = await request.read()
    spelled = await request.contexts.resolve(request.city, record.context)
    fragment = respell(payload, lambda name: spelled.compact(context.expand(name)))
    said = patch_document(record.document, fragment, of_sources=record.of_sources)
    document, secret = part_secret(said)
    if is_signed(document) and secret is None and not is_signed(record.document):
        raise BadRequestData("say the secret that notifications are signed with")
    await _understand(request, document, spelled, said=payload)
    host = visit_of(request).host
    await store.replace(host, of, document, record.context, secret=secret)
    return NO_CONTENT


async def delete_subscription(request: Request, of: str) -> Response:
    """DELETE /subscriptions/{id}."""
    await existing(request, of)
    await store.remove(visit_of(request).host, of)
    return NO_CONTENT


def visit_of(request: Request) -> Visit:
    """Return who asks, who must be allowed to see something."""
    visit = request.city
    assert isinstance(visit, Visit), "the door lets nobody in without a name"
    visit.require(Verb.SEE)
    return visit


def _only(visit: Visit) -> str | None:
    """Return whose subscriptions somebody may see; None: all."""
    return None if Verb.CONNECT in visit.may else visit.principal.name


def _of_sources(request: Request) -> bool:
    """Tell whether it is about being told of registrations (5.11)."""
    return request.path.startswith(PREFIX + SOURCES)


async def existing(request: Request, of: str) -> Record:
    """Return a subscription the caller may see.

    Raises ResourceNotFound if there is none.
    """
    if not of:
        raise MethodNotAllowed("say which subscription", Allow="GET, POST")
    check_uri(of, "the id")
    visit = visit_of(request)
    record = await store.one(visit.host, of, of_sources=_of_sources(request))
    if record is None or _only(visit) not in (None, record.owner):
        raise ResourceNotFound(f"there is no subscription {of}")
    return record


async def _understand(
    request: Request,
    document: dict[str, Any],
    context: Context,
    *,
    said: dict[str, Any],
) -> None:
    """Raise what is wrong with a subscription before it is kept.

    said: what of it was said just now
    """
    wish = await understand(request.city, request.contexts, document, context)
    if _of_sources(request) or "csf" in document:
        read_interest(document, context)
    if "expiresAt" in said and status_of(wish, datetime.now(UTC)) == "expired":
        raise BadRequestData("expiresAt has passed already")


async def _shown(request: Request, record: Record, context: Context) -> dict[str, Any]:
    spelled = await request.contexts.resolve(request.city, record.context)
    wish = read_wish(record.document, spelled, spelled)
    sys_attrs = SYS_ATTRS in request.options
    shown = write(record, wish, context, datetime.now(UTC), sys_attrs=sys_attrs)
    if not isinstance(own_part(spelled), str):
        link = await request.contexts.link(request.city, spelled, request.base)
        shown.setdefault("jsonldContext", link)
    return shown


_MANY: Final = {
    "POST": Route(subscribe),
    "GET": Route(list_subscriptions, PAGE_PARAMETERS),
}
_ONE: Final = {
    "GET": Route(retrieve_subscription),
    "PATCH": Route(update_subscription),
    "DELETE": Route(delete_subscription),
}
ROUTES: Final[Routes] = {
    "/subscriptions": _MANY,
    "/subscriptions/{}": _ONE,
    SOURCES: _MANY,
    SOURCES + "/{}": _ONE,
}
