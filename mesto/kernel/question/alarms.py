"""What was not well, when, and what people did about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from mesto.kernel.question import Question, Row
from mesto.kernel.question.clause import Arguments
from mesto.kernel.question.film import Alarm
from mesto.kernel.question.handled import (
    HANDLED_COLUMNS,
    STATE_COLUMN,
    Handled,
    handled_by,
    is_assigned,
    is_shelved,
    read_handled,
)
from mesto.kernel.row import join


class Because(NamedTuple):
    """What explains an alarm."""

    id: int  #: the entity's number
    urn: str
    name: str
    opened_at: datetime | None = None  #: its own alarm, where that was looked for


class Listed(NamedTuple):
    """An alarm as lists show it."""

    alarm: Alarm
    urn: str
    cause: Mapping[str, str]
    because: Because | None
    handled: Handled | None
    members: int = 1  #: how many alarms it stands for
    alert: int | None = None  #: number of the Alert that tells what people did
    state: str = ""  #: of an Alert that a rule raised: raised or cleared


class AlarmPage(NamedTuple):
    """Some of the alarms asked for, and how many there are."""

    alarms: Sequence[Listed]
    total: int


class SortBy(StrEnum):
    """By what alarms are ordered."""

    SINCE = "since"
    ENDED = "ended"
    DURATION = "duration"
    STATUS = "status"
    NAME = "name"


#: How bad the status of alarm `{}` is; more is worse.
BADNESS = "array_position('{{4,3,1,2}}'::int[], {}.status::int)"
_BADNESS = BADNESS.format("a")
_LASTS = "coalesce(a.ended_at, now()) - a.since"
_KEYS = {
    SortBy.SINCE: "a.opened_at",
    SortBy.ENDED: "coalesce(a.ended_at, 'infinity')",
    SortBy.DURATION: _LASTS,
    SortBy.STATUS: _BADNESS,
    SortBy.NAME: "a.name",
}

#: The alarm that explains alarm `a`: of the entity that does, and of the same time.
LEADER = """
      left join lateral (
          select l.entity, l.opened_at, l.name, l.alert
            from alarm l
           where l.entity = a.by
             and l.opened_at <= coalesce(a.ended_at, 'infinity')
             and coalesce(l.ended_at, 'infinity') >= a.opened_at
           order by l.opened_at desc
           limit 1
      ) l on true
