"""Operations on many entities at once: create, upsert, update, merge, delete.

Each entity of a batch is done or refused, whatever becomes of the others (207).
Two payloads about one entity are done one after the other, in their order.

Source: ETSI GS CIM 009, 5.6.7 to 5.6.10, 5.6.20 and 6.14 to 6.17, 6.31.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson

from mesto.gates.ngsi_ld import changes
from mesto.gates.ngsi_ld.attributes import read_no_overwrite
from mesto.gates.ngsi_ld.changes import SOURCE
from mesto.gates.ngsi_ld.codec.decode import (
    PATCH,
    SIMPLE,
    SIMPLE_PATCH,
    WHOLE,
    Draft,
    Reading,
    decode_entity,
    observations,
    observe_types,
)
from mesto.gates.ngsi_ld.codec.encode import Shape
from mesto.gates.ngsi_ld.codec.values import check_uri, read_time
from mesto.gates.ngsi_ld.context import Context, from_kernel
from mesto.gates.ngsi_ld.entities import existing
from mesto.gates.ngsi_ld.problem import (
    AlreadyExists,
    BadRequestData,
    InvalidRequest,
    Problem,
    ResourceNotFound,
    as_problem,
)
from mesto.gates.ngsi_ld.request import (
    JSON,
    LD_JSON,
    Request,
    Response,
    Route,
    Routes,
)
from mesto.gates.ngsi_ld.rewrite import Outcome, Plan, Planner, rewrite, unchanged
from mesto.gates.ngsi_ld.views import read_shape
from mesto.kernel.city import City, Expect
from mesto.kernel.errors import CityError
from mesto.kernel.model import Entity, Observation


class Result:
    """What became of a batch so far, in the order of its payloads."""

    def __init__(self) -> None:
        """Begin with nothing done."""
        self.done: dict[str, None] = {}
        self.created: set[str] = set()
        self.errors: list[dict[str, object]] = []

    def add(self, outcome: Outcome) -> None:
        """Add what became of distinct entities."""
        self.done.update(dict.fromkeys(outcome.done))
        self.created |= outcome.created
        for urn, problem in outcome.refused.items():
            self.refuse(urn, problem)

    def refuse(self, urn: object, problem: Problem) -> None:
        """Note that a payload was refused."""
        self.errors.append({"entityId": urn, "error": problem.as_json()})

    def answer(self, *, created: bool = False) -> Response:
        """Return 207 with what failed; else 201 with what was `created`, or 204."""
        kind = [("Content-Type", JSON)]
        if self.errors:
            body = {"success": list(self.done), "errors": self.errors}
            return Response(207, orjson.dumps(body), kind)
        if created and self.created:
            urns = [urn for urn in self.done if urn in self.created]
            return Response(201, orjson.dumps(urns), kind)
        return Response(204)


async def create_batch(request: Request) -> Response:
    """POST /entityOperations/create."""
    rounds, result = await _read_batch(request, _reading(request, patch=False))
    for drafts in rounds:
        result.add(await rewrite(request.city, list(drafts), _creating(drafts)))
    return result.answer(created=True)


async def upsert_batch(request: Request) -> Response:
    """POST /entityOperations/upsert."""
    update = _read_upsert_mode(request)
    rounds, result = await _read_batch(request, WHOLE)
    for drafts in rounds:
        if update:
            result.add(await _update(request.city, drafts))
        else:
            result.add(await _replace(request.city, drafts))
    return result.answer(created=True)


async def update_batch(request: Request) -> Response:
    """POST /entityOperations/update."""
    overwrite = not read_no_overwrite(request)
    rounds, result = await _read_batch(request, WHOLE)
    for drafts in rounds:
        planner = _appending(drafts, overwrite=overwrite)
        result.add(await rewrite(request.city, list(drafts), planner))
    return result.answer()


async def merge_batch(request: Request) -> Response:
    """POST /entityOperations/merge."""
    rounds, result = await _read_batch(request, _reading(request, patch=True))
    said = request.parameters.get("observedAt")
    observed_at = None if said is None else read_time(said, "observedAt")
    lang = request.parameters.get("lang")
    for drafts in rounds:

        def plan(
            urn: str, entity: Entity | None, drafts: Mapping[str, Draft] = drafts
        ) -> Plan:
            known = existing(entity, urn)
            seen = changes.merge(known, drafts[urn], observed_at=observed_at, lang=lang)
            return Plan(seen, unchanged(known, seen))

        result.add(await rewrite(request.city, list(drafts), plan))
    return result.answer()


async def delete_batch(request: Request) -> Response:
    """POST /entityOperations/delete."""
    payload = await request.read_json()
    request.refuse_link()
    result = Result()
    urns: dict[str, None] = {}
    for said in _listed(payload):
        try:
            urn = check_uri(said, "an entity's id")
            if urn in urns:
                raise ResourceNotFound(f"{urn} is deleted by this batch already")
            urns[urn] = None
        except (CityError, Problem) as failure:
            result.refuse(said, as_problem(failure))

    def plan(urn: str, entity: Entity | None) -> Plan:
        existing(entity, urn)
        return Plan([changes.forget_entity(urn)], [Expect(entity=urn)])

    result.add(await rewrite(request.city, list(urns), plan))
    return result.answer()


def _creating(drafts: Mapping[str, Draft]) -> Planner:
    def plan(urn: str, entity: Entity | None) -> Plan:
        if entity is not None:
            raise AlreadyExists(f"{urn} exists already")
        seen = list(observations(drafts[urn], entity=urn, source=SOURCE))
        return Plan(seen, [Expect(entity=urn, exists=False)])

    return plan


async def _update(city: City, drafts: Mapping[str, Draft]) -> Outcome:
    """Create entities, or replace the attributes that the drafts name.

    Types are added to those an entity has; nothing else of it has to be known.
    """
    outlines = await city.outlines(list(drafts))
    seen: list[Observation] = []
    for urn, draft in drafts.items():
        known = outlines.get(urn)
        types = {*(known.types if known else ()), *(draft.types or ())}
        seen.append(observe_types(urn, tuple(sorted(types)), source=SOURCE))
        seen.extend(observations(draft, entity=urn, source=SOURCE, typed=False))
    receipt = await city.record(seen, current=True)
    return Outcome(list(drafts), receipt.created, {})


async def _replace(city: City, drafts: Mapping[str, Draft]) -> Outcome:
    """Create entities, or put the drafts in the place of what they were.

    What they said does not matter, so it is not read.
    """
    outlines = await city.outlines(list(drafts))
    seen: list[Observation] = []
    for urn, draft in drafts.items():
        known = outlines.get(urn)
        if known is None:
            seen.extend(observations(draft, entity=urn, source=SOURCE))
        else:
            seen.extend(changes.replace(urn, known, draft))
    receipt = await city.record(seen, current=True)
    return Outcome(list(drafts), receipt.created, {})


def _appending(drafts: Mapping[str, Draft], *, overwrite: bool) -> Planner:
    def plan(urn: str, entity: Entity | None) -> Plan:
        known = existing(entity, urn)
        made = changes.append(known, drafts[urn], overwrite=overwrite)
        left = ", ".join(from_kernel(name) for name in made.not_updated)
        problem = AlreadyExists(f"not overwritten: {left}") if left else None
        return Plan(made.observations, [Expect(entity=urn)], problem)

    return plan


def _reading(request: Request, *, patch: bool) -> Reading:
    if read_shape(request) is Shape.SIMPLIFIED:
        return SIMPLE_PATCH if patch else SIMPLE
    return PATCH if patch else WHOLE


def _read_upsert_mode(request: Request) -> bool:
    """Return whether an upsert updates; otherwise it replaces (6.15.3)."""
    options = request.options
    if not options <= {"update", "replace"} or len(options) > 1:
        raise InvalidRequest("an upsert's option is update or replace")
    return "update" in options


async def _read_batch(
    request: Request, reading: Reading
) -> tuple[Sequence[Mapping[str, Draft]], Result]:
    """Read a batch into rounds of distinct entities; note what cannot be read."""
    payload = await request.read_json()
    request.refuse_link()
    result = Result()
    rounds: list[dict[str, Draft]] = []
    turn: dict[str, int] = {}
    shared = None if request.content_type == LD_JSON else await request.context()
    for said in _listed(payload):
        draft = await _read_one(request, said, reading, shared, result)
        if draft is None:
            continue
        urn = str(draft.id)
        turn[urn] = turn.get(urn, -1) + 1
        if turn[urn] == len(rounds):
            rounds.append({})
        rounds[turn[urn]][urn] = draft
    return rounds, result


async def _read_one(
    request: Request,
    said: Any,
    reading: Reading,
    shared: Context | None,
    result: Result,
) -> Draft | None:
    """Return the draft of one payload, or None after noting why there is none."""
    try:
        if not isinstance(said, dict):
            raise BadRequestData("an entity is a JSON object")
        context = shared
        if context is None or "@context" in said:
            context = await request.context_of(said)
        return decode_entity(said, context, reading)
    except (CityError, Problem) as failure:
        urn = said.get("id") if isinstance(said, dict) else None
        result.refuse(urn, as_problem(failure))
        return None


def _listed(payload: object) -> Sequence[Any]:
    if not isinstance(payload, list) or not payload:
        raise BadRequestData("a batch is a list that is not empty")
    return payload


_LANG: Final = frozenset({"observedAt", "lang"})

ROUTES: Final[Routes] = {
    "/entityOperations/create": {"POST": Route(create_batch)},
    "/entityOperations/upsert": {"POST": Route(upsert_batch)},
    "/entityOperations/update": {"POST": Route(update_batch)},
    "/entityOperations/merge": {"POST": Route(merge_batch, _LANG)},
    "/entityOperations/delete": {"POST": Route(delete_batch)},
}
