import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.gates.ngsi_ld.context import CORE, DEFAULT
from mesto.gates.ngsi_ld.query.geo import read_geometry, read_place
from mesto.gates.ngsi_ld.query.order import read_order
from mesto.gates.ngsi_ld.query.projection import read_projection
from mesto.gates.ngsi_ld.query.scope import read_scopes
from mesto.gates.ngsi_ld.query.selection import read_selection
from mesto.gates.ngsi_ld.query.types import ANY_ENTITY, read_types
from mesto.kernel.errors import Malformed
from mesto.kernel.question.condition import (
    AllOf,
    AnyOf,
    Compare,
    InScope,
    OfType,
    Operator,
    Order,
    Path,
    Place,
    Relation,
)

MARKS = 'ab,;|()/#+{}[].=1"-: '
POINT = {"type": "Point", "coordinates": [13.4, 52.5]}


def test_types_are_joined_by_and_and_or() -> None:
    assert read_types("(A;B),C", str) == AnyOf(
        (AllOf((OfType("A"), OfType("B"))), OfType("C"))
    )
    assert read_types("http://x/y#A", str.upper) == OfType("HTTP://X/Y#A")


def test_a_star_is_any_type_and_stands_alone() -> None:
    assert read_types(" * ", str) == ANY_ENTITY
    for text in ("(*;A)", "A,*", ""):
        with pytest.raises(Malformed):
            read_types(text, str)


def test_scopes_have_wildcards() -> None:
    assert read_scopes("/Madrid/+/Park;CompanyA/#") == AllOf(
        (InScope("/Madrid/+/Park"), InScope("/CompanyA/#"))
    )
    assert read_scopes("/#") == InScope("/#")


@pytest.mark.parametrize("text", ["", "/", "//a", "/a/", "/#/a", "/a+", "/a#", "/a,"])
def test_what_is_no_scope_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        read_scopes(text)


def test_order_has_keys_and_directions() -> None:
    assert read_order("type;asc,name.accuracy;desc", str) == (
        Order(Path("type")),
        Order(Path("name", ("accuracy",)), descending=True),
    )


def test_an_order_by_distance_wants_a_place_to_be_far_from() -> None:
    assert read_order("type,location;dist-desc", str, POINT) == (
        Order(Path("type")),
        Order(Path("location"), descending=True, away_from=POINT),
    )
    for text, origin in (
        ("location;dist-asc", None),
        ("a;dist-asc,b;dist-asc", POINT),
        ("a.b;dist-asc", POINT),
        ("a;dist-", POINT),
    ):
        with pytest.raises(Malformed):
            read_order(text, str, origin)


def test_a_projection_follows_relationships() -> None:
    assert read_projection("id,locatedAt{name,isIn{id}}", str) == {
        "id": {},
        "locatedAt": {"name": {}, "isIn": {"id": {}}},
    }


@pytest.mark.parametrize(
    "text",
    ["", "id;name", "id,a{b", "id,a{{b}", "id,,a", "id,a{,b}", "id,a{}", "a}", "a,"],
)
def test_what_is_no_projection_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        read_projection(text, str)


def test_near_takes_a_distance() -> None:
    said = {
        "georel": "near;maxDistance==2000",
        "geometry": "Point",
        "coordinates": "[13.4,52.5]",
    }
    assert read_place(said, str) == Place(Relation.NEAR, POINT, at_most_m=2000)


@pytest.mark.parametrize(
    "change",
    [
        {"georel": "near"},
        {"georel": "near;maxDistance=1"},
        {"georel": "near;maxDistance==-1"},
        {"georel": "nearby"},
        {"georel": None},
        {"geometry": "Circle"},
        {"geometry": ""},
        {"coordinates": "[13.4"},
        {"coordinates": "[[13.4,52.5]]"},
        {"coordinates": "[200,52.5]"},
        {"coordinates": [True, 1]},
        {"geometry": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [2, 2]]]},
        {"geometry": "LineString", "coordinates": [[0, 0]]},
        {"geometry": "MultiPoint", "coordinates": [[0, 0]] * 6000},
        {"geoproperty": 5},
    ],
)
def test_what_is_no_geo_query_is_refused(change: dict[str, object]) -> None:
    said = {"georel": "within", "geometry": "Point", "coordinates": [1, 2]} | change
    with pytest.raises(Malformed):
        read_place(said, str)


@given(st.text(alphabet=MARKS) | st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (
        lambda: read_types(text, str),
        lambda: read_scopes(text),
        lambda: read_order(text, str),
        lambda: read_projection(text, str),
        lambda: read_place(
            {"georel": text, "geometry": "Point", "coordinates": [1, 2]}, str
        ),
        lambda: read_geometry("Polygon", text),
    ):
        with contextlib.suppress(Malformed):
            read()


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON, st.sampled_from(["Point", "LineString", "Polygon", "MultiPolygon", "X"]))
def test_any_coordinates_are_read_or_refused(coordinates: object, kind: str) -> None:
    with contextlib.suppress(Malformed):
        read_geometry(kind, coordinates)


def test_a_value_that_is_no_name_is_looked_for_as_it_is() -> None:
    """5.7.2, 4.9 and 4.11: `jsonKeys` has the last word beside `expandValues`."""
    wish = {"type": "Car", "q": 'a=="x";b=="x"', "expandValues": "a,b", "jsonKeys": "b"}
    told = read_selection(wish, CORE).where
    assert isinstance(told, AllOf)
    full = f"{DEFAULT}x"
    assert told.parts[-1] == AllOf(
        (
            Compare(Path("a"), Operator.EQUAL, full),
            Compare(Path("b"), Operator.EQUAL, "x"),
        )
    )
    with pytest.raises(Malformed):
        read_selection({**wish, "jsonKeys": "b,"}, CORE)
