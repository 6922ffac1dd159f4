"""The plan, what was said, what sensors saw and where the vehicle stood, side by side.

Pure. A claim is as good as what else speaks for it: a sensor that fell, a vehicle that
stood there, a picture. Where there is neither sensor nor track nothing can be proved,
and that is another thing than a claim that both contradict.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Final, Literal, NamedTuple, TypeAlias

import msgspec

from mesto.domains.waste.driving.deeds import Deed, Emptied, Ended, Impossible
from mesto.domains.waste.driving.track import Fix, Visit, stays, visits
from mesto.domains.waste.rounds import Place, Round, Stop

#: A sensor tells every few hours: what it saw is of this round if it saw it so near.
SENSOR_LATE: Final = timedelta(hours=8)
SENSOR_EARLY: Final = timedelta(minutes=30)
#: A driver taps when he is back in his seat, or at the next red light.
TAP_LATE: Final = timedelta(minutes=20)
TAP_EARLY: Final = timedelta(minutes=2)

#: proven: said, and something else agrees; unproven: said, and what could agree does
#: not; word: said, and there was nothing that could agree; unsaid: not said, but done;
#: impossible: said that it could not be done; missed: neither said nor done; open: it
#: may still be done
Verdict: TypeAlias = Literal[
    "proven", "unproven", "word", "unsaid", "impossible", "missed", "open"
]


class Seen(msgspec.Struct, frozen=True):
    """A sensor saw that a container was emptied."""

    at: datetime
    confidence: float = 1.0
    before: float | None = None


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """One container of a round, in all that is known of it.

    stop: its number in the plan; None: it was not planned
    proofs: what agrees with the claim: sensor, track, photo, weight
    late_min: after the planned time, where it is known when it was done
    """

    container: str
    stop: int | None
    planned_at: datetime | None
    claimed_at: datetime | None = None
    claim: Literal["", "emptied", "impossible"] = ""
    reason: str = ""
    photo: str = ""
    weight_kg: float | None = None
    before: float | None = None
    seen_at: datetime | None = None
    seen_confidence: float | None = None
    stood_from: datetime | None = None
    stood_s: float = 0.0
    nearest_m: float | None = None
    proofs: Sequence[str] = ()
    verdict: Verdict
    late_min: float | None = None


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a round beside its plan.

    deeds: those that stand; seen: by container, of those with a sensor only
    track: as `cleaned` returns it; places: of containers that were not planned
    """

    deeds: Sequence[Deed] = ()
    seen: Mapping[str, Sequence[Seen]] = {}
    track: Sequence[Fix] = ()
    places: Mapping[str, Place] = {}


class Case(NamedTuple):
    """One container, and all that speaks for or against its having been emptied."""

    stop: Stop | None
    claim: Emptied | Impossible | None
    has_sensor: bool
    seen: Seen | None
    visit: Visit | None
    heard: bool  #: the tracker spoke around the time that matters


def compare(round_: Round, evidence: Evidence, now: datetime) -> list[Compared]:
    """Say of each container, planned or not, what became of it, in planned order."""
    claims = last_words(evidence.deeds)
    planned = {
        urn: number for number, one in enumerate(round_.stops) for urn in one.containers
    }
    over = is_over(round_, evidence.deeds, now)
    standing = stays(evidence.track)
    at_place = cache(partial(visits, standing))
    found = []
    for urn in [*planned, *(one for one in claims if one not in planned)]:
        number = planned.get(urn)
        stop = None if number is None else round_.stops[number]
        place = evidence.places.get(urn) if stop is None else stop.place
        stood = at_place(place) if place else []
        case = _case(urn, stop, claims.get(urn), stood, evidence)
        found.append(_compared(urn, number, case, verdict(case, over=over, now=now)))
    return found


def verdict(case: Case, *, over: bool, now: datetime) -> Verdict:
    """Say what became of a container.

    over: whether the round is
    """
    claim = case.claim
    if isinstance(claim, Impossible):
        return "impossible"
    if claim is not None:
        if case.seen or case.visit:
            return "proven"
        sensor_spoke = case.has_sensor and now > claim.at + SENSOR_LATE
        return "unproven" if case.heard or sensor_spoke else "word"
    if case.seen or (over and case.visit):
        return "unsaid"
    return "missed" if over else "open"


