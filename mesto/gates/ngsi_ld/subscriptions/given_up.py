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
from mesto.kernel.city import City
from mesto.kernel.question.find import Page

_LONGEST: Final = 18  #: digits of a number
_LIST: Final = """
    select number, made_at, tries, body
      from notification
     where subscription = $1 and due_at is null
     order by number
     limit $2 offset $3
"""
_COUNT: Final = """
    select count(*) from notification where subscription = $1 and due_at is null
"""
_AGAIN: Final = """
    update notification set due_at = now(), tries = 0
     where subscription = $1 and due_at is null
       and ($2::bigint[] is null or number = any ($2))
"""
_DROP: Final = """
    delete from notification
     where subscription = $1 and due_at is null
       and ($2::bigint[] is null or number = any ($2))
"""


async def list_given_up(request: Request, of: str) -> Response:
    """GET /subscriptions/{id}/givenUp: with what was to be told, the oldest first."""
    accepted = request.accepted(JSON)
    record = await existing(request, of)
    limit, offset = read_page(request)
    async with visit_of(request).host.bound() as connection:
        rows = await connection.fetch(_LIST, record.id, limit, offset)
        total = await connection.fetchval(_COUNT, record.id)
    told = [
        {
            "number": row["number"],
            "madeAt": timestamp(row["made_at"]),
            "tries": row["tries"],
            "notification": orjson.Fragment(row["body"]),
        }
        for row in rows
    ]
    page = Page(
        tuple(str(row["number"]) for row in rows),
        more=offset + len(rows) < total,
        total=total if request.flag("count") else None,
    )
    headers = page_headers(request, page, limit, offset)
    kind = ("Content-Type", accepted)
    return Response(200, orjson.dumps(told), [kind, *headers])


async def send_again(request: Request, of: str) -> Response:
    """POST /subscriptions/{id}/givenUp: those of `id`, else all; in their old order."""
    return await _change(request, of, _AGAIN, "sent")


async def drop_given_up(request: Request, of: str) -> Response:
    """DELETE /subscriptions/{id}/givenUp: those of `id`, else all."""
    return await _change(request, of, _DROP, "dropped")


async def _change(request: Request, of: str, how: str, done: str) -> Response:
    record, numbers = await existing(request, of), _numbers(request)
    changed = await _execute(visit_of(request).host, how, record.id, numbers)
    return Response(200, orjson.dumps({done: changed}), [("Content-Type", JSON)])


async def _execute(city: City, how: str, of: str, numbers: Sequence[int] | None) -> int:
    """Change what was given up; return how many there were."""
    async with city.bound() as connection:
        status = await connection.execute(how, of, numbers)
    return int(status.rpartition(" ")[2])


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
