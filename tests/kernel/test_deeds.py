"""A deed is done once, however often it is asked for."""

import asyncio
from collections.abc import Callable

import pytest

from mesto.kernel.city import City, Expect, Once
from mesto.kernel.errors import Conflict
from mesto.kernel.model import Observation
from mesto.kernel.question.deeds import Deed, Done, ForgetDeeds, NoteAnswer, Told

pytestmark = pytest.mark.anyio

Seen = Callable[..., Observation]
BIN = "urn:ngsi-ld:WasteContainer:1"
ONCE = Once("a-token", b"digest")


async def recorded(city: City) -> int:
    async with city.bound() as connection:
        return int(
            await connection.fetchval("select count(*) from ledger where digest <> 0")
        )


async def test_a_deed_done_before_is_refused_and_writes_nothing(
    city: City, seen: Seen
) -> None:
    await city.record([seen(0.1)], once=ONCE)
    before = await recorded(city)
    with pytest.raises(Conflict) as refused:
        await city.record([seen(0.2)], once=ONCE)
    assert refused.value.facts["done"]
    assert await recorded(city) == before
    assert await city.ask(Done("a-token")) == Deed(ONCE, None)


async def test_a_deed_that_was_done_is_no_conflict_of_versions(
    city: City, seen: Seen
) -> None:
    absent = Expect(entity=BIN, exists=False)
    await city.record([seen(0.1)], current=True, expect=[absent], once=ONCE)
    with pytest.raises(Conflict) as refused:
        await city.record([seen(0.1)], current=True, expect=[absent], once=ONCE)
    assert refused.value.facts["done"]


async def test_a_deed_refused_may_be_tried_again(city: City, seen: Seen) -> None:
    there = Expect(entity=BIN)
    with pytest.raises(Conflict) as refused:
        await city.record([seen(0.1)], expect=[there], once=ONCE)
    assert "done" not in refused.value.facts
    assert await city.ask(Done("a-token")) is None
    await city.record([seen(0.1)], once=ONCE)


async def test_of_many_at_the_same_moment_one_does_it(city: City, seen: Seen) -> None:
    tries = (city.record([seen(0.1)], once=ONCE) for _ in range(20))
    ends = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(not isinstance(end, Conflict) for end in ends) == 1
    assert len(ends) == 20


async def test_deeds_of_others_in_the_same_group_are_done(
    city: City, seen: Seen
) -> None:
    await city.record([seen(0.1)], once=ONCE)
    others = [
        city.record(
            [seen(0.5, entity=f"urn:ngsi-ld:WasteContainer:{n}")],
            once=Once(f"token-{n}", b""),
        )
        for n in range(10)
    ]
    ends = await asyncio.gather(
        *others, city.record([seen(0.2)], once=ONCE), return_exceptions=True
    )
    assert [isinstance(end, Conflict) for end in ends] == [False] * 10 + [True]


async def test_an_answer_is_noted_with_its_deed(city: City, seen: Seen) -> None:
    await city.record([seen(0.1)], once=ONCE)
    deed = Deed(ONCE, Told(200, "application/json", b"{}"))
    await city.ask(NoteAnswer(deed))
    assert await city.ask(Done("a-token")) == deed


async def test_old_deeds_are_forgotten(city: City, seen: Seen) -> None:
    await city.record([seen(0.1)], once=ONCE)
    await city.record([seen(0.2)], once=Once("new", b""))
    async with city.bound() as connection:
        await connection.execute(
            "update deed set done_at = now() - interval '31 days' where token = $1",
            "a-token",
        )
    await city.ask(ForgetDeeds())
    assert await city.ask(Done("a-token")) is None
    assert await city.ask(Done("new")) is not None
