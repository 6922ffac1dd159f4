"""The values a query compares with. Pure.

Strings stand in double quotes; numbers, true, false, dates, times and URIs do not.
"""

import re
from datetime import datetime
from math import isfinite

from mesto.gates.ngsi_ld.query.cursor import Cursor
from mesto.kernel.question.condition import Literal

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
#: A value without quotes ends at a mark of the language or before a range's dots.
_BARE = re.compile(r"(?:(?!\.\.)[^\s;|(),\"])+")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([.,]\d{1,9})?(Z|[+-]\d\d:?\d\d)", re.ASCII
)
_DATE_OR_TIME = re.compile(
    r"\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d([.,]\d+)?(Z|[+-]\d\d:\d\d)?", re.ASCII
)
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}\\^`]+")
_TRUTH = {"true": True, "false": False}


def read_literal(cursor: Cursor) -> Literal:
    """Read one value."""
    if cursor.sees('"'):
        return read_quoted(cursor)
    text = cursor.take(_BARE)
    if text is None:
        cursor.refuse("lacks a value")
    value = _understand(text)
    if value is None:
        cursor.refuse(f"has {text!r}, which is no value; texts stand in quotes")
    return value


def read_quoted(cursor: Cursor) -> str:
    """Read a text in double quotes; a backslash lets the next character be itself."""
    quoted = cursor.take(_QUOTED)
    if quoted is None:
        cursor.refuse("has a quotation without an end")
    return _ESCAPED.sub(r"\1", quoted[1:-1])


def read_moment(text: str) -> datetime | None:
    """Read a date with time and zone; None if it is none."""
    if not _MOMENT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(_short(text.replace(",", ".")))
    except ValueError:
        return None


def _short(text: str) -> str:
    """Cut fractions of a second after the microseconds."""
    return re.sub(r"(\.\d{6})\d+", r"\1", text)


def _understand(text: str) -> Literal | None:
    if text in _TRUTH:
        return _TRUTH[text]
    if _NUMBER.fullmatch(text):
        number = float(text)
        return number if isfinite(number) else None
    moment = read_moment(text)
    if moment is not None:
        return moment
    plain = _DATE_OR_TIME.fullmatch(text) or _URI.fullmatch(text)
    return text if plain else None
