"""How stations and their places changed, as the ledger has it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from mesto.domains.emobility.uptime.reckon import Change
from mesto.kernel.question import Question, Row

#: By URN and attribute, in order.
Courses: TypeAlias = Mapping[tuple[str, str], Sequence[Change]]


@dataclass(frozen=True, kw_only=True)
class Changes(Question[Courses]):
    """When some attributes of some entities became what they were, in [since, until).

    The last value from before comes first. What was said again is left out.
    """

    urns: Sequence[str]
    attributes: Sequence[str]
    since: datetime
    until: datetime

    sql = """
        with wanted as materialized (
            select e.id, e.urn, a.id as attribute, a.name
              from entity e, attribute a
             where e.urn = any($1::text[]) and a.name = any($2::text[])
        ),
        earlier as (
            select w.urn, w.name, last.observed_at, last.value
              from wanted w
             cross join lateral (
                 select l.observed_at, l.value #>> '{}' as value
                   from ledger l
                  where l.entity = w.id and l.attribute = w.attribute
                    and l.observed_at < $3 and not l.deleted and l.dataset is null
                  order by l.observed_at desc
                  limit 1
             ) last
        ),
        said as (
            select w.urn, w.name, l.observed_at, l.value #>> '{}' as value,
                   lag(l.value #>> '{}') over (
                       partition by w.id, w.attribute order by l.observed_at
                   ) as before
              from wanted w
              join ledger l on l.entity = w.id and l.attribute = w.attribute
             where l.observed_at >= $3 and l.observed_at < $4
               and not l.deleted and l.dataset is null
        )
        select urn, name, observed_at, value from earlier
         union all
        select urn, name, observed_at, value from said
         where before is distinct from value
         order by 1, 2, 3
    """

    def arguments(self) -> Sequence[object]:
        """Of whom, of what, and when."""
        return (self.urns, self.attributes, self.since, self.until)

    def answer(self, rows: Sequence[Row]) -> Courses:
        """Put each course together."""
        courses: dict[tuple[str, str], list[Change]] = {}
        for row in rows:
            if row["value"] is not None:
                course = courses.setdefault((row["urn"], row["name"]), [])
                course.append(Change(row["observed_at"], row["value"]))
        return courses
