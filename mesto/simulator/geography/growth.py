"""A town grown from a seed, as European towns grew: step by step, from the centre."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np
import shapely
from shapely import LineString, Polygon

from mesto.simulator.geography.curves import lines_in, polygons_in
from mesto.simulator.geography.czech import CZECH
from mesto.simulator.geography.lexicon import Lexicon, Names
from mesto.simulator.geography.network import Network, Piece, Way, weave
from mesto.simulator.geography.quarters import Quarter, divide
from mesto.simulator.geography.serbian import SERBIAN
from mesto.simulator.geography.settlement import Ground, Plot, Settlement, settle
from mesto.simulator.geography.skeleton import RING_M, Skeleton, raise_skeleton
from mesto.simulator.geography.terrain import Terrain, shape_land
from mesto.simulator.geography.tracing import Traced, Tracer, lead_on
from mesto.simulator.kinds import (
    AreaKind,
    BuildingKind,
    DistrictKind,
    PlaceKind,
    StreetKind,
)
from mesto.simulator.town import (
    Area,
    Building,
    District,
    Edge,
    Line,
    LonLat,
    Place,
    Plane,
    Railway,
    Rings,
    Street,
    Town,
    Waterway,
)


@dataclass(frozen=True, kw_only=True)
class Site:
    """Where a town shall grow, and in which language."""

    name: str
    river: str
    river_m: float  #: how wide it is
    center: LonLat
    lexicon: Lexicon
    seed: int  #: a good one
    half_width_m: float = 6200
    half_height_m: float = 4900


#: Invented towns at real places: one on a Czech river, one on a Vojvodina one.
KAMENEC = Site(
    name="Kamenec nad Sázavou",
    river="Sázava",
    river_m=75,
    center=(15.0284, 49.8312),
    lexicon=CZECH,
    seed=1,
)
TISOGRAD = Site(
    name="Tisograd",
    river="Tisa",
    river_m=190,
    center=(20.1052, 45.7023),
    lexicon=SERBIAN,
    seed=2,
)


def grow(seed: int, site: Site) -> Town:
    """Grow a town. The same seed at the same site gives the same town."""
    random = Random(seed)
    terrain = shape_land(
        random,
        river_m=site.river_m,
        half_width_m=site.half_width_m,
        half_height_m=site.half_height_m,
    )
    skeleton = raise_skeleton(random, terrain)
    terrain = _without_wet_roads(terrain, skeleton)
    quarters = divide(random, terrain, skeleton)
    network = _streets(random, terrain, skeleton, quarters)
    ground = Ground(
        terrain=terrain, skeleton=skeleton, quarters=quarters, network=network
    )
    settlement = settle(random, ground)
    return _Drawing(random, site, ground).town(seed, settlement)


def _without_wet_roads(terrain: Terrain, skeleton: Skeleton) -> Terrain:
    """Leave out the ponds that a main road would cross."""
    roads = shapely.union_all([main.line for main in skeleton.mains])
    dry = tuple(lake for lake in terrain.lakes if lake.distance(roads) > 40)
    return replace(terrain, lakes=dry)


def _streets(
    random: Random, terrain: Terrain, skeleton: Skeleton, quarters: Sequence[Quarter]
) -> Network:
    """Lay side streets between the main ones and cut all at their crossings."""
    water = terrain.river.water
    bypass = [main.line for main in skeleton.mains if main.role == "bypass"]
    mains = [main.line for main in skeleton.mains if main.role != "bypass"]
    barrier = shapely.union_all(
        [
            water,
            terrain.rail.buffer(5),
            *terrain.lakes,
            *bypass,
            *(track.buffer(5) for track in terrain.sidings),
        ]
    )
    traced = Tracer(random, terrain, skeleton, quarters).trace()
    traced += _round_parks(quarters, mains)
    led = lead_on(traced, mains, barrier)
    ways = [
        Way(line=part, kind=main.kind, role=main.role, number=main.number)
        for main in skeleton.mains
        for part in lines_in(main.line.intersection(terrain.frame))
    ]
    ways += [
        _side_way(random, replace(street, line=part), quarters)
        for street in led
        for part in lines_in(street.line.intersection(terrain.frame))
    ]
    crossed = [water.buffer(6), terrain.rail.buffer(13), terrain.brook.buffer(7)]
    return weave(ways, crossed)


def _round_parks(
    quarters: Sequence[Quarter], mains: Sequence[LineString]
) -> list[Traced]:
    """Lay streets round the parks, where no main street does it."""
    near = shapely.union_all([main.buffer(16) for main in mains])
    return [
        Traced(line=line, quarter=number, reach_m=60, rim=True)
        for number, quarter in enumerate(quarters)
        if quarter.kind is DistrictKind.PARK
        for line in lines_in(
            shapely.line_merge(quarter.shape.exterior.difference(near))
        )
        if line.length > 120
    ]


def _side_way(random: Random, street: Traced, quarters: Sequence[Quarter]) -> Way:
    """Say what a traced street is for."""
    kind = quarters[street.quarter].kind
    use = StreetKind.RESIDENTIAL
    if kind is None:
        use = StreetKind.TRACK
    elif kind is DistrictKind.PARK and not street.rim:
        use = StreetKind.PATH
    elif kind is DistrictKind.OLD_CENTRE and random.random() < 0.3:
        use = StreetKind.PEDESTRIAN
    elif street.line.length > 850 and random.random() < 0.4:
        use = StreetKind.TERTIARY
    elif kind is DistrictKind.INDUSTRIAL and street.line.length < 300:
        use = StreetKind.SERVICE
    return Way(
        line=street.line, kind=use, role="side", number=0, quarter=street.quarter
    )


class _Drawing:
    """Draws the finished town: names everything and puts it on the globe."""

    def __init__(self, random: Random, site: Site, ground: Ground) -> None:
        self._random = random
        self._site = site
        self._terrain = ground.terrain
        self._quarters = ground.quarters
        self._network = ground.network
        self._plane = Plane(center=site.center)
        self._names = Names(random, site.lexicon)
        self._town_quarters = [
            number
            for number, quarter in enumerate(ground.quarters)
            if quarter.kind is not None
        ]
        self._quarter_of = self._quarters_of_pieces()

    def town(self, seed: int, settlement: Settlement) -> Town:
        """Return the town."""
        terrain, name = self._terrain, self._site.lexicon.name
        districts = self._districts(settlement)
        streets, edges = self._streets()
        west, south, east, north = terrain.frame.bounds
        frame = (*self._point(west, south), *self._point(east, north))
        water = terrain.river.water.intersection(terrain.frame)
        return Town(
            name=name(self._site.name),
            languages=tuple(name(self._site.name)),
            seed=seed,
            center=self._site.center,
            bounds=frame,
            population=sum(district.population for district in districts),
            streets=tuple(streets),
            nodes=tuple(self._point(x, y) for x, y in self._network.nodes),
            edges=tuple(edges),
            districts=tuple(districts),
            buildings=tuple(self._buildings(settlement)),
            green=tuple(self._areas(settlement.plots)),
            water=(
                *(
                    Area(
                        polygon=self._rings(part),
                        kind=AreaKind.RIVER,
                        name=name(self._site.river),
                    )
                    for part in polygons_in(water)
                ),
                *(
                    Area(polygon=self._rings(lake), kind=AreaKind.LAKE, name={})
                    for lake in terrain.lakes
                    if terrain.frame.contains(lake)
                ),
            ),
            waterways=tuple(self._waterways()),
            railways=tuple(self._railways()),
            places=tuple(self._places(districts)),
        )

    def _point(self, x: float, y: float) -> LonLat:
        return self._plane.to_lonlat((x, y))

    def _line(self, line: LineString) -> Line:
        return self._plane.lonlats(shapely.get_coordinates(line))

    def _rings(self, shape: Polygon) -> Rings:
        return tuple(
            self._plane.lonlats(shapely.get_coordinates(ring))
            for ring in (shape.exterior, *shape.interiors)
        )

    def _outlines(self, shapes: Sequence[Polygon]) -> list[Rings]:
        """Return the rings of many polygons at once."""
        rings, of_shape = shapely.get_rings(
            np.asarray(shapes, dtype=object), return_index=True
        )
        points = self._plane.lonlats(shapely.get_coordinates(rings))
        ends = np.cumsum(shapely.get_num_coordinates(rings)).tolist()
        outlines: list[list[Line]] = [[] for _ in shapes]
        for first, last, shape in zip(
            [0, *ends[:-1]], ends, of_shape.tolist(), strict=True
        ):
            outlines[shape].append(points[first:last])
        return [tuple(outline) for outline in outlines]

    def _districts(self, settlement: Settlement) -> list[District]:
        """Name the quarters and count who lives in them."""
        per_house = {
            BuildingKind.APARTMENTS: 1 / 70,  # inhabitants a square metre of floor
            BuildingKind.HOUSE: 1 / 110,
        }
        living: dict[int, float] = defaultdict(float)
        for house, number in settlement.houses:
            density = per_house.get(house.kind, 0)
            living[number] += house.shape.area * house.floors * density
        lexicon = self._site.lexicon
        self._district_of: dict[int, int] = {}
        districts: list[District] = []
        for number in self._town_quarters:
            quarter = self._quarters[number]
            kind = quarter.kind
            assert kind is not None
            if quarter.village:
                text = self._names.draw("villages", lexicon.villages)
            else:
                text = self._names.draw(kind.value, lexicon.districts[kind])
            self._district_of[number] = len(districts)
            districts.append(
                District(
                    id=len(districts),
                    name=lexicon.name(text),
                    kind=kind,
                    polygon=self._rings(quarter.shape),
                    population=round(living[number]),
                )
            )
        return districts

    def _quarters_of_pieces(self) -> dict[int, int]:
        """Return for the id of each piece the quarter it lies in or beside, if any."""
        pieces = self._network.pieces
        lines = np.asarray([piece.line for piece in pieces], dtype=object)
        middles = shapely.get_coordinates(
            shapely.line_interpolate_point(lines, 0.5, normalized=True)
        )
        found = np.full(len(pieces), -1)
        for number in self._town_quarters:
            near = self._quarters[number].shape.simplify(3).buffer(25)
            shapely.prepare(near)
            inside = shapely.contains_xy(near, middles[:, 0], middles[:, 1])
            found[inside & (found < 0)] = number
        return {
            id(piece): number
            for piece, number in zip(pieces, found.tolist(), strict=True)
            if number >= 0
        }

    def _streets(self) -> tuple[list[Street], list[Edge]]:
        """Join pieces to streets and name them."""
        streets: list[Street] = []
        edges: list[Edge] = []
        by_way: dict[int, list[Piece]] = defaultdict(list)
        for piece in self._network.pieces:
            by_way[piece.way].append(piece)
        self._texts: dict[object, str] = {}
        self._taken: dict[int, set[str]] = {}
        for number in sorted(by_way, key=self._importance):
            for key, chain in self._chains(number, by_way[number]):
                street = self._street(len(streets), number, key, chain)
                edges += [self._edge(piece, street.id) for piece in chain]
                streets.append(street)
        return streets, edges

    def _importance(self, way: int) -> tuple[bool, int]:
        """Order ways so that main streets draw their names first."""
        return self._network.ways[way].role == "side", way

    def _chains(
        self, number: int, pieces: Sequence[Piece]
    ) -> list[tuple[object, list[Piece]]]:
        """Split a way where its name changes or a piece is missing."""
        chains: list[tuple[object, list[Piece]]] = []
        for piece in pieces:
            key = self._key(number, piece)
            if chains and chains[-1][0] == key and chains[-1][1][-1].end == piece.start:
                chains[-1][1].append(piece)
            else:
                chains.append((key, [piece]))
        return chains

    def _key(self, number: int, piece: Piece) -> object:  # noqa: PLR0911 - one a role
        """Return what the name of a street depends on at a piece."""
        way = self._network.ways[number]
        quarter = self._quarter_of.get(id(piece))
        if quarter is None:
            return "country", way.role, way.number
        if self._quarters[quarter].village:
            return "village", quarter, number
        if way.role == "side":
            return "side", number
        middle = piece.line.interpolate(0.5, normalized=True)
        if way.role in ("boulevard", "outer", "third"):
            sector = int((math.atan2(middle.y, middle.x) + math.pi) / (math.pi / 2.5))
            return way.role, sector
        if way.role == "embankment":
            turned = self._terrain.river.turned
            down = middle.x * math.cos(turned) + middle.y * math.sin(turned) > 0
            return way.role, way.number, down
        if way.role == "bridge" and math.hypot(middle.x, middle.y) < RING_M * 0.75:
            return "gate", 100 + way.number
        return way.role, way.number

    def _street(
        self, identity: int, number: int, key: object, chain: Sequence[Piece]
    ) -> Street:
        """Make one street of its pieces."""
        way = self._network.ways[number]
        quarter = self._quarter_of.get(id(chain[len(chain) // 2]))
        points = [chain[0].line.coords[0]]
        for piece in chain:
            points += list(piece.line.coords)[1:]
        line = LineString(points)
        text = self._text(key, way, quarter)
        return Street(
            id=identity,
            name=self._site.lexicon.name(text),
            kind=way.kind,
            line=self._line(line),
            length_m=round(line.length, 1),
            lit=bool(text) and way.kind is not StreetKind.MOTORWAY,
            district=-1 if quarter is None else self._district_of[quarter],
        )

    def _text(self, key: object, way: Way, quarter: int | None) -> str:
        """Return the name on the sign, the same for all streets of one key."""
        if quarter is None or way.kind in (StreetKind.PATH, StreetKind.TRACK):
            return ""
        if key not in self._texts:
            self._texts[key] = self._draw(way, quarter)
        return self._texts[key]

    def _draw(self, way: Way, quarter: int) -> str:
        """Draw a name for a street by its role and its quarter."""
        lexicon = self._site.lexicon
        proper = {("square", 0): lexicon.square, ("station", 0): lexicon.station_avenue}
        if self._quarters[quarter].village:
            return self._draw_in_village(way, quarter)
        if (way.role, way.number) in proper:
            return proper[way.role, way.number]
        if way.role in ("side", "station"):
            bag, pool = self._side_pool(quarter)
            return self._names.draw(bag, pool)
        bag, names = {
            "boulevard": ("boulevards", lexicon.boulevards),
            "outer": ("rings", lexicon.rings),
            "third": ("rings", lexicon.rings),
            "bypass": ("rings", lexicon.rings),
            "gate": ("gates", lexicon.gates),
            "embankment": ("embankments", lexicon.embankments),
        }.get(way.role, ("radials", lexicon.radials))
        return self._names.draw(bag, names, shuffled=False)

    def _side_pool(self, quarter: int) -> tuple[str, list[str]]:
        """Return which names the side streets of a quarter have."""
        lexicon, kind = self._site.lexicon, self._quarters[quarter].kind
        if kind is DistrictKind.OLD_CENTRE:
            return "old", [*lexicon.old, *lexicon.people]
        if kind is DistrictKind.INDUSTRIAL:
            return "industry", [*lexicon.industry, *lexicon.people]
        if kind is DistrictKind.VILLAS and quarter % 2:
            return "nature", [*lexicon.nature, *lexicon.people]
        return "people", [*lexicon.people, *lexicon.nature]

    def _draw_in_village(self, way: Way, quarter: int) -> str:
        """Draw a name for a street of a village; villages may share names."""
        lexicon = self._site.lexicon
        if way.role != "side":
            bag = f"main {quarter}"
            return self._names.draw(bag, lexicon.village_main, shuffled=False)
        taken = self._taken.setdefault(quarter, set())
        free = [name for name in lexicon.village if name not in taken]
        name = self._random.choice(free or list(lexicon.village))
        taken.add(name)
        return name

    def _edge(self, piece: Piece, street: int) -> Edge:
        return Edge(
            start=piece.start,
            end=piece.end,
            street=street,
            line=self._line(piece.line),
            length_m=round(piece.line.length, 2),
            bridge=piece.bridge,
        )

    def _buildings(self, settlement: Settlement) -> list[Building]:
        """Return the houses, landmarks by name."""
        lexicon = self._site.lexicon
        schools = 0
        buildings = []
        outlines = self._outlines([house.shape for house, _ in settlement.houses])
        for (house, quarter), outline in zip(settlement.houses, outlines, strict=True):
            text = ""
            if house.kind is BuildingKind.SCHOOL:
                schools += 1
                text = lexicon.school.format(schools)
            elif house.kind is BuildingKind.STATION:
                text = lexicon.station
            elif house.kind is BuildingKind.HOSPITAL:
                text = lexicon.hospital
            elif house.kind is BuildingKind.CHURCH and quarter == 0:
                text = lexicon.church
            buildings.append(
                Building(
                    polygon=outline,
                    kind=house.kind,
                    floors=house.floors,
                    district=self._district_of.get(quarter, -1),
                    name=lexicon.name(text),
                )
            )
        return buildings

    def _areas(self, plots: Sequence[Plot]) -> list[Area]:
        """Return the pieces of land, cut at the edge of the map."""
        lexicon = self._site.lexicon
        pools = {"park": lexicon.parks, "green": lexicon.parks, "wood": lexicon.woods}
        areas = []
        for plot in plots:
            text = ""
            if plot.role == "cemetery":
                text = lexicon.cemetery
            elif plot.role == "square":
                text = lexicon.square
            elif plot.role in pools and plot.shape.area > 3000:
                text = self._names.draw(plot.role, pools[plot.role])
            areas += [
                Area(polygon=self._rings(part), kind=plot.kind, name=lexicon.name(text))
                for part in polygons_in(
                    plot.shape.intersection(self._terrain.frame), 60
                )
            ]
        return areas

    def _waterways(self) -> list[Waterway]:
        """Return the river and the brook as lines, in the direction they flow."""
        lexicon, frame = self._site.lexicon, self._terrain.frame
        river = LineString(self._terrain.river.middle).intersection(frame)
        brook = self._terrain.brook.intersection(frame)
        return [
            Waterway(line=self._line(part), kind=kind, name=lexicon.name(text))
            for shape, kind, text in (
                (river, "river", self._site.river),
                (brook, "stream", lexicon.brook),
            )
            for part in lines_in(shape)
        ]

    def _railways(self) -> list[Railway]:
        """Return the tracks, those on bridges apart."""
        frame, water = self._terrain.frame, self._terrain.river.water.buffer(8)
        tracks = []
        for track in (self._terrain.rail, *self._terrain.sidings):
            inside = track.intersection(frame)
            for shape, bridge in (
                (inside.difference(water), False),
                (inside.intersection(water), True),
            ):
                tracks += [
                    Railway(line=self._line(part), kind="rail", bridge=bridge)
                    for part in lines_in(shape)
                ]
        return tracks

    def _places(self, districts: Sequence[District]) -> list[Place]:
        """Return the names on the map, the town's own first."""
        total = sum(district.population for district in districts)
        places = [
            Place(
                location=self._site.center,
                kind=PlaceKind.CITY if total >= 50_000 else PlaceKind.TOWN,
                name=self._site.lexicon.name(self._site.name),
                population=total,
            )
        ]
        for number, identity in self._district_of.items():
            district = districts[identity]
            if district.kind in (DistrictKind.PARK, DistrictKind.OLD_CENTRE):
                continue
            quarter = self._quarters[number]
            point = shapely.maximum_inscribed_circle(quarter.shape, 40).coords[0]
            kind = PlaceKind.VILLAGE if quarter.village else PlaceKind.SUBURB
            places.append(
                Place(
                    location=self._point(*point),
                    kind=kind,
                    name=district.name,
                    population=district.population,
                )
            )
        return sorted(places, key=lambda place: -place.population)
