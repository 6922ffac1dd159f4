"""Orders to many in the database, in the caller's transaction."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
import orjson

from mesto.kernel.connections import Connection
from mesto.kernel.plugin import Text
from mesto.kernel.question import Row
from mesto.operations.commands.many.bulk import Bulk, Target
from mesto.operations.commands.many.pace import LATELY_S, Queue
from mesto.operations.commands.override import Terms, decided_by
from mesto.operations.commands.store import as_json
from mesto.operations.commands.words import TAKEN_BACK


async def keep(connection: Connection, bulk: Bulk, targets: Sequence[Target]) -> bool:
    """Keep an order to many, once by its id; False if it was kept before."""
    kept = await connection.execute(
        KEEP,
        bulk.id,
        bulk.ends,
        bulk.type,
        bulk.order,
        as_json(bulk.wish),
        bulk.command,
        as_json(bulk.value),
        bulk.again_s,
        bulk.expires_after_s,
        as_json(bulk.terms),
        bulk.note,
        bulk.by,
        list(bulk.roles),
        bulk.asked_at,
        as_json(bulk.why),
        "waiting" if bulk.why else "running",
        decided_by(bulk.terms, bulk.asked_at) if bulk.why else None,
    )
    if kept == "INSERT 0 0":
        return False
    await connection.execute(
        KEEP_TARGETS,
        bulk.id,
        [one.number for one in targets],
        [one.entity for one in targets],
        [one.command for one in targets],
        [one.ends for one in targets],
        ["refused" if one.says else "waiting" for one in targets],
        [as_json(one.says) for one in targets],
    )
    return True


async def bulk_of(connection: Connection, number: UUID) -> Bulk | None:
    """Return an order to many; None where there is none of that id."""
    row = await connection.fetchrow(BULK, number)
    return None if row is None else _bulk(row)


async def queues(connection: Connection, most: int) -> list[Queue]:
    """Return the orders that go on, oldest first; `waiting` counts up to `most`.

    Those through are noted as done, those nobody decided on in time as expired.
    """
    await connection.execute(EXPIRE)
    await connection.execute(FINISH)
    rows = await connection.fetch(QUEUES, most)
    return [Queue(row["id"], row["by"], row["waiting"]) for row in rows]


async def unsent(connection: Connection) -> int:
    """Return how many were given of late and not sent yet."""
    return int(await connection.fetchval(UNSENT, LATELY_S))


async def claim(connection: Connection, bulk: UUID, limit: int) -> list[Target]:
    """Take the next targets to give; those a process left behind come first."""
    rows = await connection.fetch(CLAIM, bulk, limit)
    return [Target(*row) for row in sorted(rows, key=lambda row: row["number"])]


async def note(
    connection: Connection, bulk: UUID, refused: dict[int, Text], given: Sequence[int]
) -> None:
    """Note what became of targets, by their numbers."""
    numbers = [*given, *refused]
    says = ["{}" for _ in given] + [as_json(one) for one in refused.values()]
    states = ["given" for _ in given] + ["refused" for _ in refused]
    await connection.execute(NOTE, bulk, numbers, states, says)


async def decide(
    connection: Connection, bulk: UUID, *, agreed: bool, by: str, reason: str
) -> bool:
    """Note what a second person said; False where it waits no more."""
    state = "running" if agreed else "refused"
    return await connection.execute(DECIDE, bulk, state, by, reason) == "UPDATE 1"


async def stop(connection: Connection, bulk: UUID) -> None:
    """Give no more of it; take back what is not sent and would hold for good."""
    await connection.execute(STOP, bulk)
    await connection.execute(CANCEL, bulk)
    await connection.execute(
        TAKE_BACK, bulk, TAKEN_BACK["en"], orjson.dumps(TAKEN_BACK).decode()
    )


async def entities_of(
    connection: Connection, bulk: UUID, lives: Sequence[str] | None = None
) -> list[str]:
    """Return the targets in order; `lives`: only those of these (see `LIFE`)."""
    rows = await connection.fetch(ENTITIES, bulk, lives)
    return [row["entity"] for row in rows]


async def running_of(connection: Connection, bulk: UUID) -> list[tuple[str, UUID]]:
    """Return what it began and holds for a while: entity and id, in order."""
    rows = await connection.fetch(RUNNING, bulk)
    return [(row["entity"], row["id"]) for row in rows]


async def is_ordered(connection: Connection, command: UUID) -> bool:
    """Tell whether a command of this id was given."""
    row = await connection.fetchrow("select from command where id = $1", command)
    return row is not None


def _bulk(row: Row) -> Bulk:
    return Bulk(
        id=row["id"],
        ends=row["ends"],
        type=row["type"],
        order=row["order"],
        wish=orjson.loads(row["wish"]),
        command=row["command"],
        value=orjson.loads(row["value"]),
        again_s=row["again_s"],
        expires_after_s=row["expires_after_s"],
        terms=msgspec.json.decode(row["terms"], type=Terms),
        note=row["note"],
        by=row["by"],
        roles=row["roles"],
        asked_at=row["asked_at"],
        why=orjson.loads(row["why"]),
        approved_by=row["decided_by"] if row["state"] != "refused" else "",
    )


#: What became of a target: what its command says counts first. `t` is the target, `c`
#: its command, `a` what waits for a second person under its id.
LIFE = """
    case when t.state = 'cancelled' then 'cancelled'
         when c.state in ('pending', 'sent') then 'sent'
         when c.state = 'confirmed' then 'confirmed'
         when c.state is not null then 'failed'
         when a.state = 'waiting' and a.expires_at > now() then 'asked'
         when a.state is not null then 'refused'
         when t.state = 'giving' then 'waiting'
         else t.state end
