"""Giving rounds to their drivers, taking them back, letting them be dropped."""

from typing import Annotated

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.waste.driving.carried import round_of, whole_of
from mesto.domains.waste.driving.known import Known
from mesto.domains.waste.driving.phases import PHASE, check_phase
from mesto.domains.waste.driving.release import noticed
from mesto.domains.waste.rounds import Phase, Round
from mesto.kernel.city import Expect
from mesto.kernel.model import Kind, Observation
from mesto.kernel.verdict import named
from mesto.operations.notifications.tell import tell
from mesto.operations.written import DEFINITION
from mesto.web.asker import host_of, said, visit_of
from mesto.web.body import read_body
from mesto.web.once import once_of
from mesto.web.picture import Picture


class Released(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """To whom a round is given; None: to whom it says already."""

    driver: Annotated[str, Meta(max_length=200)] | None = None


async def release(request: Request, _picture: Picture) -> Response:
    """Give a round to its driver, who is told; given twice, it is given once.

    Raises Conflict where it is driven or dropped, NotFound.
    """
    asked = await read_body(request, Released)
    known = await round_of(request)
    check_phase(known.round.phase, "released")
    driver = known.round.driver if asked.driver is None else asked.driver
    if known.round.phase != "released" or driver != known.round.driver:
        await _move(request, known, "released", driver)
        known = await round_of(request)
        vehicle = (await visit_of(request).present([known.round.vehicle])).values()
        called = next(map(named, vehicle), "")
        await tell(host_of(request), list(noticed(known, called)))
    return await whole_of(request, known)


async def recall(request: Request, _picture: Picture) -> Response:
    """Take a round back before it is driven: it is a draft again."""
    return await _to_phase(request, "draft")


async def drop_round(request: Request, _picture: Picture) -> Response:
    """Let a round not be driven at all."""
    return await _to_phase(request, "dropped")


async def _to_phase(request: Request, phase: Phase) -> Response:
    known = await round_of(request)
    check_phase(known.round.phase, phase)
    if known.round.phase != phase:
        await _move(request, known, phase, known.round.driver)
    return await whole_of(request, await round_of(request))


async def _move(request: Request, known: Known, phase: Phase, driver: str) -> None:
    """Record a phase, over the plan that was seen. Raises Conflict."""
    moved = msgspec.structs.replace(known.round, phase=phase, driver=driver)
    await visit_of(request).record(
        list(in_phase(known.urn, moved)),
        current=True,
        expect=[over(known)],
        once=once_of(request),
    )


def in_phase(urn: str, round_: Round) -> list[Observation]:
    """Return what is recorded when a round comes into its phase."""
    plain = msgspec.to_builtins(round_)
    return [
        said(urn, DEFINITION, plain, Kind.JSON_PROPERTY),
        said(urn, PHASE, round_.phase),
    ]


def over(known: Known) -> Expect:
    """Expect that nobody has changed a round since it was read."""
    return Expect(entity=known.urn, attribute=DEFINITION, position=known.version)
