"""The statements of the writer, written out, and the arrays they take."""

from collections.abc import Sequence
from itertools import pairwise

import msgspec
import orjson

from mesto.kernel.chain.strands import leave_word
from mesto.kernel.claim import Claim
from mesto.kernel.row import Row

BLOCK = 2**15  #: positions that one step of the sequence gives; see migration 0002

#: $1 to $13: one array a column, a row an observation, sorted by key; $14: whether a
#: row is the newest of its attribute instance; $15 to $18: each entity of the rows with
#: the types and scopes it is said to have (JSON, or null) and whether it was deleted;
#: $19: how many rows there are. Arrays are written out, as PostgreSQL reads them, which
#: costs a fifth of asking of every element what it is.
#:
#: Returns the ordinals of the rows that were new, or null where all were, and of those
#: that were moved; and the entities that are not yet as they are said to be. "is true"
#: keeps PostgreSQL from joining what it takes for ten rows with nested loops.
_WRITE = f"""
    with blocks as materialized (
        select array_agg(nextval('ledger_position')) as starts
          from generate_series(0, $19::int / {BLOCK})
    ),
    incoming as materialized (
        select starts[1 + n / {BLOCK}] + n % {BLOCK} as position,
               n, entity, attribute, dataset,
               coalesce(observed_at, now()) as observed_at,
               observed_at is not null as timed,
               {{as_of}} as as_of,
               digest, kind, deleted, number, value::jsonb as value, unit,
               meta::jsonb as meta, source, place::box as place, newest
          from blocks,
               unnest(
                   $1::text::int4[], $2::text::int4[], $3::text::text[],
                   $4::text::timestamptz[], $5::text::int8[], $6::text::int2[],
                   $7::text::bool[], $8::text::float8[], $9::text::text[],
                   $10::text::text[], $11::text::text[], $12::text::int2[],
                   $13::text::text[], $14::text::bool[]
               ) with ordinality as i(
                   entity, attribute, dataset, observed_at, digest,
                   kind, deleted, number, value, unit,
                   meta, source, place, newest, n
               )
    ),
    wrote as (
        insert into ledger (
                   position, entity, attribute, observed_at, digest, number, kind,
                   source, timed, deleted, value, unit, dataset, meta
               )
        select position, entity, attribute, observed_at, digest, number, kind,
               source, timed, deleted, value, unit, nullif(dataset, ''), meta
          from incoming
            on conflict (entity, attribute, observed_at, digest) {{again}}
        returning position, recorded_at > now() as moved
    ),{{left_word}}
    kept as (
        insert into present as p (
                   entity, attribute, dataset, position, observed_at, timed, as_of,
                   created_at, recorded_at, kind, deleted, number, value, unit, meta,
                   source, place
               )
        select entity, attribute, dataset, position, observed_at, timed, as_of,
               now(), now(), kind, deleted, number, value, unit, meta, source, place
          from incoming
         where newest and (position in (select position from wrote)) is true
            on conflict (entity, attribute, dataset) do update
           set position = excluded.position,
               observed_at = excluded.observed_at,
               timed = excluded.timed,
               as_of = excluded.as_of,
               created_at = case when p.deleted then excluded.created_at
                                 else p.created_at end,
               recorded_at = excluded.recorded_at,
               kind = excluded.kind,
               deleted = excluded.deleted,
               number = excluded.number,
               value = excluded.value,
               unit = excluded.unit,
               meta = excluded.meta,
               source = excluded.source,
               place = excluded.place
         where excluded.as_of >= p.as_of
    )
    select case when (select count(*) from wrote) < $19::int
                then (select coalesce(array_agg(n), array[]::bigint[]) from incoming
                       where (position in (select position from wrote)) is true)
           end as fresh,
           case when exists (select from wrote where moved)
                then (select array_agg(n) from incoming
                       where position in (select position from wrote where moved))
           end as moved,
           (select array_agg(e.id)
              from unnest($15::text::int4[], $16::text::text[], $17::text::text[],
                          $18::text::bool[])
                       as said(entity, types, scopes, deleted)
              join entity e on e.id = said.entity
             where not said.deleted
               and (not e."exists"
                    or to_jsonb(e.types) <> said.types::jsonb
                    or to_jsonb(e.scopes) <> said.scopes::jsonb)) as strangers
"""

#: What devices observed: a time in the future does not make an observation newer.
WRITE = _WRITE.format(
    as_of="least(observed_at, now())", again="do nothing", left_word=""
)

#: What was said to hold now: it replaces the present whatever its time. Saying again
#: what was said of this moment before, after something else was said, moves it to the
#: end of the ledger; the microsecond tells what was moved from what is new.
WRITE_CURRENT = _WRITE.format(
    as_of="now()",
    again="""do update
           set position = excluded.position,
               recorded_at = now() + interval '1 microsecond',
               written_by = excluded.written_by
         where not exists (select from present
                            where present.position = ledger.position
                              and present.entity = ledger.entity
                              and present.attribute = ledger.attribute)""",
    left_word=f"""
    left_places as (
        select was.attribute, was.written_by
          from wrote
          join incoming i using (position)
         cross join lateral (  -- as it was before, one by one: what moves is seldom
               select l.attribute, l.written_by from ledger l
                where l.entity = i.entity and l.attribute = i.attribute
                  and l.observed_at = i.observed_at and l.digest = i.digest
                limit 1) was
         where wrote.moved
    ),
    left_word as ({leave_word("left_places", "said again")}),""",
)

