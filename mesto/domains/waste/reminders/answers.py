"""Asking for reminders, confirming, changing and ending them: open to anybody."""

from typing import Annotated, Final
from urllib.parse import parse_qs
from uuid import uuid4

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from mesto.domains.waste.calendars.address import calendars_at, read_address
from mesto.domains.waste.calendars.nearby import with_district
from mesto.domains.waste.calendars.reading import containers_in, written_of
from mesto.domains.waste.reminders import store
from mesto.domains.waste.reminders.due import Moment, Wish, confirmation
from mesto.domains.waste.reminders.page import (
    MOMENTS,
    Offer,
    asked_page,
    ended_page,
    offer_in,
    wish_page,
)
from mesto.domains.waste.reminders.run import page_of
from mesto.domains.waste.reminders.words import reminder_word
from mesto.kernel.city import City
from mesto.kernel.errors import Forbidden, Malformed
from mesto.kernel.municipality import LANGUAGES
from mesto.kernel.plugin import OpenAnswers
from mesto.operations.notifications.channels.push import Browser
from mesto.operations.notifications.contacts import Contact, push_key, require_sense
from mesto.operations.notifications.residents import (
    Resident,
    forget_residents,
    new_resident,
    resident_with,
)
from mesto.operations.notifications.tell import tell
from mesto.web.answers import answer_json
from mesto.web.asker import callers_of
from mesto.web.body import decode, read_bytes
from mesto.web.notifications.own import Subscription
from mesto.web.plain import NOT_KEPT, answer_page, language_of

ASKS_A_MINUTE, OF_A_TOWN = 6, 120  #: of one address, and of all together
LARGEST_BYTES: Final = 4_000
SEE_OTHER: Final = 303
ONE_CLICK: Final = "List-Unsubscribe"  #: RFC 8058
Line = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody asks for: by mail, or by a browser that has agreed."""

    address: Line
    moment: Moment
    language: str
    mail: Annotated[str, msgspec.Meta(max_length=254)] = ""
    browser: Subscription | None = None


async def offer_of(request: Request, city: City, address: str, language: str) -> str:
    """Return the form that asks for reminders at an address, as HTML."""
    from mesto.operations.notifications.channels.sealing import public_key

    async with city.bound() as connection:
        key = public_key(await push_key(connection))
    path = f"/open/{city.name}/waste/reminders"
    return offer_in(Offer(path, address, key, request.scope["mails"]), language)


async def ask_reminder(request: Request, city: City) -> Response:
    """Keep that somebody wants to be reminded; a mail address is asked first.

    Whose address it is, and whether it was known, is not told.

    Raises Malformed for what is no mail address or no place where anything is
    collected, Unavailable for too many.
    """
    asked = await _asked(request)
    peer = request.client.host if request.client else ""
    callers_of(request).keep_pace("address", f"reminder {peer}", ASKS_A_MINUTE)
    callers_of(request).keep_pace("town", f"reminder {city.name}", OF_A_TOWN)
    address = await _collected(city, asked.address)
    resident = new_resident(asked.language, _reached(request, asked))
    wish = Wish(resident.number, resident.token, address, asked.moment)
    async with city.bound() as connection:
        kept = await store.keep_wish(connection, resident, wish)
    path = page_of(city.name, wish)
    if resident.confirmed:
        return answer_json(request, {"page": path})
    if kept:
        await tell(city, [confirmation(wish, path=path)])
    query = f"language={asked.language}"
    return RedirectResponse(f"{request.url.path}?{query}", SEE_OTHER)


async def show_asked(request: Request, city: City) -> Response:
    """Show that a mail is on its way."""
    language = await _language(request, city)
    return _page(request, asked_page(language), language)


async def show_reminder(request: Request, city: City) -> Response:
    """Show what somebody is reminded of. Raises Forbidden for who knows no secret.

    Looking at it confirms nothing: programs that check mail look at every link.
    """
    resident, wish = await _known(request, city)
    language = language_of(request, resident.language)
    page = wish_page(wish, language, confirmed=resident.confirmed)
    return _page(request, page, language)


async def change_reminder(request: Request, city: City) -> Response:
    """Confirm, change or end a reminder, also by the one click of a mail program.

    Raises Forbidden for who knows no secret, Malformed for what is none of these.
    """
    resident, wish = await _known(request, city)
    language = language_of(request, resident.language)
    form = parse_qs((await read_bytes(request, LARGEST_BYTES)).decode("latin-1"))
    moment = form.get("moment", [""])[0]
    async with city.bound() as connection:
        if "end" in form or ONE_CLICK in form:
            await forget_residents(connection, [resident.number])
            return _page(request, ended_page(language), language)
        if "confirm" in form:
            await store.confirm(connection, resident.number)
        elif moment in MOMENTS:
            await store.change_moment(connection, resident.number, moment)
        else:
            raise Malformed("say confirm, end, or a moment", place=("moment",))
    return RedirectResponse(page_of(city.name, wish), SEE_OTHER)


async def _asked(request: Request) -> Asked:
    body = await read_bytes(request, LARGEST_BYTES)
    if request.headers.get("content-type", "").startswith("application/json"):
        asked = decode(body, Asked)
    else:
        form = parse_qs(body.decode("utf-8", "replace"))
        told = {name: values[0].strip() for name, values in form.items()}
        try:
            asked = msgspec.convert(told, Asked)
        except msgspec.ValidationError as error:
            raise Malformed(f"not as it should be: {error}") from error
    if asked.language not in LANGUAGES:
        raise Malformed("language is one we speak", place=("language",))
    return asked


def _reached(request: Request, asked: Asked) -> str | Browser:
    """Return how who asks is reached. Raises Malformed where nobody is."""
    if asked.browser is not None:
        from mesto.operations.notifications.channels.sealing import seal

        told = asked.browser
        seal(b"{}", told.keys)
        return Browser(number=uuid4(), endpoint=told.endpoint, keys=told.keys)
    if not asked.mail or not request.scope["mails"]:
        raise Malformed("say a mail address", place=("mail",))
    mail = asked.mail.strip().lower()
    require_sense(Contact(mail=mail))
    return mail


async def _collected(city: City, address: str) -> str:
    """Return an address as it is kept. Raises Malformed where nothing is collected."""
    text = " ".join(address.split())
    written = await written_of(city, (await city.municipality()).zone)
    here = with_district(read_address(text), await containers_in(city))
    if next(calendars_at(here, written.calendars), None) is None:
        raise Malformed(f"nothing is collected at {text}", place=("address",))
    return text


async def _known(request: Request, city: City) -> tuple[Resident, Wish]:
    token = str(request.path_params["token"])
    async with city.bound() as connection:
        resident = await resident_with(connection, token)
        number = None if resident is None else resident.number
        wish = None if number is None else await store.wish_of(connection, number)
    if resident is None or wish is None:
        raise Forbidden("this address leads nowhere")
    return resident, wish


async def _language(request: Request, city: City) -> str:
    return language_of(request, (await city.municipality()).languages[0])


def _page(request: Request, body: str, language: str) -> Response:
    title = reminder_word("title", language)
    return answer_page(
        request, title=title, language=language, body=body, keep=NOT_KEPT
    )


#: Answers below /open/{city}/waste, to anybody.
OPEN_ANSWERS: Final[OpenAnswers] = (
    ("reminders", "POST", ask_reminder),
    ("reminders", "GET", show_asked),
    ("reminders/{token}", "GET", show_reminder),
    ("reminders/{token}", "POST", change_reminder),
)
