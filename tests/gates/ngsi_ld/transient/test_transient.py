"""Entities that end by themselves (4.22)."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from mesto.gates.ngsi_ld import transient
from mesto.gates.ngsi_ld.codec.decode import PATCH, decode_fragment
from mesto.gates.ngsi_ld.context import CORE
from mesto.gates.ngsi_ld.transient import end_expired
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Observation
from tests.conftest import Server
from tests.gates.ngsi_ld.subscriptions.conftest import Listener, listener

__all__ = ["listener"]

pytestmark = pytest.mark.anyio

ALERT = "urn:ngsi-ld:Alert:1"
PATH = f"/entities/{ALERT}"
END = datetime(2199, 1, 1, 12, tzinfo=UTC)
BEFORE, AFTER = END - timedelta(seconds=1), END + timedelta(seconds=1)
TIMES = {"options": "sysAttrs,keyValues"}


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the town look more often than it does."""
    monkeypatch.setattr(transient, "EVERY_S", 0.05)


async def warn(api: httpx.AsyncClient, **more: object) -> None:
    said = {"id": ALERT, "type": "Alert", "level": {"value": 3}, **more}
    answer = await api.post("/entities", json=said)
    assert answer.status_code == 201, answer.text


async def shown(api: httpx.AsyncClient) -> object:
    return (await api.get(PATH, params=TIMES)).json().get("expiresAt")


async def test_an_entity_ends_when_it_was_to(
    api: httpx.AsyncClient, server: Server
) -> None:
    """5.2.4 and 5.6.1: not before; its past stays."""
    await warn(api, expiresAt="2199-01-01T13:00:00+01:00")
    assert await shown(api) == "2199-01-01T12:00:00Z"
    plain = (await api.get(PATH)).json()
    assert "expiresAt" not in plain
    assert await end_expired(server.city, BEFORE) == 0
    assert (await api.get(PATH)).status_code == 200
    assert await end_expired(server.city, AFTER) == 1
    assert (await api.get(PATH)).status_code == 404
    assert (await api.get("/entities", params={"type": "Alert"})).json() == []
    past = (await api.get(f"/temporal{PATH}", params={"attrs": "level"})).json()
    assert past["level"][0]["value"] == 3
    assert await end_expired(server.city, AFTER) == 0


async def test_who_lets_an_entity_live_on_is_heard(
    api: httpx.AsyncClient, server: Server
) -> None:
    """5.6.17, 5.6.2, 5.6.5 and 5.6.18: its end is moved, or taken away."""
    await warn(api, expiresAt="2199-01-01T12:00:00Z")
    later = {"expiresAt": "2199-01-01T13:00:00Z"}
    assert (await api.patch(PATH, json=later)).status_code == 204
    assert await end_expired(server.city, AFTER) == 0
    assert await shown(api) == later["expiresAt"]
    wrong = {"expiresAt": "tomorrow"}
    for method in (api.patch, api.post):
        refused = await method(f"{PATH}/attrs", json=wrong)
        assert refused.status_code == 400, refused.text
    assert (await api.patch(PATH, json={"expiresAt": "urn:ngsi-ld:null"})).is_success
    assert await shown(api) is None
    assert (await api.post(f"{PATH}/attrs", json=later)).is_success
    assert (await api.delete(f"{PATH}/attrs/expiresAt")).status_code == 204
    assert await end_expired(server.city, END + timedelta(days=1)) == 0


