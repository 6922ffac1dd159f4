"""What a sensor reads when its container is empty, and when it is full. Pure.

A sensor reckons the level from a distance and the depth somebody wrote down. Where that
depth is wrong, an empty container reads something, or a full one never reads full; what
was read is a straight line of what is so. Where the zero creeps, it does so with time.

Source: Theil, A rank-invariant method of linear regression, 1950; Sen 1968.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import sqrt
from statistics import fmean, median
from typing import Final, NamedTuple

from mesto.domains.waste.sensors.course import DAY_S, HOUR_S, Course, Point, part
from mesto.domains.waste.sensors.finding import Finding, Mark, last_marks, surety
from mesto.domains.waste.sensors.kinds import Kind

LEFT: Final = 0.03  #: what is left in a container that was emptied, usually
HIGH_FLOOR: Final = 0.15  #: no crew leaves so much every time
CREPT: Final = 0.12  #: so far a zero has to creep before it is said
LEAST_FLOORS, MOST_FLOORS = 5, 24
LEAST_FLAT: Final = 2  #: floors before a zero rises, to know it by
LEAST_CREEPING: Final = 6
#: A creeping zero leaves at most so much of the scatter, and no more than a step does.
EXPLAINS, ALIKE = 0.45, 0.0005
SCATTERS: Final = 0.065  #: where floors lie farther around the creep, none is seen
ASCENDS: Final = 0.5
FASTEST: Final = 0.04  #: a zero creeps a day; what is faster is something else
OUTLIER: Final = 0.05  #: so near each other floors are the same
FARTHEST: Final = 0.10  #: what lies farther off counts no more than this
LEAST_HIGH_S: Final = 14 * DAY_S
MOSTLY: Final = 0.8
LEAST_TAPS, FULL_TAPS = 10, 4
SEEN_FULL: Final = 0.9
FAR_OFF: Final = 0.6  #: who looked, looked into another one
WRONG_TOP: Final = 0.13
REACHES: Final = 0.07  #: so far above what is read of a full one nothing is ever read
HUNDREDTHS: Final = 100  #: of the readings one may be an echo
LEAST_SPAN: Final = 0.3  #: between empty and full, as read


class Creep(NamedTuple):
    """A zero that rises from a moment on: base, then base + a_day · days."""

    since_s: float
    base: float
    a_day: float


def drift(floors: Sequence[Point]) -> Iterator[Finding]:
    """Find a zero that creeps from one emptying to the next.

    floors: what was read when the container was empty
    """
    known = _thinned(floors)
    if len(known) < LEAST_FLOORS:
        return
    creep = _creep(known)
    if creep is None:
        return
    last_s = known[-1][0]
    risen = creep.a_day * (last_s - creep.since_s) / DAY_S
    if risen < CREPT or creep.base + risen < CREPT + LEFT:
        return
    agreeing = [one for one in known if one[0] > creep.since_s]
    if len(agreeing) < LEAST_CREEPING or _ascent(agreeing) < ASCENDS:
        return
    yield Finding(
        kind=Kind.DRIFT,
        since_s=creep.since_s,
        confidence=surety(len(agreeing) / 1.5),
        facts={
            "floor": creep.base,
            "a_day": creep.a_day,
            "percent": 100 * (creep.base + risen),
            "from": 100 * creep.base,
            "times": float(len(agreeing)),
        },
        marks=_floor_marks(known),
    )


def wrong_height(course: Course, floors: Sequence[Point]) -> Iterator[Finding]:
    """Find an empty container that never reads empty, or a full one never full.

    floors: what was read when the container was empty
    """
    known = _thinned(floors)
    high, line = _high_floor(known), _line(course)
    if high is not None:
        since_s, floor = high
        top = 1.0 if line is None else max(line[1], floor + LEAST_SPAN)
        yield _height(course, known, since_s=since_s, floor=floor, top=top)
    elif line is not None:
        floor = median(value for _, value in known) if known else 0.0
        since_s = course.levels[0][0]
        yield _height(course, known, since_s=since_s, floor=floor, top=line[1])


def _height(
    course: Course, known: Sequence[Point], *, since_s: float, floor: float, top: float
) -> Finding:
    taps = [
        Mark(at_s=at_s, sign="seen", read=read, should=seen)
        for at_s, read, seen in _pairs(course)
    ]
    empty = floor >= HIGH_FLOOR - LEFT
    return Finding(
        kind=Kind.WRONG_HEIGHT,
        since_s=since_s,
        confidence=surety((len(known) if empty else len(taps)) / 2),
        facts={
            "floor": floor,
            "top": top,
            "empty": float(empty),
            "percent": 100 * (floor if empty else top),
            "times": float(len(known) if empty else len(taps)),
        },
        marks=last_marks([*_floor_marks(known)[-6:], *taps[-6:]]),
    )


def _ascent(line: Sequence[Point]) -> float:
    """Return how steadily values ascend, in [-1, 1].

    Source: Kendall, A new measure of rank correlation, 1938.
    """
    pairs = [(b > a) - (b < a) for (_, a), (_, b) in combinations(line, 2)]
    return sum(pairs) / len(pairs) if pairs else 0.0


def _thinned(floors: Sequence[Point]) -> Sequence[Point]:
    """Return at most so many floors as are compared, the last one among them."""
    step = -(-len(floors) // MOST_FLOORS)
    return floors[::-1][:: max(1, step)][::-1]


def _creep(known: Sequence[Point]) -> Creep | None:
    """Fit a zero that stays and then rises; None where staying, or a step, fits too."""
    flat = median(value for _, value in known)
    still = sum(_loss(value - flat) for _, value in known)
    best: tuple[float, Creep] | None = None
    for begin in range(len(known) - LEAST_FLOORS + 1):
        rising = known[begin:]
        if rising[-1][0] - rising[0][0] < 12 * DAY_S:
            break
        base = median(v for _, v in known[:begin]) if begin >= LEAST_FLAT else None
        creep = _rising(rising, base)
        if not 0 < creep.a_day <= FASTEST:
            continue
        loss = sum(_loss(v - _zero(creep, at_s)) for at_s, v in known)
        if best is None or loss < best[0]:
            best = (loss, creep)
    if best is None:
        return None
    loss, creep = best
    if loss > min(
        EXPLAINS * still, SCATTERS**2 * len(known), _step_loss(known) + ALIKE
    ):
        return None
    return creep


def _rising(line: Sequence[Point], base: float | None) -> Creep:
    slopes = [
        (b - a) / (then_s - at_s)
        for (at_s, a), (then_s, b) in combinations(line, 2)
        if then_s - at_s > HOUR_S
    ]
    slope = median(slopes) if slopes else 0.0
    start = median(v - slope * (at_s - line[0][0]) for at_s, v in line)
    if base is not None and slope > 0:  # where the rise leaves what was before
        since_s = line[0][0] + (base - start) / slope
        since_s = min(max(since_s, line[0][0] - 7 * DAY_S), line[-1][0])
        return Creep(since_s, base, slope * DAY_S)
    return Creep(line[0][0], max(start, 0.0), slope * DAY_S)


def _zero(creep: Creep, at_s: float) -> float:
    return creep.base + creep.a_day * max(0.0, at_s - creep.since_s) / DAY_S


def _step_loss(known: Sequence[Point]) -> float:
    """Return how well one step explains the floors, at its best place."""
    best = float("inf")
    for cut in range(2, len(known) - 1):
        loss = 0.0
        for side in (known[:cut], known[cut:]):
            middle = median(value for _, value in side)
            loss += sum(_loss(value - middle) for _, value in side)
        best = min(best, loss)
    return best


def _loss(off: float) -> float:
    return min(off * off, FARTHEST * FARTHEST)


def _high_floor(known: Sequence[Point]) -> tuple[float, float] | None:
    """Return since when an empty container reads what; None: it reads empty."""
    lately: list[Point] = []
    for one in reversed(known):
        if one[1] < HIGH_FLOOR - LEFT:
            break
        lately.append(one)
    if len(lately) < LEAST_FLOORS or lately[0][0] - lately[-1][0] < LEAST_HIGH_S:
        return None
    middle = median(value for _, value in lately)
    near = sum(abs(value - middle) <= OUTLIER for _, value in lately)
    if middle < HIGH_FLOOR or near < MOSTLY * len(lately):
        return None
    return None if _creeps(known, lately[::-1], middle) else (lately[-1][0], middle)


def _creeps(known: Sequence[Point], high: Sequence[Point], middle: float) -> bool:
    """Tell whether high floors rather crept there than were high from the first on."""
    rise = _rising(high, None).a_day * (high[-1][0] - high[0][0]) / DAY_S
    before = [value for _, value in known[: len(known) - len(high)]]
    if len(before) < (1 - MOSTLY) * len(known):
        return abs(rise) > OUTLIER + CREPT / 3
    first = median(value for _, value in high[:3])
    low = median(before[-3:])
    return (
        abs(rise) > OUTLIER / 2 or middle - first > OUTLIER / 2 or middle - low < CREPT
    )


def _pairs(course: Course) -> Iterator[tuple[float, float, float]]:
    """Yield what was read and what somebody saw, at one moment each."""
    for look in course.seen:
        around = part(
            course.smooth,
            look.at_s - 1.5 * course.every_s,
            look.at_s + 1.5 * course.every_s,
        )
        if around:
            nearest = min(around, key=lambda one: abs(one[0] - look.at_s))
            yield look.at_s, nearest[1], look.level


def _line(course: Course) -> tuple[float, float] | None:
    """Return what is read of an empty and of a full one, by who looked; None: unsure.

    Who looks errs as much as the sensor does, so neither is taken for the truth.

    Source: Deming, Statistical Adjustment of Data, 1943, with equal variances.
    """
    pairs = [(seen, read) for _, read, seen in _pairs(course)]
    pairs = [one for one in pairs if abs(one[1] - one[0]) < FAR_OFF]
    at_full = [read for seen, read in pairs if seen >= SEEN_FULL]
    if len(pairs) < LEAST_TAPS or len(at_full) < FULL_TAPS:
        return None
    if median(at_full) > 1 - WRONG_TOP:
        return None
    n = len(pairs)
    mean_x, mean_y = fmean(x for x, _ in pairs), fmean(y for _, y in pairs)
    xx = sum((x - mean_x) ** 2 for x, _ in pairs) / n
    yy = sum((y - mean_y) ** 2 for _, y in pairs) / n
    xy = sum((x - mean_x) * (y - mean_y) for x, y in pairs) / n
    if xy <= 0:
        return None
    slope = (yy - xx + sqrt((yy - xx) ** 2 + 4 * xy**2)) / (2 * xy)
    start = mean_y - slope * mean_x
    off = sqrt(fmean((y - start - slope * x) ** 2 for x, y in pairs))
    unsure = off * sqrt((1 + (1 - mean_x) ** 2 / xx) / n)
    full = start + slope
    read = sorted(value for _, value in course.smooth)
    highest = read[-len(read) // HUNDREDTHS]
    if highest > full + REACHES or 1 - full < max(WRONG_TOP, 3 * unsure):
        return None
    return start, full


def _floor_marks(known: Sequence[Point]) -> tuple[Mark, ...]:
    return last_marks(
        Mark(at_s=at_s, sign="floor", read=value, should=LEFT) for at_s, value in known
    )
