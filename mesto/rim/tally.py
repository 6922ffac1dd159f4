"""How connections fare: counted in memory, noted in the database every few seconds.

A message costs an addition, not a write. Every process adds what it took in, so the
database knows the whole; a process that is killed forgets its last seconds.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from time import time
from typing import TypeAlias

import orjson

from mesto.kernel.city import City
from mesto.kernel.errors import CityError, Unavailable
from mesto.kernel.failure import IN_THE_LOG
from mesto.kernel.mistake import mistake_in
from mesto.kernel.model import EVENT, Message
from mesto.kernel.question.traffic import (
    ADD,
    BREAK,
    FORGET_MINUTES,
    MEND,
    MINUTES_KEPT_H,
    Brought,
    Trouble,
)
from mesto.kernel.script import with_both_scripts

NOTE_EVERY_S = 5.0
FORGET_EVERY = 720  #: notes: an hour
DEFECT = "defect"  #: the kind of trouble that is our own mistake
Minute: TypeAlias = tuple[str, int]  #: a connection; minutes since 1970


class Tally:
    """Counts what the connections of one municipality bring."""

    def __init__(self, city: City) -> None:
        """Have counted nothing."""
        self.troubles: dict[str, Trouble] = {}  #: of lines this process holds
        self._city = city
        self._brought: dict[Minute, Brought] = {}
        self._unsaid: set[str] = set()  #: whose trouble began or ended
        self._one_at_a_time = asyncio.Lock()

    def count(
        self, name: str, messages: Sequence[Message], *, observations: int, refused: int
    ) -> None:
        """Count what came and was recorded or refused just now.

        What a carrier wrote itself, that nothing came for instance, does not count.
        """
        came = [message for message in messages if EVENT not in message.headers]
        if not came:
            return
        last = came[0] if len(came) == 1 else max(came, key=_arrival)
        brought = self.add(
            name, last.origin, last.received_at, observations=observations
        )
        brought.messages += len(came) - 1
        brought.refused += refused

    def add(
        self, name: str, origin: str, received_at: datetime, *, observations: int
    ) -> Brought:
        """Count one message; return what its minute has brought with it."""
        now_s = time()
        minute = name, int(now_s // 60)
        brought = self._brought.get(minute)
        if brought is None:
            brought = self._brought[minute] = Brought(last_at=received_at)
        brought.messages += 1
        brought.observations += observations
        brought.last_at = received_at
        brought.last_origin = origin
        brought.lag_s = now_s - received_at.timestamp()
        return brought

    def broken(self, name: str, error: CityError | None) -> None:
        """Note why a line does not run; None is a defect of ours."""
        known = self.troubles.get(name)
        says = IN_THE_LOG if error is None else mistake_in(error)
        self.troubles[name] = Trouble(
            kind=DEFECT if error is None else type(error).__name__.lower(),
            reason=_kept("see the log" if error is None else str(error)),
            says={tag: _kept(words) for tag, words in with_both_scripts(says).items()},
            since=datetime.now(UTC) if known is None else known.since,
        )
        self._unsaid.add(name)

    def mended(self, name: str) -> None:
        """Note that a line runs, or need not."""
        self.troubles.pop(name, None)
        self._unsaid.add(name)

    async def run(self) -> None:
        """Note what is new every few seconds, until cancelled."""
        turn = 0
        try:
            while True:
                with suppress(Unavailable):
                    await self.note()
                    if turn % FORGET_EVERY == 0:
                        await self._forget()
                    turn += 1
                await asyncio.sleep(NOTE_EVERY_S)
        finally:
            with suppress(Unavailable):
                await self.note()

    async def note(self) -> None:
        """Write down what is new. Raises Unavailable; it is then noted later."""
        async with self._one_at_a_time:
            await self._note_traffic()
            await self._note_troubles()

    async def _note_traffic(self) -> None:
        fresh, self._brought = self._brought, {}
        if not fresh:
            return
        counts = fresh.values()
        try:
            async with self._city.bound() as connection:
                await connection.execute(
                    ADD,
                    [name for name, _ in fresh],
                    [datetime.fromtimestamp(60 * minute, UTC) for _, minute in fresh],
                    [one.messages for one in counts],
                    [one.observations for one in counts],
                    [one.refused for one in counts],
                    [one.last_at for one in counts],
                    [_kept(one.last_origin) for one in counts],
                    [one.lag_s for one in counts],
                )
        except Unavailable:
            self._put_back(fresh)
            raise

    def _put_back(self, fresh: dict[Minute, Brought]) -> None:
        """Keep what could not be written, and what came meanwhile."""
        for key, late in self._brought.items():
            early = fresh.setdefault(key, late)
            if early is not late:
                late.messages += early.messages
                late.observations += early.observations
                late.refused += early.refused
                fresh[key] = late
        self._brought = fresh

    async def _note_troubles(self) -> None:
        unsaid, self._unsaid = self._unsaid, set()
        if not unsaid:
            return
        broken = {n: self.troubles[n] for n in unsaid if n in self.troubles}
        try:
            async with self._city.bound() as connection:
                await connection.execute(MEND, sorted(unsaid - broken.keys()))
                await connection.execute(
                    BREAK,
                    list(broken),
                    [one.kind for one in broken.values()],
                    [one.reason for one in broken.values()],
                    [orjson.dumps(one.says).decode() for one in broken.values()],
                    [one.since for one in broken.values()],
                )
        except Unavailable:
            self._unsaid |= unsaid
            raise

    async def _forget(self) -> None:
        async with self._city.bound() as connection:
            await connection.execute(FORGET_MINUTES, MINUTES_KEPT_H)


def _kept(text: str) -> str:
    """Return a text without zero characters, which PostgreSQL does not keep."""
    return text.replace("\0", "\ufffd")


def _arrival(message: Message) -> datetime:
    return message.received_at
