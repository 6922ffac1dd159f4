"""The light of a town as it is written: list, read, check, keep, drop, put back."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.lighting.control.aired import aired, require_in_time
from mesto.domains.lighting.control.airtime import STRAIN, schedules_with
from mesto.domains.lighting.control.cohorts import (
    Written,
    cohorts_of,
    schedule_of,
)
from mesto.domains.lighting.control.decide import decide
from mesto.domains.lighting.control.foretold import (
    choices_of,
    counts_of,
    foretell,
    foretell_change,
    say_of_draft,
    usual_floors,
)
from mesto.domains.lighting.control.kinds import KINDS, Kind, put_in, users_of
from mesto.domains.lighting.control.night import night_at
from mesto.domains.lighting.control.reading import lamps_for_screens, written_of
from mesto.domains.lighting.control.rollout import ROLLOUT, Limits, Rollout
from mesto.domains.lighting.control.schedule import Definition as Schedule
from mesto.domains.lighting.panels import SET_DIM_LEVEL
from mesto.kernel.access.rights import Verb
from mesto.kernel.city import City
from mesto.kernel.errors import Conflict, Malformed, NotFound
from mesto.kernel.mistake import read_written
from mesto.kernel.model import Entity, Observation, Value
from mesto.kernel.model import Kind as Statement
from mesto.kernel.plugin import Answers
from mesto.operations.commands.reading import whole
from mesto.operations.commands.store import running_on
from mesto.operations.written import name_of, read_definition, urn_of
from mesto.web import asked
from mesto.web.answers import answer_json
from mesto.web.asker import said, visit_of
from mesto.web.body import read_body
from mesto.web.picture import Picture
from mesto.web.written import (
    Draft,
    answer_versions,
    drop,
    entity_in,
    keep,
    last_definition,
    name_in,
    put_back,
    shown,
)

UNNAMED: Final = "new"  #: what is written for the first time, until it is kept


class Careful(Draft, frozen=True):
    """A draft that may be tried on few lamps first.

    rollout: of a changed schedule: when it goes on to more lamps, and when back
    """

    rollout: Limits | None = None


async def show_plan(request: Request, _picture: Picture) -> Response:
    """List all that is written about the light, with how many lamps it is about."""
    city = seen_by(request)
    written, lamps = await written_of(city), await lamps_for_screens(city)
    counts = counts_of(written, lamps)
    listed = {
        kind: [
            _shown(entity, kind, counts[kind])
            for entity in (await city.entities(sort.entity)).values()
        ]
        for kind, sort in KINDS.items()
    }
    now = datetime.now(UTC)
    choices = await choices_of(city, lamps)
    more = {
        "lamps": len(lamps),
        "at": now,
        "choices": choices,
        "usual_floors": usual_floors(),
    }
    return answer_json(request, listed | more)


async def show_versions(request: Request, _picture: Picture) -> Response:
    """List how something was written before, newest first. Raises NotFound."""
    return await answer_versions(request, seen_by(request), urn_in(request))


async def check_draft(request: Request, _picture: Picture) -> Response:
    """Say what something that is being written would come to; nothing is kept.

    Raises Malformed, with the place, for what makes no sense.
    """
    kind, city = kind_in(request), seen_by(request)
    name = request.query_params.get("name", "")
    draft = await read_body(request, Careful)
    written = await written_of(city)
    definition = checked(kind, name, draft.definition, written)
    lamps = await lamps_for_screens(city)
    day = asked_night(request, written)
    said_of = say_of_draft(definition, written, lamps, day)
    changed = put_in(written, kind, name or UNNAMED, definition)
    about = schedules_with(kind, name or UNNAMED, changed)
    week = await aired(request, changed, lamps, about, day)
    hardest = [max(nights, key=STRAIN)._asdict() for nights in week]
    return answer_json(request, {**said_of, "radio": hardest})


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
        before = written.schedules.get(name)
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
    ended = msgspec.structs.replace(rollout, state="back" if wanted.back else "done")
    also = _stated(entity.id, msgspec.to_builtins(ended))
    version = seen["version"]
    assert isinstance(version, int)
    await keep(request, entity.id, Draft(definition, version), also)
    return await _answer_one(request, "schedules")


class End(msgspec.Struct, frozen=True):
    """How a rollout ends: all lamps go back, or all follow."""

    back: bool


async def show_night(request: Request, _picture: Picture) -> Response:
    """Say what every lamp does in a night, and what it costs."""
    city = seen_by(request)
    written, lamps = await written_of(city), await lamps_for_screens(city)
    day = asked_night(request, written)
    return answer_json(request, await foretell(city, written, lamps, day))


async def show_lamp(request: Request, _picture: Picture) -> Response:
    """Say how bright a lamp is to be at a moment, why, and until when.

    Raises NotFound where there is no such lamp.
    """
    number, city = int(request.path_params["number"]), seen_by(request)
    lamps = await lamps_for_screens(city)
    lamp = next((one for one in lamps if one.number == number), None)
    if lamp is None:
        raise NotFound(f"there is no lamp {number}")
    written = await written_of(city)
    (cohort,) = cohorts_of(written, [lamp])
    async with whole(city).bound() as connection:
        override = await running_on(connection, lamp.urn, SET_DIM_LEVEL)
    at = asked.moment(request, "at") or datetime.now(UTC)
    held, until = decide(written.plan, cohort, at, override=override)
    told = {**held._asdict(), "schedule": schedule_of(held.schedule), "until": until}
    return answer_json(request, told)


async def show_change(request: Request, _picture: Picture) -> Response:
    """Say what a night would be with a draft kept; nothing is. Raises Malformed."""
    city, kind = seen_by(request), kind_in(request)
    name = request.query_params.get("name", "") or UNNAMED
    draft = await read_body(request, Careful)
    written, lamps = await written_of(city), await lamps_for_screens(city)
    definition = checked(kind, name, draft.definition, written)
    changed = put_in(written, kind, name, definition)
    day = asked_night(request, written)
    return answer_json(request, await foretell_change(written, changed, lamps, day))


def checked(kind: Kind, name: str, definition: object, written: Written) -> Any:
    """Read a definition of a kind. Raises Malformed with the place of a mistake."""
    sort = KINDS[kind]
    read = read_written(definition, sort.shape, at=("definition",))
    sort.check(name, read, written)
    return read


def seen_by(request: Request) -> City:
    """Return the city as who asks sees it; the whole one to who sees all."""
    visit = visit_of(request)
    return visit.host if visit.sees_all else visit


def kind_in(request: Request) -> Kind:
    """Return the kind the path names. Raises NotFound."""
    kind = request.path_params["kind"]
    if kind not in KINDS:
        raise NotFound(f"nothing is written in {kind}")
    return kind  # type: ignore[no-any-return] # it is one of the names of KINDS


def urn_in(request: Request) -> str:
    """Return the URN of what the path names. Raises NotFound and Malformed."""
    return urn_of(KINDS[kind_in(request)].entity, name_in(request))


def asked_night(request: Request, written: Written) -> date:
    """Read the day on which the asked night begins; by default the present one."""
    text = request.query_params.get("day")
    if text is None:
        return night_at(datetime.now(UTC), written.spot.zone)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Malformed("day is a date", given=text[:20]) from error


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
    return answer_json(request, _shown(entity, kind, counts_of(written, lamps)[kind]))


def _shown(entity: Entity, kind: Kind, counts: Mapping[str, int]) -> dict[str, object]:
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


#: Answers below /api/{city}/lighting, by what who asks has to be allowed.
ANSWERS: Final[Answers] = {
    Verb.SEE: (
        ("plan", "GET", show_plan),
        ("plan/{kind}/check", "POST", check_draft),
        ("plan/{kind}/change", "POST", show_change),
        ("plan/{kind}/{name}/versions", "GET", show_versions),
        ("night", "GET", show_night),
        ("lamps/{number:int}", "GET", show_lamp),
    ),
    Verb.RECORD: (
        ("plan/{kind}/{name}", "PUT", keep_written),
        ("plan/{kind}/{name}", "DELETE", drop_written),
        ("plan/{kind}/{name}/restore", "POST", restore_written),
        ("rollouts/{name}/end", "POST", end_rollout),
    ),
}
