import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mesto.kernel.question.picture import Placed
from mesto.web.assets import Assets, degrees_of, mercator


def placed(number=1, name="SL-1", place=(19.84, 45.25), street="Žižkova"):
    urn = f"urn:ngsi-ld:Streetlight:{number}"
    address = {"streetAddress": street}
    return Placed(number, urn, ["Streetlight"], name, address, *place)


@settings(deadline=None, max_examples=50)
@given(st.floats(-180, 180), st.floats(-85, 85))
def test_a_place_projected_and_back_is_the_same(longitude, latitude):
    back = degrees_of(*mercator(longitude, latitude))
    assert back == pytest.approx((longitude, latitude), abs=1e-9)


def test_the_fingerprint_does_not_depend_on_the_order_of_events():
    one, other = Assets(), Assets()
    for number in (1, 2, 3):
        one.put(placed(number), 0)
    other.put(placed(3), 0)
    other.put(placed(2, name="old"), 0)
    other.put(placed(4), 0)
    other.put(placed(1), 0)
    other.put(placed(2), 0)
    other.drop(4)
    assert one.fingerprint == other.fingerprint != 0


def test_only_what_tiles_show_changes_the_fingerprint():
    assets = Assets()
    assert assets.put(placed(), 0)
    assert not assets.put(placed(street="Jiná"), 0)
    assert assets.put(placed(name="SL-2"), 0)
    assert assets.put(placed(name="SL-2", place=(19.85, 45.25)), 0)


def test_a_removed_asset_is_neither_found_nor_placed():
    assets = Assets()
    assets.put(placed(), 0)
    assert assets.drop(1)
    assert assets.row(1) is None
    assert assets.search("SL-1", 10) == []
    assert not assets.drop(1)


@pytest.mark.parametrize(
    "text", ["zizkova", "ŽIŽKOVA", "жижкова", "žižk sl-1", "Streetlight sl-1 "[12:]]
)
def test_an_asset_is_found_in_any_script_and_without_marks(text):
    assets = Assets()
    assets.put(placed(2, name="SL-2", street="Partizanska"), 0)
    row = len(assets.urns)
    assets.put(placed(1), 0)
    assert row in assets.search(text, 10)


def test_every_word_is_looked_for():
    assets = Assets()
    assets.put(placed(1, name="SL-1", street="Nová Žižkova"), 0)
    assert assets.search("sl zizkova nova", 10) == [0]
    assert assets.search("sl stara zizkova", 10) == []
    assert assets.search("stara sl zizkova", 10) == []
    assert assets.search("  ", 10) == []


def test_names_that_begin_with_the_text_come_first():
    assets = Assets()
    assets.put(placed(1, name="Old SL-2"), 0)
    assets.put(placed(2, name="SL-20"), 0)
    assert [assets.names[row] for row in assets.search("sl-2", 5)] == [
        "SL-20",
        "Old SL-2",
    ]


def test_a_name_in_several_languages_is_taken_in_the_town_s_own():
    assets = Assets(["cs"])
    assets.put(placed(name={"en": "Town hall", "cs": "Radnice"}), 0)
    assert assets.names == ["Radnice"]
