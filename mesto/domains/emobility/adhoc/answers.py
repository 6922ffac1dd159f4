"""Charging without a card: the pages of stations and sessions, and who agrees."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias
from urllib.parse import parse_qs
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from mesto.domains.emobility.adhoc.page import lost_page, session_page, station_page
from mesto.domains.emobility.adhoc.reading import (
    here_at,
    mine_of,
    place_in,
    receipt_of,
    start_by,
)
from mesto.domains.emobility.adhoc.starts import (
    SECRET_BYTES,
    asked,
    begin_order,
    going_of,
    refused,
    start_urn,
    started,
    stop_order,
)
from mesto.domains.emobility.adhoc.words import (
    NOT_NOW,
    NOWHERE,
    PAPER,
    TITLE,
    TOO_OFTEN,
    WHO_PAYS,
)
from mesto.domains.emobility.nouns import (
    AD_HOC,
    AD_HOC_STATUS,
    ASKED_AT,
    CONTACT,
    NUMBER,
    PAYER,
    RECEIPT_NUMBER,
    TRANSACTION,
)
from mesto.domains.emobility.receipts.bill import bill_in
from mesto.domains.emobility.receipts.page import page_in
from mesto.domains.emobility.receipts.sheet import sheet_of
from mesto.domains.emobility.refusals import DECIDED, NOBODY_ASKED
from mesto.kernel.access.rights import Verb
from mesto.kernel.city import City, Expect
from mesto.kernel.errors import (
    CityError,
    Conflict,
    Forbidden,
    Malformed,
    NotFound,
    Unavailable,
)
from mesto.kernel.model import Entity
from mesto.kernel.plugin import Answers, OpenAnswers
from mesto.kernel.problem import headers_of, status_of
from mesto.kernel.question.condition import (
    AllOf,
    Compare,
    OfType,
    Operator,
    Order,
    Path,
)
from mesto.kernel.question.find import Find
from mesto.kernel.text import refusal
from mesto.kernel.verdict import moment
from mesto.names.charging import OF_STATION
from mesto.operations.reports.pdf import MEDIA_TYPE as PDF
from mesto.operations.reports.pdf import write_pdf
from mesto.operations.reports.words import Text, say
from mesto.web.answers import answer, answer_json
from mesto.web.asker import callers_of, visit_of
from mesto.web.body import read_bytes
from mesto.web.picture import Picture
from mesto.web.plain import NOT_KEPT, answer_page, language_of

Show: TypeAlias = Callable[[Request, City], Awaitable[Response]]

LARGEST_FORM_BYTES: Final = 2_000
STARTS_PER_MINUTE: Final = 2  #: of one place
ASKED_PER_MINUTE: Final = 10  #: of a whole town
MOST_ASKED: Final = 200
SEE_OTHER = 303
LONGEST: Final = {PAYER: 120, CONTACT: 200}


async def show_station(request: Request, city: City) -> Response:
    """Show what a place to charge is like, what it costs, and how to start.

    Raises Forbidden for an address of no place.
    """
    station, evse = await _place(request, city)
    here, now = await here_at(city, station, evse), datetime.now(UTC)
    town = await city.municipality()
    language = language_of(request, town.languages[0])
    body = station_page(here, now, town.zone, language)
    return _page(request, language, body)


async def start(request: Request, city: City) -> Response:
    """Start, or ask to; lead to the page of this session.

    Raises Conflict where nobody can start just now, Malformed without a payer,
    Unavailable for too many.
    """
    station, evse = await _place(request, city)
    callers = callers_of(request)
    callers.keep_pace("place to charge", evse.id, STARTS_PER_MINUTE)
    callers.keep_pace("town", f"charge {city.name}", ASKED_PER_MINUTE)
    here, now = await here_at(city, station, evse), datetime.now(UTC)
    if here.tariff is None or here.state not in {"free", "plugged"}:
        raise Conflict("nobody can start here just now")
    if not here.tariff.free and not here.tariff.on_account:
        raise Forbidden("here only those charge who have a card")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    urn = start_urn(secret)
    if here.tariff.free:
        await _begin(city, urn, station.id, here.number, now)
    else:
        form = await _form(request)
        payer, contact = (_line(form, name) for name in (PAYER, CONTACT))
        wish = asked(
            urn, station.id, here.number, payer=payer, contact=contact, now=now
        )
        await city.record(list(wish), current=True)
    language = language_of(request, "en")
    path = f"/open/{city.name}/emobility/session/{secret}?language={language}"
    return RedirectResponse(path, SEE_OTHER)


async def show_mine(request: Request, city: City) -> Response:
    """Show a session to who has its address. Raises Forbidden."""
    wish, session = await _mine(request, city)
    town = await city.municipality()
    mine = await mine_of(city, wish, session, request.url.path)
    language = language_of(request, town.languages[0])
    return _page(request, language, session_page(mine, town.zone, language))


async def stop(request: Request, city: City) -> Response:
    """End a session, for who has its address. Raises Forbidden."""
    wish, session = await _mine(request, city)
    callers_of(request).keep_pace("session", wish.id, 6)
    if session is not None and going_of(wish, session, None) == "open":
        station = str(session.value(OF_STATION))
        transaction = str(session.value(TRANSACTION))
        await city.order(stop_order(station, transaction, datetime.now(UTC)))
    language = language_of(request, "en")
    return RedirectResponse(f"{request.url.path}?language={language}", SEE_OTHER)


async def show_paper(request: Request, city: City) -> Response:
    """Hand out the receipt of a session to who has its address. Raises Forbidden.

    as: html for a page; else a PDF
    """
    _, session = await _mine(request, city)
    receipt = await receipt_of(city, session)
    if receipt is None or receipt.value(RECEIPT_NUMBER) is None:
        raise Forbidden("there is no receipt yet")
    town = await city.municipality()
    language = language_of(request, town.languages[0])
    page = page_in(language, receipt, bill_in(receipt), town)
    if request.query_params.get("as") == "html":
        word = say(PAPER, language)
        body = sheet_of(page, f"?language={language}", word)
        return answer_page(
            request, title=page.title, language=language, body=body, keep=NOT_KEPT
        )
    content = await asyncio.to_thread(write_pdf, page)
    headers = {
        "content-disposition": 'inline; filename="receipt.pdf"',
        "cache-control": NOT_KEPT,
    }
    return answer(request, content, PDF, headers=headers)


async def show_asked(request: Request, _picture: Picture) -> Response:
    """List who waits for a yes, the first one first."""
    waiting = Compare(Path(AD_HOC_STATUS), Operator.EQUAL, "asked")
    where = AllOf((OfType(AD_HOC), waiting))
    order = (Order(Path(ASKED_AT)),)
    city = visit_of(request)
    page = await city.ask(Find(where=where, order=order, limit=MOST_ASKED))
    found = await city.present(page.urns)
    return answer_json(request, {"items": [_wish(one) for one in found.values()]})


async def agree(request: Request, _picture: Picture) -> Response:
    """Let somebody charge on account. Raises NotFound, Conflict where it is decided."""
    wish = await _waiting(request)
    station, number = str(wish.value(OF_STATION)), wish.value(NUMBER)
    assert isinstance(number, int), "we wrote it"
    now = datetime.now(UTC)
    await _begin(visit_of(request), wish.id, station, number, now, _still(wish))
    return answer_json(request, {"id": wish.id})


async def refuse(request: Request, _picture: Picture) -> Response:
    """Do not let somebody charge on account. Raises as `agree` does."""
    wish = await _waiting(request)
    city = visit_of(request)
    await city.record([refused(wish.id)], current=True, expect=[_still(wish)])
    return answer_json(request, {"id": wish.id})


async def _begin(
    city: City,
    urn: str,
    station: str,
    number: int,
    now: datetime,
    *expect: Expect,
) -> None:
    """Write the token down, then tell the station: it asks for it at once.

    Raises Forbidden, before anything is written, where `city` may not tell it.
    """
    command = str(uuid4())
    order = await city.signed(begin_order(urn, station, number, command, now))
    seen = list(started(urn, station, number, command, now))
    await city.record(seen, current=True, expect=expect)
    await city.order(order)


async def _place(request: Request, city: City) -> tuple[Entity, Entity]:
    parts = request.path_params
    return await place_in(city, str(parts["station"]), int(parts["evse"]))


async def _mine(request: Request, city: City) -> tuple[Entity, Entity | None]:
    return await start_by(city, str(request.path_params["secret"]))


async def _waiting(request: Request) -> Entity:
    urn = f"urn:ngsi-ld:{AD_HOC}:{request.path_params['start']}"
    wish = (await visit_of(request).present([urn])).get(urn)
    if wish is None:
        raise refusal(NotFound, NOBODY_ASKED)
    if wish.value(AD_HOC_STATUS) != "asked":
        raise refusal(Conflict, DECIDED)
    return wish


def _still(wish: Entity) -> Expect:
    status = wish.attribute(AD_HOC_STATUS)
    position = status.position if status else 0
    return Expect(entity=wish.id, attribute=AD_HOC_STATUS, position=position)


def _wish(wish: Entity) -> dict[str, Any]:
    return {
        "name": wish.id.rpartition(":")[2],
        "station": wish.value(OF_STATION),
        "number": wish.value(NUMBER),
        "payer": wish.value(PAYER),
        "contact": wish.value(CONTACT),
        "at": moment(wish, ASKED_AT),
    }


async def _form(request: Request) -> dict[str, Sequence[str]]:
    text = (await read_bytes(request, LARGEST_FORM_BYTES)).decode("utf-8", "replace")
    return dict(parse_qs(text))


def _line(form: dict[str, Sequence[str]], name: str) -> str:
    text = " ".join("".join(form.get(name, ())).split())
    if not text or len(text) > LONGEST[name]:
        raise Malformed("say who pays, and where the invoice is sent", place=(name,))
    return text


def _page(request: Request, language: str, body: str) -> Response:
    title = say(TITLE, language)
    return answer_page(
        request, title=title, language=language, body=body, keep=NOT_KEPT
    )


def _for_people(show: Show) -> Show:
    """Tell a browser in words why it gets nothing; others get the error."""

    async def shown(request: Request, city: City) -> Response:
        try:
            return await show(request, city)
        except (Forbidden, Conflict, Malformed, Unavailable) as error:
            text = _why(error)
            if text is None or "text/html" not in request.headers.get("accept", ""):
                raise
            failed = error
        language = language_of(request, (await city.municipality()).languages[0])
        page = _page(request, language, lost_page(text, language))
        page.status_code = status_of(failed)
        page.headers.update(headers_of(failed))
        return page

    shown.__name__ = show.__name__
    shown.__doc__ = show.__doc__
    return shown


def _why(error: CityError) -> Text | None:
    """Return what people are told of a failure; None where there are no words."""
    if isinstance(error, Unavailable):
        return TOO_OFTEN if error.facts.get("busy") else None
    return next(text for kind, text in _WORDS.items() if isinstance(error, kind))


_WORDS: Final[Mapping[type[CityError], Text]] = {
    Forbidden: NOWHERE,
    Conflict: NOT_NOW,
    Malformed: WHO_PAYS,
}

#: Answers below /open/{city}/emobility, to anybody.
OPEN_ANSWERS: Final[OpenAnswers] = (
    ("charge/{station}/{evse:int}", "GET", _for_people(show_station)),
    ("charge/{station}/{evse:int}", "POST", _for_people(start)),
    ("session/{secret}", "GET", _for_people(show_mine)),
    ("session/{secret}", "POST", _for_people(stop)),
    ("session/{secret}/receipt", "GET", _for_people(show_paper)),
)
#: Answers below /api/{city}/emobility, by what who asks has to be allowed: who pays is
#: told to those who agree.
ANSWERS: Final[Answers] = {
    Verb.RECORD: (
        ("starts", "GET", show_asked),
        ("starts/{start}/agree", "POST", agree),
        ("starts/{start}/refuse", "POST", refuse),
    ),
}
