"""What a connection with a LoRaWAN network may set. Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from mesto.gates.lorawan.words import FULL_ABOVE_BOTTOM, IN_GROUP_ONCE, NO_DEV_EUI
from mesto.kernel.mistake import Senseless
from mesto.kernel.radio import Radio
from mesto.kernel.text import filled

_DEV_EUI = re.compile(r"[0-9a-f]{16}")


class Depth(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a container is measured from its lid."""

    empty_m: float  #: from the sensor to the bottom
    full_m: float = 0.0  #: from the sensor to where it counts as full

    def __post_init__(self) -> None:
        """Refuse a container that is full below its bottom."""
        if not 0 <= self.full_m < self.empty_m:
            raise Senseless(FULL_ABOVE_BOTTOM, "full_m")


class Multicast(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Devices of class C that hear one message together."""

    group: str  #: ChirpStack's id of it; in The Things Stack the id of its device
    devices: Sequence[str]  #: devEUIs
    gateways: Sequence[str] = ()  #: ids, in The Things Stack: which of them send

    def __post_init__(self) -> None:
        """Refuse what is no devEUI, or comes twice."""
        wrong = [one for one in self.devices if not _DEV_EUI.fullmatch(one)]
        if wrong:
            raise Senseless(filled(NO_DEV_EUI, found=wrong[0]), "devices")
        if len(set(self.devices)) < len(self.devices):
            raise Senseless(IN_GROUP_ONCE, "devices")


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a connection that uses this gate may set."""

    network: Literal["chirpstack", "things_stack"] = "chirpstack"  #: for commands
    application: str = ""  #: for commands: its id; `app@tenant` in The Things Stack
    device_id: str = "eui-{dev_eui}"  #: how The Things Stack calls a device
    depths: Mapping[str, Depth] = {}  #: of containers, by devEUI or profile
    radio: bool = False  #: whether to keep signal strength, on the Device entity
    downlinks: Radio | None = None  #: how commands go by radio; to say how long it is
    multicast: Mapping[str, Multicast] = {}  #: who is told together, by name
    headers: Mapping[str, str] = {}  #: for ChirpStack's API; kept as secrets
    allow_private: bool = False  #: reach that API inside our own network
    topics: Sequence[str] = ()  #: this and the rest are for the MQTT link
    client_id: str = ""
    keep_alive_s: int = 30
    ca_file: str = ""
