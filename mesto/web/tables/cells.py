"""What stands in the cells of a file: numbers, truth, times and texts. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from math import isfinite
from typing import TypeAlias
from zoneinfo import ZoneInfo

import msgspec
import orjson

from mesto.kernel.errors import Malformed
from mesto.kernel.row import EXACT
from mesto.web.abnormal import Row
from mesto.web.readings import read_moment
from mesto.web.tables import query as columns
from mesto.web.tiles import STATUSES

Cell: TypeAlias = float | bool | str | datetime | None

DIGITS = 12  #: that a scaled number keeps; what a double adds beyond is noise


class Head(msgspec.Struct, frozen=True):
    """A column of a file."""

    column: str
    title: str
    scale: float = 1.0  #: shown = value * scale


class Words(msgspec.Struct, frozen=True):
    """How the reader of a file calls what has no number."""

    states: tuple[str, str, str, str, str] = STATUSES
    language: str = "en"  #: of causes
    zone: str = "UTC"  #: in which times are told; an IANA name


class Layout:
    """The columns of a file, and how its reader is spoken to."""

    def __init__(self, heads: Sequence[Head], words: Words) -> None:
        """Know the reader's clock. Raises Malformed where there is no such zone."""
        self.heads = heads
        self.words = words
        self.zone = _zone(words.zone)

    @property
    def titles(self) -> list[str]:
        """What stands above the columns."""
        return [head.title for head in self.heads]

    def lines(self, rows: Iterable[Row]) -> list[list[Cell]]:
        """Return what stands in the cells of some rows."""
        return [[self._cell(row, head) for head in self.heads] for row in rows]

    def _cell(self, row: Row, head: Head) -> Cell:
        match head.column:
            case columns.STATE:
                return self.words.states[_whole(row["status"])]
            case columns.CAUSE:
                return _said(row.get("cause"), self.words.language)
            case columns.CODE:
                return str(row["urn"])
            case columns.NAME | columns.STREET | columns.DISTRICT:
                return str(row[head.column[1:]])
            case columns.SINCE | columns.SEEN:
                at = row[head.column[1:]]
                return local(at, self.zone) if isinstance(at, datetime) else None
        values = row["values"]
        assert isinstance(values, Mapping)
        return _value(values.get(head.column), head.scale, self.zone)


def number(value: float, scale: float) -> float | None:
    """Scale a number; a whole one stays whole, and None is beyond all numbers."""
    scaled = float(f"{value * scale:.{DIGITS}g}") if scale != 1 else value
    if not isfinite(scaled):
        return None
    return int(scaled) if float(scaled).is_integer() and abs(scaled) < EXACT else scaled


def local(at: datetime, zone: ZoneInfo) -> datetime:
    """Return what a clock in a zone shows."""
    return at.astimezone(zone).replace(tzinfo=None)


def _value(value: object, scale: float, zone: ZoneInfo) -> Cell:
    match value:
        case None | bool():
            return value
        case int() | float():
            return number(value, scale)
        case str():
            moment = read_moment(value)
            return value if moment is None else local(moment, zone)
        case {"@value": str(typed)}:
            return _value(typed, scale, zone)
        case [*several] if all(isinstance(one, str | int | float) for one in several):
            return ", ".join(map(str, several))
    return orjson.dumps(value).decode()


def _said(text: object, language: str) -> str | None:
    if not isinstance(text, Mapping) or not text:
        return None
    return str(text.get(language) or text.get("en") or next(iter(text.values())))


def _whole(number: object) -> int:
    assert isinstance(number, int)
    return number


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:  # unknown, or no name at all
        raise Malformed("there is no such time zone", zone=name[:60]) from error
