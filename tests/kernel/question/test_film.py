from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from mesto.kernel.follower import TAKE
from mesto.kernel.question.alarms import AlarmCounts, Alarms, Bar, OpenAlarms, ToldThen
from mesto.kernel.question.film import (
    LEASE,
    Alarm,
    Filmed,
    FindHead,
    ForgetPast,
    Head,
    Keep,
    Reel,
    Said,
    Sentence,
    Splice,
    Take,
)

pytestmark = pytest.mark.anyio

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
FULL = Sentence(1, '{"en": "97 % full."}', "97 % full.")
FIRE = Sentence(2, '{"en": "Probably on fire."}', "probably on fire.")


@pytest.fixture
async def holder(city):
    """Who holds the lease."""
    me = uuid4()
    async with city.bound() as connection:
        await connection.execute(TAKE, LEASE, me, 3600)
    return me


@pytest.fixture
async def bins(city, seen):
    """The numbers of three entities."""
    urns = [f"urn:ngsi-ld:WasteContainer:KO-{n}" for n in range(3)]
    await city.record([seen(0.5, entity=urn) for urn in urns])
    async with city.bound() as connection:
        rows = await connection.fetch("select id from entity order by urn")
    return [row["id"] for row in rows]


def alarm(entity, opened_at, **told):
    words = {
        "since": opened_at - MINUTE,
        "status": 2,
        "type": "WasteContainer",
        "name": f"KO-{entity}",
        "street": "Žižkova",
        "district": "Centar",
        "sought": f"ko-{entity} zizkova",
        "longitude": 19.8,
        "latitude": 45.2,
        "cause": FULL.digest,
        "by": None,
    }
    return Alarm(entity=entity, opened_at=opened_at, **{**words, **told})


def take(start, *, whole=None, changes=None, lasts=MINUTE):
    return Take(start, start + lasts, whole, changes)


async def test_a_moment_is_found_on_its_reel(city, holder):
    takes = [
        take(NOON, whole=b"a"),
        take(NOON + MINUTE, changes=b"b"),
        take(NOON + HOUR, whole=b"c"),
    ]
    for one in takes:
        assert await city.ask(Keep(holder=holder, take=one))
    assert await city.ask(FindHead(at=NOON - MINUTE)) is None
    assert await city.ask(FindHead(at=NOON + 5 * MINUTE)) == Head(NOON, over=True)
    assert await city.ask(FindHead(at=NOON + HOUR)) == Head(NOON + HOUR, over=False)
    assert await city.ask(Reel(start=NOON)) == takes[:2]
    spliced = Take(NOON, NOON + 2 * MINUTE, None, b"ab")
    await city.ask(Splice(holder=holder, take=spliced))
    (one,) = await city.ask(Reel(start=NOON))
    assert one == Take(NOON, NOON + 2 * MINUTE, b"a", b"ab")


async def test_a_take_that_goes_on_keeps_what_it_holds(city, holder):
    await city.ask(Keep(holder=holder, take=take(NOON, whole=b"a", changes=b"b")))
    await city.ask(Keep(holder=holder, take=take(NOON, lasts=HOUR)))
    assert await city.ask(Reel(start=NOON)) == [Take(NOON, NOON + HOUR, b"a", b"b")]


async def test_who_lost_the_lease_writes_nothing(city, holder):
    await city.ask(Keep(holder=holder, take=take(NOON, whole=b"a")))
    other = Keep(holder=uuid4(), take=take(NOON + MINUTE, whole=b"b"))
    assert not await city.ask(other)
    await city.ask(Splice(holder=uuid4(), take=take(NOON, changes=b"c")))
    assert await city.ask(Reel(start=NOON)) == [take(NOON, whole=b"a")]


async def test_a_gap_is_told_from_a_pause(city, holder):
    starts = [NOON, NOON + 2 * MINUTE, NOON + HOUR]
    for start in starts:
        await city.ask(Keep(holder=holder, take=take(start, whole=b"a")))
    assert await city.ask(Filmed(patience=2 * MINUTE)) == [
        (NOON, NOON + 3 * MINUTE),
        (NOON + HOUR, NOON + HOUR + MINUTE),
    ]


async def test_an_alarm_goes_on_until_it_ends(city, holder, bins):
    first = alarm(bins[0], NOON)
    await city.ask(
        Keep(
            holder=holder,
            take=take(NOON, whole=b"a"),
            alarms=[first, alarm(bins[1], NOON)],
            said=[Said(bins[0], NOON, FULL.digest, None)],
            sentences=[FULL],
        )
    )
    assert len(await city.ask(OpenAlarms())) == 2
    first.ended_at, first.cause = NOON + HOUR, FIRE.digest
    await city.ask(
        Keep(
            holder=holder,
            take=take(NOON + MINUTE),
            alarms=[first],
            said=[Said(bins[0], NOON + MINUTE, FIRE.digest, None)],
            sentences=[FULL, FIRE],
        )
    )
    (still,) = await city.ask(OpenAlarms())
    assert still.entity == bins[1]
    (over,) = (await city.ask(Alarms(over=True))).alarms
    assert (over.alarm, over.cause) == (first, {"en": "Probably on fire."})
    for at, words in ((NOON, "97 % full."), (NOON + MINUTE, "Probably on fire.")):
        (told,) = await city.ask(ToldThen(ids=[bins[0]], at=at))
        assert told.cause["en"] == words


async def test_what_began_with_the_film_did_not_become_so_then(city, holder, bins):
    opened = [NOON, NOON + 5 * MINUTE, NOON + 20 * MINUTE]
    alarms = [
        alarm(entity, at, status=status)
        for entity, at, status in zip(bins, opened, (2, 1, 2), strict=True)
    ]
    await city.ask(
        Keep(
            holder=holder,
            take=take(NOON, whole=b"a"),
            alarms=alarms,
            sentences=[FULL],
        )
    )
    step = timedelta(minutes=15)
    counts = AlarmCounts(start=NOON, end=NOON + HOUR, step=step)
    assert await city.ask(counts) == [Bar(NOON, 1, 0), Bar(NOON + step, 0, 1)]


async def test_the_past_is_forgotten_but_for_what_holds(city, holder, bins):
    early = NOON - timedelta(days=100)
    over = alarm(bins[0], early, ended_at=early + HOUR)
    holds = alarm(bins[1], early, cause=FIRE.digest)
    await city.ask(
        Keep(
            holder=holder,
            take=take(early, whole=b"a"),
            alarms=[over, holds],
            said=[Said(number, early, 1, None) for number in bins[:2]],
            sentences=[FULL, FIRE],
        )
    )
    await city.ask(Keep(holder=holder, take=take(NOON, whole=b"b")))
    for _ in "ab":  # sentences are missed a turn later
        await city.ask(ForgetPast(before=NOON - timedelta(days=92)))
    assert await city.ask(FindHead(at=early)) is None
    (left,) = (await city.ask(Alarms())).alarms
    assert left.alarm == holds
    async with city.bound() as connection:
        said = await connection.fetch("select entity from said")
    assert [row["entity"] for row in said] == [bins[1]]
