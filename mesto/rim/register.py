"""What a municipality's gates may know: its connections and its devices, kept fresh."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any

from mesto.kernel.city import City
from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.model import Connection, Device, Entity
from mesto.kernel.plugin import Gate, Known
from mesto.kernel.question.catalogue import OfType
from mesto.kernel.question.links import DevicesOf
from mesto.kernel.registry import (
    CONNECTION,
    DEVICE,
    PREFIX,
    read_connection,
    read_device,
)
from mesto.kernel.secret import Secret
from mesto.rim.forms import read_settings

READ_AT_ONCE = 1000
REST_S = 0.25  #: how soon a change of settings is looked for on a busy ledger

#: Told of a connection's name after it was added, changed or removed.
Changed = Callable[[str], Awaitable[None]]


async def nobody(_name: str) -> None:
    """Hear of a change and do nothing."""


class Register:
    """The connections and devices of one municipality, read from their entities."""

    def __init__(self, city: City, gates: Sequence[Gate[Any]]) -> None:
        """Know nothing yet; `learn` reads what there is."""
        self.connections: dict[str, Connection] = {}
        self.gates = {gate.name: gate for gate in gates}
        self.devices = Counter[str]()  #: how many are behind a connection
        self.learned = asyncio.Event()  #: set when all there was has been read
        self._city = city
        self._known: dict[str, tuple[Gate[Any], Known[Any]]] = {}
        self._by_serial: dict[str, Device] = {}
        self._by_urn: dict[str, Device] = {}
        self._by_asset: dict[str, Device] = {}

    def behind(self, name: str, most: int) -> list[Device]:
        """Return some of the devices behind a connection."""
        mine = (one for one in self._by_serial.values() if one.connection == name)
        return list(islice(mine, most))

    def device(self, serial: str) -> Device | None:
        """Return the device of a serial number, in lower case."""
        return self._by_serial.get(serial)

    def device_of(self, asset: str) -> Device | None:
        """Return the device that controls an asset."""
        return self._by_asset.get(asset)

    def gate_of(self, name: str) -> tuple[Gate[Any], Known[Any]]:
        """Return the gate of a connection and what it may know.

        Raises NotFound without such a connection or gate, and Malformed where the
        settings make no sense to the gate.
        """
        if name not in self._known:
            self._known[name] = self._introduce(name)
        return self._known[name]

    def gate_named(self, name: str) -> Gate[Any]:
        """Return a gate. Raises NotFound if there is none of that name."""
        gate = self.gates.get(name)
        if gate is None:
            raise NotFound(f"there is no gate {name}", gate=name)
        return gate

    def known(self, name: str, settings: Any) -> Known[Any]:
        """Return what a gate may know of a connection with these settings."""
        return Known(connection=name, settings=settings, devices=self._by_serial)

    async def credentials(self, connection: Entity) -> list[str]:
        """Return the names of those kept for a connection's address, never more."""
        kept = await self._city.secrets([connection.id])
        try:
            read = read_connection(connection, kept.get(connection.id, ()))
        except Malformed:
            return []
        return sorted(read.secrets.values)

    async def learn(self) -> None:
        """Read every device and connection there is."""
        for type_ in (DEVICE, CONNECTION):
            urns = await self._city.ask(OfType(type=type_))
            for start in range(0, len(urns), READ_AT_ONCE):
                await self._read(urns[start : start + READ_AT_ONCE], nobody)

    async def seek(self, assets: Sequence[str]) -> None:
        """Look for the devices of assets that have none yet, as far as is known here.

        One that was written down a moment ago is found so before it is heard of.
        """
        missing = [one for one in assets if one not in self._by_asset]
        if missing:
            urns = await self._city.ask(DevicesOf(assets=missing))
            await self._read(urns, nobody)

    async def keep(self, changed: Changed) -> None:
        """Learn, and then follow every change, for ever."""
        types = [CONNECTION, DEVICE]
        changes = await self._city.follow_now(types=types, rest_s=REST_S)
        await self.learn()
        self.learned.set()
        for name in list(self.connections):
            await changed(name)
        async for batch in changes:
            touched = {event.observation.entity for event in batch}
            await self._read(sorted(touched), changed)

    async def _read(self, urns: Sequence[str], changed: Changed) -> None:
        found = await self._city.present(urns)
        connections = [urn for urn in urns if urn.startswith(PREFIX)]
        secrets = await self._city.secrets(connections) if connections else {}
        for urn in urns:
            self._read_device(urn, found.get(urn))
        for urn in connections:
            name = self._read_connection(urn, found.get(urn), secrets.get(urn, ()))
            if name is not None:
                await changed(name)

    def _read_device(self, urn: str, entity: Entity | None) -> None:
        old = self._by_urn.pop(urn, None)
        if old is not None:
            self._by_serial.pop(old.serial, None)
            self._by_asset.pop(old.entity, None)
            self.devices[old.connection] -= 1
        if entity is None or DEVICE not in entity.types:
            return
        with suppress(Malformed):  # a device without a serial number cannot be heard
            device = read_device(entity)
            self._by_urn[urn] = device
            self._by_serial[device.serial] = device
            self._by_asset[device.entity] = device
            self.devices[device.connection] += 1

    def _read_connection(
        self, urn: str, entity: Entity | None, secrets: Sequence[Secret]
    ) -> str | None:
        """Read one connection; return its name if it is not as it was."""
        name = urn.removeprefix(PREFIX)
        wanted = None
        if entity is not None and CONNECTION in entity.types:
            with suppress(Malformed):  # who looks at it is told why
                wanted = read_connection(entity, secrets)
        if wanted == self.connections.get(name):
            return None
        self._known.pop(name, None)
        if wanted is None:
            self.connections.pop(name, None)
        else:
            self.connections[name] = wanted
        return name

    def _introduce(self, name: str) -> tuple[Gate[Any], Known[Any]]:
        connection = self.connections.get(name)
        if connection is None:
            raise NotFound(f"there is no connection {name}")
        gate = self.gate_named(connection.gate)
        return gate, self.known(name, read_settings(gate, connection.settings))
