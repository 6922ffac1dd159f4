"""Who did what, from where: acts, statements and orders as one list, newest first.

Acts are the installation's; what people said and who ordered what stand in the
municipality's own memory. Each is read as far as the page goes and then put together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import merge
from typing import NamedTuple

import msgspec
import orjson

from mesto.kernel.access.rights import Verb
from mesto.kernel.city import City
from mesto.kernel.connections import Connection
from mesto.kernel.question import Question, Row
from mesto.kernel.row import join

STATED, ORDERED = "stated", "ordered"
EVER = datetime(2100, 1, 1, tzinfo=UTC)


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was done."""

    at: datetime
    place: str  #: where it is written: in which table, and which row
    who: str
    verb: str
    whom: str = ""
    about: str = ""  #: an entity, a role, a key, an attribute
    detail: object = None
    origin: str = ""  #: address and browser


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which acts are asked for; what is left empty is not asked about.

    who, about: parts of names; before: acts before this moment
    limit: of one stream at least, with all of the last moment
    """

    municipality: str = ""
    who: str = ""
    verb: str = ""
    about: str = ""
    since: datetime | None = None
    before: datetime = EVER
    limit: int = 100


class Page(NamedTuple):
    """Acts, newest first."""

    acts: Sequence[Act]
    older: datetime | None  #: ask for what was done before this; None: that was all


ACTS = """
    select 'act:' || a.position as place, a.done_at as at, who.name as who, a.verb,
           coalesce(whom.name, '') as whom, a.about, a.detail, a.origin
      from mesto.act a
      join mesto.actor who on who.id = a.who
      left join mesto.actor whom on whom.id = a.whom
     where ($1 = '' or $1 = any(a.municipalities))
       and ($2 = '' or strpos(lower(who.name), lower($2)) > 0)
       and ($3 = '' or a.verb = $3)
       and ($4 = '' or strpos(lower(a.about || ' ' || coalesce(whom.name, '')),
                              lower($4)) > 0)
       and ($5::timestamptz is null or a.done_at >= $5) and a.done_at < $6
     order by a.done_at desc
     fetch first ($7) rows with ties
"""


async def read_acts(connection: Connection, wanted: Wanted) -> list[Act]:
    """Read what was done besides stating and ordering, newest first.

    The connection has the owner's rights.
    """
    rows = await connection.fetch(ACTS, wanted.municipality, *_arguments(wanted))
    return [
        Act(**(dict(row) | {"detail": _told_there(row["detail"], wanted.municipality)}))
        for row in rows
    ]


def _told_there(detail: str, municipality: str) -> object:
    """Read a detail; a municipality is not told of roles in others."""
    told = orjson.loads(detail)
    roles = told.get("roles") if isinstance(told, dict) else None
    if not municipality or not isinstance(roles, dict):
        return told
    return told | {"roles": {m: r for m, r in roles.items() if m == municipality}}


async def acts_of(city: City, wanted: Wanted) -> Page:
    """Read what was done in a municipality, newest first."""
    streams = []
    if wanted.verb not in (STATED, ORDERED):
        async with city.database.owner() as connection:
            here = msgspec.structs.replace(wanted, municipality=city.name)
            streams.append(await read_acts(connection, here))
    if wanted.verb in ("", STATED):
        streams.append(await city.ask(StatedByPeople(wanted)))
    if wanted.verb in ("", ORDERED):
        streams.append(await city.ask(OrderedBy(wanted)))
    return together(streams, wanted.limit)


def together(streams: Sequence[Sequence[Act]], limit: int) -> Page:
    """Put streams together, as far back as each of them was read.

    streams: each newest first, with all acts of its last moment where it has `limit`
    """
    ends = [acts[-1].at for acts in streams if len(acts) >= limit]
    cut = max(ends, default=None)
    newest = merge(*streams, key=lambda act: act.at, reverse=True)
    return Page([act for act in newest if cut is None or act.at >= cut], cut)


@dataclass(frozen=True)
class StatedByPeople(Question[list[Act]]):
    """What people stated, newest first."""

    wanted: Wanted

    needs = Verb.GOVERN
    sql = """
        select 'ledger:' || l.position as place, l.recorded_at as at, s.name as who,
               e.urn as about, a.name as attribute, l.number, l.value, l.deleted
          from ledger l
          join source s on s.id = l.source
          join entity e on e.id = l.entity
          join attribute a on a.id = l.attribute
         where l.source < 0
           and ($1 = '' or strpos(lower(s.name), lower($1)) > 0)
           and ($2 = '' or $2 = 'stated')
           and ($3 = '' or strpos(lower(e.urn || ' ' || a.name), lower($3)) > 0)
           and ($4::timestamptz is null or l.recorded_at >= $4) and l.recorded_at < $5
         order by l.recorded_at desc
         fetch first ($6) rows with ties
    """

    def arguments(self) -> Sequence[object]:
        """Return what is asked for."""
        return _arguments(self.wanted)

    def answer(self, rows: Sequence[Row]) -> list[Act]:
        """Read a statement a row."""
        return [
            Act(
                at=row["at"],
                place=row["place"],
                who=row["who"],
                verb=STATED,
                about=row["about"],
                detail={
                    "attribute": row["attribute"],
                    "value": join(row["number"], row["value"]),
                    "deleted": row["deleted"],
                },
            )
            for row in rows
        ]


@dataclass(frozen=True)
class OrderedBy(Question[list[Act]]):
    """What people and systems ordered, newest first."""

    wanted: Wanted

    needs = Verb.GOVERN
    sql = """
        select 'command:' || id as place, created_at as at, source as who,
               entity as about, name, value, state
          from command
         where ($1 = '' or strpos(lower(source), lower($1)) > 0)
           and ($2 = '' or $2 = 'ordered')
           and ($3 = '' or strpos(lower(entity || ' ' || name), lower($3)) > 0)
           and ($4::timestamptz is null or created_at >= $4) and created_at < $5
         order by created_at desc
         fetch first ($6) rows with ties
    """

    def arguments(self) -> Sequence[object]:
        """Return what is asked for."""
        return _arguments(self.wanted)

    def answer(self, rows: Sequence[Row]) -> list[Act]:
        """Read an order a row."""
        return [
            Act(
                at=row["at"],
                place=row["place"],
                who=row["who"],
                verb=ORDERED,
                about=row["about"],
                detail={
                    "name": row["name"],
                    "value": join(None, row["value"]),
                    "state": row["state"],
                },
            )
            for row in rows
        ]


def _arguments(wanted: Wanted) -> Sequence[object]:
    return (
        wanted.who,
        wanted.verb,
        wanted.about,
        wanted.since,
        wanted.before,
        wanted.limit,
    )
