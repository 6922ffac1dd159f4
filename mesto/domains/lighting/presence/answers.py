"""Settings by which light follows people: list, check, keep, drop and put back."""

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.lighting.control.groups import GROUP
from mesto.domains.lighting.control.reading import lamps_for_screens
from mesto.domains.lighting.presence.definition import PRESENCE, Definition, check
from mesto.domains.lighting.presence.places import Places, calendar_for, lamps_of
from mesto.domains.lighting.presence.reading import places_of
from mesto.kernel.access.rights import Verb
from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import read_written
from mesto.kernel.model import Entity
from mesto.kernel.plugin import Answers
from mesto.operations.calendars.reading import calendars_of, spot_of
from mesto.operations.written import read_definition, urn_of
from mesto.web.answers import answer_json
from mesto.web.asker import visit_of
from mesto.web.body import read_body
from mesto.web.picture import Picture
from mesto.web.written import (
    Draft,
    drop,
    keep,
    last_definition,
    name_in,
    put_back,
    shown,
)


async def show_settings(request: Request, picture: Picture) -> Response:
    """List every setting, and how many lamps follow by it."""
    entities = (await visit_of(request).entities(PRESENCE)).values()
    places = await _places(picture)
    listed = [_written(one, places) for one in entities]
    groups = [{"name": name, "title": one.title} for name, one in places.groups.items()]
    along = len(places.streets.places)
    return answer_json(request, {"settings": listed, "groups": groups, "lamps": along})


async def check_setting(request: Request, picture: Picture) -> Response:
    """Say how many lamps would follow by a setting that is being written, and when.

    Raises Malformed, with the place, for what makes no sense.
    """
    definition = await read_checked(
        picture, (await read_body(request, Draft)).definition
    )
    now = datetime.now(UTC)
    calendars, spot = await calendars_of(picture.city), await spot_of(picture.city)
    calendar = calendar_for(definition, calendars, spot)
    assert calendar is not None, "it was checked"
    lamps = lamps_of(definition, await _places(picture))
    return answer_json(
        request,
        {
            "lamps": len(lamps),
            "holds": calendar.holds(now),
            "next_change": calendar.next_change(now),
        },
    )


async def keep_setting(request: Request, picture: Picture) -> Response:
    """Keep a setting. Raises Malformed with the place, and Conflict."""
    name = name_in(request)
    draft = await read_body(request, Draft)
    await read_checked(picture, draft.definition)
    kept = await keep(request, urn_of(PRESENCE, name), draft)
    return answer_json(request, _written(kept, await _places(picture)))


async def drop_setting(request: Request, _picture: Picture) -> Response:
    """Throw a setting away; its lamps are let go. Raises NotFound."""
    return await drop(request, urn_of(PRESENCE, name_in(request)))


async def restore_setting(request: Request, picture: Picture) -> Response:
    """Put back a setting that was thrown away. Raises NotFound and Conflict."""
    urn = urn_of(PRESENCE, name_in(request))
    definition = await last_definition(request, urn)
    await read_checked(picture, definition)
    put = await put_back(request, urn, definition)
    return answer_json(request, _written(put, await _places(picture)))


async def read_checked(picture: Picture, written: object) -> Definition:
    """Read a setting. Raises Malformed, with the place, for what makes no sense."""
    definition = read_written(written, Definition, at=("definition",))
    try:
        check(definition)
    except Malformed as error:
        place = error.facts["place"]
        assert isinstance(place, tuple)
        raise Malformed(str(error), place=("definition", *place)) from error
    if definition.on and definition.on not in await calendars_of(picture.city):
        why = f"there is no calendar {definition.on}"
        raise Malformed(why, place=("definition", "on"))
    known = await picture.city.entities(GROUP)
    for number, name in enumerate(definition.groups):
        if urn_of(GROUP, name) not in known:
            place = ("definition", "groups", number)
            raise Malformed(f"there is no group {name}", place=place)
    return definition


async def _places(picture: Picture) -> Places:
    return await places_of(picture.city, await lamps_for_screens(picture.city))


def _written(entity: Entity, places: Places) -> dict[str, object]:
    """Write a setting; `lamps` is null where it makes no sense any more."""
    definition = read_definition(entity, Definition)
    lamps = None if definition is None else len(lamps_of(definition, places))
    return {**shown(entity), "lamps": lamps}


ANSWERS: Answers = {
    Verb.SEE: (
        ("presence", "GET", show_settings),
        ("presence/check", "POST", check_setting),
    ),
    Verb.RECORD: (
        ("presence/{name}", "PUT", keep_setting),
        ("presence/{name}", "DELETE", drop_setting),
        ("presence/{name}/restore", "POST", restore_setting),
    ),
}
