import asyncio

import orjson
import pytest
import websockets

from mesto.kernel.access import keys as access
from tests.waiting import LONG_S

from .conftest import PLACE, frame, seen, standing

pytestmark = pytest.mark.anyio

BINS = [f"urn:ngsi-ld:WasteContainer:KO-{number}" for number in range(1, 6)]
FAR = (19.99, 45.35)


async def fill(city, urn, level):
    await city.record([seen(urn, "fillingLevel", level)])


async def known(browser):
    """What a browser holds after it has read the state."""
    state = await browser.read("state")
    columns = (state["ids"], state["status"], state["value"])
    held = {one: (status, value) for one, status, value in zip(*columns, strict=True)}
    return held, f"seq={state['seq']}&epoch={state['epoch']}"


def apply(patch, held):
    columns = (patch["ids"], patch["status"], patch["value"])
    held |= {one: (status, value) for one, status, value in zip(*columns, strict=True)}


async def until(socket, held, wanted):
    """Apply patches until what is held is what is wanted."""
    while sorted(held.values(), key=str) != sorted(wanted, key=str):
        apply(await frame(socket, "patch"), held)


async def test_a_change_arrives_by_itself(server, browser):
    await server.city.record(standing(BINS[0], fillingLevel=0.2))
    held, since = await known(browser)
    async with browser.live(since) as socket:
        hello = orjson.loads(await socket.recv())
        assert (hello["t"], hello["schema"]) == ("hello", 1)
        assert hello["version"] == (await browser.read("map"))["version"]
        await fill(server.city, BINS[0], 0.97)
        await until(socket, held, [(2, 0.97)])
        assert (await frame(socket, "beat"))["rate"] >= 0


async def test_a_browser_that_was_away_misses_nothing(server, browser):
    for urn in BINS:
        await server.city.record(standing(urn, fillingLevel=0.1))
    held, since = await known(browser)
    async with browser.live(since) as socket:
        await fill(server.city, BINS[0], 0.5)
        patch = await frame(socket, "patch")
        apply(patch, held)
    since = f"seq={patch['seq']}&epoch={since.partition('epoch=')[2]}"
    await fill(server.city, BINS[1], 0.85)
    await fill(server.city, BINS[2], 0.6)
    await fill(server.city, BINS[2], 0.96)
    async with browser.live(since) as socket:
        wanted = [(0, 0.5), (1, 0.85), (2, 0.96), (0, 0.1), (0, 0.1)]
        await until(socket, held, wanted)
    assert (await known(browser))[0] == held


async def test_whoever_knows_another_epoch_reads_the_state_anew(server, browser):
    await server.city.record(standing(BINS[0], fillingLevel=0.2))
    async with browser.live("seq=3&epoch=cafe") as socket:
        await frame(socket, "resync")
        held, since = await known(browser)
        seq, epoch = (part.partition("=")[2] for part in since.split("&"))
        await socket.send(
            orjson.dumps({"t": "resume", "epoch": epoch, "seq": int(seq)}).decode()
        )
        await fill(server.city, BINS[0], 0.9)
        await until(socket, held, [(1, 0.9)])


async def test_a_view_hides_the_rest_until_it_is_widened(server, browser):
    await server.city.record(standing(BINS[0], fillingLevel=0.1))
    await server.city.record(standing(BINS[1], place=FAR, fillingLevel=0.1))
    held, since = await known(browser)
    near = f"{PLACE[0] - 0.01},{PLACE[1] - 0.01},{PLACE[0] + 0.01},{PLACE[1] + 0.01}"
    async with browser.live(f"{since}&bbox={near}") as socket:
        await server.city.record(
            [seen(BINS[1], "fillingLevel", 0.3), seen(BINS[0], "fillingLevel", 0.2)]
        )
        await until(socket, held, [(0, 0.2), (0, 0.1)])
        await socket.send('{"t": "view"}')
        await until(socket, held, [(0, 0.2), (0, 0.3)])


async def test_who_wants_only_the_bad_learns_that_it_is_over(server, browser):
    for urn in BINS[:2]:
        await server.city.record(standing(urn, fillingLevel=0.9))
    held, since = await known(browser)
    async with browser.live(f"{since}&min_status=1") as socket:
        await fill(server.city, BINS[0], 0.1)
        await until(socket, held, [(0, 0.1), (1, 0.9)])
        await fill(server.city, BINS[0], 0.2)  # still well: nobody's business here
        await fill(server.city, BINS[1], 0.91)
        await until(socket, held, [(0, 0.1), (1, 0.91)])


async def test_new_places_make_a_new_version(server, browser):
    await server.city.record(standing(BINS[0], fillingLevel=0.1))
    before = (await browser.read("map"))["version"]
    async with browser.live() as socket:
        await server.city.record(standing(BINS[1], fillingLevel=0.1))
        version = (await frame(socket, "invalidate"))["version"]
    assert version != before
    assert (await browser.read("map"))["version"] == version


async def test_a_removed_asset_leaves_the_picture(server, browser):
    await server.city.record(standing(BINS[0], fillingLevel=0.99))
    await server.city.record(standing(BINS[1], fillingLevel=0.1))
    assert len((await browser.read("state"))["ids"]) == 2
    async with browser.live() as socket:
        await server.city.record([seen(BINS[0], "type", None, deleted=True)])
        await frame(socket, "invalidate")
    assert (await browser.read("abnormal")) == []
    assert (await browser.read("state"))["value"] == [0.1]


async def test_a_slow_viewer_slows_nobody(server, browser):
    await server.city.record(standing(BINS[0], fillingLevel=0.1))
    held, since = await known(browser)
    slow_held = dict(held)
    async with (
        browser.live(since, max_queue=1, close_timeout=0.1) as slow,
        browser.live(since) as quick,
    ):
        slow.transport.pause_reading()
        for level in (0.2, 0.3, 0.85):
            await fill(server.city, BINS[0], level)
            await until(quick, held, [(int(level > 0.8), level)])
        slow.transport.resume_reading()
        await until(slow, slow_held, [(1, 0.85)])


async def test_the_same_frames_come_as_events(server, browser):
    await server.city.record(standing(BINS[0], fillingLevel=0.1))
    held, since = await known(browser)
    url = f"{browser.api}/events?{since}"
    async with browser.http.stream("GET", url) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        await fill(server.city, BINS[0], 0.4)
        async for line in stream.aiter_lines():
            if line.startswith("data: "):
                found = orjson.loads(line.removeprefix("data: "))
                if found["t"] == "patch":
                    apply(found, held)
                    break
            elif line.startswith("id: "):
                assert line.removeprefix("id: ").split(":")[0] in since
    assert list(held.values()) == [(0, 0.4)]


async def test_a_frame_nobody_understands_ends_the_talk(browser):
    async with browser.live() as socket:
        await socket.send('{"t": "shout"}')
        async with asyncio.timeout(LONG_S):
            await socket.wait_closed()
        assert socket.close_code == 1008


async def test_who_stays_is_shown_out_when_the_key_is_withdrawn(
    server, browser, monkeypatch
):
    monkeypatch.setattr(access, "TRUST_S", 0.1)
    keys = server.installation.keys
    await keys.issue(server.city.name, "other")
    events = browser.http.stream("GET", f"{browser.api}/events", timeout=None)
    async with browser.live() as socket, events as stream:
        await frame(socket, "beat")
        await keys.withdraw(server.city.name, "first")
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await frame(socket, "never")
        assert closed.value.rcvd.code == 1008
        async for _ in stream.aiter_bytes():
            pass
    assert (await browser.get("map")).status_code == 403
