"""A credential is given once, used, and never read again."""

import json
from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import asyncpg
import httpx
import pytest
from aiohttp import web

from mesto.cli.export import write_export
from mesto.gates.mqtt.broker import Broker
from mesto.gates.mqtt.gate import open_link
from mesto.kernel.archive import back_up, restore
from mesto.kernel.city import City, Expect
from mesto.kernel.database import Database
from mesto.kernel.errors import Conflict, Malformed
from mesto.kernel.model import TYPE, Connection, Kind, Message, Observation
from mesto.kernel.question.quarantine import Quarantined
from tests.conftest import Server
from tests.waiting import until

pytestmark = pytest.mark.anyio

AIR = "urn:ngsi-ld:Connection:air"
ALERT = "urn:ngsi-ld:Alert:missing-batch:air"
STATION = "urn:ngsi-ld:AirQualityObserved:1"
PASSWORD, KEY, BOT, STAMP = "pass-w0rd/ŝ", "k3y-of-air", "b0t-t0ken", "st4mp-of-air"
ALL = (PASSWORD, "pass-w0rd%2F", KEY, BOT, STAMP)
LONG_AGO = "2020-01-01T00:00:00Z"
MAPPING = {
    "entity": "urn:ngsi-ld:AirQualityObserved:{id}",
    "type": "AirQualityObserved",
    "attributes": [{"name": "pm10", "path": "pm", "missing": "refuse"}],
}


class Peer:
    """A server of air quality that wants four credentials."""

    def __init__(self) -> None:
        self.port = 0
        self.asked = 0
        self.let_in = 0
        self.record: dict[str, object] = {"id": 1, "pm": 5}

    async def answer(self, request: web.Request) -> web.Response:
        self.asked += 1
        given = request.headers.get("Authorization", "").removeprefix("Basic ")
        wanted = (
            b64decode(given).decode() == f"town:{PASSWORD}",
            request.query.get("appid") == KEY,
            request.headers.get("X-Stamp") == STAMP,
            request.match_info["bot"] == BOT,
        )
        if not all(wanted):
            return web.Response(status=403)
        self.let_in += 1
        return web.json_response(self.record)

    def url(self, userinfo: str, key: str, bot: str = "{secret:bot}") -> str:
        return f"http://{userinfo}@127.0.0.1:{self.port}/{bot}/air?appid={key}"


