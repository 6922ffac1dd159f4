"""What a message would say with settings that are not saved yet. Pure."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from mesto.kernel.errors import Malformed
from mesto.kernel.model import Message
from mesto.kernel.plugin import Gate, Heard, Known


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What a message says, up to where it is not understood."""

    heard: Sequence[Heard]
    refused: Malformed | None


def decode(gate: Gate[Any], message: Message, known: Known[Any]) -> Said:
    """Read a message, and record nothing."""
    if gate.decode is None:
        return Said(heard=[], refused=Malformed(f"{gate.name} reads no messages"))
    return said_by(gate.decode(message, known))


def said_by(decoded: Iterable[Heard]) -> Said:
    """Hear what is decoded, up to where it is not understood."""
    heard: list[Heard] = []
    try:
        for one in decoded:
            heard.append(one)  # noqa: PERF402 - what came before the error counts
    except Malformed as error:
        return Said(heard=heard, refused=error)
    return Said(heard=heard, refused=None)
