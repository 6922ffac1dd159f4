"""Something that happened, as scenarios hear of it. Pure."""

from datetime import datetime
from typing import Any, Literal, TypeAlias

import msgspec

from mesto.kernel.model import Entity, Value

#: observed: an attribute was; time: a moment came; alarm: an Alert came or went;
#: webhook: another system called; hand: somebody, or another scenario, started it
Sort: TypeAlias = Literal["observed", "time", "alarm", "webhook", "hand"]

SCENARIO = "Scenario"  #: the entity type
PREFIX = f"urn:ngsi-ld:{SCENARIO}:"
SOURCE = "scenario:"  #: before the names of those that led to an observation
MOST_LINKS = 5  #: scenarios that lead one to the next


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """What happened, when, and to whom."""

    sort: Sort
    at: datetime
    cause: str  #: what it was; the same when it is told of again
    entity: Entity | None = None  #: as it is now; None: the town as a whole
    attribute: str = ""
    value: Value = None
    alarm: Entity | None = None  #: the Alert
    payload: Any = None  # what another system sent, any JSON
    chain: tuple[str, ...] = ()  #: scenarios that led to it, the first one first
    by: str = ""  #: who did it, as the ledger names them

    @property
    def urn(self) -> str:
        """Return whom it is about; empty: the town."""
        return "" if self.entity is None else self.entity.id


def source_of(chain: tuple[str, ...]) -> str:
    """Return how the ledger names what the last scenario of a chain says."""
    return SOURCE + ">".join(chain)


def chain_of(source: str) -> tuple[str, ...]:
    """Return which scenarios led to what a source says; none where people said it."""
    if not source.startswith(SOURCE):
        return ()
    return tuple(source.removeprefix(SOURCE).split(">"))
