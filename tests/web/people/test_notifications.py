"""One says how one is reached; who governs sets up channels and sees what became."""

import pytest

from tests.waiting import until

pytestmark = pytest.mark.anyio


async def test_one_says_how_one_is_reached_and_nobody_else_sees_it(somebody):
    eva, petr = await somebody("eva", "viewer"), await somebody("petr", "operator")
    before = await eva.read("notifications/own")
    assert before["contact"]["mail"] == ""
    assert "sms" in before["contact"]["preferences"]["ways"]["critical"]
    wanted = {"mail": "eva@town.example", "phone": "+420601234567"}
    assert (await eva.ask("PUT", "notifications/own", wanted)).status_code == 204
    assert (await eva.read("notifications/own"))["contact"]["mail"] == wanted["mail"]
    assert (await petr.read("notifications/own"))["contact"]["mail"] == ""


@pytest.mark.parametrize(
    ("wrong", "place"),
    [({"mail": "eva"}, "mail"), ({"phone": "601234567"}, "phone")],
)
async def test_an_address_that_cannot_be_one_is_refused_where_it_is(
    admin, wrong, place
):
    answer = await admin.ask("PUT", "notifications/own", wrong)
    assert answer.status_code == 400
    assert place in answer.text


async def test_a_channel_is_set_up_tried_and_what_became_of_it_is_seen(admin):
    draft = {
        "kind": "webhook",
        "url": "http://127.0.0.1:9/",
        "settings": {"title": "Desk"},
        "secrets": {"signing": "a secret nobody reads"},
    }
    kept = await admin.ask("PUT", "notifications/channels/desk", draft)
    assert kept.status_code == 204, kept.text
    (listed,) = await admin.read("notifications/channels")
    assert listed["secrets"] == ["signing"]
    assert "nobody reads" not in repr(listed)
    again = await admin.ask("PUT", "notifications/channels/desk", draft)
    assert again.status_code == 409
    await admin.ask("POST", "notifications/channels/desk/try")

    async def failed():
        return await admin.read("notifications/messages?state=failed")

    await until(failed)
    (message,) = await failed()
    assert message["recipient"] == "channel:desk"
    early = await admin.ask("POST", f"notifications/messages/{message['id']}/again")
    assert early.status_code == 409
    gone = await admin.ask("DELETE", "notifications/channels/desk")
    assert gone.status_code == 204
    assert await admin.read("notifications/channels") == []


async def test_a_dead_letter_is_sent_again(admin):
    await admin.ask("POST", "notifications/own/try")

    async def dead():
        return await admin.read("notifications/messages?state=dead")

    await until(dead)
    (message,) = await dead()
    assert "no address" in message["why"]
    again = await admin.ask("POST", f"notifications/messages/{message['id']}/again")
    assert again.status_code == 204
    await until(dead)
    assert (await dead())[0]["tries"] == 1


@pytest.mark.parametrize("kind", ["pigeon", "mqtt", "sms"])
async def test_a_channel_that_cannot_work_is_refused(admin, kind):
    draft = {"kind": kind, "url": "", "settings": {}}
    answer = await admin.ask("PUT", "notifications/channels/x", draft)
    assert answer.status_code == 400


async def test_channels_and_messages_are_for_those_who_govern(somebody):
    eva = await somebody("eva", "operator")
    for path in ("notifications/channels", "notifications/messages"):
        assert (await eva.ask("GET", path)).status_code == 403
