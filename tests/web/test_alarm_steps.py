"""The life of an alarm: assigned, shelved, commented, cleared, reopened."""

from datetime import UTC, datetime, timedelta

import pytest

from mesto.operations.alarms.alert import Alert, clear_alert, raise_alert
from tests.waiting import until

from .conftest import standing
from .happenings import BINS, NOTHING, filmed, let_happen
from .test_alarms import handle, listed, names, number_of

pytestmark = pytest.mark.anyio

FLOOD = Alert(rule="flood", severity="high", description={"en": "The river is high."})


async def steps(browser, row):
    return await browser.read(f"alarms/steps/{row['alert']}")


async def flooded(server, at):
    """Raise the alert of a rule about a bin."""
    about = (await server.city.present([BINS[0]]))[BINS[0]]
    await server.city.record(raise_alert(FLOOD, about, at=at, source="flood"))


async def test_an_alarm_is_assigned_and_found_by_whom(filming):
    server, browser = filming
    await let_happen(server.city, browser, [])
    bin_2 = await number_of(browser, "KO-2")
    assert await names(browser, assigned="nobody") == ["KO-2"]
    done = await handle(browser, bin_2, what="assign", to="crew:north")
    assert done.status_code == 204
    (row,) = await listed(browser, assigned="crew:north")
    assert (row["handled"]["assigned"], row["handled"]["acknowledged"]) == (
        "crew:north",
        True,
    )
    assert await names(browser, assigned="me") == []
    assert await names(browser, assigned="nobody") == []
    await handle(browser, bin_2, what="assign", to="")
    assert await names(browser, assigned="nobody") == ["KO-2"]


async def test_a_shelved_alarm_is_out_of_the_way_and_comes_back_by_itself(filming):
    server, browser = filming
    await let_happen(server.city, browser, [])
    bin_2 = await number_of(browser, "KO-2")

    async def shelve(time):
        then = (datetime.now(UTC) + time).isoformat()
        return await handle(
            browser, bin_2, what="shelve", until=then, comment="Being emptied."
        )

    assert (await shelve(timedelta(days=1))).status_code == 204
    assert await names(browser) == []
    (row,) = await listed(browser, shelved="true")
    assert row["handled"]["comment"] == "Being emptied."
    assert row["handled"]["shelved_until"] is not None
    assert await names(browser, shelved="any") == ["KO-2"]
    assert (await shelve(timedelta(seconds=1))).status_code == 204

    async def is_back():
        return await names(browser) == ["KO-2"]

    await until(is_back)
    (row,) = await listed(browser)
    assert not row["handled"]["acknowledged"], "it is to be seen anew"


async def test_everything_that_became_of_an_alarm_is_in_its_log(filming):
    server, browser = filming
    await let_happen(server.city, browser, [])
    bin_2 = await number_of(browser, "KO-2")
    await handle(browser, bin_2, comment="Mine.")
    await handle(browser, bin_2, what="comment", comment="The lid is broken.")
    await handle(browser, bin_2, what="assign", to="person:jana@town")
    await handle(browser, bin_2, acknowledged=False)
    (row,) = await listed(browser)
    log = await steps(browser, row)
    assert [(one["what"], one["to"], one["comment"]) for one in log] == [
        ("release", "", ""),
        ("assign", "person:jana@town", ""),
        ("comment", "", "The lid is broken."),
        ("acknowledge", "", "Mine."),
    ]
    assert {one["by"] for one in log} == {"key:first"}


async def test_what_a_rule_raised_is_cleared_by_hand_and_reopened(filming):
    server, browser = filming
    await server.city.record(standing(BINS[0], name="KO-1", fillingLevel=0.2))
    now = datetime.now(UTC)
    await flooded(server, now)
    await filmed(browser, but=NOTHING)
    (row,) = await listed(browser)
    assert (row["type"], row["state"], row["name"]) == ("Alert", "raised", "KO-1")

    async def is_open(wanted=1):
        return len(await listed(browser)) == wanted

    done = await handle(browser, row["id"], what="clear", comment="A drill.")
    assert done.status_code == 204
    await until(lambda: is_open(0))
    (past,) = await listed(browser, state="past")
    assert past["state"] == "cleared"
    assert (await handle(browser, row["id"], what="reopen")).status_code == 204
    await until(is_open)
    (again,) = await listed(browser)
    assert again["handled"] is None, "what was done before was about another time"
    log = await browser.read(f"alarms/steps/{row['id']}")
    assert [one["what"] for one in log] == ["reopen", "clear", "raise"]
    later = datetime.now(UTC)
    over = clear_alert(BINS[0], rule="flood", at=later, source="flood")
    await server.city.record(over)
    await until(lambda: is_open(0))


async def test_what_the_world_decides_is_not_cleared_by_hand(filming):
    server, browser = filming
    await let_happen(server.city, browser, [])
    bin_2 = await number_of(browser, "KO-2")
    refused = await handle(browser, bin_2, what="clear")
    assert refused.status_code == 400
    assert "only what a rule raised" in refused.text
    assert (await handle(browser, bin_2, what="burn")).status_code == 400
    assert (await browser.get("alarms", shelved="maybe")).status_code == 400


async def test_a_word_that_is_no_moment_shelves_nothing_and_breaks_nothing(filming):
    server, browser = filming
    await let_happen(server.city, browser, [])
    await handle(browser, await number_of(browser, "KO-2"))
    (alert,) = (
        await browser.http.get("/ngsi-ld/v1/entities", params={"type": "Alert"})
    ).json()
    for word in ("soon", "9999-99-99Tx", 7):
        said = {"shelvedUntil": {"type": "Property", "value": word}}
        path = f"/ngsi-ld/v1/entities/{alert['id']}/attrs"
        answer = await browser.http.post(path, json=said)
        assert answer.status_code == 204
        (row,) = await listed(browser, shelved="any")
        assert row["handled"]["shelved_until"] is None
