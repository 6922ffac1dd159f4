"""What was reckoned, kept as one JSON value of an entity. Pure."""

from datetime import datetime
from typing import TypeVar

import msgspec

from mesto.kernel.model import Kind, Observation

T = TypeVar("T")


def keep(
    urn: str, attribute: str, value: object, *, source: str, at: datetime
) -> Observation:
    """Return what is recorded of a value, a struct or of plain parts."""
    return Observation(
        entity=urn,
        attribute=attribute,
        value=msgspec.to_builtins(value),
        kind=Kind.JSON_PROPERTY,
        observed_at=at,
        source=source,
    )


def read_kept(value: object, shape: type[T]) -> T | None:
    """Read it again; what makes no sense is as if it never was."""
    try:
        return msgspec.convert(value, shape)
    except msgspec.ValidationError:
        return None
