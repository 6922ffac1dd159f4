"""The figures are what the ledger adds up to, whatever was said and in which order."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mesto.kernel.city import City
from mesto.kernel.model import Observation
from tests.waiting import until

pytestmark = pytest.mark.anyio

Seen = Callable[..., Observation]
NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
MINUTES = (0, 1, 61, 24 * 60)
#: What may happen to a ledger, and to its figures meanwhile.
STEPS = st.tuples(
    st.sampled_from(["state", "state", "observe", "correct", "erase", "count"]),
    st.sampled_from(MINUTES),
    st.integers(1, 3),
)


class Figure(NamedTuple):
    """What a figure says of an hour or a day."""

    start: datetime
    n: int
    total: float
    least: float
    greatest: float
    last: float
    last_at: datetime


async def take(city: City, step: tuple[str, int, int], entity: str, seen: Seen) -> None:
    what, minute, value = step
    one = seen(value, entity=entity, observed_at=NOON + timedelta(minutes=minute))
    match what:
        case "state" | "observe":
            await city.record([one], current=what == "state")
        case "correct":
            await city.correct([one])
        case "erase":
            await city.erase(entity)
        case "count":
            await city.keep_rollups()


async def count_all(city: City) -> None:
    """Let the keeper of figures read the ledger to its end."""

    async def at_the_end() -> bool:
        await city.keep_rollups()
        async with city.bound() as connection:
            left = await connection.fetchval(
                "select exists (select from ledger where (written_by, position) > "
                "(select written_by, position from bookmark where reader = 'rollup'))"
            )
        return not left

    await until(at_the_end)


async def kept(city: City, entity: str, unit: str) -> list[Figure]:
    async with city.bound() as connection:
        rows = await connection.fetch(
            "select start, n, total, least, greatest, last, last_at "
            f"from rollup_{unit} r join entity e on e.id = r.entity "
            "where e.urn = $1 order by start",
            entity,
        )
    return [Figure(*row) for row in rows]


async def reckoned(city: City, entity: str, **start: int) -> list[Figure]:
    """Add up what lies in the ledger."""
    async with city.bound() as connection:
        rows = await connection.fetch(
            "select observed_at, number from ledger l join entity e on e.id = l.entity "
            "where e.urn = $1 and number is not null "
            "order by observed_at, written_by, position",
            entity,
        )
    return [
        figure(begin, list(group))
        for begin, group in groupby(rows, lambda row: row[0].replace(**start))
    ]


def figure(start: datetime, rows: list[Any]) -> Figure:
    numbers = [row["number"] for row in rows]
    return Figure(
        start,
        len(numbers),
        sum(numbers),
        min(numbers),
        max(numbers),
        numbers[-1],
        rows[-1]["observed_at"],
    )


async def assert_right(city: City, entity: str) -> None:
    await count_all(city)
    hours = await reckoned(city, entity, minute=0)
    days = await reckoned(city, entity, minute=0, hour=0)
    assert await kept(city, entity, "hour") == hours
    assert await kept(city, entity, "day") == days


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, max_size=12))
async def test_the_figures_are_what_the_ledger_adds_up_to(
    city: City, seen: Seen, steps: list[tuple[str, int, int]]
) -> None:
    entity = f"urn:ngsi-ld:WasteContainer:{uuid4()}"
    for step in steps:
        await take(city, step, entity, seen)
    await assert_right(city, entity)


async def test_a_value_stated_again_counts_once(city: City, seen: Seen) -> None:
    one = seen(1)
    for value in (0.1, 0.2, 0.1):
        await city.record([seen(value, observed_at=NOON)], current=True)
        await count_all(city)
    (hour,) = await kept(city, one.entity, "hour")
    assert (hour.n, hour.total, hour.last) == (2, pytest.approx(0.3), 0.1)


async def test_values_stated_again_by_many_at_once_count_once(
    city: City, seen: Seen
) -> None:
    async def insist(value: int) -> None:
        for _ in range(10):
            await city.record([seen(value, observed_at=NOON)], current=True)

    async def count() -> None:
        for _ in range(20):
            await city.keep_rollups()

    await asyncio.gather(*(insist(value) for value in range(1, 5)), count())
    await assert_right(city, seen().entity)
