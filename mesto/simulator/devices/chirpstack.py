"""ChirpStack v4: the events and commands of its MQTT integration.

Source: ChirpStack documentation, Integrations / Event types and MQTT (JSON encoding).
"""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from uuid import UUID

import orjson

from mesto.simulator.devices.stamp import iso

APPLICATION = "6f1d0c54-57a2-4b0c-8f61-2a3a7e0d9c11"
COMMANDS = f"application/{APPLICATION}/device/+/command/down"
_TENANT = "52f14cd4-c6f1-4fbd-8f87-4025e1d49242"
_PROFILE = "14855bf7-d10d-4aee-b618-ebfcb64dc7ad"


@dataclass(frozen=True, kw_only=True)
class Radio:
    """A device and the antenna that hears it."""

    dev_eui: str
    name: str
    profile: str
    gateway_id: str
    latitude: float  #: of the antenna
    longitude: float


@dataclass(frozen=True)
class Downlink:
    """What the network server was asked to send to a device."""

    dev_eui: str
    id: str  #: of the queue item, chosen by the asker or empty
    port: int
    payload: bytes


def topic(dev_eui: str, event: str) -> str:
    """Return where an event of a device is published."""
    return f"application/{APPLICATION}/device/{dev_eui}/event/{event}"


def up(  # noqa: PLR0913 - what a radio frame knows
    radio: Radio,
    at_s: float,
    *,
    port: int,
    payload: bytes,
    count: int,
    rssi_dbm: int,
) -> bytes:
    """Write the event of an uplink."""
    at = iso(at_s)
    frame = count & 0xFFFFFFFF
    return orjson.dumps(
        {
            "deduplicationId": _unique(radio.dev_eui, at_s, count),
            "time": at,
            "deviceInfo": _device(radio),
            "devAddr": radio.dev_eui[-8:],
            "adr": True,
            "dr": 5,
            "fCnt": frame,
            "fPort": port,
            "confirmed": False,
            "data": b64encode(payload).decode(),
            "rxInfo": [
                {
                    "gatewayId": radio.gateway_id,
                    "uplinkId": int(radio.dev_eui[-6:], 16) ^ frame,
                    "nsTime": at,
                    "rssi": rssi_dbm,
                    "snr": 8.2 if rssi_dbm > -105 else -3.5,
                    "location": {
                        "latitude": radio.latitude,
                        "longitude": radio.longitude,
                    },
                    "crcStatus": "CRC_OK",
                }
            ],
            "txInfo": {
                "frequency": 868_100_000 + 200_000 * (count % 3),
                "modulation": {
                    "lora": {
                        "bandwidth": 125_000,
                        "spreadingFactor": 7,
                        "codeRate": "CR_4_5",
                    }
                },
            },
        }
    )


def acknowledged(radio: Radio, at_s: float, down: Downlink, count: int) -> bytes:
    """Write the event of a confirmed downlink the device has answered."""
    return orjson.dumps(
        {
            "deduplicationId": _unique(radio.dev_eui, at_s, ~count),
            "time": iso(at_s),
            "deviceInfo": _device(radio),
            "queueItemId": down.id,
            "acknowledged": True,
            "fCntDown": count,
        }
    )


def read_command(payload: bytes) -> Downlink:
    """Read a command to the network server.

    Raises ValueError if it is none.
    """
    try:
        asked = orjson.loads(payload)
        return Downlink(
            dev_eui=str(asked["devEui"]).lower(),
            id=str(asked.get("id", "")),
            port=int(asked["fPort"]),
            payload=b64decode(asked["data"], validate=True),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no downlink: {error!r}") from error


def _device(radio: Radio) -> dict[str, object]:
    return {
        "tenantId": _TENANT,
        "tenantName": "town",
        "applicationId": APPLICATION,
        "applicationName": "town",
        "deviceProfileId": _PROFILE,
        "deviceProfileName": radio.profile,
        "deviceName": radio.name,
        "devEui": radio.dev_eui,
        "deviceClassEnabled": "CLASS_C",
        "tags": {},
    }


def _unique(dev_eui: str, at_s: float, count: int) -> str:
    """Name an event: the same event has the same name."""
    high = int(dev_eui, 16) ^ (count & 0xFFFF)
    return str(UUID(int=(high << 64) | int(at_s * 1000) & 0xFFFFFFFFFFFFFFFF))
