"""What a report is: panels, a period, when it is made, and for whom. Pure.

An entity `urn:ngsi-ld:Report:NAME` with `definition` (JsonProperty), which is this. Its
panels are those of boards; the report says over which time, whatever the panel says.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, TypeAlias, get_args

import msgspec
from msgspec import Meta

from mesto.kernel.mistake import Senseless, read_written
from mesto.kernel.model import Entity
from mesto.kernel.panel import MOST_PANELS, AnyPanel, Words
from mesto.kernel.script import with_both_scripts
from mesto.kernel.text import filled
from mesto.operations.reports.refusals import (
    LAST_BEFORE_FIRST,
    NEVER_OTHERWISE,
    TOO_MANY_DAYS,
)
from mesto.operations.written import DEFINITION

REPORT = "Report"  #: the entity type
PREFIX = f"urn:ngsi-ld:{REPORT}:"
LONGEST_DAYS = 731  #: of a period: two years

Language: TypeAlias = Literal["en", "cs", "sk", "sr-Latn", "sr-Cyrl"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
Format: TypeAlias = Literal["pdf", "xlsx"]
#: The last whole one: days from midnight, weeks from Monday, others of the calendar.
Unit: TypeAlias = Literal["day", "week", "month", "quarter", "year"]
#: With what to compare: the stretch before, or the same weekdays before.
Comparison: TypeAlias = Literal["before", "weekday"]
#: Whom a notice can be for.
Recipient: TypeAlias = Annotated[
    str, Meta(max_length=200, pattern=r"^(person|role|crew|duty|channel):[^\s\x00]+$")
]


class Between(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Days that were chosen, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """Refuse what ends before it begins, and what nobody could read."""
        if self.last < self.first:
            raise Senseless(LAST_BEFORE_FIRST, "last")
        if (self.last - self.first).days >= LONGEST_DAYS:
            raise Senseless(filled(TOO_MANY_DAYS, most=LONGEST_DAYS), "last")


class Schedule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a report is made, by the clock of the town.

    weekday: of those made every week, 1 is Monday
    day: of those made every month, quarter or year, of its first month
    calendar: the name of one; what is due on a day without an hour of it is made on the
        next day that has one, before it would be due again, or not at all
    """

    every: Unit
    at: Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "06:00"
    weekday: Annotated[int, Meta(ge=1, le=7)] = 1
    day: Annotated[int, Meta(ge=1, le=28)] = 1
    calendar: Annotated[str, Meta(max_length=60)] = ""


class Report(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A report as it is kept.

    role: the name of the role through whose eyes it is made, and who may read it
    keep_days: how long what was made is kept
    """

    title: Words
    languages: Annotated[tuple[Language, ...], Meta(min_length=1, max_length=5)]
    panels: Annotated[tuple[AnyPanel, ...], Meta(min_length=1, max_length=MOST_PANELS)]
    period: Unit | Between = "month"
    compare: Comparison = "before"
    schedule: Schedule | None = None
    recipients: Annotated[tuple[Recipient, ...], Meta(max_length=50)] = ()
    formats: Annotated[tuple[Format, ...], Meta(min_length=1, max_length=2)] = ("pdf",)
    role: Annotated[str, Meta(min_length=1, max_length=40)] = "viewer"
    keep_days: Annotated[int, Meta(ge=1, le=3660)] = 400

    def __post_init__(self) -> None:
        """Refuse what would be made again and again and never be different."""
        if self.schedule is not None and isinstance(self.period, Between):
            raise Senseless(NEVER_OTHERWISE, "period")


def read_report(definition: object) -> Report:
    """Read a definition. Raises Malformed, saying where, for what is none."""
    return read_written(definition, Report, at=(DEFINITION,))


def report_of(entity: Entity) -> Report:
    """Return the report an entity says it is. Raises Malformed."""
    return read_report(entity.value(DEFINITION))


def spoken(text: Words, language: str) -> str:
    """Say a text in a language, or in the nearest there is."""
    if isinstance(text, str):
        return text
    return said_in(text, language)


def said_in(text: Mapping[str, str], language: str) -> str:
    """Say one of several texts in a language, in English, or as it comes."""
    both = with_both_scripts(text)
    return both.get(language) or both.get("en") or next(iter(both.values()), "")
