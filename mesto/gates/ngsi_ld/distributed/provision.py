"""Changes of one entity, told to whoever holds part of it.

The city does its own part first, so that what is wrong with a request is said before
anybody else hears of it.

Source: ETSI GS CIM 009 v1.9.1, 5.6.1 to 5.6.6, 5.6.17 to 5.6.19, 6.3.17.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

import msgspec
import orjson

from mesto.gates.ngsi_ld import attributes, entities
from mesto.gates.ngsi_ld.codec.decode import (
    PATCH,
    SIMPLE,
    SIMPLE_PATCH,
    UPDATE,
    WHOLE,
    Draft,
    Reading,
    decode_entity,
    decode_fragment,
)
from mesto.gates.ngsi_ld.codec.encode import Shape
from mesto.gates.ngsi_ld.codec.values import check_uri
from mesto.gates.ngsi_ld.context import Context, from_kernel
from mesto.gates.ngsi_ld.distributed.asked import again, matching, require
from mesto.gates.ngsi_ld.distributed.parts import Part, Parts, part
from mesto.gates.ngsi_ld.distributed.way import Answer, Errand, Way
from mesto.gates.ngsi_ld.problem import Conflict, Problem, as_problem
from mesto.gates.ngsi_ld.registrations.matching import Wanted
from mesto.gates.ngsi_ld.registrations.model import Mode
from mesto.gates.ngsi_ld.request import JSON, Handler, Request, Response
from mesto.gates.ngsi_ld.views import read_shape
from mesto.kernel.access.rights import Thing
from mesto.kernel.errors import CityError

#: Members of a payload that are no attributes, and go to everybody.
HEAD: Final = frozenset({"id", "@id", "type", "@type", "scope", "@context"})


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """An operation on one entity."""

    operation: str
    reading: Reading | None = None  #: of an entity in the body
    simple: Reading | None = None  #: where the request says so
    creates: bool = False
    by_attribute: bool = False  #: its result is told by attribute (5.2.18)


DEEDS: Final[Mapping[Handler, Deed]] = {
    entities.create_entity: Deed(
        operation="createEntity", reading=WHOLE, simple=SIMPLE, creates=True
    ),
    entities.merge_entity: Deed(
        operation="mergeEntity", reading=PATCH, simple=SIMPLE_PATCH
    ),
    entities.replace_entity: Deed(
        operation="replaceEntity", reading=WHOLE, simple=SIMPLE
    ),
    entities.delete_entity: Deed(operation="deleteEntity"),
    attributes.append_attributes: Deed(
        operation="appendAttrs", reading=WHOLE, by_attribute=True
    ),
    attributes.update_attributes: Deed(
        operation="updateEntity", reading=UPDATE, by_attribute=True
    ),
    attributes.partially_update_attribute: Deed(
        operation="updateAttrs", by_attribute=True
    ),
    attributes.replace_attribute: Deed(operation="replaceAttrs", by_attribute=True),
    attributes.delete_attribute: Deed(operation="deleteAttrs", by_attribute=True),
}


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What a request says."""

    urn: str
    body: bytes
    payload: Mapping[str, Any] | None  #: None: there is no body
    names: Mapping[str, str]  #: attributes in the payload, to their kernel names
    draft: Draft | None
    context: Context


async def change(
    way: Way, handler: Handler, variables: Sequence[str], path: str
) -> Response:
    """Do an operation on one entity, here and wherever else it is held."""
    request, deed = way.request, DEEDS[handler]
    said = await _read(request, deed, variables)
    named = _named(said, variables)
    thing, is_here = await _thing(way, said)
    wanted = Wanted(
        is_of=thing.types or None, urns=(said.urn,), attributes=named or frozenset()
    )
    matches = matching(way, wanted)
    if not matches:
        return await handler(again(request, said.body), *variables)
    parts = part(matches, named, (deed.operation,))
    for one in parts.told:
        require(request.city, thing, one.attributes or frozenset())
    own = None
    if _is_ours(parts, deed, is_here=is_here):
        own = await _do_here(request, handler, variables, said, parts.left)
        if own.status in _WRONG:
            return own
    answers = await way.ask([_errand(way, said, one, path) for one in parts.told])
    outcomes = [
        *([_of_ours(parts.left, own)] if own is not None else []),
        *(_unoffered(one, deed.operation) for one in parts.refused),
        *(
            _of_source(one.attributes, answer)
            for one, answer in zip(parts.told, answers, strict=True)
            if not is_circle(answer)
        ),
    ]
    return _together(said, deed, outcomes)


