"""What is written about the light: kept, dropped, put back; rollouts ended."""

from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.lighting.control.aired import aired, require_in_time
from mesto.domains.lighting.control.airtime import schedules_with
from mesto.domains.lighting.control.asked import (
    Careful,
    asked_night,
    checked,
    kind_in,
    seen_by,
    urn_in,
)
from mesto.domains.lighting.control.cohorts import Written
from mesto.domains.lighting.control.foretold import counts_of
from mesto.domains.lighting.control.kinds import KINDS, Kind, put_in, users_of
from mesto.domains.lighting.control.reading import lamps_for_screens, written_of
from mesto.domains.lighting.control.rollout import ROLLOUT, Limits, Rollout, State
from mesto.domains.lighting.control.schedule import Definition as Schedule
from mesto.kernel.errors import Conflict
from mesto.kernel.model import Entity, Observation, Value
from mesto.kernel.model import Kind as Statement
from mesto.operations.written import name_of, read_definition, urn_of
from mesto.web.answers import answer_json
from mesto.web.asker import said
from mesto.web.body import read_body
from mesto.web.picture import Picture
from mesto.web.written import (
    Draft,
    drop,
    entity_in,
    keep,
    last_definition,
    name_in,
    put_back,
    shown,
)


async def keep_written(request: Request, _picture: Picture) -> Response:
    """Keep something.

    Raises Malformed with the place, Conflict, and Infeasible where lamps could not be
    told in time by radio.
    """
    kind, name, city = kind_in(request), name_in(request), seen_by(request)
    draft = await read_body(request, Careful)
    written = await written_of(city)
    definition = checked(kind, name, draft.definition, written)
    changed = put_in(written, kind, name, definition)
    await _require_in_time(request, kind, name, changed)
    urn = urn_in(request)
    also = []
    if kind == "schedules" and draft.version:
        before = written.before.get(name, written.schedules.get(name))
        also = [_tried(urn, draft.rollout if before else None, before)]
    plain = msgspec.to_builtins(definition)
    await keep(request, urn, Draft(plain, draft.version), *also)
    return await _answer_one(request, kind)


async def drop_written(request: Request, _picture: Picture) -> Response:
    """Throw something away; it can be put back. Raises NotFound and Conflict."""
    kind, name = kind_in(request), name_in(request)
    written = await written_of(seen_by(request))
    user = next(users_of(kind, name, written), "")
    if user:
        raise Conflict(f"{user} speaks of {name}; change it first")
    return await drop(request, urn_in(request))


async def restore_written(request: Request, _picture: Picture) -> Response:
    """Put back what was thrown away.

    Raises NotFound where there never was any, Conflict where there is one, Malformed
    where it makes no sense any more, and Infeasible as `keep_written` does.
    """
    kind, urn = kind_in(request), urn_in(request)
    definition = await last_definition(request, urn)
    written = await written_of(seen_by(request))
    name = name_in(request)
    read = checked(kind, name, definition, written)
    await _require_in_time(request, kind, name, put_in(written, kind, name, read))
    await put_back(request, urn, definition)
    return await _answer_one(request, kind)


async def end_rollout(request: Request, _picture: Picture) -> Response:
    """Let all lamps follow a changed schedule at once, or none.

    Raises NotFound, and Conflict where nothing is rolled out.
    """
    wanted = await read_body(request, End)
    urn = urn_of(KINDS["schedules"].entity, name_in(request))
    entity = await entity_in(request, urn)
    rollout = (await written_of(seen_by(request))).rollouts.get(name_of(entity))
    if rollout is None:
        raise Conflict("nothing is rolled out")
    seen = shown(entity)
    definition = rollout.before if wanted.back else seen["definition"]
    state: State = "back" if wanted.back else "done"
    ended = msgspec.structs.replace(rollout, state=state, ended_at=datetime.now(UTC))
    also = _stated(entity.id, msgspec.to_builtins(ended))
    version = seen["version"]
    assert isinstance(version, int)
    await keep(request, entity.id, Draft(definition, version), also)
    return await _answer_one(request, "schedules")


class End(msgspec.Struct, frozen=True):
    """How a rollout ends: all lamps go back, or all follow."""

    back: bool


def written_shown(
    entity: Entity, kind: Kind, counts: Mapping[str, int]
) -> dict[str, object]:
    """Write what is written; `makes_sense` is false where somebody broke it."""
    told: dict[str, object] = {
        **shown(entity),
        "makes_sense": read_definition(entity, KINDS[kind].shape) is not None,
    }
    if kind in ("groups", "schedules"):
        told["lamps"] = counts.get(name_of(entity), 0)
    if kind == "schedules":
        rollout = entity.attribute(ROLLOUT)
        told["rollout"] = rollout and rollout.value
    return told


async def _require_in_time(
    request: Request, kind: Kind, name: str, changed: Written
) -> None:
    """Raise Infeasible where lamps could not be told in time what is written now.

    Of groups and floors it is said beforehand only: they say more than when lamps turn.
    """
    if kind in ("schedules", "programmes"):
        lamps = await lamps_for_screens(seen_by(request))
        about = schedules_with(kind, name, changed)
        day = asked_night(request, changed)
        require_in_time(await aired(request, changed, lamps, about, day))


async def _answer_one(request: Request, kind: Kind) -> Response:
    """Write what was kept, as it is now."""
    city = seen_by(request)
    type_ = KINDS[kind].entity
    entity = await entity_in(request, urn_of(type_, name_in(request)))
    written, lamps = await written_of(city), await lamps_for_screens(city)
    return answer_json(
        request, written_shown(entity, kind, counts_of(written, lamps)[kind])
    )


def _tried(urn: str, limits: Limits | None, before: Schedule | None) -> Observation:
    """State that a changed schedule is tried first, or that all lamps follow it."""
    if limits is None:
        gone = _stated(urn, None)
        return msgspec.structs.replace(gone, deleted=True)
    now = datetime.now(UTC)
    rollout = Rollout(
        before=msgspec.to_builtins(before), began_at=now, stage_at=now, limits=limits
    )
    return _stated(urn, msgspec.to_builtins(rollout))


def _stated(urn: str, rollout: Value) -> Observation:
    return said(urn, ROLLOUT, rollout, Statement.JSON_PROPERTY)
