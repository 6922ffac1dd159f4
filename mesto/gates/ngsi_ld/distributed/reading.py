"""An entity as the city and registered sources know it together.

A request is answered as ever, by a city that also knows what sources say: whoever asks
for an entity is told of theirs, whoever asks for a view of it gets it.

Source: ETSI GS CIM 009 v1.9.1, 5.7.1, 4.3.6.7, 6.3.17.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final

import msgspec

from mesto.gates.ngsi_ld.codec.values import check_uri
from mesto.gates.ngsi_ld.distributed.asked import again, matching
from mesto.gates.ngsi_ld.distributed.errands import retrieval
from mesto.gates.ngsi_ld.distributed.merging import (
    Heard,
    merge,
    read_entity,
    seen,
    within,
    without,
)
from mesto.gates.ngsi_ld.distributed.outcomes import single
from mesto.gates.ngsi_ld.distributed.through import Through
from mesto.gates.ngsi_ld.distributed.way import Answer, Way
from mesto.gates.ngsi_ld.maps.model import Gather, Member, members_of
from mesto.gates.ngsi_ld.maps.using import named_map
from mesto.gates.ngsi_ld.problem import Problem, ResourceNotFound
from mesto.gates.ngsi_ld.query.selection import split_words
from mesto.gates.ngsi_ld.query.types import read_types
from mesto.gates.ngsi_ld.registrations.matching import Match, Wanted
from mesto.gates.ngsi_ld.registrations.model import Mode
from mesto.gates.ngsi_ld.request import JSON, Handler, Request, Response
from mesto.gates.ngsi_ld.transient import has_expired, living
from mesto.kernel.errors import CityError
from mesto.kernel.model import Entity
from mesto.kernel.question.find import Find
from mesto.kernel.question.holds import holds, lies

RETRIEVE: Final = ("retrieveEntity", "queryEntity", "queryBatch")


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
    found = offering(matching(way, wanted, supplementing=True), RETRIEVE)
    matches = await mapped(request, urn, found)
    if not matches:
        return await handler(request, urn)
    errands = [retrieval(way, one, urn, context) for one in matches]
    answers = await way.ask(errands)
    through = Through(way.request.city)
    told, failed = read_answers(way, matches, answers)
    heard = told.get(urn, [])
    own = ours(here, matches)
    merged = merge(own, heard)
    through.know({urn: merged})

    async def gather(_: Gather) -> tuple[Member, ...]:
        here = () if own is None else (urn,)
        return members_of((urn,), here, {urn: [one.of for one in heard]})

    through.let_answer(Gather, gather)
    alone = not heard and own is None and len(matches) == 1
    if failed and alone and matches[0].registration.mode.is_proxied:
        return single(failed[0].problem())
    return await answered(way, handler, urn, through, failed)


async def mapped(
    request: Request, urn: str, matches: Sequence[Match]
) -> Sequence[Match]:
    """Return whom a request asks for an entity; those of the map it names, if any."""
    one = await named_map(request)
    if one is None:
        return matches
    known = one.sources_of(urn)
    return [match for match in matches if match.registration.id in known]


async def answered(
    way: Way, handler: Handler, urn: str, through: Through, failed: Sequence[Answer]
) -> Response:
    """Answer for one entity by what is known of it together, and say who is missing."""
    try:
        answer = await handler(again(way.request, b"", city=through.city), urn)
    except ResourceNotFound:
        if not failed:
            raise
        problem = ResourceNotFound(f"{urn} is not here, and not all sources answer")
        kind = [("Content-Type", JSON)]
        answer = Response(problem.status, problem.as_bytes(), kind)
    return way.warned(answer, failed)


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
                    mode = match.registration.mode
                    one = Heard(shown, mode is Mode.AUXILIARY, match.registration.id)
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
    now = datetime.now(UTC)
    for payload in said:
        if isinstance(payload, dict):
            entity = read_entity(payload, answer.spelled, answer.of)
            kept = within(entity, match)
            left = None if kept is None else living(kept, now)
            if left is not None and not has_expired(entity, now):
                yield left


def ours(entity: Entity | None, matches: Sequence[Match]) -> Entity | None:
    """Return what the city says of an entity, but for what is held elsewhere alone."""
    for one in matches:
        if entity is not None and one.registration.mode.is_proxied:
            entity = without(entity, one.known_of(entity.id, entity.types))
    return entity


def offering(matches: Iterable[Match], operations: Iterable[str]) -> list[Match]:
    """Return those who offer one of these operations."""
    return [
        one for one in matches if one.registration.operations & frozenset(operations)
    ]


def fitting(question: Find, entity: Entity) -> bool:
    """Tell whether an entity is what a question looks for."""
    if question.attributes and not any(
        one.name in question.attributes for one in entity.attributes
    ):
        return False
    if not holds(question.where, entity):
        return False
    return question.place is None or lies(question.place, entity)


def count(answer: Answer) -> int:
    """Return how many entities a source knows; what it sent, where it does not say."""
    if not isinstance(answer.document, list) or not answer.is_well:
        return 0
    sent = len(answer.document)
    return sent if answer.found is None else max(answer.found, sent)


def has_more(answers: Sequence[Answer], end: int) -> bool:
    """Tell whether a source may know of more than it sent."""
    return any(
        isinstance(one.document, list) and len(one.document) >= max(end, 1)
        for one in answers
    )
