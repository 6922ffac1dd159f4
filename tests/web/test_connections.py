"""Connections are made, tried, watched, switched off and brought back."""

import re
from datetime import UTC, datetime

import pytest

from mesto.kernel.model import TYPE, Kind
from mesto.kernel.municipality import LANGUAGES
from tests.waiting import until

from .conftest import seen

pytestmark = pytest.mark.anyio

BIN = "urn:ngsi-ld:WasteContainer"


def draft(path="level", **more):
    mapping = {
        "topic": "#",
        "entity": f"{BIN}:{{id}}",
        "type": "WasteContainer",
        "attributes": [{"name": "fillingLevel", "path": path, "missing": "refuse"}],
    }
    settings = {"mappings": [mapping]}
    return {"gate": "mqtt", "url": "webhook:", "settings": settings} | more


async def keep(browser, name="bins", **more):
    path = f"{browser.api}/connections/{name}"
    return await browser.http.put(path, json=draft(**more))


async def bring(browser, body, name="bins"):
    return await browser.http.post(f"/hooks/{name}", content=body)


async def connected(browser, **more):
    """Add a connection and wait until it hears."""
    kept = await keep(browser, **more)
    assert kept.status_code == 200, kept.text

    async def hears():
        answer = await bring(browser, b'{"id": 7, "level": 0.5, "fill": 0.5}')
        return answer.status_code == 204

    await until(hears)
    return kept.json()


async def of(browser, name="bins"):
    listed = (await browser.read("connections"))["connections"]
    return next(one for one in listed if one["name"] == name)


async def test_a_connection_is_added_by_a_gate_and_runs_at_once(browser):
    assert (await browser.read("connections"))["connections"] == []
    kept = await keep(browser)
    assert kept.json()["state"] == "waiting"
    assert kept.json()["hook"] == "/hooks/bins"
    await connected(browser, version=kept.json()["version"])
    shown = await of(browser)
    assert shown["state"] == "runs"
    assert shown["total"]["messages"] == shown["total"]["observations"] == 1
    assert shown["total"]["last_origin"] == "/hooks/bins"
    assert [minute[1] for minute in shown["minutes"]] == [1]


async def test_what_was_refused_is_counted_and_held(browser):
    await connected(browser)
    for number in range(3):
        assert (await bring(browser, b'{"id": %d}' % number)).status_code == 400
    shown = await of(browser)
    assert (shown["total"]["refused"], shown["held"]) == (3, 3)


@pytest.mark.parametrize(
    ("name", "more", "place"),
    [
        ("-bins", {}, ["name"]),
        ("bins", {"gate": "telex"}, ["gate"]),
        ("bins", {"gate": "ngsi_ld"}, ["gate"]),
        ("bins", {"url": "telex://x"}, ["url"]),
        ("bins", {"url": "mqtt://["}, ["url"]),
        ("bins", {"settings": {"topics": 1}}, ["settings", "topics"]),
        (
            "bins",
            {"settings": {"mappings": [{"topic": "#", "entity": "x", "type": "a b"}]}},
            ["settings", "mappings", 0, "type"],
        ),
    ],
)
async def test_a_mistake_is_told_with_its_place(reader, name, more, place):
    answer = await keep(reader, name, **more)
    assert answer.status_code == 400
    assert answer.json()["place"] == place
    told = answer.json()
    assert set(told.get("says") or told["beside"]) == set(LANGUAGES)
    assert (await reader.read("connections"))["connections"] == []


async def test_who_has_not_seen_the_last_change_does_not_overwrite_it(browser):
    first = (await keep(browser)).json()["version"]
    assert (await keep(browser)).status_code == 409
    second = await keep(browser, path="fill", version=first)
    assert second.status_code == 200
    assert (await keep(browser, version=first)).status_code == 409


async def test_settings_are_tried_before_they_are_saved(browser):
    await connected(browser)
    number = (await bring(browser, b'{"id": 8, "fill": 0.9}')).json()["quarantine"]
    wrong = await browser.http.post(
        f"{browser.api}/try", json=draft(name="bins", held=number)
    )
    assert wrong.json()["observations"] == []
    assert "level" in wrong.json()["refused"]
    right = await browser.http.post(
        f"{browser.api}/try", json=draft("fill", name="bins", held=number)
    )
    (found,) = right.json()["observations"]
    assert (found["entity"], found["value"]) == (f"{BIN}:8", 0.9)
    sample = {"payload": '{"id": 9, "fill": 0.1}', "origin": "a/b"}
    typed = await browser.http.post(
        f"{browser.api}/try", json=draft("fill", sample=sample)
    )
    assert typed.json()["count"] == 1
    misfit = await browser.http.post(
        f"{browser.api}/try", json=draft(settings={"topics": 1})
    )
    assert misfit.json()["place"] == ["settings", "topics"]
    assert (await of(browser))["total"]["observations"] == 1, "nothing was recorded"


