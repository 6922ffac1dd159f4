"""Programmes that lamps did not take: they are given again, and it is said. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import orjson

from mesto.domains.lighting.control.kept import KEEP
from mesto.domains.lighting.control.switching import SOURCE
from mesto.domains.lighting.rules import PROGRAMME_REFUSED
from mesto.kernel.model import Kind, Observation
from mesto.kernel.question import Question, Row
from mesto.kernel.question.commands import EXPIRED, why
from mesto.kernel.text import Text

FIRST_PAUSE: Final = timedelta(minutes=5)  #: then twice as long each time
LONGEST_PAUSE: Final = timedelta(hours=12)
SAID_AFTER: Final = 3  #: refusals in a row
LOOKED_BACK: Final = timedelta(days=8)
BY: Final = "lighting"  #: who says it


class Refused(NamedTuple):
    """A lamp that did not take its programme, so many times in a row."""

    times: int
    at: datetime  #: the last time
    says: Text  #: why, the last time; empty: nobody said
    open: bool  #: it is being given again already


@dataclass(frozen=True, kw_only=True)
class RefusedSince(Question[Mapping[str, Refused]]):
    """The lamps that have refused a programme since they last took one."""

    since: datetime

    sql = f"""
        with told as (
            select c.entity, c.state, c.settled_at, c.created_at, c.position,
                   {why("$4")} as says,
                   count(*) filter (where c.state = 'confirmed') over (
                       partition by c.entity
                       order by c.created_at desc, c.position desc) as taken
              from command c
             where c.created_at >= $1 and c.name = $2 and c.source like $3
        )
        select entity,
               count(*) filter (where state in ('failed', 'expired')) as times,
               max(settled_at) as at,
               (array_agg(says order by created_at desc, position desc)
                   filter (where state in ('failed', 'expired')))[1] as says,
               bool_or(state in ('pending', 'sent')) as open
          from told
         where taken = 0
         group by entity
        having count(*) filter (where state in ('failed', 'expired')) > 0
    """  # noqa: S608 - a case of ours

    def arguments(self) -> Sequence[object]:
        """Since when, which command, by whom, and what is said where it is late."""
        return (self.since, KEEP, f"{SOURCE}%", EXPIRED)

    def answer(self, rows: Sequence[Row]) -> Mapping[str, Refused]:
        """Read a lamp a row."""
        return {
            row["entity"]: Refused(
                row["times"], row["at"], orjson.loads(row["says"] or "{}"), row["open"]
            )
            for row in rows
        }


@dataclass(frozen=True, kw_only=True)
class SaidToRefuse(Question[Collection[str]]):
    """The lamps of which it is said that they do not take their programme."""

    sql = """
        select e.urn
          from present p
          join entity e on e.id = p.entity
         where p.attribute = (select id from attribute where name = $1)
           and not p.deleted
    """

    def arguments(self) -> Sequence[object]:
        """By which attribute."""
        return (PROGRAMME_REFUSED,)

    def answer(self, rows: Sequence[Row]) -> Collection[str]:
        """Read a lamp a row."""
        return {row["urn"] for row in rows}


def again_at(refused: Refused) -> datetime:
    """Return when a lamp is given its programme again."""
    doubled = FIRST_PAUSE * (1 << min(refused.times - 1, 10))
    return refused.at + min(doubled, LONGEST_PAUSE)


def said_of(
    refused: Mapping[str, Refused], before: Collection[str], now: datetime
) -> Iterator[Observation]:
    """Yield what is new: who has refused often enough, and who has come round.

    before: the lamps of which it is said already
    """
    often = {urn: one for urn, one in refused.items() if one.times >= SAID_AFTER}
    for urn, one in often.items():
        if urn not in before:
            yield _said(urn, one.says or {"en": "-"}, now)
    for urn in before:
        if urn not in often:
            yield _said(urn, None, now)


def _said(urn: str, says: Text | None, now: datetime) -> Observation:
    return Observation(
        entity=urn,
        attribute=PROGRAMME_REFUSED,
        value=says,
        kind=Kind.LANGUAGE_PROPERTY,
        observed_at=now,
        source=BY,
        deleted=says is None,
    )
