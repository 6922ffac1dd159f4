"""How connections fare: what they brought, when, and why one does not run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
import orjson

from mesto.kernel.question import Question, Row
from mesto.kernel.text import Text

MINUTES_KEPT_H = 25  #: of single minutes; a little more than the day that is shown


class Brought(msgspec.Struct, kw_only=True):
    """What a connection brought since it was last noted."""

    messages: int = 0
    observations: int = 0
    refused: int = 0
    last_at: datetime  #: when the last message came
    last_origin: str = ""
    lag_s: float = 0.0  #: from the arrival of the last message until it was durable


class Total(msgspec.Struct, frozen=True, kw_only=True):
    """What a connection has brought since it is counted."""

    messages: int
    observations: int
    refused: int
    last_at: datetime
    last_origin: str
    lag_s: float


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """Why a connection does not run."""

    kind: str  #: unavailable, forbidden, malformed, notfound or defect
    reason: str  #: as it is written in the log
    says: Text  #: the same for people, by language
    since: datetime


#: Adds what was brought in a minute to its row and to the total.
ADD = """
    with said as (
        select * from unnest(
            $1::text[], $2::timestamptz[], $3::int[], $4::int[], $5::int[],
            $6::timestamptz[], $7::text[], $8::float8[]
        ) as s(connection, start, messages, observations, refused, last_at,
               last_origin, lag_s)
    ),
    minutes as (
        insert into connection_minute as m
        select connection, start, messages, observations, refused from said
         order by connection, start
            on conflict (connection, start) do update
           set messages = m.messages + excluded.messages,
               observations = m.observations + excluded.observations,
               refused = m.refused + excluded.refused
    )
    insert into connection_total as t
    select connection, sum(messages), sum(observations), sum(refused), max(last_at),
           (array_agg(last_origin order by last_at desc))[1],
           (array_agg(lag_s order by last_at desc))[1]
      from said
     group by connection
     order by connection
        on conflict (connection) do update
       set messages = t.messages + excluded.messages,
           observations = t.observations + excluded.observations,
           refused = t.refused + excluded.refused,
           last_origin = case when excluded.last_at >= t.last_at
                              then excluded.last_origin else t.last_origin end,
           lag_s = case when excluded.last_at >= t.last_at
                        then excluded.lag_s else t.lag_s end,
           last_at = greatest(t.last_at, excluded.last_at)
"""

#: Writes down why connections do not run; those that stay broken keep their time.
BREAK = """
    insert into connection_trouble as t
        (connection, kind, reason, says, since)
    select * from unnest(
        $1::text[], $2::text[], $3::text[], $4::jsonb[], $5::timestamptz[]
    )
        on conflict (connection) do update
       set kind = excluded.kind, reason = excluded.reason, says = excluded.says
"""
MEND = "delete from connection_trouble where connection = any($1::text[])"

FORGET_MINUTES = """
    delete from connection_minute
     where start < now() - make_interval(hours => $1)
"""


@dataclass(frozen=True)
class Totals(Question[Mapping[str, Total]]):
    """What each connection has brought."""

    sql = """
        select connection, messages, observations, refused, last_at, last_origin, lag_s
          from connection_total
    """

    def answer(self, rows: Sequence[Row]) -> Mapping[str, Total]:
        """Read a connection a row."""
        return {
            row["connection"]: Total(
                messages=row["messages"],
                observations=row["observations"],
                refused=row["refused"],
                last_at=row["last_at"],
                last_origin=row["last_origin"],
                lag_s=row["lag_s"],
            )
            for row in rows
        }


@dataclass(frozen=True)
class Troubles(Question[Mapping[str, Trouble]]):
    """Which connections do not run, and why."""

    sql = """
        select connection, kind, reason, since,
               coalesce(says, jsonb_build_object('en', reason)) as says
          from connection_trouble
    """

    def answer(self, rows: Sequence[Row]) -> Mapping[str, Trouble]:
        """Read a connection a row."""
        return {
            row["connection"]: Trouble(
                kind=row["kind"],
                reason=row["reason"],
                says=orjson.loads(row["says"]),
                since=row["since"],
            )
            for row in rows
        }


class Minute(msgspec.Struct, frozen=True, array_like=True):
    """What came in one step of time."""

    start_s: int  #: since 1970
    messages: int
    observations: int
    refused: int


@dataclass(frozen=True, kw_only=True)
class Pulse(Question[Mapping[str, Sequence[Minute]]]):
    """What came when, in steps of time; steps in which nothing came are left out.

    connection: only this one; None is all
    step_s: a whole number of minutes
    """

    since: datetime
    step_s: int = 60
    connection: str | None = None

    sql = """
        select connection, extract(epoch from start)::bigint / $2 * $2 as start_s,
               sum(messages) as messages, sum(observations) as observations,
               sum(refused) as refused
          from connection_minute
         where start >= $1 and ($3::text is null or connection = $3)
         group by 1, 2
         order by 1, 2
    """

    def arguments(self) -> Sequence[object]:
        """Return since when, how fine and of which."""
        return (self.since, self.step_s, self.connection)

    def answer(self, rows: Sequence[Row]) -> Mapping[str, Sequence[Minute]]:
        """Gather the steps of each connection."""
        found: dict[str, list[Minute]] = {}
        for row in rows:
            step = Minute(
                row["start_s"], row["messages"], row["observations"], row["refused"]
            )
            found.setdefault(row["connection"], []).append(step)
        return found
