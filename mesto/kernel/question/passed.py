"""Which entities name a moment that has passed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from mesto.kernel.question import Question, Row
from mesto.kernel.question.clause import MOMENT


@dataclass(frozen=True, kw_only=True)
class Passed(Question[tuple[str, ...]]):
    """Find entities an attribute of which names a moment that has passed by `at`.

    It is begun from those that have the attribute: where few do, little is read,
    however many entities there are, so that it can be asked every few seconds. A limit
    would lead PostgreSQL to look for the first among all of them.
    """

    attribute: str
    at: datetime

    sql = f"""
        select e.urn
          from present p
          join entity e on e.id = p.entity
         where p.attribute = (select id from attribute where name = $1)
           and not p.deleted
           and e."exists"
           and case when p.value #>> '{{}}' ~ '{MOMENT}'
                    then (p.value #>> '{{}}')::timestamptz <= $2
               end
    """

    def arguments(self) -> Sequence[object]:
        """Which attribute, and when."""
        return (self.attribute, self.at)

    def answer(self, rows: Sequence[Row]) -> tuple[str, ...]:
        """Read a URN a row."""
        return tuple(dict.fromkeys(row["urn"] for row in rows))


@dataclass(frozen=True, kw_only=True)
class Ending(Question[tuple[str, ...]]):
    """Find entities an attribute of which says that it ends about `at`, or before.

    It says so in UTC by `expiresAt`, kept beside its value; whether it has ended to the
    fraction of a second is for who reads the attribute.
    """

    at: datetime

    sql = """
        select e.urn
          from present p
          join entity e on e.id = p.entity
         where p.meta ? 'expiresAt'
           and left(p.meta #>> '{expiresAt,value}', 19) collate "C" <= $1
           and not p.deleted
           and e."exists"
    """

    def arguments(self) -> Sequence[object]:
        """When, to the second."""
        return (f"{self.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}",)

    def answer(self, rows: Sequence[Row]) -> tuple[str, ...]:
        """Read a URN a row."""
        return tuple(dict.fromkeys(row["urn"] for row in rows))
