"""A file that somebody uploads: guessed, tried, imported, and its refusals mended."""

from base64 import b64decode, b64encode

import pytest

pytestmark = pytest.mark.anyio

TABLE = """\
id;fillingLevel;lon;lat
k-1;0,4;14.1;50.1
k-2;0,5;14.2;50.2
k-3;2,55;14.2;50.2
"""
FIRST = "urn:ngsi-ld:WasteContainer:k-1"


def upload(text=TABLE, **more):
    content = b64encode(text.encode()).decode()
    return {"name": "containers.csv", "content": content} | more


async def guessed(browser):
    answer = await browser.http.post(
        f"{browser.api}/import/guess", json=upload(type="WasteContainer")
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


async def imported(browser, mapping, **more):
    path = f"{browser.api}/import"
    answer = await browser.http.post(path, json=upload(mapping=mapping, **more))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_file_is_tried_then_imported_and_its_refusals_come_back(
    browser, server
):
    mapping = await guessed(browser)
    assert mapping["type"] == "WasteContainer"
    tried = await imported(browser, mapping, language="cs")
    assert tried["dry_run"]
    assert (tried["created"], tried["refused"], tried["recorded"]) == (2, 1, 0)
    assert await server.city.present([FIRST]) == {}
    (wrong,) = tried["examples"]
    assert wrong["line"] == 4
    assert wrong["why"] == "2.55 is not between 0 and 1"
    assert wrong["says"]["cs"] == "2,55 není mezi 0 a 1"
    refused = b64decode(tried["refused_file"]["content"]).decode("utf-8-sig")
    assert refused.splitlines()[1].endswith("k-3;2,55;14.2;50.2")
    assert wrong["says"]["cs"] in refused
    done = await imported(browser, mapping, dry_run=False)
    assert done["recorded"] > 0
    assert FIRST in await server.city.present([FIRST])
    again = await imported(browser, mapping, dry_run=False)
    assert (again["recorded"], again["unchanged"]) == (0, 2)


async def test_what_is_no_mapping_or_no_file_is_refused(browser):
    path = f"{browser.api}/import"
    wrong = await browser.http.post(path, json=upload(mapping={"entity": 1}))
    assert wrong.status_code == 400
    assert wrong.json()["place"][0] == "mapping"
    hidden = {**upload(mapping=await guessed(browser)), "name": "../.."}
    assert (await browser.http.post(path, json=hidden)).status_code == 400
