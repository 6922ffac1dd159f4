"""What other systems are told in vain is seen, sent again, let go and taken back."""

from datetime import UTC, datetime, timedelta

import pytest

from mesto.gates.ngsi_ld.subscriptions import store
from mesto.kernel.question.subscribed import ForgetDropped, Subscribed
from mesto.web.subscribed import address_of, state_of

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
OF = "urn:ngsi-ld:Subscription:lines"
NOBODY = "http://127.0.0.1:9/told"
WHY = "https://lines.example/told answers 500"


def document(**more):
    uri = more.pop("uri", "https://lines.example/told")
    told = {"endpoint": {"uri": uri, "accept": "application/json"}}
    return {"id": OF, "type": "Subscription", "notification": told, **more}


def subscribed(*, failed=None, taken=None, **said):
    return Subscribed(
        id=OF,
        document=document(**said),
        owner="lines",
        times_sent=2,
        times_failed=1,
        last_success=taken,
        last_failure=failed,
        why=None,
        waiting=0,
        next_at=None,
        given_up=0,
    )


def test_a_subscription_fails_until_something_is_taken():
    before = NOW - timedelta(minutes=1)
    assert state_of(subscribed(), NOW) == "active"
    assert state_of(subscribed(failed=before), NOW) == "failing"
    assert state_of(subscribed(failed=NOW, taken=before), NOW) == "failing"
    assert state_of(subscribed(failed=before, taken=NOW), NOW) == "active"
    assert state_of(subscribed(failed=before, isActive=False), NOW) == "paused"
    ended = subscribed(failed=before, expiresAt="2026-05-01T12:00:00Z")
    assert state_of(ended, NOW) == "expired"


def test_who_is_named_in_an_address_stays_unsaid():
    secret = document(uri="mqtts://town:pass%40word@broker.example:8883/told/cars")
    assert address_of(secret) == "mqtts://•••@broker.example:8883/told/cars"
    assert address_of(document()) == "https://lines.example/told"


async def fail(server, *, many):
    """Subscribe, and give up so many notifications."""
    said = document(
        uri=NOBODY, subscriptionName="Lines", entities=[{"type": "Vehicle"}]
    )
    await store.add(server.city, OF, said, [], ("lines", []))
    async with server.city.bound() as connection:
        await connection.execute(
            "update subscription set times_sent = 3, times_failed = 3, why = $1, "
            "last_failure = now()",
            WHY,
        )
        await connection.executemany(
            "insert into notification (subscription, body, headers, tries, why) "
            "values ($1, $2, '{}', 12, $3)",
            [(OF, b'{"n": %d}' % n, WHY) for n in range(many)],
        )


async def ask(browser, path, **body):
    answer = await browser.http.post(f"{browser.api}/subscriptions/{path}", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def given_up(browser):
    page = await browser.read("subscriptions/given-up", subscription=OF)
    return [one["payload"] for one in page["items"]]


async def test_what_was_given_up_is_listed_let_go_and_taken_back(server, browser):
    assert await browser.read("subscriptions") == {"items": [], "count": 0}
    await fail(server, many=3)
    (one,) = (await browser.read("subscriptions"))["items"]
    assert (one["name"], one["state"], one["owner"]) == ("Lines", "failing", "lines")
    assert (one["times_sent"], one["times_failed"], one["why"]) == (3, 3, WHY)
    assert (one["given_up"], one["waiting"]) == (3, 0)
    page = await browser.read("subscriptions/given-up", subscription=OF, limit=2)
    first, second = page["items"]
    assert (page["count"], first["payload"], first["why"]) == (3, '{"n": 0}', WHY)
    gone = await ask(browser, "drop", subscription=OF, numbers=[first["number"]])
    assert gone["notifications"] == 1
    assert await given_up(browser) == ['{"n": 1}', '{"n": 2}']
    back = await ask(browser, "take-back", subscription=OF, at=gone["at"])
    assert back == {"notifications": 1}
    assert await given_up(browser) == ['{"n": 0}', '{"n": 1}', '{"n": 2}']
    numbers = [second["number"]]
    sent = await ask(browser, "send-again", subscription=OF, numbers=numbers)
    assert sent == {"sent": 1}
    assert await given_up(browser) == ['{"n": 0}', '{"n": 2}']
    assert (await ask(browser, "drop", subscription=OF))["notifications"] == 2
    assert await ask(browser, "send-again", subscription=OF) == {"sent": 0}


async def test_what_was_let_go_is_forgotten_after_a_day(server, browser):
    await fail(server, many=2)
    early = await ask(browser, "drop", subscription=OF)
    async with server.city.bound() as connection:
        at = await connection.fetchval(
            "update notification set dropped_at = dropped_at - interval '25 hours' "
            "where body = $1 returning dropped_at",
            b'{"n": 0}',
        )
    await server.city.ask(ForgetDropped())
    for moment, left in ((at.isoformat(), 0), (early["at"], 1)):
        back = await ask(browser, "take-back", subscription=OF, at=moment)
        assert back == {"notifications": left}


async def test_a_question_about_no_subscription_is_refused(browser):
    answer = await browser.http.get(f"{browser.api}/subscriptions/given-up")
    assert answer.status_code == 400
    which = {"subscription": OF, "numbers": [2**70]}
    answer = await browser.http.post(f"{browser.api}/subscriptions/drop", json=which)
    assert answer.status_code == 400
