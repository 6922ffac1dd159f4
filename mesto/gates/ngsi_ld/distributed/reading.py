"""Entities as the city and registered sources know them together.

A request is answered as ever, by a city that also knows what sources say: whoever asks
for entities is told of theirs, whoever asks for a view of them gets it.

Source: ETSI GS CIM 009 v1.9.1, 5.7.1, 5.7.2, 4.3.6.7, 6.3.17.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote

import msgspec

from mesto.gates.ngsi_ld.codec.values import check_uri
from mesto.gates.ngsi_ld.context import Context
from mesto.gates.ngsi_ld.distributed.asked import again, matching
from mesto.gates.ngsi_ld.distributed.merging import (
    Heard,
    merge,
    read_entity,
    seen,
    within,
    without,
)
from mesto.gates.ngsi_ld.distributed.provision import single
from mesto.gates.ngsi_ld.distributed.through import Through
from mesto.gates.ngsi_ld.distributed.way import Answer, Errand, Way
from mesto.gates.ngsi_ld.problem import Problem, ResourceNotFound
from mesto.gates.ngsi_ld.query.selection import as_word, read_body, split_words
from mesto.gates.ngsi_ld.query.types import read_types
from mesto.gates.ngsi_ld.registrations.asking import attributes_of, read_filter
from mesto.gates.ngsi_ld.registrations.matching import (
    Circumstances,
    Match,
    Wanted,
    fits,
)
from mesto.gates.ngsi_ld.registrations.model import Mode
from mesto.gates.ngsi_ld.request import JSON, Handler, Request, Response
from mesto.gates.ngsi_ld.views import SYS_ATTRS
from mesto.kernel.errors import CityError
from mesto.kernel.model import Entity
from mesto.kernel.question.condition import AnyOf
from mesto.kernel.question.find import Find, Page
from mesto.kernel.question.holds import holds, lies

RETRIEVE: Final = ("retrieveEntity", "queryEntity", "queryBatch")
QUERY: Final = ("queryEntity", "queryBatch")
_USUAL: Final = 20  #: entities in a page where nobody says how many
_MOST: Final = 1_000
_LITTLE: Final = {"attrs", "type", "datasetId"}  #: what a retrieval asks of a source
#: What a query asks of a source: which entities, not how they are shown here.
_ASKED: Final = frozenset(
    {"id", "type", "idPattern", "attrs", "q", "georel", "geometry", "coordinates"}
    | {"geoproperty", "scopeQ", "datasetId", "count", "expandValues"}
)
_GEO: Final = ("georel", "geometry", "coordinates", "geoproperty")
_OF_VALUES: Final = frozenset(
    {"q", "georel", "geometry", "coordinates", "geoproperty", "attrs", "scopeQ"}
)


async def retrieve(way: Way, handler: Handler, urn: str) -> Response:
    """Answer for one entity."""
    request = way.request
    check_uri(urn, "the entity's id")
    context = await request.context()
    here = (await request.city.present((urn,))).get(urn)
    said = request.parameters
    selection = read_types(said["type"], context.expand) if "type" in said else None
    named = frozenset(map(context.expand, split_words(said.get("attrs"), "attrs")))
    wanted = Wanted(
        types=selection,
        is_of=frozenset(here.types) if here and selection is None else None,
        urns=(urn,),
        attributes=named,
    )
    matches = _offering(matching(way, wanted, supplementing=True), RETRIEVE)
    if not matches:
        return await handler(request, urn)
    errands = [_retrieval(way, one, urn, context) for one in matches]
    answers = await way.ask(errands)
    through = Through(way.request.city)
    told, failed = read_answers(way, matches, answers)
    heard = told.get(urn, [])
    own = _ours(here, matches)
    merged = merge(own, heard)
    through.know({urn: merged})
    alone = not heard and own is None and len(matches) == 1
    if failed and alone and matches[0].registration.mode.is_proxied:
        return single(failed[0].problem())
    try:
        answer = await handler(again(request, b"", city=through.city), urn)
    except ResourceNotFound:
        if not failed:
            raise
        problem = ResourceNotFound(f"{urn} is not here, and not all sources answer")
        kind = [("Content-Type", JSON)]
        answer = Response(problem.status, problem.as_bytes(), kind)
    return warned(way, answer, failed)


async def query(way: Way, handler: Handler) -> Response:
    """Answer a query, by GET or by POST."""
    request = way.request
    through = Through(request.city)
    failed: list[Answer] = []
    body = b""
    if request.method == "POST":
        body = await request.read_bytes()
    asked = await _read(request, body)

    async def find(question: Find) -> Page:
        return await _find(way, through, question, asked, failed)

    through.let_answer(Find, find)
    seen_by = again(request, body, city=through.city)
    seen_by.parameters = request.parameters
    return warned(way, await handler(seen_by), failed)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A query: its parameters, or its body as parameters; `entities` of a body."""

    said: Mapping[str, str]
    selectors: Any
    context: Context


