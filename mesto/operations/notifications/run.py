"""Telling what shall be told: planned, packed, carried and noted, in one process."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

from mesto.kernel import waiting
from mesto.kernel.access.accounts import Accounts
from mesto.kernel.city import City
from mesto.kernel.connections import Connection
from mesto.kernel.errors import CityError, NotFound, Unavailable
from mesto.kernel.lease import while_held
from mesto.operations.notifications import store
from mesto.operations.notifications.carry import Directory, Means, carry
from mesto.operations.notifications.contacts import browsers_of, drop_browser, push_key
from mesto.operations.notifications.letter import (
    Letter,
    write,
    write_to_resident,
)
from mesto.operations.notifications.notice import RESIDENT
from mesto.operations.notifications.plan import plan
from mesto.operations.notifications.preferences import Way
from mesto.operations.notifications.reading import channels_of, people_of, town_of
from mesto.operations.notifications.residents import (
    forget_residents,
    forget_unconfirmed,
    residents_of,
)
from mesto.operations.notifications.retry import outcome
from mesto.operations.notifications.store import Message

LOOK_S = 2.0  #: how often we look for what is due, though nobody has told anything
AT_ONCE = 16  #: messages on their way
LONGEST_S = 90.0  #: on the way; less than the claim, so that nobody takes it from us
FORGET_S = 3600.0
PAUSE_S = 1.0  #: before the database is tried again


async def keep_telling(city: City, accounts: Accounts, means: Means) -> None:
    """Tell a municipality's notices, for ever, while no other process does."""
    post = Post(city, accounts, means)
    await while_held(city.bound, "notifications", uuid4(), post.work)


@dataclass
class Post:
    """The post office of one municipality."""

    city: City
    accounts: Accounts
    means: Means
    _on_the_way: set[asyncio.Task[None]] = field(default_factory=set)

    async def work(self) -> None:
        """Tell what is due, for ever."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._forget())
            with self.city.notices.heard() as woken:
                while True:
                    woken.clear()
                    if not await self._tell_some(group):
                        await waiting.woken(woken, LOOK_S)

    async def _tell_some(self, group: asyncio.TaskGroup) -> int:
        """Do what there is to do now; return how much there was."""
        try:
            busy = await self.plan() + await self.pack()
            return busy + await self._set_off(group)
        except Unavailable:
            await asyncio.sleep(PAUSE_S)
            return 1

    async def plan(self) -> int:
        """Decide who hears of the oldest new notices; return how many there were."""
        async with self.city.bound() as connection:
            notices = await store.unplanned(connection)
        if not notices:
            return 0
        named = {recipient for notice in notices for recipient in notice.to}
        town = await town_of(self.city, self.accounts, named)
        now = datetime.now(UTC)
        deliveries = [one for notice in notices for one in plan(notice, town, now)]
        async with self.city.bound() as connection:
            await store.keep_plan(connection, notices, deliveries)
        return len(notices)

    async def pack(self) -> int:
        """Put what is due into messages; return how many were made."""
        now = datetime.now(UTC)
        async with self.city.bound() as connection:
            lines = await store.due_lines(connection, now)
            return sum([await store.pack_line(connection, line, now) for line in lines])

    async def _set_off(self, group: asyncio.TaskGroup) -> int:
        """Send messages that are due on their way, as many as there is room for."""
        free = AT_ONCE - len(self._on_the_way)
        if free <= 0:
            return 0
        async with self.city.bound() as connection:
            taken = await store.claim(connection, free, datetime.now(UTC))
        if not taken:
            return 0
        directory = await self._directory(taken)
        for message in taken:
            task = group.create_task(self._carry(message, directory))
            self._on_the_way.add(task)
            task.add_done_callback(self._has_arrived)
        return len(taken)

    def _has_arrived(self, task: asyncio.Task[None]) -> None:
        """Make room for another message."""
        self._on_the_way.discard(task)
        self.city.notices.ring()

    async def _carry(self, message: Message, directory: Directory) -> None:
        """Carry a message and note how it fared; unnoted, it comes up again."""
        error: CityError | None = None
        try:
            async with asyncio.timeout(LONGEST_S):
                letter = await self._write(message, directory)
                now = datetime.now(UTC)
                await carry(message, letter, directory, self.means, now)
        except TimeoutError:
            error = Unavailable(f"it was not taken within {LONGEST_S:g} s")
        except CityError as refused:
            error = refused
        try:
            await self._note(message, error)
        except Unavailable:
            return

    async def _note(self, message: Message, error: CityError | None) -> None:
        now = datetime.now(UTC)
        fared = outcome(error, message.tries, now)
        async with self.city.bound() as connection:
            await store.settle(connection, message, fared, now)
            if message.channel == Way.PUSH and isinstance(error, NotFound):
                await self._drop(connection, message)

    async def _drop(self, connection: Connection, message: Message) -> None:
        """Forget a browser that shows no messages any more."""
        kind, _, name = message.recipient.partition(":")
        if kind == RESIDENT:
            await forget_residents(connection, [UUID(name)])
        else:
            await drop_browser(connection, UUID(message.address))

    async def _write(self, message: Message, directory: Directory) -> Letter:
        async with self.city.bound() as connection:
            notices = await store.notices_of(connection, message.id)
        if not notices:
            raise NotFound("what it told of was forgotten")
        if message.recipient.startswith(f"{RESIDENT}:"):
            return write_to_resident(
                notices[0],
                number=message.id,
                city=self.city.name,
                language=directory.language_of(message.recipient),
                public_url=self.means.public_url,
            )
        return write(
            notices,
            number=message.id,
            city=self.city.name,
            count=message.notices,
            language=directory.language_of(message.recipient),
            public_url=self.means.public_url,
        )

    async def _directory(self, messages: Sequence[Message]) -> Directory:
        """Read where some messages go; a text message goes by any channel for them."""
        texts = any(one.channel == Way.SMS for one in messages)
        named = None if texts else {one.recipient for one in messages}
        people = await people_of(self.city, self.accounts)
        channels = await channels_of(self.city, named)
        languages = (await self.city.municipality()).languages
        async with self.city.bound() as connection:
            return Directory(
                city=self.city.name,
                language=languages[0],
                people=people,
                browsers=await browsers_of(connection),
                channels=channels,
                push_key=await push_key(connection),
                residents=await residents_of(
                    connection, [one.recipient for one in messages]
                ),
            )

    async def _forget(self) -> None:
        """Forget what was told long ago, every hour."""
        while True:
            try:
                people = await self.accounts.of_municipality(self.city.name)
                async with self.city.bound() as connection:
                    logins = [one.login for one in people]
                    await store.forget(connection, datetime.now(UTC), logins)
                    await forget_unconfirmed(connection, datetime.now(UTC))
            except Unavailable:
                pass
            await asyncio.sleep(FORGET_S)
