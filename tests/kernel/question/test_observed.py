from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mesto.kernel.model import TYPE, Observation
from mesto.kernel.question.history import History, Span
from mesto.kernel.question.observed import HowMany, Observations, States
from mesto.kernel.question.told import Told

pytestmark = pytest.mark.anyio

BIN = "urn:ngsi-ld:WasteContainer:KO-1"
NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LATER = datetime(2100, 1, 1, tzinfo=UTC)


def seen(attribute, value, *, at=None, source="test", **more):
    return Observation(
        entity=BIN,
        attribute=attribute,
        value=value,
        source=source,
        observed_at=at,
        **more,
    )


async def number_of(city):
    async with city.bound() as connection:
        return await connection.fetchval("select id from entity where urn = $1", BIN)


async def all_of(city, question):
    """Every page, one after the other."""
    found = []
    while page := await city.ask(question):
        found += page
        question = replace(question, beyond=page[-1].mark)
    return found


async def test_observations_are_paged_without_loss_whatever_came_together(city):
    await city.record(
        seen(name, n // 3, at=NOON + n // 4 * MINUTE, dataset=f"urn:d:{n}")
        for n in range(40)
        for name in ("fillingLevel", "temperature")
    )
    number = await number_of(city)
    question = Observations(entity=number, limit=7)
    newest = [one.mark for one in await all_of(city, question)]
    assert len(newest) == 80 + 1, "that it came to be is one too"
    assert newest == sorted(newest, reverse=True)
    oldest = [one.mark for one in await all_of(city, replace(question, forward=True))]
    assert oldest == newest[::-1]


async def test_observations_are_chosen_by_attribute_and_time(city):
    await city.record(
        seen(name, n, at=NOON + n * MINUTE, unit="CEL")
        for n in range(10)
        for name in ("fillingLevel", "temperature")
    )
    number = await number_of(city)
    found = await city.ask(
        Observations(
            entity=number,
            attributes=["temperature"],
            start=NOON + 2 * MINUTE,
            end=NOON + 5 * MINUTE,
        )
    )
    assert [(one.value, one.unit) for one in found] == [(n, "CEL") for n in (4, 3, 2)]
    count = HowMany(
        entity=number, attributes=["temperature"], start=NOON, end=LATER, most=100
    )
    assert await city.ask(count) == 10
    assert await city.ask(replace(count, most=6)) == 6


async def test_a_state_is_told_in_runs_with_the_one_before(city):
    states = ["off", "off", "on", "on", "on", "off"]
    await city.record(
        seen("powerState", state, at=NOON + n * HOUR) for n, state in enumerate(states)
    )
    question = States(
        entity=await number_of(city),
        attribute="powerState",
        start=NOON + 1.5 * HOUR,
        end=NOON + 12 * HOUR,
    )
    found = await city.ask(question)
    assert [(run.value, run.n) for run in found.runs] == [
        ("off", 1),
        ("on", 3),
        ("off", 1),
    ]
    assert found.runs[0].first == NOON + HOUR
    assert not found.cut
    cut = await city.ask(replace(question, most=2))
    assert cut.cut
    assert [run.value for run in cut.runs] == ["on", "off"]


async def test_a_silence_parts_a_run(city):
    await city.record(
        seen("lidOpen", value=True, at=NOON + n * HOUR) for n in (0, 1, 2, 9)
    )
    question = States(
        entity=await number_of(city),
        attribute="lidOpen",
        start=NOON,
        end=NOON + 12 * HOUR,
        silence=3 * HOUR,
    )
    found = await city.ask(question)
    assert [(run.value, run.n) for run in found.runs] == [(True, 3), (True, 1)]


async def test_what_people_said_is_told_with_what_was_so_before(city):
    await city.record([seen("maintenance", value=False, at=NOON, source="import")])
    await city.record(
        seen("fillingLevel", n / 100, at=NOON + n * MINUTE) for n in range(50)
    )
    await city.record(
        [seen("maintenance", value=True, at=NOON + HOUR, source="console:jana")]
    )
    told = Told(entity=await number_of(city), before=LATER, by_people=True)
    page = await city.ask(told)
    ((said, before, first),) = page.items
    assert (said.attribute, said.value, said.source) == (
        "maintenance",
        True,
        "console:jana",
    )
    assert (before, first) == (False, False)
    assert page.cut is None


async def test_a_page_that_is_full_says_how_far_it_reached(city):
    await city.record(
        seen("note", f"{n}", at=NOON + n * MINUTE, source="console") for n in range(5)
    )
    told = Told(entity=await number_of(city), before=LATER, by_people=True, limit=3)
    page = await city.ask(told)
    assert [one.said.value for one in page.items] == ["4", "3", "2"]
    assert page.cut == NOON + 2 * MINUTE
    rest = await city.ask(replace(told, before=page.cut))
    assert [one.said.value for one in rest.items] == ["1", "0"]
    assert rest.cut is None


async def test_a_change_of_name_is_told_and_a_repetition_is_not(city):
    for name in ("KO-1", "KO-1", "KO-1 Jevrejska"):
        await city.record([seen(TYPE, ["WasteContainer"]), seen("name", name)])
    told = Told(entity=await number_of(city), before=LATER, by_people=False)
    items = (await city.ask(told)).items
    assert [(one.said.attribute, one.said.value, one.before) for one in items] == [
        ("name", "KO-1 Jevrejska", "KO-1"),
        ("type", ["WasteContainer"], None),
    ]
    assert [one.first for one in items] == [False, True]


async def test_a_day_of_history_has_as_many_hours_as_the_clock_gives_it(city):
    """In Prague the 29th of March 2026 has 23 hours, the 25th of October 25."""
    hours = 24 * 400
    first = datetime(2025, 12, 31, 23, tzinfo=UTC)
    await city.record(
        seen("fillingLevel", 1 + n % 2, at=first + n * HOUR) for n in range(hours)
    )
    while await city.keep_rollups():
        pass
    span = Span(
        entity=await number_of(city),
        attribute="fillingLevel",
        start=first,
        end=first + hours * HOUR,
    )
    day = History(span=span, step=timedelta(days=1), zone="Europe/Prague")
    found = {one.start.isoformat()[:13]: one.n for one in await city.ask(day)}
    assert found["2026-03-28T23"] == 23
    assert found["2026-10-24T22"] == 25
    assert sorted(found.values())[1:-1].count(24) >= 397
    half = replace(day, step=timedelta(hours=2))
    bins = {one.start.isoformat()[:13]: one.n for one in await city.ask(half)}
    assert bins["2026-10-25T00"] == 3, "from two to four, by a clock put back at three"
    assert bins["2026-03-29T01"] == 1, "from three to four, since there was no two"
