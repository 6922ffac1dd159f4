"""Calendars: what there is, what they say in the days to come, keeping and dropping."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.city import Expect
from mesto.kernel.errors import Conflict, Malformed, NotFound
from mesto.kernel.mistake import read_written
from mesto.kernel.model import TYPE, Entity, Kind
from mesto.operations.calendars.calendar import Calendar, check, holiday_of
from mesto.operations.calendars.definition import Definition
from mesto.operations.calendars.reading import (
    CALENDAR,
    DEFINITION,
    PREFIX,
    calendars_of,
    entities_in,
    spot_of,
    written_in,
)
from mesto.web import asked
from mesto.web.answers import answer_json
from mesto.web.asker import gone, said
from mesto.web.body import read_body
from mesto.web.once import record_once
from mesto.web.picture import Picture

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
USUAL_DAYS, MOST_DAYS = 60, 400
COUNTRIES = ("CZ", "SK", "RS")


class Draft(msgspec.Struct, frozen=True):
    """A calendar as it is sent."""

    definition: dict[str, object]
    version: int = 0  #: of the one it replaces; 0 where there is none yet


async def show_calendars(request: Request, picture: Picture) -> Response:
    """List every calendar, whether it holds now and until when."""
    now = datetime.now(UTC)
    working = await calendars_of(picture.city)
    listed = [
        _written(entity, working, now)
        for entity in (await entities_in(picture.city)).values()
    ]
    return answer_json(request, {"at": now, "calendars": listed})


async def show_days(request: Request, picture: Picture) -> Response:
    """Say when a calendar holds in the days to come. Raises NotFound."""
    name = name_of(request)
    calendar = (await calendars_of(picture.city)).get(name)
    if calendar is None:
        raise NotFound(f"there is no calendar {name}")
    return answer_json(request, _days(request, calendar))


async def check_calendar(request: Request, picture: Picture) -> Response:
    """Say when a calendar that is being written would hold.

    Raises Malformed, with the place, for what makes no sense.
    """
    name = request.query_params.get("name", "")
    calendar = await _checked(picture, name, await read_body(request, Draft))
    return answer_json(request, _days(request, calendar))


async def keep_calendar(request: Request, picture: Picture) -> Response:
    """Keep a calendar. Raises Malformed with the place, and Conflict."""
    name = name_of(request)
    draft = await read_body(request, Draft)
    await _checked(picture, name, draft)
    urn = PREFIX + name
    seen = [
        said(urn, TYPE, [CALENDAR]),
        said(urn, DEFINITION, draft.definition, Kind.JSON_PROPERTY),
    ]
    expect = Expect(entity=urn, attribute=DEFINITION, position=draft.version)
    await record_once(request, seen, expect)
    working = await calendars_of(picture.city)
    kept = (await picture.city.present([urn])).get(urn)
    if kept is None:
        raise NotFound("somebody else has thrown it away meanwhile")
    return answer_json(request, _written(kept, working, datetime.now(UTC)))


async def drop_calendar(request: Request, picture: Picture) -> Response:
    """Throw a calendar away; its history stays.

    Raises NotFound, and Conflict while another calendar speaks of it.
    """
    name = name_of(request)
    for other, calendar in (await calendars_of(picture.city)).items():
        if name in calendar.others:
            raise Conflict(f"the calendar {other} speaks of {name}; change it first")
    urn = PREFIX + name
    try:
        await record_once(request, [gone(urn)], Expect(entity=urn))
    except Conflict as error:
        raise NotFound(f"there is no calendar {name}") from error
    return Response(status_code=204)


def name_of(request: Request) -> str:
    """Return the name in the path. Raises Malformed where it cannot be one."""
    name = str(request.path_params["name"])
    if not NAME.fullmatch(name):
        raise Malformed(
            "small letters, digits and hyphens make a name", place=("name",)
        )
    return name


async def _checked(picture: Picture, name: str, draft: Draft) -> Calendar:
    definition = read_written(draft.definition, Definition, at=("definition",))
    written = await written_in(picture.city)
    try:
        return check(name, definition, written, await spot_of(picture.city))
    except Malformed as error:
        place = error.facts["place"]
        assert isinstance(place, tuple)
        raise Malformed(str(error), place=("definition", *place)) from error


def _days(request: Request, calendar: Calendar) -> dict[str, object]:
    """Write the spans in which a calendar holds, and the holidays meanwhile."""
    days = asked.count(request, "days", USUAL_DAYS, MOST_DAYS)
    start = asked.moment(request, "from") or datetime.now(UTC)
    first = start.astimezone(calendar.spot.zone).date()
    ahead = [first + timedelta(days=number) for number in range(days)]
    return {
        "timezone": calendar.spot.zone.key,
        "from": start,
        "to": start + timedelta(days=days),
        "spans": [
            {"start": span.start, "end": span.end}
            for span in calendar.spans(start, start + timedelta(days=days))
        ],
        "holidays": [
            {"day": day, "country": country, "name": name}
            for day in ahead
            for country in COUNTRIES
            if (name := holiday_of(country, day))
        ],
    }


def _written(
    entity: Entity, working: Mapping[str, Calendar], now: datetime
) -> dict[str, object]:
    """Write a calendar; `holds` is null where it makes no sense any more."""
    name = entity.id.removeprefix(PREFIX)
    calendar = working.get(name)
    definition = next(one for one in entity.attributes if one.name == DEFINITION)
    return {
        "name": name,
        "definition": definition.value,
        "version": definition.position,
        "modified_at": definition.modified_at,
        "source": definition.source,
        "holds": None if calendar is None else calendar.holds(now),
        "next_change": None if calendar is None else calendar.next_change(now),
    }
