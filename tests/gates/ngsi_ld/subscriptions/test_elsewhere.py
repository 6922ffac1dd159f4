"""Subscriptions that reach context sources, and what they tell (5.8.1 to 5.8.6)."""

from typing import Any

import httpx
import pytest

from mesto.gates.ngsi_ld.subscriptions.elsewhere.store import held
from mesto.kernel.access.keys import Keys
from mesto.kernel.access.rights import Right, Role, Verb
from mesto.kernel.access.roles import Roles
from tests.gates.ngsi_ld.distributed.conftest import (
    CAR,
    Source,
    Towns,
    register,
    source,
    towns,
)
from tests.gates.ngsi_ld.subscriptions.conftest import Listener
from tests.waiting import until

__all__ = ["source", "towns"]
pytestmark = pytest.mark.anyio

LOCAL = {"local": "true"}


def wish(listener: Listener, **more: Any) -> dict[str, Any]:
    return {
        "type": "Subscription",
        "entities": [{"type": "Vehicle"}],
        "notification": {"format": "simplified", "endpoint": {"uri": listener.url}},
        **more,
    }


def car(**attributes: Any) -> dict[str, Any]:
    return {"id": CAR, "type": "Vehicle", **attributes}


async def subscribed(api: httpx.AsyncClient, count: int = 1) -> list[dict[str, Any]]:
    """Wait until so many subscriptions are there, and return them."""

    async def there() -> bool:
        return len((await api.get("/subscriptions")).json()) == count

    await until(there)
    said: list[dict[str, Any]] = (await api.get("/subscriptions")).json()
    return said


async def test_what_happens_at_a_source_is_told_to_who_subscribed_here(
    towns: Towns, listener: Listener
) -> None:
    """5.8.6: by the id of the subscription here; a subscription ends with its twin."""
    here, there = towns.here, towns.there
    path = await towns.introduce()
    asked = wish(listener, q="speed>3", notificationTrigger=["entityCreated"])
    asked["notificationTrigger"] += ["entityDeleted", "attributeUpdated"]
    made = await here.post("/subscriptions", json=asked)
    of = made.headers["Location"].rpartition("/")[2]
    (twin,) = await subscribed(there)
    assert twin["q"] == "speed>3"
    assert twin["entities"] == [{"type": "Vehicle"}]
    await there.post("/entities", json=car(speed=5))
    (told,) = await listener.after(1)
    assert told["subscriptionId"] == of
    assert told["data"] == [car(speed=5)]
    await there.patch(f"/entities/{CAR}/attrs", json={"speed": 2})
    await there.patch(f"/entities/{CAR}/attrs", json={"speed": 7})
    assert (await listener.after(2))[1]["data"] == [car(speed=7)]
    await there.delete(f"/entities/{CAR}")
    (gone,) = (await listener.after(3))[2]["data"]
    assert "deletedAt" in gone
    await here.patch(f"/subscriptions/{of}", json={"q": "speed>9"})

    async def is_changed() -> bool:
        twins = (await there.get("/subscriptions")).json()
        return [one.get("q") for one in twins] == ["speed>9"]

    await until(is_changed)
    await here.delete(f"/subscriptions/{of}")
    await subscribed(there, 0)
    await here.post("/subscriptions", json=wish(listener))
    await subscribed(there)
    await here.delete(path)
    await subscribed(there, 0)


async def test_a_part_that_is_told_is_put_together_with_the_rest_and_chosen_then(
    towns: Towns, listener: Listener
) -> None:
    """5.8.6 (splitEntities), 4.3.6.1: a source is asked for what it registered."""
    await towns.introduce("fuel")
    here, there = towns.here, towns.there
    await here.post("/entities", json=car(colour="red"), params=LOCAL)
    asked = wish(listener, q='colour=="red"')
    await here.post("/subscriptions", json=asked)
    (twin,) = await subscribed(there)
    assert "q" not in twin
    assert twin["watchedAttributes"] == ["fuel"]
    await there.post("/entities", json=car(fuel=5, speed=1))
    (told,) = await listener.after(1)
    assert told["data"] == [car(colour="red", fuel=5)]


async def test_only_sources_that_are_asked_for_tell_where_they_are_chosen(
    towns: Towns, listener: Listener
) -> None:
    """5.8.6: with csf, only entities whose source matches are told."""
    await towns.introduce(owner="region")
    here, there = towns.here, towns.there
    other = wish(listener, csf='owner=="state"')
    await here.post("/subscriptions", json=other)
    await here.post("/subscriptions", json=wish(listener, csf='owner=="region"'))
    await subscribed(there)
    await here.post("/entities", json=car(speed=1), params=LOCAL)
    await there.post("/entities", json=car(fuel=2))
    (told,) = await listener.after(1)
    assert told["data"][0]["fuel"] == 2
    wrong = await here.post("/subscriptions", json=wish(listener, csf="owner=="))
    assert wrong.status_code == 400


