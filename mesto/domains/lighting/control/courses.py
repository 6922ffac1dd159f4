"""What the cohorts of a town do tonight, each reckoned once. Pure."""

from collections.abc import Sequence
from datetime import date, datetime

from mesto.domains.lighting.control.decide import (
    Cohort,
    Decision,
    Held,
    Plan,
    course,
    decision_in,
)
from mesto.domains.lighting.control.fading import stepped
from mesto.domains.lighting.control.lux import Dim
from mesto.domains.lighting.control.night import night_at, whole_night


class Courses:
    """The nights of cohorts by one plan, while light sensors say the same."""

    def __init__(self, plan: Plan, dim: Dim) -> None:
        """Know none yet."""
        self._plan, self._dim = plan, dim
        self._held: dict[tuple[Cohort, date], Sequence[Held]] = {}

    def decide(self, cohort: Cohort, now: datetime, *, by_steps: bool) -> Decision:
        """Return what a cohort does at a moment, at the longest until noon.

        by_steps: for lamps that cannot fade by themselves
        """
        zone = self._plan.spot.zone
        day = night_at(now, zone)
        held = self._course(cohort, day)
        end = whole_night(day, zone).end
        return decision_in(stepped(held) if by_steps else held, now, end)

    def _course(self, cohort: Cohort, day: date) -> Sequence[Held]:
        held = self._held.get((cohort, day))
        if held is None:
            held = course(self._plan, cohort, day, self._dim)
            tonight = {key: one for key, one in self._held.items() if key[1] == day}
            self._held = {**tonight, (cohort, day): held}
        return held
