"""Work orders over HTTP, as two phones and an office use them."""

import asyncio
import io
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from PIL import Image

from mesto.operations.notifications.reading import town_of
from tests.web.work.saying import LAMP, now, of, one_of_many, opened, say

pytestmark = pytest.mark.anyio


@pytest.mark.usefixtures("lamp")
async def test_an_order_about_an_asset_stands_where_it_does_and_says_its_name(worker):
    item = one_of_many("item", text="Cut the power") | {"at": now(hours=1)}
    await opened(worker, about=LAMP, to="crew:light", checklist=[item])
    work = await worker.read("work-orders")
    (listed,) = work["orders"]
    assert listed["asset_name"] == "SL-1 Jevrejska"
    assert listed["location"] == [19.84, 45.25]
    assert (listed["assigned"], listed["state"]) == ("crew:light", "open")
    assert (listed["items"], listed["items_done"]) == (1, 0)
    assert work["me"] == f"person:{worker.login}"


async def test_an_order_sent_twice_is_opened_once(worker):
    opening = {"at": now(hours=1), "title": "Change the lamp"}
    token = {"idempotency-key": uuid4().hex}
    path = f"{worker.api}/work-orders/w-1"
    answers = [await worker.http.put(path, json=opening, headers=token) for _ in "ab"]
    assert [answer.status_code for answer in answers] == [201, 201]
    again = await worker.ask("PUT", "work-orders/w-1", opening)
    assert again.status_code == 409
    assert len((await worker.read("work-orders"))["orders"]) == 1


async def test_a_checklist_is_in_the_order_it_was_written(worker):
    steps = [f"Step {number}" for number in range(20)]
    at = now()
    items = [one_of_many("item", text=step) | {"at": at} for step in steps]
    await opened(worker, checklist=items)
    assert [one["says"] for one in (await of(worker))["checklistItem"]] == steps


async def test_what_two_phones_said_without_a_network_is_all_there(worker, admin):
    item = one_of_many("item", text="Cut the power") | {"at": now(hours=1)}
    await opened(worker, checklist=[item])
    tick = {"kind": "tick", "id": item["id"], "at": now(minutes=20), "done": True}
    mine = [tick, one_of_many("note", text="No ladder"), one_of_many("time", minutes=5)]
    theirs = [
        one_of_many("note", text="Brought one"),
        one_of_many("material", name="LED 40 W", amount=1, unit="pcs"),
    ]
    await asyncio.gather(say(worker, *mine), say(admin, *theirs))
    order = await of(worker)
    assert {one["says"] for one in order["note"]} == {"No ladder", "Brought one"}
    assert order["checklistItem"][0]["done"]
    assert order["checklistItem"][0]["done_by"] == f"person:{worker.login}"
    assert order["timeSpent"][0]["says"] == 5
    assert order["materialUsed"][0]["by"] == f"person:{admin.login}"


async def test_what_is_sent_again_after_a_lost_answer_is_not_doubled(worker):
    await opened(worker)
    note = one_of_many("note", text="No ladder")
    for _ in "ab":
        assert (await say(worker, note)).status_code == 200
    assert len((await of(worker))["note"]) == 1


async def test_the_latest_word_about_a_field_holds_whenever_it_arrives(worker):
    await opened(worker)
    await say(worker, {"kind": "assign", "at": now(minutes=5), "to": "crew:late"})
    await say(worker, {"kind": "assign", "at": now(minutes=10), "to": "crew:early"})
    assert (await of(worker))["assigned"] == "crew:late"


async def test_a_state_that_cannot_follow_is_refused_with_the_reason(worker):
    await opened(worker)
    refused = await say(worker, {"kind": "move", "at": now(), "to": "checked"})
    assert refused.status_code == 409
    assert "is open" in refused.json()["detail"]
    assert (await of(worker))["state"] == "open"


async def test_work_done_before_it_was_called_off_is_done(worker, admin):
    await opened(worker)
    off = {"kind": "move", "at": now(minutes=5), "to": "cancelled"}
    assert (await say(admin, off)).status_code == 200
    done = {"kind": "move", "at": now(minutes=1), "to": "done"}
    assert (await say(worker, done)).status_code == 200
    assert (await of(worker))["state"] == "done"


@pytest.mark.parametrize("off", [timedelta(hours=3), timedelta(hours=-3)])
async def test_what_a_wrong_clock_says_is_taken_at_its_right_time(worker, off):
    """The phone was without a network for forty minutes, and is hours off."""
    await opened(worker)
    clock = datetime.now(UTC) + off
    begun, done = clock - timedelta(minutes=40), clock - timedelta(minutes=10)
    told = one_of_many("note", text="x") | {"at": begun.isoformat()}
    steps = [
        {"kind": "move", "at": begun.isoformat(), "to": "inProgress"},
        {"kind": "move", "at": done.isoformat(), "to": "done"},
    ]
    with worker.by_clock(clock):
        taken = await say(worker, told, *steps)
    assert taken.status_code == 200, taken.text
    order = taken.json()
    ago = datetime.now(UTC) - datetime.fromisoformat(order["state_at"])
    assert order["state"] == "done"
    assert timedelta(minutes=9) < ago < timedelta(minutes=11)
    assert order["clock_ahead_s"] == pytest.approx(off.total_seconds(), abs=60)
    assert order["note"][0]["clock_ahead_s"] == order["clock_ahead_s"]


