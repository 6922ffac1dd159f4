"""What LoRaWAN network servers report, and how they are told to send. Pure.

Source: ChirpStack v4, integration events (chirpstack.io/docs, "Event types", and
integration.proto); The Things Stack v3, Data Formats and MQTT Server
(thethingsindustries.com/docs/integrations).
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias, TypeGuard

import msgspec
import orjson

from mesto.gates.lorawan import words
from mesto.kernel.errors import Malformed
from mesto.kernel.failure import failed
from mesto.kernel.model import Settled, State
from mesto.kernel.reading import Clock, read_time
from mesto.kernel.text import Text, filled

ISO = Clock()
MARK = "mesto:command:"  #: before a command's id in a correlation id
FULL = 100  #: percent
NO_PORT = 0  #: frames of the network itself
_DEV_EUI = re.compile(r"[0-9a-f]{16}")
_EVENT_TOPIC = re.compile(r"application/[^/]+/device/[^/]+/event/(\w+)")
_EVENT_QUERY = re.compile(r"[?&]event=(\w+)")


class Uplink(msgspec.Struct, frozen=True, kw_only=True):
    """A payload that a device has sent."""

    dev_eui: str  #: 16 hexadecimal digits, lower case
    port: int
    payload: bytes
    at: datetime
    rssi_dbm: float | None = None  #: at the gateway that heard it best
    snr_db: float | None = None


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """What a device told the network about its battery."""

    dev_eui: str
    at: datetime
    battery: float  #: share in [0, 1]


#: None: understood, and nothing the city keeps.
Event: TypeAlias = Uplink | Status | Settled | None
Document: TypeAlias = Mapping[str, object]


def read(payload: bytes, origin: str) -> Event:
    """Read one event of a network server.

    origin: topic, or URL of the webhook, where ChirpStack names the event

    Raises Malformed if it is not an event of ChirpStack or The Things Stack.
    """
    try:
        document = orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        raise Malformed(
            f"the event is not JSON: {error}; is the integration set to JSON?"
        ) from error
    if not isinstance(document, dict):
        raise Malformed("the event is not a JSON object")
    if "deviceInfo" in document:
        return _read_chirpstack(document, _event_name(origin) or _guess(document))
    if "end_device_ids" in document:
        return _read_things_stack(document)
    raise Malformed("neither an event of ChirpStack v4 nor of The Things Stack v3")


def _event_name(origin: str) -> str | None:
    found = _EVENT_TOPIC.fullmatch(origin) or _EVENT_QUERY.search(origin)
    return found[1] if found else None


def _guess(document: Document) -> str:
    """Tell an event by its fields, where neither topic nor URL does."""
    if "queueItemId" in document:
        return "txack" if "gatewayId" in document else "ack"
    if "level" in document and "code" in document:
        return "log"
    if "margin" in document or "batteryLevel" in document:
        return "status"
    return "up" if "rxInfo" in document or "data" in document else "other"


# ChirpStack leaves out fields that are 0, false or empty.


def _read_chirpstack(document: Document, event: str) -> Event:
    match event:
        case "up":
            return _chirpstack_uplink(document)
        case "status" if not document.get("batteryLevelUnavailable"):
            percent = _number(document, "batteryLevel", default=0)
            if not 0 <= percent <= FULL:
                raise Malformed(f"a battery cannot be {percent} % full")
            return Status(
                dev_eui=_dev_eui(document, "deviceInfo", "devEui"),
                at=_time(document, "time"),
                battery=percent / FULL,
            )
        case "ack":
            obeyed = document.get("acknowledged") is True
            return _settled(
                document.get("queueItemId"), {} if obeyed else words.NOT_ACKNOWLEDGED
            )
        case "log":
            return _chirpstack_log(document)
        case _:  # join, txack, location, integration: nothing the city keeps
            return None


def _chirpstack_uplink(document: Document) -> Uplink | None:
    port = _port(document, "fPort")
    rssi, snr = _best_reception(document.get("rxInfo"))
    uplink = Uplink(
        dev_eui=_dev_eui(document, "deviceInfo", "devEui"),
        port=port,
        payload=_bytes(document, "data"),
        at=_time(document, "time"),
        rssi_dbm=rssi,
        snr_db=snr,
    )
    return None if port == NO_PORT else uplink


def _chirpstack_log(document: Document) -> Settled | None:
    """Read why a command was given up; other entries are ChirpStack's own."""
    context = document.get("context")
    item = context.get("queue_item_id") if isinstance(context, dict) else None
    if document.get("level") != "ERROR" and document.get("code") != "EXPIRED":
        return None
    if item is None:
        return None
    said = str(document.get("description") or document.get("code"))
    return _settled(item, filled(words.NETWORK_SAYS, said=said), said)


