"""Which devices are told together, by one message on the radio. Pure.

A multicast message is not acknowledged. Each device shows by its next uplink that it
has obeyed; who does not is told alone, and acknowledges.

Source: LoRaWAN TS001-1.0.4, 8 and 16 (class C); ChirpStack v4, multicast_group.proto;
The Things Stack v3, Multicast (thethingsindustries.com/docs).
"""

from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterator, Sequence

import orjson

from mesto.gates.lorawan.devices import codec_of
from mesto.gates.lorawan.settings import Multicast, Settings
from mesto.kernel.errors import CityError
from mesto.kernel.model import Command, Device, Message, Value
from mesto.kernel.plugin import Known, Shared
from mesto.kernel.radio import Groups, told_together

QUEUE = "multicast-groups/{}/queue"  #: of ChirpStack's API


def gather(
    orders: Sequence[tuple[Command, Device]], known: Known[Settings]
) -> Iterator[Shared]:
    """Yield the messages that tell groups what all their devices are to be told.

    known: the settings of the connection that sends them
    """
    groups = {
        name: frozenset(one.devices) for name, one in known.settings.multicast.items()
    }
    alike: defaultdict[tuple[int, bytes], dict[str, Command]] = defaultdict(dict)
    shown: dict[str, tuple[str, Value]] = {}
    for command, device in orders:
        shows, frame = _told(command, device)
        if shows is not None and frame is not None:
            alike[frame][device.serial] = command
            shown[command.id] = shows
    for (port, payload), by_device in alike.items():
        for name in told_together(by_device, groups)[0]:
            mine = [by_device[one] for one in sorted(groups[name])]
            yield Shared(
                message=_message(
                    known.settings, known.settings.multicast[name], port, payload, mine
                ),
                shows={one.id: shown[one.id] for one in mine},
            )


def groups_of(known: Known[Settings]) -> Groups:
    """Return the assets of groups whose devices are all known, by name."""
    return {
        name: frozenset(known.devices[one].entity for one in group.devices)
        for name, group in known.settings.multicast.items()
        if all(one in known.devices for one in group.devices)
    }


def _told(
    command: Command, device: Device
) -> tuple[tuple[str, Value] | None, tuple[int, bytes] | None]:
    """Return what shows that a command was done, and its frame; None: not together."""
    codec = codec_of(device.profile)
    if codec is None or codec.encode is None or codec.shows is None:
        return None, None
    try:
        return codec.shows(command.name, command.value), codec.encode(
            command.name, command.value
        )
    except CityError:
        return None, None  # it is told alone, and fails with the reason


def _message(
    settings: Settings,
    group: Multicast,
    port: int,
    payload: bytes,
    commands: Sequence[Command],
) -> Message:
    data = b64encode(payload).decode()
    expires_at = min(one.expires_at for one in commands)
    if settings.network == "chirpstack":
        item = {"fPort": port, "data": data}
        return Message(
            payload=orjson.dumps({"queueItem": item}),
            origin=QUEUE.format(group.group),
            received_at=expires_at,
        )
    gateways = [{"gateway_ids": {"gateway_id": one}} for one in group.gateways]
    downlink = {
        "f_port": port,
        "frm_payload": data,
        "confirmed": False,
        "priority": "NORMAL",
        **({"class_b_c": {"gateways": gateways}} if gateways else {}),
    }
    return Message(
        payload=orjson.dumps({"downlinks": [downlink]}),
        origin=f"v3/{settings.application}/devices/{group.group}/down/push",
        received_at=expires_at,
    )
