"""Looking at a lamp, a feeder with its lamps, a cabinet with its feeders. Pure.

What is found is kept with the asset; what is over is dropped.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import takewhile
from math import inf, isnan, nan

from mesto.domains.lighting.faults import group
from mesto.domains.lighting.faults.assets import (
    Cabinet,
    Feeder,
    Lamp,
    Meter,
    Point,
)
from mesto.domains.lighting.faults.finding import Cleared, Finding, surety
from mesto.domains.lighting.faults.group import (
    LOST_AFTER,
    ByDay,
    Member,
    Shared,
    Supply,
)
from mesto.domains.lighting.faults.kinds import Kind
from mesto.domains.lighting.faults.lamp import (
    DARK_V,
    Seen,
    burning_lately,
    diagnose,
    learned,
)
from mesto.domains.lighting.faults.places import apart_m, dark_with, lit_with
from mesto.domains.lighting.sun import sun_elevation_deg

BRIGHT_DAY_DEG = 6.0  #: elevation of the sun above which no street lamp is needed
SAME_MOMENT_S = 120.0  #: within it, two last words tell of one event
MISSED = 4.0  #: periods that a lamp may have been silent before it lost the mains
MISSED_ELSEWHERE = 1.5  #: where nothing but the moment speaks for it
WAIT = 1.3  #: periods after which who still has mains has spoken
MANY_GASP = 0.3  #: share of lamps that told they lost the mains
STREETS = 0.7  #: share of a cabinet's feeders that burn by day: then it is its clock
#: What is over when a lamp speaks, and has mains.
SPEECHLESS = (
    Kind.COMMUNICATION_LOST,
    Kind.FUSE_BLOWN,
    Kind.CABLE_CUT,
    Kind.SUPPLY_LOST,
    Kind.PHASE_LOSS,
)


@dataclass(frozen=True)
class Around:
    """What is known beside the asset looked at.

    wanted: whether somebody wants an asset lit, by URN
    beside: the lamps that stand around one
    losses: when which supplies and cables were lost that are so still
    """

    now_s: float
    wanted: Callable[[str], bool]
    beside: Callable[[Lamp], list[Lamp]]
    losses: Sequence[tuple[float, str]] = ()


def look_at_lamp(lamp: Lamp, now_s: float) -> None:
    """Find what the readings of a lamp tell of itself."""
    readings = lamp.window.readings()
    seen = Seen(lamp.nature, readings, lamp.usual, lamp.top)
    lamp.top = seen.top
    if isnan(lamp.usual):
        lamp.usual = seen.usual = learned(seen)
    lamp.hold(diagnose(seen, cycled=Kind.CYCLING in lamp.found))
    lamp.gasped = readings[-1].volts < DARK_V
    if not lamp.gasped:
        lamp.hold(Cleared(kind) for kind in SPEECHLESS)
    last = next((one for one in reversed(readings) if not isnan(one.power_w)), None)
    lamp.power_w = nan
    lamp.by_day, lamp.told_by_day = 0, False
    if last is None:
        return
    if now_s - last.at_s < LOST_AFTER * lamp.period_s:
        lamp.power_w = last.power_w
    lamp.told_by_day = _sun_is_high(lamp.place, last.at_s)
    if lamp.told_by_day and not lamp.gasped:
        lamp.by_day = _burns_by_day(lamp, seen)
        if not lamp.by_day:
            lamp.hold([Cleared(Kind.DAY_BURNING)])


def look_at_feeder(feeder: Feeder, cabinet: Cabinet | None, around: Around) -> None:
    """Find what the lamps of a feeder tell together, and which do so alone."""
    feeder.looked_s, feeder.stirred = around.now_s, False
    heard = [lamp for lamp in feeder.lamps.values() if lamp.heard]
    origin = (cabinet.place if cabinet else None) or feeder.place
    members = [_member(lamp, origin) for lamp in heard]
    for lamp in heard:
        under = (lamp, feeder, cabinet)
        lamp.shielded = any(one is not None and one.maintained for one in under)
    feeder.shielded = feeder.maintained or bool(cabinet and cabinet.maintained)
    _look_at_phases(feeder, cabinet)
    _look_at_darkness(feeder, cabinet, around.now_s)
    shared = group.lost_together(members, around.now_s)
    _name_shared(feeder, cabinet, shared, around)
    supply = _supply(feeder, cabinet, around.now_s)
    _note_quorum(feeder, members, around.now_s)
    alone = group.alone(
        members, shared, supply, now_s=around.now_s, quorum_s=feeder.quorum_s
    )
    near = [feeder.urn, feeder.cabinet, *(cabinet.feeders if cabinet else ())]
    for member, finding in alone:
        lamp = feeder.lamps[member.urn]
        with_others = dark_with(lamp, around.beside(lamp), around.now_s)
        if with_others is None and not any(one.by for one in lamp.found.values()):
            lamp.hold([_of_another(member, finding, around.losses, near)])
    _look_at_day(feeder, cabinet, members, around)


def look_at_cabinet(cabinet: Cabinet, now_s: float) -> None:
    """Find what a cabinet says of itself, and what its feeders have in common."""
    cabinet.shielded = cabinet.maintained
    _look_at_phases(cabinet, None)
    _look_at_darkness(cabinet, None, now_s)
    if cabinet.door_open:
        door = Finding(kind=Kind.DOOR_OPEN, since_s=cabinet.door_s, confidence=0.95)
        cabinet.hold([door])
    else:
        cabinet.hold([Cleared(Kind.DOOR_OPEN)])
    _name_streets(cabinet)


def _name_streets(cabinet: Cabinet) -> None:
    """Tell streets that burn by day; where most of a cabinet's do, it is its clock."""
    streets = {
        feeder.urn: feeder.street
        for feeder in cabinet.feeders.values()
        if feeder.street is not None
    }
    clock = len(streets) >= max(2, STREETS * len(cabinet.feeders))
    if clock and any(one.lasts for one in streets.values()):
        cabinet.hold([_burning_streets(streets.values())])
    elif not any(Kind.DAY_BURNING in one.found for one in cabinet.feeders.values()):
        cabinet.hold([Cleared(Kind.DAY_BURNING)])
    by = cabinet.urn if Kind.DAY_BURNING in cabinet.found else ""
    for urn, street in streets.items():
        if not by and not street.lasts:
            continue
        named = _burning_streets([street])
        cabinet.feeders[urn].hold([_explained(named, by=by)])


