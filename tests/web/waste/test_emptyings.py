"""Emptyings: heard from sensors, reported by drivers, listed by contractors."""

from datetime import UTC, datetime, timedelta

import pytest

from mesto.domains.waste.emptyings.run import Watch, catch_up
from mesto.kernel.model import Event
from mesto.kernel.verdict import moment
from tests.web.conftest import seen, standing

pytestmark = pytest.mark.anyio

TRUCK = "urn:ngsi-ld:Vehicle:1"
DUMP = "urn:ngsi-ld:WasteDisposalSite:hill"
NOW = datetime.now(UTC).replace(microsecond=0)


def bin_(name):
    return f"urn:ngsi-ld:WasteContainer:{name}"


def levels(name, *shares, ends=NOW, every_h=6):
    began = ends - timedelta(hours=every_h * (len(shares) - 1))
    return [
        seen(
            bin_(name), "fillingLevel", one, at=began + timedelta(hours=every_h * place)
        )
        for place, one in enumerate(shares)
    ]


@pytest.fixture
async def town(browser, server):
    """Three containers, a truck, and where it unloads."""
    told = [
        *(one for name in "abc" for one in standing(bin_(name), binCapacity=1100)),
        *standing(TRUCK, cargoVolume=60_000, maximumLoad=10_000),
        *standing(DUMP),
    ]
    await server.city.record(told)
    return browser


async def post(town, path, **more):
    return await town.http.post(f"{town.api}/waste/{path}", **more)


async def emptied(town, name=None, days=28):
    since = (NOW - timedelta(days=days)).isoformat()
    more = {"container": bin_(name)} if name else {}
    return await town.read("waste/emptyings", since=since, **more)


async def test_what_sensors_saw_is_told_once_with_the_time_of_the_last_emptying(
    town, server
):
    await server.city.record(levels("a", 0.5, 0.6, 0.7, 0.05, 0.1))
    await server.city.record(levels("b", 0.5, 0.6, 0.7, 0.4, 0.5))
    for _ in range(2):
        await catch_up(server.city, NOW - timedelta(days=9), NOW + timedelta(hours=1))
    (one,) = await emptied(town, "a")
    assert one["ways"] == ["detected"]
    assert (one["before"], one["after"]) == (0.7, 0.05)
    assert await emptied(town, "b") == []
    entity = (await server.city.present([bin_("a")]))[bin_("a")]
    assert moment(entity, "dateLastEmptying") == NOW - timedelta(hours=6)


async def test_a_level_that_fell_is_looked_at_when_the_next_one_proves_it(town, server):
    watch = Watch(server.city)
    for one in levels("c", 0.5, 0.6, 0.7, 0.05, 0.1):
        await server.city.record([one])
        event = Event(
            position=1, recorded_at=NOW, types=("WasteContainer",), observation=one
        )
        assert await emptied(town, "c") == []
        await watch.hear([event])
    (found,) = await emptied(town, "c")
    assert found["ways"] == ["detected"]


async def test_a_drivers_report_is_taken_and_its_double_refused_with_the_reason(town):
    at = NOW - timedelta(hours=2)
    report = {"container": bin_("a"), "at": at.isoformat(), "vehicle": TRUCK}
    again = {**report, "at": (at + timedelta(minutes=5)).isoformat(), "weight_kg": 40}
    late = {**report, "at": (NOW + timedelta(days=365)).isoformat()}
    lost = {**report, "container": bin_("nowhere")}
    told = (await post(town, "emptyings", json=[report, again, late, lost])).json()
    assert told["recorded"] == 1
    assert [(one["number"], one["field"]) for one in told["refused"]] == [
        (1, "at"),
        (2, "at"),
        (3, "container"),
    ]
    assert "already" in told["refused"][0]["why"]
    assert "has not come yet" in told["refused"][1]["why"]
    told = (await post(town, "emptyings", json=[again])).json()
    assert told["recorded"] == 0
    (one,) = await emptied(town, "a")
    assert (one["ways"], one["vehicle"]) == (["reported"], TRUCK)


async def test_a_contractors_list_and_the_scale_tell_weights(town):
    table = "\n".join(
        [
            "container,time,vehicle,before",
            f"a,{(NOW - timedelta(hours=3)).isoformat()},1,100",
            f"b,{(NOW - timedelta(hours=2)).isoformat()},1,50",
            f"zzz,{(NOW - timedelta(hours=2)).isoformat()},1,50",
            "c,never,1,50",
        ]
    )
    told = (await post(town, "emptyings/file", content=table)).json()
    assert told["recorded"] == 2
    assert [(one["line"], one["field"]) for one in told["refused"]] == [
        (4, "container"),
        (5, "time"),
    ]
    scale = {"vehicle": TRUCK, "at": NOW.isoformat(), "net_kg": 300, "site": DUMP}
    assert (await post(town, "weighings", json=scale)).status_code == 200
    strange = await post(town, "weighings", json={**scale, "vehicle": DUMP})
    assert strange.json()["place"] == ["vehicle"]
    found = await emptied(town)
    assert [(one["container"][-1], one["weight_kg"]) for one in found] == [
        ("a", 200),
        ("b", 100),
    ]
