"""Values that name a person, and texts in which people wrote of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
import orjson

from mesto.kernel.access.rights import Verb
from mesto.kernel.pseudonym import quoted
from mesto.kernel.question import Question, Row


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A value that names a person."""

    entity: str
    attribute: str
    observed_at: datetime
    value: object


@dataclass(frozen=True)
class NamedIn(Question[list[Named]]):
    """Values that name a person, whoever stated them."""

    name: str

    needs = Verb.GOVERN
    sql = """
        select e.urn, a.name, l.observed_at, l.value
          from ledger l
          join entity e on e.id = l.entity
          join attribute a on a.id = l.attribute
         where strpos(l.value::text, $1) > 0
         order by l.observed_at
    """

    def arguments(self) -> Sequence[object]:
        """Return the name as it stands in JSON."""
        return (quoted(self.name),)

    def answer(self, rows: Sequence[Row]) -> list[Named]:
        """Read a value a row."""
        return [_read(row) for row in rows]


@dataclass(frozen=True)
class MentionedIn(Question[list[Named]]):
    """Texts of people that hold a login, beside values that name whose it is."""

    login: str
    name: str

    needs = Verb.GOVERN
    sql = """
        select e.urn, a.name, l.observed_at, l.value
          from ledger l
          join entity e on e.id = l.entity
          join attribute a on a.id = l.attribute
         where l.source < 0
           and strpos(lower(replace(l.value::text, $2, '')), $1) > 0
         order by l.observed_at
    """

    def arguments(self) -> Sequence[object]:
        """Return the login, and the name as it stands in JSON."""
        return (self.login, quoted(self.name))

    def answer(self, rows: Sequence[Row]) -> list[Named]:
        """Read a text a row."""
        return [_read(row) for row in rows]


def _read(row: Row) -> Named:
    return Named(
        entity=row["urn"],
        attribute=row["name"],
        observed_at=row["observed_at"],
        value=orjson.loads(row["value"]),
    )
