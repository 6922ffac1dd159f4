"""Files that systems of the town brought: kept, read, forgotten."""

from collections.abc import Sequence
from dataclasses import dataclass

from mesto.kernel.question import Question, Row


@dataclass(frozen=True)
class KeepBrought(Question[bool]):
    """Keep the file of an entity, and tell whether it is kept.

    One that is kept stays, but for what was left behind long ago by who died before
    it could tell of it.
    """

    entity: str  #: URN
    content: bytes

    sql = """
        insert into brought_file (entity, content) values ($1, $2)
            on conflict (entity) do update
           set content = excluded.content, kept_at = now()
         where brought_file.kept_at < now() - interval '1 hour'
        returning true as kept
    """

    def arguments(self) -> Sequence[object]:
        """Of what, and which."""
        return (self.entity, self.content)

    def answer(self, rows: Sequence[Row]) -> bool:
        """Tell whether there is a row."""
        return bool(rows)


@dataclass(frozen=True)
class Brought(Question[bytes | None]):
    """The file of an entity; None where there is none."""

    entity: str  #: URN

    sql = "select content from brought_file where entity = $1"

    def arguments(self) -> Sequence[object]:
        """Of what."""
        return (self.entity,)

    def answer(self, rows: Sequence[Row]) -> bytes | None:
        """Read the one row."""
        return bytes(rows[0]["content"]) if rows else None


@dataclass(frozen=True)
class ForgetBrought(Question[None]):
    """Forget files of entities."""

    entities: Sequence[str]  #: URNs

    sql = "delete from brought_file where entity = any($1::text[])"

    def arguments(self) -> Sequence[object]:
        """Of which."""
        return (list(self.entities),)

    def answer(self, _rows: Sequence[Row]) -> None:
        """There is nothing to read."""
