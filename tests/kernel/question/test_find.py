from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from mesto.kernel.city import City
from mesto.kernel.model import SCOPE, TYPE, Kind, Observation, Value
from mesto.kernel.question.condition import (
    AllOf,
    AnyOf,
    Between,
    Compare,
    Condition,
    Has,
    IdIn,
    IdLike,
    InScope,
    NotOfType,
    OfType,
    OneOf,
    Operand,
    Operator,
    Order,
    Path,
    Place,
    Relation,
)
from mesto.kernel.question.find import Find, Page
from mesto.kernel.question.window import Window
from tests.kernel.question.conditions import CONDITIONS, PATHS

pytestmark = pytest.mark.anyio

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SPEED = Path("speed")


def seen(
    entity: str,
    attribute: str,
    value: Value,
    kind: Kind = Kind.PROPERTY,
    **more: Any,
) -> Observation:
    return Observation(
        entity=f"urn:x:{entity}",
        attribute=attribute,
        value=value,
        kind=kind,
        source="test",
        **more,
    )


def point(lon: float, lat: float) -> dict[str, object]:
    return {"type": "Point", "coordinates": [lon, lat]}


SQUARE = [[14.0, 50.0], [14.2, 50.0], [14.2, 50.2], [14.0, 50.2], [14.0, 50.0]]
WORLD = [
    seen("a", TYPE, ["Car", "Tram"]),
    seen("a", SCOPE, ["/Madrid/Gardens/North"]),
    seen("a", "speed", 50, unit="KMH", observed_at=NOON),
    seen("a", "brand", "Škoda"),
    seen("a", "location", point(14.1, 50.1), Kind.GEO_PROPERTY),
    seen("b", TYPE, ["Car"]),
    seen("b", SCOPE, ["/Madrid/Parks/North", "/CompanyA"]),
    seen("b", "speed", 80.5, meta={"accuracy": {"kind": 0, "value": 3}}),
    seen("b", "brand", "Tatra", meta={"by": {"kind": 1, "value": "urn:x:me"}}),
    seen("b", "location", point(14.3, 50.1), Kind.GEO_PROPERTY),
    seen("c", TYPE, ["Bin"]),
    seen("c", "speed", [1, 2]),
    seen("c", "emptied", {"@type": "DateTime", "@value": "2026-02-28T10:00:00+01:00"}),
    seen(
        "c", "address", {"city": {"name": "Kladno", "zip": 27201}, "tags": ["x", "y"]}
    ),
    seen("c", "area", {"type": "Polygon", "coordinates": [SQUARE]}, Kind.GEO_PROPERTY),
    seen("c", "name", {"cs": "Koš", "en": "Bin"}, Kind.LANGUAGE_PROPERTY),
    seen("c", "open", value=True),
    seen("c", "when", "not a date 2026-02-30T00:00:00Z"),
    seen("d", TYPE, ["Bin"]),
    seen("d", "speed", 7, dataset="urn:d:1"),
    seen("d", "speed", 9),
    seen("d", "when", "2026-02-30T00:00:00Z"),
    seen("a", "maker", {"@type": "Name", "@value": "Tatra"}),
    seen("b", "maker", [{"@type": "Name", "@value": "Tatra"}, []]),
    seen("c", "maker", [{"@type": "Number", "@value": 7}, {"@value": True}]),
]


@pytest.fixture
async def world(city: City) -> City:
    await city.record(WORLD)
    return city


async def found(city: City, condition: Condition) -> str:
    page = await city.ask(Find(where=condition, order=(Order(Path("id")),)))
    return "".join(urn.removeprefix("urn:x:") for urn in page.urns)


def compare(path: Path | str, by: str, to: Operand) -> Compare:
    where = Path(path) if isinstance(path, str) else path
    return Compare(where, Operator(by), to)


