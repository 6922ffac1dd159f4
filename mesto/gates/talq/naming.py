"""What things of a gateway are called in the city. Pure."""

from typing import Final
from urllib.parse import quote

from mesto.kernel.registry import DEVICE

DOCUMENT: Final = "TalqDocument"  #: type of what a gateway told us, or we told it
GROUP: Final = "talq-group"  #: profile of a Device that stands for a group of lamps

#: By what the things of a resource are told apart; the others have an `address`.
KEYS: Final = {
    "services": "name",
    "device-classes": "name",
    "data-packages": "packageId",
    "control-programs": "id",
    "calendars": "id",
}


def key_of(resource: str) -> str:
    """Return the member that tells the things of a resource apart."""
    return KEYS.get(resource, "address")


def device_urn(connection: str, address: str) -> str:
    """Return the URN of a device that a gateway has announced."""
    return device_prefix(connection) + address.lower()


def device_prefix(connection: str) -> str:
    """Return how the URNs of a gateway's devices begin."""
    return f"urn:ngsi-ld:{DEVICE}:talq:{quote(connection, safe='')}:"


def document_urn(connection: str, resource: str, key: str) -> str:
    """Return the URN of a document."""
    return document_prefix(connection, resource) + quote(key, safe="")


def document_prefix(connection: str, resource: str) -> str:
    """Return how the URNs of a resource's documents begin."""
    return f"urn:ngsi-ld:{DOCUMENT}:{quote(connection, safe='')}:{resource}:"
