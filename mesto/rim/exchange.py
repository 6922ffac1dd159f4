"""Running a municipality's connections: messages in, commands out.

Each connection is a task of its own that is started again when it fails. A message is
acknowledged after its observations are durable, or after it lies in quarantine.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any

import msgspec
import orjson

from mesto.kernel.city import City
from mesto.kernel.errors import CityError, Malformed, NotFound, Unavailable
from mesto.kernel.model import (
    Command,
    Connection,
    Device,
    Entity,
    Message,
    Observation,
    Settled,
    State,
)
from mesto.kernel.plugin import Carrier, Delivery, Gate, Heard, Known, Line
from mesto.kernel.question.catalogue import OfType
from mesto.kernel.registry import CONNECTION, DEVICE, read_connection, read_device

log = logging.getLogger(__name__)

EMBEDDED = "mqtt://embedded"  #: the URL of our own broker
WEBHOOK = "webhook:"  #: the URL of what is brought to us
FIRST_PAUSE_S = 1.0  #: before a connection that failed is tried again
LONGEST_PAUSE_S = 60.0
COMMANDS_EVERY_S = 5.0
LOOK_PAUSE_S = 0.05  #: a busy ledger does not make us look more often
READ_AT_ONCE = 1000


class Exchange:
    """Everything that runs between one municipality and its systems."""

    def __init__(
        self,
        city: City,
        gates: Sequence[Gate[Any]],
        carriers: Sequence[Carrier],
        embedded_url: Callable[[str], str],
    ) -> None:
        """Introduce a city to gates and carriers.

        embedded_url: our own broker's address for a municipality
        """
        self.city = city
        self.connections: dict[str, Connection] = {}
        self.troubles: dict[str, str] = {}  #: by connection, why it does not run
        self._gates = {gate.name: gate for gate in gates}
        self._carriers = {scheme: one for one in carriers for scheme in one.schemes}
        self._embedded_url = embedded_url
        self._devices: dict[str, Device] = {}
        self._serials: dict[str, str] = {}  #: by Device entity
        self._by_asset: dict[str, Device] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._lines: dict[str, Line] = {}
        self._running = False

    async def run(self) -> None:
        """Run until cancelled."""
        self._running = True
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._follow_changes())
                group.create_task(self._send_commands())
        finally:
            for task in self._tasks.values():
                task.cancel()
            await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def learn(self) -> None:
        """Learn every device and connection there is."""
        for type_ in (DEVICE, CONNECTION):
            urns = await self.city.ask(OfType(type=type_))
            for start in range(0, len(urns), READ_AT_ONCE):
                await self._learn(urns[start : start + READ_AT_ONCE])

    # messages in

    async def hear(self, name: str, messages: Sequence[Message]) -> None:
        """Record what messages of a connection say; keep those nobody understands.

        Raises Unavailable when they could be neither recorded nor kept.
        """
        for message, reason in await self.take(name, messages):
            gate = self.connections[name].gate
            await self.city.quarantine(name, gate, message, str(reason), reason.facts)

    async def take(
        self, name: str, messages: Sequence[Message]
    ) -> list[tuple[Message, Malformed]]:
        """Record what messages of a connection say; return those that were refused.

        Raises NotFound without such a connection and Unavailable when nothing could
        be recorded.
        """
        known, gate = self._known(name)
        refused: list[tuple[Message, Malformed]] = []
        heard: list[tuple[Message, list[Heard]]] = []
        for message in messages:
            said, error = _decoded(gate, message, known)
            heard.append((message, said))
            if error is not None:
                refused.append((message, error))
        try:
            await self._record(one for _, said in heard for one in said)
        except Malformed:
            refused += await self._record_apart(heard)
        return refused

    async def replay(self, number: int) -> None:
        """Decode a message in quarantine again, with today's settings.

        Raises NotFound if there is none, and Malformed if it is still not understood.
        """
        name, message = await self._kept(number)
        refused = await self.take(name, [message])
        if refused:
            _, reason = refused[0]
            await self._note_try(number, "held", str(reason))
            raise reason
        await self._note_try(number, "replayed", "")

    async def _record_apart(
        self, heard: Iterable[tuple[Message, list[Heard]]]
    ) -> list[tuple[Message, Malformed]]:
        """Record message by message, to find what the database refuses."""
        refused = []
        for message, said in heard:
            try:
                await self._record(said)
            except Malformed as error:
                refused.append((message, error))
        return refused

    async def _record(self, said: Iterable[Heard]) -> None:
        seen, settled = [], []
        for one in said:
            if isinstance(one, Observation):
                seen.append(one)
            else:
                settled.append(one)
        if seen:
            await self.city.record(seen)
        for one in settled:
            await self.city.settle(one)

    def _known(self, name: str) -> tuple[Known[Any], Gate[Any]]:
        connection = self.connections.get(name)
        if connection is None:
            raise NotFound(f"there is no connection {name}")
        gate = self._gates.get(connection.gate)
        if gate is None:
            raise NotFound(f"there is no gate {connection.gate}", connection=name)
        try:
            settings = msgspec.convert(connection.settings, gate.settings, strict=False)
        except msgspec.ValidationError as error:
            raise Malformed(f"settings of {name}: {error}", connection=name) from error
        known = Known(connection=name, settings=settings, devices=self._devices)
        return known, gate

    async def _kept(self, number: int) -> tuple[str, Message]:
        async with self.city.bound() as connection:
            row = await connection.fetchrow(
                "select connection, origin, headers, payload, received_at "
                "from quarantine where id = $1 and state = 'held'",
                number,
            )
        if row is None:
            raise NotFound(f"there is no message {number} in quarantine")
        return row["connection"], Message(
            payload=row["payload"],
            origin=row["origin"],
            headers=orjson.loads(row["headers"]),
            received_at=row["received_at"],
        )

    async def _note_try(self, number: int, state: str, reason: str) -> None:
        async with self.city.bound() as connection:
            await connection.execute(
                "update quarantine set state = $2, tries = tries + 1, "
                "reason = case when $3 = '' then reason else $3 end where id = $1",
                number,
                state,
                reason,
            )

    # connections and devices

    async def _follow_changes(self) -> None:
        """Learn connections and devices, then every change of them."""
        changes = self.city.follow(None)
        learned = asyncio.ensure_future(self.learn())
        async for batch in changes:
            await learned
            touched = {
                event.observation.entity
                for event in batch
                if not {CONNECTION, DEVICE}.isdisjoint(event.types)
                or event.observation.deleted
            }
            if touched:
                await self._learn(sorted(touched))

    async def _learn(self, urns: Sequence[str]) -> None:
        found = await self.city.present(urns)
        for urn in urns:
            self._learn_device(urn, found.get(urn))
            await self._learn_connection(urn, found.get(urn))

    def _learn_device(self, urn: str, entity: Entity | None) -> None:
        old = self._devices.pop(self._serials.pop(urn, ""), None)
        if old is not None:
            self._by_asset.pop(old.entity, None)
        if entity is None or DEVICE not in entity.types:
            return
        with suppress(Malformed):  # a device without a serial number cannot be heard
            device = read_device(entity)
            self._devices[device.serial] = device
            self._serials[urn] = device.serial
            self._by_asset[device.entity] = device

    async def _learn_connection(self, urn: str, entity: Entity | None) -> None:
        name = urn.rpartition(f":{CONNECTION}:")[2]
        wanted = None
        if entity is not None and CONNECTION in entity.types:
            try:
                wanted = read_connection(entity)
            except Malformed as error:
                self.troubles[name] = str(error)
        if wanted == self.connections.get(name):
            return
        await self._stop(name)
        if wanted is not None:
            self.connections[name] = wanted
            self._start(wanted)

    def _start(self, connection: Connection) -> None:
        carried = not connection.url.startswith(WEBHOOK)
        if self._running and connection.enabled and carried:
            self._tasks[connection.name] = asyncio.create_task(
                self._keep_open(connection), name=f"connection {connection.name}"
            )

    async def _stop(self, name: str) -> None:
        self.connections.pop(name, None)
        self.troubles.pop(name, None)
        task = self._tasks.pop(name, None)
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _keep_open(self, connection: Connection) -> None:
        """Hold a connection open; when it fails, say why and try again later."""
        pause_s = FIRST_PAUSE_S
        while True:
            try:
                await self._listen(connection)
                pause_s = FIRST_PAUSE_S
            except CityError as error:
                self.troubles[connection.name] = str(error)
                log.warning("connection %s: %s", connection.name, error)
            except Exception:  # a supervisor: one connection must not end the others
                self.troubles[connection.name] = "a defect of ours; see the log"
                log.exception("connection %s", connection.name)
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S)

    async def _listen(self, connection: Connection) -> None:
        carrier = self._carriers.get(connection.url.partition(":")[0])
        if carrier is None:
            raise NotFound(f"nothing travels by {connection.url}")
        url = connection.url
        if url.startswith(EMBEDDED):
            url = self._embedded_url(self.city.name) + url.removeprefix(EMBEDDED)
        resolved = msgspec.structs.replace(connection, url=url)
        async with carrier.open(resolved) as line:
            self._lines[connection.name] = line
            self.troubles.pop(connection.name, None)
            try:
                async for delivery in line.deliveries():
                    await self._accept(connection.name, delivery)
            finally:
                self._lines.pop(connection.name, None)

    async def _accept(self, name: str, delivery: Delivery) -> None:
        """Take a delivery in, however long the database is away, then acknowledge."""
        while True:
            try:
                await self.hear(name, delivery.messages)
            except Unavailable as error:
                await asyncio.sleep(_pause_s(error))
            else:
                await delivery.done()
                return

    # commands out

    async def _send_commands(self) -> None:
        """Send what waits to be sent, and look again when something was written."""
        with self.city.bell.heard() as woken:
            while True:
                woken.clear()
                with suppress(Unavailable):
                    for command in await self.city.pending():
                        await self._send(command)
                with suppress(TimeoutError):
                    await asyncio.wait_for(woken.wait(), COMMANDS_EVERY_S)
                await asyncio.sleep(
                    0.05
                )  # a busy ledger does not make us look more often

    async def _send(self, command: Command) -> None:
        """Bring one command to its device; it stays pending while no line is open."""
        device = self._by_asset.get(command.entity)
        if device is None:
            await self._fail(command, f"no device controls {command.entity}")
            return
        line = self._lines.get(device.connection)
        if line is None:
            return
        try:
            known, gate = self._known(device.connection)
            if gate.encode is None:
                raise NotFound(f"{gate.name} cannot tell devices anything")
            message = gate.encode(command, device, known)
        except CityError as error:
            await self._fail(command, str(error))
            return
        if await self.city.sent(command.id):
            try:
                await line.send(message)
            except Unavailable as error:
                await self._fail(command, str(error))

    async def _fail(self, command: Command, reason: str) -> None:
        await self.city.settle(
            Settled(command=command.id, state=State.FAILED, reason=reason)
        )


def _decoded(
    gate: Gate[Any], message: Message, known: Known[Any]
) -> tuple[list[Heard], Malformed | None]:
    """Return what a message says, up to where it cannot be understood."""
    if gate.decode is None:
        return [], Malformed(f"{gate.name} reads no messages")
    said: list[Heard] = []
    try:
        for one in gate.decode(message, known):
            said.append(one)  # noqa: PERF402 - what came before the error counts
    except Malformed as error:
        return said, error
    return said, None


def _pause_s(error: Unavailable) -> float:
    seconds = error.facts.get("retry_after_s")
    return float(seconds) if isinstance(seconds, int | float) else FIRST_PAUSE_S
