"""What stands on the land: houses on the blocks, and how each piece is used."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from mesto.simulator.geography.building import (
    DETACHED,
    HALF_M,
    House,
    box_at,
    build_block,
    church,
    clear_of,
    keep_apart,
    line_street,
    polygons_of,
)
from mesto.simulator.geography.curves import Point, polygons_in
from mesto.simulator.geography.network import Network
from mesto.simulator.geography.quarters import Quarter
from mesto.simulator.geography.skeleton import EMBANKMENT_M, Skeleton
from mesto.simulator.geography.terrain import Terrain
from mesto.simulator.kinds import AreaKind, BuildingKind, DistrictKind, StreetKind

#: Quarters built block by block, also where only their edge closes a block.
CLOSED = {
    DistrictKind.OLD_CENTRE,
    DistrictKind.BOULEVARD_RING,
    DistrictKind.HOUSING_ESTATE,
    DistrictKind.INDUSTRIAL,
}


@dataclass(frozen=True, kw_only=True)
class Plot:
    """A piece of land of one use."""

    shape: Polygon
    kind: AreaKind
    role: str = ""  #: what its name is drawn from


@dataclass(kw_only=True)
class Settlement:
    """Everything built and laid out."""

    houses: list[tuple[House, int]] = field(default_factory=list)  #: with its quarter
    plots: list[Plot] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What a settlement is built on."""

    terrain: Terrain
    skeleton: Skeleton
    quarters: Sequence[Quarter]
    network: Network


@dataclass(frozen=True, kw_only=True)
class _Lot:
    """A block without its streets."""

    shape: Polygon
    quarter: int


def settle(random: Random, ground: Ground) -> Settlement:
    """Build on every block and along every street."""
    made = Settlement()
    lots = _lots(ground)
    _lay_land(random, ground, made)
    lots = _set_aside(random, ground.quarters, lots, made)
    reserved = [plot.shape for plot in made.plots if plot.role]
    built = _landmarks(random, ground, lots)
    for lot in lots:
        kind = ground.quarters[lot.quarter].kind
        assert kind is not None
        plan = build_block(random, lot.shape, kind)
        built += [(house, lot.quarter) for house in plan.houses]
        if kind is DistrictKind.HOUSING_ESTATE:
            made.plots.append(Plot(shape=lot.shape, kind=AreaKind.MEADOW))
        if plan.pitch is not None:
            made.plots.append(Plot(shape=plan.pitch, kind=AreaKind.PITCH))
            reserved.append(plan.pitch)
        if plan.car_park is not None:
            made.plots.append(Plot(shape=plan.car_park, kind=AreaKind.CAR_PARK))
    built += _along_streets(random, ground)
    made.houses = _that_fit(ground, reserved, built)
    return made


def _lots(ground: Ground) -> list[_Lot]:
    """Return the blocks of the town without the streets round them."""
    quarters, network = ground.quarters, ground.network
    rims = [q.shape.exterior for q in quarters if q.kind in CLOSED]
    blocks = np.asarray(network.blocks(rims), dtype=object)
    inside = shapely.point_on_surface(blocks)
    town = [n for n, quarter in enumerate(quarters) if quarter.kind is not None]
    tree = shapely.STRtree([quarters[n].shape for n in town])
    block_numbers, quarter_numbers = tree.query(inside, predicate="within")
    streets = [
        piece
        for piece in network.pieces
        if network.ways[piece.way].kind is not StreetKind.PATH
    ]
    beds = shapely.buffer(
        np.asarray([piece.line for piece in streets], dtype=object),
        np.asarray([HALF_M[network.ways[piece.way].kind] for piece in streets]),
        quad_segs=2,
    )
    beds = np.concatenate([beds, np.asarray(_unbuildable(ground), dtype=object)])
    beds_tree = shapely.STRtree(beds)
    lots = []
    for block, quarter in zip(
        blocks[block_numbers], np.asarray(town)[quarter_numbers], strict=True
    ):
        near = beds_tree.query(block, predicate="intersects")
        rest = block.difference(shapely.union_all(beds[near])).buffer(
            0.5, join_style="mitre"
        )
        rest = rest.buffer(-3.5, join_style="mitre").buffer(3, join_style="mitre")
        lots += [
            _Lot(shape=part, quarter=int(quarter)) for part in polygons_in(rest, 350)
        ]
    return lots


