"""How much of what is wrong is found, and how much of what is found is so."""

from collections import Counter
from collections.abc import Iterable, Iterator
from math import inf
from typing import NamedTuple

from mesto.bench.score import Score, spans
from mesto.bench.waste.doubtful.things import DAY_S, DAYS, FIRST_LOOK, LOOK_EVERY
from mesto.bench.waste.doubtful.town import DoubtfulTown
from mesto.domains.waste.sensors.finding import Finding, weighed
from mesto.domains.waste.sensors.kinds import Kind
from mesto.domains.waste.sensors.look import Look
from mesto.domains.waste.sensors.present import at_once


class Told(NamedTuple):
    """What was said of a container; None: that nothing is found any more."""

    at_s: float
    urn: str
    finding: Finding | None


def watch(town: DoubtfulTown) -> Iterator[Told]:
    """Look at a town every third day, and at once at what cannot wait."""
    beside, alarms = town.beside(), iter(town.alarms())
    alarm = next(alarms, None)
    said: dict[str, Finding | None] = {}
    for day in range(FIRST_LOOK, DAYS + 1, LOOK_EVERY):
        now_s = day * DAY_S
        while alarm is not None and alarm[0] < now_s:
            at_s, urn = alarm
            found = weighed(at_once(town.course(urn, at_s)))
            if found is not None and said.get(urn) != found:
                said[urn] = found
                yield Told(at_s, urn, found)
            alarm = next(alarms, None)
        look = Look(now_s, beside)
        look.take(town.courses(now_s))
        for urn, outcome in look.end():
            if outcome.finding != said.get(urn):
                said[urn] = outcome.finding
                yield Told(now_s, urn, outcome.finding)


def score(town: DoubtfulTown, told: Iterable[Told]) -> Score[Kind]:
    """Hold what was said against what is so.

    Every finding that was ever said counts, also one that was taken back, and one that
    was still said in the end of what was mended twelve days before.
    """
    truths = {(one.urn, one.kind): one for one in town.truths}
    result, found, wrong = Score[Kind](), set(), set()
    for begin_s, end_s, urn, finding in spans(told):
        truth = truths.get((urn, finding.kind))
        late = truth is not None and end_s == inf and truth.end_s < DAYS * DAY_S
        late = late and finding.kind is not Kind.FIRE
        if truth is None or begin_s < truth.begin_s or late:
            if (urn, finding.kind) not in wrong:
                result.mistakes.append(
                    f"{urn} day {begin_s / DAY_S:.1f} to {end_s / DAY_S:.1f}: "
                    f"{finding.kind} {finding.confidence} {dict(finding.facts)}"
                )
            wrong.add((urn, finding.kind))
        else:
            found.add((urn, finding.kind))
    missed = [one for key, one in truths.items() if key not in found and one.sure]
    result.wrong += Counter(kind for _, kind in wrong)
    result.right += Counter(kind for _, kind in found)
    result.missed += Counter(one.kind for one in missed)
    result.mistakes += [
        f"missed {one.urn} {one.kind} since day {one.begin_s / DAY_S:.1f}"
        for one in missed
    ]
    return result
