"""A town to rehearse in: its streets and lamps, and what is written for its nights."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mesto.domains.lighting.control.cohorts import Written as Plan
from mesto.domains.lighting.control.floor import Definition as Floor
from mesto.domains.lighting.control.floor import floors_of_night
from mesto.domains.lighting.control.programme import (
    Definition as Programme,
)
from mesto.domains.lighting.control.programme import (
    Turn,
    night_of,
    turns_of,
)
from mesto.domains.lighting.presence.definition import Definition as Presence
from mesto.domains.lighting.presence.places import (
    Places,
    calendar_for,
    followers_by,
    lamps_of,
)
from mesto.domains.lighting.presence.reach import Reach
from mesto.domains.lighting.rehearsal.course import Course, Turned, course_of
from mesto.domains.lighting.rehearsal.ground import Ground
from mesto.domains.lighting.rehearsal.lists import Floats, Lists
from mesto.domains.lighting.rehearsal.lit import Span, reached_from
from mesto.domains.lighting.rehearsal.passers import Traffic
from mesto.domains.lighting.rehearsal.play import NIGHT_S, Follows, Part, Tonight
from mesto.domains.lighting.rehearsal.scheduled import Scheduled
from mesto.operations.calendars.calendar import Calendar, moment
from mesto.operations.calendars.definition import SunMoment
from mesto.operations.calendars.sun import Spot, moment_of

NOON = "12:00"
DUSK, DAWN = SunMoment("dusk"), SunMoment("dawn")
DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Town:
    """What a rehearsal plays in."""

    places: Places
    ground: Ground
    traffic: Traffic
    rating_w: Floats  #: of each lamp
    classes: Sequence[str]  #: of the street of each lamp, EN 13201-2
    floors: Mapping[str, Floor]
    calendars: Mapping[str, Calendar]
    spot: Spot

    def noon(self, day: date) -> datetime:
        """Return when the night of a day begins."""
        return moment(day, NOON, self.spot.zone)

    def dark(self, day: date) -> Span | None:
        """Return when it is dark in a night; None where it never is."""
        dusk, dawn = (
            moment_of(DUSK, day, self.spot),
            moment_of(DAWN, day + DAY, self.spot),
        )
        if dusk is None or dawn is None or dusk >= dawn:
            return None
        noon = self.noon(day)
        return Span((dusk - noon).total_seconds(), (dawn - noon).total_seconds())


class Setting(NamedTuple):
    """A presence setting, prepared for a town."""

    presence: Presence
    reached: Lists  #: see `reached_from`
    lamps: NDArray[np.bool_]  #: those it is about

    @classmethod
    def of(cls, town: Town, presence: Presence, lamps: Collection[str]) -> "Setting":
        """Prepare a setting that is about some lamps, URNs."""
        sensors = {one: town.places.sensors[one] for one in town.ground.sensors}
        reach = Reach(town.places.streets, sensors, presence, lamps)
        about = np.array([one in lamps for one in town.ground.lamps], bool)
        return cls(presence, reached_from(town.ground, reach), about)


@dataclass(frozen=True, kw_only=True)
class Written:
    """What lamps do in any night: by a programme or schedules, or following people."""

    programme: Programme | None = None  #: None: full light from dusk to dawn
    schedules: Scheduled | None = None  #: in the place of a programme
    settings: Sequence[Setting] = ()  #: no lamp in two of them

    @classmethod
    def of(
        cls, town: Town, programme: Programme | None, presence: Presence | None
    ) -> "Written":
        """Prepare it for a town."""
        if presence is None:
            return cls(programme=programme)
        setting = Setting.of(town, presence, lamps_of(presence, town.places))
        return cls(programme=programme, settings=[setting])

    @classmethod
    def by_schedules(
        cls, town: Town, written: Plan, settings: Mapping[str, Presence]
    ) -> "Written":
        """Prepare all that is written for a town; see `followers_by`."""
        followers = followers_by(settings, town.places, town.calendars, town.spot)
        return cls(
            schedules=Scheduled.of(written, town.places.lamps),
            settings=[Setting.of(town, one.definition, one.lamps) for one in followers],
        )


def tonight(written: Written, town: Town, day: date) -> Tonight:
    """Return what is written for the night that begins on a day."""
    follows = [_follows(one, town, day) for one in written.settings]
    if written.schedules is not None:
        schedules = written.schedules
        return Tonight(schedules.courses(day), schedules.of_lamp, follows)
    course = _course(written.programme, town, day)
    return Tonight([course], np.zeros(len(town.ground.lamps), np.int64), follows)


def _follows(setting: Setting, town: Town, day: date) -> Follows:
    presence = setting.presence
    parts = [
        Part(span, np.maximum(presence.base, least), np.maximum(presence.full, least))
        for span, least in _floored(_spans(presence, town, day), town, day)
    ]
    return Follows(presence, setting.reached, setting.lamps, parts)


def _floored(
    spans: Sequence[Span], town: Town, day: date
) -> Iterator[tuple[Span, Floats]]:
    """Yield stretches of spans in which no floor changes, with that of each lamp."""
    kinds, of_lamp = np.unique(np.array(town.classes, str), return_inverse=True)
    noon = town.noon(day)
    held = [
        [
            ((one.at - noon).total_seconds(), one.level)
            for one in floors_of_night(town.floors, str(kind), day, town.spot)
        ]
        for kind in kinds
    ]
    edges = sorted({at_s for each in held for at_s, _ in each})
    for span in spans:
        inside = [one for one in edges if span.start_s < one < span.end_s]
        for start_s, end_s in pairwise([span.start_s, *inside, span.end_s]):
            least = [
                [level for at_s, level in each if at_s <= start_s][-1] for each in held
            ]
            yield Span(start_s, end_s), np.array(least)[of_lamp]


def _course(programme: Programme | None, town: Town, day: date) -> Course:
    if programme is None:
        dark = town.dark(day)
        turns = [Turned(dark.start_s, 1), Turned(dark.end_s, 0)] if dark else []
        return course_of(turns)
    noon = town.noon(day)
    holding = [name for name, one in town.calendars.items() if one.holds(noon)]
    night = night_of(programme, day, holding)
    return course_of(
        _turned(turn, noon)
        for turn in (turns_of(night, day, town.spot) if night else ())
    )


def _turned(turn: Turn, noon: datetime) -> Turned:
    return Turned((turn.at - noon).total_seconds(), turn.level, turn.fade_s)


def _spans(presence: Presence, town: Town, day: date) -> Sequence[Span]:
    """Return when lamps follow people in a night."""
    calendar = calendar_for(presence, town.calendars, town.spot)
    noon = town.noon(day)
    if calendar is None:
        return ()
    return [
        Span((one.start - noon).total_seconds(), (one.end - noon).total_seconds())
        for one in calendar.spans(noon, noon + timedelta(seconds=NIGHT_S))
    ]
