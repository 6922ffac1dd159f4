"""A town that is founded today and one that came all the way have the same shape."""

import pytest

from mesto.kernel.city import City
from mesto.kernel.connections import Connection
from mesto.kernel.database import Database
from mesto.kernel.schema import PHASES, migrate

pytestmark = pytest.mark.anyio

#: What a schema holds, without its name; what a town is granted is not of its steps.
SHAPE = """
    with here as (
        select c.oid, c.relname, c.relkind from pg_class c
         where c.relnamespace = $1::text::regnamespace
    )
    select h.relname, h.relkind::text as kind, a.attname as name,
           format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as strict,
           replace(pg_get_expr(d.adbin, d.adrelid), $1, '') as told
      from here h
      join pg_attribute a on a.attrelid = h.oid and a.attnum > 0
      left join pg_attrdef d on d.adrelid = h.oid and d.adnum = a.attnum
    union all
    select h.relname, 'index', '', '', null,
           replace(pg_get_indexdef(h.oid), $1, '')
      from here h where h.relkind in ('i', 'I')
    union all
    select h.relname, 'constraint', k.conname, '', null,
           replace(pg_get_constraintdef(k.oid), $1, '')
      from here h join pg_constraint k on k.conrelid = h.oid
    union all
    select '', 'step', version, phase, null, '' from {schema}.migration
     order by 1, 2, 3, 4
"""


async def shape(connection: Connection, schema: str) -> list[tuple[object, ...]]:
    found = await connection.fetch(SHAPE.format(schema=schema), schema)
    return [tuple(row) for row in found]


async def test_a_town_founded_in_one_go_is_as_one_that_took_every_step(
    database: Database, city: City
) -> None:
    stepwise = f"{city.schema}_by_steps"
    async with database.owner() as owner:
        await owner.execute(f"create schema {stepwise}")
        for phase in PHASES:
            assert await migrate(owner, stepwise, "municipality", phase)
        founded = await shape(owner, city.schema)
        assert await shape(owner, stepwise) == founded
        await owner.execute(f"drop schema {stepwise} cascade")
    assert {row[1] for row in founded} > {"r", "p", "index", "constraint", "step"}