def last_words(deeds: Iterable[Deed]) -> dict[str, Emptied | Impossible]:
    """Return the last claim about each container: what was blocked may come free."""
    told = (one for one in deeds if isinstance(one, Emptied | Impossible))
    in_turn = sorted(told, key=lambda one: one.at)
    return {urn: one for one in in_turn for urn in one.containers}


def is_over(round_: Round, deeds: Iterable[Deed], now: datetime) -> bool:
    """Tell whether a round ended, or should have so long ago that it must have."""
    last = max((one.leaves for one in round_.stops), default=now)
    ended = any(isinstance(one, Ended) for one in deeds)
    return ended or round_.phase in {"done", "dropped"} or now > last + SENSOR_LATE


def _case(
    urn: str,
    stop: Stop | None,
    claim: Emptied | Impossible | None,
    stood: Sequence[Visit],
    evidence: Evidence,
) -> Case:
    about = claim.at if claim else stop.arrives if stop else None
    return Case(
        stop=stop,
        claim=claim,
        has_sensor=urn in evidence.seen,
        seen=_best(evidence.seen.get(urn, ()), about),
        visit=_during(stood, claim.at) if claim else _longest(stood),
        heard=about is not None and _spoke(evidence.track, about),
    )


def _compared(urn: str, number: int | None, case: Case, said: Verdict) -> Compared:
    stop, claim, seen, visit = case.stop, case.claim, case.seen, case.visit
    emptied = claim if isinstance(claim, Emptied) else None
    done_at = visit.since if visit else claim.at if claim else seen.at if seen else None
    return Compared(
        container=urn,
        stop=number,
        planned_at=stop.arrives if stop else None,
        claimed_at=claim.at if claim else None,
        claim=("emptied" if emptied else "impossible") if claim else "",
        reason=claim.reason if isinstance(claim, Impossible) else "",
        photo=claim.photo if claim else "",
        weight_kg=emptied.weight_kg if emptied else None,
        before=emptied.before if emptied else None,
        seen_at=seen.at if seen else None,
        seen_confidence=seen.confidence if seen else None,
        stood_from=visit.since if visit else None,
        stood_s=visit.lasted.total_seconds() if visit else 0.0,
        nearest_m=round(visit.nearest_m, 1) if visit else None,
        proofs=_proofs(case),
        verdict=said,
        late_min=_late_min(stop, done_at),
    )


def _proofs(case: Case) -> list[str]:
    """Name what agrees with a claim."""
    claim = case.claim
    if claim is None:
        return []
    emptied = isinstance(claim, Emptied)
    agree = {
        "sensor": emptied and case.seen is not None,
        "track": case.visit is not None,
        "photo": bool(claim.photo),
        "weight": isinstance(claim, Emptied) and claim.weight_kg is not None,
    }
    return [name for name, agrees in agree.items() if agrees]


def _spoke(track: Sequence[Fix], about: datetime) -> bool:
    """Tell whether the tracker spoke around a time."""
    after = bisect_left(track, about - TAP_LATE, key=lambda one: one.at)
    return after < len(track) and track[after].at <= about + TAP_LATE


def _during(stood: Sequence[Visit], at: datetime) -> Visit | None:
    """Return the visit in the course of which, or shortly after, something was said."""
    near = [one for one in stood if one.since - TAP_EARLY <= at <= one.until + TAP_LATE]
    return min(near, key=lambda one: abs(one.until - at), default=None)


def _longest(stood: Sequence[Visit]) -> Visit | None:
    return max(stood, key=lambda one: one.lasted, default=None)


def _best(seen: Sequence[Seen], at: datetime | None) -> Seen | None:
    """Return the emptying a sensor saw that may be the one about a time."""
    if at is None:
        return None
    near = [one for one in seen if at - SENSOR_EARLY <= one.at <= at + SENSOR_LATE]
    return min(near, key=lambda one: abs(one.at - at), default=None)


def _late_min(stop: Stop | None, done_at: datetime | None) -> float | None:
    if stop is None or done_at is None:
        return None
    return round((done_at - stop.arrives) / timedelta(minutes=1), 1)
