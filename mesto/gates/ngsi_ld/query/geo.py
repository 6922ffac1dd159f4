"""Where entities must be: georel, geometry, coordinates, geoproperty. Pure.

Source: ETSI GS CIM 009 v1.8.1, 4.10.
"""

import re
from collections.abc import Callable, Mapping
from math import isfinite
from typing import TypeAlias

import orjson

from mesto.gates.ngsi_ld.query.cursor import Cursor
from mesto.kernel.degrees import on_earth
from mesto.kernel.errors import Malformed
from mesto.kernel.question.condition import Place, Relation

POSITIONS_MAX = 5_000

#: How often a geometry's positions are wrapped in lists.
_WRAPPED = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
_LEAST_POSITIONS = {"LineString": 2, "MultiLineString": 2, "Polygon": 4}
_LEAST_POSITIONS["MultiPolygon"] = 4
_WORD = re.compile(r"[A-Za-z]+")
_DISTANCE = re.compile(r"\d+(\.\d+)?([eE]\+?\d+)?")

Coordinates: TypeAlias = list[object]


def read_place(said: Mapping[str, object], expand: Callable[[str], str]) -> Place:
    """Read a geo query.

    said: `georel`, `geometry`, `coordinates` (JSON, or its text), `geoproperty`

    Raises Malformed where one is missing or wrong.
    """
    for name in ("georel", "geometry", "coordinates"):
        if said.get(name) in (None, ""):
            raise Malformed(f"a geo query needs {name}", parameter=name)
    relation, at_least_m, at_most_m = _read_relation(said["georel"])
    geoproperty = said.get("geoproperty") or "location"
    if not isinstance(geoproperty, str):
        raise Malformed("geoproperty is a name", parameter="geoproperty")
    return Place(
        relation,
        read_geometry(said["geometry"], said["coordinates"]),
        expand(geoproperty),
        at_most_m=at_most_m,
        at_least_m=at_least_m,
    )


def read_geometry(kind: object, coordinates: object) -> dict[str, object]:
    """Return the GeoJSON geometry of a type and coordinates.

    Raises Malformed if they do not fit or lie outside the world.
    """
    if not isinstance(kind, str) or kind not in _WRAPPED:
        raise Malformed(f"{kind!r} is no type of geometry", parameter="geometry")
    if isinstance(coordinates, str):
        coordinates = _read_json(coordinates)
    left = [POSITIONS_MAX]
    checked = _check(coordinates, _WRAPPED[kind], kind, left)
    return {"type": kind, "coordinates": checked}


def _read_relation(text: object) -> tuple[Relation, float | None, float | None]:
    if not isinstance(text, str):
        raise Malformed("georel is a text", parameter="georel")
    cursor = Cursor(text, "georel")
    word = cursor.take(_WORD)
    if word is None or word not in set(Relation):
        cursor.refuse("is no relation of places")
    relation = Relation(word)
    bounds: dict[str, float] = {}
    while relation is Relation.NEAR and cursor.skip(";"):
        bounds.update([_read_bound(cursor)])
    cursor.expect_end()
    if relation is Relation.NEAR and not bounds:
        cursor.refuse("near needs maxDistance or minDistance")
    return relation, bounds.get("minDistance"), bounds.get("maxDistance")


def _read_bound(cursor: Cursor) -> tuple[str, float]:
    word = cursor.take(_WORD)
    if word not in ("minDistance", "maxDistance"):
        cursor.refuse("near goes with maxDistance or minDistance")
    cursor.expect("==")
    number = cursor.take(_DISTANCE)
    if number is None or not isfinite(float(number)):
        cursor.refuse("lacks a distance in metres")
    return word, float(number)


def _read_json(text: str) -> object:
    try:
        return orjson.loads(text)
    except (orjson.JSONDecodeError, UnicodeEncodeError) as error:
        raise Malformed("coordinates are no JSON", parameter="coordinates") from error


def _check(inside: object, wrapped: int, kind: str, left: list[int]) -> Coordinates:
    """Return coordinates that are wrapped as they should, at most `left` of them."""
    if not isinstance(inside, list) or not inside:
        raise Malformed("coordinates are no list", parameter="coordinates")
    if wrapped == 0:
        return _check_position(inside, left)
    checked = [_check(one, wrapped - 1, kind, left) for one in inside]
    if wrapped == 1:
        _check_line(checked, kind)
    return list(checked)


def _check_position(position: Coordinates, left: list[int]) -> Coordinates:
    left[0] -= 1
    if left[0] < 0:
        raise Malformed(f"more than {POSITIONS_MAX} positions", parameter="coordinates")
    numbers = [float(n) for n in position if isinstance(n, int | float)]
    truths = any(isinstance(n, bool) for n in position)
    fits = len(numbers) == len(position) and not truths and len(position) in (2, 3)
    if not fits or not on_earth(*numbers[:2]):
        raise Malformed(
            "a position is a longitude and a latitude", parameter="coordinates"
        )
    return list(numbers)


def _check_line(line: list[Coordinates], kind: str) -> None:
    if len(line) < _LEAST_POSITIONS.get(kind, 1):
        raise Malformed(f"a {kind} has more positions", parameter="coordinates")
    if kind.endswith("Polygon") and line[0] != line[-1]:
        raise Malformed("the ring of a polygon is closed", parameter="coordinates")
