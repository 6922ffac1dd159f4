"""What roles see, kept in the database: rights, reach, and the policies for guests.

Who sees only a part of a municipality is bound to another role of the database, with
the names of its own roles as a setting. The same questions are asked, and row security
leaves out what those roles do not reach; the code above cannot forget it.
"""

from collections.abc import Iterable, Sequence

import msgspec

from mesto.kernel.access.rights import ROLES, Role, Verb
from mesto.kernel.connections import Connection

#: Names say nothing of anybody; a guest may read all of them. Of the film, which shows
#: everything, those who develop it leave out what `SeenWhole` does not name.
OPEN = ("attribute", "source", "reach", "film", "sentence")
#: Of these a guest sees the attributes that its roles reach.
BY_ATTRIBUTE = ("present", "ledger", "rollup_hour", "rollup_day")

#: What was said of an entity may come from each of its attributes.
SAID_OF = ("alarm", "said")

#: Who sees that an entity is, sees what it was told.
ABOUT_COMMANDS = ("command", "approval", "override", "bulk_target")

_MINE = f"any((select current_setting('{ROLES}')::text[])::text[])"
_REACHED = "exists (select from reach r where r.entity = {entity} and r.role = {mine}"

_WHOLLY = " and 0 = any(r.sees))"

#: What a guest sees of each table.
_SEEN = {
    **dict.fromkeys(
        BY_ATTRIBUTE,
        _REACHED.format(entity="{table}.entity", mine=_MINE)
        + " and (0 = any(r.sees) or {table}.attribute = any(r.sees)))",
    ),
    "entity": _REACHED.format(entity="entity.id", mine=_MINE) + ")",
    **dict.fromkeys(
        SAID_OF, _REACHED.format(entity="{table}.entity", mine=_MINE) + _WHOLLY
    ),
    **{
        table: f"exists (select from entity e where e.urn = {table}.entity)"
        for table in ABOUT_COMMANDS
    },
    "bulk": "exists (select from bulk_target t where t.bulk = bulk.id)",
}

#: Reckons what roles $2 reach of entities $1 anew; null stands for all of them.
RENEW = """
    with told as (
        select e.id as entity, r.role, array_agg(distinct seen.attribute) as sees
          from entity e
          join role_right r
            on (r.types is null or e.types && r.types)
           and (r.records is null or e.urn like r.records)
           and (r.districts is null or exists (
                   select
                     from unnest(e.scopes) as scope, unnest(r.districts) as district
                    where scope = district or starts_with(scope, district || '/')))
         cross join unnest(coalesce(r.attributes, array[0])) as seen(attribute)
         where ($1::int4[] is null or e.id = any($1::int4[]))
           and ($2::text[] is null or r.role = any($2::text[]))
         group by e.id, r.role
    ),
    gone as (
        delete from reach old
         where ($1::int4[] is null or old.entity = any($1::int4[]))
           and ($2::text[] is null or old.role = any($2::text[]))
           and not exists (select from told
                            where told.entity = old.entity and told.role = old.role)
    )
    insert into reach as old (entity, role, sees)
    select entity, role, sees from told
        on conflict (entity, role) do update set sees = excluded.sees
     where old.sees <> excluded.sees
"""


async def keep_role(connection: Connection, role: Role, resolved: Role) -> None:
    """Keep a role as it was written, and reckon what it sees as it is resolved.

    Runs in the caller's transaction.
    """
    await connection.execute(
        "insert into role (name, definition) values ($1, $2::text::jsonb) "
        "on conflict (name) do update set definition = excluded.definition",
        role.name,
        msgspec.json.encode(role).decode(),
    )
    await write_out(connection, resolved)


async def write_out(connection: Connection, role: Role) -> None:
    """Write out what a kept role sees, and reckon its reach."""
    await connection.execute("delete from role_right where role = $1", role.name)
    seeing = [right for right in role.rights if Verb.SEE in right.verbs]
    for number, right in enumerate(seeing):
        attributes = await _numbers(connection, right.attributes)
        await connection.execute(
            "insert into role_right (role, number, types, attributes, districts, "
            "records) values ($1, $2, $3, $4, $5, $6)",
            role.name,
            number,
            list(right.types) or None,
            attributes or None,
            list(right.districts) or None,
            _like(right.records) if right.records else None,
        )
    await renew(connection, roles=[role.name])


async def renew(
    connection: Connection,
    *,
    entities: Iterable[int] | None = None,
    roles: Sequence[str] | None = None,
) -> None:
    """Reckon anew what roles reach of entities; without one of them, of all."""
    numbers = None if entities is None else sorted(entities)
    await connection.execute(RENEW, numbers, roles)


def policies(schema: str, guests: str) -> str:
    """Return the statements that let a municipality see all, its guests their part.

    schema: of the municipality and the name of its role; guests: the name of theirs.
    Both are names that were checked; the search path leads to the schema.
    """
    told = [f'grant usage on schema "{schema}" to "{guests}"']
    told += [f'grant select on {table} to "{guests}"' for table in OPEN]
    for table, seen in _SEEN.items():
        part = seen.format(table=table)
        told += [
            f"alter table {table} enable row level security",
            f"drop policy if exists city on {table}",
            f'create policy city on {table} to "{schema}" using (true)',
            f"drop policy if exists guests on {table}",
            f'create policy guests on {table} for select to "{guests}" using ({part})',
            f'grant select on {table} to "{guests}"',
        ]
    return ";".join(told)


async def _numbers(connection: Connection, names: Sequence[str]) -> list[int]:
    """Return the numbers of attributes; one that is new gets one."""
    await connection.execute(
        "insert into attribute (name) select unnest($1::text[]) on conflict do nothing",
        names,
    )
    rows = await connection.fetch(
        "select id from attribute where name = any($1::text[]) order by id", names
    )
    return [row["id"] for row in rows]


def _like(pattern: str) -> str:
    """Write a pattern in which * stands for anything as LIKE reads it."""
    for special in ("\\", "%", "_"):
        pattern = pattern.replace(special, f"\\{special}")
    return pattern.replace("*", "%")
