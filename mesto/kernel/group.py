"""What a group of calls writes, in one transaction: all of it, or of a call nothing."""

from collections.abc import Container, Sequence
from contextlib import nullcontext

import asyncpg

from mesto.kernel.access.reach import renew
from mesto.kernel.call import Call, Expect, Receipt
from mesto.kernel.claim import Claim, Note, State, change_of, merge
from mesto.kernel.connections import AS_ASKED, Connection
from mesto.kernel.errors import Conflict
from mesto.kernel.model import SCOPE, TYPE
from mesto.kernel.names import Names
from mesto.kernel.rollup import reckon_again
from mesto.kernel.row import Row, sorted_once
from mesto.kernel.secret import Secret
from mesto.kernel.statements import (
    CHANGE_ENTITIES,
    CHECK_ATTRIBUTES,
    DROP_PRESENT,
    LOCK_AWAY,
    LOCK_ENTITIES,
    NOTE_DEEDS,
    NOTE_ENTITIES,
    WRITE,
    WRITE_CURRENT,
    array,
    columns,
    json,
)

KERNEL = "kernel"  #: the source of what we note ourselves
#: Entities, attributes and sources we write ourselves. They are numbered before a
#: connection is held, since numbering takes one.
OWN_NAMES: tuple[set[str], set[str], set[str]] = (set(), {TYPE, SCOPE}, {KERNEL})


async def write(
    connection: Connection, group: Sequence[Call], names: Names
) -> list[Receipt | Conflict]:
    """Write a group, and return what each of its calls is answered after the commit.

    names: that know OWN_NAMES already
    """
    if not any(call.careful for call in group):
        return [*await _put(connection, group, names)]
    async with connection.transaction():
        await _lock(connection, group)
        refused = await _unmet(connection, group)
        refused |= await _done_before(connection, group, refused)
        willing = [call for n, call in enumerate(group) if n not in refused]
        receipts = iter(await _put(connection, willing, names))
    return [refused.get(n) or next(receipts) for n in range(len(group))]


async def keep_secrets(connection: Connection, secrets: Sequence[Secret]) -> None:
    """Keep credentials where nobody reads them, each for its address."""
    if secrets:
        kept = [(one.urn, one.name, one.value, one.address) for one in secrets]
        await connection.executemany(LOCK_AWAY, kept)


async def _lock(connection: Connection, group: Sequence[Call]) -> None:
    ids = {entity for call in group if call.careful for entity in call.claims}
    ids |= {expected.entity for call in group for expected in call.expects}
    await connection.fetch(LOCK_ENTITIES, sorted(ids))


async def _unmet(connection: Connection, group: Sequence[Call]) -> dict[int, Conflict]:
    """Return why calls may not be written, by their number in the group."""
    expects = [(n, e) for n, call in enumerate(group) for e in call.expects]
    if not expects:
        return {}
    failed = await connection.fetchval(
        CHECK_ATTRIBUTES,
        [expected.entity for _, expected in expects],
        [expected.said.exists for _, expected in expects],
        [expected.attribute for _, expected in expects],
        [expected.said.dataset or "" for _, expected in expects],
        [expected.said.position for _, expected in expects],
    )
    unmet: dict[int, list[Expect]] = {}
    for ordinal in failed or ():
        number, expected = expects[ordinal - 1]
        unmet.setdefault(number, []).append(expected.said)
    return {number: _conflict(its) for number, its in unmet.items()}


def _conflict(unmet: Sequence[Expect]) -> Conflict:
    first = unmet[0]
    return Conflict(
        f"{first.entity} is not as expected",
        entity=first.entity,
        attribute=first.attribute,
        unmet=list(unmet),
    )


async def _done_before(
    connection: Connection, group: Sequence[Call], refused: Container[int]
) -> dict[int, Conflict]:
    """Note the deeds that are about to be done; return those done before.

    refused: calls that are not done, unless they were before
    """
    deeds = {n: call.once for n, call in enumerate(group) if call.once is not None}
    if not deeds:
        return {}
    rows = await connection.fetch(
        NOTE_DEEDS,
        [once.token for once in deeds.values()],
        [once.digest for once in deeds.values()],
        [n not in refused for n in deeds],
    )
    before = {row["token"] for row in rows}
    return {
        n: Conflict("this was done before", done=True)
        for n, once in deeds.items()
        if once.token in before
    }


