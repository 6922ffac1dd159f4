"""Uplinks to observations and commands to downlinks, by the city's devices. Pure."""

from collections.abc import Iterable, Iterator

from mesto.gates.lorawan import words
from mesto.gates.lorawan.codec import (
    Status,
    Uplink,
    chirpstack_downlink,
    read,
    things_stack_downlink,
)
from mesto.gates.lorawan.devices import CODECS, codec_of
from mesto.gates.lorawan.reading import Codec, Reading
from mesto.gates.lorawan.settings import Depth, Settings
from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.model import Command, Device, Message, Observation, Settled
from mesto.kernel.plugin import Heard, Known
from mesto.kernel.text import refusal


def decode(message: Message, known: Known[Settings]) -> Iterator[Heard]:
    """Read one event of a network server.

    Raises Malformed if the event, its device or its payload is not understood.
    """
    event = read(message.payload, message.origin)
    match event:
        case Settled():
            yield event
        case Status():
            device = _device(event.dev_eui, known)
            battery = Reading("batteryLevel", event.battery)
            yield _observation(device.entity, battery, event, known)
        case Uplink():
            yield from _uplink(event, known)


def _uplink(uplink: Uplink, known: Known[Settings]) -> Iterator[Observation]:
    device = _device(uplink.dev_eui, known)
    codec = _codec(device)
    try:
        readings = list(codec.decode(uplink.port, uplink.payload))
    except Malformed as error:
        raise Malformed(
            f"{codec.profile} {uplink.dev_eui}: {error}",
            dev_eui=uplink.dev_eui,
            port=uplink.port,
            payload=uplink.payload.hex(),
        ) from error
    for reading in (*readings, *_filling(readings, device, codec, known.settings)):
        yield _observation(device.entity, reading, uplink, known)
    if known.settings.radio:
        for reading in _radio(uplink):
            yield _observation(device.urn, reading, uplink, known)


def _device(dev_eui: str, known: Known[Settings]) -> Device:
    device = known.devices.get(dev_eui)
    if device is None:
        raise Malformed(
            f"device {dev_eui} is not known: add a Device with serialNumber "
            f"{dev_eui}, a deviceProfile, the controlledAsset it speaks for and "
            f"connection {known.connection}",
            dev_eui=dev_eui,
        )
    return device


def _codec(device: Device) -> Codec:
    codec = codec_of(device.profile)
    if codec is None:
        raise Malformed(
            f"device {device.serial} has the profile {device.profile or '(none)'}; "
            f"there are: {', '.join(sorted(CODECS))}",
            dev_eui=device.serial,
        )
    return codec


def _filling(
    readings: Iterable[Reading], device: Device, codec: Codec, settings: Settings
) -> Iterator[Reading]:
    """Reckon how full a container is from the distance to the waste."""
    depth = settings.depths.get(device.serial) or settings.depths.get(codec.profile)
    for reading in readings:
        if reading.attribute == "distance" and depth is not None:
            assert isinstance(reading.value, float)
            share = filling_level(reading.value, depth)
            yield Reading("fillingLevel", share, at=reading.at)


def filling_level(distance_m: float, depth: Depth) -> float:
    """Return how full a container is, share of its depth in [0, 1]."""
    filled_m = depth.empty_m - distance_m
    return round(min(max(filled_m / (depth.empty_m - depth.full_m), 0.0), 1.0), 4)


def _radio(uplink: Uplink) -> Iterator[Reading]:
    if uplink.rssi_dbm is not None:
        yield Reading("rssi", uplink.rssi_dbm, "DBM")
    if uplink.snr_db is not None:
        yield Reading("snr", uplink.snr_db, "2N")


def _observation(
    entity: str, reading: Reading, event: Uplink | Status, known: Known[Settings]
) -> Observation:
    return Observation(
        entity=entity,
        attribute=reading.attribute,
        value=reading.value,
        unit=reading.unit,
        observed_at=reading.at or event.at,
        source=known.connection,
    )


def encode(command: Command, device: Device, known: Known[Settings]) -> Message:
    """Write a command for the network server to send.

    Raises Malformed if the device cannot do it, NotFound if the connection does not
    say through which application.
    """
    codec = codec_of(device.profile)
    if codec is None:
        raise refusal(Malformed, words.NO_MODEL, profile=device.profile)
    if codec.encode is None:
        raise refusal(Malformed, words.ONLY_SPEAKS, dev_eui=device.serial)
    settings = known.settings
    if not settings.application:
        raise refusal(NotFound, words.NO_APPLICATION, connection=known.connection)
    port, payload = codec.encode(command.name, command.value)
    if settings.network == "chirpstack":
        return Message(
            payload=chirpstack_downlink(
                dev_eui=device.serial, port=port, payload=payload, command=command.id
            ),
            origin=(
                f"application/{settings.application}/device/{device.serial}/command/down"
            ),
            received_at=command.expires_at,
        )
    device_id = settings.device_id.replace("{dev_eui}", device.serial)
    return Message(
        payload=things_stack_downlink(port=port, payload=payload, command=command.id),
        origin=f"v3/{settings.application}/devices/{device_id}/down/push",
        received_at=command.expires_at,
    )
