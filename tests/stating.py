"""Entities as the ledger shows them, for what judges them without a database."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mesto.kernel.model import Attribute, Entity, Kind


def attribute(
    name: str, value: Any, kind: Kind = Kind.PROPERTY, *, at: datetime, **more: Any
) -> Attribute:
    """Return an attribute as it was kept at a time, and observed then."""
    said = {"position": 1, "source": "test", "observed_at": at, **more}
    return Attribute(
        name=name, value=value, kind=kind, created_at=at, modified_at=at, **said
    )


def entity(
    urn: str,
    at: datetime,
    values: Mapping[str, Any],
    *,
    types: tuple[str, ...] = (),
    scopes: tuple[str, ...] = (),
    **more: Any,
) -> Entity:
    """Return an entity whose attributes were kept at a time.

    types: what its name says, if nothing is said; more: what its attributes have too
    """
    kinds = {"location": Kind.GEO_PROPERTY}
    return Entity(
        id=urn,
        types=types or (urn.split(":")[2],),
        scopes=scopes,
        created_at=at,
        modified_at=at,
        attributes=tuple(
            attribute(name, values[name], kinds.get(name, Kind.PROPERTY), at=at, **more)
            for name in sorted(values)
        ),
    )
