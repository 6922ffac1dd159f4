"""The past is what was shown: after a restart, after late data, after a removal."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import mapbox_vector_tile
import pytest

import mesto.web.recorder
from mesto.kernel.model import TYPE
from mesto.web.assets import mercator

from .conftest import PLACE, seen
from .happenings import BINS, EVENTS, filmed, let_happen, then

pytestmark = pytest.mark.anyio


async def open_alarms(browser):
    return (await browser.read("alarms", sort="since", order="asc"))["items"]


async def test_the_past_is_what_was_shown(filming):
    server, browser = filming
    for at, picture in await let_happen(server.city, browser):
        assert await then(browser, at) == picture


async def test_a_restart_changes_nothing_about_the_past(run, meanwhile):
    async with run() as (server, browser):
        moments = await let_happen(server.city, browser)
        opened = await open_alarms(browser)
    await meanwhile.record([seen(BINS[1], "fillingLevel", 0.9)])
    async with run() as (server, browser):
        moments.append(await filmed(browser, but=moments[-1][1]))
        for at, picture in moments:
            assert await then(browser, at) == picture
        alarms = await open_alarms(browser)
        assert alarms[:-1] == opened, "what was not well goes on without a break"
        assert alarms[-1]["urn"] == BINS[1]
        (span,) = (await browser.read("past"))["spans"]
        assert datetime.fromisoformat(span[0]) < moments[0][0]


async def test_an_alarm_that_ended_while_nobody_watched_ends_when_it_is_seen(
    run, meanwhile
):
    async with run() as (server, browser):
        await let_happen(server.city, browser, EVENTS[:1])
        assert len(await open_alarms(browser)) == 2
    await meanwhile.record([seen(BINS[0], "fillingLevel", 0.1)])
    stopped_at = datetime.now(UTC)
    async with run() as (server, browser):
        await filmed(browser)
        (left,) = await open_alarms(browser)
        assert left["urn"] == BINS[1]
        (over,) = (await browser.read("alarms", state="past"))["items"]
        assert datetime.fromisoformat(over["ended_at"]) > stopped_at


async def test_what_arrives_late_does_not_change_what_was_shown(filming, now):
    server, browser = filming
    moments = await let_happen(server.city, browser, EVENTS[:2])
    late = [
        seen(BINS[0], "fillingLevel", level, at=now - timedelta(minutes=minutes))
        for minutes, level in ((50, 0.5), (40, 0.99), (30, 0.6))
    ]
    await server.city.record([*late, seen(BINS[1], "fillingLevel", 0.3)])
    moments.append(await filmed(browser, but=moments[-1][1]))
    for at, picture in moments:
        assert await then(browser, at) == picture
    (found,) = await browser.read("search", q="ko-1")
    asset = await browser.read(f"past/assets/{found['id']}", at=moments[1][0])
    (level,) = [one for one in asset["fields"] if one["attribute"] == "fillingLevel"]
    assert (level["value"], asset["status"]) == (0.85, 1)


async def test_an_asset_that_was_removed_meanwhile_is_still_in_the_past(filming):
    server, browser = filming
    moments = await let_happen(server.city, browser, EVENTS[:1])
    at, picture = moments[-1]
    (found,) = await browser.read("search", q="ko-2")
    await server.city.record([seen(BINS[1], TYPE, None, deleted=True)])
    await filmed(browser, but=picture)
    assert await then(browser, at) == picture
    asset = await browser.read(f"past/assets/{found['id']}", at=at)
    assert (asset["name"], asset["status"]) == ("KO-2", 2)
    assert asset["cause"]["en"] == "97 % full."
    gone = await browser.get(f"past/assets/{found['id']}", at=datetime.now(UTC))
    assert gone.status_code == 404
    (over,) = (await browser.read("alarms", state="past"))["items"]
    assert (over["name"], over["urn"]) == ("KO-2", BINS[1])


async def test_an_asset_that_came_later_is_absent(filming):
    server, browser = filming
    moments = await let_happen(server.city, browser)
    (later,) = await browser.read("search", q="ko-3")
    before = await browser.read("past/state", at=moments[0][0])
    after = await browser.read("past/state", at=moments[-1][0])
    assert (before["absent"], after["absent"]) == ([later["id"]], [])


async def test_a_frame_says_only_what_changed(filming):
    server, browser = filming
    moments = await let_happen(server.city, browser)
    for (start, one), (end, other) in pairwise(moments):
        changed = await browser.read("past/changes", **{"from": start, "to": end})
        (before, _), (after, _) = one, other
        if before.keys() != after.keys():
            assert changed["whole"]
            continue
        columns = (changed["ids"], changed["status"], changed["value"])
        told = {number: how for number, *how in zip(*columns, strict=True)}
        differs = {n: how[1:] for n, how in after.items() if how != before[n]}
        assert told == differs


async def test_the_map_from_afar_shows_the_worst_of_then(filming):
    server, browser = filming
    moments = await let_happen(server.city, browser)
    x, y = (int(part * 2**9) for part in mercator(*PLACE))
    counted = []
    for at, _ in (moments[0], moments[-1]):
        answer = await browser.get(f"past/tiles/9/{x}/{y}.mvt", at=at)
        (cell,) = mapbox_vector_tile.decode(answer.content)["cells"]["features"]
        counted.append([cell["properties"][name] for name in ("count", "critical")])
    assert counted == [[4, 1], [5, 2]]
    near = await browser.get("past/tiles/15/0/0.mvt", at=moments[0][0])
    assert near.status_code == 404


async def test_before_the_film_begins_there_is_nothing(filming, now):
    server, browser = filming
    await let_happen(server.city, browser, [])
    for path in ("past/state", "past/abnormal"):
        early = await browser.get(path, at=now - timedelta(days=1))
        assert early.status_code == 404
        assert (await browser.get(path)).status_code == 400


async def test_each_reel_shows_the_moments_it_is_about(filming, monkeypatch):
    server, browser = filming
    monkeypatch.setattr(mesto.web.recorder, "REEL", timedelta(seconds=0.2))
    for at, picture in await let_happen(server.city, browser):
        assert await then(browser, at) == picture
    async with server.city.bound() as connection:
        reels = await connection.fetch("select start from film where whole is not null")
        takes = await connection.fetchval(
            "select count(*) from film where whole is null and start < $1",
            max(row["start"] for row in reels),
        )
    assert len(reels) > 2
    assert takes == 0, "the takes of a reel that is over are one"
