"""What subscribers are told, and that they are told it (5.8.6)."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiomqtt
import asyncpg
import httpx
import pytest

from mesto.gates.ngsi_ld import temporal_provision
from mesto.gates.ngsi_ld.subscriptions import delivery, store
from mesto.gates.ngsi_ld.subscriptions.delivery import Delivery
from mesto.kernel.access.keys import Keys
from mesto.kernel.access.rights import Right, Role, Verb
from mesto.kernel.access.roles import Roles
from mesto.kernel.database import Database
from mesto.kernel.errors import Forbidden, Unavailable
from mesto.kernel.signing import is_signed
from tests.conftest import Server, serving
from tests.gates.ngsi_ld.subscriptions.conftest import Listener
from tests.waiting import LONG_S, until

pytestmark = pytest.mark.anyio

CAR = "urn:ngsi-ld:Vehicle:1"
PATH = f"/entities/{CAR}"
NULL = "urn:ngsi-ld:null"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"


async def subscribe(
    api: httpx.AsyncClient, listener: Listener, **more: Any
) -> dict[str, Any]:
    notification = {"endpoint": {"uri": listener.url}, **more.pop("notification", {})}
    said = {
        "type": "Subscription",
        "entities": [{"type": "Vehicle"}],
        **more,
        "notification": notification,
    }
    answer = await api.post("/subscriptions", json=said)
    assert answer.status_code == 201, answer.text
    return {"path": answer.headers["Location"].removeprefix("/ngsi-ld/v1")}


async def create(api: httpx.AsyncClient, **attributes: Any) -> None:
    answer = await api.post(
        "/entities", json={"id": CAR, "type": "Vehicle", **attributes}
    )
    assert answer.status_code == 201, answer.text


async def end_of_telling(api: httpx.AsyncClient, listener: Listener) -> list[Any]:
    """Let something happen that is told for sure, and return what came before it."""
    await subscribe(api, listener, entities=[{"type": "End"}])
    await api.post("/entities", json={"id": "urn:x:end", "type": "End", "a": 1})

    async def ended() -> bool:
        return any(one["data"][0]["id"] == "urn:x:end" for one in listener.told)

    await until(ended)
    return [one for one in listener.told if one["data"][0]["id"] != "urn:x:end"]


async def test_a_change_is_told_with_the_entity_as_it_is(
    api: httpx.AsyncClient, listener: Listener
) -> None:
    """5.3.1 and 5.8.6."""
    await create(api, speed={"value": 50}, colour="red")
    kept = await subscribe(api, listener)
    await api.patch(f"{PATH}/attrs/speed", json={"value": 60})
    (told,) = await listener.after(1)
    assert told["type"] == "Notification"
    assert told["subscriptionId"] == kept["path"].removeprefix("/subscriptions/")
    assert told["data"] == [(await api.get(PATH)).json()]
    assert 'rel="http://www.w3.org/ns/json-ld#context"' in listener.headers[0]["Link"]
    assert "NGSILD-Tenant" not in listener.headers[0]

    async def counted() -> bool:
        said = (await api.get(kept["path"])).json()["notification"]
        return (said.get("timesSent"), said.get("status")) == (1, "ok")

    await until(counted)


async def test_only_what_is_watched_and_fits_the_queries_is_told(
    api: httpx.AsyncClient, listener: Listener
) -> None:
    """5.8.6: watchedAttributes, q, geoQ, scopeQ."""
    here = {"type": "Point", "coordinates": [14.1, 50.1]}
    square = [[14, 50], [15, 50], [15, 51], [14, 51], [14, 50]]
    await create(api, speed=50, colour="red", location=here)
    await subscribe(
        api,
        listener,
        watchedAttributes=["speed"],
        q="speed>60",
        geoQ={"georel": "within", "geometry": "Polygon", "coordinates": [square]},
    )
    await api.patch(f"{PATH}/attrs", json={"colour": "blue"})
    await api.patch(f"{PATH}/attrs", json={"speed": 55})
    await api.patch(f"{PATH}/attrs", json={"speed": 65})
    away = {"type": "Point", "coordinates": [20, 45]}
    await listener.after(1)
    await api.patch(f"{PATH}/attrs", json={"speed": 70, "location": away})
    (told,) = await end_of_telling(api, listener)
    assert told["data"][0]["speed"]["value"] == 65


async def test_what_was_before_the_subscription_is_not_told(
    api: httpx.AsyncClient, listener: Listener
) -> None:
    for number in range(5):
        await api.post(
            "/entities", json={"id": f"{CAR}{number}", "type": "Vehicle", "a": 1}
        )
    await subscribe(api, listener)
    assert await end_of_telling(api, listener) == []


async def test_what_was_before_and_what_came_after_are_not_one(
    server: Server, api: httpx.AsyncClient, listener: Listener
) -> None:
    """An update is one, also when it is read together with the creation."""
    await subscribe(api, listener, entities=[{"type": "Nothing"}])
    async with server.city.database.owner() as connection:
        holding = connection.transaction()
        await holding.start()
        await connection.execute("select pg_current_xact_id()")  # nobody reads beyond
        await create(api, speed=50)
        await subscribe(api, listener, notificationTrigger=["attributeUpdated"])
        await api.patch(f"{PATH}/attrs", json={"speed": 60})
        await holding.rollback()
    (told,) = await listener.after(1)
    assert told["data"][0]["speed"]["value"] == 60


TRIGGERS: list[tuple[str, str]] = [
    ("entityCreated", "create"),
    ("attributeCreated", "append"),
    ("attributeUpdated", "update"),
    ("attributeDeleted", "remove"),
    ("entityDeleted", "delete"),
]


async def test_each_trigger_tells_of_what_it_names_and_of_nothing_else(
    api: httpx.AsyncClient, listener: Listener
) -> None:
    """5.2.12 and 5.8.6: notificationTrigger."""
    of = {}
    for trigger, deed in TRIGGERS:
        kept = await subscribe(
            api, listener, watchedAttributes=["b"], notificationTrigger=[trigger]
        )
        of[kept["path"].removeprefix("/subscriptions/")] = deed
    deeds = {
        "create": lambda: create(api, a=1),
        "append": lambda: api.post(f"{PATH}/attrs", json={"b": 1}),
        "update": lambda: api.patch(f"{PATH}/attrs", json={"b": 2}),
        "remove": lambda: api.delete(f"{PATH}/attrs/b"),
        "delete": lambda: api.delete(PATH),
    }
    for count, deed in enumerate(deeds, 1):
        await deeds[deed]()
        told = (await listener.after(count))[count - 1]
        assert of[told["subscriptionId"]] == deed
    assert len(await end_of_telling(api, listener)) == len(deeds)


async def test_what_was_taken_away_is_told_as_null_with_what_it_was(
    api: httpx.AsyncClient, listener: Listener
) -> None:
    """4.5.0, 5.2.14 and 5.8.6: showChanges."""
    await create(api, speed=50, owner={"object": "urn:x:me"}, name="a car")
    await subscribe(
        api,
        listener,
        notificationTrigger=["attributeUpdated", "attributeDeleted", "entityDeleted"],
        notification={"showChanges": True},
    )
    await api.patch(f"{PATH}/attrs", json={"speed": 60})
    (first,) = await listener.after(1)
    speed = first["data"][0]["speed"]
    assert speed == {"type": "Property", "value": 60, "previousValue": 50}
    await api.delete(f"{PATH}/attrs/owner")
    *_, second = await listener.after(2)
    gone = {"type": "Relationship", "object": NULL, "previousObject": "urn:x:me"}
    assert second["data"][0]["owner"] == gone
    await api.delete(PATH)
    *_, third = await listener.after(3)
    (data,) = third["data"]
    assert data.keys() == {"id", "type", "deletedAt", "speed", "name"}
    assert (data["speed"]["value"], data["speed"]["previousValue"]) == (NULL, 60)


async def test_it_is_told_as_the_subscriber_wants_it(
    api: httpx.AsyncClient, municipality: str, listener: Listener
) -> None:
    """5.2.14, 6.3.8 and 6.3.14: format, attributes, accept, receiverInfo, tenant."""
    api.headers["NGSILD-Tenant"] = municipality
    here = {"type": "Point", "coordinates": [14.1, 50.1]}
    endpoint = {
        "uri": listener.url,
        "accept": "application/ld+json",
        "receiverInfo": [{"key": "X-Town", "value": "Kladno"}],
    }
    as_geo = {"uri": listener.url, "accept": "application/geo+json"}
    short = {"format": "keyValues", "attributes": ["speed"], "endpoint": endpoint}
    await subscribe(api, listener, notification=short)
    await create(api, speed=50, colour="red", location=here)
    (told,) = await listener.after(1)
    (data,) = told["data"]
    assert "ngsi-ld-core-context" in data.pop("@context")
    assert data == {"id": CAR, "type": "Vehicle", "speed": 50}
    assert "ngsi-ld-core-context" in told["@context"]
    assert listener.headers[0]["Content-Type"] == "application/ld+json"
    assert listener.headers[0]["X-Town"] == "Kladno"
    await subscribe(
        api,
        listener,
        watchedAttributes=["colour"],
        notification={"endpoint": as_geo, "format": "concise"},
    )
    await api.patch(f"{PATH}/attrs", json={"colour": "blue"})
    told = next(one for one in await listener.after(3) if "features" in one["data"])
    (feature,) = told["data"]["features"]
    assert (feature["geometry"], feature["properties"]["colour"]) == (here, "blue")
    assert {one["NGSILD-Tenant"] for one in listener.headers} == {municipality}


async def test_it_is_told_on_a_topic_of_a_broker(
    dsn: str, database: Database, municipality: str, tmp_path: Path
) -> None:
    """7.2 and 6.3.14: metadata, with the tenant, and body; MQTT-QoS, MQTT-Version."""
    async with serving(dsn, database, municipality, tmp_path, broker=True) as server:
        assert server.installation.broker is not None
        port = server.installation.broker.port
        who = {"username": municipality, "password": server.key}
        named = {**server.headers, "NGSILD-Tenant": municipality}
        async with (
            aiomqtt.Client("127.0.0.1", port, **who) as client,
            httpx.AsyncClient(
                base_url=f"{server.url}/ngsi-ld/v1", headers=named
            ) as api,
        ):
            await client.subscribe("told/cars", qos=1)
            url = f"mqtt://{municipality}:{server.key}@127.0.0.1:{port}/told/cars"
            how = {"MQTT-QoS": "1", "MQTT-Version": "mqtt3.1.1"}
            endpoint = {
                "uri": url,
                "receiverInfo": [{"key": "X-Town", "value": "Kladno"}],
                "notifierInfo": [{"key": k, "value": v} for k, v in how.items()],
            }
            await subscribe(api, Listener(), notification={"endpoint": endpoint})
            await create(api, speed=50)
            message = await anext(aiter(client.messages))
    told = json.loads(bytes(message.payload))
    assert message.qos == 1
    assert told["metadata"]["X-Town"] == "Kladno"
    assert told["metadata"]["Content-Type"] == "application/json"
    assert told["metadata"]["NGSILD-Tenant"] == municipality
    assert told["body"]["data"][0]["id"] == CAR


async def test_it_is_told_every_so_often_whatever_happens(
    api: httpx.AsyncClient, listener: Listener
) -> None:
    """5.8.6, timeInterval."""
    await create(api, speed=50)
    await subscribe(api, listener, entities=[{"type": "Nothing"}])
    await subscribe(api, listener, timeInterval=1, isActive=False)
    await subscribe(api, listener, timeInterval=3600)
    there = {"georel": "within", "geometry": "Point", "coordinates": [14, 50]}
    await subscribe(api, listener, timeInterval=1, geoQ=there)
    kept = await subscribe(api, listener, timeInterval=1)
    told = await listener.after(2)
    assert all(one["data"][0]["id"] == CAR for one in told)
    assert {f"/subscriptions/{one['subscriptionId']}" for one in told} == {kept["path"]}


async def test_who_is_paused_or_throttled_is_not_told(
    api: httpx.AsyncClient, listener: Listener
) -> None:
    """5.8.6: isActive, throttling."""
    await create(api, speed=50)
    await subscribe(api, listener, isActive=False)
    await subscribe(api, listener, throttling=600)
    await api.patch(f"{PATH}/attrs", json={"speed": 60})
    await listener.after(1)
    await api.patch(f"{PATH}/attrs", json={"speed": 70})
    assert len(await end_of_telling(api, listener)) == 1


async def test_who_was_told_just_now_reads_that_it_was_told(
    api: httpx.AsyncClient, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """5.8.6: lastNotification and lastSuccess, however soon it asks."""
    noted = Delivery.noted

    async def let_go_when_waited_for(carrier: Delivery, of: str) -> None:
        assert listener.holds is not None
        listener.holds.set()
        await noted(carrier, of)

    listener.holds = asyncio.Event()
    monkeypatch.setattr(Delivery, "noted", let_go_when_waited_for)
    monkeypatch.setattr(delivery, "PATIENCE_S", 60.0)
    await create(api, speed=0)
    patient = {"endpoint": {"uri": listener.url, "timeout": 60_000}}
    kept = await subscribe(api, listener, notification=patient)
    await api.patch(f"{PATH}/attrs", json={"speed": 1})
    await listener.after(1)
    said = (await api.get(kept["path"])).json()["notification"]
    assert said["status"] == "ok"
    assert said["lastNotification"] == said["lastSuccess"]


async def test_what_is_erased_at_once_was_told_before(
    server: Server,
    api: httpx.AsyncClient,
    listener: Listener,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """5.6.16 and 5.8.6: a deletion, of an entity whose past goes with it."""
    asked = asyncio.Event()

    async def asking(*about: Any) -> bool:
        asked.set()
        return await store.is_read(*about)

    monkeypatch.setattr(temporal_provision, "is_read", asking)
    monkeypatch.setattr(temporal_provision, "LOOKS", LONG_S * 50)
    await create(api, speed=0)
    await subscribe(api, listener, notificationTrigger=["entityDeleted"])
    async with server.city.bound() as connection, connection.transaction():
        await connection.execute("select pg_current_xact_id()")  # hides what follows
        assert (await api.delete(PATH)).status_code == 204
        erasing = asyncio.create_task(api.delete(f"/temporal{PATH}"))
        waiting = asyncio.create_task(asked.wait())
        await asyncio.wait({erasing, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
    assert (await erasing).status_code == 204
    (told,) = await listener.after(1)
    assert told["data"][0]["id"] == CAR
    assert "deletedAt" in told["data"][0]


async def test_what_was_not_taken_is_told_again_and_in_order(
    api: httpx.AsyncClient, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """5.8.6: lastFailure, and what we add: nothing is lost."""
    monkeypatch.setattr(delivery, "FIRST_S", 0.1)
    listener.answers[:] = [503, 404]
    await create(api, speed=0)
    kept = await subscribe(api, listener)
    for speed in (1, 2, 3):
        await api.patch(f"{PATH}/attrs", json={"speed": speed})

    async def last() -> bool:
        return (
            bool(listener.told) and listener.told[-1]["data"][0]["speed"]["value"] == 3
        )

    await until(last)
    speeds = [one["data"][0]["speed"]["value"] for one in listener.told]
    assert speeds == sorted(speeds)
    said = (await api.get(kept["path"])).json()["notification"]
    assert said["timesFailed"] == 2
    assert "lastFailure" in said


async def test_of_too_many_that_wait_the_oldest_are_given_up(
    server: Server, api: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MOST", 2)
    monkeypatch.setattr(delivery, "FIRST_S", 3600.0)
    await create(api, speed=0)
    await subscribe(api, Listener(url="http://127.0.0.1:9/nobody"))
    (of,) = (await api.get("/subscriptions")).json()
    told = [store.Told(of["id"], b"{}", {}) for _ in range(5)]
    await store.keep(server.city, told)
    ((first, *_),) = await store.due(server.city, [], 9, 9)
    trip = store.Trip(
        subscription=of["id"],
        taken=[],
        failed=first,
        why="nobody is there",
        due_at=datetime.now(UTC),
    )
    await store.settle(server.city, [trip])
    async with server.city.bound() as connection:
        rows = await connection.fetch(
            "select due_at is null as given_up from notification order by number"
        )
    assert [row["given_up"] for row in rows] == [True, True, False, False]


async def test_what_was_given_up_is_seen_and_sent_again_or_dropped(
    api: httpx.AsyncClient, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What we add to 5.8.6: nothing is lost without somebody deciding so."""
    monkeypatch.setattr(delivery, "MOST_TRIES", 1)
    listener.answers[:] = [503, 503, 503]
    await create(api, speed=0)
    path = (await subscribe(api, listener))["path"]
    given_up = f"{path}/givenUp"
    assert (await api.get(given_up)).json() == []
    for speed in (1, 2, 3):
        await api.patch(f"{PATH}/attrs", json={"speed": speed})

        async def refused(count: int = speed) -> bool:
            return len((await api.get(given_up)).json()) == count

        await until(refused)
    shown = (await api.get(given_up, params={"count": True, "limit": 2})).json()
    values = [one["notification"]["data"][0]["speed"]["value"] for one in shown]
    assert values == [1, 2]
    numbers = [one["number"] for one in shown]
    dropped = await api.delete(given_up, params={"id": numbers[0]})
    assert dropped.json() == {"dropped": 1}
    assert (await api.post(given_up)).json() == {"sent": 2}
    told = await listener.after(2)
    assert [one["data"][0]["speed"]["value"] for one in told] == [2, 3]
    assert (await api.get(given_up)).json() == []
    assert (await api.post(given_up, params={"id": "x"})).status_code == 400
    assert (await api.get("/subscriptions/urn:x:nobody/givenUp")).status_code == 404