def _unbuildable(ground: Ground) -> list[BaseGeometry]:
    """Return the land that no block may hold."""
    terrain = ground.terrain
    return [
        terrain.river.water.buffer(EMBANKMENT_M - 6),
        terrain.rail.buffer(16),
        *(track.buffer(14) for track in terrain.sidings),
        terrain.brook.buffer(9),
        *(lake.buffer(12) for lake in terrain.lakes),
        ground.skeleton.square,
        _station(terrain).buffer(14),
    ]


def _lay_land(random: Random, ground: Ground, made: Settlement) -> None:
    """Say how the land is used, the largest pieces first."""
    terrain, skeleton, quarters = ground.terrain, ground.skeleton, ground.quarters
    made.plots += _fields(random, quarters, ground.network)
    uses = {
        DistrictKind.INDUSTRIAL: AreaKind.INDUSTRIAL,
        DistrictKind.OLD_CENTRE: AreaKind.COMMERCIAL,
    }
    for quarter in quarters:
        if quarter.kind is DistrictKind.PARK:
            made.plots.append(
                Plot(shape=quarter.shape, kind=AreaKind.PARK, role="park")
            )
        elif quarter.kind is not None:
            use = uses.get(quarter.kind, AreaKind.RESIDENTIAL)
            made.plots.append(Plot(shape=quarter.shape, kind=use))
    water = terrain.river.water
    for wood in terrain.forests:
        made.plots += [
            Plot(shape=part, kind=AreaKind.FOREST, role="wood")
            for part in polygons_in(
                wood.difference(
                    shapely.union_all([q.shape for q in quarters if q.kind is not None])
                ),
                20_000,
            )
        ]
    shores = water.buffer(EMBANKMENT_M - 8).difference(water)
    made.plots += [
        Plot(shape=part, kind=AreaKind.PARK)
        for part in polygons_in(shores.intersection(skeleton.outline), 1500)
    ]
    for island in terrain.river.islands:
        kind = AreaKind.PARK if island.area < 30_000 else AreaKind.FOREST
        made.plots.append(Plot(shape=island, kind=kind, role="island"))
    made.plots.append(Plot(shape=skeleton.square, kind=AreaKind.SQUARE, role="square"))
    bed = terrain.rail.buffer(9).union(
        shapely.union_all([track.buffer(6) for track in terrain.sidings])
    )
    made.plots += [
        Plot(shape=part, kind=AreaKind.INDUSTRIAL)
        for part in polygons_in(bed.intersection(skeleton.outline.buffer(300)))
    ]


def _fields(
    random: Random, quarters: Sequence[Quarter], network: Network
) -> list[Plot]:
    """Return the fields and meadows between tracks and roads, gardens near the town."""
    country = shapely.union_all([q.shape for q in quarters if q.kind is None])
    town = shapely.union_all([q.shape for q in quarters if q.kind is not None])
    shapely.prepare(town)
    plots = [Plot(shape=part, kind=AreaKind.FARMLAND) for part in polygons_in(country)]
    for block in network.blocks():
        if block.area < 25_000 or town.contains(block.representative_point()):
            continue
        chance = random.random()
        near = town.distance(block.centroid) < 420
        if near and block.area < 260_000 and chance < 0.3:
            kind, role = AreaKind.ALLOTMENTS, "allotments"
        elif chance < 0.66:
            kind, role = AreaKind.FARMLAND, ""
        elif chance < 0.94:
            kind, role = AreaKind.MEADOW, ""
        else:
            kind, role = AreaKind.FOREST, ""
        rest = block.buffer(-4).intersection(country)
        plots += [
            Plot(shape=part, kind=kind, role=role) for part in polygons_in(rest, 8000)
        ]
    return plots


