"""What waits for a line: nobody waits for the many of others. Pure.

Who orders something of one lamp is served beside who switches a whole town, and yet
an asset is told everything in the order in which it was ordered.
"""

from collections import deque
from collections.abc import Sequence

from mesto.kernel.model import Command
from mesto.operations.commands.many.pace import share


class Outbox:
    """The commands that wait for one line."""

    def __init__(self) -> None:
        """Nothing waits."""
        self._by_source: dict[str, deque[Command]] = {}
        self._by_entity: dict[str, deque[Command]] = {}
        self._waiting: set[str] = set()  #: ids

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._waiting)

    def put(self, command: Command) -> None:
        """Let a command wait, once."""
        if command.id in self._waiting:
            return
        self._waiting.add(command.id)
        self._by_source.setdefault(command.source, deque()).append(command)
        self._by_entity.setdefault(command.entity, deque()).append(command)

    def take(self, most: int) -> list[Sequence[Command]]:
        """Take the next ones, of those who ordered alike; what one asset gets together.

        most: of what they ordered; what an asset was told before comes along

        Different assets may be told at once, one asset one thing after the other.
        """
        lots: dict[str, list[Command]] = {}
        while self._waiting and not lots:
            wanted = {source: len(queue) for source, queue in self._by_source.items()}
            for source, count in share(wanted, most).items():
                self._release_of(source, count, lots)
        return list(lots.values())

    def _release_of(
        self, source: str, count: int, lots: dict[str, list[Command]]
    ) -> None:
        """Release what one has ordered, each after what its asset was told before."""
        queue = self._by_source[source]
        while queue and count:
            command = queue.popleft()
            if command.id in self._waiting:  # else it came along with another one
                self._release(command, lots)
                count -= 1
        if not queue:
            del self._by_source[source]

    def _release(self, command: Command, lots: dict[str, list[Command]]) -> None:
        queue = self._by_entity[command.entity]
        lot = lots.setdefault(command.entity, [])
        while command.id in self._waiting:
            lot.append(queue.popleft())
            self._waiting.discard(lot[-1].id)
        if not queue:
            del self._by_entity[command.entity]
