"""What attributes came to over stretches of the past."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import msgspec

from mesto.kernel.model import Kind
from mesto.kernel.question import Question, Row
from mesto.kernel.question.clause import Arguments
from mesto.kernel.question.pair import pairs
from mesto.kernel.question.window import Window

#: What may be counted of a stretch beside its instances and their sum. What counts
#: different values sorts them as texts, which takes longer than all the rest.
_COUNTED = {
    "distinct": "count(distinct coalesce(number::text, value::text))",
    "mean": "avg(number)",
    "squares": "sum(number * number)",
    "deviation": "stddev_pop(number)",
    "least": "min(number)",
    "greatest": "max(number)",
}
FIGURES = frozenset(_COUNTED)


class Total(msgspec.Struct, frozen=True, kw_only=True):
    """What the instances of one attribute came to in one stretch."""

    attribute: str
    dataset: str | None
    kind: Kind
    stretch: int  #: from 0, counted by the edges that were asked about
    count: int
    sum: float | None = None  #: None where there are no numbers, and so the next
    distinct: int | None = None  #: this and the next: None where nobody asked, too
    mean: float | None = None
    squares: float | None = None
    deviation: float | None = None  #: of the whole population
    least: float | str | None = None  #: texts in the order of their characters
    greatest: float | str | None = None


@dataclass(frozen=True, kw_only=True)
class Span(Question[tuple[datetime, datetime] | None]):
    """The first and last time in a window at which attributes were observed."""

    urns: tuple[str, ...]
    attributes: tuple[str, ...] | None = None
    window: Window = field(default_factory=Window)

    @property
    def sql(self) -> str:
        """The statement."""
        return self._written[0]

    def arguments(self) -> Sequence[object]:
        """Return what the statement's numbers stand for."""
        return self._written[1]

    def answer(self, rows: Sequence[Row]) -> tuple[datetime, datetime] | None:
        """Return the two ends; None if there is nothing."""
        first, last = rows[0]["first"], rows[0]["last"]
        return None if first is None else (first, last)

    @cached_property
    def _written(self) -> tuple[str, list[object]]:
        arguments = Arguments()
        sql = _SPAN.format(
            urns=arguments.add(list(self.urns), "text[]"),
            pairs=pairs(self.attributes, arguments),
            column=self.window.column,
            window=self.window.where(arguments),
        )
        return sql, arguments.values


#: The ends of one attribute are the ends of the ledger's key.
_SPAN = """
    with recursive wanted as materialized (
        select id from entity where urn = any({urns})
    ),
    pair as ({pairs})
    select min(ends.first) as first, max(ends.last) as last
      from pair q
      join attribute a on a.id = q.attribute
     cross join lateral (
           select min({column}) as first, max({column}) as last
             from ledger p
            where p.entity = q.entity and p.attribute = q.attribute and {window}
           ) ends
     where a.name not in ('type', 'scope')
"""


@dataclass(frozen=True, kw_only=True)
class Totals(Question[dict[str, list[Total]]]):
    """What attributes of entities came to, stretch by stretch.

    edges: where stretches begin, in order; the last one has no end but the window's
    counted: of FIGURES, what is wanted beside the kind, the count and the sum

    Returns totals by URN, ordered by attribute, dataset and stretch.
    """

    urns: tuple[str, ...]
    edges: tuple[datetime, ...]
    attributes: tuple[str, ...] | None = None
    counted: frozenset[str] = FIGURES
    window: Window = field(default_factory=Window)

    @property
    def sql(self) -> str:
        """The statement."""
        return self._written[0]

    def arguments(self) -> Sequence[object]:
        """Return what the statement's numbers stand for."""
        return self._written[1]

    def answer(self, rows: Sequence[Row]) -> dict[str, list[Total]]:
        """Put the totals together by entity."""
        totals: dict[str, list[Total]] = {}
        for row in rows:
            totals.setdefault(row["urn"], []).append(_total(row))
        return totals

    @cached_property
    def _written(self) -> tuple[str, list[object]]:
        arguments = Arguments()
        sql = _TOTALS.format(
            column=self.window.column,
            edges=arguments.add(list(self.edges), "timestamptz[]"),
            source=_source(self.urns, self.attributes, self.window, arguments),
            counted=", ".join(
                f'{sql if name in self.counted else "null"} as "{name}"'
                for name, sql in _COUNTED.items()
            ),
        )
        return sql, arguments.values


#: Truths count as 1 and 0. Texts have an order but no sum.
_TOTALS = """
    with seen as materialized (
        select p.entity, p.attribute, coalesce(p.dataset, '') as dataset, p.kind,
               width_bucket({column}, {edges}) as stretch, p.value,
               coalesce(p.number, case jsonb_typeof(p.value) when 'boolean'
                                  then (p.value = 'true')::int end) as number,
               case jsonb_typeof(p.value) when 'string'
                    then p.value #>> '{{}}' end collate "C" as word
        {source}
    ), counted as (
        select entity, attribute, dataset, stretch - 1 as stretch,
               max(kind) as kind, count(*) as count, sum(number) as sum,
               min(word) as first_word, max(word) as last_word, {counted}
          from seen
         group by stretch, attribute, entity, dataset
    )
    select e.urn, a.name, c.*
      from counted c
      join entity e on e.id = c.entity
      join attribute a on a.id = c.attribute
     order by e.urn, a.name, c.dataset, c.stretch
"""


def _source(
    urns: tuple[str, ...],
    attributes: tuple[str, ...] | None,
    window: Window,
    arguments: Arguments,
) -> str:
    """Return SQL for the rows `p` of the ledger with their `e` and `a`."""
    named = "a.name not in ('type', 'scope')"
    if attributes is not None:
        named += f" and a.name = any({arguments.add(list(attributes), 'text[]')})"
    return (
        f" from entity e join ledger p on p.entity = e.id"
        f" join attribute a on a.id = p.attribute"
        f" where e.urn = any({arguments.add(list(urns), 'text[]')}) and {named}"
        f" and {window.where(arguments)}"
    )


def _total(row: Row) -> Total:
    numbers = row["sum"] is not None
    return Total(
        attribute=row["name"],
        dataset=row["dataset"] or None,
        kind=Kind(row["kind"]),
        stretch=row["stretch"],
        count=row["count"],
        distinct=row["distinct"],
        sum=row["sum"],
        mean=row["mean"],
        squares=row["squares"],
        deviation=row["deviation"],
        least=row["least"] if numbers else row["first_word"],
        greatest=row["greatest"] if numbers else row["last_word"],
    )
