from datetime import UTC, datetime, timedelta

import orjson
import pytest

from mesto.kernel.model import Command, Observation
from mesto.operations.alarms.alert import Alert, raise_alert
from tests.web.scenarios.conftest import BIN, FULL, OVER, TELL

pytestmark = pytest.mark.anyio


async def test_a_full_container_tells_the_operators_once(town):
    await town.keep("full")
    for level in (0.5, 0.95, 0.97):
        await town.level(level)
    (run,) = await town.ran(1)
    assert (run["outcome"], run["entity"], run["value"]) == ("done", BIN, 0.95)
    assert run["effects"][0]["subject"] == {"en": "0.95"}
    await town.level(0.1)
    await town.level(0.91)
    assert len(await town.ran(2)) == 2
    assert await town.notices() == 2


async def test_a_scenario_that_only_watches_notes_and_does_nothing(town):
    await town.keep("full", "watching")
    await town.level(0.95)
    (run,) = await town.ran(1)
    assert (run["outcome"], await town.notices()) == ("watched", 0)


async def test_an_alarm_of_one_scenario_sets_another_off_and_no_circle_goes_on(town):
    raised = {"is": "raise", "severity": "high", "description": {"en": "Full"}}
    await town.keep("full", actions=[raised])
    again = {"is": "alarm", "state": "raised", "rules": ["scenario:full"]}
    await town.keep("next", triggers=[again], actions=[raised])
    heard = {"is": "alarm", "state": "raised"}
    await town.keep("circle", triggers=[heard], actions=[TELL])
    await town.level(0.95)
    (run,) = await town.ran(1, "next")
    assert run["chain"] == ["full"]
    assert (await town.alert("next")).value("severity") == "high"
    assert {tuple(one["chain"]) for one in await town.ran(2, "circle")} == {
        ("full",),
        ("full", "next"),
    }


async def test_it_is_started_by_hand_and_by_another_system_and_goes_on_after_a_wait(
    town,
):
    subject = {"en": "{{ payload.word }} {{ by }}"}
    wait = {"is": "wait", "for_s": 1}
    await town.keep("full", actions=[wait, TELL | {"subject": subject}])
    answer = await town.start(payload={"word": "now"})
    assert answer.status_code == 202, answer.text
    first, second = sorted(await town.ran(2), key=lambda run: run["step"])
    assert (first["effects"], first["waits_until"] is not None) == ([], True)
    assert second["effects"][0]["subject"]["en"].startswith("now ")
    assert await town.notices() == 1
    assert (await town.start(how="hook")).status_code == 400, "about which one?"
    assert (await town.start(how=f"hook?entity={BIN}")).status_code == 202
    assert len(await town.ran(3)) >= 3


async def test_what_is_off_or_waits_for_no_such_call_is_not_started(town):
    await town.keep("full", "off")
    assert (await town.start()).status_code == 409
    await town.keep("other", triggers=[OVER])
    assert (await town.start("other")).status_code == 409
    assert (await town.start("none")).status_code == 404


async def test_a_work_order_is_opened_about_what_is_broken(town):
    work = {"is": "work", "title": "Empty {{ entity.name }}", "to": "crew:north"}
    await town.keep("full", actions=[work])
    await town.level(0.95)
    (run,) = await town.ran(1)
    urn = run["effects"][0]["entity"]
    order = (await town.city.present([urn]))[urn]
    assert (order.value("title"), order.value("refAsset")) == ("Empty K 1", BIN)


async def test_who_does_too_much_is_switched_off_and_its_owner_is_told(town):
    limits = {"an_hour": 1}
    await town.keep("full", limits=limits, owner="role:administrator")
    for level in (0.95, 0.1, 0.96):
        await town.level(level)
    runs = await town.ran(2)
    assert sorted(run["outcome"] for run in runs) == ["done", "spent"]
    known = await town.browser.read("scenarios/full")
    assert known["stage"] == "off"
    assert known["reason"]["en"] == "Switched off: more than 1 runs in an hour."
    assert known["reason"]["cs"] == "Vypnuto: více než 1 běhů za hodinu."
    assert await town.notices() == 2


async def test_a_dry_run_tells_what_would_happen_and_nothing_does(town):
    body = {
        "definition": FULL
        | {"conditions": [{"is": "expression", "that": "value > 0.5"}]},
        "entity": BIN,
        "attribute": "fillingLevel",
        "value": 0.95,
    }
    path = f"{town.browser.api}/scenarios/try"
    told = (await town.browser.http.post(path, json=body)).json()
    assert (told["outcome"], told["checks"][0]["holds"]) == ("acts", True)
    assert told["effects"][0]["subject"] == {"en": "0.95"}
    assert await town.notices() == 0


