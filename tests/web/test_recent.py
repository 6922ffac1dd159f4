import asyncio

import pytest

from mesto.kernel.errors import Unavailable
from mesto.kernel.question.column import Column
from mesto.web.recent import MOST, Recent

from .conftest import seen

pytestmark = pytest.mark.anyio

LEVEL = Column(attribute="level")


async def levels(recent, keep_s):
    return len((await recent.ask(LEVEL, keep_s=keep_s)).numbers)


async def test_who_asks_soon_after_is_told_the_same(city):
    recent = Recent(city)
    assert await levels(recent, 60) == 0
    await city.record([seen("urn:x:Bin:1", "level", 1)])
    assert await levels(recent, 60) == 0
    assert len((await recent.ask(Column(attribute="other"), keep_s=60)).numbers) == 0


async def test_an_answer_that_is_too_old_is_asked_for_again(city):
    recent = Recent(city)
    assert await levels(recent, 0) == 0
    await city.record([seen("urn:x:Bin:1", "level", 1)])
    assert await levels(recent, 0) == 1


async def test_those_who_ask_together_ask_the_city_once(city, monkeypatch):
    asked = []
    ask = city.ask

    async def counted(question):
        asked.append(question)
        return await ask(question)

    monkeypatch.setattr(city, "ask", counted)
    recent = Recent(city)
    await asyncio.gather(*(levels(recent, 60) for _ in range(5)))
    assert asked == [LEVEL]


async def test_a_failure_is_not_remembered(city, monkeypatch):
    async def away(_question):
        raise Unavailable

    recent = Recent(city)
    with monkeypatch.context() as broken:
        broken.setattr(city, "ask", away)
        with pytest.raises(Unavailable):
            await levels(recent, 60)
    assert await levels(recent, 60) == 0


async def test_only_so_many_answers_are_remembered(city):
    recent = Recent(city)
    assert await levels(recent, 60) == 0
    for number in range(MOST):
        await recent.ask(Column(attribute=f"a{number}"), keep_s=60)
    await city.record([seen("urn:x:Bin:1", "level", 1)])
    assert await levels(recent, 60) == 1
