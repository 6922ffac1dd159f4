"""The line to a gateway: what it has is found, what it shall do is told and watched.

What comes to nothing closes the line, so that commands wait until it is open again; the
gateway's own reports come by HTTP, whether the line is open or not.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final, TypeAlias
from urllib.parse import quote

import msgspec

from mesto.gates.talq import orders
from mesto.gates.talq.announce import PARTLY, There
from mesto.gates.talq.configuring import added, patch_of, shows
from mesto.gates.talq.finding import SERVICES, Finding
from mesto.gates.talq.keeping import Programmes
from mesto.gates.talq.orders import (
    ASSIGN,
    COMMISSION,
    CONFIGURE,
    DECOMMISSION,
    GROUPS,
    OVERRIDE,
    READ,
    SENSED,
    Errand,
    Target,
)
from mesto.gates.talq.proof import tls_of
from mesto.gates.talq.settings import Settings
from mesto.gates.talq.standard import Document, Shape
from mesto.gates.talq.talk import Talk
from mesto.gates.talq.together import Together, addressed, name_of, plain
from mesto.gates.talq.translate import as_message
from mesto.gates.talq.words import ADDS_ALONE
from mesto.gates.talq.written import Written
from mesto.kernel.errors import CityError, Malformed, NotFound, Unavailable
from mesto.kernel.mistake import read_written
from mesto.kernel.model import EVENT, Connection, Message, Settled, State
from mesto.kernel.outbound import peer
from mesto.kernel.plugin import Delivery, Line
from mesto.kernel.text import refusal

log = logging.getLogger(__name__)

#: News that are told of when they are durable.
Told: TypeAlias = tuple[Message, asyncio.Event]
#: What a gateway tells of a device: True, False, or None where it does not say.
Shows: TypeAlias = Callable[[Document], bool | None]

SOON_S: Final = 60.0  #: devices came or went: it is looked whether that is so
AT_ONCE: Final = 8  #: requests to one gateway
LOOKS_S: Final = (0.0, 1.0, 4.0, 15.0)  #: pauses before looking whether it was done
MOST_LOOKED_AT: Final = 5  #: members of a group
DEVICE: Final = Shape("Device")
CLASS: Final = Shape("DeviceClass")
GROUP: Final = Shape("Group")


@asynccontextmanager
async def open_gateway(connection: Connection) -> AsyncIterator[Line]:
    """Begin to talk with the gateway of a connection.

    Raises Malformed if its settings have no sense, or what it answers; Unavailable or
    Forbidden where it does not answer, or does not want to.
    """
    settings = read_written(connection.settings, Settings, strict=False)
    allow_private = settings.allow_private and connection.allow_private
    tls = await asyncio.to_thread(tls_of, settings, connection.secrets)
    async with peer(allow_private=allow_private, at_once=AT_ONCE, tls=tls) as asking:
        talk = Talk(asking, connection, settings)
        services = await talk.read("services", SERVICES)
        line = GatewayLine(talk, settings, services)
        try:
            yield line
        finally:
            await line.close()


class GatewayLine:
    """One gateway, looked through now and then and told what shall be."""

    def __init__(
        self, talk: Talk, settings: Settings, services: Sequence[Document]
    ) -> None:
        """Talk with a gateway that offers `services`."""
        self._talk = talk
        self._settings = settings
        self._owner = str(settings.cms_address)
        self._services = {str(one["name"]): one for one in services}
        self._few = asyncio.Semaphore(AT_ONCE)
        self._together = Together(self._override)
        self._news = asyncio.Queue[Message | Told | CityError | None]()
        self._finding = Finding(talk, self._services, self._news.put_nowait)
        control = self._services.get("ControlService", {})
        self._programmes = Programmes(talk, self._owner, control, self._news.put_nowait)
        self._written = Written(talk, settings, self._services, self._news.put_nowait)
        self._trouble: CityError | None = None
        self._began = asyncio.Event()  #: it is known what there is, and loggers are set
        self._tasks: set[asyncio.Task[None]] = set()

    async def deliveries(self) -> AsyncIterator[Delivery]:
        """Yield what is found, and what became of commands.

        Raises Unavailable when the gateway does not answer any more.
        """
        self._start(self._again_and_again(self._look))
        if self._settings.pull_every_s:
            self._start(self._again_and_again(self._pull))
        while True:
            news = await self._news.get()
            if isinstance(news, CityError):
                raise news
            yield _delivery(news, self._trouble)

    async def send(self, message: Message) -> None:
        """Let a gateway do an errand.

        Raises Unavailable where it does not answer, and Malformed, NotFound or Conflict
        where it refuses.
        """
        errand = msgspec.json.decode(message.payload, type=Errand)
        try:
            if message.origin == OVERRIDE:
                await self._together.do(errand)
                return
            async with self._few:
                doing = {
                    ASSIGN: self._assign,
                    COMMISSION: self._commission,
                    CONFIGURE: self._configure,
                    DECOMMISSION: self._decommission,
                    GROUPS: self._group,
                    READ: self._read,
                    SENSED: self._sense,
                }
                await doing[message.origin](errand)
        except Unavailable as error:
            self._news.put_nowait(error)
            raise

    async def close(self) -> None:
        """End what is under way."""
        await self._together.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # errands

    async def _override(self, errands: Sequence[Errand]) -> None:
        """Tell devices and groups the same, at once."""
        deed = name_of(errands)
        told = msgspec.structs.replace(errands[0], command=deed)
        targets = list(addressed([one.target for one in errands], self._finding.groups))
        async with self._few:
            done = await self._talk.tell(
                OVERRIDE, orders.override(told, targets), deed=deed
            )
        shows = partial(orders.shows_level, errand=told)
        for one in errands:
            self._start(self._watch(one, shows, done=done))

    async def _assign(self, errand: Errand) -> None:
        """Let a gateway keep a programme, and lamps follow it."""
        calendar = ""
        if errand.programme is not None:
            calendar = await self._programmes.keep(errand)
        done = await self._talk.tell(
            ASSIGN, orders.assignment(errand, calendar), deed=errand.command
        )
        if done:
            self._settle(errand)
            return
        self._start(
            self._watch(
                errand, lambda one: orders.shows_calendar(one, calendar), done=False
            )
        )

    async def _sense(self, errand: Errand) -> None:
        """Tell that a sensor elsewhere sees somebody."""
        await self._talk.tell(OVERRIDE, orders.sensed(errand), deed=errand.command)
        self._settle(errand)

    async def _group(self, errand: Errand) -> None:
        document = orders.group(errand, self._owner)
        await self._talk.keep(GROUPS, errand.target.address, document)
        self._finding.groups |= plain([document])
        self._news.put_nowait(as_message(GROUPS, [document], _now()))
        self._settle(errand)

    async def _configure(self, errand: Errand) -> None:
        """Write attributes of a device that are the city's to write."""
        (device,) = await self._found(errand.target)
        patch = patch_of(device, errand.attributes)
        await self._talk.change("devices", device["address"], patch)
        self._start(self._watch(errand, lambda one: shows(one, patch), done=True))

    async def _commission(self, errand: Errand) -> None:
        """Add a device to the gateway.

        Raises Malformed where it is commissioned from its own side alone.
        """
        told = self._services.get("ConfigurationService", {})
        if not told.get("commissioningSupported", True):
            raise refusal(Malformed, ADDS_ALONE)
        kind = await self._talk.read(f"device-classes/{quote(errand.profile)}", CLASS)
        address = errand.target.address
        device = added(address, errand.name, kind, errand.attributes)
        if await self._talk.tell("devices", [device], deed=errand.command):
            self._news.put_nowait(as_message("devices", [device], _now(), method="PUT"))
            self._settle(errand)
        else:
            self._start(self._watch(errand, lambda _: True, done=True, method="PUT"))

    async def _decommission(self, errand: Errand) -> None:
        """Take a device away from the gateway; what it said stays."""
        with suppress(NotFound):  # that is what is wanted
            await self._talk.drop("devices", errand.target.address)
        gone = There(gone=frozenset([errand.target.address]), removed=True)
        self._news.put_nowait(gone.as_message(_now()))
        self._settle(errand)

    async def _read(self, errand: Errand) -> None:
        """Take in how a device is now, or some of a group."""
        found = await self._found(errand.target)
        self._news.put_nowait(as_message("devices", found, _now(), method=PARTLY))
        self._settle(errand)

    # whether it was done

    async def _watch(
        self, errand: Errand, shows: Shows, *, done: bool, method: str = PARTLY
    ) -> None:
        """Look a few times whether a gateway shows that an errand was done.

        done: it has said so; that counts where it shows nothing
        method: how what it shows is taken in
        """
        with suppress(CityError):  # who asks next will say what is wrong
            for pause_s in LOOKS_S:
                await asyncio.sleep(pause_s)
                async with self._few:
                    found = await self._there(errand.target)
                shown = [shows(one) for one in found]
                if found and all(one or (one is None and done) for one in shown):
                    self._news.put_nowait(
                        as_message("devices", found, _now(), method=method)
                    )
                    self._settle(errand)
                    return

    async def _there(self, target: Target) -> list[Document]:
        """Return a device as it is now, or some of a group; none while it is not."""
        try:
            return await self._found(target)
        except NotFound:
            return []

    async def _found(self, target: Target) -> list[Document]:
        """Return a device as it is now, or some of a group."""
        if target.resource == "devices":
            address = target.address.partition("/")[0]
            return [await self._talk.read(f"devices/{address}", DEVICE)]
        group = await self._talk.read(f"groups/{target.address}", GROUP)
        members = [one for one in group["members"] if one["resource"] == "devices"]
        every = max(1, -(-len(members) // MOST_LOOKED_AT))
        return [
            found
            for one in members[::every]
            for found in await self._found(Target("devices", one["address"]))
        ]

    def _settle(self, errand: Errand) -> None:
        settled = Settled(command=errand.command, state=State.CONFIRMED)
        self._news.put_nowait(
            Message(
                payload=msgspec.json.encode(settled),
                origin="answers",
                received_at=_now(),
                headers={EVENT: "settled"},
            )
        )

    # what there is

    async def _again_and_again(self, work: Callable[[], Awaitable[float]]) -> None:
        """Do some work now and then; what comes to nothing closes the line.

        work: returns when it is to be done again, s
        """
        while True:
            try:
                pause_s = await work()
            except CityError as error:
                self._news.put_nowait(error)
                return
            await asyncio.sleep(pause_s)

    async def _pull(self) -> float:
        """Ask for what was recorded, of a gateway that cannot bring it."""
        await self._began.wait()
        self._have_trouble(await self._written.pull(self._commit))
        return self._settings.pull_every_s

    async def _commit(self, message: Message) -> None:
        """Tell something; return once it is durable."""
        durable = asyncio.Event()
        self._news.put_nowait((message, durable))
        await durable.wait()

    async def _look(self) -> float:
        """Find what a gateway has, and let it record what we want to know.

        What it answers in nonsense, or refuses, is its trouble; the rest goes on.
        """
        troubles: list[CityError] = []
        devices = await self._finding.look(troubles)
        troubles += await self._written.keep()
        if "ControlService" in self._services:
            try:
                await self._written.tidy(devices, self._programmes.young(_now()))
            except Malformed as error:
                troubles.append(error)
        self._began.set()
        self._trouble = None
        self._have_trouble(troubles)
        every_s = self._settings.discover_every_s
        return every_s if self._finding.is_sure else min(every_s, SOON_S)

    def _have_trouble(self, troubles: Sequence[CityError]) -> None:
        """Name the first trouble there is, until all is looked through again."""
        self._trouble = self._trouble or next(iter(troubles), None)
        for one in troubles:
            log.warning("gateway %s: %s", self._settings.gateway_address, one)
        self._news.put_nowait(None)


def _now() -> datetime:
    return datetime.now(UTC)


def _delivery(news: Message | Told | None, trouble: CityError | None) -> Delivery:
    if isinstance(news, tuple):
        message, durable = news

        async def tell() -> None:
            durable.set()

        return Delivery(messages=[message], done=tell, trouble=trouble)
    messages = [] if news is None else [news]
    return Delivery(messages=messages, done=_nothing, trouble=trouble)


async def _nothing() -> None:
    """Acknowledge nothing: what was found stays where it was."""
