"""How many of a faulty town's faults are found, and how much of what is found is so."""

from collections import Counter
from collections.abc import Iterable, Mapping
from math import inf

from mesto.bench.faulty.speech import Arriving
from mesto.bench.faulty.things import LASTS_S, Truth, within
from mesto.bench.faulty.town import FaultyTown
from mesto.bench.score import Score, spans
from mesto.domains.lighting.faults.finding import Finding
from mesto.domains.lighting.faults.kinds import Kind
from mesto.domains.lighting.faults.town import Town

STEP_S = 60.0


def watch(
    faulty: FaultyTown, said: Iterable[Arriving]
) -> list[tuple[float, str, Finding | None]]:
    """Let a town be watched minute by minute; return what was said of it, and when.

    said: all that arrives, in its order
    """
    town = Town()
    for one in faulty.described():
        town.describe(one)
    begin_s = faulty.noon.timestamp()
    told: list[tuple[float, str, Finding | None]] = []
    arriving = iter(said)
    waiting = next(arriving, None)
    at_s = 0.0
    while at_s < LASTS_S:
        at_s += STEP_S
        while waiting is not None and waiting[0] <= at_s:
            town.hear(waiting[1])
            waiting = next(arriving, None)
        for urn, span in faulty.orders:
            if within(at_s, span):
                town.want(urn, begin_s + at_s)
        told += [(at_s, *one) for one in town.look(begin_s + at_s)]
    return told


def score(
    faulty: FaultyTown, told: Iterable[tuple[float, str, Finding | None]]
) -> Score[Kind]:
    """Hold what was said against what is so.

    Every finding that was ever said counts, also one that was taken back, and one that
    was still said long after its fault was mended.
    """
    truths: Mapping[tuple[str, Kind], Truth] = {
        (one.urn, one.kind): one for one in faulty.truths
    }
    result, found = Score[Kind](), set()
    wrong: set[tuple[str, Kind]] = set()
    for since_s, until_s, urn, finding in spans(told):
        if finding.by:
            continue
        truth = truths.get((urn, finding.kind))
        late = truth is not None and until_s == inf and truth.end_s < LASTS_S
        if truth is None or since_s < truth.begin_s or late:
            wrong.add((urn, finding.kind))
            result.mistakes.append(
                f"{urn} at {since_s / 3600:.1f} h until {until_s / 3600:.1f} h: "
                f"{finding.kind} {finding.confidence} {dict(finding.facts)}"
            )
        else:
            found.add((urn, finding.kind))
    result.wrong += Counter(kind for _, kind in wrong)
    result.right += Counter(kind for _, kind in found)
    missed = [one for key, one in truths.items() if key not in found and one.sure]
    result.missed += Counter(one.kind for one in missed)
    result.mistakes += [
        f"missed {one.urn} {one.kind} since {one.begin_s / 3600:.1f} h"
        for one in missed
    ]
    return result
