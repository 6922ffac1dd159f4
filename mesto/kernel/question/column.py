"""One attribute of everybody, and which attributes there are: for tables of many."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mesto.kernel.question import Question, Row

LONGEST_TEXT = 200  #: characters of a value by which it is found and sorted

#: How a number travels: packed by the database, so that nobody takes it apart.
_NUMBER = np.dtype([("entity", ">i4"), ("number", ">f8")])
_ENTITY = np.dtype(">i4")

Numbers: TypeAlias = NDArray[np.void]  #: pairs of `entity` and `number`
Entities: TypeAlias = NDArray[np.int32]


class Values(NamedTuple):
    """What entities say of one attribute."""

    numbers: Numbers
    texts: Sequence[tuple[str, bool, Entities]]  #: text, whether truth, who says so


@dataclass(frozen=True, kw_only=True)
class Column(Question[Values]):
    """An attribute of all entities as it is now, in few rows however many they are.

    A value that is no number is its JSON as text, cut where it is long; a value that
    carries its type is read without it. Instances of data sets are left out.
    """

    attribute: str

    @property
    def sql(self) -> str:
        """Pack the numbers into one row, and those who share a text into another."""
        return f"""
            select said.text, bool_or(said.truth) as truth,
                   string_agg(
                       int4send(said.entity) || coalesce(float8send(said.number), ''),
                       ''::bytea
                   ) as packed
              from (
                  select p.entity, p.number, jsonb_typeof(p.value) = 'boolean' as truth,
                         case when p.number is null then
                             left(coalesce(p.value->>'@value', p.value #>> '{{}}'),
                                  {LONGEST_TEXT})
                         end as text
                    from present p
                   where p.attribute = (select id from attribute where name = $1)
                     and p.dataset = '' and not p.deleted
                     and (p.number is not null or p.value <> 'null')
              ) as said
             group by said.text
        """

    def arguments(self) -> Sequence[object]:
        """Which."""
        return (self.attribute,)

    def answer(self, rows: Sequence[Row]) -> Values:
        """Unpack a text a row; the row without text holds the numbers."""
        numbers: Numbers = np.empty(0, _NUMBER)
        texts = []
        for row in rows:
            if row["text"] is None:
                numbers = np.frombuffer(row["packed"], _NUMBER)
            else:
                entities = np.frombuffer(row["packed"], _ENTITY).astype(np.int32)
                texts.append((row["text"], row["truth"], entities))
        return Values(numbers, texts)


class Habit(NamedTuple):
    """How often the entities of a type say something of one kind."""

    attribute: str
    kind: str  #: number, truth, moment, text or other
    unit: str | None  #: UN/CEFACT code
    entities: int


@dataclass(frozen=True, kw_only=True)
class Habits(Question[list[Habit]]):
    """Which attributes the entities of a type have, and what they say with them."""

    type: str

    sql = """
        with said as (
            select p.attribute, p.unit, count(*) as entities,
                   case
                       when p.number is not null then 'number'
                       when p.value in ('true', 'false') then 'truth'
                       when coalesce(p.value->>'@value', p.value #>> '{}')
                            like '____-__-__T__:__%' then 'moment'
                       when jsonb_typeof(p.value) = 'string' then 'text'
                       else 'other'
                   end as sort
              from entity e
              join present p on p.entity = e.id and p.dataset = '' and not p.deleted
             where e."exists" and e.types @> array[$1::text]
             group by p.attribute, p.unit, sort
        )
        select a.name as attribute, s.sort as kind, s.unit, s.entities
          from said s
          join attribute a on a.id = s.attribute
         order by a.name, s.entities desc, s.sort, s.unit
    """

    def arguments(self) -> Sequence[object]:
        """Of which type."""
        return (self.type,)

    def answer(self, rows: Sequence[Row]) -> list[Habit]:
        """Read a habit a row, the most frequent of an attribute first."""
        return [
            Habit(row["attribute"], row["kind"], row["unit"], row["entities"])
            for row in rows
        ]
