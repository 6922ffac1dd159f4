"""Events of network servers, and what they are told to send."""

from base64 import b64encode
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as some

from mesto.gates.lorawan import words
from mesto.gates.lorawan.codec import (
    MARK,
    Status,
    Uplink,
    chirpstack_downlink,
    read,
    things_stack_downlink,
)
from mesto.kernel.errors import Malformed
from mesto.kernel.failure import failed
from mesto.kernel.model import Settled, State
from mesto.kernel.text import filled

EUI = "24e124136b325712"
ID = "0c1d9d7e-9b4d-4b0e-8a43-0f4a2c4f9d11"
AT = datetime(2026, 5, 1, 9, 34, 15, 775023, tzinfo=UTC)
DEVICE = {"applicationId": "a", "deviceName": "bin 42", "devEui": EUI}
UP = {
    "time": "2026-05-01T09:34:15.775023242+00:00",
    "deviceInfo": DEVICE,
    "fPort": 85,
    "data": b64encode(b"\x01\x75\x5c").decode(),
    "rxInfo": [{"rssi": -101, "snr": 3}, {"rssi": -48, "snr": 9.5}, {"snr": 1}],
}
TTS_UP = {
    "end_device_ids": {"device_id": "eui-1", "dev_eui": EUI.upper()},
    "uplink_message": {
        "f_port": 85,
        "frm_payload": b64encode(b"\x01\x75\x5c").decode(),
        "received_at": "2026-05-01T09:34:15.775023242Z",
        "rx_metadata": [{"rssi": -48, "snr": 9.5}],
    },
}
UPLINK = Uplink(
    dev_eui=EUI, port=85, payload=b"\x01\x75\x5c", at=AT, rssi_dbm=-48, snr_db=9.5
)


def event(document: dict[str, Any], name: str = "") -> Any:
    topic = f"application/a/device/{EUI}/event/{name}" if name else "/hooks/lora"
    return read(orjson.dumps(document), topic)


@pytest.mark.parametrize("name", ["up", ""])
def test_an_uplink_of_chirpstack_is_read(name: str) -> None:
    assert event(UP, name) == UPLINK


def test_a_webhook_of_chirpstack_names_its_event_in_the_url() -> None:
    assert read(orjson.dumps(UP), "/hooks/lora?event=up") == UPLINK
    assert read(orjson.dumps(UP), "/hooks/lora?event=join") is None


def test_an_uplink_of_the_things_stack_is_read() -> None:
    assert event(TTS_UP) == UPLINK


def test_frames_of_the_network_itself_say_nothing() -> None:
    assert event(UP | {"fPort": 0}, "up") is None


def test_chirpstack_leaves_out_what_is_empty() -> None:
    bare = {"time": UP["time"], "deviceInfo": DEVICE, "fPort": 2}
    assert event(bare, "up").payload == b""


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("join", {"devAddr": "00f9f7b1"}),
        ("txack", {"queueItemId": ID, "gatewayId": "1", "downlinkId": 1}),
        ("location", {"location": {"latitude": 50.1}}),
        ("integration", {"integrationName": "x"}),
        ("log", {"level": "ERROR", "code": "UPLINK_CODEC", "description": "…"}),
        ("status", {"margin": 7, "batteryLevelUnavailable": True}),
    ],
)
def test_events_the_city_does_not_keep_are_passed_over(
    name: str, more: dict[str, Any]
) -> None:
    assert event({"time": UP["time"], "deviceInfo": DEVICE} | more, name) is None


@pytest.mark.parametrize("name", ["join_accept", "downlink_sent", "location_solved"])
def test_other_messages_of_the_things_stack_are_passed_over(name: str) -> None:
    assert event({"end_device_ids": {"dev_eui": EUI}, name: {}}) is None


def test_a_status_tells_the_battery() -> None:
    status = {"time": UP["time"], "deviceInfo": DEVICE, "margin": 7}
    seen = event(status | {"batteryLevel": 75.5}, "status")
    assert seen == Status(dev_eui=EUI, at=AT, battery=0.755)


@pytest.mark.parametrize("name", ["ack", ""])
@pytest.mark.parametrize(
    ("answer", "state"),
    [({"acknowledged": True}, State.CONFIRMED), ({}, State.FAILED)],
)
def test_chirpstack_tells_whether_a_device_obeyed(
    name: str, answer: dict[str, Any], state: State
) -> None:
    told = {"time": UP["time"], "deviceInfo": DEVICE, "queueItemId": ID}
    seen = event(told | answer, name)
    assert (seen.command, seen.state) == (ID, state)


