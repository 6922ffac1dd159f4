"""A grown town is one a person would take for real."""

from collections import Counter
from itertools import pairwise

import pytest
import shapely
from shapely import LineString, Point, Polygon

from mesto.kernel.script import to_cyrillic
from mesto.simulator.geography import KAMENEC, TISOGRAD, Site, grow
from mesto.simulator.kinds import AreaKind, BuildingKind, DistrictKind, StreetKind
from mesto.simulator.town import Rings, Town


@pytest.fixture(scope="module", params=[KAMENEC, TISOGRAD], ids=["cs", "sr"])
def site(request: pytest.FixtureRequest) -> Site:
    return request.param


@pytest.fixture(scope="module")
def town(site: Site) -> Town:
    return grow(site.seed, site)


@pytest.fixture(scope="module")
def houses(town: Town) -> list[Polygon]:
    return [on_plane(town, building.polygon) for building in town.buildings]


def on_plane(town: Town, rings: Rings) -> Polygon:
    outer, *holes = [[town.plane.to_m(point) for point in ring] for ring in rings]
    return Polygon(outer, holes)


def test_a_town_has_the_size_of_one(town: Town) -> None:
    west, south, east, north = town.bounds
    x, y = town.plane.degree_m
    area_km2 = (east - west) * x * (north - south) * y / 1e6
    assert 60 < area_km2 < 130
    assert 70_000 < town.population < 300_000
    assert 13_000 < len(town.buildings) < 30_000
    assert sum(street.length_m for street in town.streets if street.lit) > 200_000


def test_every_place_can_be_driven_to(town: Town) -> None:
    seen, waiting = {0}, [0]
    while waiting:
        node = waiting.pop()
        for edge in town.ways_from[node]:
            other = town.other_end(edge, node)
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    assert len(seen) == len(town.nodes)


def test_a_bridge_leads_to_the_other_bank(town: Town) -> None:
    river = shapely.union_all(
        [on_plane(town, area.polygon) for area in town.water if area.kind == "river"]
    )
    crossing = [
        edge
        for edge in town.edges
        if edge.bridge and town.plane.line_m(edge.line).intersects(river)
    ]
    assert len(crossing) >= 3
    for edge in town.edges:
        if not edge.bridge:
            wet_m = town.plane.line_m(edge.line).intersection(river).length
            assert wet_m < 15, "a street without a bridge runs through the river"


def test_edges_join_where_the_nodes_are(town: Town) -> None:
    for edge in town.edges:
        assert edge.line[0] == town.nodes[edge.start]
        assert edge.line[-1] == town.nodes[edge.end]
    for street in town.streets[::20]:
        assert LineString(street.line).is_valid


def test_no_house_stands_in_another(houses: list[Polygon]) -> None:
    assert all(house.is_valid for house in houses)
    one, other = shapely.STRtree(houses).query(houses, predicate="intersects")
    earlier = one < other
    pairs = zip(one[earlier].tolist(), other[earlier].tolist(), strict=True)
    shared = [houses[a].intersection(houses[b]).area for a, b in pairs]
    assert max(shared) < 1


def test_no_house_stands_in_water_or_on_a_street(
    town: Town, houses: list[Polygon]
) -> None:
    tree = shapely.STRtree(houses)
    for area in town.water:
        assert not tree.query(on_plane(town, area.polygon), "intersects").size
    streets = [town.plane.line_m(street.line) for street in town.streets]
    assert not tree.query(streets, "dwithin", distance=0.5).size


def test_streets_have_names_in_the_towns_language(town: Town, site: Site) -> None:
    for street in town.streets:
        if street.lit:
            assert street.name[site.lexicon.language]
        if "sr-Latn" in street.name:
            assert street.name["sr-Cyrl"] == to_cyrillic(street.name["sr-Latn"])
    names = {tuple(street.name.values()) for street in town.streets}
    assert len(names) > 300


def test_a_town_has_all_its_parts(town: Town) -> None:
    districts = Counter(district.kind for district in town.districts)
    assert districts[DistrictKind.OLD_CENTRE] == 1
    assert set(DistrictKind) == set(districts)
    assert {AreaKind.PARK, AreaKind.FOREST, AreaKind.FARMLAND, AreaKind.SQUARE} <= {
        area.kind for area in town.green
    }
    buildings = Counter(building.kind for building in town.buildings)
    assert buildings[BuildingKind.STATION] == 1
    assert buildings[BuildingKind.SCHOOL] > 3
    kinds = {street.kind for street in town.streets}
    assert {StreetKind.PRIMARY, StreetKind.PEDESTRIAN, StreetKind.TRACK} <= kinds
    assert town.railways


def test_everything_lies_on_the_map(town: Town) -> None:
    west, south, east, north = town.bounds
    for line in (*(street.line for street in town.streets), *town.water[0].polygon):
        for x, y in line:
            assert west - 1e-6 <= x <= east + 1e-6
            assert south - 1e-6 <= y <= north + 1e-6


def test_the_same_seed_is_the_same_town(town: Town, site: Site) -> None:
    if site is KAMENEC:
        assert grow(site.seed, site) == town


def test_a_route_follows_streets_that_meet(town: Town) -> None:
    west, south, east, north = town.bounds
    start = town.nearest_node((west, south))
    end = town.nearest_node((east, north))
    way = town.route(start, end)
    line = town.line_of(way, start)
    assert (line[0], line[-1]) == (town.nodes[start], town.nodes[end])
    metres = sum(town.edges[edge].length_m for edge in way)
    straight_m = Point(town.plane.to_m(line[0])).distance(
        Point(town.plane.to_m(line[-1]))
    )
    assert straight_m < metres < 2.5 * straight_m


def test_spots_stand_along_a_street_at_equal_distances(town: Town) -> None:
    street = max(town.streets, key=lambda street: street.length_m)
    spots = list(town.spots_along(street, 30, aside_m=5))
    assert len(spots) == pytest.approx(street.length_m / 30, abs=1)
    line = town.plane.line_m(street.line)
    for spot, after in pairwise(spots):
        away_m = line.distance(Point(town.plane.to_m(spot.location)))
        assert away_m < 5.1
        assert after.along_m - spot.along_m == pytest.approx(30)


def test_the_nearest_street_to_a_streets_middle_is_that_street(town: Town) -> None:
    for street in town.streets[:50]:
        (spot,) = town.spots_along(street, street.length_m)
        near = town.nearest_street(spot.location)
        assert near.id == street.id or street in town.streets_within(spot.location, 1)
