"""Messages nobody understood are a row a reason, and can be read again together."""

import pytest

from mesto.kernel.model import Message
from tests.waiting import until

from .test_connections import BIN, bring, connected, keep

pytestmark = pytest.mark.anyio


async def ask(browser, path, **body):
    return await browser.http.post(f"{browser.api}/quarantine/{path}", json=body)


async def hold(server, now, *, many=3, cause="no mapping for topic bins/{n}/report"):
    for number in range(many):
        message = Message(
            payload=b'{"id": %d, "fill": 0.%d}' % (number, number + 1),
            origin=f"bins/{number}/report",
            received_at=now,
        )
        await server.city.quarantine("bins", "mqtt", message, cause.format(n=number))


async def test_a_message_is_shown_and_let_go(server, browser, now):
    for payload in (b"\xff\x00", b"nonsense"):
        message = Message(payload=payload, origin="a/b", received_at=now)
        await server.city.quarantine("c", "mqtt", message, "not understood")
    page = await browser.read("quarantine", limit=1)
    (newest,) = page["items"]
    assert (page["count"], newest["payload"]) == (2, "nonsense")
    (other,) = (await browser.read("quarantine", before=newest["id"]))["items"]
    assert (other["payload"], other["encoding"]) == ("/wA=", "base64")
    path = f"{browser.api}/quarantine/{newest['id']}"
    assert (await browser.http.post(f"{path}/replay")).status_code == 404
    assert (await browser.http.delete(path)).status_code == 200
    assert (await browser.http.delete(path)).status_code == 404
    assert (await browser.read("quarantine"))["count"] == 1


async def test_the_same_reason_many_times_is_one_row(server, browser, now):
    await hold(server, now, many=40)
    await hold(server, now, many=2, cause="device 70b3d5499a2f000{n} is not known")
    await hold(server, now, many=1, cause="at: 'yesterday' is not a time")
    first, second, third = await browser.read("quarantine/causes")
    assert (first["messages"], first["connection"]) == (40, "bins")
    assert first["cause"] == "no mapping for topic bins/…/report"
    assert first["reason"] == "no mapping for topic bins/39/report"
    assert (second["messages"], second["cause"]) == (2, "device … is not known")
    assert third["cause"] == "at: … is not a time"
    page = await browser.read("quarantine", cause=second["cause"])
    assert page["count"] == 2


async def test_a_large_payload_is_listed_by_its_beginning(server, browser, now):
    payload = bytes(range(256)) * 4096
    message = Message(payload=payload, origin="a", received_at=now)
    number = await server.city.quarantine("c", "mqtt", message, "too large")
    (listed,) = (await browser.read("quarantine"))["items"]
    assert listed["size"] == len(payload)
    assert len(listed["payload"]) < 3000
    shown = await browser.read(f"quarantine/{number}")
    assert len(shown["payload"]) < 400_000
    whole = await browser.get(f"quarantine/{number}/payload")
    assert whole.content == payload


async def test_all_of_a_reason_are_read_again_after_the_mapping_was_mended(
    server, browser, now
):
    kept = await connected(browser)
    await hold(server, now)
    await hold(server, now, many=1, cause="another reason")
    (cause, _) = await browser.read("quarantine/causes")
    which = {"connection": "bins", "cause": cause["cause"]}
    still = (await ask(browser, "replay", **which)).json()
    assert (still["understood"], still["refused"]) == (0, 3)
    await keep(browser, path="fill", version=kept["version"])

    async def is_mended():
        return (await bring(browser, b'{"id": 9, "fill": 0.1}')).status_code == 204

    await until(is_mended)
    held = (await browser.read("quarantine"))["count"]
    done = (await ask(browser, "replay", connection="bins")).json()
    assert (done["understood"], done["refused"]) == (held, 0)
    rest = (await ask(browser, "replay", connection="bins", after=done["after"])).json()
    assert rest == {"understood": 0, "refused": 0, "after": None}
    found = await server.city.present([f"{BIN}:{number}" for number in range(3)])
    assert [one.value("fillingLevel") for one in found.values()] == [0.1, 0.2, 0.3]


async def test_what_was_let_go_together_is_taken_back_together(server, browser, now):
    await hold(server, now)
    await hold(server, now, many=1, cause="another reason")
    (first, _) = await browser.read("quarantine/causes")
    gone = await ask(browser, "discard", connection="bins", cause=first["cause"])
    assert gone.json()["messages"] == 3
    assert len(await browser.read("quarantine/causes")) == 1
    back = await ask(browser, "take-back", at=gone.json()["at"])
    assert back.json() == {"messages": 3}
    assert len(await browser.read("quarantine/causes")) == 2
