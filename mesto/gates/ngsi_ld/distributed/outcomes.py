"""What became of the parts of a change, and how it is told.

Source: ETSI GS CIM 009 v1.9.1, 5.2.16 (BatchOperationResult), 5.2.18 (UpdateResult),
6.3.17.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import msgspec
import orjson

from mesto.gates.ngsi_ld.context import from_kernel
from mesto.gates.ngsi_ld.distributed.parts import Part
from mesto.gates.ngsi_ld.distributed.way import Answer
from mesto.gates.ngsi_ld.problem import Conflict
from mesto.gates.ngsi_ld.registrations.model import Mode
from mesto.gates.ngsi_ld.request import JSON, Response


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one part."""

    names: frozenset[str] | None
    problems: Sequence[Mapping[str, Any]] = ()
    of: str | None = None  #: registration
    is_partial: bool = False
    result: Mapping[str, Any] = {}  #: as who did it in part told it
    is_new: bool = False  #: something came to be by it

    @property
    def is_unknown(self) -> bool:
        """Whether there was nothing of what it is about."""
        codes = [one.get("status") for one in self.problems]
        return codes == [HTTPStatus.NOT_FOUND]


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


def of_ours(names: frozenset[str] | None, own: Response) -> Outcome:
    """Return what became of the city's own part."""
    if own.status == HTTPStatus.MULTI_STATUS:
        result = orjson.loads(own.body)
        return Outcome(names=names, problems=[{}], is_partial=True, result=result)
    if own.status < HTTPStatus.BAD_REQUEST:
        return Outcome(names=names, is_new=own.status == HTTPStatus.CREATED)
    return Outcome(names=names, problems=[orjson.loads(own.body)])


def unoffered(one: Part, operation: str) -> Outcome:
    """Return what becomes of the part of a holder that does not do this."""
    problem = Conflict(f"{one.registration.id} holds it, and offers no {operation}")
    return Outcome(
        names=one.attributes, problems=[problem.as_json()], of=one.registration.id
    )


def of_source(names: frozenset[str] | None, answer: Answer) -> Outcome:
    """Return what became of a source's part."""
    if answer.status == HTTPStatus.MULTI_STATUS and isinstance(answer.document, dict):
        return Outcome(
            names=names,
            problems=[{}],
            of=answer.of,
            is_partial=True,
            result=answer.document,
        )
    done = answer.is_well and not answer.says_no_part
    return Outcome(
        names=names,
        problems=[] if done else [answer.problem()],
        of=answer.of,
        is_new=answer.status == HTTPStatus.CREATED,
    )


def by_entity(urn: str, outcomes: Sequence[Outcome]) -> dict[str, Any]:
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
        errors += [{"entityId": urn, "error": p, **more} for p in one.problems]
    return {"success": [urn] if done else [], "errors": errors}


def by_attribute(outcomes: Sequence[Outcome]) -> dict[str, Any]:
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
