"""What waits for a second person, and what they decide."""

from datetime import datetime
from uuid import UUID

import msgspec

from mesto.kernel.connections import Connection
from mesto.kernel.errors import Conflict, Forbidden
from mesto.kernel.model import Command
from mesto.kernel.plugin import Text
from mesto.kernel.text import refusal
from mesto.operations.commands.override import Terms, decided_by
from mesto.operations.commands.store import as_json
from mesto.operations.commands.words import OWN


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """A command that waits, as it would be given."""

    command: Command  #: its source is who asked
    terms: Terms
    why: Text  #: it waits
    asked_at: datetime

    def renewed(self, now: datetime) -> Command:
        """Return the command with as much time as it had when it was asked for."""
        lasts = self.command.expires_at - self.asked_at
        return msgspec.structs.replace(self.command, expires_at=now + lasts)


async def propose(
    connection: Connection, command: Command, terms: Terms, why: Text, now: datetime
) -> None:
    """Let a command wait for a second person, in the caller's transaction."""
    await connection.execute(
        PROPOSE,
        UUID(command.id),
        command.entity,
        command.name,
        as_json(msgspec.structs.replace(command, source="")),  # it stands beside it
        as_json(terms),
        as_json(why),
        command.source,
        now,
        decided_by(terms, now),
    )


async def proposal_of(connection: Connection, number: UUID) -> Proposal | None:
    """Return what waits, or waited, under an id; None where nothing does."""
    row = await connection.fetchrow(
        "select command, terms, why, asked_by, asked_at from approval where id = $1",
        number,
    )
    if row is None:
        return None
    command = msgspec.json.decode(row["command"], type=Command)
    return Proposal(
        command=msgspec.structs.replace(command, source=row["asked_by"]),
        terms=msgspec.json.decode(row["terms"], type=Terms),
        why=msgspec.json.decode(row["why"], type=dict[str, str]),
        asked_at=row["asked_at"],
    )


async def note_decision(
    connection: Connection, number: UUID, *, agreed: bool, by: str, reason: str
) -> None:
    """Note what was decided of what waits.

    Raises Conflict where somebody did before, or it is too late.
    """
    state = "approved" if agreed else "refused"
    done = await connection.execute(DECIDE, number, state, by, reason)
    if done != "UPDATE 1":
        raise Conflict("it waits no more: it was decided, or it is too late")


def check_other(asked_by: str, by: str) -> None:
    """Raise Forbidden where somebody would decide on their own order."""
    if asked_by == by:
        raise refusal(Forbidden, OWN)


PROPOSE = """
    insert into approval
           (id, entity, name, command, terms, why, asked_by, asked_at, expires_at)
    values ($1, $2, $3, $4::text::jsonb, $5::text::jsonb, $6::text::jsonb, $7, $8, $9)
"""

DECIDE = """
    update approval
       set state = $2, decided_by = $3, decided_at = now(), reason = $4
     where id = $1 and state = 'waiting' and expires_at > now()
"""