@asynccontextmanager
async def listening(peer: Peer) -> AsyncIterator[Peer]:
    app = web.Application()
    app.router.add_get("/{bot}/air", peer.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        peer.port = runner.addresses[0][1]
        yield peer
    finally:
        await runner.cleanup()


def settings(**more: object) -> dict[str, object]:
    headers = {"X-Stamp": STAMP, "Accept": "application/json"}
    usual = {"mapping": MAPPING, "headers": headers, "every_s": 0.05}
    return {"type": "JsonProperty", "json": usual | {"allow_private": True} | more}


def connection(peer: Peer) -> dict[str, object]:
    """Describe a connection with all its credentials in clear."""
    password = PASSWORD.replace("/", "%2F")
    return {
        "id": AIR,
        "type": "Connection",
        "gate": "http_pull",
        "url": peer.url(f"town:{password}", KEY),
        "secrets": {"type": "JsonProperty", "json": {"bot": BOT}},
        "settings": settings(),
    }


@pytest.fixture
async def peer() -> AsyncIterator[Peer]:
    async with listening(Peer()) as running:
        yield running


@pytest.fixture
async def api(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=server.url, headers=server.headers) as client:
        yield client


async def state(api: httpx.AsyncClient, entity: dict[str, object]) -> None:
    path = "/ngsi-ld/v1/entityOperations/upsert?options=update"
    answer = await api.post(path, json=[entity])
    assert answer.status_code in (201, 204), answer.text


async def heard(city: City, value: object) -> bool:
    found = (await city.present([STATION])).get(STATION)
    return found is not None and found.value("pm10") == value


async def kept_in_tables(database: Database, schema: str) -> str:
    """Read every table of a municipality but the one of secrets, as text."""
    texts = []
    async with database.owner() as owner:
        tables = await owner.fetch(
            "select tablename from pg_tables where schemaname = $1", schema
        )
        for (table,) in tables:
            if table != "secret":
                rows = await owner.fetch(f'select t::text from "{schema}"."{table}" t')
                texts += [row[0] for row in rows]
    return "\n".join(texts)


async def everything_read(server: Server, api: httpx.AsyncClient, home: Path) -> str:
    """Ask for a connection in every way there is."""
    base = "/ngsi-ld/v1"
    paths = [
        *(f"{base}/entities/{AIR}{form}" for form in ("", "?options=sysAttrs")),
        f"{base}/entities/{AIR}?format=simplified",
        f"{base}/entities?type=Connection&format=concise",
        f"{base}/entities?type=Connection&q=url~=.*",
        f"{base}/temporal/entities/{AIR}?options=sysAttrs",
        f"{base}/temporal/entities?type=Connection&timerel=after&timeAt={LONG_AGO}",
        f"/api/{server.city.name}/quarantine",
        f"/api/{server.city.name}/abnormal",
        f"/api/{server.city.name}/search?q=air",
    ]
    texts = []
    for path in paths:
        answer = await api.get(path)
        assert answer.status_code == 200, (path, answer.text)
        texts.append(answer.text)
    file = home / "export.zip"
    await write_export(server.city, file, datetime.now(UTC), lambda _done, _all: None)
    with ZipFile(file) as archive:
        texts += [archive.read(name).decode() for name in archive.namelist()]
    return "\n".join(texts)


async def test_credentials_are_used_and_in_nothing_that_is_read(
    server: Server,
    api: httpx.AsyncClient,
    peer: Peer,
    database: Database,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    hasty = connection(peer) | {"settings": settings(expected_every_s=0.3)}
    await state(api, hasty)
    await until(lambda: heard(server.city, 5))
    peer.record = {"id": 1, "nothing": "here"}

    async def is_kept() -> bool:
        return (await server.city.ask(Quarantined())).total > 0

    await until(is_kept)
    nobody = str(hasty["url"]).replace(f":{peer.port}/", ":9/")
    await state(api, hasty | {"url": nobody})

    async def is_told() -> bool:
        alert = (await server.city.present([ALERT])).get(ALERT)
        return alert is not None and "cannot be reached" in str(
            alert.value("description")
        )

    await until(is_told)
    read = await everything_read(server, api, tmp_path)
    read += await kept_in_tables(database, server.city.schema)
    read += caplog.text + repr(server.installation.exchanges[server.city.name].register)
    assert "{secret:password}" in read
    assert [text for text in ALL if text in read] == []


async def test_a_connection_is_changed_without_repeating_its_credentials(
    server: Server, api: httpx.AsyncClient, peer: Peer
) -> None:
    await state(api, connection(peer))
    await until(lambda: heard(server.city, 5))
    kept: Any = (await api.get(f"/ngsi-ld/v1/entities/{AIR}")).json()
    peer.record = {"id": 1, "dust": 6}
    attributes = [{"name": "pm10", "path": "dust"}]
    kept["settings"]["json"]["mapping"]["attributes"] = attributes
    patch = {"settings": kept["settings"]}
    assert (await api.patch(f"/ngsi-ld/v1/entities/{AIR}/attrs", json=patch)).is_success
    await until(lambda: heard(server.city, 6))
    peer.record = {"id": 1, "dust": 7}
    replaced = await api.put(f"/ngsi-ld/v1/entities/{AIR}", json=kept)
    assert replaced.is_success, replaced.text
    await until(lambda: heard(server.city, 7))


async def test_a_credential_goes_to_no_address_but_the_one_it_was_given_for(
    server: Server, api: httpx.AsyncClient, peer: Peer
) -> None:
    await state(api, connection(peer))
    await until(lambda: heard(server.city, 5))
    troubles = server.installation.exchanges[server.city.name].tally.troubles
    async with listening(Peer()) as other:
        elsewhere = other.url("town:{secret:password}", "{secret:appid}")
        await state(api, {"id": AIR, "type": "Connection", "url": elsewhere})

        async def is_refused() -> bool:
            told = troubles["air"].reason if "air" in troubles else ""
            return "was not given for this address" in told

        await until(is_refused)
        assert other.asked == 0
        other.record = {"id": 1, "pm": 8}
        await state(api, connection(other))
        await until(lambda: heard(server.city, 8))


async def test_a_new_password_is_used_at_once(
    server: Server, api: httpx.AsyncClient, tmp_path: Path
) -> None:
    broker = Broker(tmp_path / "broker", 0, {"kladno": "old-key"})
    await broker.start()
    description = {
        "id": AIR,
        "type": "Connection",
        "gate": "mqtt",
        "url": f"mqtt://kladno:old-key@127.0.0.1:{broker.port}",
        "settings": {
            "type": "JsonProperty",
            "json": {"topics": ["air/#"], "mappings": [MAPPING | {"topic": "air/+"}]},
        },
    }

    async def says(key: str, pm: int) -> bool:
        line = Connection(
            name="device",
            gate="mqtt",
            url=f"mqtt://kladno:{key}@127.0.0.1:{broker.port}",
            settings={"topics": ["none"]},
            allow_private=True,
        )
        payload = json.dumps({"id": 1, "pm": pm}).encode()
        said = Message(payload=payload, origin="air/1", received_at=datetime.now(UTC))
        async with open_link(line) as device:
            await device.send(said)
        return await heard(server.city, pm)

    try:
        await state(api, description)
        await until(lambda: says("old-key", 5))
        await broker.reload({"kladno": "new-key"})
        renewed = str(description["url"]).replace("old-key", "new-key")
        await state(api, {"id": AIR, "type": "Connection", "url": renewed})
        await until(lambda: says("new-key", 6))
    finally:
        await broker.stop()


def url_of(password: str, **told: Any) -> Observation:
    words = {"entity": AIR, "attribute": "url", "source": "test"}
    value = f"mqtt://town:{password}@broker"
    return Observation(**words, value=value, **told)


async def given(city: City) -> dict[str, str]:
    found = (await city.secrets([AIR])).get(AIR, [])
    return {one.name: one.value for one in found}


async def test_the_municipalitys_own_role_cannot_read_what_it_wrote(city: City) -> None:
    await city.record([url_of("hidden")])
    assert await given(city) == {"password": "hidden"}
    async with city.bound() as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.fetch("select value from secret")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.fetch("select * from secret")


async def test_a_call_that_is_refused_changes_no_secret(city: City) -> None:
    await city.record([url_of("right")])
    with pytest.raises(Conflict):
        await city.record([url_of("wrong")], expect=[Expect(entity=AIR, exists=False)])
    assert await given(city) == {"password": "right"}


async def test_without_an_address_nobody_knows_where_a_secret_may_go(
    city: City,
) -> None:
    secret = Observation(
        entity=AIR,
        attribute="secrets",
        value={"bot": BOT},
        kind=Kind.JSON_PROPERTY,
        source="test",
    )
    with pytest.raises(Malformed, match="url"):
        await city.record([secret])
    await city.record([url_of("hidden")])
    await city.record([secret])
    assert await given(city) == {"password": "hidden", "bot": BOT}


async def test_a_correction_of_the_past_hides_its_credentials_too(
    city: City, database: Database
) -> None:
    at = datetime(2026, 5, 1, tzinfo=UTC)
    await city.record([url_of("first-one", observed_at=at)])
    assert await city.correct([url_of("second-one", observed_at=at, unit="C62")]) == 1
    assert await given(city) == {"password": "second-one"}
    assert "-one" not in await kept_in_tables(database, city.schema)


async def test_the_secrets_of_a_deleted_connection_go_after_a_day(city: City) -> None:
    now = datetime.now(UTC)
    await city.record([url_of("hidden")])
    await city.forget_old(now + timedelta(days=9))
    assert await given(city) == {"password": "hidden"}
    gone = Observation(entity=AIR, attribute=TYPE, deleted=True, source="test")
    await city.record([gone])
    await city.forget_old(now + timedelta(hours=23))
    assert await given(city) == {"password": "hidden"}
    await city.forget_old(now + timedelta(hours=25))
    assert await given(city) == {}


async def test_secrets_come_back_from_a_backup(
    city: City, database: Database, tmp_path: Path
) -> None:
    await city.record([url_of("hidden")])
    file = tmp_path / "backup"
    await back_up(database, file, city.name)
    await database.remove(city.name)
    assert await restore(database, file) == [city.name]
    back = City(database, city.name)
    assert await given(back) == {"password": "hidden"}
    async with back.bound() as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.fetch("select value from secret")
    await back.record([url_of("newer")])
    assert await given(back) == {"password": "newer"}


async def test_what_a_hook_brings_to_prove_itself_is_not_kept(
    server: Server, api: httpx.AsyncClient
) -> None:
    await state(
        api,
        {
            "id": "urn:ngsi-ld:Connection:lamps",
            "type": "Connection",
            "gate": "mqtt",
            "url": "webhook:",
        },
    )

    async def is_kept() -> bool:
        await api.post(
            "/hooks/lamps?event=up&token=t0p",
            content=b"?",
            headers={"X-Downlink-Apikey": "t1p", "X-Event": "up"},
        )
        return (await server.city.ask(Quarantined())).total > 0

    await until(is_kept)
    held = (await server.city.ask(Quarantined())).messages[0]
    assert held.origin == "/hooks/lamps?event=up&token=…"
    async with server.city.bound() as connection:
        headers = await connection.fetchval("select headers from quarantine limit 1")
    assert "x-event" in headers
    assert "t1p" not in headers
