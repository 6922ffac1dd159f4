"""Looking at a feeder with its lamps, a cabinet with its feeders. Pure.

What is found is kept with the asset; what is over is dropped.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import inf, isnan

from mesto.domains.lighting.faults import group
from mesto.domains.lighting.faults.assets import (
    Cabinet,
    Feeder,
    Lamp,
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
from mesto.domains.lighting.faults.places import apart_m, dark_with, lit_with
from mesto.domains.lighting.faults.single import look_at_darkness, look_at_phases

SAME_MOMENT_S = 120.0  #: within it, two last words tell of one event
MISSED = 4.0  #: periods that a lamp may have been silent before it lost the mains
MISSED_ELSEWHERE = 1.5  #: where nothing but the moment speaks for it
WAIT = 1.3  #: periods after which who still has mains has spoken
MANY_GASP = 0.3  #: share of lamps that told they lost the mains
STREETS = 0.7  #: share of a cabinet's feeders that burn by day: then it is its clock


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
    look_at_phases(feeder, cabinet)
    look_at_darkness(feeder, cabinet, around.now_s)
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
    look_at_phases(cabinet, None)
    look_at_darkness(cabinet, None, now_s)
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
