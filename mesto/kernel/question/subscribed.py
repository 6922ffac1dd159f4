"""What other systems are told, and what of it was given up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

import orjson

from mesto.kernel.access.rights import Verb
from mesto.kernel.question import A_co, Question, Row

MOST: Final = 200  #: subscriptions that are shown


class Subscribed(NamedTuple):
    """A subscription, and how telling it fares."""

    id: str
    document: Mapping[str, Any]  #: as it was said
    owner: str
    times_sent: int
    times_failed: int
    last_success: datetime | None
    last_failure: datetime | None
    why: str | None  #: it was not taken the last time
    waiting: int  #: notifications
    next_at: datetime | None  #: when the first of them is tried
    given_up: int  #: notifications


@dataclass(frozen=True, kw_only=True)
class Subscriptions(Question[tuple[Sequence[Subscribed], int]]):
    """Subscriptions and how many there are; those with what was given up first."""

    needs = Verb.CONNECT

    limit: int = MOST

    sql = """
        select (select count(*) from subscription) as n, s.*
          from (select null) as always
          left join lateral (
              select id, document, owner, times_sent, times_failed, last_success,
                     last_failure, why, coalesce(w.n, 0) as waiting, w.next_at,
                     coalesce(w.given_up, 0) as given_up
                from subscription
                left join (
                     select subscription, count(due_at) as n,
                            min(due_at) as next_at,
                            count(*) filter (where due_at is null) as given_up
                       from notification
                      where dropped_at is null
                      group by subscription
                     ) w on w.subscription = id
               order by coalesce(w.given_up, 0) > 0 desc,
                        last_failure > coalesce(last_success, '-infinity') desc
                        nulls last, created_at, id
               limit $1
          ) s on true
    """

    def arguments(self) -> Sequence[object]:
        """Return how many."""
        return (self.limit,)

    def answer(self, rows: Sequence[Row]) -> tuple[Sequence[Subscribed], int]:
        """Read a subscription a row."""
        found = [
            Subscribed(
                **{
                    name: row[name] for name in Subscribed._fields if name != "document"
                },
                document=orjson.loads(row["document"]),
            )
            for row in rows
            if row["id"] is not None
        ]
        return found, rows[0]["n"]


class GivenUp(NamedTuple):
    """A notification that is not tried any more."""

    number: int
    made_at: datetime
    tries: int
    why: str  #: it was not taken; empty where that was not noted
    body: bytes
    size: int  #: of the whole body, bytes


class GivenUpPage(NamedTuple):
    """Some of what was given up, and how much there is."""

    told: Sequence[GivenUp]
    total: int


@dataclass(frozen=True, kw_only=True)
class ListGivenUp(Question[GivenUpPage]):
    """What was given up of one subscription, the oldest first.

    body_bytes: of each body no more than this; None: all
    """

    needs = Verb.CONNECT

    subscription: str
    limit: int = 100
    offset: int = 0
    body_bytes: int | None = None

    sql = """
        with wanted as not materialized (
            select * from notification
             where subscription = $1 and due_at is null and dropped_at is null
        )
        select c.n, w.*
          from (select count(*) as n from wanted) c
          left join lateral (
              select number, made_at, tries, why,
                     substr(body, 1, coalesce($4, octet_length(body))) as body,
                     octet_length(body) as size
                from wanted
               order by number
               limit $2 offset $3
          ) w on true
    """

    def arguments(self) -> Sequence[object]:
        """Return of which, and which page."""
        return (self.subscription, self.limit, self.offset, self.body_bytes)

    def answer(self, rows: Sequence[Row]) -> GivenUpPage:
        """Read a notification a row."""
        told = [
            GivenUp(*(row[name] for name in GivenUp._fields))
            for row in rows
            if row["number"] is not None
        ]
        return GivenUpPage(told, rows[0]["n"])


@dataclass(frozen=True, kw_only=True)
class _OfGivenUp(Question[A_co]):
    """What is done to what was given up of one subscription.

    numbers: only these; None: all
    """

    needs = Verb.CONNECT

    subscription: str
    numbers: Sequence[int] | None = None

    def arguments(self) -> Sequence[object]:
        """Return which."""
        return (self.subscription, self.numbers)


class SendAgain(_OfGivenUp[int]):
    """Try again what was given up, in its old order; return how many there were."""

    sql = """
        with again as (
            update notification set due_at = now(), tries = 0
             where subscription = $1 and due_at is null and dropped_at is null
               and ($2::bigint[] is null or number = any ($2))
            returning 1
        )
        select count(*) as n from again
    """

    def answer(self, rows: Sequence[Row]) -> int:
        """Count them."""
        return int(rows[0]["n"])


class Dropped(NamedTuple):
    """How many were let go together, and when, which names them."""

    notifications: int
    at: datetime | None


class DropGivenUp(_OfGivenUp[Dropped]):
    """Let go what was given up."""

    sql = """
        with gone as (
            update notification set dropped_at = now()
             where subscription = $1 and due_at is null and dropped_at is null
               and ($2::bigint[] is null or number = any ($2))
            returning dropped_at
        )
        select count(*) as n, max(dropped_at) as at from gone
    """

    def answer(self, rows: Sequence[Row]) -> Dropped:
        """Tell how many there were."""
        return Dropped(rows[0]["n"], rows[0]["at"])


class ForgetDropped(Question[None]):
    """Forget what was let go more than a day ago."""

    sql = "delete from notification where dropped_at < now() - interval '1 day'"

    def answer(self, rows: Sequence[Row]) -> None:
        """Nothing is returned."""


@dataclass(frozen=True, kw_only=True)
class TakeBackDropped(Question[int]):
    """List again what was let go together; return how many there were."""

    needs = Verb.CONNECT

    subscription: str
    at: datetime

    sql = """
        with back as (
            update notification set dropped_at = null
             where subscription = $1 and dropped_at = $2
            returning 1
        )
        select count(*) as n from back
    """

    def arguments(self) -> Sequence[object]:
        """Return which."""
        return (self.subscription, self.at)

    def answer(self, rows: Sequence[Row]) -> int:
        """Count them."""
        return int(rows[0]["n"])
