"""Subscriptions as they are kept: created, read, listed, updated, deleted (5.8)."""

from typing import Any

import httpx
import pytest

from mesto.gates.ngsi_ld.subscriptions import store
from mesto.kernel.access.keys import Keys
from tests.conftest import Server

pytestmark = pytest.mark.anyio

URN = "urn:ngsi-ld:Subscription:1"
PATH = f"/subscriptions/{URN}"
TERMS = {"speed": "https://town.example/terms#speed"}
LD = {"Content-Type": "application/ld+json"}


def wish(**more: Any) -> dict[str, Any]:
    return {
        "id": URN,
        "type": "Subscription",
        "entities": [{"type": "Vehicle"}],
        "notification": {"endpoint": {"uri": "http://127.0.0.1:9/notify"}},
        **more,
    }


def notified(**more: Any) -> dict[str, Any]:
    return {"endpoint": {"uri": "http://127.0.0.1:9/notify"}, **more}


def error(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


async def test_a_subscription_is_created_once_read_and_deleted(
    api: httpx.AsyncClient,
) -> None:
    """5.8.1, 5.8.3, 5.8.5, 6.10 and 6.11."""
    created = await api.post("/subscriptions", json=wish(watchedAttributes=["speed"]))
    assert created.status_code == 201
    assert created.headers["Location"] == f"/ngsi-ld/v1{PATH}"
    assert error(await api.post("/subscriptions", json=wish())) == (
        409,
        "AlreadyExists",
    )
    read = (await api.get(PATH)).json()
    assert read == wish(
        watchedAttributes=["speed"],
        status="active",
        notificationTrigger=["attributeCreated", "attributeUpdated"],
    )
    assert "createdAt" in (await api.get(PATH, params={"options": "sysAttrs"})).json()
    assert (await api.delete(PATH)).status_code == 204
    assert error(await api.get(PATH)) == (404, "ResourceNotFound")
    assert error(await api.delete(PATH)) == (404, "ResourceNotFound")


async def test_names_are_given_back_as_the_reader_spells_them(
    api: httpx.AsyncClient,
) -> None:
    """5.8.3: compaction of what was expanded."""
    said = wish(watchedAttributes=["speed"], **{"@context": TERMS})
    await api.post("/subscriptions", json=said, headers=LD)
    assert (await api.get(PATH)).json()["watchedAttributes"] == [TERMS["speed"]]


async def test_a_context_of_several_parts_gets_an_address(
    api: httpx.AsyncClient,
) -> None:
    """5.8.1 and 5.13.1, ImplicitlyCreated: notifications in JSON link to it."""
    said = wish(**{"@context": [TERMS, {"fuel": "https://town.example/terms#fuel"}]})
    await api.post("/subscriptions", json=said, headers=LD)
    kept = await api.get("/jsonldContexts", params={"kind": "ImplicitlyCreated"})
    (address,) = kept.json()
    assert (await api.get(PATH)).json()["jsonldContext"] == address
    core = "https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.8.jsonld"
    plain = wish(id=f"{URN}2", **{"@context": core})
    await api.post("/subscriptions", json=plain, headers=LD)
    assert "jsonldContext" not in (await api.get(f"{PATH}2")).json()


async def test_the_core_context_is_named_as_the_peer_does(
    api: httpx.AsyncClient,
) -> None:
    """6.3.5: what comes back is said with the @context that was asked for."""
    await api.post("/subscriptions", json=wish())
    core = "https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.8.jsonld"
    link = {"Link": f'<{core}>; rel="http://www.w3.org/ns/json-ld#context"'}
    plain = await api.get(PATH, headers=link)
    assert core in plain.headers["Link"]
    linked = await api.get(PATH, headers={**link, "Accept": LD["Content-Type"]})
    assert linked.json()["@context"] == core


async def test_the_media_type_is_looked_at_first(api: httpx.AsyncClient) -> None:
    """6.3.4 and 5.8.2."""
    xml = {"Content-Type": "application/xml"}
    answer = await api.patch(PATH, content=b"<a/>", headers=xml)
    assert answer.status_code == 415


async def test_subscriptions_are_listed_in_pages_and_counted(
    api: httpx.AsyncClient,
) -> None:
    """5.8.4 and 5.5.9."""
    for number in range(3):
        await api.post("/subscriptions", json=wish(id=f"{URN}{number}"))
    page = await api.get("/subscriptions", params={"limit": 2, "count": "true"})
    assert [one["id"] for one in page.json()] == [f"{URN}0", f"{URN}1"]
    assert page.headers["NGSILD-Results-Count"] == "3"
    assert 'rel="next"' in page.headers["Link"]


async def test_a_fragment_replaces_members_and_null_removes_them(
    api: httpx.AsyncClient,
) -> None:
    """5.8.2."""
    await api.post("/subscriptions", json=wish(description="cars", throttling=5))
    changed = {"isActive": False, "throttling": None, "entities": [{"type": "Tram"}]}
    assert (await api.patch(PATH, json=changed)).status_code == 204
    read = (await api.get(PATH)).json()
    assert (read["status"], read["entities"]) == ("paused", [{"type": "Tram"}])
    assert read["description"] == "cars"
    assert "throttling" not in read
    terms = {"velocity": "https://uri.etsi.org/ngsi-ld/default-context/speed"}
    named = {"watchedAttributes": ["velocity"], "@context": terms}
    assert (await api.patch(PATH, json=named, headers=LD)).status_code == 204
    assert (await api.get(PATH)).json()["watchedAttributes"] == ["speed"]
    missing = await api.patch("/subscriptions/urn:x:none", json=changed)
    assert error(missing) == (404, "ResourceNotFound")


async def test_a_subscription_ends_when_it_said(
    api: httpx.AsyncClient, server: Server
) -> None:
    """5.8.1, status."""
    await api.post("/subscriptions", json=wish(expiresAt="2199-01-01T00:00:00Z"))
    assert (await api.get(PATH)).json()["status"] == "active"
    over = wish(expiresAt="2020-01-01T00:00:00Z")
    await store.replace(server.city, over["id"], over, [])  # as if its time had passed
    assert (await api.get(PATH)).json()["status"] == "expired"


BAD = [
    {"id": "no URI"},
    {"type": "Query"},
    {"entities": []},
    {"entities": [{"idPattern": ".*"}]},
    {"entities": [{"type": "Vehicle", "idPattern": "("}]},
    {"colour": "red"},
    {"q": "speed=="},
    {"scopeQ": ";"},
    {"geoQ": {"georel": "beside"}},
    {"watchedAttributes": []},
    {"notificationTrigger": ["entityStolen"]},
    {"throttling": -1},
    {"timeInterval": 0},
    {"timeInterval": 5, "throttling": 5},
    {"timeInterval": 5, "watchedAttributes": ["speed"]},
    {"isActive": "yes"},
    {"expiresAt": "tomorrow"},
    {"expiresAt": "2020-01-01T00:00:00Z"},
    {"jsonldContext": "no URI"},
    {"notification": {}},
    {"notification": {"endpoint": {}}},
    {"notification": {"endpoint": {"uri": "ftp://127.0.0.1/x"}}},
    {"notification": {"endpoint": {"uri": "http://127.0.0.1", "accept": "text/css"}}},
    {
        "notification": {
            "endpoint": {
                "uri": "http://127.0.0.1",
                "receiverInfo": [{"key": "Host", "value": "other"}],
            }
        }
    },
    {"notification": {"endpoint": {"uri": "mqtt://127.0.0.1"}}},
    {
        "notification": {
            "endpoint": {
                "uri": "mqtt://127.0.0.1/topic",
                "notifierInfo": [{"key": "MQTT-QoS", "value": "7"}],
            }
        }
    },
    {"notification": notified(format="xml")},
    {"notification": notified(format="keyValues", showChanges=True)},
    {"notification": notified(attributes=["a"], pick=["a"])},
    {"notification": notified(pick=["a"], omit=["a"])},
    {"notification": notified(join="beside")},
    {"notification": notified(joinLevel=0, join="flat")},
]


async def test_what_cannot_be_subscribed_is_refused_and_not_kept(
    api: httpx.AsyncClient,
) -> None:
    """5.8.1.4 and 5.8.2.4: BadRequestData."""
    for bad in BAD:
        answer = await api.post("/subscriptions", json=wish(**bad))
        assert (bad, *error(answer)) == (bad, 400, "BadRequestData")
    nothing = wish()
    del nothing["entities"]
    answer = await api.post("/subscriptions", json=nothing)
    assert error(answer) == (400, "BadRequestData")
    await api.post("/subscriptions", json=wish())
    for bad in [*BAD[1:], {"notification": None}, {"id": "urn:x:other"}]:
        answer = await api.patch(PATH, json=bad)
        assert (bad, *error(answer)) == (bad, 400, "BadRequestData")
    assert (await api.get("/subscriptions")).json() == [
        wish(
            status="active",
            notificationTrigger=["attributeCreated", "attributeUpdated"],
        )
    ]


async def test_others_see_their_own_subscriptions_alone(
    server: Server, api: httpx.AsyncClient
) -> None:
    await api.post("/subscriptions", json=wish())
    keys = Keys(server.city.database)
    key = await keys.issue(server.city.name, "reader", roles=["viewer"])
    async with httpx.AsyncClient(
        base_url=f"{server.url}/ngsi-ld/v1",
        headers={"Authorization": f"Bearer {key}"},
    ) as other:
        assert (await other.get(PATH)).status_code == 404
        assert (await other.delete(PATH)).status_code == 404
        assert (await other.get("/subscriptions")).json() == []
        mine = await other.post("/subscriptions", json=wish(id=f"{URN}2"))
        assert mine.status_code == 201
        assert len((await other.get("/subscriptions")).json()) == 1
    assert len((await api.get("/subscriptions")).json()) == 2
