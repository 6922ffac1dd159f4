"""Which alarms wait for somebody, and what was told of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import orjson

from mesto.kernel.question import Question, Row
from mesto.kernel.question.alarms import ALERT_OF, BADNESS, LEADER
from mesto.kernel.question.handled import SHELVED_UNTIL, is_acknowledged, is_shelved

KEPT = timedelta(days=1)  #: what was told of alarms that are over


class Group(NamedTuple):
    """Alarms with one cause that nobody acknowledged or shelved."""

    entity: int
    began_at: datetime  #: it opened then, or left the shelf
    status: int  #: the worst
    types: Sequence[str]
    districts: Sequence[str]
    told: Sequence[tuple[str, int]]  #: policies, and numbers of their steps


@dataclass(frozen=True, kw_only=True)
class Unattended(Question[list[Group]]):
    """Groups of open alarms that wait for somebody.

    What lay on a shelf waits since it left it. A moment that is none is not read.
    """

    sql = f"""
        with waiting as (
            select coalesce(l.entity, a.entity) as entity,
                   coalesce(l.opened_at, a.opened_at) as opened_at,
                   a.status, a.type, a.district, {ALERT_OF} as alert
              from alarm a
              {LEADER}
             where a.ended_at is null and a.status in (1, 2, 3)
               and not {is_acknowledged(ALERT_OF)}
               and not {is_shelved(ALERT_OF)}
        ),
        grouped as (
            select w.entity, w.opened_at,
                   (array_agg(w.status order by {BADNESS.format("w")} desc))[1]
                       as status,
                   array_agg(distinct w.type) as types,
                   array_agg(distinct w.district) as districts,
                   max(p.value #>> '{{}}' collate "C") as shelved
              from waiting w
              left join present p on p.entity = w.alert and p.dataset = ''
                   and not p.deleted
                   and p.attribute = (select id from attribute
                                       where name = '{SHELVED_UNTIL}')
                   and p.value #>> '{{}}'
                       ~ '^\\d{{4}}-(0[1-9]|1[0-2])-([01]\\d|2[0-8])T[01]\\d:[0-5]\\d'
             group by w.entity, w.opened_at
        )
        select g.entity, g.status, g.types, g.districts,
               greatest(g.opened_at, g.shelved::timestamptz) as began_at,
               t.policies, t.steps
          from grouped g
          left join lateral (
               select array_agg(e.policy) as policies, array_agg(e.step) as steps
                 from escalated e
                where e.entity = g.entity
                  and e.began_at = greatest(g.opened_at, g.shelved::timestamptz)
               ) t on true
    """

    def answer(self, rows: Sequence[Row]) -> list[Group]:
        """Read a group a row."""
        return [
            Group(
                row["entity"],
                row["began_at"],
                row["status"],
                row["types"],
                row["districts"],
                list(zip(row["policies"] or (), row["steps"] or (), strict=True)),
            )
            for row in rows
        ]


@dataclass(frozen=True, kw_only=True)
class ToldLately(Question[Mapping[tuple[str, int, str], int]]):
    """How many notices were made within a while, by policy, step and severity."""

    within: timedelta

    sql = """
        select policy, step, severity, count(distinct notice) as notices
          from escalated
         where told_at > now() - $1::interval
         group by policy, step, severity
    """

    def arguments(self) -> Sequence[object]:
        """Return how far back."""
        return (self.within,)

    def answer(self, rows: Sequence[Row]) -> Mapping[tuple[str, int, str], int]:
        """Read a count a row."""
        return {(r["policy"], r["step"], r["severity"]): r["notices"] for r in rows}


class Head(NamedTuple):
    """What explains a group, as people read it."""

    entity: int
    urn: str
    name: str
    street: str
    cause: Mapping[str, str]
    explains: int  #: how many other alarms


@dataclass(frozen=True, kw_only=True)
class Heads(Question[Mapping[int, Head]]):
    """The alarms of some entities, the last of each."""

    entities: Sequence[int]

    sql = """
        select a.entity, e.urn, a.name, a.street, w.said,
               (select count(*) from alarm m
                 where m.ended_at is null and m.by = a.entity) as explains
          from unnest($1::int4[]) as i(entity)
         cross join lateral (
               select * from alarm where entity = i.entity
                order by opened_at desc limit 1
               ) a
          join entity e on e.id = a.entity
          join sentence w on w.digest = a.cause
    """

    def arguments(self) -> Sequence[object]:
        """Return of whom."""
        return (list(self.entities),)

    def answer(self, rows: Sequence[Row]) -> Mapping[int, Head]:
        """Read an alarm a row."""
        return {
            row["entity"]: Head(
                entity=row["entity"],
                urn=row["urn"],
                name=row["name"],
                street=row["street"],
                cause=orjson.loads(row["said"]),
                explains=row["explains"],
            )
            for row in rows
        }


class Decided(NamedTuple):
    """A notice that is to be told, and what it is about."""

    id: UUID
    notice: str  #: JSON
    policy: str
    step: int
    severity: str
    groups: Sequence[tuple[int, datetime]]  #: entities and since when they wait


@dataclass(frozen=True, kw_only=True)
class Decide(Question[None]):
    """Note notices and what they are about, all or none; what is known stays so."""

    decided: Sequence[Decided]

    sql = """
        with made as (
            insert into escalation (id, notice)
            select id, notice::jsonb from unnest($1::uuid[], $2::text[])
                as n(id, notice)
                on conflict do nothing
        )
        insert into escalated (policy, step, entity, began_at, severity, notice)
        select * from unnest(
            $3::text[], $4::int2[], $5::int4[], $6::timestamptz[], $7::text[],
            $8::uuid[]
        )
            on conflict do nothing
    """

    def arguments(self) -> Sequence[object]:
        """Return one array a column."""
        told = [
            (one.policy, one.step, entity, began_at, one.severity, one.id)
            for one in self.decided
            for entity, began_at in one.groups
        ]
        columns = [list(column) for column in zip(*told, strict=True)]
        return (
            [one.id for one in self.decided],
            [one.notice for one in self.decided],
            *(columns or [[] for _ in range(6)]),
        )

    def answer(self, rows: Sequence[Row]) -> None:
        """Return nothing."""


@dataclass(frozen=True, kw_only=True)
class Undelivered(Question[list[str]]):
    """Notices that were decided and not handed on yet, oldest first, as JSON."""

    sql = "select notice from escalation order by made_at, id limit 1000"

    def answer(self, rows: Sequence[Row]) -> list[str]:
        """Read a notice a row."""
        return [row["notice"] for row in rows]


@dataclass(frozen=True, kw_only=True)
class HandedOn(Question[None]):
    """Forget notices that were handed on, and what was told of alarms long over."""

    ids: Sequence[UUID]

    sql = """
        with old as (
            delete from escalated e
             where e.told_at < now() - $2::interval
               and not exists (select from alarm a where a.entity = e.entity
                                                     and a.ended_at is null)
        )
        delete from escalation where id = any($1::uuid[])
    """

    def arguments(self) -> Sequence[object]:
        """Return which, and how long the rest is kept."""
        return (list(self.ids), KEPT)

    def answer(self, rows: Sequence[Row]) -> None:
        """Return nothing."""