def _set_aside(
    random: Random, quarters: Sequence[Quarter], lots: list[_Lot], made: Settlement
) -> list[_Lot]:
    """Keep some blocks free: greens, a cemetery, sports grounds."""
    kept = []
    cemetery = sports = 0
    for lot in lots:
        kind = quarters[lot.quarter].kind
        far_m = shapely.Point(0, 0).distance(lot.shape)
        area = lot.shape.area
        chance = random.random()
        if kind is DistrictKind.PARK:
            continue
        if (
            kind is DistrictKind.VILLAS
            and cemetery < 2
            and 12_000 < area < 90_000
            and far_m > 1300
            and chance < 0.25
        ):
            cemetery += 1
            made.plots.append(
                Plot(shape=lot.shape, kind=AreaKind.CEMETERY, role="cemetery")
            )
        elif (
            area < 500
            or (
                kind in (DistrictKind.BOULEVARD_RING, DistrictKind.OLD_CENTRE)
                and area < 14_000
                and chance < 0.055
            )
            or (
                kind is DistrictKind.VILLAS and 9_000 < area < 45_000 and chance > 0.965
            )
        ):
            made.plots.append(Plot(shape=lot.shape, kind=AreaKind.PARK, role="green"))
        elif (
            kind in (DistrictKind.VILLAS, DistrictKind.HOUSING_ESTATE)
            and sports < 5
            and area > 14_000
            and chance > 0.9
        ):
            sports += 1
            made.plots.append(Plot(shape=lot.shape, kind=AreaKind.PARK, role="sports"))
            made.plots += _stadium(lot.shape)
        else:
            kept.append(lot)
    return kept


def _stadium(lot: Polygon) -> list[Plot]:
    """Lay pitches on a sports ground."""
    center = lot.representative_point()
    box = shapely.get_coordinates(lot.minimum_rotated_rectangle).tolist()
    heading = math.atan2(box[1][1] - box[0][1], box[1][0] - box[0][0])
    c, s = math.cos(heading), math.sin(heading)
    pitches = []
    for u, v, long_m, wide_m in ((0, 0, 104, 68), (0, 62, 60, 34), (0, -62, 60, 34)):
        at = (center.x + u * c - v * s, center.y + u * s + v * c)
        shape = box_at(at, heading, long_m, wide_m)
        if lot.buffer(-3).contains(shape):
            pitches.append(Plot(shape=shape, kind=AreaKind.PITCH))
    return pitches


def _station(terrain: Terrain) -> Polygon:
    """Return the plan of the station, beside the track on the side of the town."""
    (x, y), heading = terrain.station, terrain.station_heading
    c, s = math.cos(heading), math.sin(heading)
    side = -1 if x * -s + y * c > 0 else 1
    return box_at((x - s * side * 36, y + c * side * 36), heading, 92, 16)


def _landmarks(
    random: Random, ground: Ground, lots: Sequence[_Lot]
) -> list[tuple[House, int]]:
    """Build the church and town hall, the station, a hospital, village churches."""
    terrain, skeleton, quarters = ground.terrain, ground.skeleton, ground.quarters
    hall = House(shape=_station(terrain), kind=BuildingKind.STATION, floors=2)
    landmarks = [(hall, -1)]
    side_m = math.sqrt(skeleton.square.area)
    turn = random.uniform(0, math.pi)
    landmarks.append(
        (
            House(
                shape=church((side_m * 0.08, side_m * 0.05), turn),
                kind=BuildingKind.CHURCH,
                floors=4,
            ),
            0,
        )
    )
    for number, quarter in enumerate(quarters):
        if quarter.kind is DistrictKind.VILLAGE:
            middle = quarter.shape.centroid
            at = (middle.x + random.uniform(25, 40), middle.y + random.uniform(25, 40))
            shape = church(at, random.uniform(0, math.pi))
            landmarks.append(
                (House(shape=shape, kind=BuildingKind.CHURCH, floors=3), number)
            )
    hospitals = [
        lot
        for lot in lots
        if quarters[lot.quarter].kind is DistrictKind.HOUSING_ESTATE
        and lot.shape.area > 14_000
    ]
    if hospitals:
        lot = hospitals[0]
        middle = lot.shape.centroid
        for u in (-34, 0, 34):
            shape = box_at((middle.x + u, middle.y), 0, 16, 62)
            if lot.shape.buffer(-5).contains(shape):
                house = House(shape=shape, kind=BuildingKind.HOSPITAL, floors=6)
                landmarks.append((house, lot.quarter))
    return landmarks


