"""Bringing commands to the lines they go by.

What this process has ordered is handed over; a look finds what others ordered and what
is to be told again. Each line carries what is for it at its own pace, so that a slow
one holds up no other. Who switches a whole town holds up nobody who tells a lamp.
"""

import asyncio
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from datetime import UTC, datetime
from time import monotonic
from typing import Final

from mesto.kernel import waiting
from mesto.kernel.city import City
from mesto.kernel.errors import CityError, Malformed, NotFound, Unavailable
from mesto.kernel.failure import failed, why
from mesto.kernel.model import Command, Message, Settled
from mesto.kernel.plugin import Line, SendsMany
from mesto.kernel.text import refusal
from mesto.rim.lines import lease_of
from mesto.rim.outbox import Outbox
from mesto.rim.register import Register
from mesto.rim.sharing import Sharing
from mesto.rim.words import NO_CONNECTION, NO_DEVICE, ONLY_HEARD, WRONG_SETTINGS

PAGE: Final = 500  #: commands read by one statement
TOGETHER: Final = 512  #: on their way by one line at a time, and as many that wait
GATHERED: Final = 8_192  #: at a time, where many are told by one message
GATHER_S: Final = 0.5  #: such a line waits for others that are told the same
LOOK_S: Final = 2.0  #: between two looks when nothing is ordered
WALK_SHARE: Final = 0.1  #: of the time, spent on looking at all that is due
PAUSE_S: Final = 1.0  #: before the database is tried again


