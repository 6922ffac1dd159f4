"""What readings of the level give away: a jam, a stuck value, a creeping zero, scatter.

Pure. A sensor's word is held against those of all others: who emptied it, who looked
into it, whose container beside it was emptied.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import fmean, median, median_low
from typing import Final, NamedTuple

from mesto.domains.waste.sensors.course import (
    DAY_S,
    HOUR_S,
    Course,
    Emptied,
    Point,
    last_before,
    part,
)
from mesto.domains.waste.sensors.finding import Finding, Mark, Sign, last_marks, surety
from mesto.domains.waste.sensors.kinds import Kind

#: So much has to be said against a level; a full one may just be full.
DISPROVED, DISPROVED_FULL = 1.9, 2.6
FLAT: Final = 0.08  #: a level that keeps so near stands still
LEAST_STILL: Final = 6
JAM_ABOVE: Final = 0.35  #: what stands before the eye looks so full at least
CREEPING: Final = 0.25
AGREES: Final = 0.2  #: a look that differs by no more saw the same
CONTRADICTS: Final = 0.35  #: a look that differs by so much

IDENTICAL: Final = 0.0005
LEAST_SAME, LEAST_SAME_S = 16, 2.5 * DAY_S
ENOUGH_BEFORE: Final = 48  #: readings that tell how much a sensor trembles
HARDLY_EVER: Final = 22.0  #: of e to this power of cases one
FOR_EVER, FOR_EVER_S = 60, 20 * DAY_S
MOSTLY_SAME: Final = 0.8
COARSE: Final = 0.3  #: who trembles less tells its level in coarse steps
EMPTY, FULL = 0.03, 0.97  #: beyond, readings are cut off

SCATTER: Final = 0.10  #: so far from its neighbours a reading is no level
SCATTERED: Final = 0.15  #: share of such readings that a sound sensor never has
BLURRED_S: Final = (
    3.5 * HOUR_S
)  #: who speaks so rarely shows a quick filling as scatter
BLURRED: Final = 0.3
SCATTER_DAYS: Final = 8
LEAST_SCATTERED, LEAST_RECENT = 24, 3
COLDER_C: Final = 2.0  #: so much colder it is when water settles
LAIN: Final = "dropped"


class Doubt(NamedTuple):
    """Somebody says otherwise than a level that stands still."""

    at_s: float
    weight: float  #: 1: as good as an emptying somebody reports
    mark: Mark


def same_value(line: Sequence[Point]) -> Sequence[Point]:
    """Return the last readings that say the very same, up to the last of all."""
    begin = len(line)
    while begin > 0 and abs(line[begin - 1][1] - line[-1][1]) < IDENTICAL:
        begin -= 1
    return line[begin:]


def standing_still(line: Sequence[Point]) -> Sequence[Point]:
    """Return the last readings around one level, lone ones elsewhere forgiven."""
    level = median(value for _, value in line[-5:])
    begin, off = len(line), 0
    while begin > 0 and off < 2:  # noqa: PLR2004 - two in a row are no outlier
        begin -= 1
        off = off + 1 if abs(line[begin][1] - level) > FLAT else 0
    return line[begin + off :]


def doubts(course: Course, from_s: float, level: float) -> Iterator[Doubt]:
    """Yield who contradicts a level that is said to have stood since a moment."""
    heard_s = course.levels[-1][0]
    for one in course.emptied:
        if from_s < one.at_s - one.slack_s and one.at_s + one.slack_s < heard_s:
            if level < JAM_ABOVE or not _heard_around(course, one):
                continue
            sign: Sign = "neighbours" if one.by_neighbours else "emptied"
            mark = Mark(at_s=one.at_s, sign=sign, read=level, should=0.0)
            yield Doubt(one.at_s, 0.6 if one.by_neighbours else 1.0, mark)
    for look in course.seen:
        if from_s < look.at_s < heard_s and abs(look.level - level) >= CONTRADICTS:
            mark = Mark(at_s=look.at_s, sign="seen", read=level, should=look.level)
            yield Doubt(look.at_s, 0.8, mark)


def agreeing(course: Course, from_s: float, level: float) -> float:
    """Return the weight of who saw what is said to have stood since a moment."""
    return sum(
        0.8
        for look in course.seen
        if look.at_s > from_s and abs(look.level - level) <= AGREES
    )


def _heard_around(course: Course, one: Emptied) -> bool:
    """Tell whether the sensor spoke before and after an emptying, not long apart."""
    before_s, after_s = one.at_s - one.slack_s, one.at_s + one.slack_s
    return bool(part(course.levels, before_s - DAY_S, before_s)) and bool(
        part(course.levels, after_s, after_s + DAY_S)
    )


def stuck(course: Course) -> Iterator[Finding]:
    """Find a value that is said again and again, though a sound one would tremble."""
    same = same_value(course.levels)
    if len(same) < LEAST_SAME or same[-1][0] - same[0][0] < LEAST_SAME_S:
        return
    level, since_s = same[-1][1], same[0][0]
    if not EMPTY < level < FULL or not _unlikely(course, same):
        return
    against = list(doubts(course, since_s, level))
    yield Finding(
        kind=Kind.STUCK,
        since_s=since_s,
        confidence=max(surety(sum(one.weight for one in against)), 0.97),
        facts={
            "percent": 100 * level,
            "times": float(len(same)),
            "against": float(len(against)),
        },
        marks=_marks(since_s, level, against),
    )


def jam(course: Course, known: Sequence[Point]) -> Iterator[Finding]:
    """Find a high level that stands still though the container was emptied.

    known: what was read when the container was empty
    """
    if len(course.levels) < LEAST_STILL:
        return
    still = standing_still(course.levels)
    if len(still) < LEAST_STILL:
        return
    level = median(value for _, value in still)
    before = last_before(course.levels, still[0][0] - 1)
    since_s = still[0][0] if before is None else before[0]
    if (
        level < JAM_ABOVE
        or still[-1][0] - since_s < DAY_S
        or _crept(known, since_s, level)
    ):
        return
    if _is_rather_stuck(course, still):
        return
    against = list(doubts(course, since_s, level))
    weight = sum(one.weight for one in against) - agreeing(course, since_s, level)
    if weight < (DISPROVED_FULL if level >= FULL else DISPROVED):
        return
    yield Finding(
        kind=Kind.JAM,
        since_s=since_s,
        confidence=surety(weight, each=0.75),
        facts={
            "percent": 100 * level,
            "days": (course.now_s - since_s) / DAY_S,
            "against": float(len(against)),
        },
        marks=_marks(since_s, level, against),
    )


def _unlikely(course: Course, same: Sequence[Point]) -> bool:
    """Tell whether a sound sensor would hardly ever say the same so often."""
    before = part(course.levels, 0, same[0][0])
    if len(before) >= ENOUGH_BEFORE:
        return _trembling(before) * len(same) >= HARDLY_EVER
    return len(same) >= FOR_EVER and same[-1][0] - same[0][0] >= FOR_EVER_S


def _is_rather_stuck(course: Course, still: Sequence[Point]) -> bool:
    """Tell whether hardly a reading differs, of a sensor that usually trembles."""
    usual = median_low(value for _, value in still)
    alike = sum(abs(value - usual) < IDENTICAL for _, value in still)
    return alike >= MOSTLY_SAME * len(still) and (
        _trembling(part(course.levels, 0, still[0][0])) > COARSE
    )


def _crept(known: Sequence[Point], since_s: float, level: float) -> bool:
    """Tell whether the zero was nearly there before: then it creeps, nothing jams."""
    before = [value for at_s, value in known if at_s < since_s]
    return bool(before) and before[-1] > level - CREEPING


def _marks(since_s: float, level: float, against: Iterable[Doubt]) -> tuple[Mark, ...]:
    begin = Mark(at_s=since_s, sign="begin", read=level)
    return last_marks([begin, *(one.mark for one in against)])


def noisy(course: Course) -> Iterator[Finding]:
    """Find readings that jump to and fro, as no waste does."""
    lately = part(course.levels, _upright_since(course), course.now_s + 1)
    blurred = course.every_s >= BLURRED_S
    if len(lately) < LEAST_SCATTERED or (blurred and not _emptied_lately(course)):
        return
    off = [
        (at_s, value, calm)
        for (at_s, value), (_, calm) in zip(lately, _calm(lately), strict=True)
        if abs(value - calm) > SCATTER and not _emptied_near(course, at_s)
    ]
    share = len(off) / len(lately)
    recent = [one for one in off if one[0] > course.now_s - 3 * DAY_S]
    if share < (BLURRED if blurred else SCATTERED) or len(recent) < LEAST_RECENT:
        return
    facts = {
        "share": 100 * share,
        "size": 100 * median(abs(value - calm) for _, value, calm in off),
    }
    colder = _colder_by(course, [at_s for at_s, _, _ in off])
    if (
        colder is not None
        and colder >= COLDER_C
        and fmean(v - c for _, v, c in off) > 0
    ):
        facts["colder"] = colder
    yield Finding(
        kind=Kind.NOISY,
        since_s=_scattered_since(course, lately),
        confidence=surety(len(off) / 4),
        facts=facts,
        marks=last_marks(
            Mark(at_s=at_s, sign="impossible", read=value, should=calm)
            for at_s, value, calm in off
        ),
    )


def _upright_since(course: Course) -> float:
    """Return from when on readings are looked at: one that lies reads anything."""
    lain = [at_s for at_s, state in course.states if state == LAIN]
    return max([course.now_s - SCATTER_DAYS * DAY_S, *lain])


def _emptied_lately(course: Course) -> bool:
    """Tell whether emptyings are known; else what fills quickly seems to scatter."""
    since_s = course.now_s - SCATTER_DAYS * DAY_S
    return any(one.at_s > since_s for one in course.emptied)


def _emptied_near(course: Course, at_s: float) -> bool:
    """Tell whether an emptying explains a jump."""
    return any(
        abs(one.at_s - at_s) < one.slack_s + 2 * course.every_s
        for one in course.emptied
    )


def _trembling(line: Sequence[Point]) -> float:
    """Return the share of readings that differ from the one before."""
    pairs = [(a, b) for (_, a), (_, b) in pairwise(line) if EMPTY < a < FULL]
    if not pairs:
        return 0.0
    return sum(abs(a - b) > IDENTICAL for a, b in pairs) / len(pairs)


def _calm(line: Sequence[Point]) -> list[Point]:
    """Return each reading as the median of the five around it."""
    return [
        (line[at][0], median(v for _, v in line[max(0, at - 2) : at + 3]))
        for at in range(len(line))
    ]


def _scattered_since(course: Course, lately: Sequence[Point]) -> float:
    """Return from when on readings scatter: the first of days without a calm one."""
    since_s = lately[0][0]
    for back in range(SCATTER_DAYS, 60):
        start_s = course.now_s - back * DAY_S
        day = part(course.levels, start_s - DAY_S, start_s)
        off = sum(
            abs(v - c) > SCATTER for (_, v), (_, c) in zip(day, _calm(day), strict=True)
        )
        if not day or off < SCATTERED * len(day):
            break
        since_s = start_s - DAY_S
    return since_s


def _colder_by(course: Course, moments: Sequence[float]) -> float | None:
    """Return by how much it was colder than usual when readings jumped, °C."""
    lately = [
        celsius
        for _, celsius in part(
            course.temperatures, course.now_s - SCATTER_DAYS * DAY_S, course.now_s + 1
        )
    ]
    then = [
        known[1]
        for at_s in moments
        if (known := last_before(course.temperatures, at_s)) is not None
        and at_s - known[0] < 6 * HOUR_S
    ]
    return fmean(lately) - fmean(then) if lately and then else None
