"""What somebody who sees a part of a city sees of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from mesto.kernel.access.rights import ROLES
from mesto.kernel.question import Question, Row


@dataclass(frozen=True, kw_only=True)
class SeenWhole(Question[list[int]]):
    """The numbers of the entities of which every attribute is seen."""

    sql = f"""
        select distinct entity
          from reach
         where role = any(current_setting('{ROLES}')::text[]) and 0 = any(sees)
         order by entity
    """

    def arguments(self) -> Sequence[object]:
        """Of whoever asks."""
        return ()

    def answer(self, rows: Sequence[Row]) -> list[int]:
        """Read a number a row."""
        return [row["entity"] for row in rows]
