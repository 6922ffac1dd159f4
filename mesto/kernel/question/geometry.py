"""Which geometries lie as they should, exactly. Pure.

PostgreSQL has picked the candidates by their boxes; this looks at the shapes.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias, cast

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from mesto.kernel.errors import Malformed
from mesto.kernel.question.condition import Place, Relation

Mask: TypeAlias = NDArray[np.bool_]
Shapes: TypeAlias = NDArray[np.object_]
Metres: TypeAlias = NDArray[np.float64]

EQUATOR_M = 6_378_137.0  #: WGS 84 semi-major axis
FLATTENING = 1 / 298.257_223_563  #: WGS 84
MEAN_M = 6_371_008.8  #: mean radius of the earth
BELOW_M_PER_DEGREE = 110_500.0  #: a degree of latitude is nowhere shorter

_RELATIONS = {
    Relation.WITHIN: shapely.within,
    Relation.CONTAINS: shapely.contains,
    Relation.OVERLAPS: shapely.overlaps,
    Relation.INTERSECTS: shapely.intersects,
    Relation.DISJOINT: shapely.disjoint,
    Relation.EQUALS: shapely.equals,
}


def read_shape(geometry: Mapping[str, object] | str) -> BaseGeometry:
    """Read GeoJSON; a polygon that crosses itself is mended.

    Raises Malformed if it is no geometry.
    """
    text = geometry if isinstance(geometry, str) else orjson.dumps(geometry)
    try:
        shape = shapely.from_geojson(text)
    except (shapely.GEOSException, TypeError) as error:
        raise Malformed("no geometry", geometry=str(geometry)[:200]) from error
    return shape if shape.is_valid else shapely.make_valid(shape)


def box_of(place: Place) -> tuple[float, float, float, float] | None:
    """Return west, south, east, north around all that can fit; None if all can."""
    west, south, east, north = read_shape(place.geometry).bounds
    if place.relation is Relation.DISJOINT:
        return None
    if place.relation is not Relation.NEAR:
        return west, south, east, north
    if place.at_most_m is None:
        return None
    up = place.at_most_m / BELOW_M_PER_DEGREE
    farthest = min(89.0, max(abs(south), abs(north)) + up)
    aside = up / float(np.cos(np.radians(farthest)))
    return west - aside, south - up, east + aside, north + up


def fitting(
    place: Place,
    lons: Sequence[float],
    lats: Sequence[float],
    shapes: Sequence[Mapping[str, object] | str | None],
) -> Mask:
    """Say of each geometry whether it lies as `place` wants.

    shapes: GeoJSON, or None where the geometry is the point at lon and lat
    """
    points = _shapes(lons, lats, shapes)
    wanted = read_shape(place.geometry)
    if place.relation is not Relation.NEAR:
        return _RELATIONS[place.relation](points, wanted)
    distances = distances_m(points, wanted)
    near: Mask = distances >= (place.at_least_m or 0)
    if place.at_most_m is not None:
        near &= distances <= place.at_most_m
    return near


def far_m(
    geometry: Mapping[str, object],
    lons: Sequence[float],
    lats: Sequence[float],
    shapes: Sequence[Mapping[str, object] | str | None],
) -> list[float]:
    """Return how far each geometry is from one, in metres.

    shapes: as of `fitting`
    """
    if not lons:
        return []
    away = distances_m(_shapes(lons, lats, shapes), read_shape(geometry))
    return [float(one) for one in away]


def _shapes(
    lons: Sequence[float],
    lats: Sequence[float],
    shapes: Sequence[Mapping[str, object] | str | None],
) -> Shapes:
    points = cast("Shapes", shapely.points(np.c_[lons, lats]))
    others = [n for n, text in enumerate(shapes) if text is not None]
    if others:
        points[others] = [read_shape(shapes[n] or "") for n in others]
    return points


def distances_m(shapes: Shapes, to: BaseGeometry) -> Metres:
    """Return how far each shape is from another, in metres.

    Between points along the ellipsoid, else in a plane that touches the earth there.
    """
    if isinstance(to, shapely.Point) and (shapely.get_type_id(shapes) == 0).all():
        return geodesic_m(shapely.get_x(shapes), shapely.get_y(shapes), to.x, to.y)
    middle = to.centroid
    (flat,) = _flatten(np.array([to], object), middle)
    return shapely.distance(_flatten(shapes, middle), flat)


def geodesic_m(lons: Metres, lats: Metres, lon: float, lat: float) -> Metres:
    """Return distances along the WGS 84 ellipsoid, in metres, to 10 m in 1,000 km.

    Source: W. D. Lambert, The distance between two widely separated points on the
    surface of the earth, J. Washington Academy of Sciences 32 (1942).
    """
    here, there = np.radians(lat), np.radians(lats)
    reduced = np.arctan((1 - FLATTENING) * np.tan([np.full_like(there, here), there]))
    b1, b2 = reduced
    half_lon = np.radians(lons - lon) / 2
    haversine = (
        np.sin((b2 - b1) / 2) ** 2 + np.cos(b1) * np.cos(b2) * np.sin(half_lon) ** 2
    )
    angle = 2 * np.arcsin(np.sqrt(np.clip(haversine, 0, 1)))
    mean, difference = (b1 + b2) / 2, (b2 - b1) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        x = (angle - np.sin(angle)) * (
            np.sin(mean) * np.cos(difference) / np.cos(angle / 2)
        ) ** 2
        y = (angle + np.sin(angle)) * (
            np.cos(mean) * np.sin(difference) / np.sin(angle / 2)
        ) ** 2
    correction = np.nan_to_num(x + y, nan=0.0, posinf=0.0)
    metres: Metres = EQUATOR_M * (angle - FLATTENING / 2 * correction)
    return metres


def _flatten(shapes: Shapes, middle: shapely.Point) -> Shapes:
    """Lay shapes on a plane that touches the earth at `middle`; metres."""
    scale_m = np.radians(1) * MEAN_M
    aside_m = scale_m * np.cos(np.radians(middle.y))

    def lay(lonlat: Metres) -> Metres:
        return cast("Metres", (lonlat - [middle.x, middle.y]) * [aside_m, scale_m])

    return shapely.transform(shapes, lay)