async def test_what_is_yet_to_come_was_said_now(worker):
    """The clock was set right before the phone had a network again."""
    await opened(worker)
    ahead = [one_of_many("note", text=text) for text in "ab"]
    for hours, note in enumerate(ahead):
        note["at"] = now(hours=-3 - hours)
    assert (await say(worker, *reversed(ahead))).status_code == 200
    notes = (await of(worker))["note"]
    assert [one["says"] for one in notes] == ["a", "b"]
    assert notes[-1]["at"] <= now()
    assert notes[-1]["clock_ahead_s"] == 0


@pytest.mark.parametrize("told", ["yesterday", "2026-06-01T12:00:00", "0"])
async def test_what_is_no_time_is_no_clock(worker, told):
    await opened(worker)
    with worker.by_clock(told):
        refused = await say(worker, one_of_many("note", text="x"))
    assert refused.status_code == 400
    assert "device-time" in refused.json()["detail"]


def a_photo():
    picture = Image.new("RGB", (60, 40), "teal")
    exif = Image.Exif()
    exif[0x010F] = "Camera of Ivan"  # Make
    written = io.BytesIO()
    picture.save(written, "JPEG", exif=exif)
    return written.getvalue()


async def send(person, content, digest=None):
    digest = digest or sha256(content).hexdigest()
    body = {"content": b64encode(content).decode()}
    return digest, await person.ask("PUT", f"pictures/{digest}", body)


async def test_a_photo_is_kept_without_what_the_camera_noted(worker):
    await opened(worker)
    digest, kept = await send(worker, a_photo())
    assert kept.status_code == 204, kept.text
    await say(worker, one_of_many("photo", digest=digest, caption="Before"))
    shown = await worker.ask("GET", f"work-orders/w-1/pictures/{digest}")
    assert shown.headers["content-type"] == "image/jpeg"
    assert "sandbox" in shown.headers["content-security-policy"]
    assert b"Ivan" not in shown.content
    assert Image.open(io.BytesIO(shown.content)).size == (60, 40)


async def test_a_picture_belongs_to_an_order_and_is_what_its_digest_says(worker):
    await opened(worker)
    digest, _ = await send(worker, a_photo())
    assert (
        await worker.ask("GET", f"work-orders/w-1/pictures/{digest}")
    ).status_code == 404
    _, other = await send(worker, a_photo(), digest="0" * 64)
    assert other.status_code == 400
    _, none = await send(worker, b"<script>alert(1)</script>")
    assert none.status_code == 400
    assert "picture" in none.json()["detail"]


async def test_who_only_looks_opens_nothing_and_says_nothing(worker, somebody):
    await opened(worker)
    viewer = await somebody("petra", "viewer")
    assert (await of(viewer))["title"] == "Change the lamp"
    for path, body in (
        ("work-orders/w-2", {"at": now(), "title": "x"}),
        ("crews/light", {"definition": {"title": "Light"}}),
    ):
        assert (await viewer.ask("PUT", path, body)).status_code == 403
    assert (await say(viewer, one_of_many("note", text="x"))).status_code == 403


async def test_a_crew_is_written_listed_and_let_go(worker):
    crew = {"title": "Lights", "members": [worker.login], "services": []}
    kept = await worker.ask("PUT", "crews/light", {"definition": crew})
    assert kept.json()["definition"] == crew
    (listed,) = (await worker.read("work-orders"))["crews"]
    assert (listed["name"], listed["definition"]) == ("light", crew)
    assert (await worker.ask("DELETE", "crews/light")).status_code == 204
    assert (await worker.read("work-orders"))["crews"] == []
    assert (await worker.ask("DELETE", "crews/light")).status_code == 404


async def test_who_is_in_a_crew_is_told_what_the_crew_is_told(server, worker):
    crew = {"title": "Lights", "members": [worker.login], "services": []}
    await worker.ask("PUT", "crews/light", {"definition": crew})
    accounts = server.installation.accounts
    town = await town_of(server.city, accounts, ["crew:light"])
    assert town.groups == {"crew:light": [f"person:{worker.login}"]}


async def test_what_is_no_crew_is_refused_with_the_place(worker):
    wrong = {"definition": {"title": "Lights", "members": "ivan"}}
    refused = await worker.ask("PUT", "crews/light", wrong)
    assert refused.status_code == 400
    assert refused.json()["place"] == ["definition", "members"]
