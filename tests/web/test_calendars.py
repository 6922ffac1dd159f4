import pytest

pytestmark = pytest.mark.anyio

WORK = {
    "title": {"en": "Working hours", "cs": "Pracovní doba"},
    "rule": {
        "is": "all",
        "of": [
            {"is": "hours", "weekdays": [1, 2, 3], "start": "08:00", "end": "16:00"},
            {"is": "not", "of": {"is": "holidays", "country": "CZ"}},
        ],
    },
}


async def keep(browser, name, definition, version=0):
    body = {"definition": definition, "version": version}
    return await browser.http.put(f"{browser.api}/calendars/{name}", json=body)


async def test_a_calendar_is_kept_listed_and_asked_about_the_days_to_come(browser):
    kept = await keep(browser, "office", WORK)
    assert kept.status_code == 200, kept.text
    (listed,) = (await browser.read("calendars"))["calendars"]
    assert (listed["name"], listed["definition"]) == ("office", WORK)
    assert listed["holds"] in (True, False)
    days = await browser.read(
        "calendars/office/days", **{"from": "2026-09-28T00:00:00Z"}
    )
    assert days["spans"][0]["start"].startswith("2026-09-29T"), "the 28th is free"
    assert {"day": "2026-09-28", "country": "CZ"}.items() <= days["holidays"][0].items()


async def test_who_writes_over_what_they_have_not_seen_is_told(browser):
    await keep(browser, "office", WORK)
    assert (await keep(browser, "office", WORK)).status_code == 409


async def test_a_mistake_is_told_with_its_place_and_nothing_is_kept(browser):
    wrong = WORK | {"rule": {"is": "any", "of": [{"is": "calendar", "name": "x"}]}}
    refused = await keep(browser, "office", wrong)
    place = ["definition", "rule", "of", 0, "name"]
    assert (refused.status_code, refused.json()["place"]) == (400, place)
    body = {"definition": WORK | {"rule": {"is": "hours", "weekdays": [8]}}}
    checked = await browser.http.post(f"{browser.api}/calendars/check", json=body)
    place = ["definition", "rule", "weekdays", 0]
    assert (checked.status_code, checked.json()["place"]) == (400, place)
    assert (await browser.read("calendars"))["calendars"] == []


async def test_a_calendar_that_another_speaks_of_stays(browser):
    await keep(browser, "office", WORK)
    rule = {"is": "not", "of": {"is": "calendar", "name": "office"}}
    await keep(browser, "idle", {"title": {"en": "Idle"}, "rule": rule})

    async def drop(name):
        path = f"{browser.api}/calendars/{name}"
        return (await browser.http.delete(path)).status_code

    assert await drop("office") == 409
    assert [await drop("idle"), await drop("office"), await drop("office")] == [
        204,
        204,
        404,
    ]
