"""MQTT messages to observations and commands to messages, by settings. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal

import msgspec
import orjson

from mesto.gates.mqtt.codec import UNANSWERED, matches
from mesto.gates.mqtt.settings import LinkSettings
from mesto.gates.mqtt.words import ANSWERED, NO_PATTERN, NO_SUCH_COMMAND, NO_TOPIC
from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.failure import failed
from mesto.kernel.mapping import RecordMapping, look_up
from mesto.kernel.mistake import Senseless
from mesto.kernel.model import Command, Device, Message, Settled, State
from mesto.kernel.observing import observe, records_in
from mesto.kernel.plugin import Heard, Known
from mesto.kernel.text import filled, refusal

PAYLOAD = "payload"  #: the field of a message that is no JSON object
_PART = re.compile(r"\{([A-Za-z_]\w*)\}")
_FIELD = re.compile(r"\{(id|entity|serial|name|value|level|fade_s|expires_at)\}")


class TopicMapping(RecordMapping, frozen=True, kw_only=True):
    """How the messages on some topics are read.

    Paths look into the message; `$topic.id` is the part of the topic that the pattern
    calls id, `$topic.0` its first part, `$device.entity` the asset of the device whose
    serial number is found at `serial`.
    """

    topic: str  #: pattern: `bins/{id}/state`; + is any part, # all that follow
    serial: str = ""  #: path of a device's serial number

    def __post_init__(self) -> None:
        """Refuse a pattern or a type that is none as soon as it is configured."""
        super().__post_init__()
        _shape(self.topic)


class AnswerMapping(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """How devices say that they obeyed a command, or why not."""

    topic: str
    command: str  #: path of the command's id
    state: str = ""  #: path of a word; empty: an answer means it obeyed
    confirmed: Sequence[str] = ("ok", "true", "True", "confirmed", "done")
    reason: str = ""  #: path

    def __post_init__(self) -> None:
        """Refuse a pattern that is none as soon as it is configured."""
        _shape(self.topic)


class CommandMapping(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """How a command is sent.

    {id}, {entity}, {serial}, {name}, {value} and {expires_at} are filled in. A text of
    the payload that is "{value}" alone becomes the value itself. Of a lamp that fades
    the value is an object; {level} and {fade_s}, which is 0 otherwise, are its parts.
    """

    topic: str
    payload: object = "{value}"
    qos: Literal[0, 1] = 1  #: 0: no broker keeps it; what is told only once has 1


class Settings(LinkSettings, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a connection that uses this gate may set."""

    mappings: Sequence[TopicMapping] = ()
    ignore: Sequence[str] = ()  #: topic filters nobody wants to hear of
    answers: Sequence[AnswerMapping] = ()
    commands: Mapping[str, CommandMapping] = {}  #: by name of the command


def decode(message: Message, known: Known[Settings]) -> Iterator[Heard]:
    """Read one message by the first mapping whose topic fits.

    A message is a JSON object, a list of them, or a plain number or text, which is
    then the field `payload`.

    Raises Malformed if no mapping fits or the message is not as the mapping says.
    """
    settings, topic = known.settings, message.origin
    for answer in settings.answers:
        parts = topic_parts(answer.topic, topic)
        if parts is not None:
            yield _settled(answer, {"topic": parts}, _read(message.payload))
            return
    for mapping in settings.mappings:
        parts = topic_parts(mapping.topic, topic)
        if parts is not None:
            for record in records_in(_read(message.payload), mapping):
                yield from observe(
                    record,
                    mapping,
                    source=known.connection,
                    envelope=_envelope(mapping, parts, record, known),
                )
            return
    if not any(matches(pattern, topic) for pattern in settings.ignore):
        patterns = ", ".join(mapping.topic for mapping in settings.mappings)
        raise Malformed(
            f"no mapping for topic {topic}; there are: {patterns or 'none'}",
            field="topic",
        )


@lru_cache(16_384)
def topic_parts(pattern: str, topic: str) -> Mapping[str, str] | None:
    """Return the parts of `topic` by place and by name; None if it does not fit."""
    found = _shape(pattern).fullmatch(topic)
    if found is None:
        return None
    by_place = {str(place): part for place, part in enumerate(topic.split("/"))}
    return by_place | found.groupdict()


