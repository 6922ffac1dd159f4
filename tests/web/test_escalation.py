"""Who is on call and who is told of which alarms, as the console writes it."""

from datetime import UTC, datetime, timedelta

import pytest

from .happenings import let_happen
from .test_alarms import handle, number_of

pytestmark = pytest.mark.anyio

DUTY = {
    "title": "Waste",
    "shifts": [
        {"people": ["person:anna@town", "person:boris@town"], "since": "2020-01-06"}
    ],
}
POLICY = {
    "title": "Full bins",
    "severities": ["critical"],
    "types": ["WasteContainer"],
    "steps": [
        {"after_min": 0, "tell": ["duty:waste"]},
        {"after_min": 30, "tell": ["role:administrator"]},
    ],
}


async def keep(browser, path, definition, version=0):
    body = {"definition": definition, "version": version}
    return await browser.http.put(f"{browser.api}/escalation/{path}", json=body)


async def test_it_is_shown_who_would_be_told_now_and_who_is_on_call(filming):
    server, browser = filming
    await let_happen(server.city, browser, [])
    assert (await keep(browser, "duties/waste", DUTY)).status_code == 200
    off = POLICY | {"enabled": False}
    kept = (await keep(browser, "policies/bins", off)).json()
    (duty,) = kept["duties"]
    assert duty["on_call"][0] in DUTY["shifts"][0]["people"]
    assert kept["now"] == [], "the policy is not in force"
    (policy,) = kept["policies"]
    kept = (await keep(browser, "policies/bins", POLICY, policy["version"])).json()
    (told,) = kept["now"]
    assert told["to"] == ["duty:waste"]
    assert told["people"] == duty["on_call"]
    assert (told["policy"], told["step"], told["count"]) == ("Full bins", 0, 1)
    assert told["subject"]["sr-Latn"] == "Kritično: KO-2"
    await handle(browser, await number_of(browser, "KO-2"))
    assert (await browser.read("escalation"))["now"] == [], "somebody is on it"


async def test_what_is_shelved_is_not_told_until_it_comes_back(filming):
    server, browser = filming
    await let_happen(server.city, browser, [])
    await keep(browser, "policies/bins", POLICY)
    until = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    bin_2 = await number_of(browser, "KO-2")
    await handle(browser, bin_2, what="shelve", until=until, comment="Roadworks.")
    assert (await browser.read("escalation"))["now"] == []
    await handle(browser, bin_2, what="unshelve")
    assert len((await browser.read("escalation"))["now"]) == 1


async def test_what_makes_no_sense_is_refused_where_it_stands(browser):
    for path, wrong in (
        ("duties/Waste!", DUTY),
        ("duties/waste", {"title": "x", "shifts": [{"people": []}]}),
        ("policies/bins", POLICY | {"steps": []}),
        ("policies/bins", POLICY | {"steps": [{"after_min": -1, "tell": ["x"]}]}),
        ("policies/bins", POLICY | {"colour": "red"}),
    ):
        refused = await keep(browser, path, wrong)
        assert refused.status_code == 400
        assert refused.json()["detail"]
    assert (await keep(browser, "wishes/x", DUTY)).status_code == 404


async def test_two_who_change_one_duty_do_not_overwrite_each_other(browser):
    assert (await keep(browser, "duties/waste", DUTY)).status_code == 200
    assert (await keep(browser, "duties/waste", DUTY)).status_code == 409
    gone = await browser.http.delete(f"{browser.api}/escalation/duties/waste")
    assert gone.status_code == 204
    assert (await browser.read("escalation"))["duties"] == []
    again = await browser.http.delete(f"{browser.api}/escalation/duties/waste")
    assert again.status_code == 404


async def test_alarms_are_assigned_to_whom_there_is(browser, server):
    accounts = server.installation.accounts
    login = f"eva-{server.city.name}@town"
    await accounts.make(login, "Eva Malá", {server.city.name: ["operator"]})
    await keep(browser, "duties/waste", DUTY)
    known = await browser.read("escalation/recipients")
    assert {"who": f"person:{login}", "title": "Eva Malá"} in known
    assert {"who": "duty:waste", "title": "Waste"} in known