async def test_every_gate_that_reads_messages_has_a_form(browser):
    forms = {form["name"]: form for form in await browser.read("gates")}
    assert {"csv", "http_pull", "lorawan", "mqtt"} <= forms.keys()
    assert "ngsi_ld" not in forms
    assert forms["lorawan"]["icon"] == "antenna"
    assert forms["mqtt"]["addresses"][0] == "mqtt://embedded"
    assert forms["http_pull"]["addresses"] == ["http://", "https://"]
    title = forms["http_pull"]["schema"]["$defs"]["Settings"]["properties"]["every_s"]
    assert title["title"]["cs"] == "Ptát se každých (s)"


async def test_messages_are_seen_from_when_somebody_looks(browser):
    await connected(browser)
    path = "connections/bins/messages"
    assert await browser.read(path) == []
    await bring(browser, b'{"id": 7, "level": 0.6}')
    await bring(browser, b"\xff")
    refused, understood = await browser.read(path)
    assert (understood["payload"], understood["observations"]) == (
        '{"id": 7, "level": 0.6}',
        1,
    )
    assert (refused["payload"], refused["encoding"]) == ("/w==", "base64")
    assert refused["reason"]
    assert "authorization" not in understood["headers"]
    assert (await browser.get("connections/none/messages")).status_code == 404


async def test_a_connection_is_switched_off_and_on(browser):
    await connected(browser)
    path = f"{browser.api}/connections/bins"
    off = await browser.http.patch(path, json={"enabled": False})
    assert (off.json()["state"], off.json()["enabled"]) == ("off", False)
    on = await browser.http.patch(path, json={"enabled": True})
    assert on.json()["state"] == "runs"
    unknown = f"{browser.api}/connections/none"
    answer = await browser.http.patch(unknown, json={"enabled": False})
    assert answer.status_code == 404


async def test_a_connection_removed_is_restored_as_it_was(browser):
    await connected(browser, path="fill")
    path = f"{browser.api}/connections/bins"
    assert (await browser.http.delete(path)).status_code == 204
    assert (await browser.read("connections"))["connections"] == []
    assert (await browser.http.delete(path)).status_code == 404
    back = await browser.http.post(f"{path}/restore")
    assert back.json()["settings"] == draft("fill")["settings"]
    assert back.json()["total"]["messages"] == 1
    assert (await browser.http.post(f"{path}/restore")).status_code == 409
    never = await browser.http.post(f"{browser.api}/connections/none/restore")
    assert never.status_code == 404


async def test_a_credential_is_kept_through_changes_and_never_shown(browser, server):
    settings = draft()["settings"] | {"topics": ["#"]}
    path = f"{browser.api}/connections/bins"
    told = []

    async def kept():
        known = await server.city.secrets(["urn:ngsi-ld:Connection:bins"])
        (secret,) = known["urn:ngsi-ld:Connection:bins"]
        return secret.value

    async def keeps(**more):
        answer = await keep(browser, settings=settings, **more)
        assert answer.status_code == 200, answer.text
        told.append(answer.text)
        assert answer.json()["secrets"] == ["password"]
        return answer.json()

    shown = await keeps(url="mqtt://town:first-one@127.0.0.1:9")
    assert shown["url"] == "mqtt://town:{secret:password}@127.0.0.1:9"
    shown = await keeps(url=shown["url"], version=shown["version"])
    assert await kept() == "first-one"
    renewed = {"password": "second-one"}
    await keeps(url=shown["url"], version=shown["version"], secrets=renewed)
    assert await kept() == "second-one"
    await browser.http.delete(path)
    back = await browser.http.post(f"{path}/restore")
    assert back.json()["url"] == shown["url"]
    assert back.json()["secrets"] == ["password"]
    assert await kept() == "second-one"
    told += [back.text, (await browser.http.get(path)).text]
    assert not [text for text in told if "-one" in text]


