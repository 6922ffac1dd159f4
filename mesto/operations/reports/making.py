"""What waits to be made of reports, and keeping and forgetting what was made."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

import msgspec
import orjson

from mesto.kernel.question import Question, Row
from mesto.kernel.text import Text
from mesto.operations.reports.kept import Run, State, read_run


@dataclass(frozen=True, kw_only=True)
class Order(Question[None]):
    """Order that a report be made of some days; an id that is known is ordered once."""

    id: UUID
    report: str
    first: date
    end: date
    asked_by: str = ""
    due_at: datetime | None = None

    sql = """
        insert into report_run (id, report, first, "end", asked_by, due_at)
        values ($1, $2, $3, $4, $5, $6)
            on conflict (id) do nothing
    """

    def arguments(self) -> Sequence[object]:
        """Return what stands in the row."""
        return (self.id, self.report, self.first, self.end, self.asked_by, self.due_at)

    def answer(self, _rows: Sequence[Row]) -> None:
        """There is nothing to read."""


@dataclass(frozen=True)
class LastDue(Question[dict[str, datetime]]):
    """When each report was last ordered by its schedule."""

    sql = "select report, max(due_at) as due from report_run group by report"

    def answer(self, rows: Sequence[Row]) -> dict[str, datetime]:
        """Read a report a row."""
        return {row["report"]: row["due"] for row in rows if row["due"] is not None}


@dataclass(frozen=True)
class Unfinished(Question[list[Run]]):
    """Runs that are to be made, or whose readers are to be told; the oldest first."""

    sql = """
        select * from report_run
         where state in ('waiting', 'counting')
            or state = 'made' and told_at is null
         order by asked_at, id
    """

    def answer(self, rows: Sequence[Row]) -> list[Run]:
        """Read a run a row."""
        return [read_run(row) for row in rows]


@dataclass(frozen=True, kw_only=True)
class Note(Question[None]):
    """Note how far a run is."""

    id: UUID
    state: State
    left_hours: int = 0
    reason: str = ""  #: why it failed, for the log
    says: Text = field(default_factory=dict)  #: the same for people, by language

    sql = """
        update report_run
           set state = $2, left_hours = $3, reason = $4, says = $5::jsonb
         where id = $1
    """

    def arguments(self) -> Sequence[object]:
        """Return what holds now."""
        says = orjson.dumps(self.says).decode() if self.says else None
        return (self.id, self.state, self.left_hours, self.reason, says)

    def answer(self, _rows: Sequence[Row]) -> None:
        """There is nothing to read."""


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was just made."""

    name: str
    kind: str
    language: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Keep(Question[None]):
    """Keep what was made of a run, in one statement, and note that it is made."""

    run: UUID
    role: str
    keep_until: datetime
    files: Sequence[Made]

    sql = """
        with given as (
            select name, kind, language, content, sha256(content) as digest
              from unnest($4::text[], $5::text[], $6::text[], $7::bytea[])
                   as file (name, kind, language, content)
        ),
        contents as (
            insert into report_content (digest, content)
            select distinct on (digest) digest, content from given order by digest
                on conflict do nothing
        ),
        files as (
            insert into report_file (run, name, kind, language, digest)
            select $1, name, kind, language, digest from given
                on conflict do nothing
        )
        update report_run
           set state = 'made', role = $2, keep_until = $3, made_at = now(),
               left_hours = 0, reason = '', says = null
         where id = $1
    """

    def arguments(self) -> Sequence[object]:
        """Return the run and its files, in columns."""
        columns = ("name", "kind", "language", "content")
        files = ([getattr(one, name) for one in self.files] for name in columns)
        return (self.run, self.role, self.keep_until, *files)

    def answer(self, _rows: Sequence[Row]) -> None:
        """There is nothing to read."""


@dataclass(frozen=True)
class Told(Question[None]):
    """Note that the readers of a run were told."""

    run: UUID

    sql = "update report_run set told_at = now() where id = $1"

    def arguments(self) -> Sequence[object]:
        """Which."""
        return (self.run,)

    def answer(self, _rows: Sequence[Row]) -> None:
        """There is nothing to read."""


@dataclass(frozen=True)
class ForgetRuns(Question[None]):
    """Forget what is kept long enough.

    That a period was made is remembered, so that it is not made again.
    """

    now: datetime

    sql = """
        with gone as (
            update report_run set state = 'forgotten'
             where keep_until < $1 and state = 'made'
            returning id
        ),
        files as (
            delete from report_file f using gone where f.run = gone.id
            returning f.digest
        )
        delete from report_content c
         using files
         where c.digest = files.digest
           and not exists (
               select from report_file other
                where other.digest = c.digest
                  and other.run not in (select id from gone)
           )
    """

    def arguments(self) -> Sequence[object]:
        """Until when."""
        return (self.now,)

    def answer(self, _rows: Sequence[Row]) -> None:
        """There is nothing to read."""
