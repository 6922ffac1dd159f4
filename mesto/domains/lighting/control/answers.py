"""The light of a town as it is written, and what it comes to: list, try, foretell."""

from datetime import UTC, datetime
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.lighting.control.aired import aired
from mesto.domains.lighting.control.airtime import STRAIN, schedules_with
from mesto.domains.lighting.control.asked import (
    UNNAMED,
    Careful,
    asked_night,
    checked,
    kind_in,
    seen_by,
    urn_in,
)
from mesto.domains.lighting.control.cohorts import cohorts_of, schedule_of
from mesto.domains.lighting.control.decide import decide
from mesto.domains.lighting.control.foretold import (
    choices_of,
    counts_of,
    foretell,
    foretell_change,
    say_of_draft,
    usual_floors,
)
from mesto.domains.lighting.control.kinds import KINDS, put_in
from mesto.domains.lighting.control.reading import lamps_for_screens, written_of
from mesto.domains.lighting.control.writing import (
    drop_written,
    end_rollout,
    keep_written,
    restore_written,
    written_shown,
)
from mesto.domains.lighting.panels import SET_DIM_LEVEL
from mesto.kernel.access.rights import Verb
from mesto.kernel.errors import NotFound
from mesto.kernel.plugin import Answers
from mesto.operations.commands.reading import whole
from mesto.operations.commands.store import running_on
from mesto.web import asked
from mesto.web.answers import answer_json
from mesto.web.body import read_body
from mesto.web.picture import Picture
from mesto.web.written import answer_versions


async def show_plan(request: Request, _picture: Picture) -> Response:
    """List all that is written about the light, with how many lamps it is about."""
    city = seen_by(request)
    written, lamps = await written_of(city), await lamps_for_screens(city)
    counts = counts_of(written, lamps)
    listed = {
        kind: [
            written_shown(entity, kind, counts[kind])
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
