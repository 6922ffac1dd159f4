"""A request of a partner that is let in, and what it is answered."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from mesto.gates.ocpi.partner import Partner
from mesto.gates.ocpi.settings import Settings
from mesto.kernel.city import City
from mesto.kernel.exchange import Exchange
from mesto.kernel.model import Connection


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
