"""What waits for a second person, of one or of many, and who may decide on it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final, Literal, NamedTuple, TypeAlias
from uuid import UUID

from mesto.kernel.city import City
from mesto.kernel.connections import Connection
from mesto.kernel.model import Command
from mesto.kernel.plugin import Text
from mesto.kernel.visit import Visit
from mesto.operations.commands.approval import proposal_of
from mesto.operations.commands.many import store
from mesto.operations.commands.many.bulk import command_to, targets_of
from mesto.operations.commands.who import may_give_all

Table: TypeAlias = Literal["approval", "bulk"]  #: where it is kept
Key: TypeAlias = tuple[Table, UUID]

MOST: Final = 100  #: that are told of, those that expire soonest first


class Waiting(NamedTuple):
    """Something that waits."""

    table: Table
    id: UUID
    by: str  #: who asked
    why: Text  #: a second person is asked
    commands: Sequence[Command]  #: what they agree to, all of it


async def keys_of_waiting(city: City, *, untold: bool = False) -> list[Key]:
    """Return what waits, what expires soonest first; `untold`: only of that."""
    async with city.bound() as connection:
        rows = await connection.fetch(WAITING, untold, MOST)
    return [(row["table"], row["id"]) for row in rows]


async def read_waiting(city: City, keys: Sequence[Key]) -> list[Waiting]:
    """Return what waits under these keys."""
    async with city.bound() as connection:
        return [
            await (_order if table == "approval" else _many)(connection, number)
            for table, number in keys
        ]


async def may_decide(visit: Visit, one: Waiting) -> bool:
    """Tell whether somebody may decide on what waits: on nothing of their own."""
    return one.by != visit.principal.name and await may_give_all(visit, one.commands)


async def _order(connection: Connection, number: UUID) -> Waiting:
    proposal = await proposal_of(connection, number)
    assert proposal is not None, "it was there a moment ago"
    command = proposal.command
    return Waiting("approval", number, command.source, proposal.why, [command])


async def _many(connection: Connection, number: UUID) -> Waiting:
    bulk = await store.bulk_of(connection, number)
    assert bulk is not None, "it was there a moment ago"
    urns = await store.entities_of(connection, number)
    now = datetime.now(UTC)
    commands = [command_to(bulk, one, now) for one in targets_of(number, urns, {})]
    return Waiting("bulk", number, bulk.by, bulk.why, commands)


WAITING = """
    select 'approval' as "table", id, expires_at
      from approval
     where state = 'waiting' and expires_at > now() and not ($1 and told)
    union all
    select 'bulk', id, expires_at
      from bulk
     where state = 'waiting' and expires_at > now() and not ($1 and told)
     order by expires_at, id
     limit $2
"""
