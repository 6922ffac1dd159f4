"""What waits for a second person, what holds for a while, and deciding on both."""

from typing import Annotated
from uuid import UUID

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.question.guarded import HeldCommands, WaitingCommands
from mesto.kernel.script import with_both_scripts
from mesto.operations.commands.decide import approve, end_now, prolong, turn_down
from mesto.web.answers import answer_json
from mesto.web.asker import visit_of
from mesto.web.body import read_body
from mesto.web.orders import Moment
from mesto.web.picture import Picture

NO_CONTENT = 204


class Decision(msgspec.Struct, frozen=True):
    """What a second person says; who refuses says why."""

    agreed: bool
    reason: Annotated[str, msgspec.Meta(max_length=500)] = ""


class End(msgspec.Struct, frozen=True):
    """When what holds shall end; null: now."""

    until: Moment | None


async def show_waiting(request: Request, _picture: Picture) -> Response:
    """List the commands that wait for a second person; `own` are of who asks."""
    visit = visit_of(request)
    wanted = WaitingCommands(entity=request.query_params.get("entity", ""))
    listed = [
        {
            **one._asdict(),
            "why": with_both_scripts(one.why),
            "own": one.asked_by == visit.principal.name,
        }
        for one in await visit.ask(wanted)
    ]
    return answer_json(request, listed)


async def decide(request: Request, _picture: Picture) -> Response:
    """Agree to a command that waits, or refuse it.

    Raises NotFound, Forbidden, Conflict, Infeasible, and Malformed for a refusal
    without a reason.
    """
    number = number_in(request)
    said = await read_body(request, Decision)
    check_reason(said)
    if said.agreed:
        await approve(visit_of(request), number, said.reason)
    else:
        await turn_down(visit_of(request), number, said.reason)
    return Response(status_code=NO_CONTENT)


async def show_held(request: Request, _picture: Picture) -> Response:
    """List what people ordered until a moment and still holds."""
    wanted = HeldCommands(entity=request.query_params.get("entity", ""))
    held = await visit_of(request).ask(wanted)
    return answer_json(request, [one._asdict() for one in held])


async def end(request: Request, _picture: Picture) -> Response:
    """Let what holds for a while end now, or at another moment.

    Raises NotFound, Forbidden, Malformed, Conflict and Infeasible.
    """
    number = number_in(request)
    wanted = await read_body(request, End)
    if wanted.until is None:
        await end_now(visit_of(request), number)
    else:
        await prolong(visit_of(request), number, wanted.until)
    return Response(status_code=NO_CONTENT)


def check_reason(said: Decision) -> None:
    """Raise Malformed for a refusal that does not say why."""
    if not said.agreed and not said.reason.strip():
        raise Malformed("who refuses says why", place=("reason",))


def number_in(request: Request) -> UUID:
    """Return the id in the path. Raises NotFound where nothing can have it."""
    try:
        return UUID(str(request.path_params["number"]))
    except ValueError as error:
        raise NotFound("ids are UUIDs") from error
