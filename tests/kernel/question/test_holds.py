"""What holds for an entity at hand is what PostgreSQL finds."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mesto.kernel.city import City
from mesto.kernel.model import Value
from mesto.kernel.question.condition import (
    AllOf,
    AnyOf,
    Between,
    Compare,
    Condition,
    Has,
    Literal,
    OneOf,
    Operator,
    Path,
    Place,
)
from mesto.kernel.question.find import Find
from mesto.kernel.question.holds import holds, lies
from tests.kernel.question.test_find import CASES, NOON, PLACES, WORLD, seen, world

__all__ = ["world"]

pytestmark = pytest.mark.anyio

URNS = sorted({one.entity for one in WORLD})
TEXTS = st.sampled_from(["Koš", "x", "", "KMH", "urn:d:1", "urn:x:me"])
VALUES: st.SearchStrategy[Literal] = TEXTS | st.sampled_from(
    [50.0, 80.5, 2.0, 7.0, 27201.0, True, False, NOON, "Škoda", "Tatra", "Kladno"]
)
PATHS = st.builds(
    Path,
    st.sampled_from(
        ["speed", "brand", "emptied", "address", "name", "open", "when", "maker"]
    ),
    st.sampled_from([(), ("accuracy",), ("by",), ("unitCode",), ("observedAt",)]),
    st.sampled_from([(), ("city",), ("city", "name"), ("tags",), ("*",), ("cs",)]),
)
EITHER = st.sampled_from([Operator.EQUAL, Operator.UNEQUAL])
ORDERED = st.sampled_from(
    [Operator.LESS, Operator.LESS_EQUAL, Operator.GREATER, Operator.GREATER_EQUAL]
)
LIKE = st.sampled_from([Operator.LIKE, Operator.UNLIKE])
NUMBERS = st.sampled_from([1.0, 7.0, 50.0, 60.0])
OPERANDS = (
    VALUES
    | st.builds(Between, NUMBERS, NUMBERS)
    | st.builds(OneOf, st.lists(VALUES, min_size=2, max_size=3).map(tuple))
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    st.builds(Has, PATHS)
    | st.builds(Compare, PATHS, EITHER, OPERANDS)
    | st.builds(Compare, PATHS, ORDERED, VALUES)
    | st.builds(Compare, PATHS, LIKE, st.sampled_from(["^T", "a$", "[0-9]", "o"])),
    lambda inner: (
        st.builds(AllOf, st.lists(inner, min_size=2, max_size=3).map(tuple))
        | st.builds(AnyOf, st.lists(inner, min_size=2, max_size=3).map(tuple))
    ),
    max_leaves=4,
)


async def found(city: City, where: Condition, place: Place | None = None) -> list[str]:
    return sorted((await city.ask(Find(where=where, place=place, limit=500))).urns)


async def test_each_condition_holds_where_it_is_found(world: City) -> None:
    entities = (await world.present(URNS)).values()
    for condition, expected in CASES:
        held = [one.id[-1] for one in entities if holds(condition, one)]
        assert (condition, "".join(sorted(held))) == (condition, expected)


async def test_each_geometry_lies_where_it_is_found(world: City) -> None:
    entities = (await world.present(URNS)).values()
    for place, expected in PLACES:
        held = [one.id[-1] for one in entities if lies(place, one)]
        assert (place, "".join(sorted(held))) == (place, expected)


FORMS: list[Value] = [
    form
    for leaf in (60.0, "Tatra", True, "2026-05-01T12:00:00Z")
    for one in (leaf, {"@value": leaf}, {"@value": [leaf]})
    for value in (one, [one], [[one]], [7.0, [[one]]])
    for form in (value, {"in": value}, [{"in": value}], [[{"in": value}]])
]
ODD = [Path("odd"), Path("odd", trail=("in",)), Path("odd", trail=("*",))]
COMPARED = [
    (by, to)
    for by in Operator
    for to in ("Tatra", 60.0, True, NOON)
    if isinstance(to, str) or by not in (Operator.LIKE, Operator.UNLIKE)
] + [
    (by, to)
    for by in (Operator.EQUAL, Operator.UNEQUAL)
    for to in (Between(50.0, 70.0), OneOf((60.0, "Tatra")))
]


async def test_lists_within_lists_are_taken_apart_alike(city: City) -> None:
    await city.record([seen(f"{n}", "odd", form) for n, form in enumerate(FORMS)])
    entities = (await city.present([f"urn:x:{n}" for n in range(len(FORMS))])).values()
    for path in ODD:
        for by, to in COMPARED:
            condition = Compare(path, by, to)
            held = sorted(one.id for one in entities if holds(condition, one))
            assert (condition, held) == (condition, await found(city, condition))


async def test_a_list_is_compared_by_its_elements_but_not_by_theirs(
    city: City,
) -> None:
    await city.record([seen("a", "odd", [60]), seen("b", "odd", [[60]])])
    above = Compare(Path("odd"), Operator.GREATER, 50.0)
    assert await found(city, above) == ["urn:x:a"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CONDITIONS, min_size=1, max_size=8))
async def test_any_condition_holds_where_it_is_found(
    world: City, conditions: list[Condition]
) -> None:
    entities = (await world.present(URNS)).values()
    for condition in conditions:
        held = sorted(one.id for one in entities if holds(condition, one))
        assert (condition, held) == (condition, await found(world, condition))
