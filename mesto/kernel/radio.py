"""How commands go to devices by radio, as a connection says of its gateways. Pure."""

from typing import Annotated, NamedTuple

import msgspec


class Radio(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the gateways of a network send commands; by default as class C in EU868."""

    spreading_factor: Annotated[int, msgspec.Meta(ge=7, le=12)] = 12  #: RX2's default
    bandwidth_hz: Annotated[int, msgspec.Meta(ge=125_000, le=500_000)] = 125_000
    frequency_mhz: Annotated[float, msgspec.Meta(ge=863, le=870)] = 869.525
    payload_bytes: Annotated[int, msgspec.Meta(ge=0, le=222)] = 4  #: of one command
    gateways: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 1  #: devices are shared


class Way(NamedTuple):
    """A connection by which commands go by radio."""

    connection: str
    radio: Radio