"""
#: What alarms are chosen and ordered by; the rest is read of those on the page.
_KEY = "a.entity, a.opened_at, a.ended_at, a.since, a.status, a.name"

#: Who tells what people did about alarm `a`: its own Alert, or its cause's.
ALERT_OF = "coalesce(a.alert, l.alert)"


@dataclass(frozen=True, kw_only=True)
class Alarms(Question[AlarmPage]):
    """Alarms, open ones or past ones, a page at a time.

    after, before: when they opened, both exclusive; words: folded, all of which the
    name, the street, the code or the cause holds; longer_than: for how long they last;
    entities: only of these; grouped: what one alarm explains is one row with it; of:
    only what this alarm explains, by its entity and opening, and itself; beyond: what
    follows this opening and entity, not counted; assigned: to whom, empty: to nobody;
    shelved: only those, or only others
    """

    over: bool | None = None
    statuses: Sequence[int] = (1, 2, 3)
    types: Sequence[str] | None = None
    after: datetime | None = None
    before: datetime | None = None
    words: Sequence[str] = ()
    district: str | None = None
    longer_than: timedelta | None = None
    entities: Sequence[int] | None = None
    grouped: bool = False
    of: tuple[int, datetime] | None = None
    beyond: tuple[datetime, int] | None = None
    assigned: str | None = None
    shelved: bool | None = None
    sort: SortBy = SortBy.SINCE
    ascending: bool = False
    limit: int = 200
    offset: int = 0

    @property
    def sql(self) -> str:
        """The statement."""
        return self._written[0]

    def arguments(self) -> Sequence[object]:
        """Return what the statement's numbers stand for."""
        return self._written[1]

    def answer(self, rows: Sequence[Row]) -> AlarmPage:
        """Read an alarm a row; an empty page still has its count."""
        listed = [
            _listed(row)._replace(members=row["members"])
            for row in rows
            if row["entity"] is not None
        ]
        return AlarmPage(listed, rows[0]["total"])

    @cached_property
    def _written(self) -> tuple[str, list[object]]:
        arguments = Arguments()
        where = " and ".join(self._conditions(arguments))
        total = "0" if self.beyond else "(select count(*) from listed)"
        way = "asc" if self.ascending else "desc"
        order = f"{_KEYS[self.sort]} {way}, a.opened_at {way}, a.entity"
        sql = f"""
            with listed as {self._listed(where)},
            counted as (select {total} as total),
            page as (
                select a.*, row_number() over (order by {order}) as place
                  from listed a
                 order by {order}
                 limit {arguments.add(self.limit, "bigint")}
                offset {arguments.add(self.offset, "bigint")}
            )
            select counted.total, p.members, a.*, w.said, e.urn, b.urn as by_urn,
                   l.entity as by_entity, l.name as by_name,
                   l.opened_at as by_opened_at, {ALERT_OF} as told_by,
                   {STATE_COLUMN}, {HANDLED_COLUMNS}
              from counted
              left join page p on true
              left join alarm a on a.entity = p.entity and a.opened_at = p.opened_at
              left join sentence w on w.digest = a.cause
              left join entity e on e.id = a.entity
              left join entity b on b.id = a.by
              {LEADER}
              {handled_by(ALERT_OF)}
             order by p.place
        """
        return sql, arguments.values

    def _listed(self, where: str) -> str:
        """Return one row an alarm, or one for each that explains others: the worst.

        What is not grouped is read twice, counted and sorted, sooner than kept.
        """
        words = "join sentence w on w.digest = a.cause" if self.words else ""
        led = self.grouped or self.of is not None or self._by_deeds
        leader = LEADER if led else ""
        matched = f"from alarm a {words} {leader} where {where}"
        if not self.grouped:
            return f"not materialized (select {_KEY}, 1 as members {matched})"
        return f"""materialized (
                select distinct on (head, head_at)
                       a.*, count(*) over (partition by head, head_at) as members
                  from (
                      select {_KEY}, coalesce(l.entity, a.entity) as head,
                             coalesce(l.opened_at, a.opened_at) as head_at
                      {matched}
                  ) a
                 order by head, head_at, (a.entity = head) desc, {_BADNESS} desc,
                          a.opened_at
            )"""

    @property
    def _by_deeds(self) -> bool:
        """Whether they are chosen by what people did."""
        return self.assigned is not None or self.shelved is not None

    def _conditions(self, arguments: Arguments) -> list[str]:
        likes = [_like(word) for word in self.words]
        of, of_at = self.of or (None, None)
        beyond_at, beyond = self.beyond or (None, None)
        wanted = (
            (list(self.statuses), "a.status = any({})", "int2[]"),
            (self.types, "a.type = any({})", "text[]"),
            (self.after, "a.opened_at > {}", "timestamptz"),
            (self.before, "a.opened_at < {}", "timestamptz"),
            (likes or None, "a.sought || ' ' || w.sought like all({})", "text[]"),
            (self.district, "a.district = {}", "text"),
            (self.longer_than, f"{_LASTS} >= {{}}", "interval"),
            (self.entities, "a.entity = any({})", "int4[]"),
            (of, "{} in (a.entity, a.by)", "int4"),
            (of, "coalesce(l.entity, a.entity) = {}", "int4"),
            (of_at, "coalesce(l.opened_at, a.opened_at) = {}", "timestamptz"),
        )
        found = [
            text.format(arguments.add(value, sql_type))
            for value, text, sql_type in wanted
            if value is not None
        ]
        if self.over is not None:
            found.append(f"a.ended_at is {'not ' if self.over else ''}null")
        if beyond is not None:
            place = (
                arguments.add(beyond_at, "timestamptz"),
                arguments.add(beyond, "int4"),
            )
            found.append(f"(a.opened_at, a.entity) > ({', '.join(place)})")
        if self.shelved is not None:
            found.append(("" if self.shelved else "not ") + is_shelved(ALERT_OF))
        if self.assigned == "":
            found.append("not " + is_assigned(ALERT_OF, ""))
        elif self.assigned is not None:
            to = arguments.add(self.assigned, "text")
            found.append(is_assigned(ALERT_OF, to))
        return found


@dataclass(frozen=True, kw_only=True)
class OpenAlarms(Question[list[Alarm]]):
    """Every alarm that is not over."""

    sql = """
        select a.*, b.urn as by_urn
          from alarm a left join entity b on b.id = a.by
         where a.ended_at is null
    """

    def answer(self, rows: Sequence[Row]) -> list[Alarm]:
        """Read an alarm a row."""
        return [_alarm(row) for row in rows]


