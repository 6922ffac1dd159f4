"""Stickers printed for containers, and what the office is told of them."""

import secrets
from datetime import UTC, datetime
from typing import Annotated, Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.waste.inventory.fleet import texts
from mesto.domains.waste.nouns import CONTAINER, ISLE
from mesto.domains.waste.stickers.codes import (
    CODE,
    LENGTH,
    code_of,
    read_code,
    shown,
)
from mesto.domains.waste.stickers.grids import GRIDS, Size
from mesto.domains.waste.stickers.page import (
    HOW_FULL,
    LANGUAGES,
    lines_of,
    street_of,
)
from mesto.domains.waste.stickers.photo import PhotoOf
from mesto.domains.waste.stickers.taps import Tap, doubts, tapped
from mesto.kernel.access.rights import Verb
from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.model import Entity
from mesto.kernel.names import PEOPLE
from mesto.kernel.plugin import Answers
from mesto.kernel.question.stated import Stated
from mesto.kernel.script import with_both_scripts
from mesto.kernel.verdict import named
from mesto.operations.work.pictures import KIND
from mesto.web.answers import answer_json
from mesto.web.asker import said, visit_of
from mesto.web.body import MOST_BYTES, read_body
from mesto.web.once import record_once
from mesto.web.picture import Picture

MOST_STICKERS: Final = 500
LISTED: Final = ("name", "address", "storedWasteKind", "refWasteContainerIsle", CODE)
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


async def show_containers(request: Request, _picture: Picture) -> Response:
    """List containers by what stickers are chosen by: isle, waste, street, code."""
    city = visit_of(request)
    stated = await city.ask(Stated(types=[CONTAINER], attributes=LISTED))
    isles = await city.ask(Stated(types=[ISLE], attributes=["name"]))
    listed = [
        {
            "urn": urn,
            "name": told.get("name") or urn.rpartition(":")[2],
            "isle": isle,
            "isle_name": isles.get(isle, {}).get("name") or isle.rpartition(":")[2],
            "fractions": texts(told.get("storedWasteKind")),
            "street": street_of(told.get("address")),
            "printed": bool(told.get(CODE)),
        }
        for urn, told in stated.items()
        for isle in [str(told.get("refWasteContainerIsle") or "")]
    ]
    return answer_json(request, {"containers": listed, "most": MOST_STICKERS})


async def print_stickers(request: Request, _picture: Picture) -> Response:
    """Print stickers; containers that had no code get one.

    Raises Malformed for a container that is none.
    """
    from mesto.domains.waste.stickers.sheet import Sticker, draw_sheets

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
                *lines_of(there[urn], wanted.language),
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


async def show_photo(request: Request, _picture: Picture) -> Response:
    """Hand out the last photo of a container. Raises NotFound."""
    urn = request.query_params.get("of", "")
    visit = visit_of(request)
    seen = await visit.present([urn])
    content = await visit.host.ask(PhotoOf(urn)) if urn in seen else None
    if content is None:
        raise NotFound("there is no photo of this")
    headers = {
        "cache-control": "private, max-age=60",
        "content-security-policy": "default-src 'none'; sandbox",
    }
    return Response(content, 200, headers, KIND)


def _code(container: Entity) -> str:
    code = container.value(CODE)
    return read_code(code) if isinstance(code, str) else ""


#: Answers below /api/{city}/waste, by what who asks has to be allowed.
ANSWERS: Final[Answers] = {
    Verb.RECORD: (
        ("stickers", "POST", print_stickers),
        ("seen", "POST", tell_levels),
    ),
    Verb.SEE: (
        ("stickers", "GET", show_containers),
        ("stickers/photo", "GET", show_photo),
    ),
}
