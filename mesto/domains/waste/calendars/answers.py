"""When what is collected: a year of a calendar, and what anybody may ask of a town."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from difflib import get_close_matches
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.waste.calendars.address import Address, calendars_at, read_address
from mesto.domains.waste.calendars.days import days, next_day
from mesto.domains.waste.calendars.feed import MEDIA_TYPE, Coming, Feed, write_feed
from mesto.domains.waste.calendars.nearby import (
    level_of,
    nearest,
    place_at,
    streets_of,
    with_district,
)
from mesto.domains.waste.calendars.page import Said, kind_of, page_of, word
from mesto.domains.waste.calendars.reading import (
    Written,
    containers_in,
    free_by,
    written_of,
)
from mesto.domains.waste.inventory.kinds import KINDS
from mesto.domains.waste.reminders.answers import offer_of
from mesto.kernel.access.rights import Verb
from mesto.kernel.city import City
from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.plugin import Answers
from mesto.kernel.script import fold
from mesto.operations.calendars.reading import calendars_of
from mesto.operations.reports.report import said_in
from mesto.web import asked
from mesto.web.answers import answer_json, answer_tagged
from mesto.web.asker import visit_of
from mesto.web.body import read_body
from mesto.web.picture import Picture
from mesto.web.plain import KEPT, answer_page, language_of
from mesto.web.sorts import checked
from mesto.web.written import Draft

DAY: Final = timedelta(days=1)
BEFORE, AHEAD = 31 * DAY, 366 * DAY  #: what a feed tells of
LONGEST: Final = 200  #: letters of an address
MOST_STREETS: Final = 1_000
REMIND_H: Final = 6  #: before the day begins
NO_PAGE: Final = "this town has written no days of collection"


async def show_days(request: Request, picture: Picture) -> Response:
    """Say on which days a calendar that is being written collects in a year.

    Raises Malformed, with the place, for what makes no sense.
    """
    draft = await read_body(request, Draft)
    city, zone = visit_of(request), picture.municipality.zone
    definition = await checked(city, KINDS["calendars"], draft.definition)
    today = datetime.now(zone).date()
    year = asked.count(request, "year", today.year, 2100, 2000)
    free = free_by((await calendars_of(city)).get(definition.holidays), zone)
    found = days(definition, date(year, 1, 1), date(year + 1, 1, 1), free)
    return answer_json(request, {"days": [one._asdict() for one in found]})


async def show_page(request: Request, city: City) -> Response:
    """Show citizens when what is collected at an address, and where containers are.

    Raises NotFound for a town that wrote no calendar, Malformed for what is no address.
    """
    town = await city.municipality()
    written = await _public(city)
    language = language_of(request, town.languages[0])
    text, address = _address(request)
    now = datetime.now(UTC)
    today = now.astimezone(town.zone).date()
    near, streets, similar = [], _streets(written), []
    if text:
        containers = await containers_in(city)
        place = place_at(address, containers)
        if place is not None:
            near = nearest(place, containers, written.calendars, today, written.free)
        known = [*streets, *streets_of(containers)]
        similar = _similar(address.street, known)
        address = with_district(address, containers)
    entities = await city.present([one.container.urn for one in near])
    levels = {urn: level_of(one, now) for urn, one in entities.items()}
    here = calendars_at(address, written.calendars) if text else ()
    coming = [(one, next_day(one, today, written.free[name])) for name, one in here]
    coming.sort(key=lambda one: one[1].day if one[1] else date.max)
    title = said_in(town.title, language)
    offer = await offer_of(request, city, text, language) if coming else ""
    said = Said(title, text, coming, near, levels, similar, streets, today, offer)
    return answer_page(
        request,
        title=f"{word('title', language)} – {title}",
        language=language,
        body=page_of(said, language),
    )


async def show_feed(request: Request, city: City) -> Response:
    """Hand out the days of an address as a calendar to subscribe to.

    Raises NotFound where nothing is collected, Malformed for what is no address.
    """
    town = await city.municipality()
    written = await _public(city)
    language = language_of(request, town.languages[0])
    text, address = _address(request)
    today = datetime.now(town.zone).date()
    only = request.query_params.get("fraction", "")
    remind_h = asked.count(request, "remind_h", REMIND_H, 72, 0)
    address = with_district(address, await containers_in(city))
    coming = [
        Coming(
            uid=f"{name}-{fold(address.street)}-{address.number}@{city.name}",
            title=kind_of(one.fraction, language),
            about=said_in(one.title, language),
            begins=one.begins,
            written_at=written.at[name],
            collections=days(one, today - BEFORE, today + AHEAD, written.free[name]),
        )
        for name, one in calendars_at(address, written.calendars)
        if only in {"", one.fraction}
    ]
    if not coming:
        raise NotFound(f"nothing is collected at {text}")
    title = f"{word('title', language)}: {text}"
    feed = Feed(title, text, town.zone, coming, remind_h or None)
    return answer_tagged(request, write_feed(feed), MEDIA_TYPE, KEPT)


async def _public(city: City) -> Written:
    written = await written_of(city, (await city.municipality()).zone)
    if not written.calendars:
        raise NotFound(NO_PAGE)
    return written


def _address(request: Request) -> tuple[str, Address]:
    text = " ".join(request.query_params.get("address", "").split())
    if len(text) > LONGEST:
        raise Malformed(f"an address has at most {LONGEST} letters", place=("address",))
    return text, read_address(text)


def _streets(written: Written) -> list[str]:
    named = (
        part.street for one in written.calendars.values() for part in one.where.streets
    )
    return sorted(set(named), key=fold)[:MOST_STREETS]


def _similar(street: str, known: Sequence[str]) -> list[str]:
    by_form = {fold(one): one for one in known}
    form = fold(street)
    if form in by_form:
        return []
    begun = [one for one in by_form if form and one.startswith(form)][:5]
    close = get_close_matches(form, by_form, n=5, cutoff=0.7)
    return [by_form[one] for one in dict.fromkeys([*begun, *close])]


#: Answers below /api/{city}/waste, by what who asks has to be allowed.
ANSWERS: Final[Answers] = {Verb.SEE: (("days", "POST", show_days),)}
#: Open to everybody, below /public/{city}/waste.
PUBLIC: Final[Mapping[str, Callable[..., Awaitable[Response]]]] = {
    "collection": show_page,
    "feed.ics": show_feed,
}
