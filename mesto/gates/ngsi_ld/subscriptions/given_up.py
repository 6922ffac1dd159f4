"""Notifications that were given up: seen, sent again, or dropped, by who subscribed.

The standard has no word for them; the resource is ours.
"""

from collections.abc import Sequence
from typing import Final

import orjson

from mesto.gates.ngsi_ld.codec.encode import timestamp
from mesto.gates.ngsi_ld.consumption import PAGE_PARAMETERS, page_headers, read_page
from mesto.gates.ngsi_ld.problem import BadRequestData
from mesto.gates.ngsi_ld.request import JSON, Request, Response, Route, Routes
from mesto.gates.ngsi_ld.subscriptions.answers import existing, visit_of
from mesto.kernel.question.find import Page
from mesto.kernel.question.subscribed import DropGivenUp, ListGivenUp, SendAgain

_LONGEST: Final = 18  #: digits of a number


async def list_given_up(request: Request, of: str) -> Response:
    """GET /subscriptions/{id}/givenUp: with what was to be told, the oldest first."""
    accepted = request.accepted(JSON)
    record = await existing(request, of)
    limit, offset = read_page(request)
    question = ListGivenUp(subscription=record.id, limit=limit, offset=offset)
    rows, total = await visit_of(request).host.ask(question)
    told = [
        {
            "number": row.number,
            "madeAt": timestamp(row.made_at),
            "tries": row.tries,
            "why": row.why,
            "notification": orjson.Fragment(row.body),
        }
        for row in rows
    ]
    page = Page(
        tuple(str(row.number) for row in rows),
        more=offset + len(rows) < total,
        total=total if request.flag("count") else None,
    )
    headers = page_headers(request, page, limit, offset)
    kind = ("Content-Type", accepted)
    return Response(200, orjson.dumps(told), [kind, *headers])


async def send_again(request: Request, of: str) -> Response:
    """POST /subscriptions/{id}/givenUp: those of `id`, else all; in their old order."""
    record, numbers = await existing(request, of), _numbers(request)
    question = SendAgain(subscription=record.id, numbers=numbers)
    return _counted(sent=await visit_of(request).host.ask(question))


async def drop_given_up(request: Request, of: str) -> Response:
    """DELETE /subscriptions/{id}/givenUp: those of `id`, else all."""
    record, numbers = await existing(request, of), _numbers(request)
    question = DropGivenUp(subscription=record.id, numbers=numbers)
    done = await visit_of(request).host.ask(question)
    return _counted(dropped=done.notifications)


def _counted(**done: int) -> Response:
    return Response(200, orjson.dumps(done), [("Content-Type", JSON)])


def _numbers(request: Request) -> Sequence[int] | None:
    """Return the numbers that are meant; None: all."""
    words = request.words("id")
    for word in words:
        if not (word.isascii() and word.isdigit() and len(word) <= _LONGEST):
            raise BadRequestData(f"id is a list of numbers, not {word!r:.50}")
    return list(map(int, words)) or None


_SOME: Final = frozenset({"id"})

ROUTES: Final[Routes] = {
    "/subscriptions/{}/givenUp": {
        "GET": Route(list_given_up, PAGE_PARAMETERS),
        "POST": Route(send_again, _SOME),
        "DELETE": Route(drop_given_up, _SOME),
    },
}