async def _read(request: Request, body: bytes) -> Asked:
    if request.method != "POST":
        context = await request.context()
        return Asked(said=request.parameters, selectors=None, context=context)
    payload, context = await again(request, body).read()
    said = {**request.parameters, **read_body(payload)}
    return Asked(said=said, selectors=payload.get("entities"), context=context)


def wanted_of(asked: Asked) -> Wanted:
    """Return what sources are asked for; the query itself was read already."""
    said, expand = asked.said, asked.context.expand
    attributes = frozenset(map(expand, split_words(said.get("attrs"), "attrs")))
    datasets = frozenset(split_words(said.get("datasetId"), "datasetId")) or None
    if asked.selectors is None:
        return Wanted(
            types=read_types(said["type"], expand) if "type" in said else None,
            urns=split_words(said.get("id"), "id"),
            pattern=said.get("idPattern") if "id" not in said else None,
            attributes=attributes,
            datasets=datasets,
        )
    selectors = [one for one in asked.selectors if isinstance(one, Mapping)]
    types = [read_types(as_word("type", one["type"]), expand) for one in selectors]
    urns = [split_words(one.get("id"), "id") for one in selectors if "id" in one]
    return Wanted(
        types=AnyOf(tuple(types)),
        urns=tuple(u for listed in urns for u in listed)
        if len(urns) == len(selectors)
        else (),
        attributes=attributes,
        datasets=datasets,
    )


async def _find(
    way: Way, through: Through, question: Find, asked: Asked, failed: list[Answer]
) -> Page:
    """Find entities here and there; those that are here come first."""
    city, csf = way.request.city, asked.said.get("csf")
    by = Circumstances(
        place=question.place,
        source=read_filter(csf, asked.context) if csf else None,
    )
    found = matching(way, wanted_of(asked), supplementing=True)
    matches = [one for one in _offering(found, QUERY) if fits(one.registration, by)]
    if not matches:
        return await city.ask(question)
    end = question.offset + question.limit
    page = await city.ask(replace(question, limit=end, offset=0))
    errands = [_query(way, one, question, asked) for one in matches]
    answers = await way.ask(errands)
    told, bad = read_answers(way, matches, answers)
    failed += bad
    here = await city.present(tuple({*page.urns, *told}))
    merged: dict[str, Entity | None] = {}
    for urn in (*page.urns, *(urn for urn in told if urn not in page.urns)):
        own = _ours(here.get(urn), matches)
        one = merge(own, told.get(urn, []))
        if one is not None and (urn not in told or _holds(question, one)):
            merged[urn] = one
    through.know({**dict.fromkeys(page.urns), **merged})
    urns = tuple(merged)
    more = page.more or len(urns) > end or _has_more(answers, end)
    total = None
    if page.total is not None:
        twice = sum(map(len, told.values())) - (len(urns) - len(page.urns))
        total = page.total + sum(map(_count, answers)) - twice
    return Page(urns[question.offset : end], more, total)


