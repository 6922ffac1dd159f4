"""What was found wrong with an asset, as the ledger keeps it beside the asset. Pure.

An asset has `faultKind`, the word that tables, rules, maps and lists choose by, and
`diagnosis`, a JsonProperty with what the word stands on. Sentences are made when they
are read, so that what was said a year ago reads in every language of today.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, Protocol

import msgspec

from mesto.kernel.model import Entity, Kind, Observation, Value

FAULT_KIND: Final = "faultKind"  #: attribute: a kind of fault, or NONE
NONE: Final = "none"  #: the value of `faultKind` where nothing is found any more
DIAGNOSIS: Final = "diagnosis"  #: attribute


class OfKind(Protocol):
    """A diagnosis says of which kind the fault is; the rest is the domain's."""

    @property
    def kind(self) -> str:
        """One of the kinds of fault the domain knows."""
        ...


def told(
    urn: str, diagnosis: OfKind | None, at: datetime, source: str
) -> Iterator[Observation]:
    """Yield what the ledger keeps; of None, that nothing is found any more."""
    yield Observation(
        entity=urn,
        attribute=FAULT_KIND,
        value=NONE if diagnosis is None else str(diagnosis.kind),
        source=source,
        observed_at=at,
    )
    yield Observation(
        entity=urn,
        attribute=DIAGNOSIS,
        value=None if diagnosis is None else msgspec.to_builtins(diagnosis),
        kind=Kind.JSON_PROPERTY,
        source=source,
        observed_at=at,
        deleted=diagnosis is None,
    )


def written_in(entity: Entity) -> Value:
    """Return what the ledger says of an asset's fault; None where there is none."""
    if entity.value(FAULT_KIND) in (NONE, None):
        return None
    return entity.value(DIAGNOSIS)
