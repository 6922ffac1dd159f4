"""OCPI 2.2.1 as bytes: the envelope, what partners send, and how they prove themselves.

Pure. Source: OCPI 2.2.1, 4 transport and format, 5 status codes.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from enum import IntEnum
from typing import Annotated, Any, Final, Literal, TypeAlias, TypeVar

import msgspec

from mesto.gates.ocpi.words import NONSENSE, SAYS
from mesto.kernel.errors import Malformed
from mesto.kernel.text import Text as Words
from mesto.kernel.text import filled

T = TypeVar("T")
Document: TypeAlias = dict[str, Any]

VERSION: Final = "2.2.1"
LARGEST_BYTES: Final = 1 * 2**20


class Code(IntEnum):
    """How a request went."""

    WELL = 1000
    CLIENT = 2000
    INVALID = 2001
    TOO_LITTLE = 2002
    UNKNOWN_LOCATION = 2003
    UNKNOWN_TOKEN = 2004
    SERVER = 3000
    CANNOT_USE_YOURS = 3001
    VERSION = 3002
    NO_ENDPOINTS = 3003


class Refused(Malformed):
    """What a partner asks is not done: an OCPI code, and the HTTP status if not 200."""

    def __init__(
        self, code: Code, why: str, status: int = 200, says: Words | None = None
    ) -> None:
        """Say why, and to people by language; None: that is never told to people."""
        super().__init__(why, **({"says": says} if says else {}))
        self.code = code
        self.status = status


Text = Annotated[str, msgspec.Meta(min_length=1, max_length=255)]
Id: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=36)]
Letters2: TypeAlias = Annotated[str, msgspec.Meta(pattern="^[A-Za-z]{2}$")]
Letters3: TypeAlias = Annotated[str, msgspec.Meta(pattern="^[A-Za-z0-9]{3}$")]
TokenType: TypeAlias = Literal["AD_HOC_USER", "APP_USER", "OTHER", "RFID"]
Whitelist: TypeAlias = Literal["ALWAYS", "ALLOWED", "ALLOWED_OFFLINE", "NEVER"]


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What a partner says; members nobody knows mean nothing (OCPI 2.2.1, 4.1)."""


class Role(Said, frozen=True):
    """One thing a platform does, as whom."""

    role: str
    party_id: Letters3
    country_code: Letters2
    business_details: Document = {}


class Credentials(Said, frozen=True):
    """How to reach a partner."""

    token: Annotated[str, msgspec.Meta(pattern="^[!-~]{1,64}$")]
    url: Text
    roles: Annotated[list[Role], msgspec.Meta(min_length=1, max_length=100)]


class Version(Said, frozen=True):
    """A version a partner speaks, and where its details are."""

    version: str
    url: Text


class Endpoint(Said, frozen=True):
    """Where a partner has a module."""

    identifier: str
    url: Text
    role: str = ""


class Details(Said, frozen=True):
    """What a partner has of a version."""

    version: str
    endpoints: list[Endpoint]


class Token(Said, frozen=True):
    """What a driver charges with."""

    country_code: Letters2
    party_id: Letters3
    uid: Id
    type: TokenType
    contract_id: Id
    issuer: Annotated[str, msgspec.Meta(max_length=64)]
    valid: bool
    whitelist: Whitelist
    last_updated: str
    visual_number: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    group_id: Id | None = None
    language: str | None = None
    default_profile_type: str | None = None
    energy_contract: Document | None = None

    def __post_init__(self) -> None:
        """Refuse a time nobody can read."""
        read_time(self.last_updated)


class AuthorizationInfo(Said, frozen=True):
    """Whether a token may charge just now."""

    allowed: Literal["ALLOWED", "BLOCKED", "EXPIRED", "NO_CREDIT", "NOT_ALLOWED"]
    token: Document = {}
    authorization_reference: Id | None = None


class Ordered(Said, frozen=True):
    """Something a station is to do; the outcome goes to `response_url`."""

    response_url: Text


class StartSession(Ordered, frozen=True):
    """Let somebody charge."""

    token: Token
    location_id: Id
    evse_uid: Id | None = None
    connector_id: Id | None = None
    authorization_reference: Id | None = None