CASES: list[tuple[Condition, str]] = [
    (OfType("Car"), "ab"),
    (NotOfType("Car"), "cd"),
    (AllOf((OfType("Car"), OfType("Tram"))), "a"),
    (AnyOf((OfType("Tram"), OfType("Bin"))), "acd"),
    (AllOf(()), "abcd"),
    (AnyOf(()), ""),
    (IdIn(("urn:x:a", "urn:x:z")), "a"),
    (IdLike("[ab]$"), "ab"),
    (InScope("/Madrid/+/North"), "ab"),
    (InScope("/Madrid/Gardens/#"), "a"),
    (InScope("/CompanyA/#"), "b"),
    (InScope("/#"), "ab"),
    (InScope("/CompanyA"), "b"),
    (Has(SPEED), "abcd"),
    (Has(Path("speed", ("accuracy",))), "b"),
    (Has(Path("speed", ("unitCode",))), "a"),
    (Has(Path("address", trail=("city", "zip"))), "c"),
    (Has(Path("nowhere")), ""),
    (compare("speed", ">", 60.0), "b"),
    (compare("speed", "==", 50.0), "a"),
    (compare("speed", "==", 2.0), "c"),
    (compare("speed", "<=", 1.0), "c"),
    (compare("speed", "!=", 50.0), "bcd"),
    (compare("speed", "==", Between(7.0, 50.0)), "ad"),
    (compare("speed", "==", OneOf((7.0, 80.5))), "bd"),
    (compare("speed", "!=", OneOf((7.0, 9.0, 50.0))), "bc"),
    (compare("brand", "==", "Škoda"), "a"),
    (compare("brand", "!=", "Škoda"), "b"),
    (compare("brand", ">", "T"), "ab"),
    (compare("brand", "~=", "^T.*a$"), "b"),
    (compare("brand", "!~=", "^T.*a$"), "a"),
    (compare("maker", "==", "Tatra"), "ab"),
    (compare("maker", "~=", "^T"), "ab"),
    (compare("maker", "~=", "7|true"), ""),
    (compare("address", "~=", "[0-9]"), ""),
    (compare("brand", "==", "x' or true --"), ""),
    (compare("open", "==", to=True), "c"),
    (compare("open", "!=", to=False), "c"),
    (compare("emptied", "==", datetime(2026, 2, 28, 9, tzinfo=UTC)), "c"),
    (compare("emptied", "<", NOON), "c"),
    (compare("when", "<", NOON), ""),
    (compare(Path("speed", ("observedAt",)), ">=", NOON), "a"),
    (compare(Path("speed", ("unitCode",)), "==", "KMH"), "a"),
    (compare(Path("speed", ("datasetId",)), "==", "urn:d:1"), "d"),
    (compare(Path("speed", ("accuracy",)), "<", 4.0), "b"),
    (compare(Path("speed", ("accuracy",)), "!=", 4.0), "b"),
    (compare(Path("brand", ("by",)), "==", "urn:x:me"), "b"),
    (compare("createdAt", ">", NOON), "abcd"),
    (compare("modifiedAt", "<", NOON), ""),
    (compare(Path("address", trail=("city", "name")), "==", "Kladno"), "c"),
    (compare(Path("address", trail=("city", "name")), "!=", "Praha"), "c"),
    (compare(Path("address", trail=("city", "zip")), ">", 27200.0), "c"),
    (compare(Path("address", trail=("tags",)), "==", "y"), "c"),
    (compare(Path("name", trail=("cs",)), "==", "Koš"), "c"),
    (compare(Path("name", trail=("*",)), "~=", "^B"), "c"),
    (compare(Path("name", trail=('"]', "\\")), "~=", "^B"), ""),
]


async def test_each_condition_finds_what_it_describes(world: City) -> None:
    for condition, expected in CASES:
        assert (condition, await found(world, condition)) == (condition, expected)


async def test_at_least_one_of_the_attributes_must_be_there(world: City) -> None:
    page = await world.ask(Find(attributes=("brand", "open")))
    assert page.urns == ("urn:x:a", "urn:x:b", "urn:x:c")