async def test_an_attribute_ends_when_it_was_to(
    api: httpx.AsyncClient, server: Server
) -> None:
    """5.2.5 and 5.6.4: each instance by itself; its entity and its past stay."""
    late = {"value": 4, "datasetId": "urn:a:late", "expiresAt": "2199-01-02T00:00:00Z"}
    soon = {"value": 5, "expiresAt": "2199-01-01T13:00:00.5+01:00", "note": "so"}
    await warn(api, wind=[late, soon])
    wind = (await api.get(PATH, params={"options": "sysAttrs,concise"})).json()["wind"]
    assert {one["expiresAt"] for one in wind} == {
        late["expiresAt"],
        "2199-01-01T12:00:00.500000Z",
    }
    plain = (await api.get(PATH, params={"format": "concise"})).json()["wind"]
    assert {"value": 5, "note": "so"} in plain
    assert await end_expired(server.city, END) == 0
    assert await end_expired(server.city, AFTER) == 1
    left = (await api.get(PATH, params={"format": "simplified"})).json()
    assert left == {
        "id": ALERT,
        "type": "Alert",
        "level": 3,
        "wind": {"dataset": {"urn:a:late": 4}},
    }
    past = (await api.get(f"/temporal{PATH}", params={"attrs": "wind"})).json()
    assert {one["value"] for one in past["wind"] if "value" in one} >= {4, 5}


async def test_who_lets_an_attribute_live_on_is_heard(
    api: httpx.AsyncClient, server: Server
) -> None:
    """5.6.4 and 5.6.3: its end is taken away, moved, or gone with the old value."""
    end = {"expiresAt": "2199-01-01T12:00:00Z"}
    await warn(api, wind={"value": 4, **end}, rain={"value": 5, **end})
    none = {"expiresAt": "urn:ngsi-ld:null"}
    assert (await api.patch(f"{PATH}/attrs/wind", json=none)).status_code == 204
    assert (await api.post(f"{PATH}/attrs", json={"rain": 6})).status_code == 204
    assert await end_expired(server.city, AFTER) == 0
    for wrong in ("tomorrow", 1, None):
        said = {"rain": {"value": 7, "expiresAt": wrong}}
        assert (await api.post(f"{PATH}/attrs", json=said)).status_code == 400


async def test_a_value_of_that_name_that_is_no_time_ends_nothing(
    api: httpx.AsyncClient, server: Server
) -> None:
    """5.2.4: other ways into the town may mean something else by the name."""
    await warn(api)
    said = Observation(entity=ALERT, attribute="expiresAt", value="soon", source="test")
    await server.city.record([said])
    assert await end_expired(server.city, AFTER) == 0
    assert (await api.get(PATH)).status_code == 200


async def test_subscribers_are_told_that_an_entity_ended_by_itself(
    api: httpx.AsyncClient, listener: Listener
) -> None:
    """5.8.6: as if somebody had deleted it, by the town itself."""
    wish = {
        "type": "Subscription",
        "entities": [{"type": "Alert"}],
        "notificationTrigger": ["entityCreated", "entityDeleted"],
        "notification": {"endpoint": {"uri": listener.url}},
    }
    assert (await api.post("/subscriptions", json=wish)).status_code == 201
    await warn(api)
    await listener.after(1)
    over = {"expiresAt": "2001-01-01T00:00:00Z"}
    assert (await api.patch(PATH, json=over)).status_code == 204
    (told,) = (await listener.after(2))[1]["data"]
    assert told["id"] == ALERT
    assert "deletedAt" in told
    assert (await api.get(PATH)).status_code == 404


def test_an_end_is_a_time_said_bare_or_as_a_property() -> None:
    """5.5.4 and 5.2.4."""
    for said in ("2199-01-01T12:00:00Z", {"value": "2199-01-01T12:00:00Z"}):
        draft = decode_fragment({"expiresAt": said}, CORE)
        (end,) = draft.attributes["expiresAt"]
        assert end.value == "2199-01-01T12:00:00Z"
    (end,) = decode_fragment({"expiresAt": "urn:ngsi-ld:null"}, CORE, PATCH).attributes[
        "expiresAt"
    ]
    assert end.gone
    for wrong in (1, "noon", ["2199-01-01T12:00:00Z"], {"object": "urn:a:b"}, None):
        with pytest.raises(Malformed):
            decode_fragment({"expiresAt": wrong}, CORE)
