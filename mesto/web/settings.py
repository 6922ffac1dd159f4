"""What the console lets people set for the whole municipality."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.city import Expect
from mesto.kernel.degrees import is_box, on_earth
from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.model import TYPE, Kind, Observation, Value
from mesto.kernel.municipality import (
    FILE,
    LANGUAGES,
    MUNICIPALITY,
    read_municipality,
    urn_of,
)
from mesto.kernel.names import PEOPLE
from mesto.kernel.question.retention import Retention
from mesto.web.answers import answer_json
from mesto.web.asker import host_of, said, visit_of
from mesto.web.body import read_body
from mesto.web.once import record_once
from mesto.web.picture import Picture

LONGEST_TITLE = 120  #: characters
MOST_ZOOM = 22
MOST_ALONE = 20_000  #: assets, ordered by one person at once
MOST_DAYS = 36_500


class Change(msgspec.Struct, frozen=True):
    """What a field shall say; null takes back what was said."""

    value: Any  # each field checks its own
    version: int | None = None  #: of what it replaces; None: whatever that is


class Keeping(msgspec.Struct, frozen=True):
    """How long the history of an attribute is kept."""

    attribute: str
    days: int | None  #: None is for ever


async def show_municipality(request: Request, picture: Picture) -> Response:
    """Say what the municipality says of itself, and what it could."""
    city = host_of(request)
    urn = urn_of(city.name)
    entity = (await city.present([urn])).get(urn)
    town = read_municipality(city.name, entity)
    said = () if entity is None else entity.attributes
    positions = {one.name: one.position for one in said}
    return answer_json(
        request,
        {
            "name": city.name,
            "title": town.title,
            "languages": town.languages,
            "center": town.center,
            "zoom": town.zoom,
            "bounds": town.bounds,
            "basemap": town.basemap,
            "timezone": town.timezone,
            "alone": town.alone_up_to,
            "versions": {
                name: positions.get(field.attribute, 0)
                for name, field in FIELDS.items()
            },
            "basemaps": await asyncio.to_thread(picture.list_basemaps),
        },
    )


async def change_municipality(request: Request, picture: Picture) -> Response:
    """Change one field of what the municipality says of itself.

    Raises Malformed for what it cannot be, NotFound for a field there is not, and
    Conflict where somebody else changed it meanwhile.
    """
    field = str(request.path_params["field"])
    if field not in FIELDS:
        raise NotFound(f"a municipality has no {field}")
    change = await read_body(request, Change)
    attribute, kind, rule, check = FIELDS[field]
    value = None if change.value is None else check(change.value)
    lost = field == "basemap" and value not in picture.list_basemaps()
    if change.value is not None and (value is None or lost):
        raise Malformed(rule, place=(field,))
    urn = urn_of(host_of(request).name)
    seen = Observation(
        entity=urn,
        attribute=attribute,
        value=value,
        kind=kind,
        source=PEOPLE,
        deleted=value is None,
    )
    is_one = said(urn, TYPE, [MUNICIPALITY])
    expect = (
        None
        if change.version is None
        else Expect(entity=urn, attribute=attribute, position=change.version)
    )
    await record_once(request, [is_one, seen], expect)
    await picture.reread_municipality()
    return await show_municipality(request, picture)


async def show_retention(request: Request, _picture: Picture) -> Response:
    """List every attribute and how long its history is kept."""
    kept = await host_of(request).ask(Retention())
    listed = [{"attribute": name, "days": days} for name, days in kept.items()]
    return answer_json(request, listed)


async def change_retention(request: Request, _picture: Picture) -> Response:
    """Keep an attribute's history for some days; what is older goes within the hour.

    Raises NotFound for an attribute nobody ever observed.
    """
    keeping = await read_body(request, Keeping)
    if keeping.days is not None and not 1 <= keeping.days <= MOST_DAYS:
        raise Malformed(f"days is a number from 1 to {MOST_DAYS}", place=("days",))
    if keeping.attribute not in await host_of(request).ask(Retention()):
        raise NotFound(f"nothing has the attribute {keeping.attribute}")
    await visit_of(request).keep(keeping.attribute, keeping.days)
    return Response(status_code=204)


def _title(value: object) -> Value:
    match value:
        case dict() if value and all(
            isinstance(text, str) and 0 < len(text.strip()) <= LONGEST_TITLE
            for text in value.values()
        ):
            return value
    return None


def _languages(value: object) -> Value:
    if isinstance(value, list) and value and all(tag in LANGUAGES for tag in value):
        return list(dict.fromkeys(value))
    return None


def _center(value: object) -> Value:
    match value:
        case [int() | float() as longitude, int() | float() as latitude] if on_earth(
            longitude, latitude
        ):
            return {"type": "Point", "coordinates": [longitude, latitude]}
    return None


def _zoom(value: object) -> Value:
    if isinstance(value, int | float) and 0 <= value <= MOST_ZOOM:
        return value
    return None


def _bounds(value: object) -> Value:
    match value:
        case [
            int() | float() as west,
            int() | float() as south,
            int() | float() as east,
            int() | float() as north,
        ] if is_box(west, south, east, north) and west < east and south < north:
            return [west, south, east, north]
    return None


def _timezone(value: object) -> Value:
    try:
        return ZoneInfo(str(value)).key
    except (ValueError, OSError, LookupError):
        return None


def _alone(value: object) -> Value:
    if isinstance(value, int) and not isinstance(value, bool):
        return value if 0 <= value <= MOST_ALONE else None
    return None


def _basemap(value: object) -> Value:
    return value if isinstance(value, str) and FILE.fullmatch(value) else None


class Field(NamedTuple):
    """One thing a municipality says of itself."""

    attribute: str
    kind: Kind
    rule: str  #: what it can be
    check: Callable[[object], Value]  #: returns what is recorded; None if it cannot be


FIELDS: Mapping[str, Field] = {
    "title": Field(
        "title",
        Kind.LANGUAGE_PROPERTY,
        f"a title has up to {LONGEST_TITLE} letters in one language or more",
        _title,
    ),
    "languages": Field(
        "languages",
        Kind.PROPERTY,
        f"languages are some of {', '.join(LANGUAGES)}",
        _languages,
    ),
    "center": Field(
        "center",
        Kind.GEO_PROPERTY,
        "a centre is longitude and latitude, degrees",
        _center,
    ),
    "zoom": Field(
        "zoom", Kind.PROPERTY, f"zoom is a number from 0 to {MOST_ZOOM}", _zoom
    ),
    "bounds": Field(
        "bounds",
        Kind.PROPERTY,
        "bounds are west, south, east, north, degrees",
        _bounds,
    ),
    "basemap": Field(
        "basemap",
        Kind.PROPERTY,
        "a base map is a file in the folder of maps",
        _basemap,
    ),
    "timezone": Field(
        "timezone",
        Kind.PROPERTY,
        "a time zone is named as the IANA does, e.g. Europe/Prague",
        _timezone,
    ),
    "alone": Field(
        "aloneUpTo",
        Kind.PROPERTY,
        f"one person orders of 0 to {MOST_ALONE} assets at once",
        _alone,
    ),
}