async def test_the_list_tells_what_each_did_lately_and_when_it_is_next(town):
    at_noon = {"is": "schedule", "at": ["12:00"]}
    await town.keep("full", triggers=[OVER, at_noon], scope={"urns": [BIN]})
    await town.keep("other", stage="draft")
    await town.level(0.95)
    await town.ran(1)
    listed = (await town.browser.read("scenarios"))["scenarios"]
    full, other = sorted(listed, key=lambda one: one["name"])
    assert (full["lately"]["runs"], full["lately"]["failures"]) == (1, 0)
    assert datetime.fromisoformat(full["next_at"]) > datetime.now(UTC)
    assert (other["lately"]["last_at"], other["next_at"]) == (None, None)


async def rehearse(town, start, days, **more):
    body = {
        "start": start.isoformat(),
        "end": (start + timedelta(days=days)).isoformat(),
        **more,
    }
    path = f"{town.browser.api}/scenarios/rehearse"
    answer = await town.browser.http.post(path, json=body)
    assert answer.status_code == 200, answer.text
    *progress, last = [orjson.loads(line) for line in answer.text.splitlines()]
    return [one["progress"] for one in progress], last["result"]


async def fill(town, start, hours):
    await town.city.record(
        Observation(
            entity=BIN,
            attribute="fillingLevel",
            value=level,
            observed_at=start + timedelta(hours=hour),
            source="test",
        )
        for hour, level in hours.items()
    )


THREE_DAYS_AGO = datetime.now(UTC).replace(microsecond=0) - timedelta(days=3)


async def test_a_rehearsal_tells_what_would_have_been_and_does_nothing(town):
    start = THREE_DAYS_AGO
    await fill(town, start, {1: 0.95, 2: 0.96, 20: 0.1, 30: 0.97, 31: 0.1})
    stays = FULL | {"triggers": [OVER | {"for_s": 7200}]}
    progress, result = await rehearse(town, start, 2, definition=stays)
    assert progress == [n / 8 for n in range(1, 9)]
    (run,) = result["timeline"]
    assert datetime.fromisoformat(run["at"]) == start + timedelta(hours=3)
    assert result["entities"] == {BIN: 1}
    assert sum(result["hours"].values()) == 1
    assert await town.notices() == 0


async def test_a_draft_is_rehearsed_beside_what_is_at_work(town):
    start = THREE_DAYS_AGO
    await fill(town, start, {1: 0.92, 2: 0.1, 20: 0.97, 21: 0.1})
    higher = FULL | {"triggers": [OVER | {"above": 0.95}]}
    _, result = await rehearse(town, start, 1, definition=higher, beside=FULL)
    assert (result["outcomes"], result["both"]) == ({"acts": 1}, 1)
    assert [one["both"] for one in result["timeline"]] == [True]
    assert result["beside"]["outcomes"] == {"acts": 2}
    assert [one["both"] for one in result["beside"]["timeline"]] == [False, True]


async def test_a_rehearsal_tells_since_when_anything_is_known(town):
    start = THREE_DAYS_AGO
    _, nothing = await rehearse(town, start, 2, definition=FULL)
    assert nothing["known_since"] is None
    await fill(town, start, {5: 0.1, 6: 0.95})
    _, late = await rehearse(town, start, 2, definition=FULL)
    first = start + timedelta(hours=5)
    assert datetime.fromisoformat(late["known_since"]) == first
    _, whole = await rehearse(town, first + timedelta(hours=2), 1, definition=FULL)
    assert datetime.fromisoformat(whole["known_since"]) == first + timedelta(hours=2)


async def test_what_was_really_alarmed_and_ordered_is_told_beside_it(town):
    bin_now = (await town.city.present([BIN]))[BIN]
    alert = Alert(rule="smoke", severity="high", description={"en": "Smoke"})
    start = THREE_DAYS_AGO
    await fill(town, start, {0: 0.1})
    for hour in (1, 2):  # raising it again keeps it raised
        at = start + timedelta(hours=hour)
        await town.city.record(raise_alert(alert, bin_now, at=at, source="test"))
    later = datetime.now(UTC) + timedelta(minutes=5)
    await town.city.order(
        Command(entity=BIN, name="compress", value=True, expires_at=later, source="x")
    )
    _, result = await rehearse(town, start, 4, definition=FULL)
    assert list(result["alarms"].values()) == [1]
    assert list(result["orders"].values()) == [1]
