"""A request of a partner that is let in, and what it is answered."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from mesto.gates.ocpi.partner import Partner
from mesto.gates.ocpi.settings import Settings
from mesto.kernel.city import City
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Command, Connection, Message
from mesto.kernel.plugin import Known


class Register(Protocol):
    """What a municipality's gates may know."""

    connections: dict[str, Connection]

    def gate_of(self, name: str) -> tuple[Any, Known[Settings]]:
        """Return the gate of a connection, and what it may know."""
        ...


class Intake(Protocol):
    """Takes in what connections hear."""

    async def take(
        self, name: str, messages: Sequence[Message]
    ) -> list[tuple[Message, Malformed]]:
        """Record what messages say; return those that were refused."""
        ...

    async def keep(self, name: str, message: Message, reason: Malformed) -> int:
        """Keep a message that was refused; return its number."""
        ...


class Exchange(Protocol):
    """What runs between a municipality and its systems."""

    city: City
    intake: Intake
    register: Register

    def hindrance(self, command: Command) -> str:
        """Say why nothing can bring a command to its device; empty: something can."""
        ...


class Caller(NamedTuple):
    """Who asks."""

    connection: Connection
    settings: Settings
    partner: Partner
    first: bool  #: by token A


class Call(NamedTuple):
    """A request of a partner that is let in."""

    caller: Caller
    exchange: Exchange
    verb: str
    parts: tuple[str, ...]  #: of the path, from the module on
    query: Mapping[str, str]
    body: bytes
    now: datetime
    allow_private: bool  #: who runs mesto lets us reach private addresses

    @property
    def name(self) -> str:
        """Return the name of the partner's connection."""
        return self.caller.connection.name

    @property
    def settings(self) -> Settings:
        """Return the settings of the partner's connection."""
        return self.caller.settings

    @property
    def city(self) -> City:
        """Return the municipality."""
        return self.exchange.city


class Answer(NamedTuple):
    """What is answered."""

    data: object = None
    status: int = 200
    headers: Mapping[str, str] = MappingProxyType({})
