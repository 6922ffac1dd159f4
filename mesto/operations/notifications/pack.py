"""What goes together in one message, so that a storm does not drown anybody. Pure.

Notices of one group become one message, and the next of that group waits for a window
to pass. Nobody gets more than a few messages in a window by one way: the last of them
tells of everything else, most severe first.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final

import msgspec

WINDOW: Final = timedelta(minutes=1)
MOST: Final = 6  #: messages to one recipient by one way in a window


class Waiting(msgspec.Struct, frozen=True):
    """A delivery that is due and is in no message yet."""

    number: int
    group: str
    severity: int


class Bundle(msgspec.Struct, frozen=True):
    """What one message tells of, most severe first."""

    group: str
    deliveries: tuple[Waiting, ...]

    @property
    def severity(self) -> int:
        """The highest there is."""
        return self.deliveries[0].severity


def pack(waiting: Iterable[Waiting], free: int) -> list[Bundle]:
    """Put what waits for one recipient by one way into messages.

    waiting: without what is of a group that was told of in this window
    free: how many messages may still go in this window; with none, none is made
    """
    groups: dict[object, list[Waiting]] = {}
    for one in waiting:
        groups.setdefault(one.group or one.number, []).append(one)
    if free <= 0:
        return []
    bundles = sorted((_bundle(group) for group in groups.values()), key=_urgency)
    if len(bundles) <= free:
        return bundles
    rest = [one for bundle in bundles[free - 1 :] for one in bundle.deliveries]
    return [*bundles[: free - 1], Bundle("", tuple(sorted(rest, key=_rank)))]


def _bundle(group: Sequence[Waiting]) -> Bundle:
    return Bundle(group[0].group, tuple(sorted(group, key=_rank)))


def _urgency(bundle: Bundle) -> tuple[int, int]:
    return _rank(bundle.deliveries[0])


def _rank(one: Waiting) -> tuple[int, int]:
    return -one.severity, one.number