async def _put(
    connection: Connection, calls: Sequence[Call], names: Names
) -> list[Receipt]:
    """Write rows and what they mean for their entities."""
    if not calls:
        return []
    await _delete(connection, calls, names)
    rows = sorted_once(row for call in calls for row in call.rows)
    claims: dict[int, Claim] = {}
    for call in calls:
        for entity, said in call.claims.items():
            claims[entity] = merge(claims.get(entity), said)
    written = await _say(connection, rows, claims, current=calls[0].current)
    await keep_secrets(connection, [one for call in calls for one in call.secrets])
    created: set[str] = set()
    if written["strangers"]:
        strangers = {entity: claims[entity] for entity in written["strangers"]}
        created = await _mend(connection, strangers, names)
    numbers = written["fresh"]
    if numbers is None and len(rows) == sum(len(call.rows) for call in calls):
        fresh = None
    else:
        new = rows if numbers is None else [rows[n - 1] for n in numbers]
        fresh = {row.turn for row in new}
    return [_receipt(call, fresh, created) for call in calls]


async def _delete(connection: Connection, calls: Sequence[Call], names: Names) -> None:
    """Let entities cease to be."""
    gone = sorted(
        entity
        for call in calls
        for entity, claim in call.claims.items()
        if claim.deleted
    )
    if gone:
        await connection.execute(DROP_PRESENT, gone)
        await _note(connection, [(entity, TYPE, None) for entity in gone], names)


async def _say(
    connection: Connection,
    rows: Sequence[Row],
    claims: dict[int, Claim],
    *,
    current: bool,
) -> asyncpg.Record:
    """Write rows; what moves in the ledger leaves the figures until it is met again."""
    restates = current and any(row.observed_at for row in rows)
    async with connection.transaction() if restates else nullcontext():
        statement = WRITE_CURRENT if current else WRITE
        written = await connection.fetchrow(statement, *columns(rows, claims))
        assert written is not None
        moved = (rows[n - 1] for n in written["moved"] or ())
        await reckon_again(
            connection,
            [(r.attribute, r.entity, r.observed_at) for r in moved if r.observed_at],
        )
    return written


async def _mend(
    connection: Connection, claims: dict[int, Claim], names: Names
) -> set[str]:
    """Make entities exist, or be of other types, as the calls claim.

    Returns the URNs of those that came to exist.
    """
    async with connection.transaction():
        await connection.execute(AS_ASKED.format(local="local"))
        known = await connection.fetch(LOCK_ENTITIES, sorted(claims))
        changes = [
            change
            for row in known
            if (change := change_of(claims[row["id"]], State(*row))) is not None
        ]
        await connection.execute(
            CHANGE_ENTITIES,
            [change.entity for change in changes],
            [array(change.types) for change in changes],
            [array(change.scopes) for change in changes],
        )
        await _note(connection, [n for c in changes for n in c.notes], names)
        await renew(connection, entities=[change.entity for change in changes])
    return {claims[c.entity].urn for c in changes if c.creates}


async def _note(connection: Connection, notes: Sequence[Note], names: Names) -> None:
    """Write into the ledger what became of entities themselves."""
    if not notes:
        return
    _, attributes, sources = await names.learn(*OWN_NAMES)
    await connection.execute(
        NOTE_ENTITIES,
        [note[0] for note in notes],
        [attributes[note[1]] for note in notes],
        [json(note[2]) for note in notes],
        sources[KERNEL],
    )


def _receipt(call: Call, fresh: set[int] | None, created: set[str]) -> Receipt:
    """Return what a call changed; `fresh` are the turns of its rows, None is all."""
    recorded = len(call.rows)
    if fresh is not None:
        recorded = sum(row.turn in fresh for row in call.rows)
    if not created:
        return Receipt(recorded=recorded)
    urns = {claim.urn for claim in call.claims.values()}
    return Receipt(recorded=recorded, created=frozenset(urns & created))
