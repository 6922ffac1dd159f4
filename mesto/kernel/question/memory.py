"""What the ledger holds of an entity, and single rows of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from mesto.kernel.model import Attribute, Kind
from mesto.kernel.question import Question, Row
from mesto.kernel.row import join


@dataclass(frozen=True)
class Remembered(Question[bool]):
    """Whether anything was ever observed of an entity and not erased since."""

    urn: str

    sql = """
        select exists (select from ledger l where l.entity = e.id) as remembered
          from entity e
         where e.urn = $1
    """

    def arguments(self) -> Sequence[object]:
        """Return the URN."""
        return (self.urn,)

    def answer(self, rows: Sequence[Row]) -> bool:
        """Read the one row, if there is an entity of that name."""
        return bool(rows and rows[0]["remembered"])


@dataclass(frozen=True, kw_only=True)
class OneInstance(Question[Attribute | None]):
    """What was said of an attribute at a place in the ledger; None if nothing."""

    urn: str
    attribute: str
    position: int

    sql = """
        select l.*, s.name as source_name
          from entity e
          join ledger l on l.entity = e.id
          join attribute a on a.id = l.attribute
          join source s on s.id = l.source
         where e.urn = $1 and a.name = $2 and l.position = $3 and not l.deleted
    """

    def arguments(self) -> Sequence[object]:
        """Return the place."""
        return (self.urn, self.attribute, self.position)

    def answer(self, rows: Sequence[Row]) -> Attribute | None:
        """Read the row."""
        if not rows:
            return None
        row = rows[0]
        meta = row["meta"]
        return Attribute(
            name=self.attribute,
            value=join(row["number"], row["value"]),
            kind=Kind(row["kind"]),
            position=row["position"],
            observed_at=row["observed_at"] if row["timed"] else None,
            created_at=row["recorded_at"],
            modified_at=row["recorded_at"],
            source=row["source_name"],
            unit=row["unit"],
            dataset=row["dataset"],
            meta=None if meta is None else orjson.loads(meta),
        )
