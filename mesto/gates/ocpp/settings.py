"""What a connection with charging stations may set. Pure."""

from typing import Annotated, Final, Literal, TypeAlias

import msgspec
from msgspec import Meta

from mesto.gates.ocpp.words import HOLDS_LONGER, NEEDS_SIGNING
from mesto.kernel.mistake import Senseless

AtLeast1: TypeAlias = Annotated[int, Meta(ge=1)]
MOST_MB: Final = 200  #: what one file may have in the database without harm
NotNegative: TypeAlias = Annotated[int, Meta(ge=0)]
Positive: TypeAlias = Annotated[float, Meta(gt=0)]
Megabytes: TypeAlias = Annotated[float, Meta(gt=0, le=MOST_MB)]


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a connection that uses this gate may set."""

    security: Literal[0, 1, 2, 3] = 1  #: least security profile a station must use
    strangers: Literal["refuse", "accept"] = "refuse"  #: who has a token nobody knows
    heartbeat_s: AtLeast1 = 300  #: how often a station says that it is there
    waiting: NotNegative = 50  #: stations nobody knows that may wait at a time
    calls_per_s: Positive = 20.0  #: of one station, for long; more is read later
    answer_s: Annotated[float, Meta(gt=0, le=1e9)] = 30.0  #: for an answer of a station
    signs: bool = False  #: an authority of the town signs certificates of stations
    certificate_days: int = 365  #: so long holds what it signs
    renewal_days: AtLeast1 = 30  #: so long before its end it is signed anew
    log_minutes: AtLeast1 = 60  #: a station has so long to bring a log it is asked for
    log_mb: Megabytes = 20.0  #: a log has so many megabytes at most
    log_days: AtLeast1 = 30  #: so long the town keeps it
    offline_days: AtLeast1 = 60  #: what is older was not kept back: its clock is wrong

    def __post_init__(self) -> None:
        """Refuse certificates that end before they are renewed, or nobody signs."""
        if self.renewal_days >= self.certificate_days:
            raise Senseless(HOLDS_LONGER, "certificate_days")
        if self.security == 3 and not self.signs:  # noqa: PLR2004 - the profile's number
            raise Senseless(NEEDS_SIGNING, "security")