@pytest.mark.parametrize("name", ["log", ""])
def test_chirpstack_tells_why_it_gave_a_command_up(name: str) -> None:
    told = {
        "deviceInfo": DEVICE,
        "level": "ERROR",
        "code": "DOWNLINK_PAYLOAD_SIZE",
        "description": "too long",
        "context": {"queue_item_id": ID},
    }
    assert event(told, name) == failed(
        ID, filled(words.NETWORK_SAYS, said="too long"), "too long"
    )


@pytest.mark.parametrize(
    ("name", "settled"),
    [
        ("downlink_ack", Settled(command=ID, state=State.CONFIRMED)),
        ("downlink_nack", failed(ID, words.NOT_ACKNOWLEDGED)),
    ],
)
def test_the_things_stack_tells_whether_a_device_obeyed(
    name: str, settled: Settled
) -> None:
    told = {"correlation_ids": ["as:downlink:01", MARK + ID]}
    seen = event({"end_device_ids": {"dev_eui": EUI}, name: told})
    assert seen == settled


def test_the_things_stack_tells_why_it_could_not_send() -> None:
    told = {
        "downlink": {"correlation_ids": [MARK + ID]},
        "error": {"message_format": "no session"},
    }
    seen = event({"end_device_ids": {"dev_eui": EUI}, "downlink_failed": told})
    assert seen == failed(
        ID, filled(words.NETWORK_SAYS, said="no session"), "no session"
    )


def test_an_answer_to_somebody_elses_downlink_is_passed_over() -> None:
    told = {"correlation_ids": ["as:downlink:01"]}
    assert event({"end_device_ids": {"dev_eui": EUI}, "downlink_ack": told}) is None


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (UP | {"deviceInfo": {"devEui": "xyz"}}, "16 hexadecimal digits"),
        (UP | {"data": "?"}, "data is not base64"),
        (UP | {"data": 7}, "data is not base64"),
        (UP | {"fPort": 256}, "not a port"),
        (UP | {"time": "yesterday"}, "time"),
        ({"hello": 1}, "neither an event of ChirpStack"),
        ({"time": UP["time"], "deviceInfo": DEVICE, "queueItemId": 1}, "no command"),
    ],
)
def test_a_bad_event_is_refused_with_a_reason(
    document: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Malformed, match=reason):
        event(document)


@pytest.mark.parametrize(
    ("payload", "reason"),
    [(b"\x0a\x10", "set to JSON"), (b"[]", "not a JSON object"), (b"", "not JSON")],
)
def test_what_is_no_json_object_is_refused(payload: bytes, reason: str) -> None:
    with pytest.raises(Malformed, match=reason):
        read(payload, "x")


JSON = some.recursive(
    some.none() | some.booleans() | some.floats() | some.integers() | some.text(),
    lambda inner: (
        some.lists(inner, max_size=3)
        | some.dictionaries(some.text(), inner, max_size=3)
    ),
    max_leaves=6,
)
FIELDS = some.fixed_dictionaries(
    {},
    optional={
        name: some.just(value) | JSON
        for name, value in {
            **UP,
            **TTS_UP,
            "queueItemId": ID,
            "margin": 1,
            "batteryLevel": 50,
            "downlink_ack": {"correlation_ids": [MARK]},
            "downlink_failed": {"downlink": {}},
        }.items()
    },
)


@given(FIELDS, some.sampled_from(["", "up", "ack", "status", "log", "join"]))
def test_any_event_is_read_or_refused(document: dict[str, Any], name: str) -> None:
    topic = f"application/a/device/d/event/{name}"
    try:
        payload = orjson.dumps(document)
    except orjson.JSONEncodeError:  # a number or text that JSON does not have
        return
    try:
        seen = read(payload, topic)
    except Malformed:
        return
    assert seen is None or isinstance(seen, Uplink | Status | Settled)


@given(some.binary(), some.text())
def test_any_bytes_are_read_or_refused(payload: bytes, origin: str) -> None:
    with suppress(Malformed):
        read(payload, origin)


def test_chirpstack_is_told_what_to_send() -> None:
    told = chirpstack_downlink(dev_eui=EUI, port=60, payload=b"\x01\xfe", command=ID)
    assert orjson.loads(told) == {
        "devEui": EUI,
        "id": ID,
        "confirmed": True,
        "fPort": 60,
        "data": "Af4=",
    }


def test_the_things_stack_is_told_what_to_send() -> None:
    told = things_stack_downlink(port=60, payload=b"\x01\xfe", command=ID)
    [downlink] = orjson.loads(told)["downlinks"]
    assert (downlink["f_port"], downlink["frm_payload"]) == (60, "Af4=")
    assert downlink["correlation_ids"] == [MARK + ID]