async def test_who_says_a_secret_is_told_with_a_signature_and_reads_it_nowhere(
    server: Server, api: httpx.AsyncClient, listener: Listener
) -> None:
    """What we add to 5.2.15, by Standard Webhooks 1.0."""
    await create(api, speed=0)
    path = await subscribe_signed(api, listener, SECRET)
    await api.patch(f"{PATH}/attrs", json={"speed": 1})
    await listener.after(1)
    headers = {name.lower(): text for name, text in listener.headers[0].items()}
    now = datetime.now(UTC)
    assert is_signed(headers, listener.bodies[0], SECRET, now)
    assert not is_signed(headers, listener.bodies[0] + b" ", SECRET, now)
    shown = (await api.get(path)).text
    assert SECRET not in shown
    async with server.city.bound() as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.fetch("select secret from subscription_secret")


async def test_what_is_read_of_a_signed_subscription_is_written_back(
    api: httpx.AsyncClient, listener: Listener
) -> None:
    await create(api, speed=0)
    path = await subscribe_signed(api, listener, SECRET)
    notification = {
        "endpoint": (await api.get(path)).json()["notification"]["endpoint"]
    }
    for after in (notification, signed(listener, OTHER)):
        answer = await api.patch(path, json={"notification": after})
        assert answer.status_code == 204, answer.text
        await api.patch(f"{PATH}/attrs", json={"speed": len(listener.told) + 1})
        await listener.after(len(listener.told) + 1)
    for number, secret in enumerate((SECRET, OTHER)):
        headers = {n.lower(): text for n, text in listener.headers[number].items()}
        assert is_signed(headers, listener.bodies[number], secret, datetime.now(UTC))


