"""What scenarios remember and did, in tables of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import orjson

from mesto.kernel.question import Question, Row


class Lately(NamedTuple):
    """What a scenario did in the last 30 days."""

    last_at: datetime | None  #: when that happened which it last did something about
    runs: int
    failures: int  #: of these runs, or of what they should have done


NEVER = Lately(None, 0, 0)


@dataclass(frozen=True, kw_only=True)
class Doings(Question[dict[str, Lately]]):
    """What each scenario did lately, by its name; absent: nothing."""

    sql = """
        select scenario, max(happened_at) as last_at,
               count(*) filter (where step = 0) as runs,
               count(*) filter (
                   where outcome = 'failed' or told @? $1::text::jsonpath) as failures
          from scenario_run
         where happened_at > now() - interval '30 days'
           and outcome in ('done', 'watched', 'failed')
         group by scenario
    """

    def arguments(self) -> Sequence[object]:
        """How a failure is found."""
        return ('$.effects[*] ? (@.failure != "")',)

    def answer(self, rows: Sequence[Row]) -> dict[str, Lately]:
        """Read a scenario a row."""
        return {
            row["scenario"]: Lately(row["last_at"], row["runs"], row["failures"])
            for row in rows
        }


KEEP_MEMORIES = """
    insert into scenario_memory (scenario, version, number, subject, memory)
    select scenario, version, number, subject, memory::jsonb
      from unnest($1::text[], $2::bigint[], $3::integer[], $4::text[], $5::text[])
           as new (scenario, version, number, subject, memory)
        on conflict (scenario, number, subject) do update
       set version = excluded.version, memory = excluded.memory
"""
NOTE_RUNS = """
    insert into scenario_run (run, step, scenario, version, number, entity,
                              happened_at, outcome, told)
    select run, step, scenario, version, number, entity, happened_at, outcome,
           told::jsonb
      from unnest($1::uuid[], $2::integer[], $3::text[], $4::bigint[], $5::integer[],
                  $6::text[], $7::timestamptz[], $8::text[], $9::text[])
           as new (run, step, scenario, version, number, entity, happened_at, outcome,
                   told)
        on conflict (run, step) do nothing
"""
PAUSE = """
    insert into scenario_pause (run, step, scenario, version, number, heard, due_at)
    values ($1, $2, $3, $4, $5, $6::text::jsonb, $7)
        on conflict (run, step) do nothing
"""
GO_ON = "delete from scenario_pause where run = $1 and step = $2"
ANSWERED = "delete from scenario_call where id = any($1::uuid[])"
PAUSED = """
    select run, step, scenario, version, number, heard::text as heard, due_at
      from scenario_pause
     where due_at <= $1
     order by due_at
     limit 100
"""
CALLED = """
    select id, scenario, sort, entity, payload::text as payload, by, called_at
      from scenario_call
     order by called_at
     limit 100
"""
CALL = """
    insert into scenario_call (id, scenario, sort, entity, payload, by)
    values ($1, $2, $3, $4, $5::text::jsonb, $6)
        on conflict (id) do nothing
    returning id
"""
MEMORIES = """
    select scenario, version, number, subject, memory::text as memory
      from scenario_memory
     where scenario = any($1::text[])
"""
LATELY = """
    select scenario, entity, happened_at from scenario_run
     where outcome in ('done', 'watched') and step = 0 and scenario = any($1::text[])
       and happened_at > now() - make_interval(secs => $2)
     order by happened_at
"""
FORGET = "delete from scenario_run where done_at < now() - make_interval(days => $1)"


@dataclass(frozen=True, kw_only=True)
class Runs(Question[list[dict[str, object]]]):
    """What a scenario did, newest first; what it was about comes with it."""

    scenario: str
    before: datetime
    limit: int

    sql = """
        select run, step, version, number, entity, happened_at, done_at, outcome,
               told::text as told
          from scenario_run
         where scenario = $1 and happened_at < $2
         order by happened_at desc, run, step
         limit $3
    """

    def arguments(self) -> Sequence[object]:
        """Whose, before when, how many."""
        return (self.scenario, self.before, self.limit)

    def answer(self, rows: Sequence[Row]) -> list[dict[str, object]]:
        """Read a run a row."""
        return [
            {
                "run": row["run"],
                "step": row["step"],
                "version": row["version"],
                "trigger": row["number"],
                "entity": row["entity"],
                "at": row["happened_at"],
                "done_at": row["done_at"],
                "outcome": row["outcome"],
                **orjson.loads(row["told"]),
            }
            for row in rows
        ]
