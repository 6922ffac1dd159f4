"""The console's questions and their answers, of one municipality at a time."""

from base64 import b64encode
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.model import Entity
from mesto.kernel.plugin import Layer
from mesto.kernel.question.history import DAY, History, Raw, Span
from mesto.kernel.question.picture import NAME, Judged
from mesto.kernel.question.quarantine import Discard, Held, Quarantined
from mesto.kernel.script import with_both_scripts
from mesto.kernel.verdict import last_seen
from mesto.web.abnormal import abnormal, because, describe, group
from mesto.web.answers import answer_json, answer_tagged
from mesto.web.asset import fields, links, raw, relations
from mesto.web.assets import GONE, degrees_of
from mesto.web.history import Columns, columns, floor, step_for, usual_step
from mesto.web.picture import Picture
from mesto.web.static import serve
from mesto.web.tiles import Tile, draw
from mesto.web.views import state

Answer = Callable[[Request, Picture], Awaitable[Response]]

MVT = "application/vnd.mapbox-vector-tile"
IMMUTABLE = "private, max-age=31536000, immutable"
SHORT = "private, max-age=5"
AT_ONCE = "private, no-cache"
START_ZOOM = 13.0
LONGEST = timedelta(days=40 * 366)
RAW_UP_TO = timedelta(days=3)  #: of history; beyond, single observations are too many
MOST_ROWS, MOST_FOUND, MOST_POINTS, MOST_HELD = 5_000, 100, 2_000, 500


async def show_map(request: Request, picture: Picture) -> Response:
    """Say what there is to see, and where."""
    await picture.ready()
    town = picture.municipality
    west, south, east, north = bounds = _bounds(picture)
    name = picture.city.name
    document = {
        "city": name,
        "title": town.title,
        "languages": town.languages,
        "center": town.center or ((west + east) / 2, (south + north) / 2),
        "zoom": START_ZOOM if town.zoom is None else town.zoom,
        "bounds": bounds,
        "version": picture.version,
        "basemap": f"/api/{name}/basemap.pmtiles" if picture.basemap else None,
        "layers": _layers(picture),
    }
    return answer_json(request, document)


async def show_tile(request: Request, picture: Picture) -> Response:
    """Draw a tile; one asked for by its version never changes."""
    z, x, y = (int(request.path_params[name]) for name in "zxy")
    tile = Tile(z, x, y)
    if not tile.exists:
        raise NotFound(f"there is no tile {z}/{x}/{y}")
    await picture.ready()
    current = request.query_params.get("v") == str(picture.version)
    keep = SHORT if tile.live else IMMUTABLE if current else AT_ONCE
    return answer_tagged(request, draw(picture.assets, tile), MVT, keep)


async def show_state(request: Request, picture: Picture) -> Response:
    """Say how every asset is."""
    await picture.ready()
    return answer_json(
        request, state(picture.assets, seq=picture.seq, epoch=picture.epoch)
    )


async def show_asset(request: Request, picture: Picture) -> Response:
    """Say everything about one entity."""
    await picture.ready()
    number, entity = await _entity(request, picture)
    urns = sorted({urn for _, urn in links(entity)})
    related = await picture.city.ask(Judged(attributes=[NAME], urns=urns))
    seen_at = last_seen(entity, (one.name for one in entity.attributes))
    document = {
        "id": number,
        "urn": entity.id,
        "type": entity.types[0] if entity.types else None,
        "last_seen": seen_at,
        "fields": fields(entity),
        "relations": list(relations(entity, related)),
        "raw": raw(entity),
    }
    row = picture.assets.row(number)
    if row is not None:
        layer = picture.layers[picture.assets.table["layer"][row]][1]
        live = last_seen(entity, (field.attribute for field in layer.fields))
        document |= _described(row, picture)
        document["last_seen"] = live or seen_at
        document["explains"] = picture.explained_by(number)
    return answer_json(request, document)


async def show_history(request: Request, picture: Picture) -> Response:
    """Say how a number went over time."""
    await picture.ready()
    number, entity = await _entity(request, picture)
    name = request.query_params.get("attribute", "")
    end = _moment(request, "to") or datetime.now(UTC)
    start = _moment(request, "from") or end - DAY
    if not timedelta(0) < end - start <= LONGEST:
        raise Malformed("from lies before to, and not by more than 40 years")
    points = _limit(request, "points", 500, MOST_POINTS)
    span = Span(entity=number, attribute=name, start=start, end=end)
    step, shown = await _read_history(picture, span, points)
    unit = next((one.unit for one in entity.attributes if one.name == name), None)
    document = {
        "attribute": name,
        "unit": unit,
        "from": start,
        "to": end,
        "step_s": step and step.total_seconds(),
        **shown,
    }
    return answer_json(request, document)


async def search(request: Request, picture: Picture) -> Response:
    """Find assets by name, street or code."""
    await picture.ready()
    limit = _limit(request, "limit", 20, MOST_FOUND)
    rows = picture.assets.search(request.query_params.get("q", "")[:200], limit)
    return answer_json(request, [_described(row, picture) for row in rows])


async def show_abnormal(request: Request, picture: Picture) -> Response:
    """List what is not well, worst and newest first."""
    await picture.ready()
    limit = _limit(request, "limit", 200, MOST_ROWS)
    assets, verdicts = picture.assets, picture.verdicts
    rows = abnormal(assets, verdicts)
    if request.query_params.get("group") != "true":
        explained = because(rows[:limit], assets, verdicts)
        listed = [_described(row, picture) | explained[row] for row in rows[:limit]]
        return answer_json(request, listed)
    groups = group(rows, assets, verdicts)
    listed = [
        _described(row, picture)
        | {"count": len(members), "ids": assets.table["id"][members]}
        for row, members in list(groups.items())[:limit]
    ]
    return answer_json(request, listed)


