"""How many are given at one look, so that nobody waits for the many of others. Pure."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple
from uuid import UUID

LOOK_S: Final = 0.5  #: between two looks
AT_A_LOOK: Final = 20  #: given together at most
MOST_UNSENT: Final = 60  #: given of late and not sent yet; then it goes on slower
LATELY_S: Final = 10.0


class Queue(NamedTuple):
    """An order to many that goes on."""

    bulk: UUID
    by: str
    waiting: int


def room_for(unsent: int) -> int:
    """Return how many may be given now.

    unsent: those given of late that no gate has taken yet
    """
    return max(0, min(AT_A_LOOK, MOST_UNSENT - unsent))


def turns(queues: Sequence[Queue], room: int) -> dict[UUID, int]:
    """Return how many of each are given now: every person alike, oldest first."""
    wanted: dict[str, int] = {}
    for queue in queues:
        wanted[queue.by] = wanted.get(queue.by, 0) + queue.waiting
    left = share(wanted, room)
    granted = {}
    for queue in queues:
        granted[queue.bulk] = min(queue.waiting, left[queue.by])
        left[queue.by] -= granted[queue.bulk]
    return {bulk: count for bulk, count in granted.items() if count}


def share(wanted: Mapping[str, int], room: int) -> dict[str, int]:
    """Share places among those who want some, smallest wish first.

    Source: max-min fairness, Bertsekas and Gallager, Data Networks, 6.5.2.
    """
    granted = {}
    smallest_first = sorted(wanted, key=wanted.__getitem__)
    for served, name in enumerate(smallest_first):
        fair = room // (len(smallest_first) - served)
        granted[name] = min(wanted[name], fair)
        room -= granted[name]
    return granted
