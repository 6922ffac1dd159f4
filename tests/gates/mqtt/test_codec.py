"""The bytes of MQTT."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mesto.gates.mqtt import codec
from mesto.kernel.errors import Malformed

VERSIONS = some.sampled_from([codec.V311, codec.V5])
TOPICS = some.text(min_size=1, max_size=80).filter(
    lambda text: "\0" not in text and text.isprintable()
)
READERS = [
    codec.read_connack,
    codec.read_suback,
    lambda body, _version: codec.read_puback(body),
    lambda body, _version: codec.read_disconnect(body),
]


@given(TOPICS, some.binary(max_size=300), some.integers(0, 0xFFFF), VERSIONS)
def test_what_is_published_is_read_back(
    topic: str, payload: bytes, packet: int, version: int
) -> None:
    sent = codec.publish(topic, payload, packet, version=version)
    [(first, body)], taken = codec.split(sent)
    assert taken == len(sent)
    assert codec.read_publish(first, body, version) == codec.Publish(
        topic, payload, packet
    )


@given(some.lists(some.binary(max_size=300)), some.data())
def test_packets_are_whole_however_the_network_cuts_them(
    payloads: list[bytes], data: some.DataObject
) -> None:
    stream = b"".join(
        codec.publish("t", payload, 1, version=codec.V311) for payload in payloads
    )
    rest, seen = b"", []
    while stream:
        size = data.draw(some.integers(1, len(stream)))
        piece, stream = stream[:size], stream[size:]
        packets, taken = codec.split(rest + piece)
        rest = (rest + piece)[taken:]
        seen += [codec.read_publish(*packet, codec.V311).payload for packet in packets]
    assert (seen, rest) == (payloads, b"")


@given(some.binary())
def test_any_stream_is_cut_or_refused(stream: bytes) -> None:
    try:
        packets, taken = codec.split(stream)
    except Malformed:
        return
    assert 0 <= taken <= len(stream)
    assert sum(len(body) + 2 for _, body in packets) <= taken


@given(some.integers(0x30, 0x3F), some.binary(), VERSIONS)
def test_any_message_is_read_or_refused(first: int, body: bytes, version: int) -> None:
    try:
        seen = codec.read_publish(first, body, version)
    except Malformed:
        return
    assert seen.topic
    assert body.endswith(seen.payload)


@pytest.mark.parametrize("read", READERS)
@given(some.binary(), VERSIONS)
def test_any_answer_is_read_or_refused(read, body: bytes, version: int) -> None:
    try:
        answer = read(body, version)
    except Malformed:
        return
    assert answer.refused in {True, False}


def test_a_length_without_end_is_refused() -> None:
    with pytest.raises(Malformed, match="four bytes"):
        codec.split(b"\x30\xff\xff\xff\xff\x7f")


def test_a_packet_that_would_fill_the_memory_is_refused() -> None:
    with pytest.raises(Malformed, match="too long"):
        codec.split(b"\x30\xff\xff\xff\x7f")


def test_user_properties_of_mqtt_5_come_with_the_message() -> None:
    pair = b"\x26\x00\x01k\x00\x01v"
    content = b"\x03\x00\x04text"
    properties = pair + content
    body = b"\x00\x01t" + bytes([len(properties)]) + properties + b"42"
    seen = codec.read_publish(0x30, body, codec.V5)
    assert seen.payload == b"42"
    assert seen.properties == {"k": "v", "content-type": "text"}


@pytest.mark.parametrize(
    ("pattern", "topic", "fits"),
    [
        ("a/b", "a/b", True),
        ("a/+", "a/b", True),
        ("a/+", "a/b/c", False),
        ("a/#", "a/b/c", True),
        ("a/#", "a", True),
        ("#", "a/b", True),
        ("#", "$SYS/load", False),
        ("+/b", "/b", True),
        ("$share/city/a/+", "a/b", True),
    ],
)
def test_a_filter_fits_as_the_standard_says(
    *, pattern: str, topic: str, fits: bool
) -> None:
    codec.check_filter(pattern)
    assert codec.matches(pattern, topic) is fits


@pytest.mark.parametrize("pattern", ["", "a/#/b", "a#", "a/b+", "a\0"])
def test_what_is_no_filter_is_refused(pattern: str) -> None:
    with pytest.raises(Malformed, match="no pattern of topics"):
        codec.check_filter(pattern)


def test_a_password_longer_than_mqtt_allows_is_refused() -> None:
    with pytest.raises(Malformed, match="do not fit"):
        codec.connect(
            "c", "u", "p" * 70_000, version=codec.V5, keep_alive_s=1,
            session_expiry_s=1, receive_maximum=1,
        )  # fmt: skip
