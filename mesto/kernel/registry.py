"""Connections and devices, read from entities. Pure."""

from collections.abc import Mapping

from mesto.kernel.errors import Malformed
from mesto.kernel.model import Connection, Device, Entity

CONNECTION = "Connection"
DEVICE = "Device"
PREFIX = f"urn:ngsi-ld:{CONNECTION}:"


def read_connection(entity: Entity) -> Connection:
    """Read a Connection entity.

    Raises Malformed, naming the attribute, where something is missing or no text.
    """
    settings = entity.value("settings")
    if settings is not None and not isinstance(settings, Mapping):
        raise Malformed("settings is a JSON object", entity=entity.id)
    return Connection(
        name=entity.id.removeprefix(PREFIX),
        gate=_text(entity, "gate"),
        url=_text(entity, "url"),
        settings=settings or {},
        enabled=entity.value("enabled") is not False,
    )


def read_device(entity: Entity) -> Device:
    """Read a Device entity; without `controlledAsset` it speaks for itself.

    Raises Malformed where it has no serial number.
    """
    asset = entity.value("controlledAsset")
    if isinstance(asset, list | tuple):
        asset = asset[0] if asset else None
    return Device(
        urn=entity.id,
        serial=_text(entity, "serialNumber").lower(),
        entity=asset if isinstance(asset, str) else entity.id,
        profile=_text(entity, "deviceProfile", ""),
        connection=_text(entity, "connection", ""),
    )


def _text(entity: Entity, attribute: str, default: str | None = None) -> str:
    value = entity.value(attribute)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        raise Malformed(f"{entity.id} needs the text {attribute}", entity=entity.id)
    return value