LOCK_ENTITIES = """
    select id, types, scopes, "exists", deleted_at
      from entity
     where id = any($1::int4[])
     order by id
       for no key update
"""

#: Returns the ordinals of the expectations that are not met.
CHECK_ATTRIBUTES = """
    select array_agg(n order by n)
      from unnest($1::int4[], $2::bool[], $3::int4[], $4::text[], $5::int8[])
               with ordinality as x(entity, "exists", attribute, dataset, position, n)
      join entity e on e.id = x.entity
      left join present p on p.entity = x.entity and p.attribute = x.attribute
                         and p.dataset = x.dataset and not p.deleted
     where case when x.attribute is null then e."exists" <> x."exists"
                else coalesce(p.position, 0) <> x.position end
"""

DROP_PRESENT = """
    with gone as (delete from present where entity = any($1::int4[]))
    update entity
       set "exists" = false, types = '{}', scopes = '{}', deleted_at = now()
     where id = any($1::int4[])
"""

#: Keeps a credential of connection $1; the role that wrote it cannot read it back.
LOCK_AWAY = """
    insert into secret (entity, name, value, address)
    select id, $2::text, $3::text, $4::text from entity where urn = $1
        on conflict (entity, name) do update set value = $3, address = $4
"""

#: An entity that comes back begins anew: what was left from before it was deleted goes.
CHANGE_ENTITIES = """
    with change as (
        select * from unnest($1::int4[], $2::text[], $3::text[])
                          as c(entity, types, scopes)
    ),
    stale as (
        delete from present p using change c, entity e
         where p.entity = c.entity and e.id = c.entity
           and not e."exists" and p.as_of <= e.deleted_at
    )
    update entity e
       set types = c.types::text[],
           scopes = c.scopes::text[],
           created_at = case when e."exists" then e.created_at else now() end,
           modified_at = now(),
           "exists" = true
      from change c
     where e.id = c.entity
"""

NOTE_ENTITIES = """
    insert into ledger (position, entity, attribute, observed_at, digest, kind, source,
                        timed, deleted, value)
    select nextval('ledger_position'), entity, attribute, now(),
           hashtextextended(coalesce(value, ''), 0), 0, $4, false, value is null,
           value::jsonb
      from unnest($1::int4[], $2::int4[], $3::text[]) as n(entity, attribute, value)
        on conflict do nothing
"""

#: Notes the deeds that are willing to be done; returns those that were done before, and
#: waits for a process that is just doing one of them.
NOTE_DEEDS = """
    with said as (
        select * from unnest($1::text[], $2::bytea[], $3::bool[])
                          as s(token, digest, willing)
    ),
    noted as (
        insert into deed (token, digest)
        select token, digest from said where willing order by token
            on conflict (token) do nothing
        returning token
    )
    select token from said where willing and token not in (select token from noted)
     union all
    select token from said join deed using (token) where not willing
"""


def columns(rows: Sequence[Row], claims: dict[int, Claim]) -> list[object]:
    """Turn rows into the arrays that the statement unnests."""
    newest = [
        a.entity != b.entity or a.attribute != b.attribute or a.dataset != b.dataset
        for a, b in pairwise(rows)
    ]
    laid = list(zip(*rows, strict=True)) or [()] * len(Row._fields)
    del laid[AT : TURN + 1]  # they sorted the rows and have served
    entities = sorted(claims)
    return [
        *(written(column) for column, written in zip(laid, _WRITTEN, strict=True)),
        plain([*newest, True] if rows else []),
        plain(entities),
        texts([json(claims[entity].types) for entity in entities]),
        texts([json(claims[entity].scopes) for entity in entities]),
        plain([claims[entity].deleted for entity in entities]),
        len(rows),
    ]


def plain(column: Sequence[object]) -> str:
    """Write numbers, truths, moments and nothings as an array of PostgreSQL's."""
    return f"{{{orjson.dumps(column)[1:-1].decode()}}}"


def texts(column: Sequence[str | None]) -> str:
    """Write texts and nothings as an array of PostgreSQL's."""
    quoted = {word: "null" if word is None else _quote(word) for word in set(column)}
    return f"{{{','.join([quoted[word] for word in column])}}}"  # few say many things


def _quote(word: str) -> str:
    if "\\" in word or '"' in word:
        word = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{word}"'


AT, TURN = Row._fields.index("at"), Row._fields.index("turn")

#: How each column of a row is written, but `at` and `turn`.
_WRITTEN = [
    texts if name in ("dataset", "value", "unit", "meta", "place") else plain
    for name in Row._fields
    if name not in ("at", "turn")
]


def json(words: tuple[str, ...] | None) -> str | None:
    """Write texts as JSON; None stays None."""
    return None if words is None else msgspec.json.encode(words).decode()


def array(words: tuple[str, ...]) -> str:
    """Write texts as PostgreSQL writes an array."""
    return texts(words)
