"""The keys by which systems come in: made, listed, withdrawn."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.errors import Malformed
from mesto.web.answers import answer_json
from mesto.web.asker import callers_of, visit_of
from mesto.web.body import read_body
from mesto.web.once import say_once
from mesto.web.people.roles import require_known
from mesto.web.picture import Picture

LONGEST_LABEL = 60  #: letters


class Wanted(Struct, frozen=True, forbid_unknown_fields=True):
    """A key that shall be made."""

    label: str  #: who uses it
    roles: list[str]
    days: Annotated[int, Meta(ge=1, le=3650)] | None = None  #: None: until withdrawn
    per_minute: Annotated[int, Meta(ge=1, le=1_000_000)] | None = None


async def show_keys(request: Request, _picture: Picture) -> Response:
    """List the keys; what opens is not kept and cannot be shown."""
    listed = await callers_of(request).keys.known(visit_of(request).name)
    return answer_json(request, [one._asdict() for one in listed])


async def make_key(request: Request, _picture: Picture) -> Response:
    """Make a key and say it this once. Raises Malformed for what it cannot be."""
    wanted = await read_body(request, Wanted)
    label = wanted.label.strip()
    if not 1 <= len(label) <= LONGEST_LABEL:
        raise Malformed(
            f"say in up to {LONGEST_LABEL} letters who uses it", place=("label",)
        )
    await require_known(request, wanted.roles)
    until = wanted.days and datetime.now(UTC) + timedelta(days=wanted.days)
    key = await callers_of(request).keys.issue(
        visit_of(request).name,
        label,
        wanted.roles,
        expires_at=until or None,
        per_minute=wanted.per_minute,
    )
    say_once(request)
    return answer_json(request, {"key": key}, status=201)


async def withdraw_key(request: Request, _picture: Picture) -> Response:
    """Let a key open nothing any more. Raises NotFound, and Conflict for the last."""
    number = str(request.path_params["number"])
    await callers_of(request).keys.withdraw(visit_of(request).name, number)
    return Response(status_code=204)
