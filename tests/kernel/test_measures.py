import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from mesto.kernel.measure import Measures
from mesto.kernel.model import TYPE, Observation
from mesto.kernel.panel import Filter, Measure
from mesto.kernel.question.measured import (
    AtPresent,
    HowFar,
    Meant,
    Series,
    SeriesOfOne,
)
from tests.waiting import until

pytestmark = pytest.mark.anyio

MORNING = datetime.now(UTC).replace(
    hour=0, minute=0, second=0, microsecond=0
) - timedelta(days=3)
HOUR = timedelta(hours=1)
FILLING = Measure(types=("WasteContainer",), attribute="fillingLevel")
FULL = Measure(types=("WasteContainer",), attribute="fillingLevel", above=0.8)
GLASS = Measure(
    types=("WasteContainer",),
    attribute="fillingLevel",
    where=(Filter("storedWasteKind", "==", "glass"),),
)


def urn(number):
    return f"urn:ngsi-ld:WasteContainer:{number}"


def told(number, attribute, value, at=None):
    return Observation(
        entity=urn(number),
        attribute=attribute,
        value=value,
        source="test",
        observed_at=at,
    )


async def fill(city, levels, **more):
    """Record levels as (container, hour of the morning, level)."""
    numbers = {number for number, _, _ in levels}
    await city.record(
        [
            *(told(number, TYPE, ["WasteContainer"]) for number in numbers),
            *(
                told(number, name, value)
                for name, value in more.items()
                for number in numbers
            ),
            *(
                told(number, "fillingLevel", level, MORNING + hour * HOUR)
                for number, hour, level in levels
            ),
        ]
    )
    await count(city)


async def count(city):
    while await city.keep_rollups():
        pass


async def reckon(city):
    """Reckon everything, also what would be due in a minute."""
    async with city.bound() as connection:
        await connection.execute("update measure_due set due = now()")
    while await city.measures.reckon():
        pass


async def series(city, measure, *hours):
    """What a measure came to between hours of the morning."""
    number = await city.measures.number(measure)
    await reckon(city)
    edges = [MORNING + hour * HOUR for hour in hours]
    return (await city.ask(Series(measures=[number], edges=edges)))[number]


async def test_what_somebody_asks_about_is_reckoned_back(city):
    await fill(city, [(1, 0, 0.2), (1, 1, 0.4), (2, 1, 0.6)])
    found = await series(city, FILLING, 0, 1, 2, 3)
    assert sorted(found) == [0, 1]
    assert found[0][:4] == (1, 1, 2, pytest.approx(0.2))
    assert found[1] == (1, 2, 2, pytest.approx(1.0), 0.4, 0.6)


async def test_an_asset_counts_once_an_hour_however_often_it_speaks(city):
    await fill(city, [(1, 0, 0.2), (1, 0.5, 0.4), (2, 0.1, 0.9)])
    found = await series(city, FILLING, 0, 1)
    assert found[0] == (1, 2, 2, pytest.approx(0.3 + 0.9), 0.2, 0.9)


async def test_what_arrives_later_is_added(city):
    await fill(city, [(1, 0, 0.2)])
    await series(city, FILLING, 0, 24)
    await fill(city, [(2, 0, 0.8), (1, 5, 0.6)])
    found = await series(city, FILLING, 0, 24)
    assert found[0] == (2, 3, 2, pytest.approx(1.6), 0.2, 0.8)


async def test_an_hour_with_news_is_left_alone_for_a_minute(city):
    await fill(city, [(1, 0, 0.2)])
    await series(city, FILLING, 0, 1)
    await fill(city, [(2, 0, 0.8)])
    assert await city.measures.reckon() == 0
    assert len(await series(city, FILLING, 0, 1)) == 1


async def test_news_that_comes_while_an_hour_is_reckoned_leaves_it_due(city):
    await fill(city, [(1, 0, 0.2)])
    number = await city.measures.number(FILLING)
    async with city.bound() as keeper:
        async with keeper.transaction():
            await keeper.execute("update measure_due set news = news + 1")
            reckoning = asyncio.create_task(city.measures.reckon())
            await until(partial(somebody_waits, city))
        await reckoning
    assert (await city.ask(HowFar(measures=[number])))[number] == (None, 1)
    assert len(await series(city, FILLING, 0, 1)) == 1


async def somebody_waits(city):
    """Whether a statement of this municipality waits for another."""
    async with city.bound() as connection:
        return await connection.fetchval(
            "select exists (select from pg_locks"
            " where not granted and pid <> pg_backend_pid())"
        )


async def test_who_is_heard_of_late_counts_for_its_whole_day(city):
    await fill(city, [(1, 2, 0.2), (2, 20, 0.4)])
    found = await series(city, FILLING, 0, 12, 24)
    assert (found[0].entities, found[0].heard) == (1, 2)


