"""Tables as CSV that spreadsheets open by a double click. Pure.

Source: RFC 4180; the byte order mark tells Excel that it is UTF-8.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

import msgspec

from mesto.web.abnormal import Row
from mesto.web.sheet import harmless
from mesto.web.tables.cells import Cell, Layout

MARK = "\ufeff"
MEDIA_TYPE = "text/csv; charset=utf-8"


class Dialect(msgspec.Struct, frozen=True):
    """How a reader's spreadsheet writes."""

    separator: Literal[",", ";", "\t"] = ","
    decimal: Literal[".", ","] = "."
    yes: str = "true"
    no: str = "false"


class CsvFile:
    """A table as CSV."""

    kind = MEDIA_TYPE

    def __init__(self, layout: Layout, dialect: Dialect) -> None:
        """Know what is written, and how."""
        self._layout = layout
        self._dialect = dialect

    def begin(self) -> bytes:
        """Return the first line."""
        return head(self._layout.titles, self._dialect)

    def add(self, rows: Iterable[Row]) -> bytes:
        """Return a line a row."""
        return body(self._layout.lines(rows), self._dialect)

    def end(self) -> bytes:
        """Return nothing: a CSV file just ends."""
        return b""

    def weigh(self, rows: Iterable[Row]) -> int:
        """Return how many bytes some rows take."""
        return len(self.add(rows))


def head(titles: Sequence[str], dialect: Dialect) -> bytes:
    """Return the first line."""
    return (MARK + _lines([list(titles)], dialect)).encode()


def body(rows: Iterable[Sequence[Cell]], dialect: Dialect) -> bytes:
    """Return lines; what a spreadsheet would take for a formula is made a text."""
    return _lines(rows, dialect).encode()


def _lines(rows: Iterable[Sequence[Cell]], dialect: Dialect) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=dialect.separator, lineterminator="\r\n")
    writer.writerows([_written(cell, dialect) for cell in row] for row in rows)
    return text.getvalue()


def _written(cell: Cell, dialect: Dialect) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return dialect.yes if cell else dialect.no
        case int() | float():
            return str(cell).replace(".", dialect.decimal)
        case datetime():
            return cell.isoformat(" ", "seconds")
    return harmless(cell)
