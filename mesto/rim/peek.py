"""Looking at the last messages of a connection while somebody wants to.

Nothing is kept before somebody looks, and nothing for long after they looked away.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic

import msgspec

from mesto.kernel.model import Message

MOST = 20  #: messages remembered of a connection
LARGEST_BYTES = 4_096  #: of a payload that is remembered
PATIENCE_S = 30.0  #: without a look for so long, nobody looks


class Glimpse(msgspec.Struct, frozen=True, kw_only=True):
    """A message as it passed."""

    message: Message  #: its payload may be cut
    size: int  #: of the whole payload, bytes
    observations: int
    reason: str  #: why it was refused; empty where it was understood


@dataclass
class _Window:
    """What is seen of one connection."""

    closes_at_s: float = 0.0
    seen: deque[Glimpse] = field(default_factory=lambda: deque(maxlen=MOST))


class Peek:
    """The windows onto the connections of one municipality."""

    def __init__(self) -> None:
        """Nobody looks."""
        self._windows: dict[str, _Window] = {}

    def look(self, name: str) -> Sequence[Glimpse]:
        """Return what passed since the first look, newest first, and look on."""
        window = self._windows.setdefault(name, _Window())
        window.closes_at_s = monotonic() + PATIENCE_S
        return tuple(window.seen)

    def wanted(self, name: str) -> bool:
        """Tell whether anybody looks; close the window if nobody does any more."""
        window = self._windows.get(name)
        if window is None:
            return False
        if window.closes_at_s < monotonic():
            del self._windows[name]
            return False
        return True

    def show(self, name: str, message: Message, observations: int, reason: str) -> None:
        """Let a message be seen."""
        cut = msgspec.structs.replace(message, payload=message.payload[:LARGEST_BYTES])
        glimpse = Glimpse(
            message=cut,
            size=len(message.payload),
            observations=observations,
            reason=reason,
        )
        self._windows[name].seen.appendleft(glimpse)
