"""What a connection with charging stations may set. Pure."""

from typing import Literal

import msgspec


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a connection that uses this gate may set."""

    security: Literal[0, 1, 2] = 1  #: least security profile a station must use
    strangers: Literal["refuse", "accept"] = "refuse"  #: who has a token nobody knows
    heartbeat_s: int = 300  #: how often a station says that it is there
    waiting: int = 50  #: stations nobody knows that may wait at a time
    calls_per_s: float = 20.0  #: of one station, for long; more is read later
    answer_s: float = 30.0  #: for an answer of a station
    offline_days: int = 60  #: what is older was not kept back: its clock is wrong

    def __post_init__(self) -> None:
        """Refuse what nobody can keep."""
        if self.heartbeat_s < 1 or self.waiting < 0 or self.offline_days < 1:
            raise ValueError("heartbeat_s and offline_days are 1 or more")
        if not 0 < self.answer_s < float("inf") or not self.calls_per_s > 0:
            raise ValueError("answer_s and calls_per_s are positive")
