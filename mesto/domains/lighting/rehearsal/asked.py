"""What a rehearsal is asked for. Pure."""

from datetime import date, timedelta
from typing import Any, TypeAlias

import msgspec

from mesto.kernel.errors import Malformed

MOST_NIGHTS = 200
DAY = timedelta(days=1)


class _Light(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="is"):
    """How lamps burn; `is` says which way."""


class Always(_Light, frozen=True, tag="always"):
    """At full light from dusk to dawn."""


class AsItWas(_Light, frozen=True, tag="was"):
    """As the lamps or their meters told in those nights."""


class Programme(_Light, frozen=True, tag="programme"):
    """By a programme: one that is kept, or a draft of one."""

    name: str = ""
    definition: Any = None  # JSON, of a LightingProgramme


class Presence(_Light, frozen=True, tag="presence"):
    """Following people, by a setting that is kept or a draft; else by a programme.

    programme: name of a kept one; empty: full light from dusk to dawn
    """

    name: str = ""
    definition: Any = None  # JSON, of a LightingPresence
    programme: str = ""


class Schedules(_Light, frozen=True, tag="schedules"):
    """By all that is written: schedules, their calendars, events, groups and floors.

    name, definition: a schedule as a draft, in the place of the kept one of that name
    presence: whether lamps follow people as the settings that are kept say
    """

    name: str = ""
    definition: Any = None  # JSON, of a LightingSchedule
    presence: bool = True


Light: TypeAlias = Always | AsItWas | Programme | Presence | Schedules


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way or two ways of light, on the nights that begin on some days.

    first, last: both included
    lamp: URN of one whose level is told minute by minute; night: on which of the nights
    seed: of what is drawn; the same seed draws the same people
    """

    one: Light
    first: date
    last: date
    other: Light | None = None
    lamp: str = ""
    night: date | None = None
    seed: int = 1

    @property
    def nights(self) -> list[date]:
        """The days on which the nights begin."""
        return [self.first + n * DAY for n in range((self.last - self.first).days + 1)]


def check(asked: Asked, today: date) -> None:
    """Raise Malformed, with the place, for what cannot be rehearsed."""
    if asked.last < asked.first:
        raise Malformed("it ends before it begins", place=("last",))
    if len(asked.nights) > MOST_NIGHTS:
        raise Malformed(f"at most {MOST_NIGHTS} nights", place=("last",))
    if asked.last >= today:
        raise Malformed("these nights are not over", place=("last",))
    if asked.night is not None and not asked.first <= asked.night <= asked.last:
        raise Malformed("it is none of the nights", place=("night",))