def read_answers(
    way: Way, matches: Sequence[Match], answers: Sequence[Answer]
) -> tuple[dict[str, list[Heard]], list[Answer]]:
    """Return what was heard of each entity, and who did not answer as it should."""
    told: dict[str, list[Heard]] = {}
    failed: list[Answer] = []
    for match, answer in zip(matches, answers, strict=True):
        if answer.status == HTTPStatus.NOT_FOUND:
            continue  # a source that knows nothing of it is well (6.3.17)
        try:
            for entity in _entities(answer, match):
                shown = seen(way.request.city, entity)
                if shown is not None:
                    one = Heard(shown, match.registration.mode is Mode.AUXILIARY)
                    told.setdefault(entity.id, []).append(one)
        except (CityError, Problem) as error:
            failed.append(msgspec.structs.replace(answer, status=502, why=str(error)))
            continue
        if not answer.is_well or answer.document is None:
            failed.append(answer)
    return told, failed


def _entities(answer: Answer, match: Match) -> Iterator[Entity]:
    if not answer.is_well or answer.document is None:
        return
    assert answer.spelled is not None  # where there is a document it is spelled
    said = answer.document if isinstance(answer.document, list) else [answer.document]
    for payload in said:
        if isinstance(payload, dict):
            entity = read_entity(payload, answer.spelled, answer.of)
            kept = within(entity, match)
            if kept is not None:
                yield kept


def _ours(entity: Entity | None, matches: Sequence[Match]) -> Entity | None:
    """Return what the city says of an entity, but for what is held elsewhere alone."""
    for one in matches:
        proxied = one.registration.mode.is_proxied
        about = one.about
        if entity is None or not proxied:
            continue
        if not about or any(each.covers(entity.id) for each in about):
            entity = without(entity, one.attributes)
    return entity


def _offering(matches: Sequence[Match], operations: Sequence[str]) -> list[Match]:
    return [
        one for one in matches if one.registration.operations & frozenset(operations)
    ]


def _retrieval(way: Way, match: Match, urn: str, context: Context) -> Errand:
    """Ask for one entity; who offers queries only is queried."""
    one = match.registration
    said = {n: t for n, t in way.request.parameters.items() if n in _LITTLE}
    if "retrieveEntity" in one.operations:
        said = _narrow_attributes(said, match, context)
        return Errand(
            registration=one,
            method="GET",
            path=f"/entities/{quote(urn, safe=':')}",
            query=_with_times(way, said),
            spelled=context,
        )
    query = narrowed({**said, "id": urn}, match, context)
    if "queryEntity" in one.operations:
        return _get(way, match, query, context)
    return _post(match, _body_of(query), context)


def _query(way: Way, match: Match, question: Find, asked: Asked) -> Errand:
    """Ask for entities, as it was asked, narrowed to what is registered."""
    request, one = way.request, match.registration
    context, selectors = asked.context, asked.selectors
    said = {n: t for n, t in asked.said.items() if n in _ASKED}
    if _is_part(match, question):
        said = {n: t for n, t in said.items() if n not in _OF_VALUES}
    end = question.offset + question.limit
    if end != _USUAL:
        said["limit"] = str(min(max(end, 1), _MOST))
    said = narrowed(said, match, context, is_listed=selectors is not None)
    offers = one.operations
    by_post = request.method == "POST" and "queryBatch" in offers
    if by_post or "queryEntity" not in offers:
        return _post(match, _body_of(said, selectors), context)
    return _get(way, match, _unlisted(said, selectors), context)


def _body_of(said: Mapping[str, str], selectors: Any = None) -> dict[str, Any]:
    """Return a Query (5.2.23) of parameters."""
    body: dict[str, Any] = {"type": "Query"}
    for name in ("q", "scopeQ", "limit", "count"):
        if name in said:
            body[name] = said[name]
    for name in ("attrs", "datasetId"):
        if name in said:
            body[name] = said[name].split(",")
    geo = {n: said[n] for n in _GEO if n in said}
    if geo:
        body["geoQ"] = geo
    if selectors is not None:
        body["entities"] = selectors
    elif "type" in said:
        about = {n: said[n] for n in ("type", "id", "idPattern") if n in said}
        body["entities"] = [about]
    return body