async def test_nothing_is_lost_while_a_subscription_at_a_source_is_made_anew(
    towns: Towns, source: Source, listener: Listener
) -> None:
    """5.8.2 and 5.8.6: the one before is heard until it has ended."""
    await register(towns.here, source.url, management={"timeout": 30_000})
    source.answers["POST /subscriptions"] = 201
    made = await towns.here.post("/subscriptions", json=wish(listener))

    async def is_there() -> bool:
        return [one.remote for one in await held(towns.server.city)] == [first]

    first = "urn:ngsi-ld:Made:1"
    await until(is_there)
    before = source.asked[0].body["notification"]["endpoint"]["uri"]
    source.answers["POST /subscriptions"] = "never"
    source.answers["DELETE /subscriptions/urn:ngsi-ld:Made:1"] = 204
    path = made.headers["Location"].removeprefix("/ngsi-ld/v1")
    await towns.here.patch(path, json={"q": "speed>3"})

    async def is_asked() -> bool:
        return len(source.asked) > 1

    await until(is_asked)
    news = {"type": "Notification", "data": [car(speed=5)]}
    async with httpx.AsyncClient(timeout=60) as telling:
        heard = await telling.post(before, json=news)
        assert heard.status_code == 200, heard.text
        assert (await listener.after(1))[0]["data"] == [car(speed=5)]
        source.answers["then"] = 201
        source.slow.set()

        async def is_ended() -> bool:
            return f"DELETE /subscriptions/{first}" in source.targets

        await until(is_ended)
        after = source.asked[1].body["notification"]["endpoint"]["uri"]
        assert (await telling.post(after, json=news)).status_code == 200


async def test_who_may_see_little_is_told_little_of_what_a_source_tells(
    towns: Towns, source: Source, listener: Listener
) -> None:
    """5.8.6 and 4.5.0: neither what came nor what went."""
    host = towns.server.city
    right = Right(
        verbs=frozenset({Verb.SEE}), types=("Vehicle",), attributes=("colour",)
    )
    await Roles(host.name, host.bound, {}).keep(Role(name="painter", rights=(right,)))
    key = await Keys(host.database).issue(host.name, "paint", roles=["painter"])
    await register(towns.here, source.url)
    source.answers["POST /subscriptions"] = 201
    painter = {"Authorization": f"Bearer {key}"}
    asked = wish(listener, notificationTrigger=["attributeCreated"])
    asked["notificationTrigger"] += ["attributeUpdated", "attributeDeleted"]
    made = await towns.here.post("/subscriptions", json=asked, headers=painter)
    assert made.status_code == 201, made.text

    async def is_asked() -> bool:
        return bool(source.asked)

    await until(is_asked)
    where = source.asked[0].body["notification"]["endpoint"]["uri"]
    null = {"type": "Property", "value": "urn:ngsi-ld:null"}
    async with httpx.AsyncClient(timeout=60) as telling:

        async def tell(**attributes: Any) -> None:
            news = {"type": "Notification", "data": [car(**attributes)]}
            assert (await telling.post(where, json=news)).status_code == 200

        await tell(colour="red", speed=5)
        await tell(colour=null, speed=null, doors=4)
    first, second = await listener.after(2)
    assert first["data"] == [car(colour="red")]
    assert second["data"] == [car(colour="urn:ngsi-ld:null")]


async def test_a_source_tells_of_the_end_of_nothing_but_what_it_has_and_was_asked_for(
    towns: Towns, source: Source, listener: Listener
) -> None:
    """5.8.6 and 4.3.6.1: what the city has still is not gone."""
    here = towns.here
    await register(here, source.url, management={"timeout": 30_000})
    source.answers["POST /subscriptions"] = 201
    await here.post("/subscriptions", json=wish(listener))
    cars = [{"type": "Vehicle", "idPattern": "Vehicle"}]
    deleted = wish(listener, entities=cars, notificationTrigger=["entityDeleted"])
    await here.post("/subscriptions", json=deleted)
    own, other, lamp = f"{CAR}:own", "urn:ngsi-ld:Tram:1", f"{CAR}:lamp"
    await here.post("/entities", json={**car(), "id": own}, params=LOCAL)

    async def are_made() -> bool:
        known = await held(towns.server.city)
        return len([one for one in known if one.remote]) == 2

    await until(are_made)
    gone = {**car(), "deletedAt": "2026-03-01T12:00:00Z"}
    ended = [{**gone, "id": one} for one in (own, other, CAR)]
    ended += [{**gone, "id": lamp, "type": "Lamp"}]
    news = {"type": "Notification", "data": ended}
    async with httpx.AsyncClient(timeout=60) as telling:
        for one in source.asked:
            where = one.body["notification"]["endpoint"]["uri"]
            assert (await telling.post(where, json=news)).status_code == 200
    end = {**car(speed=1), "id": f"{CAR}:end"}
    await here.post("/entities", json=end, params=LOCAL)
    told = [one["id"] for each in await listener.after(2) for one in each["data"]]
    assert sorted(told) == [CAR, end["id"]]


async def test_towns_that_know_each_other_subscribe_once(
    towns: Towns, listener: Listener
) -> None:
    """4.3.6.4: a subscription that comes back is refused; a wrong key hears nothing."""
    await towns.introduce()
    await towns.introduce_back()
    here, there = towns.here, towns.there
    await here.post("/subscriptions", json=wish(listener))
    await subscribed(there)
    await here.post("/entities", json=car(speed=1), params=LOCAL)
    await listener.after(1)
    await there.post("/entities", json=car(fuel=2), params=LOCAL)
    assert (await listener.after(2))[1]["data"] == [car(fuel=2, speed=1)]
    assert len((await here.get("/subscriptions")).json()) == 1
    url = f"{towns.server.url}/ngsi-ld/told/{towns.server.city.name}/nothing"
    async with httpx.AsyncClient() as stranger:
        answer = await stranger.post(url, json={"data": []})
        assert answer.status_code == 403
        assert (await stranger.get(url)).status_code == 405
