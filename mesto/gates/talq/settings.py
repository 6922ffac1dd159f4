"""What a connection with a TALQ gateway may set. Pure."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from mesto.gates.talq.night import Clock
from mesto.gates.talq.words import (
    BEST_HAS_NO_EVENTS,
    CERTIFICATE_AND_KEY,
    FUNCTION_OR_EVENTS,
)
from mesto.kernel.mistake import Senseless

Asset = Literal["", "name", "assetId", "serial"]
LONGEST_S: Final = 1e9
Positive: TypeAlias = Annotated[float, Meta(gt=0, le=LONGEST_S)]  #: s
NotNegative: TypeAlias = Annotated[int, Meta(ge=0)]  #: s


class Logger(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a gateway shall record and report by itself.

    Without attributes and events there is nothing to record.
    """

    function: str = ""  #: type of the function, e.g. LampMonitorFunction
    attributes: Sequence[str] = ()  #: of it; empty with a function: every measurement
    vendor: bool = False  #: what, and how often, the gateway finds best
    every_s: Annotated[int, Meta(gt=0)] = 900  #: between two records of the attributes
    events: Sequence[str] = ()  #: recorded when they happen; `*` is every one
    delay_s: NotNegative = 0  #: what happens meanwhile is reported together
    report_at: Sequence[Clock] = ()  #: reported at these times; none: at once
    active: Sequence[Mapping[str, Any]] = ()  #: when it records, as TALQ writes it

    def __post_init__(self) -> None:
        """Refuse what nobody can record."""
        if self.vendor and self.events:
            raise Senseless(BEST_HAS_NO_EVENTS, "events")
        if not self.vendor and bool(self.function) == bool(self.events):
            raise Senseless(FUNCTION_OR_EVENTS)


#: What a town needs for its energy, its lamps and its alarms.
LOGGERS: Mapping[str, Logger] = {
    "events": Logger(events=("*",)),
    "levels": Logger(function="LampActuatorFunction"),
    "lamps": Logger(function="LampMonitorFunction"),
    "meters": Logger(function="ElectricalMeterFunction"),
}


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a connection that uses this gate may set."""

    gateway_address: UUID  #: how the gateway names itself in `clientAddress`
    cms_address: UUID  #: how we name ourselves to it
    asset_by: Asset = ""  #: which word of a device names its asset
    hold_s: NotNegative = 43_200  #: an override ends so long after the command was due
    #: null takes one away that was there before
    loggers: Mapping[str, Logger | None] = msgspec.field(
        default_factory=lambda: LOGGERS
    )
    #: of lamps, luminaires, drivers, …: as TALQ writes them, by resource
    types: Mapping[str, Sequence[Mapping[str, Any]]] = {}
    #: packages that the gateway shall have: packageId, releaseId, downloadUri
    packages: Sequence[Mapping[str, str]] = ()
    #: log reports are asked for so often; 0: the gateway brings them
    pull_every_s: Annotated[float, Meta(ge=0, le=LONGEST_S)] = 0.0
    discover_every_s: Positive = 3_600.0  #: looking for new devices
    timeout_s: Positive = 10.0  #: for one answer of the gateway
    headers: Mapping[str, str] = {}  #: sent along; kept as secrets
    certificate: str = ""  #: PEM, with its chain: how we prove ourselves over TLS
    client_key: str = ""  #: PEM, without a password: of the certificate; kept as secret
    authority: str = ""  #: PEM: whom to trust beside the system's authorities
    allow_private: bool = (
        False  #: reach a gateway inside our own network, where mesto.toml allows it
    )

    def __post_init__(self) -> None:
        """Refuse a certificate without its key, and a key alone."""
        if bool(self.certificate) != bool(self.client_key):
            raise Senseless(CERTIFICATE_AND_KEY)
