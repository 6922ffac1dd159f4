"""What a gate that answers its peers itself sees of the rim around its municipality."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from mesto.kernel.city import City
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Command, Connection, Device, Message
from mesto.kernel.plugin import Known, Text


class Register(Protocol):
    """Which connections and devices are known."""

    connections: dict[str, Connection]

    def gate_of(self, name: str) -> tuple[Any, Known[Any]]:
        """Return the gate of a connection, and what it may know."""
        ...

    def device(self, serial: str) -> Device | None:
        """Return the device of a serial number, in lower case."""
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

    def note(
        self,
        name: str,
        origin: str,
        received_at: datetime,
        observations: int,
        message: Callable[[], Message],
    ) -> None:
        """Count a message of a connection that was recorded; who looks is shown it."""
        ...


class Exchange(Protocol):
    """What runs between a municipality and its systems."""

    city: City
    intake: Intake
    register: Register
    lines: Mapping[str, object]  #: open here, by connection

    def hindrance(self, command: Command) -> Text:
        """Say why nothing can bring a command to its device; empty: something can."""
        ...
