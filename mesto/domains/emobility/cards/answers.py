"""Cards: listed, kept, blocked, brought by a file."""

from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import quote

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.emobility.cards.card import (
    Card,
    as_told,
    attributes_of,
    card_in,
    read_cards,
)
from mesto.domains.emobility.cards.words import (
    KNOWN,
    NO_CARD,
    NO_STATION,
    NOT_UTF8,
    OTHER_ADDRESS,
)
from mesto.kernel.access.rights import Verb
from mesto.kernel.city import City, Expect
from mesto.kernel.errors import Conflict, Malformed, NotFound
from mesto.kernel.model import TYPE, Observation
from mesto.kernel.names import PEOPLE
from mesto.kernel.plugin import Answers
from mesto.kernel.text import filled, refusal
from mesto.kernel.verdict import named
from mesto.names.charging import STATION, TOKEN, token_urn
from mesto.web.answers import answer_json
from mesto.web.asker import gone, said, visit_of
from mesto.web.body import MOST_BYTES, read_body, read_bytes
from mesto.web.once import record_once
from mesto.web.picture import Picture


async def show_cards(request: Request, _picture: Picture) -> Response:
    """List the cards, by owner and identifier."""
    found = (await visit_of(request).entities(TOKEN)).values()
    cards = [one for one in map(card_in, found) if one is not None]
    cards.sort(key=lambda one: (one.owner.casefold(), one.token.lower()))
    return answer_json(request, {"items": [_shown(one) for one in cards]})


async def keep_card(request: Request, _picture: Picture) -> Response:
    """Keep a card as it is told; with `If-None-Match: *` only if it is new.

    Raises Malformed with the place, and where the address names another one, and
    Conflict where it should be new and is not.
    """
    card = await read_body(request, Card)
    if _key(card) != request.path_params["card"].lower():
        raise refusal(Malformed, OTHER_ADDRESS, place=("token",))
    card = as_told(card)
    city, new = visit_of(request), None
    await _require_stations(city, card.stations)
    if request.headers.get("if-none-match") == "*":
        new = Expect(entity=token_urn(card.token), exists=False)
        if new.entity in await city.present([new.entity]):
            raise refusal(Conflict, KNOWN)
    await record_once(request, list(_told([card])), new)
    return answer_json(request, _shown(card))


async def drop_card(request: Request, _picture: Picture) -> Response:
    """Forget a card; nobody can charge with it any more. Raises NotFound."""
    urn = f"urn:ngsi-ld:{TOKEN}:{quote(request.path_params['card'], safe='')}"
    if urn not in await visit_of(request).present([urn]):
        raise refusal(NotFound, NO_CARD)
    await record_once(request, [gone(urn)], None)
    return Response(status_code=204)


async def bring_cards(request: Request, _picture: Picture) -> Response:
    """Take cards from a table, and say which lines were not taken and why.

    `try=1` keeps nothing. Raises Malformed for what is no table of cards.
    """
    try:
        text = (await read_bytes(request, MOST_BYTES)).decode()
    except UnicodeDecodeError as error:
        raise refusal(Malformed, NOT_UTF8) from error
    city = visit_of(request)
    stations = await city.entities(STATION)
    known = {urn.lower(): urn for urn in stations}
    known |= {urn.rpartition(":")[2].lower(): urn for urn in stations}
    known |= {named(one).lower(): urn for urn, one in stations.items()}
    zone = (await city.municipality()).zone
    cards, refused = read_cards(text, zone, known)
    if cards and request.query_params.get("try") != "1":
        await record_once(request, list(_told(cards)), None)
    told = {"cards": len(cards), "refused": [one._asdict() for one in refused[:500]]}
    return answer_json(request, told)


def _told(cards: Iterable[Card]) -> Iterable[Observation]:
    for card in cards:
        urn = token_urn(card.token)
        yield said(urn, TYPE, [TOKEN])
        for name, value in attributes_of(card).items():
            if value is None:
                yield Observation(
                    entity=urn, attribute=name, source=PEOPLE, deleted=True
                )
            else:
                yield said(urn, name, value)


def _shown(card: Card) -> dict[str, Any]:
    shown: dict[str, Any] = msgspec.to_builtins(card)
    return {**shown, "name": _key(card)}


def _key(card: Card) -> str:
    return card.token.lower()


async def _require_stations(city: City, urns: Iterable[str]) -> None:
    there = await city.present(list(urns))
    for number, urn in enumerate(urns):
        if urn not in there or STATION not in there[urn].types:
            says = filled(NO_STATION, found=urn.rpartition(":")[2])
            raise refusal(Malformed, says, place=("stations", number))


#: Answers below /api/{city}/emobility, by what who asks has to be allowed: whose card
#: it is, is told to those who keep them.
ANSWERS: Final[Answers] = {
    Verb.RECORD: (
        ("cards", "GET", show_cards),
        ("cards", "POST", bring_cards),
        ("cards/{card}", "PUT", keep_card),
        ("cards/{card}", "DELETE", drop_card),
    ),
}
