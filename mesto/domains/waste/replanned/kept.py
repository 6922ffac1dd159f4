"""What sensors were worth by plans made again, as the ledger keeps it. Pure."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from mesto.domains.waste.kept import keep, read_kept
from mesto.domains.waste.replanned.worth import Replanned, Together
from mesto.kernel.model import TYPE, Observation, Value

SENSOR_REPLANNED: Final = "sensorReplanned"  #: attribute of a container: a `Replanned`
#: The town's own entity of it, and its attributes: a `Together`, and how far the
#: reckoning under way is, share in [0, 1].
TYPE_NAME: Final = "WasteSensors"
URN: Final = "urn:ngsi-ld:WasteSensors:town"
TOGETHER, PROGRESS = "replanned", "replanning"
SOURCE: Final = "waste"


def told_of(
    each: Mapping[str, Replanned], together: Together, at: datetime
) -> Iterator[Observation]:
    """Yield what is recorded of a reckoning that ended."""
    for urn, one in each.items():
        yield keep(urn, SENSOR_REPLANNED, one, source=SOURCE, at=at)
    yield Observation(entity=URN, attribute=TYPE, value=[TYPE_NAME], source=SOURCE)
    yield keep(URN, TOGETHER, together, source=SOURCE, at=at)


def progress_told(share: float, at: datetime) -> Iterator[Observation]:
    """Yield how far a reckoning is."""
    yield Observation(entity=URN, attribute=TYPE, value=[TYPE_NAME], source=SOURCE)
    yield Observation(
        entity=URN,
        attribute=PROGRESS,
        value=round(share, 2),
        observed_at=at,
        source=SOURCE,
    )


def read_replanned(value: Value) -> Replanned | None:
    """Read what one sensor was worth; what makes no sense is as if it never was."""
    return read_kept(value, Replanned)


def read_together(value: Value) -> Together | None:
    """Read what all were worth."""
    return read_kept(value, Together)
