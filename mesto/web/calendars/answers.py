"""Calendars: what there is, what they say in the days to come, keeping and dropping."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.errors import Conflict, Malformed, NotFound
from mesto.kernel.mistake import read_written
from mesto.kernel.model import Entity
from mesto.operations.calendars.calendar import Calendar, check, holiday_of
from mesto.operations.calendars.definition import Definition
from mesto.operations.calendars.reading import CALENDAR, calendars_of, spot_of
from mesto.operations.written import name_of, read_all, urn_of
from mesto.web import asked
from mesto.web.answers import answer_json
from mesto.web.body import read_body
from mesto.web.picture import Picture
from mesto.web.written import Draft, drop, keep, name_in, shown

USUAL_DAYS, MOST_DAYS = 60, 400
COUNTRIES = ("CZ", "SK", "RS")


async def show_calendars(request: Request, picture: Picture) -> Response:
    """List every calendar, whether it holds now and until when."""
    now = datetime.now(UTC)
    working = await calendars_of(picture.city)
    listed = [
        _written(entity, working, now)
        for entity in (await picture.city.entities(CALENDAR)).values()
    ]
    return answer_json(request, {"at": now, "calendars": listed})


async def show_days(request: Request, picture: Picture) -> Response:
    """Say when a calendar holds in the days to come. Raises NotFound."""
    name = name_in(request)
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
    name = name_in(request)
    draft = await read_body(request, Draft)
    await _checked(picture, name, draft)
    kept = await keep(request, urn_of(CALENDAR, name), draft)
    working = await calendars_of(picture.city)
    return answer_json(request, _written(kept, working, datetime.now(UTC)))


async def drop_calendar(request: Request, picture: Picture) -> Response:
    """Throw a calendar away; its history stays.

    Raises NotFound, and Conflict while another calendar speaks of it.
    """
    name = name_in(request)
    for other, calendar in (await calendars_of(picture.city)).items():
        if name in calendar.others:
            raise Conflict(f"the calendar {other} speaks of {name}; change it first")
    return await drop(request, urn_of(CALENDAR, name))


async def _checked(picture: Picture, name: str, draft: Draft) -> Calendar:
    definition = read_written(draft.definition, Definition, at=("definition",))
    written = read_all(await picture.city.entities(CALENDAR), Definition)
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
    calendar = working.get(name_of(entity))
    return {
        **shown(entity),
        "holds": None if calendar is None else calendar.holds(now),
        "next_change": None if calendar is None else calendar.next_change(now),
    }