async def _read(request: Request, deed: Deed, variables: Sequence[str]) -> Said:
    """Read what is said; what is wrong with it is said before anything is done."""
    if request.method == "DELETE":
        urn = check_uri(variables[0], "the entity's id")
        context = await request.context()
        return Said(
            urn=urn, body=b"", payload=None, names={}, draft=None, context=context
        )
    body = await request.read_bytes()
    payload, context = await again(request, body).read()
    payload.pop("@context", None)
    draft = None
    if deed.reading is not None:
        simple = deed.simple is not None and read_shape(request) is Shape.SIMPLIFIED
        reading = deed.simple if simple and deed.simple else deed.reading
        read = decode_entity if deed.creates else decode_fragment
        draft = read(payload, context, reading)
    urn = str(draft.id) if draft and deed.creates else variables[0]
    names = {n: context.expand(n) for n in payload if n not in HEAD}
    return Said(
        urn=check_uri(urn, "the entity's id"),
        body=body,
        payload=payload,
        names=names if draft is not None else {},
        draft=draft,
        context=context,
    )


def _named(said: Said, variables: Sequence[str]) -> frozenset[str] | None:
    """Return the attributes an operation is about; None: the entity as a whole."""
    if said.draft is not None:
        return frozenset(said.names.values())
    if len(variables) > 1:
        return frozenset({said.context.expand(variables[1])})
    return None


async def _thing(way: Way, said: Said) -> tuple[Thing, bool]:
    """Return what the entity is, and whether it is here."""
    known = (await way.host.outlines([said.urn])).get(said.urn)
    types = set(known.types) if known else set()
    if said.draft is not None and said.draft.types:
        types.update(said.draft.types)
    scopes = tuple(known.scopes) if known else ()
    return Thing(said.urn, frozenset(types), scopes), known is not None


def _is_ours(parts: Parts, deed: Deed, *, is_here: bool) -> bool:
    """Tell whether the city does a part: what it holds, or what nobody else does."""
    if not parts.is_ours:
        return False
    return is_here or deed.creates or not parts.told


async def _do_here(
    request: Request,
    handler: Handler,
    variables: Sequence[str],
    said: Said,
    left: frozenset[str] | None,
) -> Response:
    try:
        body = _body_of(said, left)
        return await handler(again(request, body), *variables)
    except (CityError, Problem) as failure:
        problem = as_problem(failure)
        kind = [("Content-Type", JSON)]
        return Response(problem.status, problem.as_bytes(), kind)


def _body_of(said: Said, left: frozenset[str] | None) -> bytes:
    """Return the body with the attributes that are left in it."""
    if said.draft is None or left == frozenset(said.names.values()):
        return said.body
    return orjson.dumps(_narrowed(said, left))


def _narrowed(said: Said, names: frozenset[str] | None) -> Any:
    whole = orjson.loads(said.body)
    if said.draft is None or names is None:
        return whole
    return {
        name: value
        for name, value in whole.items()
        if name in HEAD or said.names.get(name) in names
    }


def _errand(way: Way, said: Said, one: Part, path: str) -> Errand:
    body = None if said.payload is None else _narrowed(said, one.attributes)
    return Errand(
        registration=one.registration,
        method=way.request.method,
        path=path,
        spelled=said.context,
        query={n: t for n, t in way.request.parameters.items() if n != "local"},
        body=body,
    )


