"""Subscriptions and notifications in the words of the standard. Pure."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import orjson
import pytest

from mesto.gates.ngsi_ld.context import CORE, CORE_URL
from mesto.gates.ngsi_ld.linked import Way
from mesto.gates.ngsi_ld.subscriptions.model import Known, Record
from mesto.gates.ngsi_ld.subscriptions.read import read_wish, write
from mesto.gates.ngsi_ld.subscriptions.telling import envelope

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=1)
LINK = "http://127.0.0.1/terms.jsonld"
GEO = "application/geo+json"


def known(endpoint: dict[str, Any] | None = None, **said: Any) -> Known:
    """A subscription to lamps as it is kept and understood.

    endpoint: members beside its uri; said: members of `notification`
    """
    where = {"uri": "http://127.0.0.1/", **(endpoint or {})}
    document: dict[str, Any] = {
        "type": "Subscription",
        "entities": [{"type": "Lamp"}],
        "notification": {"endpoint": where, **said},
    }
    record = Record(
        id="urn:x:s",
        document=document,
        context=CORE_URL,
        owner="jana",
        roles=(),
        created_at=NOON,
        modified_at=NOON,
        change=1,
    )
    return Known(record, read_wish(document, CORE, CORE), LINK)


def test_a_broker_is_spoken_to_as_the_endpoint_says() -> None:
    """7.2: at quality 0 and by MQTT 5.0, where it says nothing."""
    where = {"uri": "mqtt://broker.example/told"}
    plain = known(where).wish.endpoint
    assert (plain.qos, plain.version) == (0, "5.0")
    how = {"MQTT-QoS": "2", "MQTT-Version": "mqtt3.1.1"}
    info = [{"key": key, "value": value} for key, value in how.items()]
    said = known({**where, "notifierInfo": info}).wish.endpoint
    assert (said.qos, said.version) == (2, "3.1.1")


def test_what_is_shown_is_read_with_the_subscription() -> None:
    """5.2.12, 5.2.14 and 5.8.6: sysAttrs, pick, omit, join, lang, datasetId."""
    shown = known(sysAttrs=True, pick=["id", "level"], omit=["colour"], join="flat")
    wish = shown.wish
    assert wish.view.sys_attrs
    assert wish.view.pick == {"id", "level"}
    assert wish.view.omit == {"colour"}
    assert wish.join is not None
    assert wish.join.way is Way.FLAT
    said = {**shown.record.document, "lang": "cs", "datasetId": ["urn:x:d", "@none"]}
    view = read_wish(said, CORE, CORE).view
    assert (view.lang, view.datasets) == ("cs", {"urn:x:d", "@none"})
    assert not known().wish.view.sys_attrs


def test_a_notification_says_which_it_is_whose_and_when() -> None:
    """5.3.1 and 5.8.6."""
    said = [orjson.loads(envelope(known(), [], NOON).body) for _ in range(2)]
    ids = {one.pop("id") for one in said}
    assert len(ids) == 2
    assert all(one.startswith("urn:ngsi-ld:Notification:") for one in ids)
    assert said[0] == {
        "type": "Notification",
        "subscriptionId": "urn:x:s",
        "notifiedAt": "2026-03-01T12:00:00Z",
        "data": [],
    }


@pytest.mark.parametrize(
    ("accept", "prefer", "places"),
    [
        ("application/json", None, {"link"}),
        ("application/ld+json", None, {"whole", "data"}),
        (GEO, None, {"link", "features"}),
        (GEO, "body=json", {"link"}),
    ],
)
def test_a_notification_carries_its_context_where_the_media_type_has_it(
    accept: str, prefer: str | None, places: set[str]
) -> None:
    """6.3.8: in the body, in the Link header, or in both."""
    info = [{"key": "Prefer", "value": prefer}] if prefer else []
    of = known({"accept": accept, "receiverInfo": info})
    told = envelope(of, [{"id": "urn:x:1", "type": "Lamp"}], NOON)
    headers = dict(told.headers)
    assert headers["Content-Type"] == accept
    linked = f"<{LINK}>" in headers.get("Link", "")
    said = orjson.loads(told.body)
    data = said["data"]
    parts = {
        "whole": said,
        "features": data if isinstance(data, dict) else {},
        "data": data[0] if isinstance(data, list) else {},
    }
    found = {name for name, part in parts.items() if "@context" in part}
    assert found | ({"link"} if linked else set()) == places


def test_what_became_of_notifications_is_shown_with_the_subscription() -> None:
    """5.2.14.2 and 5.8.6: status, timesSent, timesFailed and the last times."""
    of = known()

    def shown(**became: Any) -> dict[str, Any]:
        record = msgspec.structs.replace(of.record, **became)
        told = write(record, of.wish, CORE, NOON, sys_attrs=False)["notification"]
        return {name: part for name, part in told.items() if name != "endpoint"}

    assert shown() == {}
    ok = {"times_sent": 1, "last_notification": NOON, "last_success": NOON}
    assert shown(**ok) == {
        "status": "ok",
        "timesSent": 1,
        "timesFailed": 0,
        "lastNotification": NOON,
        "lastSuccess": NOON,
    }
    failed = ok | {"times_failed": 1, "last_failure": LATER}
    assert shown(**failed) == {
        "status": "failed",
        "timesSent": 1,
        "timesFailed": 1,
        "lastNotification": NOON,
        "lastSuccess": NOON,
        "lastFailure": LATER,
    }
