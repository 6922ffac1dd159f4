"""Many work orders at once, over HTTP, as an office uses them."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from mesto.kernel.model import LOCATION, Kind, Observation
from mesto.operations.alarms.alert import Alert, clear_alert, raise_alert
from mesto.operations.work.listing import ListedOrders
from mesto.operations.work.said import PREFIX
from tests.web.work.saying import LAMP, now, of, one_of_many, opened, say

pytestmark = pytest.mark.anyio

FLOOD = Alert(rule="scenario:flood", severity="high", description={"en": "Water"})


async def open_many(person, **orders):
    return await person.ask("POST", "work-orders", {"orders": orders})


async def say_of(person, **said):
    return await person.ask("POST", "work-orders/said", {"orders": said})


def an_opening(**fields):
    return {"at": now(hours=1), "title": "Look at it", **fields}


@pytest.mark.usefixtures("lamp")
async def test_one_order_for_each_of_some_assets_is_opened_at_once(worker):
    orders = {name: an_opening(about=LAMP) for name in ("a-1", "a-2")}
    made = await open_many(worker, **orders)
    assert made.status_code == 201, made.text
    assert {one["id"] for one in made.json()} == {"a-1", "a-2"}
    assert {one["asset_name"] for one in made.json()} == {"SL-1 Jevrejska"}


async def test_of_many_orders_all_are_opened_or_none(worker):
    await opened(worker, "a-1")
    taken = await open_many(worker, **{"a-1": an_opening(), "a-2": an_opening()})
    assert taken.status_code == 409
    lost = {"a-3": an_opening(), "a-4": an_opening(about="urn:ngsi-ld:Streetlight:no")}
    assert (await open_many(worker, **lost)).status_code == 404
    listed = (await worker.read("work-orders"))["orders"]
    assert [one["id"] for one in listed] == ["a-1"]


@pytest.mark.usefixtures("lamp")
async def test_one_order_about_many_assets_is_found_at_each(server, worker):
    other = "urn:ngsi-ld:Streetlight:SL-2"
    there = {"type": "Point", "coordinates": [19.85, 45.25]}
    await server.city.record(
        [
            Observation(
                entity=other,
                attribute=LOCATION,
                value=there,
                kind=Kind.GEO_PROPERTY,
                source="test",
            )
        ]
    )
    order = await opened(worker, about=LAMP, also=[other], type="inspection")
    assert order["type"] == "inspection"
    assert (order["asset"], order["also"]) == (LAMP, [other])
    for urn, count in ((LAMP, 1), (other, 1), ("urn:ngsi-ld:Streetlight:SL-3", 0)):
        found = await worker.read(f"work-orders?about={urn}")
        assert len(found["orders"]) == count


async def test_what_is_said_of_many_orders_is_said_of_all_or_none(worker):
    for name in ("a-1", "a-2"):
        await opened(worker, name)
    plan = {"kind": "plan", "at": now(), "priority": "urgent"}
    assign = {"kind": "assign", "at": now(), "to": "crew:light"}
    changed = await say_of(worker, **{"a-1": [plan, assign], "a-2": [plan]})
    assert changed.status_code == 200, changed.text
    told = {one["id"]: (one["priority"], one["assigned"]) for one in changed.json()}
    assert told == {"a-1": ("urgent", "crew:light"), "a-2": ("urgent", "")}
    off = {"kind": "move", "at": now(), "to": "cancelled"}
    check = {"kind": "move", "at": now(), "to": "checked"}
    refused = await say_of(worker, **{"a-1": [off], "a-2": [check]})
    assert refused.status_code == 409
    assert (await of(worker, "a-1"))["state"] == "open"
    missing = await say_of(worker, **{"a-1": [off], "a-9": [off]})
    assert missing.status_code == 404
    assert missing.json()["place"] == ["orders", "a-9"]


async def test_what_is_long_over_is_not_listed(server, worker):
    for name in ("a-1", "a-2"):
        await opened(worker, name)
    off = {"kind": "move", "at": now(), "to": "cancelled"}
    await say_of(worker, **{"a-2": [off]})
    listed = (await worker.read("work-orders"))["orders"]
    assert [one["id"] for one in listed] == ["a-1", "a-2"]
    later = datetime.now(UTC) + timedelta(hours=1)
    urns = await server.city.ask(ListedOrders(since=later))
    assert urns == [PREFIX + "a-1"]


async def test_a_due_time_is_given_kept_and_taken_away(worker):
    await opened(worker, due_at=now(hours=-5))
    await say(worker, {"kind": "plan", "at": now(minutes=30), "title": "Mend it"})
    assert (await of(worker))["due_at"] is not None
    gone = {"kind": "plan", "at": now(minutes=20), "due_at": None}
    assert (await say(worker, gone)).status_code == 200
    order = await of(worker)
    assert (order["title"], order["due_at"]) == ("Mend it", None)
    assert (await say(worker, gone | {"at": now(minutes=10)})).status_code == 200
    due = now(hours=-9)
    await say(worker, {"kind": "plan", "at": now(minutes=5), "due_at": due})
    assert (await of(worker))["due_at"] == due


async def test_who_only_looks_opens_and_changes_nothing(worker, somebody):
    await opened(worker)
    viewer = await somebody("petra", "viewer")
    assert (await open_many(viewer, a=an_opening())).status_code == 403
    note = one_of_many("note", text="x")
    assert (await say_of(viewer, **{"w-1": [note]})).status_code == 403


async def test_a_name_that_can_be_none_is_refused(worker):
    assert (await open_many(worker, **{"A b": an_opening()})).status_code == 400


@pytest.mark.usefixtures("lamp")
async def test_an_order_tells_of_the_alarm_it_comes_from_while_it_is_raised(
    server, worker
):
    city = server.city
    (lamp,) = (await city.present([LAMP])).values()
    at = lamp.modified_at
    raised = list(raise_alert(FLOOD, lamp, at=at, source="scenario:flood"))
    await city.record(raised)
    because = raised[0].entity
    await opened(worker, about=LAMP, because=because, origin="alarm")
    order = await of(worker)
    assert order["cause"] == because
    (listed,) = (await worker.read("work-orders"))["orders"]
    assert order["alarm"] == listed["alarm"]
    assert isinstance(order["alarm"], int)
    over = clear_alert(LAMP, rule=FLOOD.rule, at=at.replace(year=2100), source="test")
    await city.record(list(over))
    assert (await of(worker))["alarm"] is None
    await opened(worker, "w-2", because=f"urn:ngsi-ld:Alert:{uuid4().hex}")
    assert (await of(worker, "w-2"))["alarm"] is None


async def test_a_crew_says_which_services_it_mends(worker):
    crew = {"title": "Lights", "members": [], "services": ["lighting"]}
    kept = await worker.ask("PUT", "crews/light", {"definition": crew})
    assert kept.json()["definition"] == crew
    services = (await worker.read("work-orders"))["services"]
    assert "lighting" in {one["name"] for one in services}
