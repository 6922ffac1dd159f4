"""Keeping what boards ask of many assets, hour by hour.

A measure somebody asked about is reckoned back over a year and kept up from then on, so
that a board reads one row an hour and not one of each asset. The keeper of rollups
notes which hours have news (`measure_due`); an hour that was reckoned before is so
again at most every minute.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from mesto.kernel.bell import Bell
from mesto.kernel.connections import Connection
from mesto.kernel.errors import Infeasible
from mesto.kernel.names import Bound
from mesto.kernel.panel import Measure
from mesto.kernel.question import Row
from mesto.kernel.question.clause import Arguments
from mesto.kernel.question.measured import meant, worth

MOST = 1_000  #: measures of one municipality
BACK = "371 days"  #: how far a new measure is reckoned back: a year and a week
UNASKED = "90 days"  #: after which a measure is forgotten

#: Registers a measure of states ($2 is empty) or of a known attribute, and tells
#: whether it is new.
_ASK = """
    insert into measure (definition, attribute)
    select $1, a.id
      from (values (1)) as once
      left join attribute a on a.name = $2
     where $2 = '' or a.id is not null
        on conflict (definition) do update set asked_at = now()
    returning id, attribute, xmax = 0 as fresh
"""

#: Lets the keeper of rollups wait, so that what it is adding is either seen by us, or
#: marked by it.
_QUIET = "select from bookmark where reader = 'rollup' for update"

#: Marks every hour there are figures of.
_MARK_ALL = f"""
    insert into measure_due (measure, start, due)
    select $1, hour, now()
      from (select min(start) as first, max(start) as last
              from rollup_hour where attribute = $2) as kept,
           generate_series(
               greatest(first, date_trunc('hour', now()) - interval '{BACK}'),
               last, interval '1 hour') as hour
        on conflict do nothing
"""

#: The newest hours due, of one measure and one day.
_DUE = """
    with newest as (
        select measure, start from measure_due where due <= now()
         order by start desc limit 1
    )
    select d.measure, m.definition, m.attribute, d.start, d.news,
           date_trunc('day', d.start, 'UTC') as day
      from measure_due d
      join newest n on n.measure = d.measure
       and date_trunc('day', n.start, 'UTC') = date_trunc('day', d.start, 'UTC')
      join measure m on m.id = d.measure
     where d.due <= now()
     order by d.start
"""

#: Writes hours of measure $1 unless news came meanwhile; then they stay due.
_WRITE = """
    with locked as materialized (
        select d.start
          from measure_due d
          join unnest($2::timestamptz[], $3::int[]) as read (start, news)
            on d.start = read.start and d.news = read.news
         where d.measure = $1
         order by d.start
           for update of d
    ),
    done as (
        delete from measure_due d
         using locked
         where d.measure = $1 and d.start = locked.start
        returning d.start
    ),
    emptied as (
        delete from measure_hour h
         using done
         where h.measure = $1 and h.start = done.start
           and h.start <> all($4::timestamptz[])
    )
    insert into measure_hour as h
    select $1, found.*
      from unnest($4::timestamptz[], $5::int[], $6::int[],
                  $7::float8[], $8::float8[], $9::float8[])
           as found (start, entities, heard, total, least, greatest)
      join done using (start)
        on conflict (measure, start) do update
       set entities = excluded.entities, heard = excluded.heard,
           total = excluded.total, least = excluded.least, greatest = excluded.greatest
"""
_COLUMNS = ("start", "entities", "heard", "total", "least", "greatest")

_FORGET = f"""
    with gone as (
        delete from measure where asked_at < now() - interval '{UNASKED}' returning id
    ),
    undue as (delete from measure_due d using gone where d.measure = gone.id)
    delete from measure_hour h using gone where h.measure = gone.id
