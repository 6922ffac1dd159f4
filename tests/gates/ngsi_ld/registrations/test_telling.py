"""Who wants to know of registrations is told of them (5.11)."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from mesto.gates.ngsi_ld.registrations.telling import Reason, differences
from tests.gates.ngsi_ld.registrations.test_registrations import (
    PATH,
    URN,
    error,
    source,
)
from tests.gates.ngsi_ld.subscriptions.conftest import Listener

pytestmark = pytest.mark.anyio

SOURCES = "/csourceSubscriptions"


async def subscribe(api: httpx.AsyncClient, listener: Listener, **more: Any) -> str:
    notification = {"endpoint": {"uri": listener.url}, **more.pop("notification", {})}
    said = {
        "type": "Subscription",
        "entities": [{"type": "Vehicle"}],
        **more,
        "notification": notification,
    }
    answer = await api.post(SOURCES, json=said)
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"].removeprefix("/ngsi-ld/v1")


async def test_a_subscription_to_registrations_is_kept_apart_from_others(
    api: httpx.AsyncClient, listener: Listener
) -> None:
    """5.11.2 to 5.11.6; 6.12 and 6.13."""
    when = {"timerel": "before", "timeAt": "2026-01-01T00:00:00Z"}
    path = await subscribe(api, listener, id="urn:x:s", temporalQ=when)
    assert path == f"{SOURCES}/urn:x:s"
    read = (await api.get(path)).json()
    assert read["temporalQ"] == when
    assert "notificationTrigger" not in read
    assert [one["id"] for one in (await api.get(SOURCES)).json()] == ["urn:x:s"]
    again = {**read, "status": None}
    assert error(await api.post(SOURCES, json=again)) == (409, "AlreadyExists")
    other = await subscribe(api, listener, id="urn:x:t", isActive=False)
    page = await api.get(SOURCES, params={"limit": 1, "count": "true"})
    assert [one["id"] for one in page.json()] == ["urn:x:s"]
    assert page.headers["NGSILD-Results-Count"] == "2"
    assert (await api.delete(other)).status_code == 204
    assert (await api.get("/subscriptions")).json() == []
    assert (await api.get("/subscriptions/urn:x:s")).status_code == 404
    assert (await api.patch(path, json={"isActive": False})).status_code == 204
    assert (await api.get(path)).json()["status"] == "paused"
    for wrong in ({"temporalQ": {"timerel": "before"}}, {"csf": "(("}, {"geoQ": 1}):
        assert error(await api.patch(path, json=wrong)) == (400, "BadRequestData")
    assert (await api.delete(path)).status_code == 204
    for gone in (api.get(path), api.delete(path), api.patch(path, json={})):
        assert error(await gone) == (404, "ResourceNotFound")


async def test_who_subscribed_is_told_what_came_changed_and_went(
    api: httpx.AsyncClient, listener: Listener
) -> None:
    """5.11.7, 5.3.2, 6.3.9: newlyMatching, updated, noLongerMatching."""
    await api.post("/csourceRegistrations", json=source())
    await subscribe(api, listener, id="urn:x:paused", isActive=False)
    await subscribe(api, listener, id="urn:x:slow", throttling=600)
    await listener.after(1)
    await subscribe(api, listener, id="urn:x:s")
    _, first = await listener.after(2)
    assert first["type"] == "ContextSourceNotification"
    assert first["subscriptionId"] == "urn:x:s"
    assert datetime.fromisoformat(first["notifiedAt"]) <= datetime.now(UTC)
    steps: list[tuple[str, str, Any]] = [
        ("PATCH", PATH, {"endpoint": "http://127.0.0.1:8"}),
        ("PATCH", PATH, {"information": [{"entities": [{"type": "Lamp"}]}]}),
        ("PATCH", PATH, {"information": source()["information"]}),
        ("DELETE", PATH, None),
    ]
    for number, (method, path, body) in enumerate(steps, 3):
        await api.request(method, path, json=body)
        await listener.after(number)
    slow, *told = listener.told
    assert (slow["subscriptionId"], slow["triggerReason"]) == (
        "urn:x:slow",
        "newlyMatching",
    )
    assert [one["triggerReason"] for one in told] == [
        "newlyMatching",
        "updated",
        "noLongerMatching",
        "newlyMatching",
        "noLongerMatching",
    ]
    assert told[1]["data"][0]["endpoint"] == "http://127.0.0.1:8"
    assert all(one["data"][0]["id"] == URN for one in listener.told)
    assert {one["subscriptionId"] for one in told} == {"urn:x:s"}


async def test_who_subscribed_is_told_what_is_relevant_and_no_keys(
    api: httpx.AsyncClient, listener: Listener
) -> None:
    """5.11.7: only matching RegistrationInfo elements; by place, scope and csf too."""
    place = {"type": "Point", "coordinates": [14, 50]}
    near = {
        "georel": "near;maxDistance==9",
        "geometry": "Point",
        "coordinates": [14, 50],
    }
    lamps = {"entities": [{"type": "Lamp"}]}
    opens = [{"key": "Authorization", "value": "Bearer secret"}]
    cars = {"entities": [{"type": "Vehicle"}], "propertyNames": ["speed"]}
    fits = {"location": place, "scope": "/a/b", "colour": "red"}
    said = source(information=[lamps, cars], contextSourceInfo=opens, **fits)
    await subscribe(api, listener, geoQ=near, scopeQ="/a/#", csf='colour=="red"')
    for number, part in enumerate(
        ({"location": {**place, "coordinates": [15, 50]}}, {"scope": "/c"}, {}, said), 1
    ):
        other = said | {"colour": "blue"} if part == {} else said | part
        await api.post("/csourceRegistrations", json=other | {"id": f"{URN}{number}"})
    (told,) = await listener.after(1)
    assert [one["id"] for one in told["data"]] == [f"{URN}4"]
    assert told["data"][0]["information"] == [cars]
    assert "secret" not in str(told)


def test_what_was_told_is_not_told_again() -> None:
    """5.11.7: by the number of the last change, or by the clock."""
    one, two = {"id": "one"}, {"id": "two"}
    told = {"a": (1, one), "b": (2, two)}
    assert differences(told, told, by_clock=False) == []
    assert differences(told, {"a": (3, two)}, by_clock=False) == [
        (Reason.UPDATED, [two]),
        (Reason.NO_LONGER_MATCHING, [two]),
    ]
    assert differences(told, told, by_clock=True) == [(Reason.UPDATED, [one, two])]
    assert differences({}, told, by_clock=True) == [(Reason.NEWLY_MATCHING, [one, two])]
