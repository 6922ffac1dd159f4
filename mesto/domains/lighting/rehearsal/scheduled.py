"""What all that is written about a town's light makes of a night, lamp by lamp. Pure.

Schedules with their groups, priorities, events and floors, and the programmes with the
nights of special days: the courses that the city itself would switch by.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from mesto.domains.lighting.control.cohorts import Written, cohorts_of
from mesto.domains.lighting.control.decide import Cohort, Plan, course, holding
from mesto.domains.lighting.control.lamps import Lamp
from mesto.domains.lighting.control.night import whole_night
from mesto.domains.lighting.rehearsal.course import Course, Turned, course_of
from mesto.domains.lighting.rehearsal.lists import Numbers


@dataclass(frozen=True, kw_only=True)
class Scheduled:
    """The lamps of a town by what they do alike."""

    plan: Plan
    cohorts: Sequence[Cohort]
    of_lamp: Numbers  #: by lamp, in the order of the town's: place in `cohorts`

    @classmethod
    def of(cls, written: Written, lamps: Sequence[Lamp]) -> "Scheduled":
        """Sort lamps; those that no schedule is about burn by the sun."""
        found = cohorts_of(written, lamps)
        cohort_of = {
            lamp.urn: place
            for place, alike in enumerate(found.values())
            for lamp in alike
        }
        of_lamp = np.array([cohort_of[one.urn] for one in lamps], np.int64)
        return cls(plan=written.plan, cohorts=list(found), of_lamp=of_lamp)

    def courses(self, day: date) -> list[Course]:
        """Return what each cohort does in the night that begins on a day."""
        return [self._course(one, day) for one in self.cohorts]

    def special(self, day: date) -> list[str]:
        """Return the calendars that make a night a special one.

        Those of programmes hold as it begins, those of events at any time of it.
        """
        plan = self.plan
        followed = {name for one in self.cohorts for name in one.schedules}
        schedules = [plan.schedules[name] for name in followed]
        events = [event for one in schedules for event in one.events]
        programmes = {one.programme for one in schedules}
        programmes |= {one.programme for one in events}
        whole = whole_night(day, plan.spot.zone)
        nights = {
            name
            for written in programmes & plan.programmes.keys()
            for name in holding(plan.programmes[written], plan.calendars, whole.start)
        }
        calendars = {one.calendar for one in events} & plan.calendars.keys()
        held = (one for one in calendars if any(plan.calendars[one].spans(*whole)))
        return sorted(nights.union(held))

    def _course(self, cohort: Cohort, day: date) -> Course:
        noon = whole_night(day, self.plan.spot.zone).start
        return course_of(
            Turned((one.at - noon).total_seconds(), one.level, one.fade_s)
            for one in course(self.plan, cohort, day)
        )
