"""What a sensor shows at once: fire, a container that lies or was moved, an open lid.

Pure. A container that is being emptied is lifted and tipped; what passes within minutes
is the crew at work.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from mesto.domains.waste.rules import FIRE_C
from mesto.domains.waste.sensors.course import DAY_S, HOUR_S, Course
from mesto.domains.waste.sensors.finding import Finding, Mark, last_marks
from mesto.domains.waste.sensors.kinds import Kind

COOLED_C: Final = 45.0
BURNING: Final = "burning"
#: By what a sensor says of its state: what it is, and how long it has to last.
STATES: Final[Mapping[str, tuple[Kind, float]]] = {
    "dropped": (Kind.TIPPED, 0.5 * HOUR_S),
    "moved": (Kind.MOVED, 0.5 * HOUR_S),
    "lidOpen": (Kind.LID_OPEN, 3 * HOUR_S),
}


def at_once(course: Course) -> Iterator[Finding]:
    """Find what cannot wait."""
    yield from _fire(course)
    yield from _state(course)


def _fire(course: Course) -> Iterator[Finding]:
    burning = course.states and course.states[-1][1] == BURNING
    hot = _hot(course)
    if not burning and not hot:
        return
    since_s = hot[0][0] if hot else course.states[-1][0]
    certain = burning or len(hot) > 1
    facts = {"celsius": max(c for _, c in hot), "times": float(len(hot))} if hot else {}
    yield Finding(
        kind=Kind.FIRE,
        since_s=since_s,
        confidence=0.98 if certain else 0.6,
        facts=facts,
        marks=last_marks(Mark(at_s=at_s, sign="hot", read=c) for at_s, c in hot),
    )


def _hot(course: Course) -> list[tuple[float, float]]:
    """Return the last readings since it became hot, if it has not cooled since."""
    hot: list[tuple[float, float]] = []
    for at_s, celsius in reversed(course.temperatures):
        if celsius < COOLED_C or at_s < course.now_s - DAY_S:
            break
        hot.append((at_s, celsius))
    hot.reverse()
    return hot if any(celsius >= FIRE_C for _, celsius in hot) else []


def _state(course: Course) -> Iterator[Finding]:
    if not course.states:
        return
    last_s, state = course.states[-1]
    if state not in STATES:
        return
    kind, lasting_s = STATES[state]
    since_s = last_s
    times = 0
    for at_s, said in reversed(course.states):
        if said != state:
            break
        since_s = at_s
        times += 1
    if times < 2 or last_s - since_s < lasting_s:  # noqa: PLR2004 - once is the crew
        return
    yield Finding(
        kind=kind,
        since_s=since_s,
        confidence=0.97,
        facts={"hours": (course.now_s - since_s) / HOUR_S, "times": float(times)},
        marks=(Mark(at_s=since_s, sign="begin"),),
    )
