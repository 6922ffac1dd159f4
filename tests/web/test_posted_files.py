"""Files that other systems post are judged by the services too."""

import pytest

from tests.waiting import until

pytestmark = pytest.mark.anyio

MAPPING = {
    "entity": "urn:ngsi-ld:Streetlight:{lamp}",
    "type": "Streetlight",
    "attributes": [
        {"name": "powerRating", "path": "power", "read": "number"},
        {
            "name": "feederID",
            "kind": "Relationship",
            "path": "urn:ngsi-ld:StreetlightFeeder:{feeder}",
        },
    ],
}


@pytest.fixture
async def post(browser):
    """Post a file to a connection for lamps."""
    connection = {
        "gate": "csv",
        "url": "webhook:",
        "settings": {"mapping": MAPPING},
    }
    kept = await browser.http.put(f"{browser.api}/connections/lamps", json=connection)
    assert kept.status_code == 200, kept.text

    async def post(*rows):
        body = "\n".join(["lamp;power;feeder", *rows])
        return await browser.http.post("/hooks/lamps", content=body)

    async def hears():
        return (await post("VO-0;68;")).status_code == 204

    await until(hears)
    return post


async def test_rows_that_cannot_be_true_are_kept_with_the_reason(server, browser, post):
    answer = await post("VO-1;68;", "VO-2;40000;", "VO-3;68;VF-9", "VO-4;38;")
    assert answer.status_code == 400, answer.text
    lamps = await server.city.entities("Streetlight")
    assert {urn[-4:] for urn in lamps} == {"VO-0", "VO-1", "VO-4"}
    (held,) = (await browser.read("quarantine", connection="lamps"))["items"]
    refused = held["facts"]["refused"]
    assert [(one["line"], one["field"]) for one in refused] == [
        (3, "power"),
        (4, "feeder"),
    ]
