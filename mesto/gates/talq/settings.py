"""What a connection with a TALQ gateway may set. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal
from uuid import UUID

import msgspec

from mesto.gates.talq.night import Clock

Asset = Literal["", "name", "assetId", "serial"]


class Logger(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a gateway shall record and report by itself.

    Without attributes and events there is nothing to record.
    """

    function: str = ""  #: type of the function, e.g. LampMonitorFunction
    attributes: Sequence[str] = ()  #: of it; empty with a function: every measurement
    vendor: bool = False  #: what, and how often, the gateway finds best
    every_s: int = 900  #: between two records of the attributes
    events: Sequence[str] = ()  #: recorded when they happen; `*` is every one
    delay_s: int = 0  #: what happens meanwhile is reported together
    report_at: Sequence[Clock] = ()  #: reported at these times; none: at once
    active: Sequence[Mapping[str, Any]] = ()  #: when it records, as TALQ writes it

    def __post_init__(self) -> None:
        """Refuse what nobody can record."""
        if self.vendor and self.events:
            raise ValueError("what the gateway finds best is no events")
        if not self.vendor and bool(self.function) == bool(self.events):
            raise ValueError("a logger records a function or events")
        if self.every_s <= 0 or self.delay_s < 0:
            raise ValueError("every_s is positive and delay_s is not negative")


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
    hold_s: int = 43_200  #: an override ends so long after the command was due
    #: null takes one away that was there before
    loggers: Mapping[str, Logger | None] = msgspec.field(
        default_factory=lambda: LOGGERS
    )
    #: of lamps, luminaires, drivers, …: as TALQ writes them, by resource
    types: Mapping[str, Sequence[Mapping[str, Any]]] = {}
    #: packages that the gateway shall have: packageId, releaseId, downloadUri
    packages: Sequence[Mapping[str, str]] = ()
    #: log reports are asked for so often; 0: the gateway brings them
    pull_every_s: float = 0.0
    discover_every_s: float = 3_600.0  #: looking for new devices
    timeout_s: float = 10.0  #: for one answer of the gateway
    headers: Mapping[str, str] = {}  #: sent along; kept as secrets
    certificate: str = ""  #: PEM, with its chain: how we prove ourselves over TLS
    client_key: str = ""  #: PEM, without a password: of the certificate; kept as secret
    authority: str = ""  #: PEM: whom to trust beside the system's authorities
    allow_private: bool = (
        False  #: reach a gateway inside our own network, where mesto.toml allows it
    )

    def __post_init__(self) -> None:
        """Refuse times that nobody can keep."""
        if self.hold_s < 0 or not 0 < self.discover_every_s < float("inf"):
            raise ValueError("hold_s is not negative, discover_every_s is positive")
        if not 0 <= self.pull_every_s < float("inf"):
            raise ValueError("pull_every_s is not negative")
        if not 0 < self.timeout_s < float("inf"):
            raise ValueError("timeout_s is a positive number of seconds")
        if bool(self.certificate) != bool(self.client_key):
            raise ValueError("certificate and client_key come together")
