"""How something that people write was written before."""

from collections.abc import Sequence
from dataclasses import dataclass

from mesto.kernel.question import Question, Row
from mesto.kernel.question.observed import COLUMNS, Mark, Observed, read_observed


@dataclass(frozen=True, kw_only=True)
class Versions(Question[list[Observed]]):
    """How an entity was written, and set to work, newest first."""

    urn: str
    before: Mark | None
    limit: int

    sql = f"""
        select {COLUMNS}
          from entity e
          join ledger l on l.entity = e.id
          join attribute a on a.id = l.attribute
          join source s on s.id = l.source
         where e.urn = $1 and a.name in ('type', 'definition', 'stage')
           and (a.name <> 'type' or l.deleted)
           and ($2::timestamptz is null
                or (l.observed_at, l.position) < ($2, $3::bigint))
         order by l.observed_at desc, l.position desc
         limit $4
    """

    def arguments(self) -> Sequence[object]:
        """Whose, before when, how many."""
        at, position = self.before or (None, None)
        return (self.urn, at, position, self.limit)

    def answer(self, rows: Sequence[Row]) -> list[Observed]:
        """Read an observation a row."""
        return [read_observed(row) for row in rows]
