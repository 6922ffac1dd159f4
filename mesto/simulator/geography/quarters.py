"""Which part of the town was built how."""

import math
from dataclasses import dataclass, replace
from random import Random

import shapely
from shapely import Polygon

from mesto.simulator.geography.curves import blob, polygons_in
from mesto.simulator.geography.skeleton import EMBANKMENT_M, OUTER_M, Skeleton
from mesto.simulator.geography.terrain import Terrain
from mesto.simulator.kinds import DistrictKind


@dataclass(frozen=True, kw_only=True)
class Quarter:
    """One district on the plane."""

    shape: Polygon
    kind: DistrictKind | None  #: None: open country
    village: bool = False


def divide(random: Random, terrain: Terrain, skeleton: Skeleton) -> list[Quarter]:
    """Divide the town along its main streets, the river and the railway."""
    land = skeleton.outline.difference(terrain.river.water.buffer(3))
    cuts = [
        main.line
        for main in skeleton.mains
        if main.role not in ("square", "link", "bypass")
    ]
    lines = shapely.unary_union(
        [*cuts, terrain.rail, *(part.exterior for part in polygons_in(land))]
    )
    faces = [
        face
        for face in polygons_in(shapely.polygonize([lines]))
        if land.contains(face.representative_point())
    ]
    core = [f for f in faces if skeleton.core.contains(f.representative_point())]
    rest = _joined([f for f in faces if f not in core], least_m2=110_000)
    quarters = [
        Quarter(shape=part, kind=DistrictKind.OLD_CENTRE)
        for part in polygons_in(shapely.unary_union(core))[:1]
    ]
    quarters += _kinds(random, terrain, rest)
    quarters = _with_parks(random, terrain, quarters)
    quarters += [
        Quarter(shape=part, kind=DistrictKind.VILLAGE, village=True)
        for village in skeleton.villages
        if terrain.frame.contains(shapely.Point(village.center))
        for part in polygons_in(
            village.outline.difference(terrain.river.water.buffer(40)), 60_000
        )[:1]
    ]
    country = terrain.frame.difference(shapely.union_all([q.shape for q in quarters]))
    return [
        *quarters,
        *(Quarter(shape=part, kind=None) for part in polygons_in(country)),
    ]


def _with_parks(
    random: Random, terrain: Terrain, quarters: list[Quarter]
) -> list[Quarter]:
    """Lay out a town park by the river and one among the later quarters."""
    river = terrain.river
    i = river.at(random.choice([-1, 1]) * random.uniform(560, 820))
    near = river.bank(i, i + 1, left=True, back_m=170)[0]
    spots = [(float(near[0]), float(near[1]), 185.0)]
    outer = [q for q in quarters if q.kind is DistrictKind.HOUSING_ESTATE]
    for quarter in outer[:1]:
        middle = quarter.shape.representative_point()
        spots.append((middle.x, middle.y, 150.0))
    for x, y, radius_m in spots:
        lawn = blob(random, (x, y), radius_m, 0.22).difference(
            river.water.buffer(EMBANKMENT_M)
        )
        park = max(polygons_in(lawn), key=lambda part: part.area)
        quarters = [
            replace(q, shape=max(polygons_in(rest), key=lambda part: part.area))
            for q in quarters
            if (rest := q.shape.difference(park)) and polygons_in(rest)
        ]
        quarters.append(Quarter(shape=park, kind=DistrictKind.PARK))
    return quarters


def _joined(faces: list[Polygon], least_m2: float) -> list[Polygon]:
    """Join each small face with the neighbour it shares the longest border with."""
    faces = sorted(faces, key=lambda face: face.area)
    kept: list[Polygon] = []
    while faces:
        face = faces.pop(0)
        if face.area >= least_m2:
            kept.append(face)
            continue
        shared = [face.boundary.intersection(other.boundary).length for other in faces]
        if not shared or max(shared) < 20:
            continue
        best = shared.index(max(shared))
        merged = shapely.unary_union([face, faces[best]])
        if isinstance(merged, Polygon):
            faces[best] = merged
            faces.sort(key=lambda f: f.area)
    return kept


def _kinds(random: Random, terrain: Terrain, faces: list[Polygon]) -> list[Quarter]:
    """Say how each face was built: by its distance, the railway and some chance."""
    inner: list[Polygon] = []
    outer: list[Polygon] = []
    for face in faces:
        center = face.centroid
        far = math.hypot(center.x, center.y)
        (inner if far < OUTER_M * 0.97 else outer).append(face)
    beyond = _industry([face for face in outer if _beyond_rail(face, terrain)])
    rest = [face for face in outer if face not in beyond]
    random.shuffle(rest)
    rest.sort(key=lambda face: face.area < 250_000)
    built_m2 = 0.36 * sum(face.area for face in rest)
    estates = 0
    while built_m2 > 0:
        built_m2 -= rest[estates].area
        estates += 1
    quarters = [Quarter(shape=face, kind=DistrictKind.INDUSTRIAL) for face in beyond]
    for number, face in enumerate(rest):
        kind = DistrictKind.HOUSING_ESTATE if number < estates else DistrictKind.VILLAS
        quarters.append(Quarter(shape=face, kind=kind))
    for face in inner:
        own = face.centroid
        south = _other_bank(own, terrain)
        kind = (
            DistrictKind.VILLAS
            if south and random.random() < 0.6
            else (DistrictKind.BOULEVARD_RING)
        )
        quarters.append(Quarter(shape=face, kind=kind))
    return quarters


def _industry(faces: list[Polygon]) -> list[Polygon]:
    """Choose where industry settled: behind the railway, side by side."""
    chosen: list[Polygon] = []
    for face in sorted(faces, key=lambda face: -face.area):
        if sum(other.area for other in chosen) < 900_000:
            chosen.append(face)
    return chosen


def _beyond_rail(face: Polygon, terrain: Terrain) -> bool:
    """Tell whether the railway lies between a face and the centre."""
    ray = shapely.LineString([(0, 0), (face.centroid.x, face.centroid.y)])
    return bool(ray.intersects(terrain.rail))


def _other_bank(point: shapely.Point, terrain: Terrain) -> bool:
    """Tell whether the river lies between a point and the centre."""
    ray = shapely.LineString([(0, 0), (point.x, point.y)])
    return bool(ray.intersects(terrain.river.water))