def _burning_streets(streets: Iterable[ByDay]) -> Finding:
    known = list(streets)
    lit = [lamp for one in known for lamp in one.lit]
    return Finding(
        kind=Kind.DAY_BURNING,
        since_s=min(one.seen_s for one in lit),
        confidence=surety(len(lit), each=0.5),
        facts={"lamps": len(lit), "of": sum(one.told for one in known)},
    )


def _burns_by_day(lamp: Lamp, seen: Seen) -> int:
    """Tell whether a lamp burns by day: 0 no, 1 just seen so, 2 for over a period."""
    moments = list(
        takewhile(lambda at_s: _sun_is_high(lamp.place, at_s), burning_lately(seen))
    )
    if not moments:
        return 0
    return 2 if moments[0] - moments[-1] > lamp.period_s else 1


def _look_at_phases(meter: Meter, cabinet: Cabinet | None) -> None:
    """Tell a lost phase; where the cabinet lost it, the feeder is explained by it."""
    if not meter.lost_phases or not meter.phase_is_lost:
        if not meter.lost_phases:
            meter.hold([Cleared(Kind.PHASE_LOSS)])
        return
    phase = meter.lost_phases[0]
    by_cabinet = cabinet is not None and phase in cabinet.lost_phases
    finding = Finding(
        kind=Kind.PHASE_LOSS,
        since_s=meter.phase_s,
        confidence=0.95,
        facts={"phase": phase + 1, "volts": round(meter.volts[phase])},
        by=cabinet.urn if cabinet is not None and by_cabinet else "",
    )
    meter.hold([finding])