def _along_streets(random: Random, ground: Ground) -> list[tuple[House, int]]:
    """Build houses along the streets of villa quarters and villages."""
    quarters, network = ground.quarters, ground.network
    numbers = [n for n, quarter in enumerate(quarters) if quarter.kind in DETACHED]
    tree = shapely.STRtree([quarters[n].shape for n in numbers])
    near = shapely.STRtree([quarters[n].shape.simplify(3).buffer(20) for n in numbers])
    lines = [piece.line for piece in network.pieces]
    beside: dict[int, set[DistrictKind]] = {}
    for number, quarter in near.query(lines, predicate="intersects").T.tolist():
        kind = quarters[numbers[quarter]].kind
        assert kind is not None
        beside.setdefault(number, set()).add(kind)
    house_rings: list[list[Point]] = []
    shed_rings: list[list[Point]] = []
    wanted: list[DistrictKind] = []
    for number, piece in enumerate(network.pieces):
        way = network.ways[piece.way]
        if piece.bridge or way.kind in (StreetKind.MOTORWAY, StreetKind.PATH):
            continue
        if way.kind is StreetKind.TRACK:
            continue
        for kind in sorted(beside.get(number, ())):
            found, small = line_street(
                random, piece.line, HALF_M[way.kind], DETACHED[kind]
            )
            house_rings += found
            shed_rings += small
            wanted += [kind] * len(found)
    shapes, sheds = polygons_of(house_rings), polygons_of(shed_rings)
    inside = tree.query(shapely.centroid(shapes), predicate="within")
    houses = []
    for shape, index in inside.T.tolist():
        if quarters[numbers[index]].kind is wanted[shape]:
            house = House(
                shape=shapes[shape],
                kind=BuildingKind.HOUSE,
                floors=random.choice([1, 1, 2, 2, 2, 3]),
            )
            houses.append((house, numbers[index]))
    inside = tree.query(shapely.centroid(sheds), predicate="within")
    for shape, index in inside.T.tolist():
        shed = House(shape=sheds[shape], kind=BuildingKind.GARAGE, floors=1)
        houses.append((shed, numbers[index]))
    return houses


def _that_fit(
    ground: Ground, reserved: Sequence[Polygon], built: Sequence[tuple[House, int]]
) -> list[tuple[House, int]]:
    """Leave out what stands in water, on a street or on another house."""
    terrain, skeleton, network = ground.terrain, ground.skeleton, ground.network
    shapes = [house.shape for house, _ in built]
    by_kind: dict[StreetKind, list[LineString]] = {}
    for piece in network.pieces:
        by_kind.setdefault(network.ways[piece.way].kind, []).append(piece.line)
    parks = [shape for shape in reserved if not shape.equals(skeleton.square)]
    free = clear_of(
        shapes,
        [
            ([terrain.river.water], 9),
            (terrain.lakes, 9),
            ([terrain.brook], 10),
            ([terrain.rail], 12),
            (terrain.sidings, 9),
            (parks, 0),
            *((lines, HALF_M[kind] - 0.6) for kind, lines in by_kind.items()),
        ],
    )
    kept = keep_apart([shapes[n] for n in free])
    return [built[free[n]] for n in kept]
