"""How controllers speak at a broker, and what they say in one form. Pure."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

import msgspec
import orjson

from mesto.gates.lorawan.devices import nas_ul20xx
from mesto.gates.lorawan.reading import Reading
from mesto.kernel.errors import Malformed

Message: TypeAlias = tuple[str, bytes]  #: topic and payload
Steps: TypeAlias = Sequence[tuple[str, float]]  #: HH:MM:SS of its clock, share of full

FULL = 100


class Report(NamedTuple):
    """What one message of a controller says; None: it does not say."""

    level: float | None = None  #: share of full
    power_w: float | None = None
    energy_kwh: float | None = None
    failed: bool | None = None
    clock: datetime | None = None  #: what its clock shows, with its offset
    confirms: bool = False  #: it acknowledges an order


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A kind of controller.

    topics: filters of what a controller publishes, by its serial number
    read: what a message says; raises Malformed
    order: a level as share of full, None for its own programme; by serial and topic of
        a report, which says where it listens
    programme: how it is told to keep one; None: it has no such message
    nonsense: messages which it cannot know
    """

    name: str
    title: str
    topics: Callable[[str], Sequence[str]]
    read: Callable[[str, bytes], Report]
    order: Callable[[str, str, float | None], Message]
    nonsense: Callable[[str, str], Sequence[Message]]
    programme: Callable[[str, Steps], Message] | None = None
    confirms: bool = False


class _State(msgspec.Struct, frozen=True):
    """The state of a controller that speaks JSON."""

    at: datetime
    level: float
    power: float
    energy: float
    fault: str | None = None


def _read_state(_topic: str, payload: bytes) -> Report:
    try:
        state = msgspec.json.decode(payload, type=_State)
    except msgspec.DecodeError as error:
        raise Malformed(str(error), payload=payload) from error
    if not 0 <= state.level <= FULL or state.at.tzinfo is None:
        raise Malformed("no level in 0..100, or no offset", payload=payload)
    return Report(
        level=state.level / FULL,
        power_w=state.power,
        energy_kwh=state.energy,
        failed=state.fault is not None,
        clock=state.at,
    )


def _json_order(serial: str, _topic: str, level: float | None) -> Message:
    told = {"level": None if level is None else round(level * FULL)}
    return f"lamps/{serial}/order", orjson.dumps(told)


def _json_programme(serial: str, steps: Steps) -> Message:
    told = [{"at": at, "level": round(level * FULL)} for at, level in steps]
    return f"lamps/{serial}/programme", orjson.dumps({"steps": told})


def _json_nonsense(serial: str, _topic: str) -> Sequence[Message]:
    topic = f"lamps/{serial}/order"
    payloads = (b"", b"\x00\xff", b"{", b'{"level": 900}', b'{"level": "bright"}')
    return [(topic, one) for one in payloads]


def _read_chirpstack(topic: str, payload: bytes) -> Report:
    """Read an event of ChirpStack v4. Raises Malformed."""
    if topic.endswith("/ack"):
        return Report(confirms=True)
    try:
        event: Any = orjson.loads(payload)
        port, data = int(event["fPort"]), b64decode(event["data"], validate=True)
    except (ValueError, KeyError, TypeError) as error:
        raise Malformed(f"no uplink: {error!r}", payload=payload) from error
    return _said(nas_ul20xx.decode(port, data))


def _said(readings: Iterator[Reading]) -> Report:
    found: Mapping[str, Any] = {one.attribute: one.value for one in readings}
    return Report(
        level=found.get("illuminanceLevel"),
        power_w=found.get("powerConsumption"),
        energy_kwh=found.get("lifetimePowerConsumption"),
        failed=found["status"] != "ok" if "status" in found else None,
    )


def _downlink(serial: str, topic: str, port: int, data: bytes) -> Message:
    """Write a command; the application is that of the reports."""
    parts = topic.split("/")
    application = parts[1] if len(parts) > 1 else "+"
    told = {
        "devEui": serial,
        "confirmed": True,
        "fPort": port,
        "data": b64encode(data).decode(),
    }
    there = f"application/{application}/device/{serial}/command/down"
    return there, orjson.dumps(told)


def _ul20xx_order(serial: str, topic: str, level: float | None) -> Message:
    port, data = nas_ul20xx.encode(nas_ul20xx.SET_DIM_LEVEL, level)
    return _downlink(serial, topic, port, data)


def _ul20xx_nonsense(serial: str, topic: str) -> Sequence[Message]:
    payloads = ((60, b"\x01"), (60, b"\x01\xfe\xc8"), (99, b"\xff" * 12), (1, b"\x00"))
    return [_downlink(serial, topic, port, data) for port, data in payloads]


PROFILES: Mapping[str, Profile] = {
    one.name: one
    for one in (
        Profile(
            name="mqtt",
            title="JSON over MQTT (docs/how-to/acceptance.md)",
            topics=lambda serial: [f"lamps/{serial}/state"],
            read=_read_state,
            order=_json_order,
            nonsense=_json_nonsense,
            programme=_json_programme,
        ),
        Profile(
            name="nas-ul20xx",
            title="NAS UL20xx, LoRaWAN, ChirpStack v4 over MQTT",
            topics=lambda serial: [
                f"application/+/device/{serial}/event/{event}"
                for event in ("up", "ack")
            ],
            read=_read_chirpstack,
            order=_ul20xx_order,
            nonsense=_ul20xx_nonsense,
            confirms=True,
        ),
    )
}
