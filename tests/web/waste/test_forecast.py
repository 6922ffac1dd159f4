"""A town's containers are foretold by night, told anew by day, and looked at."""

import asyncio
from datetime import UTC, datetime, timedelta

import msgspec
import numpy as np
import pytest

from mesto.domains.waste.forecast import run
from mesto.domains.waste.forecast.kept import URN, read_kept
from mesto.domains.waste.forecast.run import foretell, hear
from mesto.domains.waste.nouns import EMPTYING, LEVEL, OUTLOOK, SEEN, way_urn
from mesto.domains.waste.outlook import Outlook
from mesto.domains.waste.unforetold import Unforetold
from mesto.kernel.access.keys import Keys
from mesto.kernel.model import Kind, Observation
from tests.conftest import serving
from tests.waiting import until
from tests.web.conftest import Browser, standing

pytestmark = pytest.mark.anyio

BINS = [f"urn:ngsi-ld:WasteContainer:{number}" for number in range(8)]
SENSED, TAPPED, NEW = BINS[0], BINS[1], BINS[7]


def told(urn, attribute, value, at, *, dataset=None):
    kind = Kind.JSON_PROPERTY if isinstance(value, dict) else Kind.PROPERTY
    return Observation(
        entity=urn,
        attribute=attribute,
        value=value,
        kind=kind,
        observed_at=at,
        dataset=dataset,
        source="test",
    )


@pytest.fixture
def night():
    """The last night to Wednesday that is over, as seen from this test."""
    today = datetime.now(UTC).replace(hour=1, minute=0, second=0, microsecond=0)
    return today - timedelta(days=(today.weekday() - 2) % 7 or 7)


def filling(night):
    """Eight containers of one isle; the first has a sensor, the last is new.

    The others are emptied when they are anything between a fifth full and full: nobody
    could foretell them well, so a sensor would save something.
    """
    chance = np.random.default_rng(7)
    for number, urn in enumerate(BINS):
        yield from standing(
            urn,
            storedWasteKind="glass",
            binCapacity=1100 + number,
            name=f"Bin {number}",
        )
        if urn == NEW:
            continue
        for round_ in range(9):
            at = night - timedelta(days=45 - 5 * round_ + number / 9)
            level = round(chance.uniform(0.2, 1.0), 2)
            emptied = {"before": level} if urn != TAPPED else {}
            yield told(urn, EMPTYING, emptied, at, dataset=way_urn("reported"))
            if urn == TAPPED:
                yield told(urn, SEEN, 0.5, at - timedelta(hours=1))
            if urn == SENSED:
                for hours in range(6, 108, 6):
                    when = at + timedelta(hours=hours)
                    if when < night - timedelta(hours=1):
                        yield told(urn, LEVEL, round(hours / 240, 2), when)


def outlook_of(entity) -> Outlook:
    return msgspec.convert(entity.value(OUTLOOK), Outlook)


async def test_a_town_is_foretold_told_anew_compared_and_shown(
    dsn, database, municipality, city, night, tmp_path
):
    await city.record(filling(night))
    await city.keep_rollups()
    first = await foretell(city, night - timedelta(days=1))
    assert first.learned.containers == len(BINS)
    assert first.tallies == []

    known = await city.present(BINS)
    outlooks = {urn: outlook_of(known[urn]) for urn in BINS}
    assert outlooks[NEW].grounds == ["neighbours"]
    assert "sensor" in outlooks[SENSED].grounds
    assert "sensor" not in outlooks[TAPPED].grounds
    assert all(one.full_at() for urn, one in outlooks.items() if urn != NEW)

    # a reading by day moves the outlook of its container, and of no other
    at = night - timedelta(hours=20)
    full = told(BINS[2], LEVEL, 0.97, at)
    await city.record([full])
    events = []
    async for some in city.follow("test", types=["WasteContainer"]):
        events += [one for one in some if one.observation.observed_at == at]
        if events:
            break
    assert await hear(city, events) == 1
    moved = outlook_of((await city.present([BINS[2]]))[BINS[2]])
    assert abs(moved.levels[0][2] - 0.97) < 0.05
    assert moved.full_at() <= outlooks[BINS[2]].full_at()

    # the next night it is known how good the first was
    await city.record(
        [told(BINS[3], EMPTYING, {"before": 0.6}, night - timedelta(hours=2))]
    )
    await city.keep_rollups()
    second = await foretell(city, night)
    assert sum(one.count for one in second.tallies) >= 2
    kept = read_kept((await city.present([URN]))[URN])
    assert kept.learned.at == night

    key = await Keys(database).issue(municipality, "first")
    async with serving(dsn, database, municipality, tmp_path, key=key) as server:
        browser = Browser(server)
        await shown_as_foretold(browser, server.city)
        await browser.http.aclose()


async def shown_as_foretold(browser, city):
    shown = await browser.read("waste/forecast", fee=0, price=0)
    assert shown["learned"]["containers"] == len(BINS)
    assert shown["scores"][0]["count"] >= 2
    assert SENSED not in [one["urn"] for one in shown["containers"]]
    worths = [one["worth"] for one in shown["containers"]]
    assert worths == sorted(worths, reverse=True)
    assert worths[0] > 0
    assert shown["pays"] >= 1
    dear = await browser.read("waste/forecast", fee=1_000_000)
    assert dear["pays"] == 0

    async with city.bound() as connection:
        number = await connection.fetchval(
            "select id from entity where urn = $1", BINS[2]
        )
        lamp = await connection.fetchval("select id from entity where urn = $1", URN)
    page = await browser.read(f"waste/containers/{number}/levels")
    assert page["outlook"]["levels"]
    assert page["sensor"] is None, "nobody knows yet what it is worth"
    assert page["emptied"]
    assert page["read"][-1][1] == 0.97
    strange = await browser.http.get(f"{browser.api}/waste/containers/{lamp}/levels")
    assert strange.status_code == 404
    wrong = await browser.http.get(f"{browser.api}/waste/forecast?fee=-1")
    assert wrong.status_code == 400


async def test_a_town_without_any_outlook_is_foretold_at_once(city, night, monkeypatch):
    monkeypatch.setattr(run, "SETTLE_S", 0.2)
    monkeypatch.setattr(run, "REST_S", 0.2)
    keeping = asyncio.create_task(run.keep_outlooks(city, None))
    try:
        await city.record(filling(night))
        await until(lambda: _foretold(city))
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)


async def _foretold(city) -> bool:
    return bool(await city.entities("WasteContainer")) and not await city.ask(
        Unforetold()
    )
