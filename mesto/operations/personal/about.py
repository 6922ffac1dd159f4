"""Asking what tables say of one person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec

from mesto.kernel.access.rights import Verb
from mesto.kernel.question import Question, Row

S = TypeVar("S", bound=msgspec.Struct)


@dataclass(frozen=True)
class About(Question[list[S]], Generic[S]):
    """What tables say of one person."""

    whom: tuple[str, ...]  #: `$1` and so on: how it is called
    read: type[S]
    said: str  #: the SQL: rows of one column, JSON that reads as `read`

    needs = Verb.GOVERN

    @property
    def sql(self) -> str:
        """The statement."""
        return self.said

    def arguments(self) -> Sequence[object]:
        """Return whom it is about."""
        return self.whom

    def answer(self, rows: Sequence[Row]) -> list[S]:
        """Read a struct a row."""
        return [msgspec.json.decode(row["one"], type=self.read) for row in rows]
