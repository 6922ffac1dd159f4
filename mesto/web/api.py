"""The console's questions and their answers, of one municipality at a time."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.plugin import Layer, Text
from mesto.kernel.question.alarms import HandledNow
from mesto.kernel.script import with_both_scripts
from mesto.kernel.text import refusal
from mesto.web import asked
from mesto.web.abnormal import abnormal, because, describe, group, handling
from mesto.web.answers import answer_json, answer_tagged
from mesto.web.asker import visit_of
from mesto.web.asset import order_shown
from mesto.web.assets import GONE, degrees_of
from mesto.web.picture import Picture
from mesto.web.static import serve
from mesto.web.tiles import MVT, Tile, draw
from mesto.web.views import read_view, state, within

Answer = Callable[[Request, Picture], Awaitable[Response]]

IMMUTABLE = "private, max-age=31536000, immutable"
SHORT = "private, max-age=5"
AT_ONCE = "private, no-cache"
START_ZOOM = 13.0
MOST_ROWS, MOST_FOUND = 5_000, 100
MOST_WITHIN = 20_000  #: as many as one order may be for
TOO_MANY: Text = {
    "en": "There are too many assets here. Choose a smaller area.",
    "cs": "Tady je příliš mnoho zařízení. Vyberte menší oblast.",
    "sk": "Je tu priveľa zariadení. Vyberte menšiu oblasť.",
    "sr-Latn": "Ovde ima previše uređaja. Izaberite manju oblast.",
}


async def show_map(request: Request, picture: Picture) -> Response:
    """Say what there is to see, and where."""
    await picture.ready()
    visit = visit_of(request)
    town = picture.municipality
    west, south, east, north = bounds = _bounds(picture)
    document = {
        "city": picture.city.name,
        "title": town.title,
        "languages": town.languages,
        "center": town.center or ((west + east) / 2, (south + north) / 2),
        "zoom": START_ZOOM if town.zoom is None else town.zoom,
        "bounds": town.bounds or bounds,
        "timezone": town.timezone,
        "version": picture.version,
        "basemap": _basemap_url(picture),
        "layers": _layers(picture),
        "may": visit.may,
        "eyes": visit.principal.role_names if visit.looking else [],
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


async def show_within(request: Request, picture: Picture) -> Response:
    """List the assets in a box, and where each is.

    Raises Malformed for a box that is none, or in which there are too many.
    """
    await picture.ready()
    bbox = read_view({"bbox": request.query_params.get("bbox", "")}).bbox
    if bbox is None:
        raise Malformed("bbox is west, south, east, north in degrees")
    table = picture.assets.table
    found = table[(table["layer"] != GONE) & within(table, bbox)]
    if len(found) > MOST_WITHIN:
        raise refusal(Malformed, TOO_MANY, of=len(found))
    places = [degrees_of(*place) for place in found[["x", "y"]].tolist()]
    return answer_json(request, {"ids": found["id"].tolist(), "places": places})


async def search(request: Request, picture: Picture) -> Response:
    """Find assets by name, street or code."""
    await picture.ready()
    limit = asked.count(request, "limit", 20, MOST_FOUND)
    rows = picture.assets.search(request.query_params.get("q", "")[:200], limit)
    return answer_json(request, [described(row, picture) for row in rows])


async def show_abnormal(request: Request, picture: Picture) -> Response:
    """List what is not well, worst and newest first."""
    await picture.ready()
    limit = asked.count(request, "limit", 200, MOST_ROWS)
    assets, verdicts = picture.assets, picture.verdicts
    rows = abnormal(assets, verdicts)
    if request.query_params.get("group") != "true":
        explained = because(rows[:limit], assets, verdicts)
        listed = [described(row, picture) | explained[row] for row in rows[:limit]]
        handled = await picture.city.ask(HandledNow())
        return answer_json(request, [one | handling(one, handled) for one in listed])
    groups = group(rows, assets, verdicts)
    listed = [
        described(row, picture)
        | {"count": len(members), "ids": assets.table["id"][members]}
        for row, members in list(groups.items())[:limit]
    ]
    return answer_json(request, listed)


async def show_basemap(request: Request, picture: Picture) -> Response:
    """Hand out the base map, or the part that is asked for."""
    await picture.ready()
    if picture.basemap is None:
        raise NotFound("this municipality has no base map")
    kind = "application/vnd.pmtiles"
    current = request.query_params.get("v") == _written_at(picture.basemap)
    keep = IMMUTABLE if current else AT_ONCE
    return serve(request, picture.basemap, kind=kind, cache_control=keep)


def _basemap_url(picture: Picture) -> str | None:
    """Return where the base map is; a new one is at a new address."""
    if picture.basemap is None:
        return None
    return f"/api/{picture.city.name}/basemap.pmtiles?v={_written_at(picture.basemap)}"


def _written_at(file: Path) -> str:
    return f"{file.stat().st_mtime_ns:x}"


def described(row: int, picture: Picture) -> dict[str, object]:
    """Describe one asset as lists show it."""
    types = [layer.type for _, layer in picture.layers]
    return describe(row, picture.assets, types, picture.verdicts.get(row))


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
            "drawn": layer.drawn,
            "fields": _fields(layer),
            "relations": [
                {
                    "attribute": one.attribute,
                    "title": with_both_scripts(one.title),
                    "back": with_both_scripts(one.back),
                }
                for one in layer.relations
            ],
            "orders": [order_shown(order) for order in layer.orders],
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
            "words": {
                value: with_both_scripts(said) for value, said in field.words.items()
            },
        }
        for field in layer.fields
    ]


def _bounds(picture: Picture) -> tuple[float, float, float, float]:
    """Return west, south, east and north of all assets; the world where none is."""
    table = picture.assets.table
    table = table[(table["layer"] != GONE) & ~np.isnan(table["x"])]
    if not len(table):
        return (-180.0, -85.0, 180.0, 85.0)
    west, north = degrees_of(float(table["x"].min()), float(table["y"].min()))
    east, south = degrees_of(float(table["x"].max()), float(table["y"].max()))
    return (west, south, east, north)