def _unlisted(said: Mapping[str, str], selectors: Any) -> dict[str, str]:
    """Return parameters that ask for what a list of selectors in a body does, or more.

    What is too much is left out when the answers are put together.
    """
    if selectors is None:
        return dict(said)
    types = ",".join(as_word("type", one["type"]) for one in selectors)
    ids = [one["id"] for one in selectors if "id" in one]
    whole = len(ids) == len(selectors)
    return {"type": types, **({"id": ",".join(ids)} if whole else {}), **said}


def _get(way: Way, match: Match, said: Mapping[str, str], context: Context) -> Errand:
    return Errand(
        registration=match.registration,
        method="GET",
        path="/entities",
        query=_with_times(way, said),
        spelled=context,
    )


def _post(match: Match, body: dict[str, Any], context: Context) -> Errand:
    paging = {
        name: str(body.pop(name))
        for name in list(body)
        if name in ("limit", "count", "options")
    }
    return Errand(
        registration=match.registration,
        method="POST",
        path="/entityOperations/query",
        query=paging,
        body=body,
        spelled=context,
    )


def narrowed(
    said: Mapping[str, str],
    match: Match,
    context: Context,
    *,
    is_listed: bool = False,
) -> dict[str, str]:
    """Return parameters of a query, narrowed to what a source registered.

    is_listed: entities are selected by a list in the body
    """
    narrow = dict(said)
    about = match.about
    if about and not is_listed:
        if "type" not in narrow:
            types = sorted({name for one in about for name in one.types})
            narrow["type"] = ",".join(map(context.compact, types))
        ids = [one.id for one in about if one.id is not None]
        if "id" in narrow:
            asked = narrow["id"].split(",")
            covered = [u for u in asked if any(one.covers(u) for one in about)]
            narrow["id"] = ",".join(covered or asked)
        elif len(ids) == len(about):
            narrow["id"] = ",".join(dict.fromkeys(ids))
        elif len(about) == 1 and about[0].pattern and "idPattern" not in narrow:
            narrow["idPattern"] = about[0].pattern.pattern
    return _narrow_attributes(narrow, match, context)


def _narrow_attributes(
    said: Mapping[str, str], match: Match, context: Context
) -> dict[str, str]:
    names = match.attributes
    if names is None:
        return dict(said)
    return {**said, "attrs": ",".join(map(context.compact, sorted(names)))}


def _with_times(way: Way, said: Mapping[str, str]) -> dict[str, str]:
    times = {"options": SYS_ATTRS} if SYS_ATTRS in way.request.options else {}
    return {**said, **times}


def _is_part(match: Match, question: Find) -> bool:
    """Tell whether a source knows a part of entities only, by which none can be chosen.

    Its part is put together with the rest first, and chosen then.
    """
    known = match.attributes
    if known is None:
        return False
    asked = {*attributes_of(question.where), *question.attributes}
    return question.place is not None or bool(asked - known)


def _holds(question: Find, entity: Entity) -> bool:
    if question.attributes and not any(
        one.name in question.attributes for one in entity.attributes
    ):
        return False
    if not holds(question.where, entity):
        return False
    return question.place is None or lies(question.place, entity)


def _count(answer: Answer) -> int:
    """Return how many entities a source knows; what it sent, where it does not say."""
    if not isinstance(answer.document, list) or not answer.is_well:
        return 0
    sent = len(answer.document)
    return sent if answer.found is None else max(answer.found, sent)


def _has_more(answers: Sequence[Answer], end: int) -> bool:
    return any(
        isinstance(one.document, list) and len(one.document) >= max(end, 1)
        for one in answers
    )


def warned(way: Way, answer: Response, failed: Sequence[Answer]) -> Response:
    """Return an answer with a warning for each source that failed."""
    if not failed:
        return answer
    warnings = [way.warning(one) for one in failed]
    return msgspec.structs.replace(answer, headers=[*answer.headers, *warnings])
