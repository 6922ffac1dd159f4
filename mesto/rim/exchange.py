"""Running a municipality's connections: messages in, commands out.

Each connection is a task of its own that is started again when it fails. A message is
acknowledged after its observations are durable, or after it lies in quarantine. Where
several processes serve one database, one of them holds the lines, and one of those
with a broker the lines to the broker.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import uuid4

import msgspec

from mesto.kernel.city import City
from mesto.kernel.errors import CityError, NotFound, Unavailable
from mesto.kernel.failure import why
from mesto.kernel.lease import while_held
from mesto.kernel.model import Command, Connection
from mesto.kernel.plausible import Plausibility
from mesto.kernel.plugin import Carrier, Delivery, Gate, Line, Text
from mesto.kernel.radio import Way
from mesto.kernel.text import filled, refusal
from mesto.rim.courier import Courier
from mesto.rim.intake import Intake
from mesto.rim.lines import BROKER_LINES, LINES, lease_of
from mesto.rim.register import Register
from mesto.rim.sharing import Sharing
from mesto.rim.tally import Tally
from mesto.rim.words import HUNG_UP, NOTHING_TRAVELS
from mesto.rim.workbench import EMBEDDED, Workbench

log = logging.getLogger(__name__)

FIRST_PAUSE_S = 1.0  #: before a connection that failed is tried again
LONGEST_PAUSE_S = 60.0
DELIVERIES_AT_ONCE = 3  #: of one line: one is decoded while others are committed


class Exchange:
    """Everything that runs between one municipality and its systems."""

    def __init__(  # noqa: PLR0913 - what it introduces to each other
        self,
        city: City,
        gates: Sequence[Gate[Any]],
        carriers: Sequence[Carrier],
        embedded_url: Callable[[str], str] | None,
        *,
        allow_private: bool = False,
        plausible: Sequence[Plausibility] = (),
    ) -> None:
        """Introduce a city to gates and carriers.

        embedded_url: our own broker's address for a municipality, if this process
            has a broker
        allow_private: lines may lead to private addresses
        plausible: what the services say about rows of tables that cannot be true
        """
        self.city = city
        self.register = Register(city, gates)
        self.tally = Tally(city)
        self.lines: dict[str, Line] = {}  #: open in this process, by connection
        self._sharing = Sharing(self.register, self.lines)
        self.intake = Intake(
            city, self.register, self.tally, plausible, self._sharing.shown
        )
        self.workbench = Workbench(self.register, carriers)
        self._carriers = {scheme: one for one in carriers for scheme in one.schemes}
        self._embedded_url = embedded_url
        self._allow_private = allow_private
        self._me = uuid4()  #: among those who hold leases
        self._held: set[str] = set()  #: leases, among the processes of one database
        self.courier = Courier(city, self.register, self._held, self._sharing)
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Run until cancelled."""
        leases = [LINES, BROKER_LINES] if self._embedded_url else [LINES]
        async with asyncio.TaskGroup() as group:
            group.create_task(self.tally.run())
            group.create_task(self.register.keep(self._renew))
            group.create_task(self.courier.run())
            for lease in leases:
                hold = partial(self._hold, lease)
                group.create_task(while_held(self.city.bound, lease, self._me, hold))

    def hears(self, name: str) -> bool:
        """Tell whether this process hears a connection's messages first."""
        connection = self.register.connections.get(name)
        lease = lease_of(connection) if connection else None
        return lease is None or lease in self._held

    def hindrance(self, command: Command) -> Text:
        """Say why nothing can bring a command to its device; empty: something can."""
        try:
            self.courier.written(command)
        except CityError as error:
            return why(error)
        return {}

    def ways_to(self, entities: Iterable[str]) -> Mapping[str, Way]:
        """Return by asset the connection by which commands go by radio, where so."""
        ways: dict[str, Way | None] = {}
        found: dict[str, Way] = {}
        for entity in entities:
            device = self.register.device_of(entity)
            if device is None:
                continue
            name = device.connection
            if name not in ways:
                ways[name] = self._way_by(name)
            way = ways[name]
            if way is not None:
                found[entity] = way
        return found

    def _way_by(self, name: str) -> Way | None:
        try:
            gate, known = self.register.gate_of(name)
        except CityError:
            return None  # nothing goes there: `hindrance` says why
        radio = gate.radio(known.settings)
        return Way(name, radio, self._sharing.groups_of(name)) if radio else None

    # lines

    async def _hold(self, lease: str) -> None:
        """Keep the lines of a lease open, until cancelled."""
        self._held.add(lease)
        try:
            await self._renew_all(lease)
            await asyncio.Event().wait()
        finally:
            self._held.discard(lease)
            await self._renew_all(lease)

    async def _renew_all(self, lease: str) -> None:
        """Open the lines of a lease, or close them if it is not held any more."""
        for name, connection in list(self.register.connections.items()):
            if lease_of(connection) == lease:
                await self._renew(name)

    async def _renew(self, name: str) -> None:
        """Open a connection's line as it is configured now, or close it."""
        while name in self._tasks:  # somebody else may have opened it meanwhile
            await self._hang_up(name)
        if self.hears(name):
            self.tally.mended(name)
        connection = self.register.connections.get(name)
        if connection is None or not connection.enabled:
            return
        lease = lease_of(connection)
        if lease in self._held:
            self._tasks[name] = asyncio.create_task(
                self._keep_open(connection), name=f"connection {name}"
            )
        elif lease == BROKER_LINES and self._embedded_url is None:
            log.warning("connection %s waits for a process with the broker", name)

    async def _hang_up(self, name: str) -> None:
        task = self._tasks.pop(name)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def _keep_open(self, connection: Connection) -> None:
        """Hold a line open; when it fails, say why and try again later."""
        name, pause_s = connection.name, FIRST_PAUSE_S
        while True:
            trouble: CityError | None = None
            try:
                await self._listen(connection)
                trouble = refusal(Unavailable, HUNG_UP)
            except CityError as error:
                trouble = connection.secrets.hidden(error)
                log.warning("connection %s: %s", name, trouble)
            except Exception:  # a supervisor: one connection must not end the others
                log.exception("connection %s", name)
            if name not in self.tally.troubles:  # it was open
                pause_s = FIRST_PAUSE_S
            self.tally.broken(name, trouble)
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S)

    async def _listen(self, connection: Connection) -> None:
        carrier = self._carriers.get(connection.url.partition(":")[0])
        if carrier is None:
            raise refusal(NotFound, filled(NOTHING_TRAVELS, url=connection.url))
        name = connection.name
        beside = (self.city,) if carrier.tells else ()
        async with carrier.open(self._resolved(connection), *beside) as line:
            self.tally.mended(name)
            self.lines[name] = line
            try:
                await _until_one_ends(
                    self._accept_all(name, line), self.courier.serve(name, line)
                )
            finally:
                del self.lines[name]

    def _resolved(self, connection: Connection) -> Connection:
        """Put our own broker's address in the place of its name; say what is open."""
        if not connection.url.startswith(EMBEDDED):
            return msgspec.structs.replace(
                connection, allow_private=self._allow_private
            )
        assert self._embedded_url is not None, "only then the lease is sought"
        rest = connection.url.removeprefix(EMBEDDED)
        url = self._embedded_url(self.city.name) + rest
        return msgspec.structs.replace(connection, url=url, allow_private=True)

    async def _accept_all(self, name: str, line: Line) -> None:
        """Take deliveries in, a few at a time."""
        taking: set[asyncio.Task[None]] = set()
        try:
            async for delivery in line.deliveries():
                taking.add(asyncio.create_task(self._accept(name, delivery)))
                if len(taking) >= DELIVERIES_AT_ONCE:
                    done, taking = await asyncio.wait(
                        taking, return_when=asyncio.FIRST_COMPLETED
                    )
                    for task in done:
                        task.result()  # raises what went wrong
        finally:
            for task in taking:
                task.cancel()
            await asyncio.gather(*taking, return_exceptions=True)

    async def _accept(self, name: str, delivery: Delivery) -> None:
        """Take a delivery in, however long the database is away, then acknowledge."""
        if delivery.trouble is not None:
            self.tally.broken(name, delivery.trouble)
        elif name in self.tally.troubles:
            self.tally.mended(name)
        while True:
            try:
                await self.intake.hear(name, delivery.messages)
            except Unavailable as error:
                await asyncio.sleep(_pause_s(error))
            else:
                await delivery.done()
                return


async def _until_one_ends(*works: Awaitable[None]) -> None:
    """Do works side by side until one ends; end the others, raise what ended it."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _pause_s(error: Unavailable) -> float:
    seconds = error.facts.get("retry_after_s")
    return float(seconds) if isinstance(seconds, int | float) else FIRST_PAUSE_S
