"""What stations and their parts are called in the city. Pure."""

from typing import Final
from urllib.parse import quote

from mesto.names.charging import CONNECTOR, EVSE, SESSION, WAITING

DEVICE: Final = "Device"

_URN: Final = "urn:ngsi-ld:"


def tail_of(urn: str) -> str:
    """Return what tells a station from others of its type."""
    return urn.rpartition(":")[2]


def evse_urn(station: str, evse: int) -> str:
    """Return the URN of an EVSE; `station` is the tail of its station's."""
    return f"{_URN}{EVSE}:{station}:{evse}"


def connector_urn(station: str, evse: int, connector: int) -> str:
    """Return the URN of a connector."""
    return f"{_URN}{CONNECTOR}:{station}:{evse}:{connector}"


def session_urn(station: str, transaction: str) -> str:
    """Return the URN of a session; the same transaction is the same session."""
    return f"{_URN}{SESSION}:{station}:{quote(transaction, safe='')}"


def waiting_urn(connection: str, identity: str) -> str:
    """Return the URN of a station that waits to be let in."""
    return f"{_URN}{WAITING}:{connection}:{quote(identity, safe='')}"


def device_urn(connection: str, identity: str) -> str:
    """Return the URN of the device that speaks for a station."""
    return f"{_URN}{DEVICE}:ocpp:{connection}:{quote(identity, safe='')}"