async def show_quarantine(request: Request, picture: Picture) -> Response:
    """List messages nobody understood."""
    before = request.query_params.get("before")
    question = Quarantined(
        state=request.query_params.get("state", "held"),
        before=int(before) if before and before.isdecimal() else None,
        limit=_limit(request, "limit", 100, MOST_HELD),
    )
    page = await picture.city.ask(question)
    items = [_held(one) for one in page.messages]
    return answer_json(request, {"items": items, "count": page.total})


async def replay(request: Request, picture: Picture) -> Response:
    """Decode a message again with today's settings."""
    del picture
    await request.scope["exchange"].intake.replay(int(request.path_params["number"]))
    return Response(status_code=204)


async def discard(request: Request, picture: Picture) -> Response:
    """Let a message go."""
    number = int(request.path_params["number"])
    if not await picture.city.ask(Discard(id=number)):
        raise NotFound(f"there is no message {number} in quarantine")
    return Response(status_code=204)


async def show_basemap(request: Request, picture: Picture) -> Response:
    """Hand out the base map, or the part that is asked for."""
    await picture.ready()
    if picture.basemap is None:
        raise NotFound("this municipality has no base map")
    kind = "application/vnd.pmtiles"
    return serve(request, picture.basemap, kind=kind, cache_control=AT_ONCE)


def _layers(picture: Picture) -> list[dict[str, object]]:
    layer_of = picture.assets.table["layer"]
    counts = np.bincount(layer_of[layer_of != GONE], minlength=len(picture.layers))
    return [
        {
            "layer": at,
            "type": layer.type,
            "domain": domain.name,
            "title": with_both_scripts(layer.title),
            "icon": layer.icon,
            "main": layer.main,
            "fields": _fields(layer),
            "count": int(counts[at]),
        }
        for at, (domain, layer) in enumerate(picture.layers)
    ]


def _fields(layer: Layer) -> list[dict[str, object]]:
    return [
        {
            "attribute": field.attribute,
            "title": with_both_scripts(field.title),
            "unit": field.unit,
            "scale": field.scale,
            "digits": field.digits,
        }
        for field in layer.fields
    ]


def _bounds(picture: Picture) -> tuple[float, float, float, float]:
    """Return west, south, east and north of all assets; the world where none is."""
    table = picture.assets.table
    table = table[table["layer"] != GONE]
    if not len(table):
        return (-180.0, -85.0, 180.0, 85.0)
    west, north = degrees_of(float(table["x"].min()), float(table["y"].min()))
    east, south = degrees_of(float(table["x"].max()), float(table["y"].max()))
    return (west, south, east, north)


def _described(row: int, picture: Picture) -> dict[str, object]:
    types = [layer.type for _, layer in picture.layers]
    return describe(row, picture.assets, types, picture.verdicts.get(row))


async def _entity(request: Request, picture: Picture) -> tuple[int, Entity]:
    """Return the entity the path names by its number.

    Raises NotFound if there is none.
    """
    number = int(request.path_params["number"])
    row = picture.assets.row(number)
    urn = None if row is None else picture.assets.urns[row]
    if urn is None:
        found = await picture.city.ask(Judged(attributes=[], ids=[number]))
        urn = found[number].id if number in found else ""
    entity = (await picture.city.present([urn])).get(urn)
    if entity is None:
        raise NotFound(f"there is no entity {number}")
    return number, entity


async def _read_history(
    picture: Picture, span: Span, points: int
) -> tuple[timedelta | None, Columns]:
    """Return single observations where they are few enough, else steps of time."""
    if span.end - span.start <= RAW_UP_TO:
        bins = await picture.city.ask(Raw(span=span, limit=points + 1))
        if len(bins) <= points:
            step = usual_step(bins)
            return step, columns(bins, step)
    step = step_for(span.end - span.start, points)
    aligned = replace(span, start=floor(span.start, step))
    bins = await picture.city.ask(History(span=aligned, step=step))
    return step, columns(bins, step, reach=2)


def _held(one: Held) -> dict[str, object]:
    """Write a message; a payload that is no text in base64."""
    shown = one._asdict() | {"encoding": None}
    try:
        shown["payload"] = one.payload.decode()
    except UnicodeDecodeError:
        shown |= {"payload": b64encode(one.payload).decode(), "encoding": "base64"}
    return shown


def _limit(request: Request, name: str, usual: int, most: int) -> int:
    """Read how many are wanted. Raises Malformed where that is no positive number."""
    text = request.query_params.get(name, str(usual))
    if not text.isdecimal() or not 1 <= int(text[:9]) <= most:
        raise Malformed(f"{name} is a number from 1 to {most}", given=text[:20])
    return int(text)


def _moment(request: Request, name: str) -> datetime | None:
    """Read a time, ISO 8601 or seconds since 1970. Raises Malformed for others."""
    text = request.query_params.get(name)
    if text is None:
        return None
    try:
        if text.replace(".", "", 1).isdecimal():
            return datetime.fromtimestamp(float(text), UTC)
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError) as error:
        raise Malformed(f"{name} is no time", given=text[:40]) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