@lru_cache(1024)
def _shape(pattern: str) -> re.Pattern[str]:
    """Translate a topic pattern to a regular expression.

    Raises ValueError if a name occurs twice in it.
    """
    levels = []
    for level in pattern.split("/"):
        if level == "+":
            levels.append("[^/]*")
        else:
            literal = _PART.split(level)
            literal[::2] = [re.escape(text) for text in literal[::2]]
            literal[1::2] = [f"(?P<{name}>[^/]+)" for name in literal[1::2]]
            levels.append("".join(literal))
    expression = "/".join(levels)
    if pattern.endswith("/#"):
        expression = expression.removesuffix(r"/\#") + "(?:/.*)?"
    elif pattern == "#":
        expression = ".*"
    try:
        return re.compile(expression, re.DOTALL)
    except re.error as error:
        raise Senseless(filled(NO_PATTERN, found=pattern), "topic") from error


def _read(payload: bytes) -> object:
    """Read a payload; what is neither an object nor a list becomes a record."""
    try:
        document = orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        if payload.lstrip()[:1] in {b"{", b"["}:
            raise Malformed(f"the message is not JSON: {error}") from error
        document = _text(payload)
    return document if isinstance(document, dict | list) else {PAYLOAD: document}


def _text(payload: bytes) -> str:
    try:
        return payload.decode()
    except UnicodeDecodeError as error:
        raise Malformed("the message is neither JSON nor UTF-8 text") from error


def _envelope(
    mapping: TopicMapping,
    parts: Mapping[str, str],
    record: Mapping[str, object],
    known: Known[Settings],
) -> Mapping[str, object]:
    """Say where a record came from."""
    envelope: dict[str, object] = {"topic": parts}
    if mapping.serial:
        serial = str(_find(mapping.serial, record, envelope)).lower()
        device = known.devices.get(serial)
        if device is None:
            raise Malformed(
                f"device {serial} is not known: add a Device with this serialNumber "
                f"and connection {known.connection}",
                field=mapping.serial,
            )
        envelope["device"] = {"entity": device.entity, "serial": device.serial}
    return envelope


def _find(path: str, record: object, envelope: object) -> object:
    if path.startswith("$"):
        return look_up(envelope, path[1:])
    return look_up(record, path)


def _settled(
    answer: AnswerMapping, envelope: Mapping[str, object], record: object
) -> Settled:
    command = _find(answer.command, record, envelope)
    if not isinstance(command, str | int):
        raise Malformed("the answer names no command", field=answer.command)
    word = str(_find(answer.state, record, envelope)) if answer.state else "ok"
    reason = _find(answer.reason, record, envelope) if answer.reason else None
    if word in answer.confirmed:
        return Settled(command=str(command), state=State.CONFIRMED)
    why = str(reason) if reason is not None else word
    return failed(str(command), filled(ANSWERED, said=why), why)


def encode(command: Command, device: Device, known: Known[Settings]) -> Message:
    """Write a command as the connection's settings say.

    Raises NotFound if they say nothing about it, Malformed if a value does not fit
    into the topic.
    """
    mapping = known.settings.commands.get(command.name)
    if mapping is None:
        raise refusal(NotFound, NO_SUCH_COMMAND, command=command.name)
    faded = command.value if isinstance(command.value, Mapping) else {}
    fields = {
        "id": command.id,
        "entity": command.entity,
        "serial": device.serial,
        "name": command.name,
        "value": command.value,
        "level": faded.get("level", command.value),
        "fade_s": faded.get("fade_s", 0),
        "expires_at": command.expires_at.isoformat(),
    }
    payload = _filled(mapping.payload, fields)
    return Message(
        payload=payload.encode() if isinstance(payload, str) else orjson.dumps(payload),
        origin=_topic(mapping.topic, fields),
        received_at=command.expires_at,
        headers={} if mapping.qos or command.again_s is None else UNANSWERED,
    )


def _topic(template: str, fields: Mapping[str, object]) -> str:
    """Fill a topic; a field may not add levels or wildcards to it."""
    for name in _FIELD.findall(template):
        if set(_shown(fields[name])) & set("/+#\0"):
            says = filled(NO_TOPIC, found=repr(fields[name]))
            raise refusal(Malformed, says, field=name)
    return _FIELD.sub(lambda field: _shown(fields[field[1]]), template)


def _filled(template: object, fields: Mapping[str, object]) -> object:
    """Fill the texts of a JSON template, however deep they are."""
    if isinstance(template, Mapping):
        return {name: _filled(part, fields) for name, part in template.items()}
    if isinstance(template, list | tuple):
        return [_filled(part, fields) for part in template]
    if not isinstance(template, str):
        return template
    alone = _FIELD.fullmatch(template)
    if alone is not None:
        return fields[alone[1]]
    return _FIELD.sub(lambda field: _shown(fields[field[1]]), template)


def _shown(value: object) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()
