"""How commands go to devices by radio, as a connection says of its gateways. Pure."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Annotated, NamedTuple, TypeAlias

import msgspec


class Radio(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the gateways of a network send commands; by default as class C in EU868."""

    spreading_factor: Annotated[int, msgspec.Meta(ge=7, le=12)] = 12  #: RX2's default
    bandwidth_hz: Annotated[int, msgspec.Meta(ge=125_000, le=500_000)] = 125_000
    frequency_mhz: Annotated[float, msgspec.Meta(ge=863, le=870)] = 869.525
    payload_bytes: Annotated[int, msgspec.Meta(ge=0, le=222)] = 4  #: of one command
    gateways: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 1  #: devices are shared


#: Who hears one message together, by the name of the group.
Groups: TypeAlias = Mapping[str, frozenset[str]]


class Way(NamedTuple):
    """A connection by which commands go by radio."""

    connection: str
    radio: Radio
    groups: Groups = MappingProxyType(
        {}
    )  #: URNs of assets that one message tells together


def told_together(wanted: Iterable[str], groups: Groups) -> tuple[list[str], set[str]]:
    """Return the groups that tell some the same, and who is left to be told alone.

    Only groups all of whose members are wanted: others would obey, too. The largest
    come first, and each tells two at least who are not told yet.
    """
    asked = set(wanted)
    left, chosen = set(asked), []
    for name in sorted(groups, key=lambda name: (-len(groups[name]), name)):
        if groups[name] <= asked and len(groups[name] & left) > 1:
            chosen.append(name)
            left -= groups[name]
    return chosen, left