async def test_limits_tell_assets_apart(city):
    await fill(city, [(1, 0, 0.9), (2, 0, 0.8), (3, 0, 0.1)])
    found = await series(city, FULL, 0, 1)
    assert (found[0].total, found[0].entities) == (2, 3)


async def test_only_those_that_are_so_now_are_meant(city):
    await fill(city, [(1, 0, 0.2)], storedWasteKind="glass")
    await fill(city, [(2, 0, 0.9)], storedWasteKind="paper")
    found = await series(city, GLASS, 0, 1)
    assert (found[0].total, found[0].heard) == (0.2, 1)


async def test_corrected_history_is_reckoned_again(city):
    await fill(city, [(1, 0, 0.2), (1, 3, 0.4), (2, 0, 0.6)])
    await series(city, FILLING, 0, 24)
    await city.erase(urn(1), attribute="fillingLevel")
    found = await series(city, FILLING, 0, 1, 24)
    assert found == {0: (1, 1, 1, 0.6, 0.6, 0.6)}


async def test_a_measure_says_how_far_it_is_kept(city):
    await fill(city, [(1, 0, 0.2), (1, 5, 0.2)])
    number = await city.measures.number(FILLING)
    assert (await city.ask(HowFar(measures=[number])))[number] == (None, 6)
    await reckon(city)
    kept = (await city.ask(HowFar(measures=[number])))[number]
    assert kept == (MORNING + 5 * HOUR, 0)


async def test_of_what_nobody_ever_spoke_nothing_is_kept(city):
    unheard = Measure(types=("Unicorn",), attribute="horn")
    assert await city.measures.number(unheard) is None
    async with city.bound() as connection:
        assert not await connection.fetch("select * from measure")
        assert not await connection.fetch("select from attribute where name = 'horn'")


async def test_what_is_asked_twice_is_kept_once(city):
    await fill(city, [(1, 0, 0.2)])
    first = await city.measures.number(FILLING)
    elsewhere = Measures(city.bound)
    assert await elsewhere.number(FILLING) == first
    assert await elsewhere.number(FULL) != first


async def test_what_nobody_asks_about_is_forgotten(city):
    await fill(city, [(1, 0, 0.2)])
    first = await city.measures.number(FILLING)
    await city.measures.number(FULL)
    await reckon(city)
    async with city.bound() as connection:
        await connection.execute(
            "update measure set asked_at = asked_at - interval '100 days' "
            "where id = $1",
            first,
        )
        await city.measures.forget()
        kept = await connection.fetch("select distinct measure from measure_hour")
    assert len(kept) == 1
    assert await city.measures.number(FILLING) > first


async def test_states_are_noted_by_who_judges(city):
    broken = Measure(types=("Streetlight",), statuses=("critical",))
    number = await city.measures.number(broken)
    assert await city.measures.of_states() == {number: broken}
    for so in (3, 4):
        await city.measures.note(MORNING, {number: (so, 100)})
    found = await series(city, broken, 0, 1)
    assert found[0][:4] == (1, 100, 100, 4)


async def test_one_asset_is_read_from_its_own_figures(city):
    await fill(city, [(1, 0, 0.2), (1, 0.5, 0.4), (1, 1, 0.9), (2, 0, 0.0)])
    measure = Measure(entity=urn(1), attribute="fillingLevel")
    edges = [MORNING, MORNING + 24 * HOUR]
    found = await city.ask(SeriesOfOne(measure=measure, edges=edges))
    assert found[0] == (2, 2, 1, pytest.approx(0.3 + 0.9), 0.2, 0.9)


async def test_the_present_leaves_out_who_is_silent(city):
    await fill(city, [(1, 0, 0.2), (2, 30, 0.4), (3, 31, 0.9)])
    since = MORNING + 24 * HOUR
    found = await city.ask(AtPresent(measure=FILLING, since=since))
    last = MORNING + 31 * HOUR
    assert found == (2, 1, pytest.approx(1.3), 0.4, 0.9, last)
    full = await city.ask(AtPresent(measure=FULL, since=since))
    assert (full.total, full.entities) == (1, 2)
    nothing = await city.ask(AtPresent(measure=GLASS, since=since))
    assert nothing == (0, 0, 0.0, None, None, None)


async def test_a_ranking_names_the_first(city):
    await fill(city, [(1, 0, 0.2), (2, 0, 0.9), (3, 0, 0.4)])
    ids = await city.ask(Meant(measure=FILLING))
    ranked = await city.ask(Meant(measure=FILLING, by="fillingLevel", limit=2))
    assert ranked == [ids[1], ids[2]]
