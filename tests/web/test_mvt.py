import mapbox_vector_tile
from hypothesis import given, settings
from hypothesis import strategies as st

from mesto.web.mvt import EXTENT, encode_points

POINTS = st.lists(
    st.tuples(
        st.integers(min_value=0, max_value=2**31 - 1),
        st.integers(min_value=-64, max_value=EXTENT + 64),
        st.integers(min_value=-64, max_value=EXTENT + 64),
        st.integers(min_value=0, max_value=255),
        st.text(max_size=200),
    ),
    max_size=40,
)


@settings(deadline=None, max_examples=50)
@given(POINTS)
def test_another_reader_finds_every_point_where_it_was_put(points):
    ids, xs, ys, layers, names = (
        (list(c) for c in zip(*points, strict=True))
        if (points)
        else ([], [], [], [], [])
    )
    properties = {"layer": layers, "name": names}
    tile = encode_points("assets", ids=ids, xs=xs, ys=ys, properties=properties)
    read = mapbox_vector_tile.decode(tile, default_options={"y_coord_down": True})
    found = [
        (
            feature["id"],
            *feature["geometry"]["coordinates"],
            feature["properties"]["layer"],
            feature["properties"]["name"],
        )
        for feature in read["assets"]["features"]
    ]
    assert found == points
    assert read["assets"]["extent"] == EXTENT


def test_a_tile_may_hold_two_layers():
    one = {"ids": [1], "xs": [2], "ys": [3], "properties": {}}
    tile = encode_points("cells", **one) + encode_points("assets", **one)
    assert set(mapbox_vector_tile.decode(tile)) == {"cells", "assets"}
