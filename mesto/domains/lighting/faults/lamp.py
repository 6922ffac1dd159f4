"""What the readings of one lamp tell about itself. Pure.

Each diagnoser looks at the same readings and says what it found, that what was found
is over, or nothing. One reading never decides: noise, a level that was told while a
report was under way, and a dip of the mains all look like a fault for one reading.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from math import isnan, nan
from statistics import median
from typing import NamedTuple

from mesto.domains.lighting.faults.finding import Cleared, Finding, Opinion, surety
from mesto.domains.lighting.faults.kinds import Kind
from mesto.domains.lighting.faults.window import Reading

DARK_V = 50.0  #: below it there is no supply
DIP_V = 190.0  #: below it a discharge lamp may go out through no fault of its own
USUAL_V = 230.0
LEAST_LEVEL = 0.1  #: told to burn at all
OUT, BURNING = 0.15, 0.5  #: shares of the expected power
SURE_OUT = 6  #: readings in a row; fewer a cycling lamp may show
SURE = 3  #: readings in a row, of anything else
SURE_FALLS = 3  #: in one night: two dips of the mains may look like two falls
SURE_OUT_AFTER_DIP = 12  #: where it has come back once: it may be cycling
LEARNED = 6  #: readings at its brightest after which a lamp's usual draw is known
UNLIKE = (0.8, 1.2)  #: usual draw against the model's, outside of which it is another
LIKE = (0.84, 1.16)
APART, LIKE_LEVEL = 0.25, 0.05  #: levels that are two, and that are one
STEADY = 1.3  #: times the least is the most that a driver draws at one level
FOLLOWS = (0.25, 0.6)  #: share of the told change that is drawn: hardly, and well
LEAST_BRIGHT, NEAR_TOP = 0.4, 0.85  #: level, and share of the brightest ever told
PARTLY, WHOLE = 0.87, 0.94  #: share of its own usual draw
POOR_FACTOR, GOOD_FACTOR = 0.8, 0.87
FACTOR_LEVEL = 0.6  #: below it a sound driver's power factor falls, too
STANDBY_W, STANDBY_SHARE = 6.0, 0.12  #: at level 0, the larger of both is too much
BY_DAY_SHARE = 0.3  #: of the rating: above it a lamp burns by day


@dataclass(frozen=True)
class Nature:
    """What a lamp is by the inventory.

    floor: share of full power that the lowest level takes (driver's own need)
    swing: power goes with this power of the voltage: 0 with a constant-power driver
    """

    rated_w: float
    floor: float = 0.06
    swing: float = 0.0

    def expected_w(self, level: float, volts: float = nan) -> float:
        """Return what a sound lamp draws at a level in (0, 1] and a voltage, W."""
        share = self.floor + (1 - self.floor) * level
        if self.swing and volts > DARK_V:
            share *= float((volts / USUAL_V) ** self.swing)
        return self.rated_w * share


UNKNOWN = Nature(0.0)  #: of a lamp without a rating


class Lit(NamedTuple):
    """A metered reading under supply of a lamp that was told to burn."""

    at_s: float
    level: float
    power_w: float
    expected_w: float  #: of a sound lamp at this level and voltage
    ratio: float  #: of the two
    volts: float
    factor: float
    failed: float


class Seen:
    """One lamp as it is looked at.

    usual: its draw against the model's, learned while it was sound; nan: not yet
    top: the brightest level it was ever told, [0, 1]
    """

    def __init__(
        self,
        nature: Nature,
        readings: Sequence[Reading],
        usual: float = nan,
        top: float = 0.0,
    ) -> None:
        """Reckon once what a sound lamp would have drawn."""
        self.nature = nature
        self.readings = readings
        self.usual = usual
        self.lit = list(self._told_to_burn()) if nature.rated_w > 0 else []
        self.top = max((one.level for one in self.lit), default=top)
        self.top = max(self.top, top)

    @property
    def brightest(self) -> list[Lit]:
        """The readings near the brightest level, where a dimming curve errs least."""
        least = max(LEAST_BRIGHT, NEAR_TOP * self.top)
        return [one for one in self.lit if one.level >= least]

    def _told_to_burn(self) -> Iterator[Lit]:
        for at_s, level, power_w, volts, factor, failed in self.readings:
            if level >= LEAST_LEVEL and not isnan(power_w) and not volts < DARK_V:
                expected_w = self.nature.expected_w(level, volts)
                yield Lit(
                    at_s,
                    level,
                    power_w,
                    expected_w,
                    power_w / expected_w,
                    volts,
                    factor,
                    failed,
                )


def diagnose(seen: Seen, *, cycled: bool = False) -> Iterator[Opinion]:
    """Yield what the readings of a lamp tell; nothing without a rating.

    cycled: it is known to go out and come back; then being out says little
    """
    if seen.nature.rated_w <= 0:
        return
    lit = seen.lit
    yield from _outage(lit, cycled=cycled)
    yield from _cycling(lit)
    yield from _driver(seen, lit)
    yield from _draw(seen, lit)
    yield from _power_factor(lit)


def learned(seen: Seen) -> float:
    """Return a lamp's usual draw against its model's; nan until enough was read.

    Read at its brightest: a driver that does not dim looks like a large lamp else.
    """
    burning = [one for one in seen.brightest if one.ratio > BURNING / 2]
    if len(burning) < LEARNED:
        return nan
    return median(one.ratio for one in burning)


def burning_lately(seen: Seen) -> Iterator[float]:
    """Yield the moments of the last readings in a row that show it burning.

    The newest comes first; whether it was told to burn is not asked.
    """
    limit_w = BY_DAY_SHARE * seen.nature.rated_w
    for one in reversed(seen.readings):
        if one.power_w <= limit_w:
            return
        if not isnan(one.power_w):
            yield one.at_s


def _outage(lit: Sequence[Lit], *, cycled: bool) -> Iterator[Opinion]:
    """Tell a light source that does not burn: driven, supplied, and drawing nothing."""
    out = list(takewhile(lambda one: one.ratio < OUT, reversed(lit)))
    came_back = cycled or any(
        a.ratio < OUT and b.ratio > BURNING for a, b in pairwise(lit)
    )
    if len(out) >= (SURE_OUT_AFTER_DIP if came_back else SURE_OUT):
        yield Finding(
            kind=Kind.LAMP_FAILURE,
            since_s=out[-1].at_s,
            confidence=surety(len(out) + (out[0].failed == 1), each=0.6),
            facts={
                "seen": median(one.power_w for one in out),
                "expected": median(one.expected_w for one in out),
                "times": len(out),
            },
        )
    elif _in_a_row(one.ratio > BURNING / 2 for one in reversed(lit)) > 1:
        yield Cleared(Kind.LAMP_FAILURE)


def _cycling(lit: Sequence[Lit]) -> Iterator[Opinion]:
    """Tell a lamp that goes out and comes back while it is told to burn.

    Going out when the mains dips is no fault of the lamp.
    """
    steady = [one for one in lit if not one.volts < DIP_V]
    states = [
        (one.ratio > BURNING, one.at_s)
        for one in steady
        if not OUT <= one.ratio <= BURNING
    ]
    falls = [b[1] for a, b in pairwise(states) if a[0] and not b[0]]
    rises = [b[1] for a, b in pairwise(states) if b[0] and not a[0]]
    if len(falls) >= SURE_FALLS and len(rises) >= SURE_FALLS - 1:
        yield Finding(
            kind=Kind.CYCLING,
            since_s=min(falls[0], rises[0]),
            confidence=surety(len(falls) + len(rises), each=0.45),
            facts={"times": len(falls)},
        )
    elif len(states) >= 2 * LEARNED and all(burns for burns, _ in states):
        yield Cleared(Kind.CYCLING)


def _driver(seen: Seen, lit: Sequence[Lit]) -> Iterator[Opinion]:
    """Tell a driver that does not do what it is told, by any of three signs."""
    findings = [*_stuck(seen, lit), *_power_without_light(lit), *_standby(seen)]
    found = [one for one in findings if isinstance(one, Finding)]
    yield from found or findings[:1]


def _stuck(seen: Seen, lit: Sequence[Lit]) -> Iterator[Opinion]:
    """Compare the draw at the dimmest and the brightest level it was told."""
    if not lit:
        return
    levels = [one.level for one in lit]
    low, high = min(levels), max(levels)
    if high - low < APART:
        return
    dim = [one.power_w for one in lit if one.level <= low + LIKE_LEVEL]
    full = [one.power_w for one in lit if one.level >= high - LIKE_LEVEL]
    if min(len(dim), len(full)) < SURE:
        return
    told_w = seen.nature.expected_w(high) - seen.nature.expected_w(low)
    followed = (median(full) - median(dim)) / told_w
    steady = max(full) < STEADY * min(full)
    burning = steady and median(dim) > BURNING * seen.nature.expected_w(low)
    if abs(followed) < FOLLOWS[0] and burning:
        yield Finding(
            kind=Kind.DRIVER_FAILURE,
            since_s=next(one.at_s for one in lit if one.level <= low + LIKE_LEVEL),
            confidence=surety(len(dim), each=0.55),
            facts={
                "low": round(100 * low),
                "high": round(100 * high),
                "seen": median(dim),
                "expected": seen.nature.expected_w(low),
            },
        )
    elif followed > FOLLOWS[1]:
        yield Cleared(Kind.DRIVER_FAILURE)


def _power_without_light(lit: Sequence[Lit]) -> Iterator[Opinion]:
    """Believe a driver that reports a dead light source, and yet draws power."""
    told = [one for one in lit if not isnan(one.failed)]
    dark = list(
        takewhile(lambda one: one.failed == 1 and one.ratio > BURNING, reversed(told))
    )
    if len(dark) >= SURE:
        yield Finding(
            kind=Kind.DRIVER_FAILURE,
            since_s=dark[-1].at_s,
            confidence=surety(len(dark), each=0.55),
            facts={"unlit": median(one.power_w for one in dark), "times": len(dark)},
        )
    elif _in_a_row(one.failed == 0 for one in reversed(told)) >= SURE:
        yield Cleared(Kind.DRIVER_FAILURE)


def _standby(seen: Seen) -> Iterator[Opinion]:
    """Look at what a lamp draws that is told to be out, without burning."""
    rated_w = seen.nature.rated_w
    limit_w = max(STANDBY_W, STANDBY_SHARE * rated_w)
    resting = [
        one
        for one in seen.readings
        if one.level == 0 and not isnan(one.power_w) and not one.volts < DARK_V
    ]
    high = list(
        takewhile(
            lambda one: limit_w < one.power_w < BURNING * rated_w, reversed(resting)
        )
    )
    if len(high) > SURE:
        yield Finding(
            kind=Kind.DRIVER_FAILURE,
            since_s=high[-1].at_s,
            confidence=surety(len(high), each=0.55),
            facts={
                "standby": median(one.power_w for one in high),
                "limit": limit_w,
            },
        )
    elif _in_a_row(one.power_w <= limit_w for one in reversed(resting)) >= SURE:
        yield Cleared(Kind.DRIVER_FAILURE)


def _draw(seen: Seen, lit: Sequence[Lit]) -> Iterator[Opinion]:
    """Compare what a lamp draws with its model, and with what it used to draw."""
    if isnan(seen.usual):
        return
    least, most = UNLIKE
    facts = {
        "usual": seen.usual,
        "expected": seen.nature.rated_w,
        "seen": seen.usual * seen.nature.rated_w,
    }
    if not least <= seen.usual <= most and lit:
        yield Finding(
            kind=Kind.UNLIKE_MODEL,
            since_s=lit[0].at_s,
            confidence=surety(LEARNED, each=0.35),
            facts=facts,
        )
    elif LIKE[0] < seen.usual < LIKE[1]:
        yield Cleared(Kind.UNLIKE_MODEL)
    yield from _loss(seen, facts)


def _loss(seen: Seen, facts: dict[str, float]) -> Iterator[Opinion]:
    bright = [(one.ratio / seen.usual, one.at_s) for one in seen.brightest]
    less = list(takewhile(lambda one: OUT < one[0] < PARTLY, reversed(bright)))
    if len(less) > SURE:
        share = median(one for one, _ in less)
        yield Finding(
            kind=Kind.PARTLY_DARK,
            since_s=less[-1][1],
            confidence=surety(len(less), each=0.45),
            facts=facts | {"lost": round(100 * (1 - share))},
        )
    elif _in_a_row(share > WHOLE for share, _ in reversed(bright)) >= SURE:
        yield Cleared(Kind.PARTLY_DARK)


def _power_factor(lit: Sequence[Lit]) -> Iterator[Opinion]:
    told = [one for one in lit if one.level >= FACTOR_LEVEL and one.factor > 0]
    poor = list(takewhile(lambda one: one.factor < POOR_FACTOR, reversed(told)))
    if len(poor) > SURE:
        yield Finding(
            kind=Kind.LOW_POWER_FACTOR,
            since_s=poor[-1].at_s,
            confidence=surety(len(poor), each=0.55),
            facts={"factor": median(one.factor for one in poor), "times": len(poor)},
        )
    elif _in_a_row(one.factor > GOOD_FACTOR for one in reversed(told)) >= SURE:
        yield Cleared(Kind.LOW_POWER_FACTOR)


def _in_a_row(facts: Iterator[bool]) -> int:
    return sum(1 for _ in takewhile(bool, facts))
