"""What is sent in odd shapes is refused in words, by every door, and breaks nothing."""

import re
from urllib.parse import quote

import pytest

from mesto.web.routes import OWN
from tests.furnishing import BIN
from tests.waiting import until
from tests.web.doors import console_doors, ngsi_ld_doors

pytestmark = pytest.mark.anyio

DEEP, DEEPER = 300, 100_000
BODIES = {
    "no text": b'{"name": "\xff"}',
    "half a letter": b'{"name": "\\ud800"}',
    "nothing": b'{"name": "\\u0000"}',
    "deep": b'{"definition": ' + b'{"a":' * DEEP + b"1" + b"}" * (DEEP + 1),
    "bottomless": b"[" * DEEPER,
    "a number beyond all": b'{"version": 1e400}',
    "a list": b"[[[]]]",
    "no JSON": b"<x>&lol;</x>",
}
NAMES = [
    "..",
    "../../../../etc/passwd",
    "..\\..\\windows",
    "/etc/passwd",
    "a\0b",
    "\r\nSet-Cookie: a=b",
    "x" * 5_000,
    "'; drop table ledger; --",
    "%2e%2e%2f",
    "\ud7ff\u202e",
    "-1",
    "99999999999999999999",
]


def sound(answer, *tried):
    """Say what was tried where an answer is a failure of ours."""
    assert answer.status_code < 500, (*tried, answer.text[:200])
    assert "root:" not in answer.text, tried
    assert "set-cookie" not in answer.headers, tried


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
async def test_no_name_in_a_path_leads_out_or_breaks_anything(browser, name):
    odd = quote(name, safe="")
    for method, path in console_doors():
        if "{" in path:
            at = re.sub(r"{[^}]+}", lambda _: odd, path)
            answer = await browser.http.request(method, f"{browser.api}/{at}", json={})
            sound(answer, method, path, name[:40])
    for method, path in ngsi_ld_doors():
        if "{" in path:
            answer = await browser.http.request(method, path.replace("{}", odd))
            sound(answer, method, path, name[:40])
    for path in (f"/hooks/{odd}", f"/{odd}", f"/assets/{odd}", f"/api/{odd}/map"):
        sound(await browser.http.get(path), path)


@pytest.mark.parametrize("what", BODIES)
async def test_no_body_breaks_anything(browser, what):
    changes = [
        (method, f"{browser.api}/{re.sub('{[^}]+}', '1', path)}")
        for method, path in console_doors()
    ]
    changes += [(m, f"/api/session{path}") for path, m, _ in OWN if "{" not in path]
    changes += [
        (m, path.replace("{}", quote(BIN, safe=""))) for m, path in ngsi_ld_doors()
    ]
    for method, path in changes:
        if method in {"POST", "PUT", "PATCH"}:
            answer = await browser.http.request(
                method,
                path,
                content=BODIES[what],
                headers={"content-type": "application/json"},
            )
            sound(answer, method, path, what)


async def test_what_is_too_deep_to_be_told_again_is_refused(browser, server):
    deep = BODIES["deep"].removeprefix(b'{"definition": ')[:-1]
    kept = await browser.http.put(
        f"{browser.api}/documents/views/deep",
        content=b'{"title": "x", "definition": ' + deep + b"}",
    )
    assert kept.status_code == 400
    assert "too deep" in kept.json()["detail"]
    entity = b'{"id": "%s", "type": "X", "a": {"type": "JsonProperty", "json": %s}}'
    made = await browser.http.post(
        "/ngsi-ld/v1/entities",
        content=entity % (BIN.encode(), deep),
        headers={"content-type": "application/json"},
    )
    assert made.status_code == 400, made.text
    mapping = {
        "topic": "#",
        "entity": f"{BIN}{{id}}",
        "type": "WasteContainer",
        "attributes": [{"name": "odd", "path": "odd"}],
    }
    draft = {"gate": "mqtt", "url": "webhook:", "settings": {"mappings": [mapping]}}
    put = await browser.http.put(f"{browser.api}/connections/deep", json=draft)
    assert put.status_code == 200, put.text

    async def brought(odd):
        body = b'{"id": 1, "odd": ' + odd + b"}"
        return (await browser.http.post("/hooks/deep", content=body)).status_code

    async def is_taken():
        return await brought(b"1") == 204

    await until(is_taken)
    assert await brought(deep) == 400
    assert (await server.city.present([f"{BIN}1"]))[f"{BIN}1"].value("odd") == 1