class Courier:
    """Carries one municipality's commands."""

    def __init__(
        self,
        city: City,
        register: Register,
        held: AbstractSet[str],
        sharing: Sharing,
    ) -> None:
        """Carry what `register` knows a way for.

        held: the leases this process has now
        sharing: tells many by one message
        """
        self._city = city
        self._register = register
        self._held = held
        self._sharing = sharing
        self._known: set[str] = set()  #: ids of what is due and was looked at
        self._outboxes: dict[str, Outbox] = {}  #: by connection
        self._open: set[str] = set()  #: connections with a line
        self._news: dict[str, asyncio.Event] = {}
        self._going: set[str] = set()  #: ids of what need not be taken any more
        self._woken = asyncio.Event()
        self._looking = False
        self._ordered = False  #: we look because something was ordered elsewhere

    def written(self, command: Command) -> tuple[str, Message]:
        """Write a command for its device; return it and the connection it goes by.

        Raises NotFound or Malformed, saying why nothing can bring it there.
        """
        device = self._register.device_of(command.entity)
        if device is None:
            raise refusal(NotFound, NO_DEVICE)
        if device.connection not in self._register.connections:
            raise refusal(NotFound, NO_CONNECTION)
        try:
            gate, known = self._register.gate_of(device.connection)
        except Malformed as error:
            raise refusal(Malformed, WRONG_SETTINGS) from error
        if gate.encode is None:
            raise refusal(NotFound, ONLY_HEARD)
        return device.connection, gate.encode(command, device, known)

    async def run(self) -> None:
        """Look for what is due whenever something is ordered, until cancelled."""
        await self._register.learned.wait()
        walk_at_s = 0.0
        orders = self._city.orders
        with orders.heard() as self._woken, orders.carried_by(self):
            while True:
                self._ordered = self._woken.is_set()
                self._woken.clear()
                begun_s = monotonic()
                whole = begun_s >= walk_at_s
                self._looking = True
                with suppress(Unavailable):
                    await self._look(whole=whole)
                self._looking = self._ordered = False
                if whole:
                    took_s = monotonic() - begun_s
                    walk_at_s = begun_s + max(LOOK_S, took_s / WALK_SHARE)
                await waiting.woken(self._woken, LOOK_S)

    async def serve(self, name: str, line: Line) -> None:
        """Carry what is for a line while it is open, until cancelled."""
        outbox, news = self._outbox(name), self._news[name]
        self._open.add(name)
        try:
            while True:
                news.clear()
                gathers = self._sharing.is_open(name)
                if gathers and len(outbox):
                    await asyncio.sleep(GATHER_S)
                lots = outbox.take(GATHERED if gathers else TOGETHER)
                if lots:
                    await self._bring(name, line, lots)
                else:
                    await news.wait()
        finally:
            self._open.discard(name)

    # what is ordered in this process

    def going(self, commands: Sequence[Command]) -> set[str]:
        """Return the ids of those that would be on their way once they are written.

        They go by a line that is open and has little to do, and are told again where
        that came to nothing. What was ordered elsewhere, and is looked for, goes first.
        """
        if self._ordered or self._woken.is_set():
            return set()
        by_line: dict[str, list[str]] = {}
        for command in commands:
            device = self._register.device_of(command.entity)
            if device is not None and command.again_s is not None:
                by_line.setdefault(device.connection, []).append(command.id)
        return {
            number
            for name, mine in by_line.items()
            for number in mine[: self._room(name)]
        }

    def carry(self, commands: Sequence[Command], going: AbstractSet[str]) -> None:
        """Let what was just written wait for its lines.

        A look has to find what has no line, and what is written while one is under way,
        since that may bring what was written before. It does not find what is going.
        """
        self._going |= going
        looks = self._looking or self._woken.is_set()
        for command in commands:
            if looks and command.id not in going:
                self._woken.set()
                continue
            try:
                self._put(command, self._line_of(command, check=True))
            except CityError:
                self._woken.set()

    def _room(self, name: str) -> int:
        """Return how many may wait for a line that tells each at once."""
        if name not in self._open or self._sharing.is_open(name):
            return 0
        return max(0, TOGETHER - len(self._outbox(name)))

    # what is due

    async def _look(self, *, whole: bool) -> None:
        """Put what is due into the outboxes, where this process holds lines.

        whole: all of it, and what is too late expires; otherwise from the newest on,
            up to what is known. What is missed so by a hair is found by the next one.
        """
        if not self._held:
            return
        if whole:
            await self._city.expire()
        page = await self._city.due(PAGE)
        found = list(page.commands)
        while len(page.commands) == PAGE and (whole or self._is_news(page.commands)):
            page = await self._city.due(PAGE, page.last)
            found += page.commands
        found.reverse()  # what was ordered first is told first
        known = self._known.copy()
        if whole:  # nobody waits any more for what is not due
            self._known.clear()
        for start in range(0, len(found), PAGE):
            await self._route(found[start : start + PAGE], known)

    def _is_news(self, commands: Sequence[Command]) -> bool:
        return not self._known.issuperset(one.id for one in commands)

    async def _route(
        self, commands: Sequence[Command], known: AbstractSet[str]
    ) -> None:
        """Let commands wait for their lines; those that have none fail.

        known: ids of those that were looked at before
        """
        lost = []
        await self._register.seek([one.entity for one in commands])
        for command in commands:
            self._known.add(command.id)
            try:
                name = self._line_of(command, check=command.id not in known)
            except CityError as error:
                lost.append(failed(command.id, why(error), str(error)))
                continue
            self._put(command, name)
        if lost:
            await self._city.settle(lost)
        await asyncio.sleep(0)  # others get their turn

    def _put(self, command: Command, name: str) -> None:
        """Let a command wait for a line, where this process holds it."""
        connection = self._register.connections.get(name)
        if connection is not None and lease_of(connection) in self._held:
            self._outbox(name).put(command)
            self._news[name].set()

    def _line_of(self, command: Command, *, check: bool) -> str:
        """Return the connection a command goes by.

        check: raise what `written` does; where the line is open it is seen when it goes
        """
        device = self._register.device_of(command.entity)
        if device is None or (check and device.connection not in self._open):
            return self.written(command)[0]
        return device.connection

    def _outbox(self, name: str) -> Outbox:
        self._news.setdefault(name, asyncio.Event())
        return self._outboxes.setdefault(name, Outbox())

    # on the way

    async def _bring(
        self, name: str, line: Line, lots: Sequence[Sequence[Command]]
    ) -> None:
        """Take commands, send them side by side, and note which came to nothing."""
        mine = [one for lot in lots for one in lot if self._goes_by(name, one)]
        ready = self._going_still(mine)
        ready |= await self._take([one.id for one in mine if one.id not in ready])
        for lot in lots:
            for known in (self._known, self._going):
                known.difference_update(one.id for one in lot)
        left = [[one for one in lot if one.id in ready] for lot in lots]
        alone = [lot[0] for lot in left if len(lot) == 1]  # else their order counts
        told = await self._sharing.tell(name, alone)
        left = [lot for lot in left if lot and lot[0].id not in told]
        for start in range(0, len(left), TOGETHER):
            some = left[start : start + TOGETHER]
            await self._settle(await self._send_lots(name, line, some))

    def _goes_by(self, name: str, command: Command) -> bool:
        """Tell whether a line still leads to a command's device."""
        device = self._register.device_of(command.entity)
        return device is None or device.connection == name

    def _going_still(self, commands: Sequence[Command]) -> set[str]:
        """Return the ids of what was on its way when it was written, and is in time."""
        now = datetime.now(UTC)
        mine = (one for one in commands if one.id in self._going)
        return {one.id for one in mine if one.expires_at > now}

    async def _take(self, ids: Sequence[str]) -> set[str]:
        """Take commands that are due still, however long the database is away."""
        while ids:
            try:
                taken = await self._city.take(ids)
            except Unavailable:
                await asyncio.sleep(PAUSE_S)
            else:
                return taken
        return set()

    async def _settle(self, settled: Sequence[Settled]) -> None:
        while settled:
            try:
                await self._city.settle(settled)
            except Unavailable:
                await asyncio.sleep(PAUSE_S)
            else:
                return

    async def _send_lots(
        self, name: str, line: Line, lots: Sequence[Sequence[Command]]
    ) -> list[Settled]:
        """Tell assets side by side; return what came to nothing."""
        sending = []
        if isinstance(line, SendsMany):
            alone = [lot[0] for lot in lots if len(lot) == 1]
            lots = [lot for lot in lots if len(lot) > 1]
            sending.append(self._send_each(name, line, alone))
        sending += [self._send_lot(name, line, lot) for lot in lots]
        return [one for lost in await asyncio.gather(*sending) for one in lost]

    async def _send_each(
        self, name: str, line: SendsMany, commands: Sequence[Command]
    ) -> list[Settled]:
        """Tell each of many assets one thing; return what came to nothing."""
        messages: dict[str, Message] = {}
        troubles: dict[str, CityError | None] = {}
        for one in commands:
            try:
                messages[one.id] = self.written(one)[1]
            except CityError as error:
                troubles[one.id] = error
        said = await line.send_all(list(messages.values()))
        troubles |= dict(zip(messages, said, strict=True))
        ends = (self._end(name, one, troubles[one.id]) for one in commands)
        return [one for one in ends if one is not None]

    async def _send_lot(
        self, name: str, line: Line, lot: Sequence[Command]
    ) -> list[Settled]:
        """Tell an asset one thing after the other; return what came to nothing."""
        ends = []
        for command in lot:
            try:
                await line.send(self.written(command)[1])
            except CityError as error:
                ends.append(self._end(name, command, error))
        return [one for one in ends if one is not None]

    def _end(
        self, name: str, command: Command, trouble: CityError | None
    ) -> Settled | None:
        """Return how a command came to nothing; None where it may yet be done."""
        again = isinstance(trouble, Unavailable) and command.again_s is not None
        if trouble is None or again:
            return None
        says = {tag: self._hidden(name, one) for tag, one in why(trouble).items()}
        return failed(command.id, says, self._hidden(name, str(trouble)))

    def _hidden(self, name: str, words: str) -> str:
        connection = self._register.connections.get(name)
        return connection.secrets.hide(words) if connection else words
