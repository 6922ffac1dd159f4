"""The Things Stack v3: the uplink message of its MQTT integration.

Source: The Things Stack documentation, Reference / Data formats.
"""

from base64 import b64encode

import orjson

from mesto.simulator.devices.chirpstack import Radio
from mesto.simulator.devices.stamp import iso

APPLICATION = "town-parking"
TENANT = "ttn"


def device_id(radio: Radio) -> str:
    """Return the device's name at the network server."""
    return f"eui-{radio.dev_eui}"


def topic(radio: Radio) -> str:
    """Return where uplinks of a device are published."""
    return f"v3/{APPLICATION}@{TENANT}/devices/{device_id(radio)}/up"


def up(  # noqa: PLR0913 - what a radio frame knows
    radio: Radio,
    at_s: float,
    *,
    port: int,
    payload: bytes,
    count: int,
    rssi_dbm: int,
) -> bytes:
    """Write an uplink message."""
    at = iso(at_s)
    return orjson.dumps(
        {
            "end_device_ids": {
                "device_id": device_id(radio),
                "application_ids": {"application_id": APPLICATION},
                "dev_eui": radio.dev_eui.upper(),
                "join_eui": "0000000000000000",
                "dev_addr": radio.dev_eui[-8:].upper(),
            },
            "correlation_ids": [f"gs:uplink:{radio.dev_eui}{count:08x}"],
            "received_at": at,
            "uplink_message": {
                "session_key_id": "AXA50tHlHzHwAAAAAAAAAA==",
                "f_port": port,
                "f_cnt": count & 0xFFFFFFFF,
                "frm_payload": b64encode(payload).decode(),
                "rx_metadata": [
                    {
                        "gateway_ids": {
                            "gateway_id": f"eui-{radio.gateway_id}",
                            "eui": radio.gateway_id.upper(),
                        },
                        "time": at,
                        "rssi": rssi_dbm,
                        "channel_rssi": rssi_dbm,
                        "snr": 7.5,
                        "location": {
                            "latitude": radio.latitude,
                            "longitude": radio.longitude,
                        },
                    }
                ],
                "settings": {
                    "data_rate": {
                        "lora": {
                            "bandwidth": 125_000,
                            "spreading_factor": 7,
                            "coding_rate": "4/5",
                        }
                    },
                    "frequency": "868100000",
                },
                "received_at": at,
                "consumed_airtime": "0.061696s",
                "network_ids": {"net_id": "000013", "tenant_id": TENANT},
            },
        }
    )
