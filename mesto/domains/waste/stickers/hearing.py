"""What people say who stand at a container, with a network or without, and photos."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from mesto.domains.waste.emptyings.found import emptied_last, stated
from mesto.domains.waste.inventory.reading import policy_of
from mesto.domains.waste.nouns import Emptying
from mesto.domains.waste.stickers.codes import (
    Stuck,
    read_code,
)
from mesto.domains.waste.stickers.page import (
    POLICY,
    Told,
    lines_of,
    page,
)
from mesto.domains.waste.stickers.photo import (
    LARGEST_BYTES,
    LONGEST_SIDE,
    PHOTO,
    KeepPhoto,
)
from mesto.domains.waste.stickers.taps import CITIZENS, QUARTERS, Tap, tapped
from mesto.kernel.access.rights import Thing, Verb
from mesto.kernel.city import City, Once
from mesto.kernel.count import is_count
from mesto.kernel.errors import Conflict, Forbidden, Malformed
from mesto.kernel.model import Entity, Observation
from mesto.kernel.names import PEOPLE
from mesto.kernel.plugin import OpenAnswers
from mesto.kernel.verdict import named
from mesto.kernel.visit import Visit
from mesto.operations.work.pictures import cleaned
from mesto.web.asker import callers_of, said
from mesto.web.body import read_bytes
from mesto.web.open import guest
from mesto.web.plain import language_of

LARGEST_FORM_BYTES: Final = 1_000
TAPS_PER_MINUTE: Final = 2  #: of one container, by people nobody knows
PHOTOS_PER_MINUTE: Final = 6  #: of a whole town, by people nobody knows
LONGEST_AGO: Final = timedelta(days=7)  #: that a phone keeps what was said
ID: Final = re.compile(r"[0-9a-f-]{32,36}")
SEE_OTHER: Final = 303
USUAL: Final = "en"  #: language of who tells none that we speak


async def show_sticker(request: Request, city: City) -> Response:
    """Show the page a sticker leads to. Raises Forbidden for a code of no sticker."""
    container = await _container(request, city)
    visit = await guest(request)
    trusted = visit is not None and _may_tell(visit, container)
    may_tap = trusted or (await policy_of(city)).citizens_tap
    language = language_of(request, USUAL)
    told = Told(
        name=named(container),
        lines=lines_of(container, language),
        may_tap=may_tap,
        trusted=trusted,
        done="done" in request.query_params,
    )
    return _shown(told, language)


async def show_nobodys(request: Request, _city: City) -> Response:
    """Show the page of a sticker nobody has looked at yet: a phone keeps it.

    Without a network its script says which code it is; whether the town takes what is
    said there, it says later.
    """
    told = Told(name="", lines=[], may_tap=True, trusted=False, done=False, known=False)
    return _shown(told, language_of(request, USUAL))


def _shown(told: Told, language: str) -> Response:
    headers = {"content-security-policy": POLICY, "cache-control": "no-store"}
    return Response(page(told, language), 200, headers, "text/html; charset=utf-8")


async def hear_sticker(request: Request, city: City) -> Response:
    """Record what somebody says who stands at a container, and show the page again.

    What people say whom nobody knows is marked as theirs, and only so often taken. What
    a phone kept without a network says how long ago that was (`ago_s`), and has an `id`
    of its own: it is recorded once, however often it is sent.

    Raises Forbidden for a code of no sticker and where citizens may not answer,
    Malformed for no answer, Unavailable for too many.
    """
    container = await _container(request, city)
    form = parse_qs((await read_bytes(request, LARGEST_FORM_BYTES)).decode("latin-1"))
    told = {name: values[0] for name, values in form.items()}
    at, once = _moment(told), _once(container, told)
    visit = await _trusted(request, city, container)
    if visit is not None:
        seen = _said(container, told, at, visit.principal.name)
        await _record_once(visit, seen, once)
    else:
        tap = _tap(container, told, at)
        pace = f"{city.name} {container.id}"
        callers_of(request).keep_pace("sticker", pace, TAPS_PER_MINUTE)
        await _record_once(city, [tapped(tap, CITIZENS)], once)
    again = f"{request.url.path}?language={language_of(request, USUAL)}&done"
    return RedirectResponse(again, SEE_OTHER)


async def hear_photo(request: Request, city: City) -> Response:
    """Keep a photo of a container in place of the last, without where it was taken.

    Raises as `hear_sticker` does, and Malformed for what is no picture.
    """
    container = await _container(request, city)
    told = dict(request.query_params)
    at, once = _moment(told), _once(container, told)
    visit = await _trusted(request, city, container)
    if visit is None:
        pace = f"photo {city.name} {container.id}"
        callers_of(request).keep_pace("sticker", pace, TAPS_PER_MINUTE)
        callers_of(request).keep_pace("town", f"photo {city.name}", PHOTOS_PER_MINUTE)
    sent = await read_bytes(request, LARGEST_BYTES)
    content = await asyncio.to_thread(cleaned, sent, LONGEST_SIDE)
    await city.ask(KeepPhoto(container=container.id, content=content, seen_at=at))
    photo = Observation(
        entity=container.id,
        attribute=PHOTO,
        value=sha256(content).hexdigest(),
        source=CITIZENS if visit is None else PEOPLE,
        observed_at=at,
    )
    await _record_once(visit or city, [photo], once)
    return Response(status_code=204)


async def _trusted(request: Request, city: City, container: Entity) -> Visit | None:
    """Return the city of who works for it; None: of anybody, who may answer here.

    Raises Forbidden where only those may who work for the town.
    """
    visit = await guest(request)
    if visit is not None and _may_tell(visit, container):
        return visit
    if not (await policy_of(city)).citizens_tap:
        raise Forbidden("only those who work for the town answer here")
    return None


async def _record_once(
    city: City, seen: Sequence[Observation], once: Once | None
) -> None:
    try:
        await city.record(seen, once=once)
    except Conflict as conflict:
        if not conflict.facts.get("done"):
            raise


def _moment(told: Mapping[str, str]) -> datetime:
    """Return when something was seen: so long ago as a phone says. Raises Malformed.

    Clocks of phones are wrong, but they know how long something took.
    """
    ago = told.get("ago_s", "0")
    if not is_count(ago):
        raise Malformed("say how many seconds ago", place=("ago_s",))
    if timedelta(seconds=int(ago)) > LONGEST_AGO:
        raise Malformed("it was seen too long ago", place=("ago_s",))
    return datetime.now(UTC) - timedelta(seconds=int(ago))


def _once(container: Entity, told: Mapping[str, str]) -> Once | None:
    """Return what is done only once; None where a page without a script says it."""
    number = told.get("id", "")
    if not number:
        return None
    if not ID.fullmatch(number):
        raise Malformed("an id is a UUID", place=("id",))
    said_so = sorted((k, v) for k, v in told.items() if k != "ago_s")
    digest = sha256(repr((container.id, said_so)).encode()).digest()
    return Once(f"sticker-{number}", digest)


def _said(
    container: Entity, told: Mapping[str, str], at: datetime, by: str
) -> list[Observation]:
    """Return what somebody says who works for the town. Raises Malformed."""
    if "emptied" in told:
        emptying = Emptying(by=by)
        return [
            stated(container.id, emptying, at, "reported", PEOPLE),
            emptied_last(container.id, at, PEOPLE),
        ]
    if "damaged" in told:
        return [said(container.id, "status", "vandalized")]
    return [tapped(_tap(container, told, at), PEOPLE)]


def _tap(container: Entity, told: Mapping[str, str], at: datetime) -> Tap:
    percent = told.get("level", "")
    if percent not in map(str, QUARTERS):
        known = ", ".join(map(str, QUARTERS))
        raise Malformed(f"say one of {known}", place=("level",))
    return Tap(container=container.id, level=int(percent) / 100, at=at)


async def _container(request: Request, city: City) -> Entity:
    """Return the container a code is stuck on. Raises Forbidden."""
    code = read_code(str(request.path_params["code"]))
    urn = await city.ask(Stuck(code)) if code else ""
    container = (await city.present([urn])).get(urn) if urn else None
    if container is None:
        raise Forbidden("this address leads nowhere")
    return container


def _may_tell(visit: Visit, container: Entity) -> bool:
    """Tell whether somebody may say how full a container is."""
    thing = Thing(container.id, frozenset(container.types), container.scopes)
    return not visit.looking and visit.principal.may_on(
        Verb.RECORD, thing, "fillingLevelSeen"
    )


#: Answers below /open/{city}/waste, to anybody.
OPEN_ANSWERS: Final[OpenAnswers] = (
    ("s/{code}", "GET", show_sticker),
    ("s/{code}", "POST", hear_sticker),
    ("s/{code}/photo", "POST", hear_photo),
    ("sticker", "GET", show_nobodys),
)
