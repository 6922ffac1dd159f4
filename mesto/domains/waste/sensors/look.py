"""One look at a town's sensors: what each says, and what they say of others. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from msgspec.structs import replace as changed

from mesto.domains.waste.sensors.battery import Ends, battery_ends, ending
from mesto.domains.waste.sensors.course import DAY_S, HOUR_S, Course, Emptied, as_of
from mesto.domains.waste.sensors.falls import Fall, falls, floors
from mesto.domains.waste.sensors.finding import Finding, weighed
from mesto.domains.waste.sensors.kinds import WORTHLESS, Kind
from mesto.domains.waste.sensors.levels import jam, noisy, stuck
from mesto.domains.waste.sensors.mounting import drift, wrong_height
from mesto.domains.waste.sensors.present import at_once
from mesto.domains.waste.sensors.swapped import Trace, swapped, trace_of
from mesto.domains.waste.sensors.voice import broken, is_silent, silent
from mesto.domains.waste.sensors.worth import Knowing, knowing

NEIGHBOUR_FELL: Final = 0.35  #: what shows that the crew was there, not a settling
EXPLAINED: Final = 0.5  #: of its falls, by who says it was emptied
NEIGHBOUR_SLACK_S: Final = 2 * HOUR_S
SAME_VISIT_S: Final = 12 * HOUR_S
NEAREST: Final = 12
TOGETHER_S: Final = 8 * HOUR_S  #: who falls silent so close lost the same gateway
TOGETHER: Final = 3  #: of the nearest; so many never fail by chance
PASSING: Final = frozenset({Kind.DRIFT, Kind.JAM, Kind.WRONG_HEIGHT})
AGREES_S: Final = 3 * DAY_S  #: what was found so long ago, too, is no passing look
CHANGED, SLIGHTLY = 0.25, 0.02  #: of a number, that it is said again

Place = tuple[float, float]  #: longitude and latitude


@dataclass(frozen=True, kw_only=True)
class Beside:
    """Where a container stands, and what it collects.

    isle: URN of its isle; empty: it stands alone
    """

    isle: str = ""
    fraction: str = ""
    place: Place | None = None


class Outcome(NamedTuple):
    """What a look says of one sensor."""

    finding: Finding | None
    ends: Ends | None  #: of its battery; None: not known
    knowing: Knowing | None  #: how well its level is known; None: not yet, or no more


class Look:
    """One look at a town: taken in some containers at a time, then ended."""

    def __init__(self, now_s: float, town: Mapping[str, Beside]) -> None:
        """Begin. town: where each container stands, by URN."""
        self._now_s = now_s
        self._town = town
        self._found: dict[str, list[Finding]] = {}
        self._ends: dict[str, Ends | None] = {}
        self._known: dict[str, Knowing | None] = {}
        self._traces: list[Trace] = []
        self._heard_s: dict[str, float] = {}
        self._lost: set[str] = set()

    def take(self, courses: Iterable[Course]) -> None:
        """Look at some containers; those of one isle have to come together."""
        isles = defaultdict(list)
        for course in courses:
            beside = self._town.get(course.urn, Beside())
            isles[(beside.isle or course.urn, beside.fraction)].append(course)
        for group in isles.values():
            fell = {one.urn: falls(one.smooth) for one in group}
            shown = {
                one.urn: fell[one.urn] if _testifies(one, fell[one.urn]) else ()
                for one in group
            }
            for course in group:
                self._take_one(_with_neighbours(course, shown), fell[course.urn])

    def end(self) -> Iterator[tuple[str, Outcome]]:
        """Yield what is found of each, now that all were looked at."""
        exchanged = swapped(self._traces, self._now_s)
        excused = self._excused()
        for urn, own in self._found.items():
            findings = [
                one for one in own if not (one.kind is Kind.SILENT and urn in excused)
            ]
            if urn in exchanged:
                findings.append(exchanged[urn])
            yield urn, Outcome(weighed(findings), self._ends[urn], self._known[urn])

    def _take_one(self, course: Course, fell: Sequence[Fall]) -> None:
        ends = battery_ends(course)
        self._ends[course.urn] = ends
        found = list(signs(course, fell, ends))
        self._found[course.urn] = found
        sound = not any(one.kind in WORTHLESS for one in found)
        self._known[course.urn] = knowing(course, fell) if sound else None
        self._traces.append(trace_of(course, fell))
        if course.levels:
            self._heard_s[course.urn] = course.heard_s
            if is_silent(course):
                self._lost.add(course.urn)

    def _excused(self) -> set[str]:
        """Return who is silent as those around are: a gateway's fault, not theirs."""
        return {urn for urn in self._lost if self._silent_around(urn) >= TOGETHER}

    def _silent_around(self, urn: str) -> int:
        """Return how many of the nearest fell silent together with it."""
        here = self._town.get(urn, Beside()).place
        if here is None:
            return 0
        others = sorted(
            (_apart(here, place), other)
            for other in self._heard_s
            if other != urn and (place := self._town.get(other, Beside()).place)
        )[:NEAREST]
        mine = self._heard_s[urn]
        return sum(
            abs(self._heard_s[other] - mine) < TOGETHER_S
            and self._now_s - self._heard_s[other] > 2 * TOGETHER_S
            for _, other in others
        )


