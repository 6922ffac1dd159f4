"""Many work orders at once: opened, and spoken of, all or none of them."""

from typing import Annotated

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.errors import NotFound
from mesto.operations.work.order import Opening
from mesto.operations.work.reading import summary
from mesto.operations.work.said import PREFIX, Said
from mesto.web.answers import answer_json
from mesto.web.asker import visit_of
from mesto.web.body import read_body
from mesto.web.once import once_of
from mesto.web.picture import Picture
from mesto.web.work.answers import beside, observed, record_openings
from mesto.web.written import NAME

Name = Annotated[str, Meta(pattern=f"^{NAME.pattern}$")]
LARGEST_BYTES = 2 * 2**20


class Openings(msgspec.Struct, frozen=True):
    """New orders by the names their maker chose."""

    orders: Annotated[dict[Name, Opening], Meta(min_length=1, max_length=200)]


class SpokenOfMany(msgspec.Struct, frozen=True):
    """Things said of orders, by their names, each in the order they were said."""

    orders: Annotated[
        dict[Name, Annotated[list[Said], Meta(min_length=1, max_length=20)]],
        Meta(min_length=1, max_length=1000),
    ]


async def open_many(request: Request, _picture: Picture) -> Response:
    """Open orders, all or none of them.

    Raises NotFound where what one is about is not there, Conflict where there is an
    order of one of the names, Malformed.
    """
    openings = await read_body(request, Openings, most_bytes=LARGEST_BYTES)
    await record_openings(request, openings.orders)
    return await _told(request, list(openings.orders), status=201)


async def say_of_many(request: Request, _picture: Picture) -> Response:
    """Take down what was said of orders, of all or of none.

    Raises Conflict where a state cannot follow the present one, NotFound.
    """
    spoken = (await read_body(request, SpokenOfMany, most_bytes=LARGEST_BYTES)).orders
    visit = visit_of(request)
    orders = await visit.present([PREFIX + name for name in spoken])
    for name in spoken:
        if PREFIX + name not in orders:
            raise NotFound(f"there is no {PREFIX + name}", place=("orders", name))
    seen = [
        one
        for name, said in spoken.items()
        for one in observed(request, orders[PREFIX + name], said)
    ]
    await visit.record(seen, once=once_of(request))
    return await _told(request, list(spoken))


async def _told(request: Request, names: list[str], status: int = 200) -> Response:
    """Answer how these orders are now."""
    orders = await visit_of(request).present([PREFIX + name for name in names])
    tell = await beside(request, list(orders.values()))
    told = [summary(one) | tell(one) for one in orders.values()]
    return answer_json(request, told, status=status)
