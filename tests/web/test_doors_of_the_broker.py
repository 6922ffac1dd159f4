"""Two towns on one broker: who comes in by MQTT, and what they hear and bring there.

The broker knows no rights, so it is open to one key of a town alone: the oldest that
may see and record everything, at any pace. Everybody else is sent away.
"""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest

from mesto.rim import upkeep
from tests.conftest import serving
from tests.gates.mqtt.peer import peer_at
from tests.waiting import until
from tests.web.person import PHRASE

pytestmark = pytest.mark.anyio

REFUSED = 0x80  #: MQTT 3.1.1, 3.9.3
PART = {"title": {"en": "Bins"}, "rights": [{"verbs": ["see"], "services": ["waste"]}]}
BINS = {
    "gate": "mqtt",
    "url": "mqtt://embedded",
    "settings": {
        "topics": ["bins/#"],
        "mappings": [
            {
                "topic": "bins/{id}",
                "entity": "urn:ngsi-ld:WasteContainer:{$topic.id}",
                "type": "WasteContainer",
                "attributes": [{"name": "fillingLevel", "path": "level"}],
            }
        ],
    },
}


class Towns:
    """Our town and theirs, at one broker."""

    def __init__(self, server, other):
        self.installation, self.url = server.installation, server.url
        self.port = server.installation.broker.port
        self.ours, self.theirs = server.city.name, other
        self.keys = server.installation.new_keys

    def client(self, town):
        headers = {"Authorization": f"Bearer {self.keys[town]}"}
        at = f"{self.url}/api/{town}/"
        return httpx.AsyncClient(base_url=at, headers=headers)

    def peer(self, user, key):
        return peer_at(self.port, user, key)

    async def lets_in(self, user, key):
        def knock():
            with self.peer(user, key) as somebody:
                return somebody.is_in()

        return await asyncio.to_thread(knock)


@pytest.fixture
async def towns(dsn, database, municipality, tmp_path, monkeypatch):
    monkeypatch.setattr(upkeep, "ACCOUNTS_EVERY_S", 0.05)
    other = f"t{uuid4().hex[:12]}"
    async with serving(
        dsn, database, municipality, tmp_path, broker=True, besides=[other]
    ) as server:
        yield Towns(server, other)


async def strangers(towns) -> list[tuple[str | None, str]]:
    """Everybody whom our broker's account is not for: a name, and what it brings."""
    keys = towns.installation.keys
    ours, theirs = towns.ours, towns.theirs
    async with towns.client(ours) as http:
        assert (await http.put("roles/part", json=PART)).status_code == 204
        person = {"login": f"jana@{ours}", "roles": ["administrator"]}
        link = (await http.post("people", json=person)).json()["link"]
    async with httpx.AsyncClient(base_url=towns.url) as browser:
        await browser.post("/api/session", json={"link": link, "password": PHRASE})
        session = browser.cookies["mesto-session"]
    over = datetime.now(UTC) - timedelta(hours=1)
    brought = [
        "",
        "wrong",
        PHRASE,
        session,
        towns.keys[theirs],
        await keys.issue(ours, "looks", ["viewer"]),
        await keys.issue(ours, "a part", ["part"]),
        await keys.issue(ours, "over", ["administrator"], expires_at=over),
        await keys.issue(ours, "at a pace", ["administrator"], per_minute=60),
        await keys.issue(ours, "second", ["administrator"]),
    ]
    own = towns.keys[ours]
    others = [(None, ""), (theirs, own), (f"g{ours}", own)]
    others += [(f"{name}/mesto", own) for name in (ours, theirs)]
    return [*others, (f"jana@{ours}", PHRASE), *((ours, word) for word in brought)]


async def test_the_broker_lets_in_the_key_of_a_town_and_nobody_else(towns):
    assert await towns.lets_in(towns.ours, towns.keys[towns.ours])
    for user, word in await strangers(towns):
        assert not await towns.lets_in(user, word), (user, word)
    assert await towns.lets_in(towns.theirs, towns.keys[towns.theirs])


async def test_a_key_that_is_withdrawn_is_thrown_out_and_the_next_comes_in(towns):
    keys, ours, first = towns.installation.keys, towns.ours, towns.keys[towns.ours]
    second = await keys.issue(ours, "second", ["system"])
    await keys.issue(ours, "looks", ["viewer"])

    def stay() -> Iterator[bool]:
        with towns.peer(ours, first) as somebody:
            yield somebody.is_in()
            yield somebody.is_in()  # it comes again by itself

    staying = stay()
    assert await asyncio.to_thread(next, staying)
    (known, *_) = await keys.known(ours)
    await keys.withdraw(ours, known.number)
    assert not await asyncio.to_thread(next, staying)
    staying.close()
    assert await towns.lets_in(ours, second)
    await keys.withdraw(ours, "second")

    async def is_shut():
        return not await towns.lets_in(ours, second)

    await until(is_shut)


async def test_what_a_town_says_by_mqtt_is_heard_and_recorded_in_it_alone(towns):
    ours, theirs = towns.ours, towns.theirs
    for town in (ours, theirs):
        async with towns.client(town) as http:
            kept = await http.put("connections/bins", json=BINS)
            assert kept.is_success, kept.text

    def talk():
        """Say something on both sides, and return what each heard until its own end."""
        with (
            towns.peer(ours, towns.keys[ours]) as we,
            towns.peer(theirs, towns.keys[theirs]) as they,
        ):
            assert we.is_in()
            assert they.is_in()
            they.publish("bins/before", b'{"level": 0.1}', retain=True)
            for pattern in ("#", "bins/+", f"{theirs}/#"):
                assert we.subscribe(pattern) == [1]
            for pattern in ("$JS/#", "$SYS/#", "$MQTT/sess/#"):
                assert we.subscribe(pattern) == [REFUSED], pattern
            they.subscribe("#")
            they.publish("bins/theirs", b'{"level": 0.2}', retain=True)
            for topic in (f"{theirs}/x", "$MQTT/sess/x", "$JS/API/INFO"):
                we.publish(topic, b'{"level": 0.9}')
            we.publish("bins/ours", b'{"level": 0.3}', retain=True)
            they.publish("bins/after", b'{"level": 0.4}', retain=True)
            return heard_until("bins/ours", we), heard_until("bins/after", they)

    heard = await asyncio.to_thread(talk)
    assert heard[0] == {"bins/ours", f"{theirs}/x"}
    assert heard[1] == {"bins/before", "bins/theirs", "bins/after"}
    for town, bins in ((ours, {"ours"}), (theirs, {"before", "theirs", "after"})):
        city = towns.installation.cities[town]
        there = {f"urn:ngsi-ld:WasteContainer:{name}" for name in bins}

        async def is_recorded(city=city, there=there):
            return set(await city.entities("WasteContainer")) == there

        await until(is_recorded)


def heard_until(last, peer):
    """The topics somebody hears, up to the last one."""
    topics = set()
    while last not in topics:
        topics.add(peer.heard.get(timeout=30)[0])
    return topics
