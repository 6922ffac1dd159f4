import asyncio
from datetime import timedelta

import pytest

import mesto.domains
from mesto.kernel.errors import Unavailable
from mesto.kernel.model import Kind
from mesto.kernel.plugin import Domain, found_in
from mesto.kernel.question.picture import Changes, Horizon
from mesto.web.picture import Picture
from tests.waiting import LONG_S

from .conftest import seen, standing

pytestmark = pytest.mark.anyio

BIN = "urn:ngsi-ld:WasteContainer:KO-1"
CABINET = "urn:ngsi-ld:StreetlightControlCabinet:RO-1"
FEEDER = "urn:ngsi-ld:StreetlightFeeder:RO-1-1"
LAMP = "urn:ngsi-ld:Streetlight:SL-1"


@pytest.fixture
async def picture(city):
    opened = Picture(city, found_in(mesto.domains, Domain))
    yield opened
    await opened.close()


def how_is(picture, urn):
    row = picture.assets.urns.index(urn)
    verdict = picture.verdicts.get(row)
    return verdict.status if verdict else "ok"


async def until(picture, urn, status):
    async with asyncio.timeout(LONG_S):
        while urn not in picture.assets.urns or how_is(picture, urn) != status:
            await picture.tick()


async def test_a_sensor_that_falls_silent_goes_offline_by_itself(city, picture, now):
    await city.record(
        [*standing(BIN, fillingLevel=0.1, at=now), seen(BIN, "reportingPeriod", 1)]
    )
    await picture.ready()
    await until(picture, BIN, "offline")
    await city.record([seen(BIN, "fillingLevel", 0.2)])
    await until(picture, BIN, "ok")


async def test_a_sensor_whose_reading_never_moves_is_named(city, picture, now):
    await city.record(standing(BIN))
    await city.record(
        seen(BIN, "fillingLevel", 0.4, at=now - timedelta(hours=6 * n))
        for n in range(20)
    )
    while await city.keep_rollups():
        pass
    await picture.ready()
    assert how_is(picture, BIN) == "warning"
    (verdict,) = picture.verdicts.values()
    assert "3 d" in verdict.cause["en"]


async def test_lamps_are_judged_again_when_their_cabinet_goes_dark(city, picture, now):
    await city.record(
        [
            *standing(CABINET, voltageR=231.0, at=now),
            *standing(
                FEEDER,
                phaseVoltage=[0.0],
                at=now,
                links={"refStreetlightControlCabinet": CABINET},
            ),
            *standing(LAMP, voltage=0.0, at=now, links={"feederID": FEEDER}),
        ]
    )
    await picture.ready()
    lamp = picture.assets.urns.index(LAMP)
    assert picture.verdicts[lamp].by == FEEDER
    await city.record([seen(CABINET, "voltageR", 0.0)])
    async with asyncio.timeout(LONG_S):
        while picture.verdicts[lamp].by != CABINET:
            await picture.tick()
    await city.record(
        [seen(LAMP, "voltage", 230.0), seen(FEEDER, "phaseVoltage", [231])]
    )
    await until(picture, LAMP, "ok")


async def test_an_alarm_that_comes_and_goes_is_one_that_says_so(city, picture):
    await city.record(standing(BIN, fillingLevel=0.1))
    await picture.ready()
    for _ in range(4):
        await city.record([seen(BIN, "fillingLevel", 0.85)])
        await until(picture, BIN, "warning")
        await city.record([seen(BIN, "fillingLevel", 0.1)])
        await until(picture, BIN, "ok")
    await city.record([seen(BIN, "fillingLevel", 0.99)])
    await until(picture, BIN, "critical")
    row = picture.assets.urns.index(BIN)
    told = picture.seq
    assert picture.verdicts[row].cause["en"] == (
        "Comes and goes, 5 times within 30 min or more often. Last: 99 % full."
    )
    await city.record([seen(BIN, "fillingLevel", 0.1)])
    async with asyncio.timeout(LONG_S):
        while picture.assets.table["value"][row] != 0.1:
            await picture.tick()
    assert how_is(picture, BIN) == "critical", "it is not calm yet"
    assert row not in picture.raised_since(told)


async def test_an_asset_is_seen_when_it_gets_a_place(city, picture):
    await city.record([seen(BIN, "fillingLevel", 0.99)])
    await picture.ready()
    assert BIN not in picture.assets.urns
    point = {"type": "Point", "coordinates": [19.8, 45.2]}
    await city.record([seen(BIN, "location", point, kind=Kind.GEO_PROPERTY)])
    await until(picture, BIN, "critical")


async def test_a_picture_is_stale_while_the_database_is_away(
    city, picture, monkeypatch
):
    async def away(_question):
        raise Unavailable

    await city.record(standing(BIN, fillingLevel=0.1))
    await picture.ready()
    with monkeypatch.context() as broken:
        broken.setattr(city, "ask", away)
        async with asyncio.timeout(LONG_S):
            while not picture.stale:
                await picture.tick()
        await picture.ready()
    await city.record([seen(BIN, "fillingLevel", 0.99)])
    await until(picture, BIN, "critical")
    assert not picture.stale


async def test_a_second_reader_of_the_city_sees_the_same_version(city, picture):
    await city.record(standing(BIN, name="KO"))
    await picture.ready()
    other = Picture(city, found_in(mesto.domains, Domain))
    await other.ready()
    assert other.version == picture.version != 0
    assert other.epoch != picture.epoch
    await other.close()


async def test_what_nobody_judges_by_is_no_reason_to_judge(city, now):
    await city.record([*standing(BIN, at=now), *standing(LAMP, at=now)])
    since = await city.ask(Horizon())
    await city.record([seen(BIN, "fillingLevel", 0.2), seen(LAMP, "presence", 1)])
    question = Changes(since=since, judged_by=["fillingLevel"])
    async with asyncio.timeout(LONG_S):
        while (changed := await city.ask(question)).observations < 2:
            await asyncio.sleep(0)  # somebody else's transaction is in flight
    judged = {kind: one.judged for one in changed.changes for kind in one.types}
    assert judged == {"WasteContainer": True, "Streetlight": False}