def _together(said: Said, deed: Deed, outcomes: Sequence["Outcome"]) -> Response:
    """Return one answer: done, not done, or done in part (207)."""
    failed = [one for one in outcomes if one.problems]
    if not failed:
        return _done(said, deed)
    if len(outcomes) == 1 and not outcomes[0].is_partial:
        return single(outcomes[0].problems[0])
    by_attribute = deed.by_attribute
    result = _by_attribute(outcomes) if by_attribute else _by_entity(said, outcomes)
    body = orjson.dumps(result)
    return Response(HTTPStatus.MULTI_STATUS, body, [("Content-Type", JSON)])


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one part."""

    names: frozenset[str] | None
    problems: Sequence[Mapping[str, Any]] = ()
    of: str | None = None  #: registration
    is_partial: bool = False
    result: Mapping[str, Any] = {}  #: as who did it in part told it


def is_circle(answer: Answer) -> bool:
    """Tell whether a source beside us was asked already, by another one."""
    beside = answer.errand.registration.mode is Mode.INCLUSIVE
    return beside and answer.status == HTTPStatus.LOOP_DETECTED


def single(problem: Mapping[str, Any]) -> Response:
    """Return the answer where only one was to do it, and did not (6.3.17)."""
    status = int(problem["status"])
    if status in (HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.MULTI_STATUS):
        status = HTTPStatus.BAD_GATEWAY
    return Response(status, orjson.dumps(problem), [("Content-Type", JSON)])


def _of_ours(names: frozenset[str] | None, own: Response) -> Outcome:
    if own.status == HTTPStatus.MULTI_STATUS:
        result = orjson.loads(own.body)
        return Outcome(names=names, problems=[{}], is_partial=True, result=result)
    if own.status < HTTPStatus.BAD_REQUEST:
        return Outcome(names=names)
    return Outcome(names=names, problems=[orjson.loads(own.body)])


def _unoffered(one: Part, operation: str) -> Outcome:
    problem = Conflict(f"{one.registration.id} holds it, and offers no {operation}")
    return Outcome(
        names=one.attributes, problems=[problem.as_json()], of=one.registration.id
    )


def _of_source(names: frozenset[str] | None, answer: Answer) -> Outcome:
    if answer.status == HTTPStatus.MULTI_STATUS and isinstance(answer.document, dict):
        return Outcome(
            names=names,
            problems=[{}],
            of=answer.of,
            is_partial=True,
            result=answer.document,
        )
    problems = [] if answer.is_well else [answer.problem()]
    return Outcome(names=names, problems=problems, of=answer.of)


def _done(said: Said, deed: Deed) -> Response:
    if not deed.creates:
        return entities.NO_CONTENT
    return Response(201, headers=[("Location", entities.location_of(said.urn))])


def _by_entity(said: Said, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return a BatchOperationResult (5.2.16)."""
    errors: list[dict[str, Any]] = []
    done = False
    for one in outcomes:
        more = {"registrationId": one.of} if one.of else {}
        if one.is_partial:
            done = done or bool(one.result.get("success"))
            errors += [{**each, **more} for each in one.result.get("errors", ())]
            continue
        done = done or not one.problems
        errors += [{"entityId": said.urn, "error": p, **more} for p in one.problems]
    return {"success": [said.urn] if done else [], "errors": errors}


def _by_attribute(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return an UpdateResult (5.2.18), in full names."""
    updated: dict[str, None] = {}
    missed: list[dict[str, Any]] = []
    for one in outcomes:
        more = {"registrationId": one.of} if one.of else {}
        if one.is_partial:
            updated |= dict.fromkeys(one.result.get("updated", ()))
            missed += [{**each, **more} for each in one.result.get("notUpdated", ())]
            continue
        full = [from_kernel(name) for name in sorted(one.names or ())]
        if not one.problems:
            updated |= dict.fromkeys(full)
        for problem in one.problems:
            reason = problem.get("detail") or problem.get("title", "")
            missed += [{"attributeName": n, "reason": reason, **more} for n in full]
    return {"updated": list(updated), "notUpdated": missed}


#: What is wrong with a request as a whole: nobody else hears of it.
_WRONG: Final = frozenset({400, 401, 403, 406, 411, 413, 415, 422, 429, 503, 504})
