"""Registrations over HTTP: register, retrieve, discover, update, delete.

Source: ETSI GS CIM 009 v1.9.1, 5.9, 5.10, 6.8 and 6.9.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote
from uuid import uuid4

from mesto.gates.ngsi_ld.codec.values import check_uri
from mesto.gates.ngsi_ld.consumption import PAGE_PARAMETERS, page_headers, read_page
from mesto.gates.ngsi_ld.context import Context
from mesto.gates.ngsi_ld.entities import NO_CONTENT
from mesto.gates.ngsi_ld.problem import (
    AlreadyExists,
    BadRequestData,
    MethodNotAllowed,
    ResourceNotFound,
)
from mesto.gates.ngsi_ld.query.selection import SELECTION_PARAMETERS
from mesto.gates.ngsi_ld.registrations import store
from mesto.gates.ngsi_ld.registrations.asking import read_question
from mesto.gates.ngsi_ld.registrations.conflicts import (
    refuse_contradiction,
    refuse_own_data,
)
from mesto.gates.ngsi_ld.registrations.matching import Match, fits
from mesto.gates.ngsi_ld.registrations.model import Mode, Record, Registration
from mesto.gates.ngsi_ld.registrations.operations import USUAL
from mesto.gates.ngsi_ld.registrations.read import (
    patch_document,
    read_document,
    read_registration,
    respell,
    respell_information,
)
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
from mesto.gates.ngsi_ld.temporal_form import WINDOW_PARAMETERS
from mesto.gates.ngsi_ld.views import SYS_ATTRS
from mesto.kernel.access.rights import Verb
from mesto.kernel.question.find import Page
from mesto.kernel.visit import Visit

_URN: Final = "urn:ngsi-ld:ContextSourceRegistration:"
_CONVEYED: Final = "contextSourceInfo"  #: it may hold what opens the source


async def register(request: Request) -> Response:
    """POST /csourceRegistrations."""
    visit = _visit(request, Verb.CONNECT)
    payload, context = await request.read()
    document = read_document(payload)
    of = check_uri(document.setdefault("id", _URN + str(uuid4())), "the id")
    registration = _understand(document, context, said=payload)
    if await store.one(visit.host, of) is not None:
        raise AlreadyExists(f"{of} exists already")
    await _refuse_conflicts(request, registration)
    if not await store.add(
        visit.host, of, document, context.source, visit.principal.name
    ):
        raise AlreadyExists(f"{of} exists already")
    location = f"{PREFIX}/csourceRegistrations/{quote(of, safe=':')}"
    return Response(201, headers=[("Location", location)])


async def discover(request: Request) -> Response:
    """GET /csourceRegistrations."""
    accepted = request.accepted(JSON, LD_JSON)
    visit, context = _visit(request), await request.context()
    limit, offset = read_page(request)
    question = read_question(request.parameters, context)
    registry = await registry_of(visit, request.contexts)
    found = [
        one
        for one in registry.index.matching(question.wanted, datetime.now(UTC))
        if fits(one.registration, question.circumstances)
    ]
    shown = found[offset : offset + limit]
    records = await store.some(visit.host, [one.registration.id for one in shown])
    page = Page(
        tuple(one.registration.id for one in shown),
        more=offset + len(shown) < len(found),
        total=len(found) if request.flag("count") else None,
    )
    document = [
        _show(request, records[one.registration.id], one, context)
        for one in shown
        if one.registration.id in records
    ]
    headers = page_headers(request, page, limit, offset)
    return await request.answer(document, context, accepted=accepted, headers=headers)


async def retrieve_registration(request: Request, of: str) -> Response:
    """GET /csourceRegistrations/{id}."""
    accepted = request.accepted(JSON, LD_JSON)
    context = await request.context()
    record = await _existing(request, of)
    spelled = await request.contexts.resolve(request.city, record.context)
    registration = read_registration(record.document, spelled)
    whole = Match(registration=registration, information=registration.information)
    shown = _show(request, record, whole, context)
    return await request.answer(shown, context, accepted=accepted)


async def update_registration(request: Request, of: str) -> Response:
    """PATCH /csourceRegistrations/{id}."""
    visit = _visit(request, Verb.CONNECT)
    record = await _existing(request, of)
    payload, context = await request.read()
    spelled = await request.contexts.resolve(request.city, record.context)
    fragment = respell(payload, lambda name: spelled.compact(context.expand(name)))
    document = patch_document(record.document, fragment)
    registration = _understand(document, spelled, said=payload)
    await _refuse_conflicts(request, registration)
    await store.replace(visit.host, of, document, record.context)
    return NO_CONTENT


async def delete_registration(request: Request, of: str) -> Response:
    """DELETE /csourceRegistrations/{id}."""
    visit = _visit(request, Verb.CONNECT)
    await _existing(request, of)
    await store.remove(visit.host, of)
    return NO_CONTENT


def _visit(request: Request, verb: Verb = Verb.SEE) -> Visit:
    """Return who asks, who must be allowed to do so."""
    visit = request.city
    assert isinstance(visit, Visit), "the door lets nobody in without a name"
    visit.require(verb)
    return visit


async def _existing(request: Request, of: str) -> Record:
    if not of:
        raise MethodNotAllowed("say which registration", Allow="GET, POST")
    check_uri(of, "the id")
    record = await store.one(_visit(request).host, of)
    if record is None:
        raise ResourceNotFound(f"there is no registration {of}")
    return record


def _understand(
    document: Mapping[str, Any], context: Context, *, said: Mapping[str, Any]
) -> Registration:
    """Read a registration; one that is over already is refused.

    said: what of it was said just now
    """
    registration = read_registration(document, context)
    if "expiresAt" in said and not registration.is_in_force(datetime.now(UTC)):
        raise BadRequestData("expiresAt has passed already")
    return registration


async def _refuse_conflicts(request: Request, registration: Registration) -> None:
    visit = _visit(request)
    registry = await registry_of(visit, request.contexts)
    refuse_contradiction(registration, registry.index.everyone())
    await refuse_own_data(visit.host, registration)


def _show(
    request: Request, record: Record, match: Match, context: Context
) -> dict[str, Any]:
    """Return a registration as `context` spells it, with what matches of it.

    What opens the source is shown to who may connect systems.
    """
    spelled = match.registration.spelled

    def spell(name: str) -> str:
        return context.compact(spelled.expand(name))

    said = respell(record.document, spell)
    said["information"] = [
        respell_information(one.said, spell) for one in match.information
    ]
    said.setdefault("mode", Mode.INCLUSIVE.value)
    said.setdefault("operations", list(USUAL))
    said |= _became(record)
    if SYS_ATTRS in request.options:
        said |= {"createdAt": record.created_at, "modifiedAt": record.modified_at}
    if Verb.CONNECT not in _visit(request).may:
        said.pop(_CONVEYED, None)
    return said


def _became(record: Record) -> dict[str, Any]:
    """Return what became of the operations a source was asked for (5.2.9)."""
    if not record.times_sent:
        return {}
    ok, failed = record.last_success, record.last_failure
    is_well = failed is None or (ok is not None and ok > failed)
    moments = {"lastSuccess": ok, "lastFailure": failed}
    return {
        "status": "ok" if is_well else "failed",
        "timesSent": record.times_sent,
        "timesFailed": record.times_failed,
        **{name: at for name, at in moments.items() if at is not None},
    }


ROUTES: Final[Routes] = {
    "/csourceRegistrations": {
        "POST": Route(register),
        "GET": Route(
            discover,
            SELECTION_PARAMETERS
            | WINDOW_PARAMETERS
            | PAGE_PARAMETERS
            | {"geometryProperty", "lang", "datasetId"},
        ),
    },
    "/csourceRegistrations/{}": {
        "GET": Route(retrieve_registration),
        "PATCH": Route(update_registration),
        "DELETE": Route(delete_registration),
    },
}
