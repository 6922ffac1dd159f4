"""An interlock is tried on an asset: what it would do, without anything being done."""

import pytest

from .conftest import standing

pytestmark = pytest.mark.anyio
LAMP = "urn:ngsi-ld:Streetlight:tried"
DARK = {
    "commands": ["setDimLevel"],
    "types": ["Streetlight"],
    "when": "value < entity.minimumLevel",
    "says": {"en": "Too dark.", "cs": "Příliš tmavé."},
}


@pytest.fixture
async def tried(server, browser):
    """Try an interlock on a lamp whose minimum is 0.3; return the answer."""
    await server.city.record(standing(LAMP, minimumLevel=0.3))

    async def ask(definition=DARK, **changed):
        trial = {"entity": LAMP, "order": "dim", "value": 0.1} | changed
        body = trial | {"definition": definition}
        return await browser.http.post(f"{browser.api}/interlocks/try", json=body)

    return ask


async def test_it_says_what_it_would_do_and_why(server, tried):
    held = (await tried()).json()
    assert (held["does"], held["says"]["cs"]) == ("forbids", "Příliš tmavé.")
    assert (await tried(value=0.5)).json() == {"does": "allows", "says": {}}
    assert (await tried(DARK | {"asks": True})).json()["does"] == "asks"
    assert (await tried(DARK | {"types": ["Gate"]})).json()["does"] == "nothing"
    assert (await server.city.due()).commands == []


async def test_one_that_cannot_be_judged_forbids_here_too(tried):
    held = (await tried(DARK | {"when": "value < entity.nothing"})).json()
    assert held["does"] == "forbids"
    assert "cannot be told" in held["says"]["en"]


@pytest.mark.parametrize(
    ("changed", "status", "place"),
    [
        ({"definition": DARK | {"when": "value <"}}, 400, ["definition", "when"]),
        ({"definition": {}}, 400, ["definition", "commands"]),
        ({"entity": "urn:ngsi-ld:Streetlight:none"}, 404, ["entity"]),
        ({"order": "sing"}, 404, ["order"]),
        ({"value": "bright"}, 400, ["value"]),
    ],
)
async def test_bad_input_is_told_with_its_place(tried, changed, status, place):
    answer = await tried(**changed)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json()["place"] == place
