"""A town read from an extract."""

from pathlib import Path

import pytest

from mesto.kernel.errors import Malformed, NotFound
from mesto.simulator.cartography import features
from mesto.simulator.kinds import AreaKind, BuildingKind, PlaceKind, StreetKind
from mesto.simulator.osm import read
from mesto.simulator.town import Town

#: A village on a river of which the extract holds two banks and no outline.
HEADER = """<?xml version='1.0' encoding='UTF-8'?>
<osm version="0.6" generator="by hand">
<bounds minlat="45.0000" minlon="20.0000" maxlat="45.0200" maxlon="20.0200"/>
"""
NODES = {
    1: (20.001, 45.010, {}),
    2: (20.010, 45.010, {}),
    3: (20.019, 45.010, {}),
    4: (20.010, 45.002, {}),
    5: (20.010, 45.018, {}),
    6: (20.011, 45.011, {}),
    7: (20.012, 45.011, {}),
    8: (20.012, 45.012, {}),
    9: (20.011, 45.012, {}),
    10: (20.010, 45.010, {"place": "town", "name": "Бели Брод", "population": "9 100"}),
    11: (20.003, 45.016, {"place": "suburb", "name": "Ваљевце"}),
    12: (20.016, 45.012, {"place": "suburb", "name:sr-Latn": "Njegoševo"}),
    21: (20.000, 45.004, {}),
    22: (20.020, 45.004, {}),
    23: (20.000, 45.006, {}),
    24: (20.020, 45.006, {}),
    25: (20.000, 45.005, {}),
    26: (20.020, 45.005, {}),
    31: (20.0095, 45.0037, {}),
    32: (20.0095, 45.0063, {}),
    41: (20.0001, 45.019, {}),
    42: (20.0005, 45.0195, {}),
}
WAYS = {
    1: ([1, 2, 3], {"highway": "primary", "name": "Булевар ослобођења"}),
    2: ([5, 2], {"highway": "residential", "name": "Vuka Karadžića", "oneway": "yes"}),
    3: ([2, 4], {"highway": "residential", "name": "Vuka Karadžića", "bridge": "yes"}),
    4: ([6, 7, 8, 9, 6], {"building": "apartments", "building:levels": "6"}),
    5: ([21, 22], {"source": "bank"}),
    6: ([23, 24], {"source": "bank"}),
    7: ([25, 26], {"waterway": "river", "name": "Тиса"}),
    8: ([2, 9, 8], {"highway": "footway", "lit": "yes"}),
    9: ([41, 42], {"highway": "residential", "name": "Nigde"}),
    10: ([1, 9, 5, 1], {"landuse": "forest"}),
}


def written(folder: Path, nodes: str = "", ways: str = "") -> Path:
    for number, (x, y, tags) in NODES.items():
        nodes += (
            f'<node id="{number}" version="1" lon="{x}" lat="{y}">{tagged(tags)}</node>'
        )
    for number, (members, tags) in WAYS.items():
        refs = "".join(f'<nd ref="{node}"/>' for node in members)
        ways += f'<way id="{number}" version="1">{refs}{tagged(tags)}</way>'
    members = "".join(
        f'<member type="way" ref="{w}" role="outer"/>' for w in (5, 6, 99)
    )
    water = tagged({"type": "multipolygon", "natural": "water"})
    relation = f'<relation id="1" version="1">{members}{water}</relation>'
    path = folder / "town.osm"
    path.write_text(f"{HEADER}{nodes}{ways}{relation}</osm>", encoding="utf-8")
    return path


def tagged(tags: dict[str, str]) -> str:
    return "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return read(written(tmp_path_factory.mktemp("osm")))


def test_a_town_is_named_in_both_scripts(town: Town) -> None:
    assert town.languages == ("sr-Latn", "sr-Cyrl")
    assert dict(town.name) == {"sr-Latn": "Beli Brod", "sr-Cyrl": "Бели Брод"}
    assert town.population == 9100
    suburb = next(place for place in town.places if "Njegoševo" in place.name.values())
    assert suburb.name["sr-Cyrl"] == "Његошево"
    assert suburb.kind is PlaceKind.SUBURB


def test_ways_of_one_name_are_one_street_unless_they_differ(town: Town) -> None:
    boulevard = [s for s in town.streets if s.kind is StreetKind.PRIMARY]
    assert len(boulevard) == 1
    assert boulevard[0].name["sr-Latn"] == "Bulevar oslobođenja"
    assert boulevard[0].lit
    assert boulevard[0].length_m == pytest.approx(1420, rel=0.01)
    assert {s.oneway for s in town.streets if "Vuka Karadžića" in s.name.values()} == {
        True,
        False,
    }


def test_the_graph_is_connected_and_knows_its_bridges(town: Town) -> None:
    names = {street.name.get("sr-Latn") for street in town.streets}
    assert "Nigde" not in names
    assert [edge.bridge for edge in town.edges].count(True) == 1
    start, end = (
        town.nearest_node((20.001, 45.010)),
        town.nearest_node((20.010, 45.002)),
    )
    assert len(town.route(start, end)) == 2


def test_a_cut_river_is_rebuilt_between_its_banks(town: Town) -> None:
    (river,) = town.water
    assert river.kind is AreaKind.RIVER
    assert river.name["sr-Latn"] == "Tisa"
    ys = [y for _, y in river.polygon[0]]
    assert (min(ys), max(ys)) == (45.004, 45.006)


def test_a_building_keeps_its_floors(town: Town) -> None:
    (building,) = town.buildings
    assert (building.kind, building.floors) == (BuildingKind.APARTMENTS, 6)
    assert building.district >= 0


def test_all_of_it_is_on_the_map(town: Town) -> None:
    layers = {feature["layer"] for feature in features(town)}
    assert layers == {"land", "water", "waterway", "road", "building", "place"}


def test_a_file_that_is_no_extract_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read(tmp_path / "nowhere.osm.pbf")
    garbled = tmp_path / "garbled.osm.pbf"
    garbled.write_bytes(b"no extract at all")
    with pytest.raises(Malformed):
        read(garbled)
    empty = tmp_path / "empty.osm"
    empty.write_text(HEADER + "</osm>", encoding="utf-8")
    with pytest.raises(Malformed):
        read(empty)
