"""What the live picture asks: which assets there are, what changed, how they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from sys import intern
from typing import NamedTuple

from mesto.kernel.model import LOCATION, TYPE, Attribute, Entity, Kind
from mesto.kernel.question import Question, Row
from mesto.kernel.question.handled import ALERT_SOURCE, RAISED_TIME
from mesto.kernel.row import join
from mesto.kernel.tail import Place

NAME, ADDRESS = "name", "address"
#: Attributes that say what an asset is, rather than how.
SHAPE = (TYPE, LOCATION, NAME, ADDRESS)
KINDS = tuple(Kind)


class Placed(NamedTuple):
    """An asset and where it stands; a large one stands in the middle of its bounds."""

    id: int
    urn: str
    types: Sequence[str]
    name: object  #: a text or a map from language to text, where it has one
    address: object  #: an object, where it has one
    longitude: float | None  #: neither where it stands nowhere
    latitude: float | None


class Change(NamedTuple):
    """What the ledger says about one entity since a place in it."""

    id: int
    types: Sequence[str]
    observations: int
    reshaped: bool  #: its type, place or name is among them
    judged: bool  #: something is that it is judged by


class Changed(NamedTuple):
    """Changes up to a place in the ledger."""

    changes: Sequence[Change]
    observations: int  #: of all entities together
    place: Place  #: where to read on


@dataclass(frozen=True, kw_only=True)
class Horizon(Question[Place]):
    """The place in the ledger before which everything is decided."""

    @property
    def sql(self) -> str:
        """The oldest transaction still in flight."""
        return "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as oldest"

    def answer(self, rows: Sequence[Row]) -> Place:
        """Read the only row."""
        return Place(rows[0]["oldest"], -1)


@dataclass(frozen=True, kw_only=True)
class Changes(Question[Changed]):
    """Which entities changed since a place in the ledger, each once.

    judged_by: names of attributes
    """

    since: Place
    judged_by: Sequence[str]
    limit: int = 50_000  #: observations read

    @property
    def sql(self) -> str:
        """Gather in the database, so that a flood of observations costs little here."""
        return """
            with batch as materialized (
                select l.written_by, l.position, l.entity, l.attribute
                  from ledger l
                 where (l.written_by, l.position) > ($1::text::xid8, $2::bigint)
                   and l.written_by < pg_snapshot_xmin(pg_current_snapshot())
                 order by l.written_by, l.position
                 limit $3
            ),
            last as (
                select written_by, position from batch
                 order by written_by desc, position desc limit 1
            )
            select b.entity, e.types, count(*) as n,
                   bool_or(b.attribute in (
                       select id from attribute where name = any($4::text[])
                   )) as reshaped,
                   bool_or(b.attribute in (
                       select id from attribute where name = any($5::text[])
                   )) as judged,
                   (select written_by::text::bigint from last) as written_by,
                   (select position from last) as position
              from batch b
              join entity e on e.id = b.entity
             group by b.entity, e.types
        """

    def arguments(self) -> Sequence[object]:
        """Since when, how much, and which attributes reshape and are judged by."""
        since = (str(self.since.written_by), self.since.position)
        return (*since, self.limit, SHAPE, self.judged_by)

    def answer(self, rows: Sequence[Row]) -> Changed:
        """Read a change a row; nothing new leaves the place where it is."""
        changes = [
            Change(r["entity"], r["types"], r["n"], r["reshaped"], r["judged"])
            for r in rows
        ]
        if not rows:
            return Changed(changes, 0, self.since)
        place = Place(rows[0]["written_by"], rows[0]["position"])
        seen = sum(change.observations for change in changes)
        return Changed(changes, seen, place)


@dataclass(frozen=True, kw_only=True)
class Standing(Question[list[Placed]]):
    """Entities of some types that have a place, ordered by number.

    So has what is wrong with something that stands nowhere, e.g. with a connection: an
    Alert that was raised. What people did about an asset's alarm is an Alert, too; that
    is told of the asset.

    ids: only these, where given; after: only higher numbers
    """

    types: Sequence[str]
    ids: Sequence[int] | None = None
    after: int = 0
    limit: int = 5_000

    @property
    def sql(self) -> str:
        """Join the three attributes that say what and where an asset is."""
        return """
            with named as (
                select max(id) filter (where name = $5) as location,
                       max(id) filter (where name = $6) as name,
                       max(id) filter (where name = $7) as address,
                       max(id) filter (where name = $8) as raised,
                       max(id) filter (where name = $9) as source
                  from attribute where name in ($5, $6, $7, $8, $9)
            )
            select e.id, e.urn, e.types, n.value as name, a.value as address,
                   (center(l.place))[0] as longitude, (center(l.place))[1] as latitude
              from entity e
             cross join named
              left join present l on l.entity = e.id and l.attribute = named.location
                                 and l.dataset = '' and not l.deleted
              left join present n on n.entity = e.id and n.attribute = named.name
                                 and n.dataset = '' and not n.deleted
              left join present a on a.entity = e.id and a.attribute = named.address
                                 and a.dataset = '' and not a.deleted
             where e."exists"
               and e.types && $1::text[]
               and ($2::int[] is null or e.id = any($2))
               and e.id > $3
               and (l.place is not null or exists (
                   select from present r
                     join present s on s.entity = r.entity
                                   and s.attribute = named.source and not s.deleted
                    where r.entity = e.id
                      and r.attribute = named.raised and not r.deleted
                      and not exists (
                          select from entity about
                            join present p on p.entity = about.id
                                          and p.attribute = named.location
                                          and not p.deleted
                           where about.urn = s.value #>> '{}'
                      )
               ))
             order by e.id
             limit $4
        """

    def arguments(self) -> Sequence[object]:
        """Which, and how many."""
        wanted = (self.types, self.ids, self.after, self.limit)
        return (*wanted, LOCATION, NAME, ADDRESS, RAISED_TIME, ALERT_SOURCE)

    def answer(self, rows: Sequence[Row]) -> list[Placed]:
        """Read an asset a row."""
        return [
            Placed(
                row["id"],
                intern(row["urn"]),
                row["types"],
                join(None, row["name"]),
                join(None, row["address"]),
                row["longitude"],
                row["latitude"],
            )
            for row in rows
        ]


@dataclass(frozen=True, kw_only=True)
class Judged(Question[Mapping[int, Entity]]):
    """Some attributes of some entities as they are now, by the entities' numbers.

    Entities are named by number, by URN or both. Places in the ledger, sources and
    scopes are left out, since no judge asks for them.
    """

    attributes: Sequence[str]
    ids: Sequence[int] = ()
    urns: Sequence[str] = ()

    @property
    def sql(self) -> str:
        """Read one row an entity: a third of the work of one row an attribute.

        Entity by entity, so that no guess of the planner makes it read everybody.
        """
        return """
            with wanted as materialized (
                select id, urn, types, created_at, modified_at
                  from entity where "exists" and id = any($1::int[])
                union
                select id, urn, types, created_at, modified_at
                  from entity where "exists" and urn = any($2::text[])
            ),
            named as materialized (
                select id, name from attribute where name = any($3::text[])
            )
            select w.id, w.urn, w.types, w.created_at, w.modified_at, said.*
              from wanted w
             cross join lateral (
                 select array_agg(n.name) as names, array_agg(p.kind) as kinds,
                        array_agg(p.number) as numbers, array_agg(p.value) as values,
                        array_agg(p.unit) as units,
                        array_agg(p.recorded_at) as recorded_at,
                        array_agg(case when p.timed then p.observed_at end)
                            as observed_at
                   from present p
                   join named n on n.id = p.attribute
                  where p.entity = w.id and p.dataset = '' and not p.deleted
             ) as said
        """

    def arguments(self) -> Sequence[object]:
        """Of whom, and what."""
        return (self.ids, self.urns, self.attributes)

    def answer(self, rows: Sequence[Row]) -> Mapping[int, Entity]:
        """Put each entity together."""
        return {row["id"]: _entity(row) for row in rows}


_SAID = ("names", "kinds", "numbers", "values", "units", "recorded_at", "observed_at")


def _entity(row: Row) -> Entity:
    said = (row[column] or () for column in _SAID)  # null where nothing was said
    attributes = zip(*said, strict=True)
    return Entity(
        id=intern(row["urn"]),  # many keep it
        types=tuple(row["types"]),
        scopes=(),
        created_at=row["created_at"],
        modified_at=row["modified_at"],
        attributes=tuple(
            Attribute(
                name=intern(name),
                value=join(number, value),
                kind=KINDS[kind],
                position=0,
                observed_at=observed_at,
                created_at=recorded_at,
                modified_at=recorded_at,
                source="",
                unit=unit,
            )
            for name, kind, number, value, unit, recorded_at, observed_at in attributes
        ),
    )
