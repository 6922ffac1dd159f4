"""Where subscriptions are kept, and notifications until they were taken.

All is written with the municipality's own role; whose a subscription is, is looked at
before.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final

import asyncpg
import msgspec
import orjson

from mesto.gates.ngsi_ld import documents
from mesto.gates.ngsi_ld.context import ContextJson
from mesto.gates.ngsi_ld.subscriptions.model import Record
from mesto.kernel.city import City
from mesto.kernel.connections import Connection
from mesto.kernel.follower import BEGIN

KIND: Final = "subscription"
READER: Final = "ngsi-ld subscriptions"  #: its bookmark in the ledger
MOST: Final = 10_000  #: notifications of one subscription that wait, or were given up

ADD: Final = """
    with counted as (update subscription_change set n = n + 1 returning n)
    insert into subscription
           (id, document, context, owner, roles, of_sources, via, tenant, change)
    select $1, $2, $3, $4, $5, $6, $7, $8, n from counted
        on conflict do nothing
 returning id
"""
#: The first $3 that are due of each subscription, if its first is; from one to the next
#: subscription by the index.
DUE: Final = """
    with recursive waiting as (
        (select subscription from notification where due_at is not null
          order by subscription limit 1)
        union all
        select (select n.subscription from notification n
                 where n.due_at is not null and n.subscription > w.subscription
                 order by n.subscription limit 1)
          from waiting w
         where w.subscription is not null
    ),
    chosen as (
        select w.subscription, first.due_at
          from waiting w
         cross join lateral (
               select due_at
                 from notification n
                where n.subscription = w.subscription and n.due_at is not null
                order by number
                limit 1
               ) first
         where w.subscription <> all($1::text[]) and first.due_at <= now()
         order by first.due_at
         limit $2
    )
    select due.*
      from chosen c
     cross join lateral (
           select subscription, number, body, headers, tries
             from notification n
            where n.subscription = c.subscription and n.due_at <= now()
            order by number
            limit $3
           ) due
     order by c.due_at, due.subscription, due.number
"""
TAKEN: Final = """
    update subscription s
       set times_sent = times_sent + t.count, why = null,
           last_notification = now(), last_success = now()
      from unnest($1::text[], $2::bigint[]) as t(subscription, count)
     where s.id = t.subscription
"""
GONE: Final = """
    delete from notification n
     using unnest($1::text[], $2::bigint[]) as t(subscription, number)
     where n.subscription = t.subscription and n.number = t.number
"""
FAILED: Final = """
    update subscription
       set times_sent = times_sent + 1, times_failed = times_failed + 1,
           why = $2, last_notification = now(), last_failure = now()
     where id = $1
"""
LATER: Final = """
    update notification set tries = tries + 1, due_at = $3, why = $4
     where subscription = $1 and number = $2
"""
#: Of a subscription, all before the last $2 that wait are given up, and all before the
#: last $2 that were given up are forgotten.
GIVE_UP: Final = """
    update notification set due_at = null, why = 'too many wait'
     where subscription = $1 and due_at is not null and number <= (
           select number from notification
            where subscription = $1 and due_at is not null
            order by number desc offset $2 limit 1)
"""
FORGET: Final = """
    delete from notification
     where subscription = $1 and due_at is null and number <= (
           select number from notification
            where subscription = $1 and due_at is null
            order by number desc offset $2 limit 1)
"""
#: Who is farther behind than so many rows is not waited for anyway.
IS_READ: Final = """
    select not exists (
           select
             from bookmark b
            cross join lateral (
                  select entity from ledger
                   where (written_by, position) > (b.written_by, b.position)
                   order by written_by, position
                   limit 10000
                  ) unread
             join entity e on e.id = unread.entity
            where b.reader = $1 and e.urn = $2
           )
"""
_OWN: Final = "($1::text is null or owner = $1) and of_sources = $2"
UNSIGN: Final = "delete from subscription_secret where subscription = $1"
_SELECT: Final = """
    select id, document, context, owner, roles, of_sources, via, tenant,
           created_at, modified_at, change, times_sent, times_failed,
           last_notification, last_success, last_failure, why
      from subscription
