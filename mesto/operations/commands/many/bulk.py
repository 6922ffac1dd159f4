"""One order to many, and the one command each of them gets. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

import msgspec

from mesto.kernel.model import Command
from mesto.kernel.plugin import Text
from mesto.operations.commands.override import Terms

MOST: Final = 20_000  #: targets of one


class Bulk(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody ordered of many."""

    id: UUID
    ends: bool = False  #: it ends what another one began
    type: str  #: of the entities
    order: str  #: as people know it: its name among the orders of the type's layer
    wish: Any = None  # JSON: what people chose
    command: str
    value: Any = None  # JSON: what the command carries
    again_s: float | None = None
    expires_after_s: float
    terms: Terms = Terms()
    note: str = ""
    by: str
    roles: Sequence[str] = ()  #: of who asked, where no account tells
    asked_at: datetime
    why: Text = {}  #: a second person is asked; empty: nobody is
    approved_by: str = ""  #: the second person, where one was needed


class Target(msgspec.Struct, frozen=True):
    """One of many, and the id of its command."""

    number: int
    entity: str
    command: UUID
    ends: UUID | None = None  #: what holds for a while and is ended
    says: Text = {}  #: why it gets nothing; empty: it does


def targets_of(
    bulk: UUID, entities: Sequence[str], against: Mapping[str, Text]
) -> list[Target]:
    """Return whom an order is for, each once, in their order.

    against: why some of them get nothing, by entity
    """
    return [
        Target(number, entity, uuid5(bulk, entity), says=against.get(entity, {}))
        for number, entity in enumerate(dict.fromkeys(entities))
    ]


def command_to(bulk: Bulk, target: Target, now: datetime) -> Command:
    """Return the one command a target gets."""
    return Command(
        id=str(target.command),
        entity=target.entity,
        name=bulk.command,
        value=bulk.value,
        source=bulk.by,
        again_s=bulk.again_s,
        expires_at=now + timedelta(seconds=bulk.expires_after_s),
    )


def joined(reasons: Sequence[Text]) -> list[tuple[Text, int]]:
    """Put equal reasons together, the most frequent first."""
    counts: dict[bytes, tuple[Text, int]] = {}
    for one in reasons:
        key = msgspec.json.encode(one, order="sorted")
        counts[key] = (one, counts.get(key, (one, 0))[1] + 1)
    return sorted(counts.values(), key=lambda each: -each[1])
