"""What attributes came to over stretches of the past."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import msgspec

from mesto.kernel.model import Kind
from mesto.kernel.question import Question, Row
from mesto.kernel.question.clause import Arguments
from mesto.kernel.question.window import Window


class Total(msgspec.Struct, frozen=True, kw_only=True):
    """What the instances of one attribute came to in one stretch."""

    attribute: str
    dataset: str | None
    kind: Kind
    stretch: int  #: from 0, counted by the edges that were asked about
    count: int
    distinct: int
    sum: float | None = None  #: this and the next: None where there are no numbers
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
        source = _source(self.urns, self.attributes, self.window, arguments)
        column = self.window.column
        sql = f"select min({column}) as first, max({column}) as last {source}"
        return sql, arguments.values


@dataclass(frozen=True, kw_only=True)
class Totals(Question[dict[str, list[Total]]]):
    """What attributes of entities came to, stretch by stretch.

    edges: where stretches begin, in order; the last one has no end but the window's

    Returns totals by URN, ordered by attribute, dataset and stretch.
    """

    urns: tuple[str, ...]
    edges: tuple[datetime, ...]
    attributes: tuple[str, ...] | None = None
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
        )
        return sql, arguments.values


#: Truths count as 1 and 0. Texts have an order but no sum.
_TOTALS = """
    with seen as materialized (
        select e.urn, a.name, coalesce(p.dataset, '') as dataset, p.kind,
               width_bucket({column}, {edges}) as stretch,
               coalesce(p.number, case jsonb_typeof(p.value) when 'boolean'
                                  then (p.value = 'true')::int end) as number,
               case jsonb_typeof(p.value) when 'string'
                    then p.value #>> '{{}}' end collate "C" as word,
               coalesce(p.number::text, p.value::text) as whole
        {source}
    )
    select urn, name, dataset, max(kind) as kind, stretch - 1 as stretch,
           count(*) as count, count(distinct whole) as "distinct",
           sum(number) as sum, avg(number) as mean, sum(number * number) as squares,
           stddev_pop(number) as deviation,
           min(number) as least, max(number) as greatest,
           min(word) as first_word, max(word) as last_word
      from seen
     group by urn, name, dataset, stretch
     order by urn, name, dataset, stretch
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
        named = f"a.name = any({arguments.add(list(attributes), 'text[]')})"
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
