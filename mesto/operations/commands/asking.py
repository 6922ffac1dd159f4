"""Telling those who may decide that something waits for them, once."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID, uuid5

import msgspec

from mesto.kernel.access.callers import Callers
from mesto.kernel.city import City
from mesto.kernel.model import Command
from mesto.kernel.plugin import Text
from mesto.operations.commands.approval import proposal_of
from mesto.operations.commands.many import store
from mesto.operations.commands.many.bulk import command_to, targets_of
from mesto.operations.commands.who import who_may
from mesto.operations.commands.words import WAITS, asked_by
from mesto.operations.notifications.notice import Notice
from mesto.operations.notifications.tell import tell

LINK = "commands"  #: of the screen where it is decided


class _Asked(NamedTuple):
    """Something that waits."""

    table: str
    id: UUID
    by: str
    why: Text
    commands: Sequence[Command]


async def tell_of_waiting(city: City, callers: Callers) -> None:
    """Tell who may decide on what waits and was not told of yet.

    Told twice, after a crash, is told once. Raises Unavailable.
    """
    for one in await _untold(city):
        may = await who_may(city, callers, one.commands, beside=[one.by])
        if may:
            await tell(city, [_notice(one, may)])
        async with city.bound() as connection:
            await connection.execute(_TOLD[one.table], one.id)


def _notice(one: _Asked, to: Sequence[str]) -> Notice:
    who = asked_by(one.by.partition(":")[2] or one.by)
    body = {tag: f"{one.why.get(tag, '')} {text}".strip() for tag, text in who.items()}
    return Notice(
        id=uuid5(one.id, "waits"),
        to=to,
        subject=WAITS,
        body=body,
        severity="medium",
        link=LINK,
        group="approvals",
    )


async def _untold(city: City) -> list[_Asked]:
    found = []
    now = datetime.now(UTC)
    async with city.bound() as connection:
        for row in await connection.fetch(_APPROVALS):
            proposal = await proposal_of(connection, row["id"])
            assert proposal is not None, "it was there a moment ago"
            why = msgspec.json.decode(row["why"], type=dict[str, str])
            by = proposal.command.source
            found.append(_Asked("approval", row["id"], by, why, [proposal.command]))
        for row in await connection.fetch(_BULKS):
            bulk = await store.bulk_of(connection, row["id"])
            assert bulk is not None, "it was there a moment ago"
            urns = await store.entities_of(connection, bulk.id)
            targets = targets_of(bulk.id, urns, {})
            commands = [command_to(bulk, each, now) for each in targets]
            found.append(_Asked("bulk", bulk.id, bulk.by, bulk.why, commands))
    return found


_APPROVALS = """
    select id, why
      from approval
     where state = 'waiting' and not told and expires_at > now()
     order by expires_at
     limit 50
"""
_BULKS = """
    select id
      from bulk
     where state = 'waiting' and not told and expires_at > now()
     limit 10
"""
_TOLD = {
    "approval": "update approval set told = true where id = $1",
    "bulk": "update bulk set told = true where id = $1",
}
