"""What the panels of a report came to, before anybody says it in a language. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

import msgspec

from mesto.kernel.panel import AnyPanel
from mesto.kernel.plugin import Layer
from mesto.operations.reports.period import Days, Step


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """What a measure came to, and how much of the time anything was heard."""

    value: float | None
    before: float | None
    hours: int  #: with data
    of_hours: int  #: that the period has
    target: float | None = None


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """How a measure went; None is a gap."""

    figure: Figure
    starts: Sequence[datetime]
    values: Sequence[float | None]
    step: Step


class Counted(msgspec.Struct, frozen=True):
    """How many assets are in which state, by type or by district."""

    rows: Sequence[tuple[str, Sequence[int]]]
    by: str  #: type or district


class Asset(msgspec.Struct, frozen=True):
    """One row of a table of assets."""

    name: str
    status: int  #: its code
    values: Sequence[object]  #: None where it says nothing


class Assets(msgspec.Struct, frozen=True):
    """A table of assets."""

    rows: Sequence[Asset]


class Refused(msgspec.Struct, frozen=True):
    """Why a panel has no answer."""

    why: str
    forbidden: bool = False  #: it is for those who see everything


class Nothing(msgspec.Struct, frozen=True):
    """A panel that asks nothing."""


Answer: TypeAlias = Figure | Course | Counted | Assets | Refused | Nothing


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """A report with its answers, in the order of its panels."""

    title: str | Mapping[str, str]
    town: Mapping[str, str]
    days: Days
    before: Days
    zone: str  #: an IANA name
    at: datetime  #: when it was filled
    panels: Sequence[AnyPanel]
    answers: Sequence[Answer]
    layers: Sequence[Layer]

    @property
    def hours(self) -> tuple[int, int]:
        """Return how many hours have data, and of how many, over all measures."""
        figures = [
            one.figure if isinstance(one, Course) else one
            for one in self.answers
            if isinstance(one, Figure | Course)
        ]
        return sum(one.hours for one in figures), sum(one.of_hours for one in figures)
