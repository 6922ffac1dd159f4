"""Connections and devices: read from entities, and their secrets taken out. Pure."""

from collections.abc import Callable, Iterable, Mapping
from sys import intern
from typing import Final

import msgspec

from mesto.kernel.errors import Malformed
from mesto.kernel.model import Connection, Device, Entity, Observation, Value
from mesto.kernel.secret import (
    Secret,
    Secrets,
    Taken,
    address_of,
    take_out,
    take_out_of_url,
)
from mesto.kernel.text import filled, refusal
from mesto.kernel.words import said

CONNECTION = "Connection"
DEVICE = "Device"
PREFIX = f"urn:ngsi-ld:{CONNECTION}:"
#: Channels by which a town tells systems; they prove themselves as connections do.
CHANNEL = "NotificationChannel"
CHANNEL_PREFIX = f"urn:ngsi-ld:{CHANNEL}:"
#: Whose credentials are kept apart.
PREFIXES = (PREFIX, CHANNEL_PREFIX)
URL = "url"
WEBHOOK = "webhook:"  #: the URL of what is brought to us

NO_SETTINGS: Final = said(
    "The settings are not an object.",
    "Nastavení není objekt.",
    "Nastavenie nie je objekt.",
    "Podešavanja nisu objekat.",
)
NO_SECRETS: Final = said(
    "The credentials are not texts by name.",
    "Přihlašovací údaje nejsou texty podle názvu.",
    "Prihlasovacie údaje nie sú texty podľa názvu.",
    "Podaci za prijavu nisu tekstovi po nazivu.",
)
SEVERAL: Final = said(
    "{attribute} can be there once only.",
    "{attribute} může být uvedeno jen jednou.",
    "{attribute} môže byť uvedené len raz.",
    "{attribute} može biti navedeno samo jednom.",
)
NO_TEXT: Final = said(
    "{attribute} has to be there, as a text.",
    "{attribute} nesmí chybět, a to jako text.",
    "{attribute} nesmie chýbať, a to ako text.",
    "{attribute} mora da postoji, i to kao tekst.",
)

#: Headers that are read by everybody; the values of others may be credentials.
HARMLESS: Final = frozenset(
    {
        *("accept", "accept-charset", "accept-encoding", "accept-language"),
        *("cache-control", "content-type", "from", "referer", "user-agent"),
    }
)


def read_connection(entity: Entity, secrets: Iterable[Secret] = ()) -> Connection:
    """Read a Connection entity; it may use the secrets given for its address.

    Raises Malformed, naming the attribute, where something is missing or no text.
    """
    url = _text(entity, URL)
    address = address_of(url)
    settings = entity.value("settings")
    if settings is not None and not isinstance(settings, Mapping):
        raise refusal(Malformed, NO_SETTINGS, entity=entity.id)
    return Connection(
        name=entity.id.removeprefix(PREFIX),
        gate=_text(entity, "gate"),
        url=url,
        settings=settings or {},
        secrets=Secrets(
            {one.name: one.value for one in secrets if one.address == address}
        ),
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
        entity=intern(asset) if isinstance(asset, str) else entity.id,
        profile=_text(entity, "deviceProfile", ""),
        connection=_text(entity, "connection", ""),
    )


def take_secrets_out(
    seen: Iterable[Observation],
) -> tuple[list[Observation], dict[str, Taken]]:
    """Part observations from the credentials of connections that stand in them.

    Returns them with references in their place, and by URN what was taken out.

    Raises Malformed where a connection is not described as it should be.
    """
    told: list[Observation] = []
    taken: dict[str, Taken] = {}
    for one in seen:
        part = _PARTS.get(one.attribute) if one.entity.startswith(PREFIXES) else None
        if part is None or one.deleted:
            told.append(one)
            continue
        if one.dataset is not None:
            says = filled(SEVERAL, attribute=one.attribute)
            raise refusal(Malformed, says, entity=one.entity)
        value = part(one.value, taken.setdefault(one.entity, {}))
        told.append(msgspec.structs.replace(one, value=value))
    return told, {urn: found for urn, found in taken.items() if found}


#: Settings that are secrets: a PEM, which does without line breaks, and a token.
KEPT_APART: Final = ("client_key", "registration_token")


def _part_url(value: Value, taken: Taken) -> Value:
    if not isinstance(value, str):
        raise refusal(Malformed, filled(NO_TEXT, attribute=URL))
    left = take_out_of_url(value, taken)
    address_of(left)
    return left


def _part_settings(value: Value, taken: Taken) -> Value:
    """Take out keys, and the values of headers, but for those that everybody reads."""
    if not isinstance(value, Mapping):
        return value
    for name in KEPT_APART:
        key = value.get(name)
        if isinstance(key, str):
            value = {**value, name: take_out(name, " ".join(key.split()), taken)}
    headers = value.get("headers")
    if not isinstance(headers, Mapping):
        return value
    parted = {
        name: take_out(name, text, taken)
        if isinstance(text, str) and name.lower() not in HARMLESS
        else text
        for name, text in headers.items()
    }
    return {**value, "headers": parted}


def _part_secrets(value: Value, taken: Taken) -> Value:
    if not isinstance(value, Mapping) or not all(
        isinstance(text, str) for text in value.values()
    ):
        raise refusal(Malformed, NO_SECRETS)
    return {name: take_out(name, str(text), taken) for name, text in value.items()}


_PARTS: Final[Mapping[str, Callable[[Value, Taken], Value]]] = {
    URL: _part_url,
    "settings": _part_settings,
    "secrets": _part_secrets,
}


def _text(entity: Entity, attribute: str, default: str | None = None) -> str:
    value = entity.value(attribute)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        says = filled(NO_TEXT, attribute=attribute)
        raise refusal(Malformed, says, entity=entity.id)
    return value
