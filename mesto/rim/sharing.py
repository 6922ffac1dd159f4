"""Telling many devices by one message, and noticing which of them have obeyed.

Nobody acknowledges such a message. A device shows by what it reports next that it was
done; whoever does not is told alone when its command is due again.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from mesto.kernel.errors import CityError
from mesto.kernel.model import Command, Device, Observation, Settled, State, Value
from mesto.kernel.plugin import Line
from mesto.kernel.radio import Groups
from mesto.rim.register import Register

log = logging.getLogger(__name__)

CLOSE: Final = 0.005  #: numbers that differ by less are the same
SKEW: Final = timedelta(seconds=5)  #: between clocks


class _Waiting(NamedTuple):
    """What an asset is to show, since when it is told."""

    command: str
    attribute: str
    value: Value
    since: datetime


class Sharing:
    """The messages of one municipality that are for many at once."""

    def __init__(self, register: Register, lines: Mapping[str, Line]) -> None:
        """Send by the lines that are open, by connection."""
        self._register = register
        self._lines = lines
        self._waiting: dict[str, _Waiting] = {}  #: by asset

    def groups_of(self, name: str) -> Groups:
        """Return the assets that are told together by the gate of a connection."""
        return {
            f"{sender} {group}": assets
            for sender in self._senders(name, self._register.connections)
            for group, assets in self._groups(sender).items()
        }

    def is_open(self, name: str) -> bool:
        """Tell whether something for a connection may be told together just now."""
        return any(self._groups(one) for one in self._senders(name, self._lines))

    async def tell(self, name: str, commands: Sequence[Command]) -> set[str]:
        """Tell together what can be; return the ids of what was told.

        name: the connection by which each would be told alone

        What was told so before, and has not shown, is not told so again.
        """
        told: set[str] = set()
        for sender in self._senders(name, self._lines):
            orders = list(self._orders(commands, told))
            told |= await self._tell_by(sender, orders)
        return told

    def shown(self, seen: Iterable[Observation]) -> Iterator[Settled]:
        """Yield which commands observations show to be done."""
        for one in seen if self._waiting else ():
            waits = self._waiting.get(one.entity)
            if waits is not None and _shows(one, waits):
                del self._waiting[one.entity]
                yield Settled(command=waits.command, state=State.CONFIRMED)

    def _orders(
        self, commands: Iterable[Command], told: set[str]
    ) -> Iterator[tuple[Command, Device]]:
        for command in commands:
            waits = self._waiting.get(command.entity)
            device = self._register.device_of(command.entity)
            before = waits is not None and waits.command == command.id
            if device is not None and command.id not in told and not before:
                yield command, device

    async def _tell_by(
        self, sender: str, orders: Sequence[tuple[Command, Device]]
    ) -> set[str]:
        gate, known = self._register.gate_of(sender)
        assert gate.gather is not None, "a sender gathers"
        entities = {command.id: command.entity for command, _ in orders}
        told: set[str] = set()
        for shared in gate.gather(orders, known):
            if told.isdisjoint(shared.shows):
                line, since = self._lines.get(sender), datetime.now(UTC)
                try:
                    if line is None:
                        break
                    await line.send(shared.message)
                except CityError as error:
                    log.warning("%s: %s; each is told alone", sender, error)
                    continue
                told |= shared.shows.keys()
                for number, (attribute, value) in shared.shows.items():
                    waits = _Waiting(number, attribute, value, since)
                    self._waiting[entities[number]] = waits
        return told

    def _senders(self, name: str, among: Iterable[str]) -> Iterator[str]:
        """Yield the connections of the same gate that may tell many at once."""
        connections = self._register.connections
        mine = connections.get(name)
        for other in list(among):
            one = connections.get(other)
            if one is not None and mine is not None and one.gate == mine.gate:
                yield from [other] if self._gathers(other) else []

    def _gathers(self, name: str) -> bool:
        try:
            return self._register.gate_of(name)[0].gather is not None
        except CityError:
            return False  # its settings make no sense: it says so itself

    def _groups(self, name: str) -> Groups:
        gate, known = self._register.gate_of(name)
        return gate.groups(known)


def _shows(seen: Observation, waits: _Waiting) -> bool:
    if seen.attribute != waits.attribute or seen.deleted:
        return False
    if seen.observed_at is not None and seen.observed_at < waits.since - SKEW:
        return False
    if isinstance(seen.value, int | float) and isinstance(waits.value, int | float):
        return abs(seen.value - waits.value) < CLOSE
    return seen.value == waits.value
