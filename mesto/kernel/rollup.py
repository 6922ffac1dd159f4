"""Hourly and daily figures of numeric attributes, kept as the ledger grows.

Instances told apart by a datasetId have none: they are not the attribute's own number.

The keeper is the ledger's first follower. Its bookmark moves in the transaction that
adds the figures, so each observation counts exactly once.
"""

from collections.abc import Sequence
from datetime import datetime

from mesto.kernel.connections import Connection

#: Observations added in one transaction. Readers wait for every open transaction, so
#: each has to be short: about 40 ms.
LIMIT = 4_000

#: Of two statements about one moment the one made later counts as the last.
NEWEST = "observed_at desc, written_by desc, position desc"

TAKE = """
    insert into bookmark (reader, written_by, position) values ('rollup', '0', 0)
        on conflict do nothing
"""

_ADD = """
        insert into rollup_{unit} as r
        select * from {unit} order by 1, 2, 3
            on conflict (attribute, entity, start) do update
           set n = r.n + excluded.n,
               total = r.total + excluded.total,
               least = least(r.least, excluded.least),
               greatest = greatest(r.greatest, excluded.greatest),
               last = case when excluded.last_at >= r.last_at then excluded.last
                           else r.last end,
               last_at = greatest(r.last_at, excluded.last_at)
"""

#: Marks hours of attributes as news for the measures kept of them; see measure.py. What
#: was never counted is due at once: it would be taken for nothing meanwhile.
MARK = """
        insert into measure_due as d (measure, start, due)
        select m.id, news.start,
               now() + case when h.start is null then interval '0'
                            else interval '1 minute' end
          from ({hours}) as news
          join measure m on m.attribute = news.attribute
          left join measure_hour h on h.measure = m.id and h.start = news.start
         order by 1, 2
            on conflict (measure, start) do update set news = d.news + 1
"""

#: Adds what lies after the bookmark and moves it. Returns how many rows were read. The
#: bookmark is asked for by itself: joined, the whole ledger would be read up to it.
KEEP = f"""
    with mark as materialized (
        select written_by, position from bookmark where reader = 'rollup' for update
    ),
    batch as materialized (
        select l.written_by, l.position, l.entity, l.attribute, l.observed_at,
               case when l.dataset is null then l.number end as number
          from ledger l
         where (l.written_by, l.position)
                   > ((select written_by from mark), (select position from mark))
           and l.written_by < pg_snapshot_xmin(pg_current_snapshot())
         order by l.written_by, l.position
         limit {LIMIT}
    ),
    hour as (
        select attribute, entity, date_trunc('hour', observed_at, 'UTC') as start,
               count(*) as n, sum(number) as total,
               min(number) as least, max(number) as greatest,
               (array_agg(number order by {NEWEST}))[1] as last,
               max(observed_at) as last_at
          from batch
         where number is not null
         group by 1, 2, 3
    ),
    day as (
        select attribute, entity, date_trunc('day', start, 'UTC') as start,
               sum(n)::bigint as n, sum(total) as total,
               min(least) as least, max(greatest) as greatest,
               (array_agg(last order by last_at desc))[1] as last,
               max(last_at) as last_at
          from hour
         group by 1, 2, 3
    ),
    add_hour as ({_ADD.format(unit="hour")}),
    add_day as ({_ADD.format(unit="day")}),
    marked as ({MARK.format(hours="select distinct attribute, start from hour")}),
    newest as (
        select written_by, position from batch
         order by written_by desc, position desc limit 1
    ),
    moved as (
        update bookmark b set written_by = n.written_by, position = n.position
          from newest n where b.reader = 'rollup'
    )
    select count(*) from batch
"""

#: Forgets the figures of attribute $1 of entity $2 between $3 and $4.
_FORGET = """
    delete from {table}
     where attribute = $1 and entity = $2
       and start >= date_trunc('{unit}', $3::timestamptz, 'UTC') and start <= $4
"""

#: Reckons them again, from what the keeper has counted already; it will add the rest.
_AGAIN = """
    insert into {table}
    select attribute, entity, date_trunc('{unit}', observed_at, 'UTC'),
           count(*), sum(number), min(number), max(number),
           (array_agg(number order by {newest}))[1], max(observed_at)
      from ledger
     where attribute = $1 and entity = $2 and number is not null and dataset is null
       and observed_at >= date_trunc('{unit}', $3::timestamptz, 'UTC')
       and observed_at < date_trunc('{unit}', $4::timestamptz, 'UTC')
                         + interval '1 {unit}'
       and (written_by, position) <= (select written_by, position from bookmark
                                       where reader = 'rollup')
     group by 1, 2, 3
"""

#: Marks the hours of some moments.
_MARK_AGAIN = MARK.format(
    hours="""
        select distinct attribute, date_trunc('hour', at, 'UTC') as start
          from unnest($1::int[], $2::timestamptz[]) as changed (attribute, at)
    """
)

_TABLES = (("rollup_hour", "hour"), ("rollup_day", "day"))


async def keep_up(connection: Connection) -> int:
    """Add one batch to the figures; return how many observations it held."""
    await connection.execute(TAKE)
    return int(await connection.fetchval(KEEP))


async def reckon_again(
    connection: Connection, rows: Sequence[tuple[int, int, datetime]]
) -> None:
    """Mend the figures after history changed at (attribute, entity, moment).

    Runs in the transaction of the change; the keeper waits until it has ended.
    """
    if not rows:
        return
    spans: dict[tuple[int, int], tuple[datetime, datetime]] = {}
    for attribute, entity, at in rows:
        first, last = spans.get((attribute, entity), (at, at))
        spans[attribute, entity] = (min(first, at), max(last, at))
    await connection.execute("select from bookmark where reader = 'rollup' for update")
    for key, span in spans.items():
        for table, unit in _TABLES:
            for statement in (_FORGET, _AGAIN):
                sql = statement.format(table=table, unit=unit, newest=NEWEST)
                await connection.execute(sql, *key, *span)
    attributes, _, moments = zip(*rows, strict=True)
    await connection.execute(_MARK_AGAIN, attributes, moments)
