"""Changes of one entity, told to whoever holds part of it.

The city does its own part first, so that what is wrong with a request is said before
anybody else hears of it.

Source: ETSI GS CIM 009 v1.9.1, 5.6.1 to 5.6.6, 5.6.11 to 5.6.19, 6.3.17.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

import msgspec
import orjson

from mesto.gates.ngsi_ld import attributes, entities, temporal_provision
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
from mesto.gates.ngsi_ld.context import Context
from mesto.gates.ngsi_ld.distributed.asked import again, matching, require
from mesto.gates.ngsi_ld.distributed.outcomes import (
    Outcome,
    by_attribute,
    by_entity,
    is_circle,
    of_ours,
    of_source,
    single,
    unoffered,
)
from mesto.gates.ngsi_ld.distributed.parts import Part, Parts, part
from mesto.gates.ngsi_ld.distributed.way import Errand, Way
from mesto.gates.ngsi_ld.problem import Problem, as_problem
from mesto.gates.ngsi_ld.registrations.matching import Wanted
from mesto.gates.ngsi_ld.request import JSON, Handler, Request, Response
from mesto.gates.ngsi_ld.temporal_codec import decode_head, decode_past
from mesto.gates.ngsi_ld.views import read_shape
from mesto.kernel.access.rights import Thing
from mesto.kernel.errors import CityError, Malformed
from mesto.kernel.question.memory import Remembered

#: Members of a payload that are no attributes, and go to everybody.
HEAD: Final = frozenset({"id", "@id", "type", "@type", "scope", "@context"})


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """An operation on one entity."""

    operation: str
    reading: Reading | None = None  #: of an entity in the body
    simple: Reading | None = None  #: where the request says so
    creates: bool = False
    by_attribute: bool = False  #: its result is told by attribute (5.2.18)
    of_past: bool = False  #: it is about what was
    once: bool = False  #: what it is about is in one place; others have not failed


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
    temporal_provision.record_past: Deed(
        operation="upsertTemporal", reading=WHOLE, creates=True, of_past=True
    ),
    temporal_provision.add_instances: Deed(
        operation="appendAttrsTemporal", reading=WHOLE, of_past=True
    ),
    temporal_provision.forget_past: Deed(operation="deleteTemporal", of_past=True),
    temporal_provision.forget_attribute: Deed(
        operation="deleteAttrsTemporal", of_past=True
    ),
    temporal_provision.amend_instance: Deed(
        operation="updateAttrInstanceTemporal", of_past=True, once=True
    ),
    temporal_provision.forget_instance: Deed(
        operation="deleteAttrInstanceTemporal", of_past=True, once=True
    ),
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
    thing, is_here = await _thing(way, said, deed)
    wanted = Wanted(
        is_of=thing.types or None, urns=(said.urn,), attributes=named or frozenset()
    )
    matches = matching(way, wanted, of_past=None if deed.of_past else False)
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
        *([of_ours(parts.left, own)] if own is not None else []),
        *(unoffered(one, deed.operation) for one in parts.refused),
        *(
            of_source(one.attributes, answer)
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
    if deed.of_past and deed.reading is not None:
        draft = decode_head(payload, context)
        decode_past(payload, context, entity=draft.id or "", source="")
        if deed.creates and None in (draft.id, draft.types):
            raise Malformed("an entity has an id and a type")
    elif deed.reading is not None:
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


async def _thing(way: Way, said: Said, deed: Deed) -> tuple[Thing, bool]:
    """Return what the entity is, and whether it is here, or was."""
    known = (await way.host.outlines([said.urn])).get(said.urn)
    types = set(known.types) if known else set()
    if said.draft is not None and said.draft.types:
        types.update(said.draft.types)
    scopes = tuple(known.scopes) if known else ()
    is_here = known is not None
    if deed.of_past and not is_here:
        is_here = await way.host.ask(Remembered(said.urn))
    return Thing(said.urn, frozenset(types), scopes), is_here


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


def _together(said: Said, deed: Deed, outcomes: Sequence[Outcome]) -> Response:
    """Return one answer: done, not done, or done in part (207)."""
    if deed.once:
        had = [one for one in outcomes if not one.is_unknown]
        outcomes = had or outcomes[:1]
    failed = [one for one in outcomes if one.problems]
    if not failed:
        is_new = any(one.is_new for one in outcomes)
        if deed.of_past and not is_new:
            return entities.NO_CONTENT
        return _done(said, deed)
    if len(outcomes) == 1 and not outcomes[0].is_partial:
        return single(outcomes[0].problems[0])
    if deed.by_attribute:
        result = by_attribute(outcomes)
    else:
        result = by_entity(said.urn, outcomes)
    body = orjson.dumps(result)
    return Response(HTTPStatus.MULTI_STATUS, body, [("Content-Type", JSON)])


def _done(said: Said, deed: Deed) -> Response:
    if not deed.creates:
        return entities.NO_CONTENT
    path = entities.location_of(said.urn)
    if deed.of_past:
        path = temporal_provision.location_of(said.urn)
    return Response(201, headers=[("Location", path)])


#: What is wrong with a request as a whole: nobody else hears of it.
_WRONG: Final = frozenset({400, 401, 403, 406, 411, 413, 415, 422, 429, 503, 504})
