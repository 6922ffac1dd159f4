"""What a connection with a partner of roaming may set. Pure."""

import re
from typing import Final, Literal
from urllib.parse import urlsplit

import msgspec

LONGEST_S: Final = 60
MOST: Final = 1_000
MARK: Final = "ocpi+"  #: before the scheme of a connection's URL


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a connection that uses this gate may set.

    The connection's URL is `ocpi+` and the partner's versions endpoint.
    """

    address: str  #: where the partner reaches us, e.g. https://mesto.example
    country_code: str  #: ours, ISO 3166 alpha-2
    party_id: str  #: ours, three letters
    country: str  #: where the stations are, ISO 3166 alpha-3
    operator: str = ""  #: our name; empty: the town's
    registration_token: str = ""  #: token A, of the first contact; kept as a secret
    begins: Literal["partner", "we"] = "partner"  #: who registers with the other
    currency: str = "EUR"  #: ISO 4217
    most: int = 100  #: objects in an answer
    calls_per_minute: int = 600  #: of the partner
    timeout_s: float = 10.0  #: for an answer of the partner
    authorize_s: float = 8.0  #: for leave to charge, while a driver waits
    command_s: int = 60  #: for what a station is to do
    renew_days: int = 30  #: our tokens are renewed after so long; 0: never
    allow_private: bool = (
        False  #: reach a partner inside our own network, where mesto.toml allows it
    )

    def __post_init__(self) -> None:
        """Refuse what no partner understands."""
        for name, pattern in _PATTERNS.items():
            if re.fullmatch(pattern, getattr(self, name)) is None:
                raise ValueError(f"{name} is written {_EXAMPLES[name]}")
        if urlsplit(self.address).scheme not in ("http", "https"):
            raise ValueError("address is written https://mesto.example")
        if not all(0 < one <= LONGEST_S for one in (self.timeout_s, self.authorize_s)):
            why = f"timeout_s and authorize_s are more than 0, at most {LONGEST_S}"
            raise ValueError(why)
        if not 1 <= self.most <= MOST or self.calls_per_minute < 1:
            raise ValueError(f"most is 1 to {MOST}, calls_per_minute is 1 or more")
        if self.command_s < 1 or self.renew_days < 0:
            raise ValueError("command_s is 1 or more, renew_days not negative")


_PATTERNS: Final = {
    "country_code": "[A-Z]{2}",
    "party_id": "[A-Z0-9]{3}",
    "country": "[A-Z]{3}",
    "currency": "[A-Z]{3}",
}
_EXAMPLES: Final = {
    "country_code": "RS",
    "party_id": "MES",
    "country": "SRB",
    "currency": "EUR",
}
