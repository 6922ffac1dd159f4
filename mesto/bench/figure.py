"""What a case measured, and how it is printed."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

import msgspec
from rich.table import Table


class Times(TypedDict):
    """The two percentiles every case reports."""

    p50_ms: float
    p99_ms: float


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """What one case measured."""

    value: float
    unit: str
    p50_ms: float | None = None
    p99_ms: float | None = None
    ratio_to_bare: float | None = None  #: above 1 is faster than the bare path
    lost: int | None = None  #: acknowledged and not found afterwards
    rss_mb: float | None = None  #: of the server process after the case
    aim: str = ""  #: what we want it to be
    #: what it is made of, by name: some figures of each, by what they are
    parts: Mapping[str, Mapping[str, float]] = {}


def percentile(times_s: Sequence[float], share: float) -> float:
    """Return the time below which `share` of `times_s` lie, ms.

    Raises ValueError of no times at all.
    """
    if not times_s:
        raise ValueError("nothing was timed")
    ordered = sorted(times_s)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


def times(times_s: Sequence[float]) -> Times:
    """Return the two percentiles every case reports."""
    return {"p50_ms": percentile(times_s, 0.5), "p99_ms": percentile(times_s, 0.99)}


def table(figures: Mapping[str, Figure]) -> Table:
    """Lay figures out for people."""
    drawn = Table(title="mesto bench", title_justify="left")
    drawn.add_column("case")
    for head in ("value", "p50 ms", "p99 ms", "of bare", "lost", "RSS MB"):
        drawn.add_column(head, justify="right")
    drawn.add_column("aim")
    for name, one in figures.items():
        drawn.add_row(
            name,
            f"{one.value:,.6g} {one.unit}",
            _cell(one.p50_ms, 2),
            _cell(one.p99_ms, 2),
            _cell(one.ratio_to_bare, 2),
            _cell(one.lost, 0),
            _cell(one.rss_mb, 0),
            one.aim,
        )
    return drawn


def parts_table(name: str, parts: Mapping[str, Mapping[str, float]]) -> Table:
    """Lay out what a figure is made of; every part has the same columns.

    name: of the case
    """
    drawn = Table(title=name, title_justify="left")
    drawn.add_column("of")
    for head in next(iter(parts.values())):
        drawn.add_column(head, justify="right")
    for part, figures in parts.items():
        drawn.add_row(part, *(f"{one:,g}" for one in figures.values()))
    return drawn


def _cell(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:,.{digits}f}"
