"""A finding as the ledger keeps it with its container, and as judges read it. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Final, TypeVar
from uuid import UUID, uuid5

import msgspec
from msgspec import Meta

from mesto.domains.waste.kept import keep, read_kept
from mesto.domains.waste.sensors import words
from mesto.domains.waste.sensors.battery import Ends
from mesto.domains.waste.sensors.finding import Finding, Mark
from mesto.domains.waste.sensors.kinds import ACTIONS, CRITICAL, Action, Kind
from mesto.domains.waste.sensors.worth import Worth
from mesto.kernel.diagnosed import told as told_of
from mesto.kernel.diagnosed import written_in
from mesto.kernel.model import Entity, Observation
from mesto.kernel.plugin import Text, Verdict

T = TypeVar("T")

BATTERY_OUTLOOK: Final = "batteryOutlook"  #: attribute: a `BatteryOutlook`
SENSOR_WORTH: Final = "sensorWorth"  #: attribute: a `Worth`
SOURCE: Final = "waste"
OURS: Final = UUID("6a3df6a2-2a52-4b0e-8b5a-0d7a3f6f2c55")  #: what our ids are named in


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True):
    """What was found wrong with a container's sensor, or by it, and why.

    id: the same for the same fault, however often it is found
    confidence: share in [0, 1] of such findings that should be right
    facts: the numbers the evidence is made of
    marks: the moments that prove it
    other: URN of the container its sensor was swapped with; empty: none
    """

    id: UUID
    kind: Kind
    since: datetime
    confidence: Annotated[float, Meta(ge=0, le=1)]
    action: Action
    facts: Mapping[str, float] = {}
    marks: Annotated[Sequence[Mark], Meta(max_length=50)] = ()
    other: str = ""


class BatteryOutlook(msgspec.Struct, frozen=True, kw_only=True):
    """When the battery will be empty; in eight of ten cases from `low` to `high`."""

    ends: datetime
    low: datetime
    high: datetime


def diagnosed(urn: str, finding: Finding) -> Diagnosis:
    """Return a finding as it is said of the container `urn`."""
    since = _moment(finding.since_s)
    return Diagnosis(
        id=uuid5(OURS, f"{urn} {finding.kind} {since.isoformat()}"),
        kind=finding.kind,
        since=since,
        confidence=finding.confidence,
        action=ACTIONS[finding.kind],
        facts={name: round(value, 4) for name, value in finding.facts.items()},
        marks=finding.marks,
        other=finding.other,
    )


def told(urn: str, diagnosis: Diagnosis | None, at: datetime) -> Iterator[Observation]:
    """Yield what the ledger keeps; of None, that nothing is found any more."""
    return told_of(urn, diagnosis, at, SOURCE)


def also_told(
    urn: str, attribute: str, said: BatteryOutlook | Worth, at: datetime
) -> Observation:
    """Return what the ledger keeps of a battery's end, or of a sensor's worth."""
    return keep(urn, attribute, said, source=SOURCE, at=at)


def outlook_of(ends: Ends) -> BatteryOutlook:
    """Return when a battery ends, in days of the calendar."""
    return BatteryOutlook(
        ends=_moment(ends.at_s), low=_moment(ends.low_s), high=_moment(ends.high_s)
    )


def diagnosis_of(entity: Entity) -> Diagnosis | None:
    """Read what was found wrong; None: nothing, or nonsense."""
    return read_diagnosis(written_in(entity))


def read_diagnosis(written: object) -> Diagnosis | None:
    """Read what the ledger keeps of a finding; None: nothing, or nonsense."""
    read = read_kept(written, Diagnosis)
    if read is None:
        return None
    return read if words.can_state(read.kind, read.facts) else None


def read_outlook(written: object) -> BatteryOutlook | None:
    """Read what the ledger keeps of a battery's end; None: nothing, or nonsense."""
    return read_kept(written, BatteryOutlook)


def read_worth(written: object) -> Worth | None:
    """Read what the ledger keeps of a sensor's worth; None: nothing, or nonsense."""
    return read_kept(written, Worth)


def finding_in(diagnosis: Diagnosis) -> Finding:
    """Return the finding again from which a diagnosis was made."""
    return Finding(
        kind=diagnosis.kind,
        since_s=diagnosis.since.timestamp(),
        confidence=diagnosis.confidence,
        facts=diagnosis.facts,
        marks=diagnosis.marks,
        other=diagnosis.other,
    )


def cause(diagnosis: Diagnosis) -> Text:
    """Say the evidence and what to do, in a sentence or two."""
    why = words.evidence(diagnosis.kind, diagnosis.facts)
    other = diagnosis.other.rpartition(":")[2]
    does = words.to_do(diagnosis.kind, diagnosis.facts, other)
    return {tag: f"{said} {does[tag]}" for tag, said in why.items()}


def verdict_of(diagnosis: Diagnosis) -> Verdict:
    """Return how a container is by what was found of it."""
    status = "critical" if diagnosis.kind in CRITICAL else "warning"
    return Verdict(status, cause(diagnosis), since=diagnosis.since)


def _moment(at_s: float) -> datetime:
    return datetime.fromtimestamp(round(at_s), UTC)
