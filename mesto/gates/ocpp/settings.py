"""What a connection with charging stations may set. Pure."""

from typing import Final, Literal

import msgspec

MOST_MB: Final = 200  #: what one file may have in the database without harm


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a connection that uses this gate may set."""

    security: Literal[0, 1, 2, 3] = 1  #: least security profile a station must use
    strangers: Literal["refuse", "accept"] = "refuse"  #: who has a token nobody knows
    heartbeat_s: int = 300  #: how often a station says that it is there
    waiting: int = 50  #: stations nobody knows that may wait at a time
    calls_per_s: float = 20.0  #: of one station, for long; more is read later
    answer_s: float = 30.0  #: for an answer of a station
    signs: bool = False  #: an authority of the town signs certificates of stations
    certificate_days: int = 365  #: so long holds what it signs
    renewal_days: int = 30  #: so long before its end it is signed anew
    log_minutes: int = 60  #: a station has so long to bring a log it is asked for
    log_mb: float = 20.0  #: a log has so many megabytes at most
    log_days: int = 30  #: so long the town keeps it
    offline_days: int = 60  #: what is older was not kept back: its clock is wrong

    def __post_init__(self) -> None:
        """Refuse what nobody can keep."""
        if self.heartbeat_s < 1 or self.waiting < 0 or self.offline_days < 1:
            raise ValueError("heartbeat_s and offline_days are 1 or more")
        if not 0 < self.renewal_days < self.certificate_days:
            raise ValueError("a certificate holds longer than renewal_days")
        if self.security == 3 and not self.signs:  # noqa: PLR2004 - the profile's number
            raise ValueError("security 3 needs signs: who else would be believed?")
        if min(self.log_minutes, self.log_days) < 1 or not 0 < self.log_mb <= MOST_MB:
            why = f"log_minutes, log_days are 1 or more, log_mb at most {MOST_MB}"
            raise ValueError(why)
        if not 0 < self.answer_s < float("inf") or not self.calls_per_s > 0:
            raise ValueError("answer_s and calls_per_s are positive")