def signs(course: Course, fell: Sequence[Fall], ends: Ends | None) -> Iterator[Finding]:
    """Yield all that one container's own course gives away."""
    yield from at_once(course)
    yield from broken(course)
    yield from silent(course, ends)
    yield from ending(course, ends)
    yield from _agreed(course, fell)


def _agreed(course: Course, fell: Sequence[Fall]) -> Iterator[Finding]:
    """Yield what readings of the level give away, if they did so some days ago, too.

    A busy week, or a container that is full or closed, looks like a fault for some
    days; a fault stays.
    """
    found = list(_by_levels(course, fell))
    if not any(one.kind in PASSING for one in found):
        yield from found
        return
    before = as_of(course, course.now_s - AGREES_S)
    known = {one.kind for one in _by_levels(before, falls(before.smooth))}
    yield from (one for one in found if one.kind in known or one.kind not in PASSING)


def _by_levels(course: Course, fell: Sequence[Fall]) -> Iterator[Finding]:
    known = floors(course, fell)
    worthless = list(noisy(course)) or list(stuck(course)) or list(jam(course, known))
    yield from worthless
    if not worthless:
        yield from list(drift(known)) or wrong_height(course, known)


def _testifies(course: Course, fell: Sequence[Fall]) -> bool:
    """Tell whether a sensor shows when the crew was there: as far as is known, it does.

    One that scatters does not, nor one that falls when nobody comes to its container.
    """
    if any(noisy(course)):
        return False
    if not course.emptied or not fell:
        return True
    explained = sum(
        any(
            abs(fall.at_s - one.at_s) < one.slack_s + 2 * course.every_s
            for one in course.emptied
        )
        for fall in fell
    )
    return explained >= EXPLAINED * len(fell)


def _with_neighbours(course: Course, fell: Mapping[str, Sequence[Fall]]) -> Course:
    """Add the emptyings that only containers beside it show."""
    known = [one.at_s for one in course.emptied]
    shown: list[Emptied] = []
    for urn, others in fell.items():
        for fall in others if urn != course.urn else ():
            near = any(abs(fall.at_s - at_s) < SAME_VISIT_S for at_s in known)
            if fall.before - fall.after >= NEIGHBOUR_FELL and not near:
                known.append(fall.at_s)
                shown.append(Emptied(fall.at_s, NEIGHBOUR_SLACK_S, by_neighbours=True))
    if not shown:
        return course
    return replace(course, emptied=sorted([*course.emptied, *shown]))


def _apart(one: Place, other: Place) -> float:
    """Return how far apart two places are, in degrees squared, for comparing only."""
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def since_before(now: Finding, before: Finding | None) -> Finding:
    """Return what is to be said now: what was said before, while it still says it.

    From when it is known stays; numbers that changed little are not said again.
    """
    if before is None or (before.kind, before.other) != (now.kind, now.other):
        return now
    if now.facts.keys() == before.facts.keys() and all(
        abs(value - before.facts[name]) <= CHANGED * abs(before.facts[name]) + SLIGHTLY
        for name, value in now.facts.items()
    ):
        return before
    return changed(now, since_s=min(before.since_s, now.since_s))
