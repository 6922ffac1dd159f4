"""What a connection with a partner of roaming may set. Pure."""

import re
from typing import Annotated, Final, Literal, TypeAlias
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

from mesto.gates.ocpi.words import WRITTEN
from mesto.kernel.mistake import Senseless
from mesto.kernel.text import filled

NotNegative: TypeAlias = Annotated[int, Meta(ge=0)]
AtLeast1: TypeAlias = Annotated[int, Meta(ge=1)]
AMinute: TypeAlias = Annotated[float, Meta(gt=0, le=60)]  #: at most, s
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
    most: Annotated[int, Meta(ge=1, le=1_000)] = 100  #: objects in an answer
    calls_per_minute: AtLeast1 = 600  #: of the partner
    timeout_s: AMinute = 10.0  #: for an answer of the partner
    authorize_s: AMinute = 8.0  #: for leave to charge, while a driver waits
    command_s: AtLeast1 = 60  #: for what a station is to do
    renew_days: NotNegative = 30  #: our tokens are renewed after so long; 0: never
    allow_private: bool = (
        False  #: reach a partner inside our own network, where mesto.toml allows it
    )

    def __post_init__(self) -> None:
        """Refuse what no partner understands."""
        for name, pattern in _PATTERNS.items():
            if re.fullmatch(pattern, getattr(self, name)) is None:
                raise Senseless(filled(WRITTEN, example=_EXAMPLES[name]), name)
        if urlsplit(self.address).scheme not in ("http", "https"):
            raise Senseless(filled(WRITTEN, example="https://mesto.example"), "address")


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