"""


class Told(msgspec.Struct, frozen=True):
    """A notification that is to be sent."""

    subscription: str
    body: bytes
    headers: Mapping[str, str]


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """One that waits, and how often it was tried."""

    subscription: str
    number: int
    body: bytes
    headers: Mapping[str, str]
    tries: int


class Trip(msgspec.Struct, frozen=True, kw_only=True):
    """What became of some of a subscription's, carried one after the other."""

    subscription: str
    taken: Sequence[Waiting]
    failed: Waiting | None = None  #: the one after them was not taken
    why: str = ""  #: it was not
    due_at: datetime | None = None  #: when it is tried again; None: never


async def add(  # noqa: PLR0913 - what a subscription is kept with
    city: City,
    of: str,
    document: Mapping[str, Any],
    context: ContextJson,
    owner: tuple[str, Sequence[str]],
    *,
    of_sources: bool = False,
    via: Sequence[str] = (),
    tenant: str | None = None,
    secret: str | None = None,
) -> bool:
    """Keep a subscription; False where there is one of that id.

    The first of them hears what comes from now on.

    of_sources: it wants to be told of registrations, which the ledger does not know
    via: brokers it came through
    tenant: the municipality as who subscribed named it; None: it was not named
    secret: what its notifications are signed with
    """
    written = documents.written(document, context)
    async with documents.changing(city) as connection:
        about = (of_sources, list(via), tenant)
        kept = await connection.fetchval(ADD, of, *written, *owner, *about)
        if not of_sources:
            await connection.execute(BEGIN, READER)
        if kept is not None:
            await _keep_secret(connection, of, secret)
    return kept is not None


async def replace(
    city: City,
    of: str,
    document: Mapping[str, Any],
    context: ContextJson,
    *,
    secret: str | None = None,
) -> None:
    """Put another document in the place of a subscription's.

    secret: what notifications are signed with from now on; None: what they were
    """
    async with documents.changing(city) as connection:
        await documents.replace(connection, KIND, of, document, context)
        await _keep_secret(connection, of, secret)


async def remove(city: City, of: str) -> bool:
    """Forget a subscription, and what it was still to be told; False: there is none."""
    async with documents.changing(city) as connection:
        gone = await documents.remove(connection, KIND, of)
        await connection.execute("delete from notification where subscription = $1", of)
        await connection.execute("delete from source_told where subscription = $1", of)
        await connection.execute(UNSIGN, of)
    return gone


async def one(city: City, of: str, *, of_sources: bool = False) -> Record | None:
    """Return a subscription; None if there is none."""
    async with city.bound() as connection:
        row = await connection.fetchrow(
            f"{_SELECT} where id = $1 and of_sources = $2", of, of_sources
        )
    return None if row is None else _read(row)


async def page(
    city: City, owner: str | None, limit: int, offset: int, *, of_sources: bool = False
) -> tuple[list[Record], int]:
    """Return subscriptions in the order they came to be, and how many there are.

    owner: only what this one subscribed; None: all
    """
    async with city.bound() as connection:
        rows = await connection.fetch(
            f"{_SELECT} where {_OWN} order by created_at, id limit $3 offset $4",
            owner,
            of_sources,
            limit,
            offset,
        )
        total = await connection.fetchval(
            f"select count(*) from subscription where {_OWN}",  # noqa: S608 - ours
            owner,
            of_sources,
        )
    return [_read(row) for row in rows], int(total)


