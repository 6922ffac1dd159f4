"""How much of what is wrong is found, and how much of what is found is so."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from math import inf
from typing import Generic, TypeVar

K = TypeVar("K", bound=StrEnum)
F = TypeVar("F")


@dataclass
class Score(Generic[K]):
    """Findings by kind.

    right: of faults there are; wrong: of none; missed: faults never found
    """

    right: Counter[K] = field(default_factory=Counter)
    wrong: Counter[K] = field(default_factory=Counter)
    missed: Counter[K] = field(default_factory=Counter)
    mistakes: list[str] = field(default_factory=list)

    def add(self, other: "Score[K]") -> None:
        """Take in the score of another town."""
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed
        self.mistakes += other.mistakes

    def of(self, kind: K) -> "Score[K]":
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

    @property
    def shares(self) -> dict[str, float]:
        """How many faults there were, and how well they were found."""
        return {
            "faults": self.right.total() + self.missed.total(),
            "found": self.right.total(),
            "wrong": self.wrong.total(),
            "% right": round(100 * self.precision, 1),
            "% found": round(100 * self.recall, 1),
        }


def spans(
    told: Iterable[tuple[float, str, F | None]],
) -> list[tuple[float, float, str, F]]:
    """Return from when until when, s, each finding was said of whom.

    told: when, of whom, and what; None: that nothing is found any more

    What is still said in the end is said for ever.
    """
    found: list[tuple[float, float, str, F]] = []
    now: dict[str, tuple[float, F]] = {}
    for at_s, urn, finding in told:
        if urn in now:
            begin_s, before = now.pop(urn)
            found.append((begin_s, at_s, urn, before))
        if finding is not None:
            now[urn] = (at_s, finding)
    return found + [(begin_s, inf, urn, one) for urn, (begin_s, one) in now.items()]
