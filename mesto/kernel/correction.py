"""Correcting what was observed: other words about the same moment.

A correction replaces the newest statement about its moment and keeps its place in the
ledger, so that whoever noted the place still finds it. Followers do not hear of it.
"""

from collections.abc import Sequence
from datetime import datetime

import asyncpg

from mesto.kernel.chain.strands import leave_word
from mesto.kernel.connections import Connection
from mesto.kernel.model import Observation
from mesto.kernel.row import digest, dump, split

#: $1 to $10: one array a column, a row a correction. Returns the rows it replaced.
CORRECT = f"""
    with said as (
        select e.id as entity, a.id as attribute, c.observed_at, c.dataset, c.kind,
               c.number, c.value::jsonb as value, c.unit, c.meta::jsonb as meta,
               c.digest
          from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[],
                      $5::int2[], $6::float8[], $7::text[], $8::text[], $9::text[],
                      $10::int8[])
                   as c(urn, name, observed_at, dataset, kind, number, value, unit,
                        meta, digest)
          join entity e on e.urn = c.urn
          join attribute a on a.name = c.name
    ),
    wrong as materialized (
        select s.*, was.digest as digest_was
          from said s
         cross join lateral (
               select l.digest
                 from ledger l
                where l.entity = s.entity and l.attribute = s.attribute
                  and l.observed_at = s.observed_at
                  and coalesce(l.dataset, '') = s.dataset
                order by l.position desc
                limit 1
               ) was
         where not exists (select from ledger l
                            where l.entity = s.entity and l.attribute = s.attribute
                              and l.observed_at = s.observed_at
                              and l.digest = s.digest)
    ),
    done as (
        update ledger l
           set kind = w.kind, number = w.number, value = w.value, unit = w.unit,
               meta = w.meta, digest = w.digest, recorded_at = now()
          from wrong w
         where l.entity = w.entity and l.attribute = w.attribute
           and l.observed_at = w.observed_at and l.digest = w.digest_was
        returning l.*
    ),
    now_too as (
        update present p
           set kind = d.kind, number = d.number, value = d.value, unit = d.unit,
               meta = d.meta, recorded_at = d.recorded_at
          from done d
         where p.entity = d.entity and p.attribute = d.attribute
           and p.position = d.position
    ),
    left_word as ({leave_word("done", "corrected")})
    select attribute, entity, observed_at from done
"""


async def correct(
    connection: Connection, seen: Sequence[Observation]
) -> list[asyncpg.Record]:
    """Replace what was said of the moments of `seen`; others are left alone.

    Returns attribute, entity and time of what was replaced.
    """
    rows = {
        (one.entity, one.attribute, one.observed_at, one.dataset or ""): one
        for one in seen
        if one.observed_at is not None and not one.deleted
    }
    columns = zip(*(_columns(*key, one) for key, one in rows.items()), strict=True)
    return await connection.fetch(CORRECT, *columns) if rows else []


def _columns(
    urn: str, name: str, observed_at: datetime | None, dataset: str, one: Observation
) -> tuple[object, ...]:
    number, value = split(one)
    meta = None if one.meta is None else dump(one.meta, one)
    mark = digest(one, number, value, meta)
    kind = int(one.kind)
    return urn, name, observed_at, dataset, kind, number, value, one.unit, meta, mark