async def changed(
    city: City, since: int
) -> tuple[int, list[Record], frozenset[str]] | None:
    """Return what changed, how far, and the ids of all; None if nothing did."""
    async with (
        city.bound() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        last = await connection.fetchval("select n from subscription_change")
        if last == since:
            return None
        rows = await connection.fetch(f"{_SELECT} where change > $1", since)
        ids = await connection.fetch("select id from subscription")
    return last, [_read(row) for row in rows], frozenset(row["id"] for row in ids)


async def keep(city: City, told: Iterable[Told]) -> None:
    """Keep notifications until they are taken."""
    rows = list(told)
    async with city.bound() as connection:
        await connection.execute(
            "insert into notification (subscription, body, headers, due_at) "
            "select s, b, h, now() "
            "from unnest($1::text[], $2::bytea[], $3::jsonb[]) as t(s, b, h)",
            [one.subscription for one in rows],
            [one.body for one in rows],
            [orjson.dumps(one.headers).decode() for one in rows],
        )


async def due(
    city: City, besides: Sequence[str], limit: int, each: int
) -> list[list[Waiting]]:
    """Return what is due of each subscription whose first is due, in its order.

    besides: subscriptions that are not looked at; limit: of them; each: of one of them
    """
    async with city.bound() as connection:
        rows = await connection.fetch(DUE, besides, limit, each)
    found = map(_read_waiting, rows)
    return [list(some) for _, some in groupby(found, lambda one: one.subscription)]


async def settle(city: City, trips: Sequence[Trip]) -> None:
    """Note what was taken and what was not; the oldest of too many are given up.

    It is not waited until the disk has it: what is lost then is told once more.
    """
    taken = [one for trip in trips for one in trip.taken]
    counts = [(trip.subscription, len(trip.taken)) for trip in trips if trip.taken]
    async with city.bound() as connection, connection.transaction():
        await connection.execute("set local synchronous_commit = off")
        if taken:
            await connection.execute(TAKEN, *map(list, zip(*counts, strict=True)))
            await connection.execute(
                GONE,
                [one.subscription for one in taken],
                [one.number for one in taken],
            )
        for trip in trips:
            if trip.failed is not None:
                await _fail(connection, trip.failed, trip.why, trip.due_at)


async def _fail(
    connection: Connection, failed: Waiting, why: str, due_at: datetime | None
) -> None:
    of = failed.subscription
    await connection.execute(FAILED, of, why)
    await connection.execute(LATER, of, failed.number, due_at, why)
    for trim in (GIVE_UP, FORGET):
        await connection.execute(trim, of, MOST)


async def waits(city: City, of: str) -> bool:
    """Tell whether a subscription is still to be told something."""
    async with city.bound() as connection:
        found = await connection.fetchval(
            "select true from notification "
            "where subscription = $1 and due_at is not null limit 1",
            of,
        )
    return found is not None


async def leave_ledger(city: City) -> None:
    """Give the bookmark up, if nobody wants to be told; who comes meanwhile waits."""
    async with city.bound() as connection, connection.transaction():
        await connection.execute("select from subscription_change for update")
        await connection.execute(
            "delete from bookmark where reader = $1 "
            "and not exists (select from subscription where not of_sources)",
            READER,
        )


async def is_read(city: City, urn: str) -> bool:
    """Tell whether all that was written of an entity was read for who subscribed.

    The bookmark may lie half a second behind what was read.
    """
    async with city.bound() as connection:
        return bool(await connection.fetchval(IS_READ, READER, urn))


async def secret_of(city: City, of: str) -> str | None:
    """Return what a subscription's notifications are signed with, for who sends them.

    The municipality's own role cannot read it, so that no question can.
    """
    async with city.bound() as connection, connection.transaction(readonly=True):
        await connection.execute("set local role none")
        found = await connection.fetchval(
            "select secret from subscription_secret where subscription = $1", of
        )
    return None if found is None else str(found)


async def _keep_secret(connection: Connection, of: str, secret: str | None) -> None:
    if secret is not None:
        await connection.execute(UNSIGN, of)
        await connection.execute(
            "insert into subscription_secret (subscription, secret) values ($1, $2)",
            of,
            secret,
        )


def _read(row: asyncpg.Record) -> Record:
    return Record(**documents.read(row))


def _read_waiting(row: asyncpg.Record) -> Waiting:
    return Waiting(**{**row, "headers": orjson.loads(row["headers"])})
