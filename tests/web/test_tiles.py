import mapbox_vector_tile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mesto.kernel.question.picture import Placed
from mesto.web.assets import Assets, mercator
from mesto.web.tiles import Tile, draw


def town(places):
    assets = Assets()
    for number, (longitude, latitude) in enumerate(places, 1):
        urn = f"urn:ngsi-ld:Streetlight:{number}"
        assets.put(Placed(number, urn, [], None, None, longitude, latitude), 3)
    return assets


def tile_at(longitude, latitude, z):
    x, y = mercator(longitude, latitude)
    return Tile(z, int(x * 2**z), int(y * 2**z))


def read(tile):
    return mapbox_vector_tile.decode(tile, default_options={"y_coord_down": True})


PLACES = st.lists(
    st.tuples(st.floats(19.0, 21.0), st.floats(44.0, 46.0)), min_size=1, max_size=30
)


@settings(deadline=None, max_examples=50)
@given(PLACES, st.integers(12, 16))
def test_every_asset_is_in_the_tile_it_stands_in(places, z):
    assets = town(places)
    for number, place in enumerate(places, 1):
        features = read(draw(assets, tile_at(*place, z)))["assets"]["features"]
        mine = next(one for one in features if one["id"] == number)
        assert mine["properties"]["layer"] == 3
        assert ("name" in mine["properties"]) == (z >= 14)


@settings(deadline=None, max_examples=50)
@given(PLACES, st.integers(0, 11))
def test_the_cells_of_all_tiles_count_every_asset_once(places, z):
    assets = town(places)
    tiles = {tile_at(*place, z) for place in places}
    cells = [
        cell["properties"]
        for tile in tiles
        for cell in read(draw(assets, tile))["cells"]["features"]
    ]
    assert sum(cell["count"] for cell in cells) == len(places)
    assert sum(cell["ok"] for cell in cells) == len(places)


def test_a_cell_shows_the_worst_of_its_statuses():
    assets = town([(19.84, 45.25)] * 3)
    assets.table["status"][:] = [4, 3, 2]  # maintenance, offline, critical
    (cell,) = read(draw(assets, tile_at(19.84, 45.25, 10)))["cells"]["features"]
    assert cell["properties"] == {
        "count": 3,
        "worst": 2,
        "ok": 0,
        "warning": 0,
        "critical": 1,
        "offline": 1,
        "maintenance": 1,
    }


def test_where_nothing_is_a_tile_is_empty():
    assets = town([(19.84, 45.25)])
    assert draw(assets, Tile(14, 0, 0)) == b""
    assert draw(assets, Tile(3, 0, 0)) == b""


def test_a_removed_asset_is_in_no_tile():
    assets = town([(19.84, 45.25)])
    assets.drop(1)
    assert draw(assets, tile_at(19.84, 45.25, 14)) == b""


@pytest.mark.parametrize("tile", [(23, 0, 0), (-1, 0, 0), (2, 4, 0), (2, 0, -1)])
def test_a_tile_off_the_world_does_not_exist(tile):
    assert not Tile(*tile).exists
