"""A real server is polled, and its silence is told."""

import asyncio
from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
import pytest
from aiohttp import web

from mesto.domains.alerts.rules import judge_alert
from mesto.gates.http_pull import gate
from mesto.gates.http_pull.gate import open_polling
from mesto.gates.http_pull.settings import Settings
from mesto.gates.http_pull.watch import ARRIVED, EVENT, MISSING
from mesto.kernel.errors import Forbidden, Malformed, NotFound, Unavailable
from mesto.kernel.mapping import AttributeMapping, RecordMapping
from mesto.kernel.model import Connection, Message
from mesto.kernel.plugin import Known
from mesto.kernel.secret import Secrets

pytestmark = pytest.mark.anyio

MAPPING = RecordMapping(
    entity="urn:ngsi-ld:AirQualityObserved:{id}",
    type="AirQualityObserved",
    time="at",
    attributes=(AttributeMapping(name="pm10", path="pm"),),
)
ALERT = "urn:ngsi-ld:Alert:missing-batch:air"
PATIENCE_S = 10
NONE = Secrets()


class Peer:
    """A server of air quality that can fall silent."""

    def __init__(self):
        self.pm = 5
        self.status = 200
        self.asked: list[web.Request] = []
        self.not_modified = 0

    async def answer(self, request):
        self.asked.append(request)
        if self.status != 200:
            return web.Response(status=self.status)
        if request.headers.get("If-None-Match") == f'"{self.pm}"':
            self.not_modified += 1
            return web.Response(status=304)
        record = {"id": 1, "pm": self.pm, "at": "2026-05-01T00:00Z"}
        return web.json_response(record, headers={"ETag": f'"{self.pm}"'})


@asynccontextmanager
async def serving(peer) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_get("/air", peer.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/air"
    finally:
        await runner.cleanup()


def connection(url, *, secrets=NONE, inside=True, **settings):
    usual = {"mapping": MAPPING, "every_s": 0.02, "allow_private": True}
    return Connection(
        name="air",
        gate="http_pull",
        url=url,
        settings=usual | settings,
        secrets=secrets,
        allow_private=inside,
    )


@asynccontextmanager
async def polled(peer, **settings):
    """Yield a function that waits for the messages that are delivered next."""
    async with serving(peer) as url, open_polling(connection(url, **settings)) as line:
        deliveries = line.deliveries()

        async def heard():
            async with asyncio.timeout(PATIENCE_S):
                while not (delivery := await anext(deliveries)).messages:
                    await delivery.done()
            await delivery.done()
            return delivery.messages

        yield heard
        await deliveries.aclose()


async def until(condition):
    async with asyncio.timeout(PATIENCE_S):
        while not condition():
            await asyncio.sleep(0.01)


async def test_only_what_is_new_is_delivered():
    peer = Peer()
    async with polled(peer) as heard:
        (first,) = await heard()
        waiting = asyncio.ensure_future(heard())
        await until(lambda: peer.not_modified > 2)
        peer.pm = 6
        (second,) = await waiting
    assert b'"pm": 5' in first.payload
    assert b'"pm": 6' in second.payload
    assert first.headers["content-type"].startswith("application/json")


async def test_the_same_body_is_not_new_without_validators_either():
    peer = Peer()
    async with polled(peer) as heard:
        await heard()
        waiting = asyncio.ensure_future(heard())
        await until(lambda: peer.not_modified > 0)
        peer.status = 503
        count = len(peer.asked)
        await until(lambda: len(peer.asked) > count + 1)
        assert not waiting.done()
        peer.pm, peer.status = 6, 200
        assert len(await waiting) == 1


async def test_secrets_are_put_in_when_the_peer_is_asked_and_not_told():
    peer = Peer()
    secrets = Secrets({"password": "p@ss/word", "X-Key": "hidden"})
    async with serving(peer) as url:
        address = url.replace("://", "://town:{secret:password}@")
        settings = {"headers": {"X-Key": "{secret:X-Key}"}, "expected_every_s": 0.2}
        described = connection(address, secrets=secrets, **settings)
        async with open_polling(described) as line:
            deliveries = line.deliveries()
            heard = [*(await anext(deliveries)).messages]
            peer.status = 503
            heard += (await anext(deliveries)).messages
        bare = msgspec.structs.replace(described, secrets=Secrets())
        async with open_polling(bare) as line:
            with pytest.raises(NotFound, match="give it again"):
                await anext(line.deliveries())
    assert peer.asked[0].headers["X-Key"] == "hidden"
    sent = peer.asked[0].headers["Authorization"]
    assert b64decode(sent.removeprefix("Basic ")) == b"town:p@ss/word"
    assert {one.origin for one in heard} == {address}


async def test_a_missing_batch_is_told_once_and_its_end_too():
    peer = Peer()
    async with polled(peer, expected_every_s=0.2) as heard:
        assert [EVENT in one.headers for one in await heard()] == [False, True]
        peer.status = 503
        (missing,) = await heard()
        assert missing.headers[EVENT] == MISSING
        assert b"answers 503" in missing.payload
        peer.pm, peer.status = 6, 200
        news, arrived = await heard()
        assert arrived.headers[EVENT] == ARRIVED
        assert EVENT not in news.headers


async def test_the_alert_of_a_missing_batch_is_raised_and_lowered(city):
    peer = Peer()
    known = Known(connection="air", settings=Settings(mapping=MAPPING))

    async def alert(messages):
        for message in messages:
            await city.record(gate.decode(message, known))
        return (await city.present([ALERT]))[ALERT]

    async with polled(peer, expected_every_s=0.2) as heard:
        await alert(await heard())
        raised = await alert(await heard())
        peer.pm = 6
        lowered = await alert(await heard())
    now = raised.modified_at
    verdict = judge_alert(raised, {}, now)
    assert verdict.status == "warning"
    assert "air" in verdict.cause["cs"]
    assert raised.value("validTo") is None
    assert judge_alert(lowered, {}, now).status == "ok"
    assert lowered.value("validTo") is not None


@pytest.mark.parametrize(("installation", "wish"), [(True, False), (False, True)])
async def test_inside_is_polled_only_where_installation_and_connection_want_it(
    installation, wish
):
    async with (
        serving(Peer()) as url,
        open_polling(connection(url, inside=installation, allow_private=wish)) as line,
    ):
        with pytest.raises(Forbidden, match=r"mesto\.toml"):
            await anext(line.deliveries())


async def test_settings_without_sense_are_refused_at_once():
    with pytest.raises(Malformed, match="every_s"):
        async with open_polling(connection("http://x", every_s=-1)):
            pass


async def test_nothing_is_sent_to_what_is_polled():
    async with open_polling(connection("http://x")) as line:
        with pytest.raises(Unavailable):
            await line.send(Message(payload=b"", origin="x", received_at=None))