async def test_a_line_that_cannot_be_opened_is_broken_and_says_why(browser):
    url = "mqtt://127.0.0.1:9"  # discard: nobody listens there
    await keep(browser, url=url, settings=draft()["settings"] | {"topics": ["#"]})

    async def is_broken():
        return (await of(browser))["state"] == "broken"

    await until(is_broken)
    shown = await of(browser)
    assert shown["trouble"]["kind"] == "unavailable"
    assert "127.0.0.1" in shown["trouble"]["reason"]
    assert shown["trouble"]["says"]["cs"] == (
        "127.0.0.1 není dostupné: nikdo tam nenaslouchá."
    )
    version = (await browser.read("connections/bins"))["version"]
    await keep(browser, version=version)

    async def is_mended():
        return (await of(browser))["trouble"] is None

    await until(is_mended)


async def test_a_url_that_answers_nothing_good_is_broken(browser, server):
    mapping = {"entity": "urn:ngsi-ld:X:{id}", "type": "X"}
    settings = {"mapping": mapping, "every_s": 0.1, "allow_private": True}
    url = f"{server.url}/healthz-not"
    await keep(browser, gate="http_pull", url=f"{url}/../api/none", settings=settings)

    async def is_broken():
        return (await of(browser))["state"] == "broken"

    await until(is_broken)
    told = (await of(browser))["trouble"]["says"]
    assert re.search(r"odpovídá 4\d\d\.$", told["cs"])


async def test_settings_nobody_understands_are_shown_as_broken(browser, server):
    urn = "urn:ngsi-ld:Connection:odd"
    await server.city.record(
        [seen(urn, TYPE, ["Connection"]), seen(urn, "gate", "mqtt")]
    )
    shown = await of(browser, "odd")
    assert shown["state"] == "broken"
    assert shown["trouble"]["says"]["cs"].startswith("url nesmí chybět")


async def test_a_missing_batch_makes_a_connection_late(browser, server):
    await connected(browser)
    alert = "urn:ngsi-ld:Alert:missing-batch:bins"
    await server.city.record(
        [
            seen(alert, "alertSource", "urn:ngsi-ld:Connection:bins"),
            seen(
                alert,
                "description",
                {"en": "No new data"},
                kind=Kind.LANGUAGE_PROPERTY,
            ),
        ]
    )
    shown = await of(browser)
    assert (shown["state"], shown["alert"]["text"]) == ("late", {"en": "No new data"})
    ended = datetime.now(UTC).isoformat()
    await server.city.record([seen(alert, "validTo", ended)])
    assert (await of(browser))["state"] == "runs"


async def test_the_devices_behind_a_connection_are_counted_and_named(browser, server):
    await connected(browser)
    for number in range(3):
        urn = f"urn:ngsi-ld:Device:{number}"
        asset = f"{BIN}:{number}"
        await server.city.record(
            [
                seen(urn, "serialNumber", f"A{number}"),
                seen(urn, "connection", "bins"),
                seen(urn, "controlledAsset", asset, kind=Kind.RELATIONSHIP),
                seen(asset, "name", f"Bin {number}"),
            ]
        )

    async def are_counted():
        return (await of(browser))["devices"] == 3

    await until(are_counted)
    behind = (await browser.read("connections/bins"))["behind"]
    assert [(one["serial"], one["name"]) for one in behind] == [
        ("a0", "Bin 0"),
        ("a1", "Bin 1"),
        ("a2", "Bin 2"),
    ]
    assert all(one["id"] for one in behind)


async def test_it_is_said_how_long_a_connection_may_be_silent(server, browser):
    urn = "urn:ngsi-ld:Connection:quiet"
    told = {"gate": "ngsi-ld", "url": "webhook:", "enabled": True}
    await server.city.record(
        [seen(urn, TYPE, ["Connection"]), *(seen(urn, *one) for one in told.items())]
    )
    path = f"{browser.api}/connections/quiet/expected"
    kept = await browser.http.put(path, json={"every_s": 3_600})
    assert kept.json()["expected_every_s"] == 3_600
    for wrong in (0, -1, 1e9, "often"):
        refused = await browser.http.put(path, json={"every_s": wrong})
        assert refused.status_code == 400
    kept = await browser.http.put(path, json={"every_s": None})
    assert kept.json()["expected_every_s"] is None
