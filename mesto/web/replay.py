"""Answers about the picture as it was: the same as about the live one, at a moment."""

from datetime import datetime

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.model import LOCATION, Entity
from mesto.kernel.question.alarms import Listed
from mesto.kernel.question.known import KnownThen
from mesto.kernel.question.picture import NAME, Judged
from mesto.kernel.verdict import last_seen, named
from mesto.web.abnormal import Row
from mesto.web.alarms import written
from mesto.web.answers import answer_json, answer_tagged
from mesto.web.asked import count, moment
from mesto.web.asset import fields, links, raw, relations
from mesto.web.assets import GONE
from mesto.web.film import Frame, Rows, changed_between
from mesto.web.past import as_it_was
from mesto.web.picture import Picture
from mesto.web.tiles import MVT, Tile, draw

SHORT = "private, max-age=60"
MOST_ROWS = 5_000


async def show_filmed(request: Request, picture: Picture) -> Response:
    """Say which times can be shown."""
    return answer_json(request, {"spans": await picture.past.filmed()})


async def show_state_then(request: Request, picture: Picture) -> Response:
    """Say how every asset was, and which of today's were not there."""
    await picture.ready()
    frame = await picture.past.frame(_asked(request, "at"))
    table = picture.assets.table
    today = table["id"][table["layer"] != GONE]
    document = {
        "at": frame.filmed_at,
        "absent": np.setdiff1d(today, frame.rows["id"]),
        "layer": np.ascontiguousarray(frame.rows["layer"]),
        **_columns(frame.rows),
    }
    return answer_json(request, document)


async def show_changes(request: Request, picture: Picture) -> Response:
    """Say how the assets were at one moment that were otherwise at another."""
    before = await picture.past.frame(_asked(request, "from"))
    after = await picture.past.frame(_asked(request, "to"))
    rows = changed_between(before, after)
    shown = {"whole": True} if rows is None else _columns(rows)
    return answer_json(request, {"at": after.filmed_at, **shown})


async def show_abnormal_then(request: Request, picture: Picture) -> Response:
    """List what was not well, worst and newest first."""
    limit = count(request, "limit", 200, MOST_ROWS)
    frame = await picture.past.frame(_asked(request, "at"))
    told = await picture.past.told(frame)
    listed = [_told(one, frame, picture) for one in told[:limit]]
    return answer_json(request, listed)


async def show_tile_then(request: Request, picture: Picture) -> Response:
    """Draw a tile from afar, which shows statuses; near ones are the same as today."""
    tile = Tile(*(int(request.path_params[name]) for name in "zxy"))
    if not (tile.exists and tile.live):
        raise NotFound("only tiles from afar show the past")
    await picture.ready()
    frame = await picture.past.frame(_asked(request, "at"))
    drawn = draw(picture.assets, tile, as_it_was(picture.assets, frame))
    return answer_tagged(request, drawn, MVT, SHORT)


async def show_asset_then(request: Request, picture: Picture) -> Response:
    """Say everything that was known of one entity.

    Raises NotFound if it did not exist.
    """
    await picture.ready()
    number, at = int(request.path_params["number"]), _asked(request, "at")
    entity = await picture.city.ask(KnownThen(entity=number, at=at))
    if entity is None:
        raise NotFound(f"there was no entity {number}")
    urns = sorted({urn for _, urn in links(entity)})
    related = await picture.city.ask(Judged(attributes=[NAME], urns=urns))
    document = {
        "id": number,
        "urn": entity.id,
        "type": entity.types[0],
        "last_seen": last_seen(entity, (one.name for one in entity.attributes)),
        "fields": fields(entity),
        "relations": list(relations(entity, related)),
        "raw": raw(entity),
        **await _shown(number, entity, picture, at),
    }
    return answer_json(request, document)


async def _shown(number: int, entity: Entity, picture: Picture, at: datetime) -> Row:
    """Return how an asset was; nothing for what was on no layer."""
    frame = await picture.past.frame(at)
    shown = frame.rows[frame.rows["id"] == number]
    if not len(shown):
        return {}
    layer = picture.layers[shown["layer"][0]][1]
    status = int(shown["status"][0])
    found: Row = {
        "layer": int(shown["layer"][0]),
        "name": named(entity),
        "location": _point(entity),
        "status": status,
        "value": _value(shown),
        "last_seen": last_seen(entity, (one.attribute for one in layer.fields)),
    }
    row = picture.assets.row(number)
    if row is not None:
        found |= {"name": picture.assets.names[row]}
        found |= {"street": picture.assets.streets[row]}
    if status:
        told = await picture.past.told(frame._replace(rows=shown))
        found |= {k: v for one in told for k, v in _told(one, frame, picture).items()}
    return found


def _told(one: Listed, frame: Frame, picture: Picture) -> Row:
    """Return what was said of an asset, with what it showed."""
    layers = {layer.type: at for at, (_, layer) in enumerate(picture.layers)}
    place = np.searchsorted(frame.rows["id"], one.alarm.entity)
    return written(one, layers) | {"value": _value(frame.rows[place : place + 1])}


def _asked(request: Request, name: str) -> datetime:
    """Read a moment that has to be given."""
    found = moment(request, name)
    if found is None:
        raise Malformed(f"{name} is missing: a time, ISO 8601 or seconds since 1970")
    return found


def _columns(rows: Rows) -> dict[str, object]:
    columns = {"ids": rows["id"], "status": rows["status"], "value": rows["value"]}
    return {name: np.ascontiguousarray(column) for name, column in columns.items()}


def _value(rows: Rows) -> float | None:
    value = float(rows["value"][0])
    return None if np.isnan(value) else value


def _point(entity: Entity) -> object:
    match entity.value(LOCATION):
        case {"type": "Point", "coordinates": [longitude, latitude, *_]}:
            return longitude, latitude
    return None
