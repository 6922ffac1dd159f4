"""What is put in order here comes in the order PostgreSQL finds it in."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mesto.kernel.city import City
from mesto.kernel.question.condition import Order, Path
from mesto.kernel.question.find import Find
from mesto.kernel.question.order import in_order
from tests.kernel.question.test_find import WORLD, world
from tests.kernel.question.test_holds import PATHS

__all__ = ["world"]

pytestmark = pytest.mark.anyio

URNS = sorted({one.entity for one in WORLD})
OWN = st.sampled_from([Path("type"), Path("modifiedAt"), Path("when")])
KEYS = st.lists(st.builds(Order, PATHS | OWN, st.booleans()), max_size=2)
ORIGINS = st.sampled_from(
    [
        {"type": "Point", "coordinates": [14.25, 50.1]},
        {"type": "LineString", "coordinates": [[14.3, 50.2], [14.4, 50.2]]},
    ]
)
AWAY = st.builds(
    Order,
    st.sampled_from([Path("location"), Path("area")]),
    st.booleans(),
    ORIGINS,
)
ORDERS = KEYS | st.builds(
    lambda before, away, after: [*before, away, *after], KEYS, AWAY, KEYS
)


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(order=ORDERS)
async def test_entities_at_hand_are_sorted_as_those_that_are_found(
    world: City, order: list[Order]
) -> None:
    whole = (*order, Order(Path("id")))
    page = await world.ask(Find(order=whole))
    present = await world.present(URNS)
    assert [one.id for one in in_order(present.values(), whole)] == list(page.urns)