@pytest.mark.parametrize("secret", ["short", "whsec_!!!", "{secret:signing}", 7])
async def test_what_nobody_should_sign_with_is_refused(
    api: httpx.AsyncClient, listener: Listener, secret: Any
) -> None:
    said = {
        "type": "Subscription",
        "entities": [{"type": "Vehicle"}],
        "notification": signed(listener, secret),
    }
    assert (await api.post("/subscriptions", json=said)).status_code == 400


def signed(listener: Listener, secret: Any) -> dict[str, Any]:
    info = [{"key": "Signing-Secret", "value": secret}]
    return {"endpoint": {"uri": listener.url, "notifierInfo": info}}


async def subscribe_signed(
    api: httpx.AsyncClient, listener: Listener, secret: str
) -> str:
    kept = await subscribe(api, listener, notification=signed(listener, secret))
    return str(kept["path"])


async def test_who_may_see_little_is_told_little(
    server: Server, api: httpx.AsyncClient, listener: Listener
) -> None:
    name, host = server.city.name, server.city
    right = Right(
        verbs=frozenset({Verb.SEE}), types=("Vehicle",), attributes=("colour",)
    )
    await Roles(name, host.bound, {}).keep(Role(name="painter", rights=(right,)))
    key = await Keys(host.database).issue(name, "paint", roles=["painter"])
    async with httpx.AsyncClient(
        base_url=f"{server.url}/ngsi-ld/v1", headers={"Authorization": f"Bearer {key}"}
    ) as other:
        await subscribe(other, listener)
        await subscribe(other, listener, q="speed>1")
    await create(api, speed=50)
    await api.post(f"{PATH}/attrs", json={"colour": "red"})
    (told,) = await end_of_telling(api, listener)
    assert told["data"][0].keys() == {"id", "type", "colour"}


def test_a_failure_is_tried_ever_more_seldom_and_not_for_ever() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    *waits, last = (
        delivery.next_try(Unavailable(""), tries, 60.0, at)
        for tries in range(1, delivery.MOST_TRIES + 1)
    )
    assert waits[0] == at + timedelta(seconds=60)
    assert waits == sorted(one for one in waits if one is not None)
    assert last is None
    assert delivery.next_try(Forbidden(""), 1, 60.0, at) is None
