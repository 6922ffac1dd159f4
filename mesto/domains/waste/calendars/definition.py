"""How a calendar of collection is written. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Literal, TypeAlias

import msgspec

from mesto.domains.waste.inventory.shifts import CALENDAR as TOWN_CALENDAR
from mesto.domains.waste.inventory.shifts import Weekdays
from mesto.domains.waste.inventory.terms import Urn
from mesto.domains.waste.nouns import CONTAINER, ISLE
from mesto.kernel.errors import Malformed
from mesto.kernel.plugin import Text
from mesto.operations.sorts import Reference
from mesto.operations.written import urn_of

Month: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=12)]
HouseNumber: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=99_999)]
Named: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Clock: TypeAlias = Annotated[  #: what a clock shows, HH:MM; empty: at no certain time
    str, msgspec.Meta(pattern=r"^(([01]\d|2[0-3]):[0-5]\d)?$")
]

MOST_PLACES = 2_000
MOST_CHANGES = 400


class Stretch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Houses of a street: all of them, or those of one side, or between two numbers.

    first, last: both included; last 0: to the end of the street
    """

    street: Named
    side: Literal["both", "odd", "even"] = "both"
    first: HouseNumber = 0
    last: HouseNumber = 0


class Where(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is collected: containers, nests, and the houses of districts and streets.

    containers, isles: URNs
    districts: as addresses name them
    """

    containers: Annotated[Sequence[Urn], msgspec.Meta(max_length=MOST_PLACES)] = ()
    isles: Annotated[Sequence[Urn], msgspec.Meta(max_length=MOST_PLACES)] = ()
    districts: Annotated[Sequence[Named], msgspec.Meta(max_length=MOST_PLACES)] = ()
    streets: Annotated[Sequence[Stretch], msgspec.Meta(max_length=MOST_PLACES)] = ()


class Change(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A day on which it is otherwise: collected on another, or not at all.

    day: on which it would be collected; where it would not, an extra collection
    to: on which it is instead; None: it is left out
    """

    day: date
    to: date | None = None


class Definition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """On which days one kind of waste is collected somewhere.

    fraction: `storedWasteKind`
    every_weeks: 1 each week, 2 every second; counted from the week of `first`
    first, last: of its days, both included; without `last` it goes on
    months: in which it is collected; none: in all
    holidays: name of a calendar of the town; when a collection falls on a day on
        which it holds at noon, it is moved as `on_holiday` says; empty: it never is
    begins: when people have to have put it out, by the clock of the town
    """

    title: Text
    fraction: Named
    where: Where
    weekdays: Weekdays
    every_weeks: Annotated[int, msgspec.Meta(ge=1, le=26)] = 1
    first: date
    last: date | None = None
    months: Annotated[Sequence[Month], msgspec.Meta(max_length=12)] = ()
    holidays: Annotated[str, msgspec.Meta(max_length=60)] = ""
    on_holiday: Literal["after", "before", "dropped"] = "after"
    changes: Annotated[Sequence[Change], msgspec.Meta(max_length=MOST_CHANGES)] = ()
    begins: Clock = ""


def check_calendar(definition: Definition) -> None:
    """Raise Malformed, with the place, for what cannot be."""
    if definition.last is not None and definition.last < definition.first:
        raise Malformed("it ends before it begins", place=("last",))
    if not any(msgspec.structs.astuple(definition.where)):
        raise Malformed("say where it is collected", place=("where",))
    for number, one in enumerate(definition.where.streets):
        if one.last and one.last < one.first:
            raise Malformed(
                "the numbers end before they begin",
                place=("where", "streets", number, "last"),
            )
    told: set[date] = set()
    for number, change in enumerate(definition.changes):
        if change.day in told:
            raise Malformed(
                f"{change.day} is changed twice", place=("changes", number, "day")
            )
        told.add(change.day)


def refers_of_calendar(definition: Definition) -> Iterator[Reference]:
    """Yield what a calendar speaks of."""
    where = definition.where
    for number, urn in enumerate(where.containers):
        yield Reference(("where", "containers", number), urn, CONTAINER)
    for number, urn in enumerate(where.isles):
        yield Reference(("where", "isles", number), urn, ISLE)
    if definition.holidays:
        urn = urn_of(TOWN_CALENDAR, definition.holidays)
        yield Reference(("holidays",), urn, TOWN_CALENDAR)
