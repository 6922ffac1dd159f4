"""Interlocks: what there is, trying, keeping and dropping."""

from datetime import UTC, datetime
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.mistake import read_written
from mesto.kernel.model import Entity, Value
from mesto.kernel.order import admit
from mesto.kernel.plugin import Order
from mesto.kernel.script import with_both_scripts
from mesto.operations.commands.interlock import INTERLOCK, Definition, check, concerned
from mesto.operations.commands.reading import objections_by
from mesto.operations.written import urn_of
from mesto.web.answers import answer_json
from mesto.web.asker import visit_of
from mesto.web.body import read_body
from mesto.web.orders import command_of, order_named
from mesto.web.picture import Picture
from mesto.web.written import Draft, drop, keep, name_in, shown


class Trial(msgspec.Struct, frozen=True):
    """An order that is supposed to be given to an asset."""

    definition: Any  # of an interlock
    entity: str  #: URN
    order: str
    value: Any = None  # any JSON; the order says which it takes


async def show_interlocks(request: Request, _picture: Picture) -> Response:
    """List every interlock."""
    found = await visit_of(request).entities(INTERLOCK)
    return answer_json(request, [shown(one) for one in found.values()])


async def try_interlock(request: Request, picture: Picture) -> Response:
    """Say what an interlock would do about an order just now, and why; nothing is done.

    It is judged by what who asks may see: nobody finds out more by trying.

    Raises Malformed with the place, and NotFound for an asset or order there is not.
    """
    await picture.ready()
    trial = await read_body(request, Trial)
    interlocks = {"draft": _checked(trial.definition)}
    visit = visit_of(request)
    entity = (await visit.present([trial.entity])).get(trial.entity)
    if entity is None:
        raise NotFound(f"there is no {trial.entity[:200]}", place=("entity",))
    order = order_named(_orders_of(picture, entity), trial.order)
    now = datetime.now(UTC)
    command = command_of(order, entity.id, _admitted(order, trial.value), now)
    command = msgspec.structs.replace(command, source=visit.principal.name)
    about = concerned(interlocks, command.name, entity.types)
    said = (await objections_by(visit, interlocks, [command], now))[entity.id]
    does = "asks" if said and said[0].asks else "forbids" if said else "allows"
    return answer_json(
        request,
        {
            "does": does if about else "nothing",
            "says": with_both_scripts(said[0].says) if said else {},
        },
    )


async def keep_interlock(request: Request, _picture: Picture) -> Response:
    """Keep an interlock. Raises Malformed with the place, and Conflict."""
    urn = urn_of(INTERLOCK, name_in(request))
    draft = await read_body(request, Draft)
    _checked(draft.definition)
    return answer_json(request, shown(await keep(request, urn, draft)))


async def drop_interlock(request: Request, _picture: Picture) -> Response:
    """Throw an interlock away; its history stays. Raises NotFound."""
    return await drop(request, urn_of(INTERLOCK, name_in(request)))


def _checked(written: object) -> Definition:
    """Read an interlock's definition. Raises Malformed with the place."""
    definition = read_written(written, Definition, at=("definition",))
    check(definition)
    return definition


def _orders_of(picture: Picture, entity: Entity) -> list[Order]:
    return [
        order
        for _, layer in picture.layers
        if layer.type in entity.types
        for order in layer.orders
    ]


def _admitted(order: Order, value: Value) -> Value:
    try:
        return admit(order, value)
    except Malformed as error:
        raise Malformed(str(error), place=("value",)) from error