def _look_at_darkness(meter: Meter, cabinet: Cabinet | None, now_s: float) -> None:
    """Tell that no phase has voltage, unless it was switched off on purpose."""
    if meter.dark and not meter.off:
        if cabinet is not None and cabinet.may_yet_tell(meter.dark_s, now_s):
            return
        by_cabinet = cabinet is not None and cabinet.dark
        finding = Finding(
            kind=Kind.SUPPLY_LOST,
            since_s=meter.dark_s,
            confidence=0.97,
            facts={"lamps": _lamps_behind(meter)},
            by=cabinet.urn if cabinet is not None and by_cabinet else "",
        )
        meter.hold([finding])
    elif meter.has_voltage:
        meter.hold([Cleared(Kind.SUPPLY_LOST)])


def _name_shared(
    feeder: Feeder, cabinet: Cabinet | None, shared: Shared | None, around: Around
) -> None:
    """Explain lamps that were lost together by what they have in common."""
    dark = feeder.dark or (cabinet is not None and cabinet.dark)
    if shared is None:
        over = [Kind.CABLE_CUT] if dark else [Kind.CABLE_CUT, Kind.SUPPLY_LOST]
        feeder.hold(Cleared(kind) for kind in over)
        return
    waiting = around.now_s < shared.moment_s + WAIT * shared.lamps[0].period_s
    if dark or (waiting and Kind.CABLE_CUT not in feeder.found):
        return
    cause = _cause_of(shared, feeder, cabinet, around.now_s)
    if cause is None:
        return
    if not cause.by:
        feeder.hold([cause])
    by = cause.by or feeder.urn
    for member in shared.lamps:
        feeder.lamps[member.urn].hold([_explained(cause, by=by)])


def _cause_of(
    shared: Shared, feeder: Feeder, cabinet: Cabinet | None, now_s: float
) -> Finding | None:
    """Return what took the mains from lamps; `by`: it is not the feeder itself."""
    for meter in (cabinet, feeder):
        lost = meter and meter.found.get(Kind.PHASE_LOSS)
        if meter and lost:
            return _explained(lost, by="" if meter is feeder else meter.urn)
    if not group.is_whole(shared):
        return _cut_off(shared, feeder, cabinet, now_s)
    gasps = sum(one.gasped for one in shared.lamps) / len(shared.lamps)
    if gasps < MANY_GASP:
        return None  # they may want for a gateway
    fed = feeder.spoke_since(shared.moment_s)
    return Finding(
        kind=Kind.CABLE_CUT if fed else Kind.SUPPLY_LOST,
        since_s=shared.moment_s,
        confidence=surety(1 + int(4 * gasps), each=0.5),
        facts={
            "lamps": len(shared.lamps),
            "power": sum(one.rated_w for one in shared.lamps),
        },
    )


def _cut_off(
    shared: Shared, feeder: Feeder, cabinet: Cabinet | None, now_s: float
) -> Finding | None:
    """Tell a cut cable; where the load says so, it has to say so twice.

    Between two levels of a programme, the load and the lamps' meters are of two times.
    """
    cut = group.cut_off(shared, _supply(feeder, cabinet, now_s))
    if cut is None:
        feeder.missed_s = inf
        return None
    feeder.missed_s = min(feeder.missed_s, feeder.load_s)
    twice = feeder.load_s - feeder.missed_s > feeder.period_s / 2
    return cut if twice or "missing" not in cut.facts else None


def _note_quorum(feeder: Feeder, members: Sequence[Member], now_s: float) -> None:
    """Note since when most lamps of a feeder speak."""
    speaking = sum(not one.lost(now_s) for one in members)
    if speaking < group.SPEAKING_SHARE * len(members):
        feeder.quorum_s = inf
    elif feeder.quorum_s == inf:
        feeder.quorum_s = now_s


