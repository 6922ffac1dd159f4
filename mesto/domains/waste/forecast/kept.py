"""What a forecast knows of itself, as the ledger keeps it. Pure.

An entity, `urn:ngsi-ld:WasteForecast:town`: each night's figures are observations, so
that how well containers were foretold has a history like everything else.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple

import msgspec

from mesto.domains.waste import kept
from mesto.domains.waste.forecast.score import Score, Tally, scores_of
from mesto.domains.waste.forecast.sensors import Candidate
from mesto.domains.waste.nouns import OUTLOOK
from mesto.domains.waste.outlook import Outlook
from mesto.kernel.model import TYPE, Entity, Observation

FORECAST: Final = "WasteForecast"
URN: Final = "urn:ngsi-ld:WasteForecast:town"
SOURCE: Final = "waste"
ERROR, BIAS, COVERED = "forecastError", "forecastBias", "forecastCoverage"
TALLIES, LEARNED, CANDIDATES = "forecastTallies", "forecastLearned", "sensorCandidates"


class Learned(msgspec.Struct, frozen=True, kw_only=True):
    """What a night's forecast rests on.

    boosted: gradient boosting was used; else looking back alone
    grounds: how many outlooks rest on each sort of knowledge
    widening: how many times as wide as learnt the intervals are, by what was compared
    """

    at: datetime
    boosted: bool
    learnt_from: int  #: levels
    containers: int
    grounds: Mapping[str, int]
    widening: float
    took_s: float


class Night(NamedTuple):
    """What a night came to, beside the outlooks."""

    learned: Learned
    tallies: Sequence[Tally]
    candidates: Sequence[Candidate]
    currency: str


class Candidates(msgspec.Struct, frozen=True, kw_only=True):
    """Where a sensor would save most, and in which currency."""

    currency: str
    containers: Sequence[Candidate]


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What a forecast remembers of its last night, and of the days it is judged by."""

    learned: Learned | None = None
    tallies: Sequence[Tally] = ()
    candidates: Candidates | None = None

    @property
    def widening(self) -> float:
        """How wide intervals are, times what was learnt."""
        return 1.0 if self.learned is None else self.learned.widening

    @property
    def at(self) -> datetime:
        """When it was learnt last."""
        never = datetime.min.replace(tzinfo=UTC)
        return never if self.learned is None else self.learned.at


def read_kept(entity: Entity | None) -> Kept:
    """Read what a forecast remembers; what makes no sense is as if it never was."""
    if entity is None:
        return Kept()
    return Kept(
        learned=kept.read_kept(entity.value(LEARNED), Learned),
        tallies=kept.read_kept(entity.value(TALLIES), list[Tally]) or (),
        candidates=kept.read_kept(entity.value(CANDIDATES), Candidates),
    )


def told_of(night: Night) -> Iterator[Observation]:
    """Yield what is recorded of a night."""
    at = night.learned.at
    chosen = Candidates(currency=night.currency, containers=night.candidates)
    yield Observation(entity=URN, attribute=TYPE, value=[FORECAST], source=SOURCE)
    yield _kept(LEARNED, night.learned, at)
    yield _kept(TALLIES, list(night.tallies), at)
    yield _kept(CANDIDATES, chosen, at)
    for score in scores_of(night.tallies):
        if not score.fraction and not score.horizon:
            yield from _figures(score, at)


def outlook_told(urn: str, outlook: Outlook) -> Observation:
    """Return what is recorded of an outlook."""
    return kept.keep(urn, OUTLOOK, outlook, source=SOURCE, at=outlook.made_at)


def _figures(score: Score, at: datetime) -> Iterator[Observation]:
    figures = {ERROR: score.error, BIAS: score.bias, COVERED: score.covered}
    for attribute, value in figures.items():
        yield Observation(
            entity=URN,
            attribute=attribute,
            value=value,
            observed_at=at,
            source=SOURCE,
        )


def _kept(attribute: str, value: object, at: datetime) -> Observation:
    return kept.keep(URN, attribute, value, source=SOURCE, at=at)
