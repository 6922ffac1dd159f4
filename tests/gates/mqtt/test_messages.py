"""Messages read and commands written as the settings say."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as some

from mesto.gates.mqtt import gate as mqtt
from mesto.gates.mqtt.codec import UNANSWERED
from mesto.gates.mqtt.messages import Settings, decode, encode, topic_parts
from mesto.gates.mqtt.words import ANSWERED
from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.failure import failed
from mesto.kernel.model import Command, Device, Message, Observation, Settled, State
from mesto.kernel.plugin import Known
from mesto.kernel.text import filled, said_by

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
BINS = {
    "topic": "bins/{id}/state",
    "entity": "urn:ngsi-ld:WasteContainer:{$topic.id}",
    "type": "WasteContainer",
    "time": "at",
    "attributes": [
        {"name": "fillingLevel", "path": "fill", "scale": 0.01},
        {"name": "temperature", "path": "inside.t", "unit": "CEL"},
    ],
}
LAMP = Device(serial="l7", entity="urn:ngsi-ld:Streetlight:7", connection="lamps")


def known(**settings: Any) -> Known[Settings]:  # any JSON
    return Known(
        connection="bins",
        settings=msgspec.convert({"topics": ["#"], **settings}, Settings),
        devices={"l7": LAMP},
    )


def message(payload: object, topic: str = "bins/42/state") -> Message:
    body = payload if isinstance(payload, bytes) else orjson.dumps(payload)
    return Message(payload=body, origin=topic, received_at=NOW)


def read(payload: object, topic: str = "bins/42/state", **settings: Any) -> list[Any]:
    return list(decode(message(payload, topic), known(**settings)))


def test_a_json_message_becomes_observations() -> None:
    seen = read(
        {"fill": 63, "inside": {"t": 21.5}, "at": "2026-05-01T11:59:00Z"},
        mappings=[BINS],
    )
    at = datetime(2026, 5, 1, 11, 59, tzinfo=UTC)
    assert seen == [
        Observation(
            entity="urn:ngsi-ld:WasteContainer:42",
            attribute="fillingLevel",
            value=0.63,
            source="bins",
            observed_at=at,
        ),
        Observation(
            entity="urn:ngsi-ld:WasteContainer:42",
            attribute="temperature",
            value=21.5,
            unit="CEL",
            source="bins",
            observed_at=at,
        ),
    ]


def test_a_list_is_many_records() -> None:
    records = [{"fill": n, "at": f"2026-05-01T0{n}:00:00Z"} for n in range(3)]
    assert [one.value for one in read(records, mappings=[BINS])] == [0, 0.01, 0.02]


@pytest.mark.parametrize(
    ("payload", "value"), [(b"21.5", 21.5), (b"on", "on"), (b"true", True)]
)
def test_a_plain_number_or_text_is_the_field_payload(
    payload: bytes, value: object
) -> None:
    mapping = {
        "topic": "{kind}/{id}/{attribute}",
        "entity": "urn:ngsi-ld:{$topic.kind}:{$topic.id}",
        "type": "{$topic.kind}",
        "attributes": [{"name": "{$topic.attribute}", "path": "payload"}],
    }
    [seen] = read(payload, "Streetlight/7/powerState", mappings=[mapping])
    assert (seen.entity, seen.attribute) == ("urn:ngsi-ld:Streetlight:7", "powerState")
    assert (seen.value, seen.observed_at) == (value, None)


def test_a_device_speaks_for_its_asset() -> None:
    mapping = {
        "topic": "lamps/{serial}",
        "serial": "$topic.serial",
        "entity": "{$device.entity}",
        "type": "Streetlight",
        "attributes": [{"name": "illuminanceLevel", "path": "dim"}],
    }
    [seen] = read({"dim": 0.4}, "lamps/L7", mappings=[mapping])
    assert seen.entity == "urn:ngsi-ld:Streetlight:7"
    with pytest.raises(Malformed, match="add a Device with this serialNumber"):
        read({"dim": 0.4}, "lamps/L8", mappings=[mapping])


def test_the_first_mapping_that_fits_is_used() -> None:
    other = BINS | {
        "topic": "bins/#",
        "entity": "urn:ngsi-ld:Bin:{$topic.1}",
        "attributes": [{"name": "b", "path": "fill"}],
    }
    record = {"fill": 1, "at": "2026-05-01T00:00:00Z"}
    assert read(record, mappings=[other, BINS])[-1].attribute == "b"
    assert read(record, mappings=[BINS, other])[0].attribute == "fillingLevel"


def test_a_topic_without_a_mapping_says_which_there_are() -> None:
    with pytest.raises(Malformed, match="no mapping for topic doors/1; there are: bin"):
        read({}, "doors/1", mappings=[BINS])


def test_a_topic_can_be_ignored_on_purpose() -> None:
    assert read({}, "doors/1", mappings=[BINS], ignore=["doors/#"]) == []


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"{'fill': 1}", "not JSON"),
        (b"\xff\xfe", "neither JSON nor UTF-8"),
        ({"fill": "much", "at": "2026-05-01T00:00:00Z"}, "not a number"),
        ({"fill": 1}, "time is missing"),
        ([1, 2], "not a record"),
    ],
)
def test_a_bad_message_is_refused_with_a_reason(payload: object, reason: str) -> None:
    with pytest.raises(Malformed, match=reason):
        read(payload, mappings=[BINS])


@given(some.binary(), some.text())
def test_any_message_is_read_or_refused(payload: bytes, topic: str) -> None:
    mapping = BINS | {"topic": "#", "entity": "urn:ngsi-ld:Thing:{$topic.0}"}
    try:
        seen = read(payload, topic, mappings=[mapping])
    except Malformed:
        return
    assert all(isinstance(one, Observation) for one in seen)


@given(some.text(), some.text())
def test_any_pattern_fits_or_not_or_is_refused(pattern: str, topic: str) -> None:
    try:
        parts = topic_parts(pattern, topic)
    except ValueError:
        return
    assert parts is None or parts["0"] == topic.split("/", maxsplit=1)[0]


def test_a_pattern_that_names_two_parts_alike_cannot_be_configured() -> None:
    with pytest.raises(msgspec.ValidationError, match="no pattern of topics"):
        known(mappings=[BINS | {"topic": "bins/{id}/{id}"}])


def command(value: object = 0.4, **changed: Any) -> Command:
    return Command(
        entity=LAMP.entity,
        name="setDimLevel",
        value=value,
        expires_at=NOW,
        source="rule",
        id="c1",
        **changed,
    )


def test_a_command_is_written_by_its_template() -> None:
    told = {
        "setDimLevel": {
            "topic": "lamps/{serial}/set",
            "payload": {"dim": "{value}", "id": "{id}", "until": ["{expires_at}"]},
        }
    }
    sent = encode(command(), LAMP, known(commands=told))
    assert sent.origin == "lamps/l7/set"
    assert orjson.loads(sent.payload) == {
        "dim": 0.4,
        "id": "c1",
        "until": ["2026-05-01T12:00:00+00:00"],
    }


def test_what_is_told_again_may_go_unanswered_and_what_is_told_once_may_not() -> None:
    again, once = command(again_s=15.0), command(again_s=None)
    for qos, one, headers in ((0, again, UNANSWERED), (0, once, {}), (1, again, {})):
        told = {"setDimLevel": {"topic": "l", "qos": qos}}
        assert encode(one, LAMP, known(commands=told)).headers == headers


def test_a_plain_payload_is_sent_as_it_is() -> None:
    told = {"setDimLevel": {"topic": "l", "payload": "DIM {value}"}}
    assert encode(command(), LAMP, known(commands=told)).payload == b"DIM 0.4"


def test_a_level_to_be_reached_gradually_is_written_in_its_parts() -> None:
    payload = {"dim": "{level}", "in": "{fade_s}"}
    told = {"setDimLevel": {"topic": "l", "payload": payload}}
    faded = {"level": 0.3, "fade_s": 60}
    for value, written in (
        (faded, {"dim": 0.3, "in": 60}),
        (0.4, {"dim": 0.4, "in": 0}),
    ):
        sent = encode(command(value), LAMP, known(commands=told))
        assert orjson.loads(sent.payload) == written


def test_a_value_cannot_change_the_level_of_a_topic() -> None:
    told = {"setDimLevel": {"topic": "lamps/{value}"}}
    with pytest.raises(Malformed, match="cannot be part of a topic"):
        encode(command("7/set"), LAMP, known(commands=told))


def test_a_command_nobody_described_is_not_found() -> None:
    with pytest.raises(NotFound, match="do not say how") as refused:
        encode(command(), LAMP, known())
    assert said_by(refused.value)["sr-Cyrl"].startswith("Подешавања")


ANSWERS = [{"topic": "lamps/+/answer", "command": "id", "state": "s", "reason": "why"}]


@pytest.mark.parametrize(
    ("answer", "settled"),
    [
        ({"id": "c1", "s": "ok"}, Settled(command="c1", state=State.CONFIRMED)),
        (
            {"id": "c1", "s": "no", "why": "lamp is dead"},
            failed("c1", filled(ANSWERED, said="lamp is dead"), "lamp is dead"),
        ),
        (
            {"id": "c1", "s": "busy"},
            failed("c1", filled(ANSWERED, said="busy"), "busy"),
        ),
    ],
)
def test_a_device_answers_a_command(answer: object, settled: Settled) -> None:
    assert read(answer, "lamps/l7/answer", answers=ANSWERS) == [settled]


def test_an_answer_to_nothing_is_refused() -> None:
    with pytest.raises(Malformed, match="names no command"):
        read({"s": "ok"}, "lamps/l7/answer", answers=ANSWERS)


def test_the_gate_is_found_by_its_name() -> None:
    assert mqtt.name == "mqtt"
    assert mqtt.decode is decode
