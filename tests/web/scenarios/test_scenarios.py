import pytest

pytestmark = pytest.mark.anyio

FULL = {
    "title": {"en": "Full before the weekend", "cs": "Plno před víkendem"},
    "scope": {"types": ["WasteContainer"]},
    "triggers": [
        {"is": "threshold", "attribute": "fillingLevel", "above": 0.9, "back": 0.8}
    ],
    "conditions": [{"is": "expression", "that": "local.weekday == 5"}],
    "actions": [
        {
            "is": "notify",
            "to": ["role:operator"],
            "subject": {"en": "{{ entity.name }} is full"},
        }
    ],
}


async def keep(browser, name, definition, version=0):
    body = {"definition": definition, "version": version}
    return await browser.http.put(f"{browser.api}/scenarios/{name}", json=body)


async def stage(browser, name, stage, version):
    body = {"stage": stage, "version": version}
    return await browser.http.put(f"{browser.api}/scenarios/{name}/stage", json=body)


async def test_a_scenario_is_a_draft_until_somebody_sets_it_to_work(browser):
    kept = (await keep(browser, "full", FULL)).json()
    assert (kept["stage"], kept["definition"], kept["problem"]) == ("draft", FULL, None)
    answer = await stage(browser, "full", "watching", kept["version"])
    assert answer.status_code == 204, answer.text
    (listed,) = (await browser.read("scenarios"))["scenarios"]
    assert (listed["name"], listed["stage"]) == ("full", "watching")


async def test_who_writes_over_what_they_have_not_seen_is_told(browser):
    version = (await keep(browser, "full", FULL)).json()["version"]
    changed = FULL | {"conditions": []}
    assert (await keep(browser, "full", changed)).status_code == 409
    assert (await keep(browser, "full", changed, version)).status_code == 200
    assert (await stage(browser, "full", "active", version)).status_code == 409


@pytest.mark.parametrize(
    ("part", "value", "place"),
    [
        (
            "conditions",
            [{"is": "expression", "that": "local.weekday =="}],
            ["conditions", 0, "that"],
        ),
        (
            "triggers",
            [{"is": "threshold", "attribute": "x", "above": 1, "back": 2}],
            ["triggers", 0, "back"],
        ),
        ("triggers", [{"is": "nothing"}], ["triggers", 0, "is"]),
        ("actions", [{"is": "start", "scenario": "x"}], ["actions", 0, "scenario"]),
        (
            "actions",
            [{"is": "notify", "to": ["role:operator"], "subject": {"en": "{{ 1 + }}"}}],
            ["actions", 0, "subject", "en"],
        ),
        (
            "actions",
            [{"is": "notify", "to": ["nobody"], "subject": {"en": "Full"}}],
            ["actions", 0, "to", 0],
        ),
        ("conditions", [{"is": "calendar", "name": "x"}], ["conditions", 0, "name"]),
    ],
)
async def test_a_mistake_is_told_with_its_place(reader, part, value, place):
    body = {"definition": FULL | {part: value}}
    answer = await reader.http.post(f"{reader.api}/scenarios/check", json=body)
    assert answer.status_code == 400
    assert answer.json()["place"] == ["definition", *place], answer.text


async def test_what_was_written_before_can_be_read_and_what_was_dropped_put_back(
    browser,
):
    version = (await keep(browser, "full", FULL)).json()["version"]
    await keep(browser, "full", FULL | {"conditions": []}, version)
    versions = (await browser.read("scenarios/full/versions"))["versions"]
    written = [one["value"] for one in versions if one["what"] == "definition"]
    assert written == [FULL | {"conditions": []}, FULL]
    path = f"{browser.api}/scenarios/full"
    assert (await browser.http.delete(path)).status_code == 204
    assert (await browser.get("scenarios/full")).status_code == 404
    restored = await browser.http.post(f"{path}/restore")
    assert restored.status_code == 200, restored.text
    assert restored.json()["definition"] == FULL | {"conditions": []}
    assert restored.json()["stage"] == "draft"