def _read_things_stack(document: Document) -> Event:
    uplink = document.get("uplink_message")
    if isinstance(uplink, dict):
        return _things_stack_uplink(document, uplink)
    for name, says in (
        ("downlink_ack", {}),
        ("downlink_nack", words.NOT_ACKNOWLEDGED),
        ("downlink_failed", words.NOT_SENT),
    ):
        told = document.get(name)
        if isinstance(told, dict):
            return _things_stack_answer(told, says)
    return None  # join_accept, downlink_queued, downlink_sent, location_solved, …


def _things_stack_uplink(document: Document, uplink: Document) -> Uplink | None:
    port = _port(uplink, "f_port")
    rssi, snr = _best_reception(uplink.get("rx_metadata"))
    heard = Uplink(
        dev_eui=_dev_eui(document, "end_device_ids", "dev_eui"),
        port=port,
        payload=_bytes(uplink, "frm_payload"),
        at=_time(uplink if "received_at" in uplink else document, "received_at"),
        rssi_dbm=rssi,
        snr_db=snr,
    )
    return None if port == NO_PORT else heard


def _things_stack_answer(told: Document, says: Text) -> Settled | None:
    """Read the answer to a command; None if it was not ours."""
    downlink = told.get("downlink", told)
    marks = downlink.get("correlation_ids") if isinstance(downlink, dict) else None
    for mark in marks if isinstance(marks, list) else ():
        if isinstance(mark, str) and mark.startswith(MARK):
            said = _said(told)
            says = filled(words.NETWORK_SAYS, said=said) if said else says
            return _settled(mark.removeprefix(MARK), says, said)
    return None


def _said(told: Document) -> str:
    error = told.get("error")
    said = error.get("message_format") if isinstance(error, dict) else None
    return said if isinstance(said, str) else ""


def _settled(command: object, says: Text, reason: str = "") -> Settled:
    """Settle a command; says: why it came to nothing; empty: it was obeyed."""
    if not isinstance(command, str) or not command:
        raise Malformed("the answer names no command")
    if says:
        return failed(command, says, reason)
    return Settled(command=command, state=State.CONFIRMED)


# single fields


def _dev_eui(document: Document, group: str, field: str) -> str:
    ids = document.get(group)
    found = ids.get(field) if isinstance(ids, dict) else None
    if not isinstance(found, str) or not _DEV_EUI.fullmatch(found.lower()):
        raise Malformed(f"{group}.{field} is not 16 hexadecimal digits", field=field)
    return found.lower()


def _time(document: Document, field: str) -> datetime:
    return read_time(document.get(field), ISO, field=field)


def _port(document: Document, field: str) -> int:
    port = document.get(field, NO_PORT)
    if not isinstance(port, int) or not 0 <= port <= 255:  # noqa: PLR2004 - one byte
        raise Malformed(f"{field} is not a port of LoRaWAN", field=field)
    return port


def _bytes(document: Document, field: str) -> bytes:
    found = document.get(field) or ""
    try:
        return b64decode(found if isinstance(found, str) else b"!", validate=True)
    except ValueError as error:
        raise Malformed(f"{field} is not base64", field=field) from error


def _number(document: Document, field: str, *, default: float) -> float:
    found = document.get(field, default)
    if not _is_number(found):
        raise Malformed(f"{field} is not a number", field=field)
    return found


def _best_reception(receptions: object) -> tuple[float | None, float | None]:
    """Return signal strength (dBm) and ratio (dB) at the gateway that heard best."""
    heard = [
        (one["rssi"], one.get("snr"))
        for one in (receptions if isinstance(receptions, list) else ())
        if isinstance(one, dict) and _is_number(one.get("rssi"))
    ]
    if not heard:
        return None, None
    rssi, snr = max(heard, key=lambda pair: float(pair[0]))
    return float(rssi), float(snr) if _is_number(snr) else None


def _is_number(found: object) -> TypeGuard[float]:
    return isinstance(found, int | float) and not isinstance(found, bool)


# the other way


def chirpstack_downlink(
    *, dev_eui: str, port: int, payload: bytes, command: str
) -> bytes:
    """Write what ChirpStack shall send; `command`, a UUID, comes back in its answer."""
    return orjson.dumps(
        {
            "devEui": dev_eui,
            "id": command,
            "confirmed": True,
            "fPort": port,
            "data": b64encode(payload).decode(),
        }
    )


def things_stack_downlink(*, port: int, payload: bytes, command: str) -> bytes:
    """Write what The Things Stack shall send; its answer carries the command's id."""
    return orjson.dumps(
        {
            "downlinks": [
                {
                    "f_port": port,
                    "frm_payload": b64encode(payload).decode(),
                    "confirmed": True,
                    "priority": "NORMAL",
                    "correlation_ids": [MARK + command],
                }
            ]
        }
    )
