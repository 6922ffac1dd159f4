"""What somebody wants to be told of, understood. Pure.

Source: ETSI GS CIM 009 v1.8.1, 5.2.12 (Subscription), 5.2.14 (NotificationParams),
5.2.15 (Endpoint).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import msgspec

from mesto.gates.ngsi_ld.codec.encode import View
from mesto.gates.ngsi_ld.context import Context, ContextJson
from mesto.gates.ngsi_ld.linked import Join
from mesto.kernel.question.condition import Condition, Place


class Trigger(StrEnum):
    """What can happen to an entity."""

    ENTITY_CREATED = "entityCreated"
    ENTITY_UPDATED = "entityUpdated"
    ENTITY_DELETED = "entityDeleted"
    ATTRIBUTE_CREATED = "attributeCreated"
    ATTRIBUTE_UPDATED = "attributeUpdated"
    ATTRIBUTE_DELETED = "attributeDeleted"


#: What is told of where a subscription does not say.
USUAL: Final = (Trigger.ATTRIBUTE_CREATED, Trigger.ATTRIBUTE_UPDATED)


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """Where it is told."""

    uri: str
    accept: str
    timeout_s: float
    cooldown_s: float = 0.0  #: at least so long after a failure
    headers: Mapping[str, str] = {}  #: as the receiver wants them
    qos: int = 0  #: by MQTT
    version: str = "5.0"  #: of MQTT


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What a subscription says, with the names its @context gives."""

    where: Condition
    anchors: frozenset[str]  #: ids and types, one of them an entity's; empty: whichever
    place: Place | None
    watched: frozenset[str]  #: attributes; empty: any
    triggers: frozenset[Trigger]
    every_s: float | None  #: told so often, whatever happens
    throttling_s: float
    is_active: bool
    expires_at: datetime | None
    view: View
    join: Join | None
    shows_changes: bool
    endpoint: Endpoint
    only_sources: bool  #: what the city itself knows is not told
    context: Context  #: by which it is told
    spelled: Context  #: by which it was said


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A subscription as it is kept, and what became of it."""

    id: str
    document: Mapping[str, Any]  #: as it was said, without @context
    context: ContextJson  #: the @context it was said with
    owner: str
    roles: Sequence[str]
    created_at: datetime
    modified_at: datetime
    change: int
    of_sources: bool = False  #: it is told of registrations, not of entities
    via: Sequence[str] = ()  #: brokers it came through
    tenant: str | None = None  #: the municipality as who subscribed named it
    times_sent: int = 0
    times_failed: int = 0
    last_notification: datetime | None = None
    last_success: datetime | None = None
    last_failure: datetime | None = None
    why: str | None = None


class Known(msgspec.Struct, frozen=True):
    """A subscription that is understood."""

    record: Record
    wish: Wish
    link: str  #: where the whole @context of its notifications can be had
    secret: str | None = None  #: what they are signed with