def _look_at_day(
    feeder: Feeder,
    cabinet: Cabinet | None,
    members: Sequence[Member],
    around: Around,
) -> None:
    """Tell a lamp that burns by day from a street that does, and both from a wish."""
    above = around.wanted(feeder.urn) or bool(cabinet and around.wanted(cabinet.urn))
    wanted = {one.urn for one in members if above or around.wanted(one.urn)}
    for urn in wanted:
        feeder.lamps[urn].hold([Cleared(Kind.DAY_BURNING)])
    others = [one for one in members if one.urn not in wanted]
    told = group.by_day(others, around.now_s)
    burning = [one for one in told.burning if not isnan(one.power_w)]
    feeder.street = told if told.street else None
    few = told.told >= group.TOGETHER and told.share < 1 / 2
    if few or (wanted and not told.lit):
        feeder.hold([Cleared(Kind.DAY_BURNING)])
    if not told.single or Kind.DAY_BURNING in feeder.found:
        for one in told.lit:
            feeder.lamps[one.urn].hold([Cleared(Kind.DAY_BURNING)])
        return
    for one in burning:
        if lit_with(around.beside(feeder.lamps[one.urn])) is not None:
            continue  # it hangs on the feeder of those beside it
        finding = Finding(
            kind=Kind.DAY_BURNING,
            since_s=one.seen_s,
            confidence=0.9,
            facts={"seen": one.power_w, "expected": one.rated_w},
        )
        feeder.lamps[one.urn].hold([finding])


def _of_another(
    member: Member,
    finding: Finding,
    losses: Iterable[tuple[float, str]],
    near: Sequence[str],
) -> Finding:
    """Explain a lamp by another supply that was lost in the same moment.

    It hangs on that one, whatever the inventory says. One that fell silent without a
    last word may have done so by chance: it is looked for on the same cabinet only.

    near: URNs of the feeder and the cabinet it should hang on, then of the cabinet's
        other feeders
    """
    for lost_s, urn in losses:
        after_s = lost_s - member.seen_s
        reach_s = SAME_MOMENT_S
        if not member.gasped:
            missed = MISSED if urn in near[:2] else MISSED_ELSEWHERE
            reach_s = missed * member.period_s
        likely = member.gasped or urn in near
        if likely and -SAME_MOMENT_S <= after_s <= reach_s:
            return Finding(
                kind=Kind.SUPPLY_LOST,
                since_s=member.seen_s,
                confidence=0.8,
                facts={"lamps": 1},
                by=urn,
            )
    return finding


def _explained(finding: Finding, *, by: str) -> Finding:
    return Finding(
        kind=finding.kind,
        since_s=finding.since_s,
        confidence=finding.confidence,
        facts=finding.facts,
        by=by,
    )


def _member(lamp: Lamp, origin: Point | None) -> Member:
    return Member(
        urn=lamp.urn,
        seen_s=lamp.seen_s,
        gasped=lamp.gasped,
        period_s=lamp.period_s,
        patience_s=lamp.patience_s,
        far_m=apart_m(lamp.place, origin),
        rated_w=lamp.nature.rated_w * (1.0 if isnan(lamp.usual) else lamp.usual),
        power_w=lamp.power_w,
        by_day=lamp.by_day,
        told_by_day=lamp.told_by_day,
    )


def _supply(feeder: Feeder, cabinet: Cabinet | None, now_s: float) -> Supply:
    speaks: bool | None = None
    if feeder.dark or (cabinet is not None and cabinet.dark):
        speaks = False
    elif now_s - feeder.seen_s < LOST_AFTER * feeder.period_s:
        speaks = True
    return Supply(feeder.load_w, feeder.load_s, speaks)


def _lamps_behind(meter: Meter) -> int:
    if isinstance(meter, Cabinet):
        return sum(len(one.lamps) for one in meter.feeders.values())
    return len(meter.lamps) if isinstance(meter, Feeder) else 0


def _sun_is_high(place: Point | None, at_s: float) -> bool:
    if place is None:
        return False
    at = datetime.fromtimestamp(at_s, UTC)
    height = sun_elevation_deg(at, longitude=place[0], latitude=place[1])
    return height > BRIGHT_DAY_DEG
