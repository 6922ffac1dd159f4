"""Stickers printed for containers, and what people say who stand there."""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Final
from urllib.parse import parse_qs

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from mesto.domains.waste.emptyings.found import emptied_last, stated
from mesto.domains.waste.inventory.fleet import texts
from mesto.domains.waste.inventory.reading import policy_of
from mesto.domains.waste.inventory.words import KINDS_OF_WASTE
from mesto.domains.waste.nouns import Emptying
from mesto.domains.waste.stickers.codes import (
    CODE,
    LENGTH,
    Stuck,
    code_of,
    read_code,
    shown,
)
from mesto.domains.waste.stickers.page import (
    HOW_FULL,
    LANGUAGES,
    POLICY,
    Told,
    page,
)
from mesto.domains.waste.stickers.sheet import GRIDS, Size, Sticker, draw_sheets
from mesto.domains.waste.stickers.taps import CITIZENS, QUARTERS, Tap, doubts, tapped
from mesto.kernel.access.rights import Thing, Verb
from mesto.kernel.city import City
from mesto.kernel.errors import Forbidden, Malformed
from mesto.kernel.model import Entity, Observation
from mesto.kernel.names import PEOPLE
from mesto.kernel.plugin import Answers, OpenAnswers
from mesto.kernel.script import with_both_scripts
from mesto.kernel.verdict import named
from mesto.kernel.visit import Visit
from mesto.web.answers import answer_json
from mesto.web.asker import callers_of, said, visit_of
from mesto.web.body import MOST_BYTES, read_body, read_bytes
from mesto.web.once import record_once
from mesto.web.open import guest
from mesto.web.picture import Picture
from mesto.web.plain import language_of

MOST_STICKERS: Final = 500
LARGEST_FORM_BYTES: Final = 1_000
TAPS_PER_MINUTE: Final = 2  #: of one container, by people nobody knows
SEE_OTHER: Final = 303
USUAL: Final = "en"  #: language of who tells none that we speak
Taps = Annotated[list[Tap], msgspec.Meta(min_length=1, max_length=2_000)]


class Wanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Stickers that are to be printed.

    origin: where people reach mesto, e.g. https://city.example
    """

    containers: Annotated[
        list[str], msgspec.Meta(min_length=1, max_length=MOST_STICKERS)
    ]
    origin: Annotated[str, msgspec.Meta(pattern=r"^https?://[^/\s]+$", max_length=200)]
    size: Size = "medium"
    language: str = "en"


async def print_stickers(request: Request, _picture: Picture) -> Response:
    """Print stickers; containers that had no code get one.

    Raises Malformed for a container that is none.
    """
    wanted = await read_body(request, Wanted)
    if wanted.language not in LANGUAGES or wanted.size not in GRIDS:
        raise Malformed("language is one we speak", place=("language",))
    city = visit_of(request)
    there = await city.present(wanted.containers)
    for place, urn in enumerate(wanted.containers):
        if urn not in there:
            raise Malformed(f"there is no {urn}", place=("containers", place))
    codes = {urn: _code(there[urn]) for urn in wanted.containers}
    fresh = {
        urn: code_of(secrets.token_bytes(LENGTH)) for urn in codes if not codes[urn]
    }
    if fresh:
        news = [said(urn, CODE, code) for urn, code in fresh.items()]
        await record_once(request, news, None)
    base = f"{wanted.origin}/open/{city.name}/waste/s/"
    stickers = [
        Sticker(
            url=base + code,
            name=named(there[urn]),
            code=shown(code),
            lines=[
                with_both_scripts(HOW_FULL)[wanted.language],
                *_lines(there[urn], wanted.language),
            ],
        )
        for urn, code in (codes | fresh).items()
    ]
    paper = draw_sheets(stickers, wanted.size, city.name)
    headers = {"content-disposition": 'attachment; filename="stickers.pdf"'}
    return Response(paper, 200, headers, "application/pdf")


async def tell_levels(request: Request, _picture: Picture) -> Response:
    """Record what people saw in containers, as other systems of theirs tell it.

    Answers how many were recorded, and each that was not with the reason.
    """
    taps = await read_body(request, Taps, most_bytes=MOST_BYTES)
    town = await visit_of(request).present(sorted({one.container for one in taps}))
    refused = list(doubts(taps, town, datetime.now(UTC)))
    wrong = {one.number for one in refused}
    taken = [
        tapped(one, PEOPLE) for number, one in enumerate(taps) if number not in wrong
    ]
    if taken:
        await record_once(request, taken, None)
    told = {"recorded": len(taken), "refused": [one._asdict() for one in refused]}
    return answer_json(request, told)


async def show_sticker(request: Request, city: City) -> Response:
    """Show the page a sticker leads to. Raises Forbidden for a code of no sticker."""
    container = await _container(request, city)
    visit = await guest(request)
    trusted = visit is not None and _may_tell(visit, container)
    may_tap = trusted or (await policy_of(city)).citizens_tap
    language = language_of(request, USUAL)
    told = Told(
        name=named(container),
        lines=_lines(container, language),
        may_tap=may_tap,
        trusted=trusted,
        done="done" in request.query_params,
    )
    headers = {"content-security-policy": POLICY, "cache-control": "no-store"}
    return Response(page(told, language), 200, headers, "text/html; charset=utf-8")


async def hear_sticker(request: Request, city: City) -> Response:
    """Record what somebody says who stands at a container, and show the page again.

    What people say whom nobody knows is marked as theirs, and only so often taken.

    Raises Forbidden for a code of no sticker and where citizens may not answer,
    Malformed for no answer, Unavailable for too many.
    """
    container = await _container(request, city)
    form = parse_qs((await read_bytes(request, LARGEST_FORM_BYTES)).decode("latin-1"))
    visit = await guest(request)
    now = datetime.now(UTC)
    if visit is not None and _may_tell(visit, container):
        await visit.record(_said(container, form, now, visit.principal.name))
    else:
        if not (await policy_of(city)).citizens_tap:
            raise Forbidden("only those who work for the town answer here")
        tap = _tap(container, form, now)
        pace = f"{city.name} {container.id}"
        callers_of(request).keep_pace("sticker", pace, TAPS_PER_MINUTE)
        await city.record([tapped(tap, CITIZENS)])
    again = f"{request.url.path}?language={language_of(request, USUAL)}&done"
    return RedirectResponse(again, SEE_OTHER)


def _said(
    container: Entity, form: Mapping[str, list[str]], now: datetime, by: str
) -> list[Observation]:
    """Return what somebody says who works for the town. Raises Malformed."""
    if "emptied" in form:
        emptying = Emptying(by=by)
        return [
            stated(container.id, emptying, now, "reported", PEOPLE),
            emptied_last(container.id, now, PEOPLE),
        ]
    if "damaged" in form:
        return [said(container.id, "status", "vandalized")]
    return [tapped(_tap(container, form, now), PEOPLE)]


def _tap(container: Entity, form: Mapping[str, list[str]], now: datetime) -> Tap:
    percent = form.get("level", [""])[0]
    if percent not in map(str, QUARTERS):
        known = ", ".join(map(str, QUARTERS))
        raise Malformed(f"say one of {known}", place=("level",))
    return Tap(container=container.id, level=int(percent) / 100, at=now)


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


def _lines(container: Entity, language: str) -> list[str]:
    """Say what a container is for, and where it stands."""
    kinds = (
        with_both_scripts(KINDS_OF_WASTE[one])[language]
        for one in texts(container.value("storedWasteKind"))
        if one in KINDS_OF_WASTE
    )
    address = container.value("address")
    street = address.get("streetAddress") if isinstance(address, Mapping) else ""
    return [", ".join(kinds), *([street] if isinstance(street, str) and street else [])]


def _code(container: Entity) -> str:
    code = container.value(CODE)
    return read_code(code) if isinstance(code, str) else ""


#: Answers below /api/{city}/waste, by what who asks has to be allowed.
ANSWERS: Final[Answers] = {
    Verb.RECORD: (
        ("stickers", "POST", print_stickers),
        ("seen", "POST", tell_levels),
    ),
}
#: Answers below /open/{city}/waste, to anybody.
OPEN_ANSWERS: Final[OpenAnswers] = (
    ("s/{code}", "GET", show_sticker),
    ("s/{code}", "POST", hear_sticker),
)
