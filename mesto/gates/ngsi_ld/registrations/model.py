"""A registration of a context source, understood. Pure.

Source: ETSI GS CIM 009 v1.9.1, 5.2.8 to 5.2.11, 5.2.34, 4.3.6.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from mesto.gates.ngsi_ld.context import Context, ContextJson
from mesto.kernel.model import Entity


class Mode(StrEnum):
    """How the city and a source stand to each other (4.3.6.2, 4.3.6.3)."""

    INCLUSIVE = "inclusive"  #: both may know; who is newer is believed
    EXCLUSIVE = "exclusive"  #: only the source knows these attributes of this entity
    REDIRECT = "redirect"  #: only sources know; several may
    AUXILIARY = "auxiliary"  #: it fills in what nobody else says

    @property
    def is_proxied(self) -> bool:
        """Whether the city itself keeps nothing of what is registered."""
        return self in (Mode.EXCLUSIVE, Mode.REDIRECT)


class About(msgspec.Struct, frozen=True, kw_only=True):
    """Entities a source knows: of all these types, and with this id or such ids."""

    types: tuple[str, ...]
    id: str | None = None
    pattern: re.Pattern[str] | None = None

    def covers(self, urn: str) -> bool:
        """Tell whether an id is one of these."""
        if self.id is not None:
            return self.id == urn
        return self.pattern is None or self.pattern.search(urn) is not None


class Information(msgspec.Struct, frozen=True, kw_only=True):
    """What a source knows: attributes of entities.

    about: empty: whatever entities
    attributes: None: whatever attributes
    said: the RegistrationInfo as it was said
    """

    about: tuple[About, ...]
    attributes: frozenset[str] | None
    said: Mapping[str, Any]

    def means(self, urn: str, types: frozenset[str]) -> bool:
        """Tell whether an entity of that id and those types is one of these."""
        return not self.about or any(
            one.covers(urn) and types.issuperset(one.types) for one in self.about
        )


class Interval(msgspec.Struct, frozen=True):
    """A time for which a source has a past; without an end, until now."""

    start: datetime
    end: datetime | None


class Registration(msgspec.Struct, frozen=True, kw_only=True):
    """What a registration says, with the names its @context gives."""

    id: str
    mode: Mode
    information: tuple[Information, ...]
    operations: frozenset[str]
    endpoint: str  #: without a slash at its end
    alias: str | None
    tenant: str | None
    headers: Mapping[str, str]  #: what is conveyed, by its name as said
    datasets: frozenset[str] | None
    observed: Interval | None
    managed: Interval | None
    expires_at: datetime | None
    timeout_s: float
    cooldown_s: float
    local_only: bool
    as_entity: Entity  #: its places, scopes and properties of its own, to be queried
    spelled: Context

    @property
    def has_past(self) -> bool:
        """Whether it is asked for the past, and for nothing else (5.10.2)."""
        return self.observed is not None or self.managed is not None

    def is_in_force(self, now: datetime) -> bool:
        """Tell whether it has not expired."""
        return self.expires_at is None or self.expires_at > now


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A registration as it is kept, and what became of it."""

    id: str
    document: Mapping[str, Any]  #: as it was said, without @context
    context: ContextJson  #: the @context it was said with
    owner: str
    created_at: datetime
    modified_at: datetime
    change: int
    times_sent: int = 0
    times_failed: int = 0
    last_success: datetime | None = None
    last_failure: datetime | None = None
