"""Telling an asset what to do, and seeing what becomes of it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, TypeAlias
from uuid import UUID

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.errors import Infeasible, NotFound
from mesto.kernel.model import Command, Value
from mesto.kernel.names import PEOPLE
from mesto.kernel.order import admit, example
from mesto.kernel.plugin import Order, Press, Text
from mesto.kernel.question.commands import Commands
from mesto.kernel.text import refusal
from mesto.operations.commands.give import give
from mesto.operations.commands.override import Back, Terms
from mesto.web import asked
from mesto.web.answers import answer_json
from mesto.web.asker import visit_of
from mesto.web.body import read_body
from mesto.web.log import written_command
from mesto.web.picture import Picture

MOST = 100  #: commands in one answer
LARGEST_BYTES = 16 * 2**10

Moment: TypeAlias = Annotated[datetime, msgspec.Meta(tz=True)]


class Wish(msgspec.Struct, frozen=True):
    """An order as it is given.

    token: made by who gives it; the same one is carried out once
    until: it ends by itself then
    """

    order: str
    token: UUID
    value: Any = None  # any JSON; the order says which it takes
    until: Moment | None = None


async def show_commands(request: Request, picture: Picture) -> Response:
    """List what an asset was told, newest first."""
    await picture.ready()
    _, entity = await asked.entity(request, picture)
    before = asked.moment(request, "before") or datetime.max.replace(tzinfo=UTC)
    limit = asked.count(request, "limit", 20, MOST)
    given = await picture.city.ask(
        Commands(entity=entity.id, before=before, limit=limit)
    )
    more = given[-1].created_at if len(given) >= limit else None
    items = [written_command(one) for one in given]
    return answer_json(request, {"items": items, "next": more})


async def give_order(request: Request, picture: Picture) -> Response:
    """Tell an asset to do something; answer with the command, which is pending.

    Raises Malformed for a value it does not take, NotFound for an order it does not
    know, Infeasible where nothing can bring it there, or an interlock forbids it.
    """
    await picture.ready()
    wish = await read_body(request, Wish)
    number, entity = await asked.entity(request, picture)
    order = order_of(picture, number, wish.order)
    value = admit(order, wish.value)
    command = command_of(order, entity.id, value, datetime.now(UTC))
    hindrance = request.scope["exchange"].hindrance(command)
    if hindrance:
        raise refusal(Infeasible, hindrance)
    command = msgspec.structs.replace(command, id=str(wish.token))
    terms = terms_of(order, orders_of(picture, number), wish.until)
    given = await give(visit_of(request), command, terms)
    return answer_json(request, {"id": given}, status=201)


def terms_of(order: Order, orders: Sequence[Order], until: datetime | None) -> Terms:
    """Return on which terms an order is given.

    orders: all that the asset knows, one of which may be the way back
    """
    back = next((one.takes for one in orders if one.name == order.back_by), None)
    return Terms(
        until=until,
        back=Back(back.value) if isinstance(back, Press) else None,
        four_eyes=order.four_eyes,
    )


def order_of(picture: Picture, number: int, name: str) -> Order:
    """Return an order by its name. Raises NotFound where the asset knows none such."""
    return order_named(orders_of(picture, number), name)


def order_named(orders: Sequence[Order], name: str) -> Order:
    """Return one of some orders. Raises NotFound where none has the name."""
    for order in orders:
        if order.name == name:
            return order
    raise NotFound(f"there is no order {name[:40]} here", place=("order",))


def orders_of(picture: Picture, number: int) -> Sequence[Order]:
    """Return what an asset can be told; nothing where no layer shows it."""
    row = picture.assets.row(number)
    return () if row is None else picture.layer_of(row).orders


def hindrances(
    request: Request, orders: Sequence[Order], urn: str
) -> Mapping[str, Text]:
    """Say, by order, why nothing can bring it to an asset; empty: something can."""
    exchange = request.scope["exchange"]
    now = datetime.now(UTC)
    return {
        order.name: exchange.hindrance(command_of(order, urn, example(order), now))
        for order in orders
    }


def command_of(order: Order, urn: str, value: Value, now: datetime) -> Command:
    """Write the command of an order; `value` is what it shall carry."""
    return Command(
        entity=urn,
        name=order.command,
        value=value,
        expires_at=now + order.expires_after,
        source=PEOPLE,
        again_s=order.again_after.total_seconds() if order.again_after else None,
    )