async def test_pages_follow_each_other_and_know_the_total(world: City) -> None:
    first = await world.ask(Find(limit=3, count=True))
    assert first == Page(("urn:x:a", "urn:x:b", "urn:x:c"), more=True, total=4)
    last = await world.ask(Find(limit=3, offset=3))
    assert last == Page(("urn:x:d",), more=False)
    beyond = await world.ask(Find(limit=3, offset=9, count=True))
    assert beyond == Page((), more=False, total=4)


ORDERS = [
    (Order(Path("id"), descending=True), "dcba"),
    (Order(Path("speed")), "dabc"),
    (Order(Path("speed"), descending=True), "badc"),
    (Order(Path("brand")), "bacd"),
    (Order(Path("speed", ("accuracy",))), "bacd"),
    (Order(Path("createdAt")), "abcd"),
    (Order(Path("speed", ("createdAt",))), "abcd"),
]


async def test_entities_come_in_order(world: City) -> None:
    for order, expected in ORDERS:
        page = await world.ask(Find(order=(order, Order(Path("id")))))
        assert (order, "".join(urn[-1] for urn in page.urns)) == (order, expected)


HERE = point(14.1, 50.1)
POLYGON = {"type": "Polygon", "coordinates": [SQUARE]}
TWISTED = {
    "type": "Polygon",
    "coordinates": [[[14, 50], [14.2, 50.2], [14.2, 50], [14, 50.2], [14, 50]]],
}


PLACES = [
    (Place(Relation.NEAR, HERE, at_most_m=10), "a"),
    (Place(Relation.NEAR, HERE, at_most_m=14_400), "ab"),
    (Place(Relation.NEAR, HERE, at_most_m=14_200), "a"),
    (Place(Relation.NEAR, HERE, at_least_m=10), "b"),
    (Place(Relation.NEAR, HERE, at_least_m=10, at_most_m=100), ""),
    (Place(Relation.NEAR, POLYGON, at_most_m=7_300), "ab"),
    (Place(Relation.WITHIN, POLYGON), "a"),
    (Place(Relation.WITHIN, TWISTED), ""),
    (Place(Relation.DISJOINT, POLYGON), "b"),
    (Place(Relation.EQUALS, HERE), "a"),
    (Place(Relation.INTERSECTS, HERE, "area"), "c"),
    (Place(Relation.CONTAINS, HERE, "area"), "c"),
    (Place(Relation.EQUALS, POLYGON, "area"), "c"),
    (Place(Relation.OVERLAPS, POLYGON, "area"), ""),
    (Place(Relation.NEAR, HERE, "area", at_most_m=1), "c"),
    (Place(Relation.WITHIN, POLYGON, "nowhere"), ""),
]


async def test_geometry_decides_exactly(world: City) -> None:
    for place, expected in PLACES:
        page = await world.ask(Find(place=place, count=True))
        assert (place, "".join(urn[-1] for urn in page.urns)) == (place, expected)
        assert page.total == len(expected)


async def test_geometry_and_conditions_and_pages_go_together(world: City) -> None:
    near = Place(Relation.NEAR, HERE, at_most_m=100_000)
    page = await world.ask(Find(place=near, where=OfType("Car"), limit=1, count=True))
    assert page == Page(("urn:x:a",), more=True, total=2)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(CONDITIONS, PATHS)
async def test_any_condition_and_order_can_be_asked(
    world: City, condition: Condition, path: Path
) -> None:
    for past in (None, Window(after=NOON)):
        await world.ask(Find(where=condition, order=(Order(path),), past=past))


async def test_what_was_deleted_is_not_found(world: City) -> None:
    await world.record([seen("a", "speed", None, deleted=True)])
    await world.record([seen("b", TYPE, None, deleted=True)])
    assert await found(world, Has(SPEED)) == "cd"
    assert await found(world, OfType("Car")) == "a"
