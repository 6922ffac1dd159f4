"""How a calendar is written: sets of time, and what is made of them. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal, TypeAlias

import msgspec

from mesto.kernel.plugin import Text

Weekday: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=7)]  #: Monday is 1, ISO 8601
Clock: TypeAlias = Annotated[  #: what a clock shows, HH:MM
    str, msgspec.Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
]
Minutes: TypeAlias = Annotated[int, msgspec.Meta(ge=-720, le=720)]

#: Whose public holidays we know.
Country: TypeAlias = Literal["CZ", "SK", "RS"]

#: Where the sun stands: twilight is the civil one, 6° below the horizon.
Phase: TypeAlias = Literal["dawn", "sunrise", "noon", "sunset", "dusk"]

MOST_PARTS = 50  #: of one set
DEEPEST = 8  #: sets within sets


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="is"):
    """A set of time; `is` says which kind."""


class Hours(_Part, frozen=True, tag="hours"):
    """Hours of some days of the week, by the clock of the town.

    What ends before it begins, or when, ends on the next day: 22:00 to 06:00.
    """

    weekdays: Sequence[Weekday] = (1, 2, 3, 4, 5, 6, 7)
    start: Clock = "00:00"
    end: Clock = "00:00"


class Holidays(_Part, frozen=True, tag="holidays"):
    """The public holidays of a country, whole days."""

    country: Country


class Days(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The days from `first` to `last`, both included."""

    first: date
    last: date


class Dates(_Part, frozen=True, tag="dates"):
    """Given days, e.g. the terms of schools."""

    ranges: Annotated[Sequence[Days], msgspec.Meta(min_length=1, max_length=366)]


class SunMoment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When the sun stands so, and some minutes later, or earlier where negative."""

    phase: Phase
    offset_min: Minutes = 0


class Sun(_Part, frozen=True, tag="sun"):
    """From one moment of the sun to the next of another, e.g. from dusk to dawn."""

    start: SunMoment
    end: SunMoment


class Named(_Part, frozen=True, tag="calendar"):
    """Whenever another calendar holds."""

    name: str


class AnyOf(_Part, frozen=True, tag="any"):
    """Whenever one of the parts holds."""

    of: "Annotated[Sequence[Part], msgspec.Meta(min_length=1, max_length=MOST_PARTS)]"


class AllOf(_Part, frozen=True, tag="all"):
    """Whenever every part holds."""

    of: "Annotated[Sequence[Part], msgspec.Meta(min_length=1, max_length=MOST_PARTS)]"


class Not(_Part, frozen=True, tag="not"):
    """Whenever the part does not hold."""

    of: "Part"


Part: TypeAlias = Hours | Holidays | Dates | Sun | Named | AnyOf | AllOf | Not


class Departure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Days on which a calendar holds all day, or not at all, whatever it says."""

    first: date
    last: date
    holds: bool
    note: str = ""


class Definition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A calendar as it is written."""

    title: Text
    rule: Part
    exceptions: Sequence[Departure] = ()
