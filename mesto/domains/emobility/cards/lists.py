"""The list of cards a station keeps, so that it knows them without a line. Pure.

It is sent in pieces: the first is Full, and what is left or changes is Differential.
A piece counts once the station has confirmed it; after one it refused, or that got
lost, all begins again with Full.

Source: OCPP 1.6 edition 2, 5.15; OCPP 2.0.1 part 2, D01.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, NamedTuple

import msgspec

from mesto.domains.emobility.cards.card import Card

AT_ONCE: Final = 100  #: cards in one message
OLD: Final = "ocpp1.6"
LONGEST_OLD: Final = 20  #: characters of a card in OCPP 1.6
OLD_GROUP: Final = 20


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What a station knows, as far as we know.

    knows: by identifier in small letters, a card's type and a mark of what it may
    command: id of the piece that is on its way; empty: none is
    next: what it knows once that is confirmed
    failed_at: when it last took none
    """

    version: int = 0
    knows: dict[str, str] = {}
    command: str = ""
    next: dict[str, str] = {}
    failed_at: datetime | None = None


class Piece(NamedTuple):
    """What is sent next, and what a station knows then."""

    version: int
    payload: dict[str, Any]
    knows: dict[str, str]


def wanted(
    cards: Iterable[Card], station: str, protocol: str, now: datetime
) -> dict[str, Card]:
    """Return the cards a station is to know, by identifier in small letters.

    Those that are blocked, over, or not for it are not on its list.
    """
    return {
        one.token.lower(): one
        for one in cards
        if not one.blocked
        and (one.expires is None or one.expires > now)
        and (not one.stations or station in one.stations)
        and (protocol != OLD or len(one.token) <= LONGEST_OLD)
    }


def next_piece(
    cards: Mapping[str, Card], kept: Kept, protocol: str, version: int
) -> Piece | None:
    """Return what a station is told next; None: it knows all there is.

    version: of the new piece
    """
    marks = {name: _mark(card) for name, card in cards.items()}
    full = kept.version == 0
    news = sorted(one for one in marks if kept.knows.get(one) != marks[one])
    old = [] if full else sorted(kept.knows.keys() - marks.keys())
    if not news and not old:  # a station begins with an empty list
        return None
    news, old = news[:AT_ONCE], old[: max(0, AT_ONCE - len(news))]
    entries = [_entry(cards[one], protocol) for one in news]
    entries += [_gone(one, kept.knows[one], protocol) for one in old]
    knows = {k: v for k, v in kept.knows.items() if k not in old} if not full else {}
    knows |= {one: marks[one] for one in news}
    number = "listVersion" if protocol == OLD else "versionNumber"
    payload = {
        number: version,
        "updateType": "Full" if full else "Differential",
        "localAuthorizationList": entries,
    }
    return Piece(version, payload, knows)


def _entry(card: Card, protocol: str) -> dict[str, Any]:
    info: dict[str, Any] = {"status": "Accepted"}
    at = card.expires.isoformat() if card.expires else None
    if protocol == OLD:
        if at:
            info["expiryDate"] = at
        if card.group:
            info["parentIdTag"] = card.group[:OLD_GROUP]
        return {"idTag": card.token, "idTagInfo": info}
    if at:
        info["cacheExpiryDateTime"] = at
    if card.group:
        info["groupIdToken"] = {"idToken": card.group[:36], "type": "Central"}
    token = {"idToken": card.token, "type": card.type}
    return {"idToken": token, "idTokenInfo": info}


def _gone(name: str, mark: str, protocol: str) -> dict[str, Any]:
    """Return what takes a card off; identifiers are not case-sensitive."""
    if protocol == OLD:
        return {"idTag": name}
    return {"idToken": {"idToken": name, "type": mark.partition(" ")[0]}}


def _mark(card: Card) -> str:
    told = repr((card.token, card.group, card.expires))
    return f"{card.type} {sha256(told.encode()).hexdigest()[:12]}"
