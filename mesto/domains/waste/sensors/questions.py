"""What a look asks the ledger for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from mesto.domains.waste.nouns import LEVEL
from mesto.kernel.question import Question, Row

LATE: Final = timedelta(days=30)  #: no radio holds a report back for so long
STRAY_HOURS: Final = 2  #: what comes in so few hours only is a file of the past


class State(NamedTuple):
    """What a sensor said of its state."""

    urn: str
    at: datetime
    state: str


@dataclass(frozen=True, kw_only=True)
class States(Question[list[State]]):
    """What sensors said of the state of their containers since a moment, in order."""

    urns: Sequence[str]
    since: datetime

    sql = """
        select e.urn, l.observed_at, l.value #>> '{}' as state
          from entity e
          join ledger l on l.entity = e.id
         where e.urn = any($1::text[])
           and l.attribute = (select id from attribute where name = 'status')
           and l.observed_at >= $2 and not l.deleted and l.dataset is null
           and jsonb_typeof(l.value) = 'string'
         order by l.observed_at
    """

    def arguments(self) -> Sequence[object]:
        """Of whom, and since when."""
        return (self.urns, self.since)

    def answer(self, rows: Sequence[Row]) -> list[State]:
        """Read a state a row."""
        return [State(row["urn"], row["observed_at"], row["state"]) for row in rows]


@dataclass(frozen=True, kw_only=True)
class Belated(Question[Mapping[str, int]]):
    """How many levels came lately that say they are very old, by URN.

    Only of sensors whose old readings come in several hours, one by one: many at once
    are a file somebody brought.
    """

    urns: Sequence[str]
    since: datetime

    sql = """
        select e.urn, count(*) as n
          from entity e
          join ledger l on l.entity = e.id
         where e.urn = any($1::text[])
           and l.attribute = (select id from attribute where name = $2)
           and l.observed_at < $3::timestamptz - $4::interval
           and l.recorded_at >= $3 and not l.deleted and l.dataset is null
         group by 1
        having count(distinct date_trunc('hour', l.recorded_at)) > $5
           and count(*) <= 4 * count(distinct date_trunc('hour', l.recorded_at))
    """

    def arguments(self) -> Sequence[object]:
        """Of whom, what, and what is lately and very old."""
        return (self.urns, LEVEL, self.since, LATE, STRAY_HOURS)

    def answer(self, rows: Sequence[Row]) -> Mapping[str, int]:
        """Read a number a row."""
        return {row["urn"]: row["n"] for row in rows}


class Refusal(NamedTuple):
    """Something a device said that no gate took."""

    urn: str
    at: datetime  #: when it came
    given: str  #: the value as it was said; empty: its time was wrong


@dataclass(frozen=True, kw_only=True)
class Refused(Question[list[Refusal]]):
    """What sensors said since a moment and lies in quarantine, the newest of it."""

    since: datetime
    limit: int = 20_000

    sql = """
        select facts ->> 'entity' as urn, received_at, facts ->> 'given' as given
          from quarantine
         where received_at >= $1 and facts ->> 'entity' is not null
           and coalesce(facts ->> 'field', $2) = $2
         order by received_at desc
         limit $3
    """

    def arguments(self) -> Sequence[object]:
        """Since when, of which attribute, and how many."""
        return (self.since, LEVEL, self.limit)

    def answer(self, rows: Sequence[Row]) -> list[Refusal]:
        """Read a refusal a row."""
        return [
            Refusal(row["urn"], row["received_at"], row["given"] or "") for row in rows
        ]


@dataclass(frozen=True, kw_only=True)
class Numbers(Question[Mapping[str, int]]):
    """The numbers of all entities of a type, by URN: how pages are addressed."""

    type: str

    sql = """
        select id, urn from entity where "exists" and types @> array[$1::text]
    """

    def arguments(self) -> Sequence[object]:
        """Of which type."""
        return (self.type,)

    def answer(self, rows: Sequence[Row]) -> Mapping[str, int]:
        """Read a number a row."""
        return {row["urn"]: row["id"] for row in rows}
