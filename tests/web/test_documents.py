import pytest

pytestmark = pytest.mark.anyio

NIGHT = {"title": "Night shift", "definition": {"layers": [1, 2]}}


async def keep(browser, path, **draft):
    return await browser.http.put(f"{browser.api}/documents/{path}", json=draft)


async def test_a_document_is_kept_and_listed_with_others_of_its_kind(browser):
    kept = (await keep(browser, "views/night", **NIGHT)).json()
    assert kept["version"] > 0
    await keep(browser, "dashboards/mayor", title="Mayor", definition={})
    (listed,) = await browser.read("documents/views")
    assert listed == kept
    assert listed["definition"] == NIGHT["definition"]


async def test_who_has_not_seen_the_last_change_does_not_overwrite_it(browser):
    first = (await keep(browser, "views/night", **NIGHT)).json()["version"]
    again = await keep(browser, "views/night", **NIGHT)
    assert again.status_code == 409
    second = await keep(browser, "views/night", **NIGHT | {"version": first})
    assert second.json()["version"] > first
    late = await keep(browser, "views/night", **NIGHT | {"version": first})
    assert late.status_code == 409
    assert "meanwhile" in late.json()["detail"]
    assert late.json()["version"] == second.json()["version"]


async def test_a_document_thrown_away_is_gone_and_can_be_made_anew(browser):
    await keep(browser, "views/night", **NIGHT)
    path = f"{browser.api}/documents/views/night"
    assert (await browser.http.delete(path)).status_code == 204
    assert await browser.read("documents/views") == []
    assert (await browser.http.delete(path)).status_code == 404
    assert (await keep(browser, "views/night", **NIGHT)).status_code == 200


@pytest.mark.parametrize("path", ["Views/night", "views/a:b", "views/ü"])
async def test_a_document_has_a_plain_name(browser, path):
    assert (await keep(browser, path, **NIGHT)).status_code == 400


async def test_what_is_no_document_is_refused_with_the_reason(browser):
    answer = await keep(browser, "views/night", title=1, definition={})
    assert answer.status_code == 400
    assert "$.title" in answer.json()["detail"]