class StopSession(Ordered, frozen=True):
    """End a session."""

    session_id: Id


class ReserveNow(Ordered, frozen=True):
    """Keep an EVSE for somebody."""

    token: Token
    expiry_date: str
    reservation_id: Id
    location_id: Id
    evse_uid: Id | None = None
    authorization_reference: Id | None = None

    def __post_init__(self) -> None:
        """Refuse a time nobody can read."""
        read_time(self.expiry_date)


class CancelReservation(Ordered, frozen=True):
    """Give up a reservation."""

    reservation_id: Id


class UnlockConnector(Ordered, frozen=True):
    """Let go of a plug that sticks."""

    location_id: Id
    evse_uid: Id
    connector_id: Id


COMMANDS: Final[Mapping[str, type[Ordered]]] = {
    "START_SESSION": StartSession,
    "STOP_SESSION": StopSession,
    "RESERVE_NOW": ReserveNow,
    "CANCEL_RESERVATION": CancelReservation,
    "UNLOCK_CONNECTOR": UnlockConnector,
}


def read_json(body: bytes) -> Any:
    """Return what JSON says. Raises Refused, with HTTP 400, where it is none."""
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError) as error:
        why = f"not JSON: {error}"
        raise Refused(Code.INVALID, why, status=400, says=NONSENSE) from error
    except UnicodeDecodeError as error:
        why = "JSON is UTF-8"
        raise Refused(Code.INVALID, why, status=400, says=NONSENSE) from error
    return found


def read(told: object, kind: type[T]) -> T:
    """Read what a partner says. Raises Refused, naming the member, for other things."""
    try:
        return msgspec.convert(told, kind)
    except msgspec.ValidationError as error:
        raise Refused(Code.INVALID, str(error), says=NONSENSE) from error


def read_answer(body: bytes, kind: type[T]) -> T:
    """Read the data of a partner's answer.

    Raises Refused with the code it tells where it does not do what it was asked.
    """
    told = read(read_json(body), dict)
    code = told.get("status_code")
    if not isinstance(code, int) or not 1000 <= code < 2000:  # noqa: PLR2004 - success
        reason = told.get("status_message") or "no reason"
        why = f"the partner answered {code}: {reason}"[:300]
        says = filled(SAYS, said=f"{code} {reason}"[:300])
        raise Refused(Code.CANNOT_USE_YOURS, why, says=says)
    data = told.get("data")
    if isinstance(data, list) and len(data) == 1 and _is_struct(kind):
        data = data[0]  # some platforms put one thing into a list
    return read(data, kind)


def _is_struct(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def write(data: object, now: datetime, refused: Refused | None = None) -> bytes:
    """Return an answer: data, or why there is none."""
    told: Document = {
        "status_code": int(refused.code if refused else Code.WELL),
        "status_message": str(refused) if refused else "Success",
        "timestamp": iso(now),
    }
    if data is not None:
        told["data"] = data
    return msgspec.json.encode(told)


def read_tokens(header: str) -> Iterable[str]:
    """Yield the tokens an Authorization header may mean, the likeliest first.

    It is base64 since 2.2; some partners still send it as it is.
    """
    scheme, _, sent = header.partition(" ")
    sent = sent.strip()
    if scheme.lower() != "token" or not sent or not sent.isascii():
        return
    with suppress(ValueError):  # also of the letters
        yield b64decode(sent, validate=True).decode("ascii")
    yield sent


def write_token(token: str) -> str:
    """Return the Authorization header of a token."""
    return f"Token {b64encode(token.encode()).decode()}"


_TIME: Final = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?)\d{0,3}(?:Z|\+00:00)?", re.ASCII
)


def read_time(text: str) -> datetime:
    """Read a time, which is UTC whether it says so or not.

    Raises ValueError for anything else. Source: OCPI 2.2.1, 16.3.
    """
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError(f"{text[:40]} is not a time like 2026-05-01T10:00:00Z")
    return datetime.fromisoformat(found[1]).replace(tzinfo=UTC)


def iso(at: datetime) -> str:
    """Write a time, to the millisecond."""
    text = at.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
