"""How many of a faulty town's faults are found, and how much of what is found is so."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import inf

from mesto.bench.faulty.speech import Arriving
from mesto.bench.faulty.things import LASTS_S, Truth, within
from mesto.bench.faulty.town import FaultyTown
from mesto.domains.lighting.faults.finding import Finding
from mesto.domains.lighting.faults.kinds import Kind
from mesto.domains.lighting.faults.town import Town

STEP_S = 60.0


@dataclass
class Score:
    """Findings that nothing else explains, by kind.

    right: of faults there are; wrong: of none; missed: faults never found
    """

    right: Counter[Kind] = field(default_factory=Counter)
    wrong: Counter[Kind] = field(default_factory=Counter)
    missed: Counter[Kind] = field(default_factory=Counter)
    mistakes: list[str] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        """Take in the score of another town."""
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed
        self.mistakes += other.mistakes

    def of(self, kind: Kind) -> "Score":
        """Return the score of one kind alone."""
        return Score(
            right=Counter({kind: self.right[kind]}),
            wrong=Counter({kind: self.wrong[kind]}),
            missed=Counter({kind: self.missed[kind]}),
        )

    @property
    def precision(self) -> float:
        """Which share of what was found is so."""
        right, wrong = self.right.total(), self.wrong.total()
        return right / (right + wrong) if right + wrong else 1.0

    @property
    def recall(self) -> float:
        """Which share of the faults was found."""
        right, missed = self.right.total(), self.missed.total()
        return right / (right + missed) if right + missed else 1.0


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
) -> Score:
    """Hold what was said against what is so.

    Every finding that was ever said counts, also one that was taken back, and one that
    was still said long after its fault was mended.
    """
    truths: Mapping[tuple[str, Kind], Truth] = {
        (one.urn, one.kind): one for one in faulty.truths
    }
    result, found = Score(), set()
    ended: dict[str, tuple[Finding, float]] = {}
    spans: list[tuple[str, Finding, float, float]] = []
    for at_s, urn, finding in told:
        if urn in ended:
            before, since_s = ended.pop(urn)
            spans.append((urn, before, since_s, at_s))
        if finding is not None:
            ended[urn] = (finding, at_s)
    spans += [(urn, one, since_s, inf) for urn, (one, since_s) in ended.items()]
    wrong: set[tuple[str, Kind]] = set()
    for urn, finding, since_s, until_s in spans:
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
