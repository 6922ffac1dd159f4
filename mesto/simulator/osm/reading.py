"""Reads an extract with libosmium and makes a Town of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import osmium
import shapely
from shapely import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from mesto.kernel.errors import Malformed, NotFound
from mesto.simulator.kinds import (
    AreaKind,
    BuildingKind,
    DistrictKind,
    PlaceKind,
    StreetKind,
)
from mesto.simulator.osm import tags as meaning
from mesto.simulator.osm.graph import Part, Road, cut, streets_of
from mesto.simulator.osm.water import between_banks
from mesto.simulator.town import (
    Area,
    Building,
    District,
    LonLat,
    Place,
    Plane,
    Railway,
    Rings,
    Town,
    Waterway,
)

ATTRIBUTION = "© OpenStreetMap contributors (ODbL)"

Tags = Mapping[str, str]


@dataclass(kw_only=True)
class _Found:
    """What the extract holds, as far as the town needs it."""

    roads: list[tuple[Tags, tuple[int, ...], tuple[LonLat, ...]]] = field(
        default_factory=list
    )
    railways: list[tuple[Tags, tuple[LonLat, ...]]] = field(default_factory=list)
    waterways: list[tuple[Tags, tuple[LonLat, ...]]] = field(default_factory=list)
    banks: list[LineString] = field(default_factory=list)
    buildings: list[tuple[Tags, Polygon]] = field(default_factory=list)
    land: list[tuple[Tags, Polygon]] = field(default_factory=list)
    water: list[tuple[Tags, Polygon]] = field(default_factory=list)
    places: list[tuple[Tags, LonLat]] = field(default_factory=list)


def read(path: Path, languages: Sequence[str] = ()) -> Town:
    """Read a town from an extract: .osm.pbf, .osm or .osm.bz2.

    languages: tags of the town's own languages, the first for names without one;
        guessed from the names of the streets when empty

    Raises NotFound if there is no such file, Malformed if it is no extract or holds
    no street.
    """
    if not path.is_file():
        raise NotFound(f"there is no file {path}", path=str(path))
    try:
        found = _find(path)
        box = _box(path, found)
    except RuntimeError as problem:  # libosmium's only kind
        raise Malformed(
            f"{path.name} is no OpenStreetMap extract: {problem}"
        ) from problem
    if not found.roads:
        raise Malformed(f"{path.name} holds no street", path=str(path))
    named = [tags["name"] for tags, _, _ in found.roads if "name" in tags]
    return _Drawing(found, box, tuple(languages) or meaning.languages_of(named)).town()


def _find(path: Path) -> _Found:
    """Collect from the file what the town needs."""
    found = _Found()
    bank_ways = _bank_ways(path)
    wkb = osmium.geom.WKBFactory()
    for thing in osmium.FileProcessor(str(path)).with_locations().with_areas():
        tags = {tag.k: tag.v for tag in thing.tags}
        if isinstance(thing, osmium.osm.Node):
            if tags.get("place") in meaning.PLACES:
                at = (round(thing.location.lon, 7), round(thing.location.lat, 7))
                found.places.append((tags, at))
        elif isinstance(thing, osmium.osm.Way):
            _keep_way(found, thing, tags, bank=thing.id in bank_ways)
        elif isinstance(thing, osmium.osm.Area) and _is_shown(tags):
            try:
                shape = shapely.from_wkb(wkb.create_multipolygon(thing))
            except RuntimeError:
                continue  # an outline that crosses itself: the map does without it
            _keep_area(found, tags, shape)
    return found


def _bank_ways(path: Path) -> set[int]:
    """Return the ids of ways that are banks of waters with more than one."""
    ways: set[int] = set()
    for thing in osmium.FileProcessor(str(path), osmium.osm.RELATION):
        tags = thing.tags
        if not isinstance(thing, osmium.osm.Relation):
            continue
        if tags.get("natural") == "water" or tags.get("waterway") == "riverbank":
            ways |= {member.ref for member in thing.members if member.type == "w"}
    return ways


def _keep_way(
    found: _Found, way: Any, tags: Tags, *, bank: bool
) -> None:  # an osmium.osm.Way, alive in the loop only
    """Keep a way that is a road, a track, a river or a bank."""
    nodes = [node for node in way.nodes if node.location.valid()]
    if len(nodes) < 2:
        return
    line = tuple((round(n.location.lon, 7), round(n.location.lat, 7)) for n in nodes)
    kind = tags.get("highway", "").removesuffix("_link")
    if kind in meaning.STREETS and tags.get("area") != "yes":
        found.roads.append((tags, tuple(node.ref for node in nodes), line))
    if tags.get("railway") in meaning.RAILWAYS:
        found.railways.append((tags, line))
    if tags.get("waterway") in meaning.WATERWAYS:
        found.waterways.append((tags, line))
    if bank or tags.get("natural") == "coastline":
        found.banks.append(LineString(line))


def _is_shown(tags: Tags) -> bool:
    """Tell whether the map shows an area with these tags."""
    return (
        "building" in tags
        or tags.get("natural") == "water"
        or tags.get("waterway") == "riverbank"
        or meaning.area_kind(tags) is not None
    )


def _keep_area(found: _Found, tags: Tags, shape: BaseGeometry) -> None:
    """Keep the polygons of an area where they belong."""
    whole = shape if shape.is_valid else shapely.make_valid(shape)
    parts = [part for part in shapely.get_parts(whole) if isinstance(part, Polygon)]
    kept = found.land
    if tags.get("building", "no") != "no":
        kept = found.buildings
    elif tags.get("natural") == "water" or tags.get("waterway") == "riverbank":
        kept = found.water
    elif meaning.area_kind(tags) is None or (
        tags.get("highway") == "pedestrian" and tags.get("area") != "yes"
    ):
        return  # no building after all, or a street that closes on itself
    kept += [(tags, part) for part in parts]


def _box(path: Path, found: _Found) -> tuple[float, float, float, float]:
    """Return what the extract covers: as its header says, or what its streets do."""
    with osmium.io.Reader(str(path)) as reader:
        box = reader.header().box()
    if box.valid():
        corners = box.bottom_left, box.top_right
        return (corners[0].lon, corners[0].lat, corners[1].lon, corners[1].lat)
    points = [point for _, _, line in found.roads for point in line]
    if not points:
        raise Malformed("the extract holds no street")
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


class _Drawing:
    """Makes the town of what was found."""

    def __init__(
        self,
        found: _Found,
        box: tuple[float, float, float, float],
        languages: tuple[str, ...],
    ) -> None:
        self._found = found
        self._box = box
        self._frame = shapely.box(*box)
        self._languages = languages
        self._places = sorted(
            (
                Place(
                    location=at,
                    kind=meaning.PLACES[tags["place"]],
                    name=meaning.name(tags, languages),
                    population=meaning.population(tags),
                )
                for tags, at in found.places
                if self._frame.covers(shapely.Point(at))
            ),
            key=lambda place: (list(PlaceKind).index(place.kind), -place.population),
        )
        middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        self._center = self._places[0].location if self._places else middle
        self._plane = Plane(center=self._center)

    def town(self) -> Town:
        """Return the town."""
        buildings = self._buildings()
        cells = self._cells()
        districts = self._districts(cells, buildings)
        parts = cut(self._roads())
        streets, nodes, edges = streets_of(
            parts, self._plane, _district_of_parts(parts, cells)
        )
        main = self._places[0] if self._places else None
        return Town(
            name=main.name if main else {self._languages[0]: "?"},
            languages=self._languages,
            seed=0,
            center=self._center,
            bounds=self._box,
            population=main.population if main else 0,
            streets=tuple(streets),
            nodes=tuple(nodes),
            edges=tuple(edges),
            districts=tuple(districts),
            buildings=tuple(_placed(buildings, cells)),
            green=tuple(self._land()),
            water=tuple(self._water()),
            waterways=tuple(
                Waterway(line=line, kind=_flow(tags), name=self._name(tags))
                for tags, line in self._found.waterways
                if tags.get("tunnel", "no") == "no"
            ),
            railways=tuple(
                Railway(
                    line=line,
                    kind=meaning.RAILWAYS[tags["railway"]],
                    bridge=tags.get("bridge", "no") != "no",
                    tunnel=tags.get("tunnel", "no") != "no",
                )
                for tags, line in self._found.railways
            ),
            places=tuple(self._places),
        )

    def _name(self, tags: Tags) -> Mapping[str, str]:
        return meaning.name(tags, self._languages)

    def _roads(self) -> list[Road]:
        """Return the roads, with what their tags say."""
        roads = []
        for tags, nodes, line in self._found.roads:
            kind = meaning.STREETS[tags["highway"].removesuffix("_link")]
            name = self._name(tags) if kind is not StreetKind.PATH else {}
            lit = kind in meaning.USUALLY_LIT and bool(name)
            if "lit" in tags:
                lit = tags["lit"] != "no" and kind is not StreetKind.PATH
            roads.append(
                Road(
                    nodes=nodes,
                    line=line,
                    kind=kind,
                    name=name,
                    lit=lit,
                    oneway=tags.get("oneway") in ("yes", "1", "true"),
                    bridge=tags.get("bridge", "no") != "no",
                    tunnel=tags.get("tunnel", "no") not in ("no", "building_passage"),
                )
            )
        return roads

    def _buildings(self) -> list[Building]:
        """Return the buildings, without their districts."""
        east, north = self._plane.degree_m
        buildings = []
        for tags, shape in self._found.buildings:
            kind = meaning.building_kind(tags, shape.area * east * north)
            buildings.append(
                Building(
                    polygon=_rings(shape),
                    kind=kind,
                    floors=meaning.floors(tags, kind),
                    name=self._name(tags),
                )
            )
        return buildings

    def _land(self) -> list[Area]:
        """Return land of each use, large pieces before small ones."""
        land = sorted(self._found.land, key=lambda found: -found[1].area)
        areas = []
        for tags, shape in land:
            kind = meaning.area_kind(tags)
            assert kind is not None, "only what the map shows was kept"
            areas.append(Area(polygon=_rings(shape), kind=kind, name=self._name(tags)))
        return areas

    def _water(self) -> list[Area]:
        """Return lakes and whole rivers, and rivers rebuilt from their banks."""
        flowing = {"river", "canal", "stream", "oxbow"}
        areas = [
            Area(
                polygon=_rings(shape),
                kind=AreaKind.RIVER if tags.get("water") in flowing else AreaKind.LAKE,
                name=self._name(tags),
            )
            for tags, shape in self._found.water
        ]
        rivers = [
            (tags, LineString(line))
            for tags, line in self._found.waterways
            if tags["waterway"] in ("river", "canal")
        ]
        whole = shapely.union_all([shape for _, shape in self._found.water])
        for piece in between_banks(
            self._found.banks,
            [line for _, line in rivers],
            [shape for _, shape in self._found.buildings],
        ):
            rest = piece.difference(whole)
            through = [tags for tags, line in rivers if line.intersects(piece)]
            name = self._name(through[0]) if through else {}
            areas += [
                Area(polygon=_rings(part), kind=AreaKind.RIVER, name=name)
                for part in shapely.get_parts(rest)
                if isinstance(part, Polygon)
            ]
        return areas

    def _cells(self) -> list[tuple[Place, BaseGeometry]]:
        """Give each named part of the town the land that is nearest to it."""
        parts = [p for p in self._places if p.kind is not PlaceKind.CITY]
        if len(parts) < 2:
            return [(place, self._frame) for place in self._places[:1]]
        points = shapely.MultiPoint([place.location for place in parts])
        cells = shapely.get_parts(
            shapely.voronoi_polygons(points, extend_to=self._frame, ordered=True)
        )
        return [
            (place, cell.intersection(self._frame))
            for place, cell in zip(parts, cells, strict=True)
        ]

    def _districts(
        self,
        cells: Sequence[tuple[Place, BaseGeometry]],
        buildings: Sequence[Building],
    ) -> list[District]:
        """Say of each part of the town how it was built and how many live there."""
        inside = _points_in([cell for _, cell in cells], _middles(buildings))
        by_cell: dict[int, list[Building]] = {n: [] for n in range(len(cells))}
        for building, cell in zip(buildings, inside, strict=True):
            if cell >= 0:
                by_cell[cell].append(building)
        sizes = {n: _living_m2(own) for n, own in by_cell.items()}
        all_m2 = sum(sizes.values()) or 1.0
        whole = self._places[0].population if self._places else 0
        nearest = min(
            range(len(cells)),
            key=lambda n: shapely.Point(cells[n][0].location).distance(
                shapely.Point(self._center)
            ),
            default=-1,
        )
        return [
            District(
                id=number,
                name=place.name,
                kind=DistrictKind.OLD_CENTRE
                if number == nearest
                else self._built(place, by_cell[number]),
                polygon=_rings(_largest(cell)),
                population=place.population or round(whole * sizes[number] / all_m2),
            )
            for number, (place, cell) in enumerate(cells)
        ]

    def _built(self, place: Place, buildings: Sequence[Building]) -> DistrictKind:
        """Say how a part of the town was built, by what stands there."""
        if place.kind in (PlaceKind.VILLAGE, PlaceKind.TOWN):
            return DistrictKind.VILLAGE
        kinds = Counter(building.kind for building in buildings)
        homes = kinds[BuildingKind.HOUSE] + kinds[BuildingKind.APARTMENTS]
        if kinds[BuildingKind.INDUSTRIAL] * 3 > homes:
            return DistrictKind.INDUSTRIAL
        if kinds[BuildingKind.APARTMENTS] * 3 < homes:
            return DistrictKind.VILLAS
        x, y = self._plane.to_m(place.location)
        near = x * x + y * y < 1600**2
        return DistrictKind.BOULEVARD_RING if near else DistrictKind.HOUSING_ESTATE


def _flow(tags: Tags) -> str:
    """Return the kind of a waterway as the map knows it."""
    return "stream" if tags["waterway"] == "drain" else tags["waterway"]


def _rings(shape: Polygon) -> Rings:
    """Return a polygon's rings."""
    return tuple(
        tuple(
            (round(x, 7), round(y, 7)) for x, y in shapely.get_coordinates(r).tolist()
        )
        for r in (shape.exterior, *shape.interiors)
    )


