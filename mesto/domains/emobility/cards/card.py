"""A card, a key fob or a contract, and what it opens. Pure.

It is an entity, `urn:ngsi-ld:EVChargingToken:IDENTIFIER` in small letters, whose
attributes stations are answered by.

Source: OCPP 2.0.1 part 2, IdTokenType and IdTokenInfoType; eMAID: ISO 15118-2, annex H.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, tzinfo
from io import StringIO
from typing import Annotated, Any, Final, Literal, NamedTuple, TypeAlias

import msgspec

from mesto.domains.emobility.cards import words
from mesto.domains.emobility.nouns import (
    CARD_GROUP,
    EXPIRES,
    GROUP,
    ID_TOKEN,
    OF_AD_HOC,
    OWNER,
    TOKEN_STATUS,
    TOKEN_TYPE,
    VALID_AT,
)
from mesto.domains.emobility.tariffs.tariff import Urn
from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import mistake_in, read_written
from mesto.kernel.model import Entity, Value
from mesto.kernel.moments import date_time
from mesto.kernel.text import Text, filled, refusal

Said = Annotated[str, msgspec.Meta(max_length=200)]
#: As it is told by a reader; OCPP's identifierString.
Identifier = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9*\-_=:+|@.]{1,36}$")]
#: OCPP 2.0.1, IdTokenEnumType, but for NoAuthorization.
TokenType: TypeAlias = Literal[
    "ISO14443", "ISO15693", "KeyCode", "Local", "Central", "eMAID", "MacAddress"
]


class Card(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something people prove a right to charge with.

    group: who has the same may end each other's sessions (OCPP)
    card_group: by which tariffs choose: residents, fleet …
    stations: URNs where it is taken; empty: everywhere
    expires: from when it is taken no more
    """

    token: Identifier
    type: TokenType = "ISO14443"
    blocked: bool = False
    group: Said = ""
    card_group: Annotated[str, msgspec.Meta(max_length=60)] = ""
    owner: Said = ""
    expires: datetime | None = None
    stations: Annotated[Sequence[Urn], msgspec.Meta(max_length=2_000)] = ()

    def __post_init__(self) -> None:
        """Refuse a time without its zone."""
        if self.expires is not None and self.expires.tzinfo is None:
            raise ValueError("expires has a time zone")


def as_told(card: Card) -> Card:
    """Return a card as readers tell it: contracts of cars come without hyphens.

    Raises Malformed where nothing else is left.

    Source: ISO 15118-2, eMAIDType, whose 14 or 15 characters have no room for them.
    """
    token = card.token.replace("-", "") if card.type == "eMAID" else card.token
    if not token:
        raise refusal(Malformed, words.ONLY_HYPHENS, place=("token",))
    return msgspec.structs.replace(card, token=token)


class Refusal(NamedTuple):
    """A line of a file that was not taken."""

    line: int
    why: str
    says: Text  #: the same by language


#: Columns of a file of cards, which may have some of them; stations by blanks.
COLUMNS: Final = (
    "token",
    "type",
    "blocked",
    "group",
    "card_group",
    "owner",
    "expires",
    "stations",
)
MOST_LINES: Final = 20_000
_YES: Final = {"1", "true", "yes", "ano", "áno", "da", "x"}


def attributes_of(card: Card) -> Mapping[str, Value]:
    """Return what a card is in the ledger; None: it has no such thing."""
    return {
        ID_TOKEN: card.token,
        TOKEN_TYPE: card.type,
        TOKEN_STATUS: "Blocked" if card.blocked else "Accepted",
        GROUP: card.group or None,
        CARD_GROUP: card.card_group or None,
        OWNER: card.owner or None,
        EXPIRES: date_time(card.expires) if card.expires else None,
        VALID_AT: list(card.stations) or None,
    }


def card_in(entity: Entity) -> Card | None:
    """Return the card an entity is; None for the token of one start without a card."""
    if entity.value(OF_AD_HOC) is not None:
        return None
    expires, stations = entity.value(EXPIRES), entity.value(VALID_AT)
    at = expires.get("@value") if isinstance(expires, Mapping) else expires
    told: dict[str, Any] = {
        "token": entity.value(ID_TOKEN) or entity.id.rpartition(":")[2],
        "type": entity.value(TOKEN_TYPE) or "ISO14443",
        "blocked": entity.value(TOKEN_STATUS) == "Blocked",
        "group": entity.value(GROUP) or "",
        "card_group": entity.value(CARD_GROUP) or "",
        "owner": entity.value(OWNER) or "",
        "expires": at,
        "stations": [stations] if isinstance(stations, str) else stations or (),
    }
    try:
        return read_written(told, Card)
    except Malformed:
        return None


def read_cards(
    text: str, zone: tzinfo, stations: Mapping[str, str]
) -> tuple[list[Card], list[Refusal]]:
    """Read a table of cards; return them, and what was not taken with the reason.

    stations: URNs by what people call them, in small letters; a URN is one too

    Raises Malformed for what is no table of cards.
    """
    sample = text.split("\n", 1)[0]
    mark = max(";,\t", key=sample.count)
    lines = StringIO(text.removeprefix("\ufeff"), newline=None)
    reader = csv.DictReader(lines, delimiter=mark)
    try:
        heads = [one.strip().lower() for one in reader.fieldnames or ()]
    except csv.Error as error:
        raise refusal(Malformed, words.NO_HEADER) from error
    reader.fieldnames = heads
    if "token" not in heads or set(heads) - set(COLUMNS):
        says = filled(words.WRONG_COLUMNS, columns=", ".join(COLUMNS))
        raise refusal(Malformed, says)
    cards: dict[str, Card] = {}
    refused = []
    for row in _rows(reader):
        if reader.line_num > MOST_LINES:
            raise refusal(Malformed, filled(words.TOO_LONG, most=str(MOST_LINES)))
        try:
            card = as_told(read_written(dict(_plain(row, zone, stations)), Card))
            if card.token.lower() in cards:
                raise refusal(Malformed, words.TWICE)
        except Malformed as wrong:
            refused.append(Refusal(reader.line_num, str(wrong), mistake_in(wrong)))
        else:
            cards[card.token.lower()] = card
    return list(cards.values()), refused


def _rows(reader: "csv.DictReader[str]") -> Iterator[dict[str, Any]]:
    """Yield the rows of a table. Raises Malformed where it is none from there on."""
    try:
        yield from reader
    except csv.Error as error:
        says = filled(words.TORN, line=str(reader.line_num))
        raise refusal(Malformed, says) from error


def _plain(
    row: Mapping[str, str | None], zone: tzinfo, stations: Mapping[str, str]
) -> Iterator[tuple[str, Any]]:
    for name, told in row.items():
        text = told.strip() if isinstance(told, str) else ""
        if name not in COLUMNS or not text:
            continue
        if name == "blocked":
            yield name, text.lower() in _YES
        elif name == "expires":
            yield name, _moment(text, zone).isoformat()
        elif name == "stations":
            yield name, [_station(one, stations) for one in text.split()]
        else:
            yield name, text


def _moment(text: str, zone: tzinfo) -> datetime:
    """Read a time; a day is its begin by the town's clock. Raises Malformed."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise refusal(Malformed, filled(words.NO_TIME, found=text)) from error
    return at if at.tzinfo else datetime.combine(at.date(), at.time() or time(), zone)


def _station(text: str, stations: Mapping[str, str]) -> str:
    urn = stations.get(text.lower())
    if urn is None:
        raise refusal(Malformed, filled(words.NO_STATION, found=text))
    return urn
