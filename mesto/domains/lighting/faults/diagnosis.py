"""A finding as the ledger keeps it beside its asset, and as a judge reads it. Pure."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID, uuid5

import msgspec
from msgspec import Meta

from mesto.domains.lighting.faults import parts, words
from mesto.domains.lighting.faults.finding import Finding
from mesto.domains.lighting.faults.kinds import CRITICAL, Kind
from mesto.kernel.diagnosed import told as told_of
from mesto.kernel.diagnosed import written_in
from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import read_written
from mesto.kernel.model import Entity, Observation
from mesto.kernel.plugin import Text, Verdict

SOURCE = "lighting"
OURS = UUID("0c8d4e55-6d6f-4a0e-9b0f-3b7f3f0b5a11")  #: what our ids are named in


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True):
    """What was found wrong with an asset, and why.

    id: the same for the same fault, however often it is found
    confidence: share in [0, 1] of such findings that should be right
    facts: the numbers the evidence is made of
    part: which part mends it; empty: none
    model, rated_w: of the luminaire the part is for; empty, 0: unknown
    by: URN of what explains it; empty: nothing does
    """

    id: UUID
    kind: Kind
    since: datetime
    confidence: Annotated[float, Meta(ge=0, le=1)]
    facts: Mapping[str, float] = {}
    part: str = ""
    model: str = ""
    rated_w: float = 0.0
    by: str = ""


def diagnosed(urn: str, finding: Finding, *, model: str, rated_w: float) -> Diagnosis:
    """Return a finding as it is said of the asset `urn`."""
    since = datetime.fromtimestamp(finding.since_s, UTC)
    return Diagnosis(
        id=uuid5(OURS, f"{urn} {finding.kind} {since.isoformat()}"),
        kind=finding.kind,
        since=since,
        confidence=finding.confidence,
        facts={name: round(value, 3) for name, value in finding.facts.items()},
        part="" if finding.by else parts.part_for(finding.kind, finding.facts),
        model=model,
        rated_w=rated_w,
        by=finding.by,
    )


def told(urn: str, diagnosis: Diagnosis | None, at: datetime) -> Iterator[Observation]:
    """Yield what the ledger keeps; of None, that nothing is found any more."""
    return told_of(urn, diagnosis, at, SOURCE)


def diagnosis_of(entity: Entity) -> Diagnosis | None:
    """Read what was found wrong with an asset; None: nothing, or nonsense."""
    written = written_in(entity)
    if written is None:
        return None
    try:
        read = read_written(written, Diagnosis)
    except Malformed:
        return None
    return read if words.can_state(read.kind, read.facts) else None


def finding_in(diagnosis: Diagnosis) -> Finding:
    """Return the finding again from which a diagnosis was made."""
    return Finding(
        kind=diagnosis.kind,
        since_s=diagnosis.since.timestamp(),
        confidence=diagnosis.confidence,
        facts=diagnosis.facts,
        by=diagnosis.by,
    )


def cause(diagnosis: Diagnosis) -> Text:
    """Say the evidence, and what to bring, in a sentence or two."""
    sentence = words.evidence(diagnosis.kind, diagnosis.facts)
    if not diagnosis.part:
        return sentence
    bring = parts.bring(
        diagnosis.part, model=diagnosis.model, rated_w=diagnosis.rated_w
    )
    return {tag: f"{said} {bring[tag]}" for tag, said in sentence.items()}


def verdict_of(diagnosis: Diagnosis) -> Verdict:
    """Return how an asset is by what was found of it."""
    status = "critical" if diagnosis.kind in CRITICAL else "warning"
    return Verdict(
        "warning" if diagnosis.by else status,
        cause(diagnosis),
        diagnosis.by,
        diagnosis.since,
    )
