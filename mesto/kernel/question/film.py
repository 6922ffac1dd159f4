"""The film of the live picture: what is kept of it, and how a moment is found again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import msgspec

from mesto.kernel.question import Question, Row

LEASE = "film"  #: what the process holds that keeps it, among the bookmarks


class Take(NamedTuple):
    """A piece of film."""

    start: datetime
    stop: datetime
    whole: bytes | None = None  #: how everything was at the start; None: go on
    changes: bytes | None = None  #: what changed since; None: nothing


class Head(NamedTuple):
    """Where the reel begins that shows a moment."""

    start: datetime
    over: bool  #: another one follows, so that nothing is added to it


class Alarm(msgspec.Struct, kw_only=True):
    """A time in which an asset was not well in one way."""

    entity: int
    opened_at: datetime
    since: datetime
    status: int
    type: str
    name: str
    street: str
    district: str
    sought: str
    longitude: float  #: NaN where it stands nowhere
    latitude: float
    cause: int  #: digest of the sentence last said
    by: str | None  #: URN of what explains it
    ended_at: datetime | None = None


class Said(NamedTuple):
    """What is said of an asset from a moment on."""

    entity: int
    at: datetime
    cause: int
    by: str | None


class Sentence(NamedTuple):
    """A sentence in every language."""

    digest: int
    said: str  #: JSON
    sought: str  #: folded


@dataclass(frozen=True, kw_only=True)
class FindHead(Question[Head | None]):
    """The reel that shows a moment; None where nothing was filmed so early."""

    at: datetime

    sql = """
        select f.start,
               exists (select from film n where n.start > f.start
                                            and n.whole is not null) as over
          from film f
         where f.start <= $1 and f.whole is not null
         order by f.start desc
         limit 1
    """

    def arguments(self) -> Sequence[object]:
        """Return the moment."""
        return (self.at,)

    def answer(self, rows: Sequence[Row]) -> Head | None:
        """Read the row, if there is one."""
        return Head(rows[0]["start"], rows[0]["over"]) if rows else None


@dataclass(frozen=True, kw_only=True)
class Reel(Question[list[Take]]):
    """The takes of the reel that begins at a moment, in their order."""

    start: datetime

    sql = """
        select start, stop, whole, changes
          from film
         where start >= $1
           and start < coalesce((select min(start) from film
                                  where start > $1 and whole is not null), 'infinity')
         order by start
    """

    def arguments(self) -> Sequence[object]:
        """Return the beginning."""
        return (self.start,)

    def answer(self, rows: Sequence[Row]) -> list[Take]:
        """Read a take a row."""
        return [Take(r["start"], r["stop"], r["whole"], r["changes"]) for r in rows]


@dataclass(frozen=True, kw_only=True)
class Filmed(Question[list[tuple[datetime, datetime]]]):
    """When the picture was filmed: spans without a gap longer than `patience`."""

    patience: timedelta

    sql = """
        with shot as (
            select start, stop,
                   start - lag(stop) over (order by start) > $1 as after_gap
              from film
        ),
        span as (
            select start, stop,
                   count(*) filter (where after_gap) over (order by start) as number
              from shot
        )
        select min(start) as start, max(stop) as stop
          from span group by number order by number
    """

    def arguments(self) -> Sequence[object]:
        """Return how long a gap counts as none."""
        return (self.patience,)

    def answer(self, rows: Sequence[Row]) -> list[tuple[datetime, datetime]]:
        """Read a span a row."""
        return [(row["start"], row["stop"]) for row in rows]


@dataclass(frozen=True, kw_only=True)
class Keep(Question[bool]):
    """Keep a take and what was said meanwhile, if `holder` still holds the lease.

    A take that begins when one begins already makes that one longer. Returns whether
    it was kept.
    """

    holder: UUID
    take: Take
    alarms: Sequence[Alarm] = ()
    said: Sequence[Said] = ()
    sentences: Sequence[Sentence] = ()

    @property
    def sql(self) -> str:
        """Write all in one statement, behind the lock of the lease."""
        return """
            with held as materialized (
                select from bookmark where reader = $1 and holder = $2 for update
            ),
            shot as (
                insert into film (start, stop, whole, changes)
                select $3::timestamptz, $4::timestamptz, $5::bytea, $6::bytea from held
                    on conflict (start) do update
                   set stop = excluded.stop,
                       changes = coalesce(excluded.changes, film.changes)
            ),
            worded as (
                insert into sentence (digest, said, sought)
                select w.digest, w.said::jsonb, w.sought
                  from held,
                       unnest($7::int8[], $8::text[], $9::text[])
                           as w(digest, said, sought)
                    on conflict do nothing
            ),
            alarmed as (
                insert into alarm (
                    entity, opened_at, since, status, type, name, street, district,
                    sought, longitude, latitude, cause, by, ended_at
                )
                select a.entity, a.opened_at, a.since, a.status, a.type, a.name,
                       a.street, a.district, a.sought, a.longitude, a.latitude, a.cause,
                       e.id, a.ended_at
                  from held,
                       unnest(
                           $10::int4[], $11::timestamptz[], $12::timestamptz[],
                           $13::int2[], $14::text[], $15::text[], $16::text[],
                           $17::text[], $18::text[], $19::float8[], $20::float8[],
                           $21::int8[], $22::text[], $23::timestamptz[]
                       ) as a(
                           entity, opened_at, since, status, type, name, street,
                           district, sought, longitude, latitude, cause, by, ended_at
                       )
                  left join entity e on e.urn = a.by
                    on conflict (entity, opened_at) do update
                   set ended_at = excluded.ended_at,
                       cause = excluded.cause,
                       by = excluded.by
            ),
            told as (
                insert into said (entity, at, cause, by)
                select s.entity, s.at, s.cause, e.id
                  from held,
                       unnest($24::int4[], $25::timestamptz[], $26::int8[], $27::text[])
                           as s(entity, at, cause, by)
                  left join entity e on e.urn = s.by
                    on conflict do nothing
            )
            select exists (select from held) as kept
        """

    def arguments(self) -> Sequence[object]:
        """Return one value or one array a column."""
        alarms = (msgspec.structs.astuple(alarm) for alarm in self.alarms)
        return (
            LEASE,
            self.holder,
            *self.take,
            *_columns(self.sentences, len(Sentence._fields)),
            *_columns(alarms, len(Alarm.__struct_fields__)),
            *_columns(self.said, len(Said._fields)),
        )

    def answer(self, rows: Sequence[Row]) -> bool:
        """Tell whether the lease was still held."""
        return bool(rows[0]["kept"])


@dataclass(frozen=True, kw_only=True)
class Splice(Question[None]):
    """Put all changes of a reel into its first take, and throw the others away."""

    holder: UUID
    take: Take  #: the reel's first

    sql = """
        with held as materialized (
            select from bookmark where reader = $1 and holder = $2 for update
        ),
        spliced as (
            update film set stop = $4, changes = $5
             where start = $3 and exists (select from held)
        )
        delete from film
         where start > $3 and start <= $4 and whole is null
           and exists (select from held)
    """

    def arguments(self) -> Sequence[object]:
        """Return whose it is, and the take."""
        start, stop, _, changes = self.take
        return (LEASE, self.holder, start, stop, changes)

    def answer(self, rows: Sequence[Row]) -> None:
        """Return nothing."""


@dataclass(frozen=True, kw_only=True)
class ForgetPast(Question[None]):
    """Throw away what was filmed and said before a moment and holds no more."""

    before: datetime

    sql = """
        with reel as (delete from film where stop < $1),
             over as (delete from alarm where ended_at < $1),
             quiet as (
                 delete from said s
                  where s.at < $1
                    and not exists (select from alarm a
                                     where a.entity = s.entity and a.ended_at is null)
             )
        delete from sentence w
         where not exists (select from alarm a where a.cause = w.digest)
           and not exists (select from said s where s.cause = w.digest)
    """

    def arguments(self) -> Sequence[object]:
        """Return the moment."""
        return (self.before,)

    def answer(self, rows: Sequence[Row]) -> None:
        """Return nothing."""


def _columns(rows: Iterable[Sequence[object]], width: int) -> list[list[object]]:
    """Turn rows into one array a column."""
    return [list(column) for column in zip(*rows, strict=True)] or [
        [] for _ in range(width)
    ]