def _largest(shape: BaseGeometry) -> Polygon:
    """Return a polygon, of several the largest."""
    if isinstance(shape, MultiPolygon):
        return max(shape.geoms, key=lambda part: part.area)
    assert isinstance(shape, Polygon), "a cell of the town is an area"
    return shape


def _middles(buildings: Sequence[Building]) -> list[LonLat]:
    """Return a corner of each building, near enough to say where it is."""
    return [building.polygon[0][0] for building in buildings]


def _points_in(cells: Sequence[BaseGeometry], points: Sequence[LonLat]) -> list[int]:
    """Return for each point the number of the cell it is in; -1 for none."""
    found = np.full(len(points), -1)
    if not points or not cells:
        return found.tolist()
    at, cell = shapely.STRtree(list(cells)).query(
        shapely.points(np.asarray(points)), predicate="intersects"
    )
    found[at] = cell
    return found.tolist()


def _placed(
    buildings: Sequence[Building], cells: Sequence[tuple[Place, BaseGeometry]]
) -> list[Building]:
    """Return the buildings with the districts they stand in."""
    inside = _points_in([cell for _, cell in cells], _middles(buildings))
    return [
        Building(
            polygon=building.polygon,
            kind=building.kind,
            floors=building.floors,
            district=cell,
            name=building.name,
        )
        for building, cell in zip(buildings, inside, strict=True)
    ]


def _district_of_parts(
    parts: Sequence[Part], cells: Sequence[tuple[Place, BaseGeometry]]
) -> dict[int, int]:
    """Return for the id() of each part of a road the district it lies in."""
    points = [part.line[len(part.line) // 2] for part in parts]
    inside = _points_in([cell for _, cell in cells], points)
    return {id(part): cell for part, cell in zip(parts, inside, strict=True)}


def _living_m2(buildings: Sequence[Building]) -> float:
    """Return the floor area people live on, in square degrees: only shares count."""
    return sum(
        Polygon(building.polygon[0]).area * building.floors
        for building in buildings
        if building.kind in (BuildingKind.HOUSE, BuildingKind.APARTMENTS)
    )
