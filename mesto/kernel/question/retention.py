"""How long what is remembered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mesto.kernel.question import Question, Row


@dataclass(frozen=True)
class Retention(Question[Mapping[str, int | None]]):
    """Every attribute ever observed, and for how many days; None is for ever."""

    sql = "select name, keep_days from attribute order by name"

    def answer(self, rows: Sequence[Row]) -> Mapping[str, int | None]:
        """Read an attribute a row."""
        return {row["name"]: row["keep_days"] for row in rows}
