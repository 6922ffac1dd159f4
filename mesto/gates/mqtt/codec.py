"""MQTT control packets, versions 3.1.1 and 5.0. Pure: bytes in, values out.

Source: OASIS MQTT 3.1.1 (2014) and MQTT 5.0 (2019); section numbers are of 5.0.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum

import msgspec

from mesto.gates.mqtt.words import NO_FILTER
from mesto.kernel.errors import Malformed
from mesto.kernel.text import filled, refusal

V311 = 4
V5 = 5
MOST_BYTES = 16_777_216  #: we read and write in one packet; MQTT allows 16 times more
MORE = 0x80  #: in a byte of a length: another follows, 1.5.5
LENGTH_BYTES = 4  #: at most
LONGEST_TEXT = 0xFFFF
REFUSED = 0x80  #: reason codes from here on are failures, 2.4

#: The envelope of a message that no broker has to answer: QoS 0, 4.3.1.
UNANSWERED: Mapping[str, str] = {"qos": "0"}

PINGREQ = b"\xc0\x00"
DISCONNECT = b"\xe0\x00"


class Type(IntEnum):
    """What a packet is, 2.1.2."""

    CONNECT = 1
    CONNACK = 2
    PUBLISH = 3
    PUBACK = 4
    SUBSCRIBE = 8
    SUBACK = 9
    PINGREQ = 12
    PINGRESP = 13
    DISCONNECT = 14


class Publish(msgspec.Struct, frozen=True, gc=False):
    """A message on a topic, 3.3."""

    topic: str
    payload: bytes
    packet: int  #: its identifier; 0 where the sender waits for no answer
    retained: bool = False
    properties: Mapping[str, str] = {}


class Answer(msgspec.Struct, frozen=True):
    """What the broker answered: CONNACK, SUBACK, PUBACK or DISCONNECT."""

    packet: int  #: identifier of what is answered; 0 where there is none
    codes: tuple[int, ...]  #: one reason code for each thing asked
    session_present: bool = False
    reason: str = ""  #: in the broker's own words, where it gives any

    @property
    def refused(self) -> bool:
        """Tell whether any code is a failure; 3.1.1 has its own for CONNACK."""
        return any(code >= REFUSED for code in self.codes)


def split(buffer: bytes) -> tuple[list[tuple[int, bytes]], int]:
    """Cut the whole packets off the front of `buffer`.

    Returns each packet's first byte and the rest behind its length, and how many
    bytes they took together. Raises Malformed if a length has no end.
    """
    packets: list[tuple[int, bytes]] = []
    at, size = 0, len(buffer)
    while at + 2 <= size:
        length = buffer[at + 1]
        start = at + 2
        if length >= MORE:
            found = _long_length(buffer, at + 1)
            if found is None:
                break
            length, start = found
            if length > MOST_BYTES:
                raise Malformed(f"a packet of {length} bytes is too long")
        if start + length > size:
            break
        packets.append((buffer[at], buffer[start : start + length]))
        at = start + length
    return packets, at


def _long_length(buffer: bytes, at: int) -> tuple[int, int] | None:
    """Read a length of several bytes; None if its end has not arrived."""
    value = 0
    for place, byte in enumerate(buffer[at : at + LENGTH_BYTES]):
        value |= (byte & 0x7F) << (7 * place)
        if byte < MORE:
            return value, at + place + 1
    if len(buffer) - at >= LENGTH_BYTES:
        raise Malformed("a packet's length takes more than four bytes")
    return None


def read_publish(first: int, body: bytes, version: int) -> Publish:
    """Read what follows the length of a PUBLISH.

    Raises Malformed if it is cut short or its topic is not UTF-8.
    """
    end = 2 + int.from_bytes(body[:2])
    packet = 0
    try:
        topic = body[2:end].decode()
    except UnicodeDecodeError as error:
        raise Malformed("a topic is not UTF-8") from error
    if first & 0x04:
        raise Malformed("a message came with QoS 2, which we never ask for")
    if first & 0x02:
        packet = int.from_bytes(body[end : end + 2])
        end += 2
        if packet == 0:
            raise Malformed("a message to be answered has no identifier")
    if len(body) < end or not topic or "\0" in topic:
        raise Malformed("a PUBLISH is cut short or has no topic")
    properties: Mapping[str, str] = {}
    if version == V5:
        properties, end = _properties(body, end)
    return Publish(topic, body[end:], packet, bool(first & 1), properties)


def read_connack(body: bytes, version: int) -> Answer:
    """Read the answer to CONNECT; in 3.1.1 codes are 0 to 5. Raises Malformed."""
    _need(body, 2, "CONNACK")
    reason = _reason(body, 2) if version == V5 else ""
    return Answer(0, (body[1],), bool(body[0] & 1), reason)


def read_suback(body: bytes, version: int) -> Answer:
    """Read the answer to SUBSCRIBE: a code for each filter. Raises Malformed."""
    _need(body, 3, "SUBACK")
    end = _properties(body, 2)[1] if version == V5 else 2
    return Answer(int.from_bytes(body[:2]), tuple(body[end:]))


def read_puback(body: bytes) -> Answer:
    """Read the answer to PUBLISH; no code means success. Raises Malformed."""
    _need(body, 2, "PUBACK")
    return Answer(int.from_bytes(body[:2]), tuple(body[2:3]), reason=_reason(body, 3))


def read_disconnect(body: bytes) -> Answer:
    """Read why the broker hangs up, MQTT 5 only. Raises Malformed."""
    return Answer(0, tuple(body[:1]), reason=_reason(body, 1))


def _need(body: bytes, size: int, name: str) -> None:
    if len(body) < size:
        raise Malformed(f"a {name} is cut short")


def _reason(body: bytes, at: int) -> str:
    return _properties(body, at)[0].get("reason", "") if len(body) > at else ""


#: How the value of a property is written, by its identifier, 2.2.2.2.
_BYTE, _TWO, _FOUR, _VARIABLE, _TEXT, _PAIR = range(6)
_FORMS: Mapping[int, int] = {
    **dict.fromkeys((0x01, 0x17, 0x19, 0x24, 0x25, 0x28, 0x29, 0x2A), _BYTE),
    **dict.fromkeys((0x13, 0x21, 0x22, 0x23), _TWO),
    **dict.fromkeys((0x02, 0x11, 0x18, 0x27), _FOUR),
    0x0B: _VARIABLE,
    **dict.fromkeys((0x03, 0x08, 0x09, 0x12, 0x15, 0x16, 0x1A, 0x1C, 0x1F), _TEXT),
    0x26: _PAIR,
}
_WIDTHS = {_BYTE: 1, _TWO: 2, _FOUR: 4}
_NAMES = {0x03: "content-type", 0x1F: "reason"}


def _properties(body: bytes, at: int) -> tuple[dict[str, str], int]:
    """Read the properties that begin at `at`: the texts we use, and where they end."""
    length, at = _variable(body, at)
    end = at + length
    if end > len(body):
        raise Malformed("properties are cut short")
    texts: dict[str, str] = {}
    while at < end:
        at = _property(body[:end], at, texts)
    if at > end:
        raise Malformed("properties are cut short")
    return texts, end


def _property(body: bytes, at: int, texts: dict[str, str]) -> int:
    """Read one property into `texts`; return where it ends."""
    name, form = body[at], _FORMS.get(body[at])
    if form is None:
        raise Malformed(f"property {name:#x} is not in MQTT 5")
    at += 1
    if form in _WIDTHS:
        return at + _WIDTHS[form]
    if form == _VARIABLE:
        return _variable(body, at)[1]
    text, at = _text(body, at)
    if form == _PAIR:
        texts[text], at = _text(body, at)
    elif name in _NAMES:
        texts[_NAMES[name]] = text
    return at


def _variable(body: bytes, at: int) -> tuple[int, int]:
    """Read a number of one to four bytes; return it and where it ends."""
    found = _long_length(body, at)
    if found is None:
        raise Malformed("a number is cut short")
    return found


def _text(body: bytes, at: int) -> tuple[str, int]:
    """Read a text with its length before it; return it and where it ends."""
    end = at + 2 + int.from_bytes(body[at : at + 2])
    if end > len(body) or at + 2 > len(body):
        raise Malformed("a text is cut short")
    return body[at + 2 : end].decode(errors="replace"), end


def connect(  # noqa: PLR0913 - the fields of CONNECT, 3.1
    client: str,
    user: str | None,
    password: str | None,
    *,
    version: int,
    keep_alive_s: int,
    session_expiry_s: int,
    receive_maximum: int,
) -> bytes:
    """Ask for the session of `client`, kept by the broker while we are away.

    session_expiry_s: how long, in MQTT 5; 0 asks for no session that is kept
    """
    flags = (user is not None) << 7 | (password is not None) << 6
    flags |= (session_expiry_s == 0) << 1
    head = _sized(b"MQTT") + bytes((version, flags)) + keep_alive_s.to_bytes(2)
    if version == V5:
        head += (
            bytes((8, 0x11))
            + session_expiry_s.to_bytes(4)
            + b"\x21"
            + receive_maximum.to_bytes(2)
        )
    texts = [text for text in (client, user, password) if text is not None]
    return _packet(0x10, head + b"".join(_sized(text.encode()) for text in texts))


def subscribe(packet: int, filters: Sequence[str], *, version: int) -> bytes:
    """Ask for the messages on every filter, each to be answered when it is kept."""
    head = packet.to_bytes(2) + (b"\0" if version == V5 else b"")
    asked = b"".join(_sized(name.encode()) + b"\x01" for name in filters)
    return _packet(0x82, head + asked)


def publish(
    topic: str, payload: bytes, packet: int, *, version: int, again: bool = False
) -> bytes:
    """Hand a message over, to be answered by PUBACK; packet 0 asks for no answer."""
    first = 0x30 | (again << 3) | (2 if packet else 0)
    head = _sized(topic.encode()) + (packet.to_bytes(2) if packet else b"")
    return _packet(first, head + (b"\0" if version == V5 else b"") + payload)


def pubacks(packets: Iterable[int]) -> bytes:
    """Answer many messages at once; the same in both versions."""
    return b"".join([b"\x40\x02" + packet.to_bytes(2) for packet in packets])


def _packet(first: int, body: bytes) -> bytes:
    length, sizes = len(body), bytearray()
    if length > MOST_BYTES:
        raise Malformed(f"{length} bytes do not fit in a packet")
    while True:
        length, low = length >> 7, length & 0x7F
        sizes.append(low | (MORE if length else 0))
        if not length:
            return bytes((first,)) + bytes(sizes) + body


def _sized(text: bytes) -> bytes:
    if len(text) > LONGEST_TEXT:
        raise Malformed(f"{len(text)} bytes do not fit in a text of MQTT")
    return len(text).to_bytes(2) + text


def matches(pattern: str, topic: str) -> bool:
    """Tell whether `topic` falls under the topic filter `pattern`, 4.7.

    A filter of a shared subscription counts by what follows the group's name.
    """
    if pattern.startswith("$share/"):
        pattern = pattern.split("/", 2)[-1]
    if topic.startswith("$") and pattern[:1] in {"+", "#"}:
        return False
    return _levels_match(pattern.split("/"), topic.split("/"))


def _levels_match(pattern: Sequence[str], levels: Sequence[str]) -> bool:
    for place, wanted in enumerate(pattern):
        if wanted == "#":
            return True
        if place >= len(levels) or wanted not in {"+", levels[place]}:
            return False
    return len(pattern) == len(levels)


def check_filter(pattern: str) -> None:
    """Refuse what is not a topic filter, 4.7.1."""
    levels = pattern.split("/")
    stray = (
        "#" in levels[:-1]
        or any(len(level) > 1 and set(level) & {"+", "#"} for level in levels)
        or "\0" in pattern
        or not pattern
    )
    if stray:
        raise refusal(Malformed, filled(NO_FILTER, found=repr(pattern)))