"""


class Measures:
    """The measures of one municipality."""

    def __init__(self, bound: Bound) -> None:
        """Remember nothing yet."""
        self.asked = Bell()  #: rings when a measure is new
        self._bound = bound
        self._numbers: dict[str, int] = {}

    async def number(self, measure: Measure) -> int | None:
        """Return the number of a measure of many assets; from now on it is kept.

        Returns None where nobody has ever spoken of its attribute. Raises Infeasible
        where the municipality keeps as many as it may.
        """
        definition = msgspec.json.encode(measure).decode()
        known = self._numbers.get(definition)
        if known is None:
            known = await self._ask(definition, measure.attribute)
            if known is not None:
                self._numbers[definition] = known
        return known

    async def of_states(self) -> Mapping[int, Measure]:
        """Return the measures of states by number; whoever judges assets notes them."""
        async with self._bound() as connection:
            rows = await connection.fetch(
                "select id, definition from measure where attribute is null"
            )
        return {row["id"]: _measure(row) for row in rows}

    async def note(
        self, start: datetime, counted: Mapping[int, tuple[int, int]]
    ) -> None:
        """Note, for the hour that began at `start`, how many are so, of how many."""
        async with self._bound() as connection:
            await connection.executemany(
                "insert into measure_hour as h values ($1, $2, $4, $4, $3, 0, 1) "
                "on conflict (measure, start) do update set entities = $4, "
                "heard = greatest(h.heard, $4), total = $3",
                [(one, start, so, of) for one, (so, of) in counted.items()],
            )

    async def reckon(self) -> int:
        """Reckon what is due of one measure on one day, the newest first.

        Returns how many hours it was; 0 when nothing is due.
        """
        async with self._bound() as connection:
            due = await connection.fetch(_DUE)
            if due:
                await _reckon(connection, due)
        return len(due)

    async def forget(self) -> None:
        """Forget measures nobody has asked about for long."""
        self._numbers.clear()  # so that those still asked about say so again
        async with self._bound() as connection, connection.transaction():
            await connection.execute(_QUIET)
            await connection.execute(_FORGET)

    async def _ask(self, definition: str, attribute: str) -> int | None:
        async with self._bound() as connection, connection.transaction():
            await connection.execute(_QUIET)
            row = await connection.fetchrow(_ASK, definition, attribute)
            if row is None:
                return None
            if row["fresh"]:
                if await connection.fetchval("select count(*) from measure") > MOST:
                    raise Infeasible(f"at most {MOST} measures are kept")
                await connection.execute(_MARK_ALL, row["id"], row["attribute"])
        self.asked.ring()
        return int(row["id"])


async def _reckon(connection: Connection, due: Sequence[Row]) -> None:
    """Read first and write then: what holds back followers is short."""
    sql, arguments = _reckoning(due)
    found = await connection.fetch(sql, *arguments)
    await connection.execute(
        _WRITE,
        due[0]["measure"],
        [row["start"] for row in due],
        [row["news"] for row in due],
        *([row[name] for row in found] for name in _COLUMNS),
    )


def _reckoning(due: Sequence[Row]) -> tuple[str, list[object]]:
    """Return the statement that reckons some hours of one day."""
    measure = _measure(due[0])
    arguments = Arguments()
    attribute = arguments.add(due[0]["attribute"], "int")
    hours = arguments.add([row["start"] for row in due], "timestamptz[]")
    sql = f"""
        with meant as materialized (
            select e.id from entity e where {meant(measure, arguments)}
        ),
        day as (
            select count(*) as heard
              from rollup_day d
              join meant on meant.id = d.entity
             where d.attribute = {attribute}
               and d.start = {arguments.add(due[0]["day"], "timestamptz")}
        )
        select h.start, count(*) as entities, (select heard from day) as heard,
               sum({worth(measure, "h.total / h.n", arguments)})::float8 as total,
               min(h.least) as least, max(h.greatest) as greatest
          from rollup_hour h
          join meant on meant.id = h.entity
         where h.attribute = {attribute} and h.start = any({hours})
         group by h.start
    """
    return sql, arguments.values


def _measure(row: Row) -> Measure:
    return msgspec.json.decode(row["definition"], type=Measure)
