"""Waking who sleeps until something was written, and handing over what was."""

import asyncio
import contextlib
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Generic, Protocol, TypeAlias, TypeVar

from mesto.kernel.model import Command

T = TypeVar("T")
Taker: TypeAlias = Callable[[Sequence[T]], None]


class Bell:
    """Wakes whoever sleeps until something was written."""

    def __init__(self) -> None:
        """Start silent."""
        self._sleepers: set[asyncio.Event] = set()
        self.rung = 0  #: how often

    def ring(self) -> None:
        """Wake everyone."""
        self.rung += 1
        for sleeper in self._sleepers:
            sleeper.set()

    @contextlib.contextmanager
    def heard(self) -> Iterator[asyncio.Event]:
        """Hear the bell until the block ends, and remember what rang meanwhile."""
        event = asyncio.Event()
        self._sleepers.add(event)
        try:
            yield event
        finally:
            self._sleepers.discard(event)


class Hand(Generic[T]):
    """Hands over what was written in this process, so that nobody has to read it.

    What other processes write does not come by this way: it is for who must be quick,
    and reads on beside it.
    """

    def __init__(self) -> None:
        """Know nobody who takes."""
        self._takers: set[Taker[T]] = set()

    def over(self, written: Sequence[T]) -> None:
        """Hand over what was just written, in order."""
        for take in self._takers:
            take(written)

    @contextlib.contextmanager
    def taken_by(self, taker: Taker[T]) -> Iterator[None]:
        """Hand to `taker` until the block ends."""
        self._takers.add(taker)
        try:
            yield
        finally:
            self._takers.discard(taker)


class Carrier(Protocol):
    """Who carries commands in this process."""

    def going(self, commands: Sequence[Command]) -> set[str]:
        """Return the ids of those that would be on their way once they are written."""

    def carry(self, commands: Sequence[Command], going: AbstractSet[str]) -> None:
        """Carry what was just written, in order.

        going: the ids of those that were written as being on their way already
        """


class Orders(Bell):
    """Wakes who carries commands, or hands over what was ordered in this process."""

    def __init__(self) -> None:
        """Know nobody who carries."""
        super().__init__()
        self._carriers: set[Carrier] = set()

    def going(self, commands: Sequence[Command]) -> set[str]:
        """Return the ids of those that a carrier here has on their way at once."""
        return {number for one in self._carriers for number in one.going(commands)}

    def hand(self, commands: Sequence[Command], going: AbstractSet[str]) -> None:
        """Hand over what was written, in order, so that nobody has to look for it."""
        for carrier in self._carriers:
            carrier.carry(commands, going)

    @contextlib.contextmanager
    def carried_by(self, carrier: Carrier) -> Iterator[None]:
        """Hand to `carrier` until the block ends."""
        self._carriers.add(carrier)
        try:
            yield
        finally:
            self._carriers.discard(carrier)
