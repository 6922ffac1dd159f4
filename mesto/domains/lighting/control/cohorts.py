"""Which lamps do the same: those of one class that the same schedules are about. Pure.

While a changed schedule is rolled out, the lamps that do not try it yet follow another
one, that of before.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from mesto.domains.lighting.control import floor, groups, programme, schedule
from mesto.domains.lighting.control.decide import Cohort, Plan
from mesto.domains.lighting.control.lamps import Lamp
from mesto.domains.lighting.control.rollout import Rollout, tries
from mesto.operations.calendars.calendar import Calendar
from mesto.operations.calendars.sun import Spot

BEFORE: Final = "@before"  #: behind the name of a schedule: as it was before


class Written(NamedTuple):
    """All that people wrote about the light of a town."""

    groups: Mapping[str, groups.Definition]
    programmes: Mapping[str, programme.Definition]
    schedules: Mapping[str, schedule.Definition]
    floors: Mapping[str, floor.Definition]
    calendars: Mapping[str, Calendar]
    spot: Spot
    rollouts: Mapping[str, Rollout] = {}  #: those that go on, by schedule
    before: Mapping[str, schedule.Definition] = {}  #: what those schedules were
    back: Mapping[str, Rollout] = {}  #: those that went back, by schedule

    @property
    def plan(self) -> Plan:
        """What tells how bright it is."""
        before = {name + BEFORE: one for name, one in self.before.items()}
        return Plan(
            self.programmes,
            {**self.schedules, **before},
            self.floors,
            self.calendars,
            self.spot,
        )


def schedule_of(name: str) -> str:
    """Return the name of a schedule, also where it is the one of before."""
    return name.removesuffix(BEFORE)


def cohorts_of(written: Written, lamps: Sequence[Lamp]) -> dict[Cohort, list[Lamp]]:
    """Return the lamps of each cohort, also of those that no schedule is about."""
    follows: defaultdict[str, list[str]] = defaultdict(list)
    for name in schedule.in_order(written.schedules):
        for key, lamp in _followers(name, written, lamps):
            follows[lamp.urn].append(key)
    found: defaultdict[Cohort, list[Lamp]] = defaultdict(list)
    for lamp in lamps:
        cohort = Cohort(tuple(follows.get(lamp.urn, ())), lamp.lighting_class)
        found[cohort].append(lamp)
    return dict(found)


def lamps_of(
    one: schedule.Definition,
    written: Mapping[str, groups.Definition],
    lamps: Sequence[Lamp],
) -> list[Lamp]:
    """Return the lamps that a schedule is about, in the order of `lamps`."""
    if not one.groups:
        return list(lamps)
    every = groups.Definition({}, groups=one.groups)
    return groups.members(every, written, lamps)


def _followers(
    name: str, written: Written, lamps: Sequence[Lamp]
) -> Iterator[tuple[str, Lamp]]:
    rollout = written.rollouts.get(name)
    for lamp in lamps_of(written.schedules[name], written.groups, lamps):
        if rollout is None or tries(rollout, lamp.urn):
            yield name, lamp
    if rollout is not None:
        for lamp in lamps_of(written.before[name], written.groups, lamps):
            if not tries(rollout, lamp.urn):
                yield name + BEFORE, lamp
