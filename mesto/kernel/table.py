"""Tables of text, row by row: what is read, and what is refused and why. Pure.

A bad row never spoils the next one, and every refusal names line, field and reason.

Source: RFC 4180.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

import msgspec

from mesto.kernel.dialect import detect_delimiter, detect_encoding
from mesto.kernel.errors import Malformed
from mesto.kernel.mapping import RecordMapping, fields_of
from mesto.kernel.model import Observation
from mesto.kernel.observing import NO_ENVELOPE, Record, observe
from mesto.kernel.refusals import CELLS, TORN
from mesto.kernel.script import with_both_scripts
from mesto.kernel.text import Text, filled, in_english, said_by

SAMPLE_LINES = 50  #: enough to tell the delimiter
SHOWN_REFUSALS = 100  #: how many the refusal of a whole message lists


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a table is written."""

    delimiter: str = ""  #: one character; empty: found out
    encoding: str = ""  #: as Python names it; empty: found out
    skip_lines: int = 0  #: lines before the header


class Row(msgspec.Struct, frozen=True):
    """One row of the file, or one feature, before it is understood."""

    line: int  #: where it begins, counted from 1; the ordinal of a feature
    text: str  #: as it stands in the file
    record: Mapping[str, object]


class Seen(msgspec.Struct, frozen=True):
    """What one row says."""

    row: Row
    observations: list[Observation]


class Refused(msgspec.Struct, frozen=True):
    """A row that was not understood, and why."""

    line: int
    text: str
    field: str
    why: str  #: in English
    says: Text = {}  #: by language, where it is said in more than one


Outcome: TypeAlias = Seen | Refused


def refused(line: int, text: str, field: str, says: Text) -> Refused:
    """Refuse a row in every language."""
    return Refused(line, text, field, in_english(says), with_both_scripts(says))


class Sheet(msgspec.Struct, frozen=True):
    """A table that was sent whole, and how it is read."""

    mapping: RecordMapping
    outcomes: Iterator[Outcome]


def understand(
    rows: Iterable[Row | Refused],
    mapping: RecordMapping,
    *,
    source: str,
    envelope: Record = NO_ENVELOPE,
) -> Iterator[Outcome]:
    """Yield what each row says, or why it is refused."""
    for row in rows:
        if isinstance(row, Refused):
            yield row
            continue
        try:
            seen = observe(row.record, mapping, source=source, envelope=envelope)
        except Malformed as error:
            field, says = str(error.facts["field"]), said_by(error)
            yield refused(row.line, row.text, field, says)
        else:
            yield Seen(row, seen)


def accept(outcomes: Iterable[Outcome]) -> Iterator[Observation]:
    """Yield what the good rows of one message say.

    If any row was refused, Malformed is raised at the end with `facts["refused"]`, so
    that the message is kept until it, or its mapping, was mended.
    """
    bad: list[Refused] = []
    for outcome in outcomes:
        if isinstance(outcome, Refused):
            bad.append(outcome)
        else:
            yield from outcome.observations
    if bad:
        first = bad[0]
        raise Malformed(
            f"{len(bad)} refused; {first.line}: {first.field} {first.why}",
            refused=[
                {"line": one.line, "field": one.field, "why": one.why, "says": one.says}
                for one in bad[:SHOWN_REFUSALS]
            ],
        )


def read_table(
    payload: bytes, mapping: RecordMapping, layout: Layout
) -> Iterator[Row | Refused]:
    """Yield the rows of a table that was sent whole.

    Raises Malformed if it is none, or lacks a column of the mapping.
    """
    encoding = layout.encoding or detect_encoding([payload])
    try:
        text = payload.decode(encoding, errors="surrogateescape")
    except (LookupError, UnicodeError) as error:
        raise Malformed(f"not written in {encoding}") from error
    lines = text_lines(io.StringIO(text, newline=""))
    yield from Table(lines, mapping, layout).rows()


def text_lines(file: io.TextIOBase, longest: int = 2**20) -> Iterator[str]:
    """Yield the lines of a text; one without end is cut, so that memory is bounded."""
    while line := file.readline(longest):
        yield line


class Table:
    """A CSV text, read row by row."""

    def __init__(
        self, lines: Iterator[str], mapping: RecordMapping, layout: Layout
    ) -> None:
        """Read the header.

        Raises Malformed if there is none, or a column of the mapping is not in it.
        """
        self._lines = _Kept(lines)
        for _ in range(layout.skip_lines):
            next(self._lines, None)
        sample = self._lines.peek(SAMPLE_LINES)
        self.delimiter = layout.delimiter or detect_delimiter(sample)
        self._rows = _reader(self._lines, self.delimiter)
        self._lines.take()
        self.header = self._read_header()
        self.header_text = self._lines.take()[1]
        _check_columns(self.header, mapping)

    def rows(self) -> Iterator[Row | Refused]:
        """Yield each row that is not blank."""
        while True:
            try:
                cells = next(self._rows)
            except StopIteration:
                return
            except csv.Error:
                line, text = self._lines.take()
                yield refused(line, text, "line", TORN)
                continue
            line, text = self._lines.take()
            if any(cells):
                yield self._row(line, text, cells)

    def _row(self, line: int, text: str, cells: list[str]) -> Row | Refused:
        count = len(self.header)
        if len(cells) < count or any(cells[count:]):
            says = filled(CELLS, cells=str(len(cells)), header=str(count))
            return refused(line, text, "line", says)
        return Row(line, text, dict(zip(self.header, cells, strict=False)))

    def _read_header(self) -> list[str]:
        try:
            header = next(self._rows, [])
        except csv.Error as error:
            raise Malformed(f"the header cannot be read: {error}", line=1) from error
        if not any(header):
            raise Malformed("there is no header", line=1)
        return [name.removeprefix("\ufeff").strip() for name in header]


def _reader(lines: Iterator[str], delimiter: str) -> Iterator[list[str]]:
    try:
        return csv.reader(lines, delimiter=delimiter, strict=True)
    except (TypeError, ValueError) as error:
        raise Malformed(f"{delimiter!r} cannot be a delimiter") from error


def _check_columns(header: list[str], mapping: RecordMapping) -> None:
    for column in fields_of(mapping):
        if header.count(column) != 1:
            many = "twice" if column in header else "not"
            raise Malformed(
                f"the column {column} is {many} in the header", field=column, line=1
            )


class _Kept:
    """Lines on their way to the reader, kept until their row was read."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._ahead: list[str] = []
        self._taken: list[str] = []
        self._line = 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._ahead.pop(0) if self._ahead else next(self._lines)
        self._taken.append(line)
        return line

    def peek(self, count: int) -> list[str]:
        """Return the next lines without reading them."""
        while len(self._ahead) < count and (line := next(self._lines, "")):
            self._ahead.append(line)
        return self._ahead[:count]

    def take(self) -> tuple[int, str]:
        """Return where the row just read began, and its text."""
        line, text = self._line, "".join(self._taken)
        self._line += len(self._taken)
        self._taken.clear()
        return line, text