@dataclass(frozen=True, kw_only=True)
class ToldThen(Question[list[Listed]]):
    """What was said, at a moment, of assets that were not well then."""

    ids: Sequence[int]
    at: datetime

    sql = f"""
        select a.*, e.urn, w.said, b.id as by_entity, b.urn as by_urn,
               '' as by_name, null as by_opened_at, a.alert as told_by,
               {STATE_COLUMN}, {HANDLED_COLUMNS}
          from unnest($1::int4[]) as i(entity)
          join entity e on e.id = i.entity
         cross join lateral (
               select * from alarm
                where entity = i.entity and opened_at <= $2
                order by opened_at desc limit 1
               ) a
          left join lateral (
               select cause, by from said
                where entity = i.entity and at between a.opened_at and $2
                order by at desc limit 1
               ) s on true
          join sentence w on w.digest = coalesce(s.cause, a.cause)
          left join entity b on b.id = case when s.cause is null then a.by else s.by end
          {handled_by("a.alert")}
    """

    def arguments(self) -> Sequence[object]:
        """Return of whom, and when."""
        return (list(self.ids), self.at)

    def answer(self, rows: Sequence[Row]) -> list[Listed]:
        """Read an asset a row; what people did later was not known then."""
        listed = (_listed(row) for row in rows)
        return [
            one
            if one.handled is None or one.handled.at <= self.at
            else one._replace(handled=None)
            for one in listed
        ]


@dataclass(frozen=True, kw_only=True)
class HandledNow(Question[dict[int, Handled]]):
    """What people did about alarms that are open, by the assets' numbers."""

    sql = f"""
        select a.entity, {HANDLED_COLUMNS}
          from alarm a
          {handled_by("a.alert")}
         where a.ended_at is null and a.alert is not null
    """

    def answer(self, rows: Sequence[Row]) -> dict[int, Handled]:
        """Read an alarm a row."""
        found = ((row["entity"], read_handled(row)) for row in rows)
        return {entity: handled for entity, handled in found if handled}


class Bar(NamedTuple):
    """How much became abnormal in one step of time."""

    start: datetime
    warning: int
    critical: int


@dataclass(frozen=True, kw_only=True)
class AlarmCounts(Question[list[Bar]]):
    """How many alarms opened, by steps from `start` on; steps without any left out.

    What was wrong when filming began did not become so then.
    """

    start: datetime
    end: datetime
    step: timedelta
    types: Sequence[str] | None = None

    sql = """
        select date_bin($3, opened_at, $1) as start,
               count(*) filter (where status = 1) as warning,
               count(*) filter (where status = 2) as critical
          from alarm
         where opened_at >= $1 and opened_at < $2 and status in (1, 2)
           and opened_at > (select min(start) from film)
           and ($4::text[] is null or type = any($4))
         group by 1
         order by 1
    """

    def arguments(self) -> Sequence[object]:
        """Return when, in which steps, and of which types."""
        return (self.start, self.end, self.step, self.types)

    def answer(self, rows: Sequence[Row]) -> list[Bar]:
        """Read a step a row."""
        return [Bar(row["start"], row["warning"], row["critical"]) for row in rows]


@dataclass(frozen=True, kw_only=True)
class Answer(Question[None]):
    """Note which Alerts tell what people do about open alarms.

    alerts: URN of the Alert by the asset's number
    """

    alerts: Mapping[int, str]

    sql = """
        update alarm a
           set alert = e.id
          from unnest($1::int4[], $2::text[]) as n(entity, urn)
          join entity e on e.urn = n.urn
         where a.entity = n.entity and a.ended_at is null
    """

    def arguments(self) -> Sequence[object]:
        """Return the pairs."""
        return (list(self.alerts), list(self.alerts.values()))

    def answer(self, rows: Sequence[Row]) -> None:
        """Return nothing."""


def _listed(row: Row) -> Listed:
    said = join(None, row["said"])
    assert isinstance(said, dict)
    by = row["by_entity"]
    words = (row["by_urn"], row["by_name"], row["by_opened_at"])
    because = None if by is None else Because(by, *words)
    return Listed(
        _alarm(row),
        row["urn"],
        said,
        because,
        read_handled(row),
        alert=row["told_by"],
        state=row["state"] or "",
    )


def _alarm(row: Row) -> Alarm:
    fields = {name: row[name] for name in Alarm.__struct_fields__ if name != "by"}
    return Alarm(by=row["by_urn"], **fields)


def _like(word: str) -> str:
    """Write a word as a pattern that finds it anywhere."""
    escaped = word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{escaped}%"