"""
JOINED = """
    bulk_target t
      left join command c on c.id = t.command
      left join approval a on a.id = t.command
"""

KEEP = """
    insert into bulk
           (id, ends, type, "order", wish, command, value, again_s, expires_after_s,
            terms, note, by, roles, asked_at, why, state, expires_at)
    values ($1, $2, $3, $4, $5::text::jsonb, $6, $7::text::jsonb, $8, $9,
            $10::text::jsonb, $11, $12, $13, $14, $15::text::jsonb, $16, $17)
        on conflict (id) do nothing
"""

KEEP_TARGETS = """
    insert into bulk_target (bulk, number, entity, command, ends, state, says)
    select $1, number, entity, command, ends, state, says::jsonb
      from unnest($2::int[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::text[])
           as told (number, entity, command, ends, state, says)
"""

BULK = """
    select id, ends, type, "order", wish, command, value, again_s, expires_after_s,
           terms, note, by, roles, asked_at, why, decided_by, state
      from bulk
     where id = $1
"""

EXPIRE = """
    update bulk set state = 'expired' where state = 'waiting' and expires_at <= now()
"""

FINISH = """
    update bulk b
       set state = 'done'
     where state = 'running'
       and not exists (select from bulk_target t
                        where t.bulk = b.id and t.state in ('waiting', 'giving'))
"""

QUEUES = """
    select id, by,
           (select count(*)
              from (select from bulk_target t
                     where t.bulk = bulk.id and t.state in ('waiting', 'giving')
                     limit $1) next)::int as waiting
      from bulk
     where state = 'running'
     order by asked_at, id
"""

UNSENT = """
    select count(*)
      from command c
      join bulk_target t on t.command = c.id
     where c.state = 'pending' and c.created_at > now() - make_interval(secs => $1)
"""

CLAIM = """
    update bulk_target
       set state = 'giving'
     where bulk = $1
       and number in (select number from bulk_target
                       where bulk = $1 and state in ('waiting', 'giving')
                       order by state <> 'giving', number
                       limit $2
                         for update)
    returning number, entity, command, ends
"""

NOTE = """
    update bulk_target t
       set state = told.state, says = told.says::jsonb
      from unnest($2::int[], $3::text[], $4::text[]) as told (number, state, says)
     where t.bulk = $1 and t.number = told.number and t.state = 'giving'
"""

DECIDE = """
    update bulk
       set state = $2, decided_by = $3, reason = $4
     where id = $1 and state = 'waiting' and expires_at > now()
"""

STOP = """
    update bulk set state = 'stopped' where id = $1 and state in ('waiting', 'running')
"""

CANCEL = """
    update bulk_target set state = 'cancelled' where bulk = $1 and state = 'waiting'
"""

TAKE_BACK = """
    with back as (
        update command c
           set state = 'failed',
               settled_at = now(),
               reason = $2,
               says = $3::text::jsonb
          from bulk_target t
         where t.bulk = $1
           and t.command = c.id
           and c.state = 'pending'
           and not exists (select from override o where o.id = c.id)
        returning c.id
    )
    update bulk_target t
       set state = 'cancelled'
      from back
     where t.bulk = $1 and t.command = back.id
"""

ENTITIES = f"""
    select t.entity
      from {JOINED}
     where t.bulk = $1 and ($2::text[] is null or {LIFE} = any($2::text[]))
     order by t.number
"""  # noqa: S608 - a case of ours

RUNNING = """
    select o.entity, o.id
      from bulk_target t
      join override o on o.id = t.command
     where t.bulk = $1 and o.ended_at is null
     order by t.number
"""
