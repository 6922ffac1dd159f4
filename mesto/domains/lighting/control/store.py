"""What the switching asks the database: what was told, is held, and went wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from sys import intern
from typing import NamedTuple

import orjson

from mesto.domains.lighting.control.kept import KEEP
from mesto.domains.lighting.control.rollout import Seen
from mesto.domains.lighting.control.switching import SOURCE, Told
from mesto.domains.lighting.panels import SET_DIM_LEVEL
from mesto.kernel.model import Value
from mesto.kernel.question import Question, Row
from mesto.kernel.registry import DEVICE


class Edition(NamedTuple):
    """What changes whenever somebody writes about the light."""

    entities: int
    newest: int


@dataclass(frozen=True, kw_only=True)
class EditionOf(Question[Edition]):
    """Which edition of what people wrote there is, of entities of some types."""

    types: Sequence[str]

    sql = """
        select count(distinct e.id) as entities, coalesce(max(p.position), 0) as newest
          from entity e
          join present p on p.entity = e.id and not p.deleted
         where e."exists" and e.types && $1::text[]
    """

    def arguments(self) -> Sequence[object]:
        """Of these types."""
        return (self.types,)

    def answer(self, rows: Sequence[Row]) -> Edition:
        """Read the only row."""
        return Edition(rows[0]["entities"], rows[0]["newest"])


@dataclass(frozen=True, kw_only=True)
class ToldLast(Question[Mapping[tuple[str, str], Told]]):
    """What lamps were told last by schedules since a moment, by command and lamp."""

    since: datetime

    sql = """
        select distinct on (c.name, c.entity)
               c.name, c.entity, c.id::text, c.value, c.created_at
          from command c
         where c.created_at >= $1
           and c.source like $2
           and c.name = any($3::text[])
         order by c.name, c.entity, c.created_at desc, c.position desc
    """

    def arguments(self) -> Sequence[object]:
        """Since when, by whom, and what."""
        return (self.since, f"{SOURCE}%", [SET_DIM_LEVEL, KEEP])

    def answer(self, rows: Sequence[Row]) -> Mapping[tuple[str, str], Told]:
        """Read a command a row."""
        return {
            (intern(row["name"]), intern(row["entity"])): Told(
                row["id"], orjson.loads(row["value"] or "null"), row["created_at"]
            )
            for row in rows
        }


class HeldLamp(NamedTuple):
    """A lamp of which people hold a level for a while."""

    entity: str
    value: Value
    until_at: datetime


@dataclass(frozen=True, kw_only=True)
class HeldNow(Question[Sequence[HeldLamp]]):
    """The lamps of which people hold a level for a while."""

    sql = """
        select entity, value, until_at
          from override
         where ended_at is null and name = $1
    """

    def arguments(self) -> Sequence[object]:
        """Of the command that sets a level."""
        return (SET_DIM_LEVEL,)

    def answer(self, rows: Sequence[Row]) -> Sequence[HeldLamp]:
        """Read a lamp a row."""
        return [
            HeldLamp(row["entity"], orjson.loads(row["value"]), row["until_at"])
            for row in rows
        ]


@dataclass(frozen=True, kw_only=True)
class Behind(Question[Mapping[str, str]]):
    """The connections by which devices speak for some assets, by asset.

    Assets without a device, and devices that no connection reaches, are left out.
    """

    assets: Sequence[str]

    sql = """
        with device as (
            select id, urn from entity where "exists" and types @> array[$2]
        ),
        speaks as (
            select coalesce(
                       jsonb_path_query_first(asset.target, 'lax $[0]') #>> '{}',
                       device.urn) as urn,
                   line.value #>> '{}' as connection
              from device
              join present line on line.entity = device.id
               and line.attribute = (
                   select id from attribute where name = 'connection')
               and not line.deleted
              left join present asset on asset.entity = device.id
               and asset.attribute = (
                   select id from attribute where name = 'controlledAsset')
               and not asset.deleted
        )
        select speaks.urn, min(speaks.connection) as connection
          from unnest($1::text[]) as asset (urn)
          join speaks on speaks.urn = asset.urn
         group by speaks.urn
    """

    def arguments(self) -> Sequence[object]:
        """Which assets, and what a device is."""
        return (self.assets, DEVICE)

    def answer(self, rows: Sequence[Row]) -> Mapping[str, str]:
        """Read an asset a row."""
        return {row["urn"]: row["connection"] for row in rows}


@dataclass(frozen=True, kw_only=True)
class KeptBy(Question[int]):
    """How many of some lamps have confirmed the programme they were given last."""

    lamps: Sequence[str]

    sql = """
        select count(*) filter (where last.state = 'confirmed') as kept
          from unnest($1::text[]) as lamp (urn)
         cross join lateral (
               select c.state from command c
                where c.entity = lamp.urn and c.name = $2 and c.source like $3
                order by c.created_at desc, c.position desc
                limit 1
               ) last
    """

    def arguments(self) -> Sequence[object]:
        """Of which lamps, which command, by whom."""
        return (self.lamps, KEEP, f"{SOURCE}%")

    def answer(self, rows: Sequence[Row]) -> int:
        """Read the only row."""
        return int(rows[0]["kept"])


@dataclass(frozen=True, kw_only=True)
class HeldSince(Question[Mapping[str, datetime]]):
    """The lamps of which people held a level until lately, and until when."""

    since: datetime

    sql = """
        select entity, max(ended_at) as ended_at
          from override
         where ended_at >= $1 and name = $2
         group by entity
    """

    def arguments(self) -> Sequence[object]:
        """Since when, and of which command."""
        return (self.since, SET_DIM_LEVEL)

    def answer(self, rows: Sequence[Row]) -> Mapping[str, datetime]:
        """Read a lamp a row."""
        return {row["entity"]: row["ended_at"] for row in rows}


@dataclass(frozen=True, kw_only=True)
class SeenOf(Question[Seen]):
    """What was seen since a moment of the lamps that try a schedule."""

    lamps: Sequence[str]
    source: str  #: of the commands
    since: datetime

    sql = """
        select (select count(*)
                  from alarm a
                  join entity e on e.id = a.entity
                 where a.opened_at >= $3 and a.status <> 4
                   and e.urn = any($1::text[])) as alarms,
               count(*) filter (where state in ('confirmed', 'failed', 'expired'))
                   as ended,
               count(*) filter (where state in ('failed', 'expired')) as failed
          from command
         where created_at >= $3 and source = $2 and entity = any($1::text[])
    """

    def arguments(self) -> Sequence[object]:
        """Of which lamps, by which schedule, since when."""
        return (self.lamps, self.source, self.since)

    def answer(self, rows: Sequence[Row]) -> Seen:
        """Read the only row."""
        row = rows[0]
        return Seen(len(self.lamps), row["alarms"], row["ended"], row["failed"])


@dataclass(frozen=True, kw_only=True)
class Readings(Question[list[tuple[datetime, float]]]):
    """The numbers of an attribute of an entity since a moment, oldest first."""

    entity: str
    attribute: str
    since: datetime

    sql = """
        select l.observed_at, l.number
          from ledger l
         where l.entity = (select id from entity where urn = $1)
           and l.attribute = (select id from attribute where name = $2)
           and l.observed_at >= $3
           and l.number is not null and not l.deleted and l.dataset is null
         order by l.observed_at, l.position
    """

    def arguments(self) -> Sequence[object]:
        """Of whom, what, since when."""
        return (self.entity, self.attribute, self.since)

    def answer(self, rows: Sequence[Row]) -> list[tuple[datetime, float]]:
        """Read a number a row."""
        return [(row["observed_at"], row["number"]) for row in rows]
