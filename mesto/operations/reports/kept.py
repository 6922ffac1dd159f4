"""What was made of reports: runs, files, their content."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias
from uuid import UUID

import msgspec
import orjson

from mesto.kernel.question import Question, Row
from mesto.kernel.text import Text, by_language

State: TypeAlias = Literal["waiting", "counting", "made", "failed", "forgotten"]


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """A report of one period: to be made, or made.

    first, end: its days, [first, end)
    asked_by: who wanted it now; empty where the schedule did
    left_hours: whose figures are still being counted
    """

    id: UUID
    report: str  #: URN
    first: date
    end: date
    asked_at: datetime
    asked_by: str
    role: str  #: through whose eyes it was made, and who may read it
    state: State
    reason: str  #: why it failed, as the log says it
    says: Text  #: the same for people, by language
    left_hours: int
    made_at: datetime | None
    told_at: datetime | None


class File(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a run."""

    run: UUID
    name: str
    kind: str  #: its media type
    language: str
    size: int  #: bytes


@dataclass(frozen=True)
class Runs(Question[list[Run]]):
    """The runs of a report, the newest first."""

    report: str
    limit: int = 50

    sql = """
        select * from report_run
         where report = $1 and state <> 'forgotten'
         order by asked_at desc, first desc
         limit $2
    """

    def arguments(self) -> Sequence[object]:
        """Of which report, and how many."""
        return (self.report, self.limit)

    def answer(self, rows: Sequence[Row]) -> list[Run]:
        """Read a run a row."""
        return [read_run(row) for row in rows]


@dataclass(frozen=True)
class OneRun(Question[Run | None]):
    """A run; None where there is none."""

    id: UUID

    sql = "select * from report_run where id = $1"

    def arguments(self) -> Sequence[object]:
        """Which."""
        return (self.id,)

    def answer(self, rows: Sequence[Row]) -> Run | None:
        """Read the one row."""
        return read_run(rows[0]) if rows else None


@dataclass(frozen=True)
class Files(Question[list[File]]):
    """The files of runs, by language."""

    runs: Sequence[UUID]

    sql = """
        select f.run, f.name, f.kind, f.language, length(c.content) as size
          from report_file f
          join report_content c using (digest)
         where f.run = any($1::uuid[])
         order by f.run, f.name
    """

    def arguments(self) -> Sequence[object]:
        """Of which."""
        return (self.runs,)

    def answer(self, rows: Sequence[Row]) -> list[File]:
        """Read a file a row."""
        return [File(**{name: row[name] for name in _FILE}) for row in rows]


@dataclass(frozen=True)
class Content(Question[tuple[str, bytes] | None]):
    """The media type and the content of a file; None where there is none."""

    run: UUID
    name: str

    sql = """
        select f.kind, c.content
          from report_file f
          join report_content c using (digest)
         where f.run = $1 and f.name = $2
    """

    def arguments(self) -> Sequence[object]:
        """Which."""
        return (self.run, self.name)

    def answer(self, rows: Sequence[Row]) -> tuple[str, bytes] | None:
        """Read the one row."""
        return (rows[0]["kind"], rows[0]["content"]) if rows else None


_RUN = Run.__struct_fields__
_FILE = File.__struct_fields__


def read_run(row: Row) -> Run:
    """Read a run of its row."""
    says = by_language(orjson.loads(row["says"] or "null") or row["reason"])
    return Run(**{**{name: row[name] for name in _RUN}, "says": says})
