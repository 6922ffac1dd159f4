"""Logs that stations bring to the town: what is written of them, and what read. Pure.

A log is an entity, `urn:ngsi-ld:EVStationLog:STATION:COMMAND`, named by the command
that asked for it. Its station brings it once to an address that only it was told.

Source: OCPP 1.6, 5.7 and 9.1.27; OCPP 2.0.1 part 2, N01 and 2.1.3.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from hashlib import sha256
from typing import Final
from urllib.parse import quote, unquote

import msgspec

from mesto.gates.ocpp.codec import OLD, Asks, Payload
from mesto.gates.ocpp.naming import tail_of
from mesto.gates.ocpp.orders import Errand
from mesto.gates.ocpp.telling import Teller
from mesto.kernel.model import TYPE, Kind, Observation, Value
from mesto.kernel.moments import date_time
from mesto.kernel.text import Text
from mesto.names.charging import OF_STATION

LOG: Final = "EVStationLog"
COMMAND: Final = "fetchLog"
STATUS: Final = "status"  #: asked, told, came, failed; deleted: by its service
DIGEST: Final = "uploadDigest"  #: SHA-256 of the secret in its address
EXPIRES: Final = "expiresAt"  #: until when it may be brought
LOGS: Final = "logs"  #: in the path
DAY: Final = timedelta(days=1)
PLAIN: Final = "log.txt"
LONGEST_NAME: Final = 100

_STRANGE: Final = re.compile(r"[^A-Za-z0-9._-]+")


def is_ours(errand: Errand) -> bool:
    """Tell whether a log is to be brought to the town, and nowhere else."""
    value = errand.value
    return errand.name == COMMAND and not (
        isinstance(value, Mapping) and value.get("url")
    )


def log_urn(station: str, command: str) -> str:
    """Return the URN of a log; station: URN."""
    return f"urn:ngsi-ld:{LOG}:{tail_of(station)}:{command}"


def digest_of(secret: str) -> str:
    """Return what is kept of a secret."""
    return sha256(secret.encode()).hexdigest()


def address_of(base: str, identity: str, command: str, secret: str) -> str:
    """Return where a station brings a log; base: of its connection, as it came."""
    parts = (quote(one, safe="") for one in (identity, LOGS, command, secret))
    return "/".join((base, *parts))


def addressed(errand: Errand, url: str) -> Errand:
    """Return a command with the address it is brought to."""
    said = errand.value if isinstance(errand.value, Mapping) else {}
    return msgspec.structs.replace(errand, value={**said, "url": url})


def told(teller: Teller, urn: str, secret: str, now: datetime) -> list[Observation]:
    """Observe that a station is told where it brings a log."""
    until = now + timedelta(minutes=teller.settings.log_minutes)
    return [
        _said(teller.source, urn, TYPE, [LOG]),
        _said(teller.source, urn, OF_STATION, teller.urn, Kind.RELATIONSHIP),
        _said(teller.source, urn, STATUS, "told"),
        _said(teller.source, urn, "toldAt", date_time(now)),
        _said(teller.source, urn, EXPIRES, date_time(until)),
        _said(teller.source, urn, DIGEST, digest_of(secret)),
    ]


def failed(teller: Teller, urn: str, why: Text) -> list[Observation]:
    """Observe that a log will not come."""
    return [
        _said(teller.source, urn, TYPE, [LOG]),
        _said(teller.source, urn, OF_STATION, teller.urn, Kind.RELATIONSHIP),
        _said(teller.source, urn, STATUS, "failed"),
        _said(teller.source, urn, "reason", why, Kind.LANGUAGE_PROPERTY),
    ]


def came(  # noqa: PLR0913 - what is told of a file
    source: str, urn: str, *, name: str, size: int, days: int, now: datetime
) -> list[Observation]:
    """Observe that a log came, and until when it is kept; size: bytes."""
    return [
        _said(source, urn, STATUS, "came"),
        _said(source, urn, "fileName", name),
        _said(source, urn, "fileSize", size),
        _said(source, urn, "cameAt", date_time(now)),
        _said(source, urn, "keepUntil", date_time(now + days * DAY)),
    ]


def name_of(told: str) -> str:
    """Return a file's name without anything that leads elsewhere."""
    last = unquote(told).replace("\\", "/").rpartition("/")[2]
    return _STRANGE.sub("_", last).lstrip(".")[-LONGEST_NAME:] or PLAIN


def read_form(content_type: str, body: bytes) -> tuple[str, bytes]:
    """Return the name and the content of what was brought; a form's first file.

    The name is empty where none is said.
    """
    if not content_type.lower().startswith("multipart/form-data"):
        return "", body
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    form = message_from_bytes(head + body, policy=policy.HTTP)
    for part in form.iter_parts() if form.is_multipart() else ():
        content = part.get_payload(decode=True)
        if part.get_filename() and isinstance(content, bytes):
            return str(part.get_filename()), content
    return "", b""


def asks_ways(protocol: str) -> Asks:
    """Return how a station is asked by which protocols it brings files."""
    if protocol == OLD:
        return Asks("GetConfiguration", {"key": ["SupportedFileTransferProtocols"]})
    wanted = {
        "component": {"name": "OCPPCommCtrlr"},
        "variable": {"name": "FileTransferProtocols"},
    }
    return Asks("GetVariables", {"getVariableData": [wanted]})


def ways_in(answer: Payload) -> str:
    """Return by which protocols a station says it brings files; empty: it says none."""
    for one in answer.get("configurationKey") or ():
        return str(one.get("value") or "")
    for one in answer.get("getVariableResult") or ():
        return str(one.get("attributeValue") or "")
    return ""


def speaks_http(ways: str) -> bool:
    """Tell whether HTTP is among the ways a station tells; who tells none may."""
    return not ways.strip() or "HTTP" in ways.upper()


def _said(
    source: str, urn: str, name: str, value: Value, kind: Kind = Kind.PROPERTY
) -> Observation:
    return Observation(
        entity=urn, attribute=name, value=value, source=source, kind=kind
    )
