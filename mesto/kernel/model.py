"""The nouns of a city: values only, no clock, no socket, no file.

Names of attributes and entity types are *kernel names*: the short Smart Data Models
word (`fillingLevel`, `WasteContainer`) where the full name lies in NGSI-LD's default
or core vocabulary, the full IRI otherwise. The NGSI-LD gate translates.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import TypeAlias

import msgspec

from mesto.kernel.errors import Malformed
from mesto.kernel.secret import Secrets
from mesto.kernel.text import Text

#: Any JSON value. Numbers of a Property are kept apart, so that they can be reckoned.
Value: TypeAlias = (
    bool | int | float | str | Sequence[object] | Mapping[str, object] | None
)

TYPE = "type"  #: the attribute whose value is the list of an entity's types
SCOPE = "scope"  #: the attribute whose value is the list of an entity's scopes
LOCATION = "location"  #: the attribute that says where an entity is
EVENT = "mesto-event"  #: header of a message that a carrier wrote itself


class Kind(IntEnum):
    """What sort of statement an attribute makes.

    Source: ETSI GS CIM 009, 4.5.2 to 4.5.24.
    """

    PROPERTY = 0
    RELATIONSHIP = 1  #: value: the URI of one entity, or a list of them
    GEO_PROPERTY = 2  #: value: a GeoJSON geometry
    LANGUAGE_PROPERTY = 3  #: value: a map from language tag to text
    VOCAB_PROPERTY = 4  #: value: one full name, or a list of them
    LIST_PROPERTY = 5  #: value: an ordered list
    LIST_RELATIONSHIP = 6  #: value: an ordered list of URIs
    JSON_PROPERTY = 7  #: value: any JSON, never interpreted


KINDS = tuple(Kind)  #: by number: looking up is cheaper than making


class Observation(msgspec.Struct, frozen=True, kw_only=True):
    """One thing seen at one moment: the only way knowledge enters the city.

    Source: ISO 19156 Observation; NGSI-LD attribute instance.
    """

    entity: str  #: URN, e.g. urn:ngsi-ld:WasteContainer:0042
    attribute: str  #: kernel name, e.g. fillingLevel
    value: Value = None
    source: str  #: name of the connection, gate or domain it came from
    observed_at: datetime | None = None  #: None: true from when it is recorded
    unit: str | None = None  #: UN/CEFACT code, e.g. CEL, KWT; None is a plain number
    kind: Kind = Kind.PROPERTY
    dataset: str | None = None  #: URI that tells instances of one attribute apart
    meta: Mapping[str, object] | None = (
        None  #: sub-attributes, as the NGSI-LD gate keeps
    )
    deleted: bool = False  #: the attribute, or with TYPE the entity, ceased to be

    def __post_init__(self) -> None:
        """Refuse a time without a zone."""
        if self.observed_at is not None and self.observed_at.tzinfo is None:
            raise Malformed(f"{self.observed_at} has no time zone", entity=self.entity)


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """An observation together with its place in the ledger."""

    position: int
    recorded_at: datetime
    types: tuple[str, ...]  #: what the entity is now
    observation: Observation  #: its observed_at is never None

    @property
    def seen_at(self) -> datetime:
        """When it was observed."""
        at = self.observation.observed_at
        assert at is not None, "the ledger gives it one"
        return at


class Attribute(msgspec.Struct, frozen=True, kw_only=True):
    """The present instance of one attribute of one entity."""

    name: str
    value: Value
    kind: Kind
    position: int  #: of the observation in the ledger
    observed_at: datetime | None  #: None where the observation gave no time
    created_at: datetime
    modified_at: datetime
    source: str
    unit: str | None = None
    dataset: str | None = None
    meta: Mapping[str, object] | None = None

    @property
    def seen_at(self) -> datetime:
        """When it was observed, or recorded where the observation gave no time."""
        return self.observed_at or self.modified_at


class Entity(msgspec.Struct, frozen=True, kw_only=True):
    """Something the city has, as it is now."""

    id: str  #: URN
    types: tuple[str, ...]
    scopes: tuple[str, ...]
    created_at: datetime
    modified_at: datetime
    attributes: tuple[Attribute, ...]  #: ordered by name, then dataset

    @property
    def outline(self) -> "Outline":
        """What it has, without what it says."""
        kinds = {(one.name, one.dataset): one.kind for one in self.attributes}
        return Outline(self.types, self.scopes, kinds)

    def attribute(self, name: str) -> Attribute | None:
        """Return attribute `name` without dataset; None if absent."""
        for attribute in self.attributes:
            if attribute.name == name and attribute.dataset is None:
                return attribute
        return None

    def value(self, name: str) -> Value:
        """Return the value of attribute `name` without dataset; None if absent."""
        attribute = self.attribute(name)
        return None if attribute is None else attribute.value


class Outline(msgspec.Struct, frozen=True):
    """What an entity has, without what it says, which costs far less to read."""

    types: tuple[str, ...]
    scopes: tuple[str, ...]
    attributes: Mapping[tuple[str, str | None], Kind]  #: by name and dataset


class State(StrEnum):
    """Where a command is in its life."""

    PENDING = "pending"
    SENT = "sent"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    EXPIRED = "expired"


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """One thing an entity is told to do: the only way decisions leave the city."""

    entity: str  #: URN of what shall act
    name: str  #: e.g. setDimLevel
    value: Value
    expires_at: datetime  #: nobody acts on it after this moment
    source: str  #: who decided: a domain, a rule or a principal
    id: str = ""  #: a UUID; given by the city when it is ordered, if nobody did before
    #: it is sent again after so long unless confirmed, then after twice as long;
    #: None: it is sent once
    again_s: float | None = None


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """What a device answered to a command."""

    command: str  #: id of the command
    state: State  #: CONFIRMED or FAILED
    reason: str = ""  #: why it failed, as it was put
    says: Text = {}  #: the same for people, by language; see `failure.failed`


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """Who speaks for which asset: an entity of type Device, read for the gates.

    In the ledger it is `urn:ngsi-ld:Device:…` with `serialNumber`, `deviceProfile`,
    `controlledAsset` (Relationship) and `connection` (name).
    """

    urn: str = ""  #: of the Device entity itself
    serial: str  #: what the protocol calls it, e.g. its dev_eui; lower case
    entity: str  #: URN of the asset its observations are about
    profile: str = ""  #: name of the payload codec
    connection: str = ""  #: name of the connection that reaches it


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes that came in or go out, and the envelope they travelled in."""

    payload: bytes
    origin: str  #: topic, URL or file name
    received_at: datetime
    headers: Mapping[str, str] = {}


class Connection(msgspec.Struct, frozen=True, kw_only=True):
    """One system the municipality owns, as configured.

    In the ledger it is `urn:ngsi-ld:Connection:NAME` with `gate`, `url`, `settings`
    (JsonProperty) and `enabled`; where a credential belongs, `url` and `settings` say
    `{secret:NAME}`.
    """

    name: str
    gate: str  #: name of the gate that understands its messages
    url: str  #: its scheme names the carrier: mqtt://…, https://…, webhook:
    settings: Mapping[str, object] = {}
    secrets: Secrets = Secrets()  #: to be put in when the line is opened, not before
    enabled: bool = True
    allow_private: bool = False  #: into our own network; said by who runs mesto alone
