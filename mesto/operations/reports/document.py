"""What a report is in one language, part by part, before it is drawn. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias

import msgspec

from mesto.operations.reports.period import Step

Cell: TypeAlias = float | str | datetime | None


class Unit(msgspec.Struct, frozen=True):
    """How a number is written."""

    name: str = ""
    scale: float = 1.0
    digits: int = 0


class Number(msgspec.Struct, frozen=True, kw_only=True):
    """A number, what it was before, and what it should be; in the unit shown."""

    value: float | None
    before: float | None
    target: float | None
    unit: Unit


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """A number and how it went, by the clock of the town; None is a gap."""

    number: Number
    starts: Sequence[datetime]  #: what the clock on the wall showed
    values: Sequence[float | None]
    step: Step
    bars: bool  #: amounts stand on the axis; levels are a line


class Grid(msgspec.Struct, frozen=True):
    """A table; the digits of a column are those of its numbers.

    shares: how wide columns are on paper; empty: names twice as wide as numbers
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    digits: Sequence[int]
    shares: Sequence[float] = ()


class Paragraphs(msgspec.Struct, frozen=True):
    """Words to read."""

    texts: Sequence[str]


Body: TypeAlias = Number | Chart | Grid | Paragraphs


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """What is shown of one panel.

    complete: share of the hours of the period that have data; None: it is of now
    """

    title: str
    note: str
    body: Body
    complete: float | None = None


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A report in one language.

    facts: names and values below the title; empty: its period, and how much was heard
    signatures: who signs it on paper, and as what
    """

    title: str
    town: str
    language: str
    period: str
    compared: str
    made: str
    zone: str
    complete: float | None
    sections: Sequence[Section]
    facts: Sequence[tuple[str, str]] = ()
    signatures: Sequence[str] = ()
