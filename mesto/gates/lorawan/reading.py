"""What a payload says, before anybody knows whose device it is. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

import msgspec

from mesto.kernel.model import Value


class Reading(msgspec.Struct, frozen=True):
    """One value in a payload."""

    attribute: str  #: Smart Data Models name
    value: Value
    unit: str | None = None  #: UN/CEFACT code
    at: datetime | None = None  #: where the payload itself says when


#: Reads a payload that came on a port.
Decode: TypeAlias = Callable[[int, bytes], Iterable[Reading]]
#: What a device shows once it has obeyed: attribute and value; None: nothing does.
Shows: TypeAlias = Callable[[str, Value], tuple[str, Value] | None]
#: Writes the port and the payload of a command; takes its name and value.
Encode: TypeAlias = Callable[[str, Value], tuple[int, bytes]]


@dataclass(frozen=True, kw_only=True)
class Codec:
    """The payloads of one kind of device."""

    profile: str  #: name of its file
    decode: Decode
    encode: Encode | None = None
    shows: Shows | None = None
