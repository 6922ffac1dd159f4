"""What a board shows, as data: panels, and the questions they ask. Pure.

A panel says what to show and never how to draw it. Services offer boards made of
panels, people make their own of the same; written as JSON both look alike.
"""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

COLUMNS = 12  #: of the grid a board stands on
MOST_PANELS = 60  #: of one board

Title: TypeAlias = Annotated[str, Meta(max_length=200)]
#: One text, or one in several languages by BCP 47 tag.
Words: TypeAlias = Title | Mapping[str, Title]
#: Of a type, an attribute or an entity; PostgreSQL keeps no NUL.
Name: TypeAlias = Annotated[str, Meta(max_length=500, pattern=r"^[^\x00]*$")]

Status: TypeAlias = Literal["ok", "warning", "critical", "offline", "maintenance"]

#: How the numbers of many assets become one. `integral` is their sum times the hours,
#: so that kW become kWh; `share` is that of those which a measure tells apart.
Aggregate: TypeAlias = Literal[
    "mean", "sum", "max", "min", "integral", "count", "share"
]

#: now, or whole local days until last midnight: one, 7, 28, 91 or 364. As a chart the
#: last 24 hours and 7 days by the hour, then days, and a year by the week.
Period: TypeAlias = Literal["now", "day", "week", "month", "quarter", "year"]

#: What a town wants to be.
Goal: TypeAlias = Literal["safe", "clean", "mobile", "thrifty"]


class Filter(msgspec.Struct, frozen=True):
    """What an attribute must be now: `fillingLevel > 0.8`.

    attribute: `address.district` is a part of a value
    """

    attribute: Name
    by: Literal["==", "!=", "<", "<=", ">", ">="]
    value: bool | float | Title


class Measure(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A number of each of many assets, or of one; or which of them are in some state.

    types: entity types; where: only those that are like this now
    attribute: whose number; without it the assets themselves are counted
    entity: URN, where only one is meant
    above, below: tells apart assets whose number is at least, at most this
    statuses: tells apart assets that are so; without an attribute
    """

    types: Annotated[tuple[Name, ...], Meta(max_length=20)] = ()
    where: Annotated[tuple[Filter, ...], Meta(max_length=10)] = ()
    attribute: Name = ""
    entity: Name = ""
    above: float | None = None
    below: float | None = None
    statuses: tuple[Status, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what cannot be measured, with a ValueError as msgspec wants it."""
        if not self.types and not self.entity:
            raise ValueError("a measure has types, or an entity")
        if self.entity and not self.attribute:
            raise ValueError("of an entity an attribute is measured")
        if self.attribute and self.statuses:
            raise ValueError("a measure is of an attribute or of statuses")
        if not self.attribute and self.limited:
            raise ValueError("above and below need an attribute")

    @property
    def limited(self) -> bool:
        """Whether it tells assets apart by their number."""
        return self.above is not None or self.below is not None


class Place(msgspec.Struct, frozen=True):
    """Where on its board a panel stands, in columns and rows."""

    x: Annotated[int, Meta(ge=0, lt=COLUMNS)]
    y: Annotated[int, Meta(ge=0, le=1000)]
    w: Annotated[int, Meta(ge=1, le=COLUMNS)]
    h: Annotated[int, Meta(ge=1, le=40)]

    def __post_init__(self) -> None:
        """Refuse what stands beyond the edge."""
        if self.x + self.w > COLUMNS:
            raise ValueError(f"a board has {COLUMNS} columns")


class Panel(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="kind"
):
    """What every panel has; without a place it stands where there is room."""

    title: Words = ""
    place: Place | None = None


class Asking(Panel, frozen=True, kw_only=True):
    """A panel that shows what a measure comes to.

    unit, scale, digits: as in `Field`; where they are not given, the field's
    """

    measure: Measure
    aggregate: Aggregate = "mean"
    period: Period = "now"
    unit: str | None = None
    scale: float | None = None
    digits: Annotated[int, Meta(ge=0, le=6)] | None = None

    def __post_init__(self) -> None:
        """Refuse an aggregate that the measure does not have."""
        if self.aggregate == "integral" and self.period == "now":
            raise ValueError("an integral is over a period")
        numeric = self.aggregate not in ("count", "share")
        if numeric and (not self.measure.attribute or self.measure.limited):
            raise ValueError(f"{self.aggregate} is of an attribute without limits")
        tells_apart = self.measure.limited or self.measure.statuses
        if self.aggregate == "share" and not tells_apart:
            raise ValueError("a share is above or below a limit, or of statuses")


class Number(Asking, frozen=True, kw_only=True, tag="number"):
    """One number, and what it was before."""


class Kpi(Asking, frozen=True, kw_only=True, tag="kpi"):
    """A number the town wants to be better.

    name: of its entity `urn:ngsi-ld:KeyPerformanceIndicator:NAME`, whose attribute
        `target` says more than `target` here; empty where nobody else sets it
    target: in the measure's own unit, that is before `scale`
    """

    goal: Goal
    better: Literal["more", "less"]
    name: Annotated[str, Meta(pattern=r"^([a-z0-9][a-z0-9-]{0,59})?$")] = ""
    target: float | None = None


class Chart(Asking, frozen=True, kw_only=True, tag="chart"):
    """How a number went."""

    period: Period = "day"


class Table(Panel, frozen=True, kw_only=True, tag="table"):
    """Assets as rows, or how many are in which state.

    types: none means all that are on the map
    by: a row an asset, a type or a district
    statuses, attributes, order, descending, limit: of rows of assets: which statuses,
        columns beside name and status, attribute to sort by (empty: the worst first)
    """

    types: Annotated[tuple[Name, ...], Meta(max_length=20)] = ()
    where: Annotated[tuple[Filter, ...], Meta(max_length=10)] = ()
    statuses: tuple[Status, ...] = ()
    by: Literal["asset", "type", "district"] = "asset"
    attributes: Annotated[tuple[Name, ...], Meta(max_length=8)] = ()
    order: Name = ""
    descending: bool = True
    limit: Annotated[int, Meta(ge=1, le=50)] = 10


class Map(Panel, frozen=True, kw_only=True, tag="map"):
    """Where assets are, and how; without types all that are on the map."""

    types: Annotated[tuple[Name, ...], Meta(max_length=20)] = ()


class Prose(Panel, frozen=True, kw_only=True, tag="text"):
    """Words to read; a blank line begins a paragraph."""

    text: (
        Annotated[str, Meta(max_length=5000)]
        | Mapping[str, Annotated[str, Meta(max_length=5000)]]
    )


AnyPanel: TypeAlias = Number | Kpi | Chart | Table | Map | Prose


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """A screen that a service offers."""

    name: str  #: unlike any other board's
    title: Mapping[str, str]
    icon: str  #: name of the symbol in the console
    panels: tuple[AnyPanel, ...]
