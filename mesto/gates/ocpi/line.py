"""The line to a partner: both register, and what changes in the city is told there.

A bookmark in the ledger says how far a partner was told; what it could not be told is
told again when its line is open again.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Final

from mesto.gates.ocpi import errands
from mesto.gates.ocpi.authorizing import authorize
from mesto.gates.ocpi.codec import Refused
from mesto.gates.ocpi.naming import ERRAND, TARIFF, partner_urn
from mesto.gates.ocpi.partner import Partner, read_partner, told_all
from mesto.gates.ocpi.pushing import Pushing
from mesto.gates.ocpi.reading import read_own
from mesto.gates.ocpi.settings import Settings
from mesto.gates.ocpi.talk import Talk, register
from mesto.gates.ocpi.words import UNREGISTERED
from mesto.kernel.city import City
from mesto.kernel.errors import CityError, Malformed, Unavailable
from mesto.kernel.failure import IN_THE_LOG
from mesto.kernel.mistake import read_written
from mesto.kernel.model import Connection, Entity, Event, Message
from mesto.kernel.outbound import peer
from mesto.kernel.plugin import Delivery, Line
from mesto.kernel.question.commands import Commands
from mesto.kernel.text import refusal, said_by
from mesto.names.charging import CONNECTOR, EVSE, RECEIPT, SESSION, STATION

log = logging.getLogger(__name__)

AT_ONCE: Final = 4  #: requests to one partner
REST_S: Final = 0.5  #: what changes within it is told together
LOOK_S: Final = 0.5  #: how often it is looked what came of commands
DAY_S: Final = 86_400.0
HEARD: Final = (STATION, EVSE, CONNECTOR, SESSION, ERRAND, TARIFF, RECEIPT)


@asynccontextmanager
async def open_partner(connection: Connection, city: City) -> AsyncIterator[Line]:
    """Begin to talk with a partner.

    Raises Malformed if its settings have no sense.
    """
    settings = read_written(connection.settings, Settings, strict=False)
    allow = settings.allow_private and connection.allow_private
    async with peer(allow_private=allow, at_once=AT_ONCE) as asking:
        line = PartnerLine(Talk(asking, connection, settings), city)
        try:
            yield line
        finally:
            await line.close()


class PartnerLine:
    """One partner, told what changes."""

    def __init__(self, talk: Talk, city: City) -> None:
        """Have told nothing yet."""
        self.talk = talk
        self._city = city
        self._name = talk.connection.name
        self._news = asyncio.Queue[CityError | None]()
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting: dict[str, str] = {}  #: errands by command, whose end is not told

    async def deliveries(self) -> AsyncIterator[Delivery]:
        """Register if need be, then tell what changes; yield what troubles that.

        Raises Unavailable when the partner does not answer, Forbidden when it does not
        know us, and Malformed for what cannot be agreed on.
        """
        if not (await self._partner()).registered:
            if self.talk.settings.begins != "we":
                yield _trouble(refusal(Unavailable, UNREGISTERED))
                await asyncio.Event().wait()  # once it has, the line is opened anew
            await self._register()
            await asyncio.Event().wait()  # what is known then opens the line anew
        known = await self._partner()
        for work in (self._push(known), self._settle(), self._renew(known)):
            self._start(work)
        while True:
            news = await self._news.get()
            if news is not None and not isinstance(news, Malformed):
                raise news
            yield _trouble(news)

    async def send(self, message: Message) -> None:
        """Refuse: partners are no devices."""
        raise Unavailable(f"{self._name} is no device", origin=message.origin)

    async def authorize(self, token: Entity, station: str) -> str:
        """Return whether a partner lets somebody charge just now, in OCPP's words.

        Raises Unavailable where it does not say so in time.
        """
        partner = await self._partner()
        return await authorize(self._city, self.talk, partner, token, station)

    async def close(self) -> None:
        """End what is under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _partner(self) -> Partner:
        urn = partner_urn(self._name)
        return read_partner((await self._city.present([urn])).get(urn))

    def _start(self, work: Coroutine[object, object, None]) -> None:
        async def watched() -> None:
            try:
                await work
            except CityError as error:
                self._news.put_nowait(error)
            except Exception as error:  # a supervisor: the line is opened anew
                log.exception("connection %s", self._name)
                self._news.put_nowait(Unavailable(str(error), says=IN_THE_LOG))

        task = asyncio.create_task(watched())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # what changes

    async def _push(self, known: Partner) -> None:
        """Tell all there is once, then what changes, for ever."""
        reader = f"ocpi {self._name}"
        await self._city.begin(reader)
        changes = self._city.follow(reader, types=HEARD, rest_s=REST_S)
        pushing = Pushing(self._city, self.talk, known)
        if not known.told_all:
            self._tell(await pushing.tell_all())
            await self._city.record(told_all(self._name))
        for errand in await read_own(self._city, ERRAND, self._name, status="open"):
            self._wait_for(errand)
        async for events in changes:
            await self._hear_of_errands(events)
            self._tell(await pushing.hear(events))

    def _tell(self, troubles: Sequence[Malformed]) -> None:
        """Let people know what a partner did not take; it is not told that again."""
        for one in troubles:
            log.warning("connection %s: %s", self._name, one)
        self._news.put_nowait(troubles[0] if troubles else None)

    # what came of commands

    async def _hear_of_errands(self, events: Sequence[Event]) -> None:
        urns = sorted({e.observation.entity for e in events if ERRAND in e.types})
        for errand in (await self._city.present(urns)).values() if urns else ():
            if errand.value("status") == errands.OPEN:
                self._wait_for(errand)

    def _wait_for(self, errand: Entity) -> None:
        if errand.value("roamingPartner") == self._name:
            self._waiting[errand.id] = str(errand.value("responseUrl"))

    async def _settle(self) -> None:
        """Tell what came of commands, as soon as it is known, for ever."""
        while True:
            for urn, url in list(self._waiting.items()):
                result = await self._result(urn)
                if result is not None:
                    await self._answer(urn, url, result)
            await asyncio.sleep(LOOK_S)

    async def _result(self, urn: str) -> str | None:
        errand = (await self._city.present([urn])).get(urn)
        if errand is None:
            return errands.DONE
        asked = Commands(
            entity=str(errand.value("controlledAsset")),
            before=datetime.now(UTC) + timedelta(seconds=1),
            start=errand.created_at - timedelta(seconds=1),
        )
        id_ = errand.value("command")
        for one in await self._city.ask(asked):
            if one.id == id_:
                return errands.result_of(one.state, one.reason)
        late = timedelta(seconds=2 * self.talk.settings.command_s)
        return "FAILED" if datetime.now(UTC) - errand.created_at > late else None

    async def _answer(self, urn: str, url: str, result: str) -> None:
        """Tell once; the standard wants no second try (OCPI 2.2.1, 13.3.2)."""
        try:
            await self.talk.ask("POST", url, self.talk.token, {"result": result})
        except CityError as error:
            log.warning("connection %s: %s", self._name, error)
            result = f"{result}, not told: {error}"[:200]
        self._waiting.pop(urn, None)
        await self._city.record(errands.settled(urn, self._name, result))

    # tokens

    async def _renew(self, known: Partner) -> None:
        """Renew the tokens of both once they are old; the line is opened anew then."""
        days = self.talk.settings.renew_days
        if days == 0 or known.registered_at is None:
            return
        age = datetime.now(UTC) - known.registered_at
        await asyncio.sleep(max(0.0, days * DAY_S - age.total_seconds()))
        await self._register()

    async def _register(self) -> None:
        try:
            await register(self._city, self.talk)
        except Refused as refused:
            raise refusal(Malformed, said_by(refused)) from refused


def _trouble(trouble: CityError | None) -> Delivery:
    return Delivery(messages=(), done=_nothing, trouble=trouble)


async def _nothing() -> None:
    """Acknowledge nothing: nothing came."""
