"""What the lamps of one feeder tell together. Pure.

One lamp that falls silent may have a broken radio; ten that fall silent together, the
far ones, while the feeder's load falls by just what they drew, hang on a cable that is
gone. What the lamps have in common explains them, so that it is one alarm.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import inf, isnan, nan
from statistics import median
from typing import NamedTuple

from mesto.domains.lighting.faults.finding import Finding, surety
from mesto.domains.lighting.faults.kinds import Kind

TOGETHER = 3  #: lamps at least
LOST_AFTER = 2.5  #: periods of silence; then it is asked whether others are silent too
WHOLE_SHARE = 0.93  #: of a feeder's lamps: then it is the feeder itself
SPEAKING_SHARE = 0.6  #: of the others: then one that is silent is so by itself
LOAD_FELL = (0.6, 1.5)  #: what is missing in the load, in shares of what the lost drew
LEAST_BURNING = 0.12  #: of the rating, drawn by the neighbours: the load tells
FAR = 0.75  #: chance that one of the lost stands farther away than one of the others
RADIO_FOR_S = 12 * 3600.0  #: so long several silent lamps may be for want of a gateway
SINGLE_BURNS = 0.4  #: share up to which each of them burns by its own fault
STREET_BURNS = 0.7  #: share of a feeder's lamps that burn by day: then it is the feeder


class Member(NamedTuple):
    """One lamp of a feeder, as the others see it."""

    urn: str
    seen_s: float  #: when it last spoke; -inf: never
    gasped: bool  #: its last word was that it lost the mains
    period_s: float
    patience_s: float  #: so long it may be silent by bad luck alone
    far_m: float  #: from its cabinet; nan: nobody knows
    rated_w: float  #: what it draws at full
    power_w: float  #: last metered; nan: not lately
    by_day: int  #: readings in a row that show it burning while the sun is high
    told_by_day: bool  #: its last reading is of a time when the sun was high

    def lost(self, now_s: float) -> bool:
        """Tell whether it lost the mains, or is silent so long that it may have."""
        heard = self.seen_s > -inf
        return heard and (
            self.gasped or now_s - self.seen_s > LOST_AFTER * self.period_s
        )


@dataclass(frozen=True)
class Supply:
    """What feeds the lamps, as far as it speaks itself.

    load_w: what its own meter shows, nan where it has none; at load_s
    speaks: it told lately that there is voltage; None: it does not speak
    """

    load_w: float = nan
    load_s: float = -inf
    speaks: bool | None = None


class Shared(NamedTuple):
    """What lamps of a feeder lost together, and how it shows."""

    lamps: Sequence[Member]
    moment_s: float
    rest: Sequence[Member]  #: who spoke since


def lost_together(members: Sequence[Member], now_s: float) -> Shared | None:
    """Return the largest set of lamps lost at one time; None where it is no set.

    A silent lamp was lost at some moment between its last word and the one after it,
    and one report may be lost on its way.
    """
    lost = sorted((m for m in members if m.lost(now_s)), key=lambda m: m.seen_s)
    best: Sequence[Member] = ()
    begin = 0
    for end, last in enumerate(lost):
        while last.seen_s - lost[begin].seen_s > LOST_AFTER * last.period_s:
            begin += 1
        if end + 1 - begin > len(best):
            best = lost[begin : end + 1]
    if len(best) < TOGETHER:
        return None
    moment_s = best[-1].seen_s
    rest = [m for m in members if m.seen_s > moment_s and not m.lost(now_s)]
    return Shared(best, moment_s, rest)


def cut_off(shared: Shared, supply: Supply) -> Finding | None:
    """Tell whether a cable is gone behind which the lost lamps hang.

    It is, where most of them said so with their last word, or where the load of the
    feeder lacks what they drew; and all the more where they are the far ones.
    """
    gasps = sum(m.gasped for m in shared.lamps) / len(shared.lamps)
    missing = missing_load(shared, supply)
    fell = LOAD_FELL[0] <= missing <= LOAD_FELL[1]
    if not fell and (gasps < 1 / 2 or missing < 1 - LOAD_FELL[0]):
        return None
    far = farness(shared)
    signs = 2 * fell + 2 * (gasps >= 1 / 2) + (far >= FAR) + (far == 1)
    facts = {"lamps": len(shared.lamps), "power": sum(m.rated_w for m in shared.lamps)}
    if fell:
        facts["missing"] = round(missing * burning_w(shared))
    return Finding(
        kind=Kind.CABLE_CUT,
        since_s=shared.moment_s,
        confidence=surety(signs + 1, each=0.55),
        facts=facts,
    )


def is_whole(shared: Shared) -> bool:
    """Tell whether hardly any lamp of the feeder speaks.

    One that does may hang on another feeder, whatever the inventory says.
    """
    speaking = len(shared.rest)
    return speaking <= max(1, (1 - WHOLE_SHARE) * (len(shared.lamps) + speaking))


def missing_load(shared: Shared, supply: Supply) -> float:
    """Return what the load lacks, in shares of what the lost lamps would draw.

    nan by day, without a meter, or where it was read before they were lost.
    """
    lost_w = burning_w(shared)
    if isnan(supply.load_w) or supply.load_s <= shared.moment_s or isnan(lost_w):
        return nan
    share = _burning_share(shared.rest)
    rest_w = sum(
        m.rated_w * share if isnan(m.power_w) else m.power_w for m in shared.rest
    )
    return (rest_w + lost_w - supply.load_w) / lost_w


def burning_w(shared: Shared) -> float:
    """Return what the lost lamps would draw if they burned as the others do, W."""
    share = _burning_share(shared.rest)
    if not share >= LEAST_BURNING:
        return nan
    return sum(m.rated_w for m in shared.lamps) * share


def farness(shared: Shared) -> float:
    """Return the chance that one of the lost is farther away than one of the others.

    1/2 where nobody knows where they stand.

    Source: Mann and Whitney, On a test of whether one of two random variables is
    stochastically larger than the other, 1947.
    """
    lost = [m.far_m for m in shared.lamps if not isnan(m.far_m)]
    rest = [m.far_m for m in shared.rest if not isnan(m.far_m)]
    if not lost or not rest:
        return 1 / 2
    pairs = product(lost, rest)
    return sum(a > b for a, b in pairs) / (len(lost) * len(rest))


def alone(
    members: Sequence[Member],
    shared: Shared | None,
    supply: Supply,
    *,
    now_s: float,
    quorum_s: float,
) -> list[tuple[Member, Finding]]:
    """Return the lamps that lost their mains, or their voice, by themselves.

    Those that fell silent together may want for a gateway: they are named only when it
    lasts too long for that.

    quorum_s: since when most of them speak; before, it was no fault of one of them
    """
    speaking = sum(not m.lost(now_s) for m in members)
    if supply.speaks is False or speaking < SPEAKING_SHARE * len(members):
        return []
    company = {m.urn for m in shared.lamps} if shared else set()
    found = []
    for m in members:
        silent_s = now_s - max(m.seen_s, quorum_s)
        if not m.lost(now_s) or (m.urn in company and silent_s < RADIO_FOR_S):
            continue
        kind = Kind.FUSE_BLOWN if m.gasped else Kind.COMMUNICATION_LOST
        patience_s = LOST_AFTER * m.period_s + m.period_s / 2
        if silent_s < (patience_s if m.gasped else m.patience_s):
            continue
        finding = Finding(
            kind=kind,
            since_s=m.seen_s,
            confidence=surety(int(silent_s / m.period_s), each=0.4),
            facts={"speaking": speaking, "of": len(members) - 1},
        )
        found.append((m, finding))
    return found


class ByDay(NamedTuple):
    """Who of a feeder burns by day."""

    told: int  #: lamps that were read by day
    lit: Sequence[Member]  #: of those, which burned at the last look
    burning: Sequence[Member]  #: for over a period

    @property
    def share(self) -> float:
        """Which share of the lamps burned at the last look."""
        return len(self.lit) / self.told if self.told else 0.0

    @property
    def street(self) -> bool:
        """Whether it is the whole street."""
        return len(self.lit) >= TOGETHER and self.share >= STREET_BURNS

    @property
    def single(self) -> bool:
        """Whether those that burn do so by themselves, and not as part of a street."""
        return len(self.lit) < TOGETHER or self.share < SINGLE_BURNS

    @property
    def lasts(self) -> bool:
        """Whether half of those that burn have done so for over a period."""
        return 2 * len(self.burning) >= len(self.lit)


def by_day(members: Sequence[Member], now_s: float) -> ByDay:
    """Count the lamps that burn by day, of those that were read lately."""
    told = [
        m
        for m in members
        if m.told_by_day and now_s - m.seen_s < LOST_AFTER * m.period_s
    ]
    lit = [m for m in told if m.by_day > 0]
    return ByDay(len(told), lit, [m for m in lit if m.by_day > 1])


def _burning_share(rest: Sequence[Member]) -> float:
    """Return which share of its rating a lamp of the street draws now; nan: unknown."""
    shares = [
        m.power_w / m.rated_w for m in rest if m.rated_w > 0 and not isnan(m.power_w)
    ]
    return median(shares) if shares else nan
