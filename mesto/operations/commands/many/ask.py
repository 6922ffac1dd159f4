"""Asking for an order to many, deciding on it, stopping it, and what comes after it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid5

import msgspec

from mesto.kernel.connections import Connection
from mesto.kernel.errors import Conflict, Infeasible, NotFound
from mesto.kernel.text import refusal
from mesto.kernel.visit import Visit
from mesto.operations.commands.approval import check_other
from mesto.operations.commands.many import store
from mesto.operations.commands.many.bulk import (
    Bulk,
    Target,
    command_to,
    targets_of,
)
from mesto.operations.commands.many.weigh import Weighed
from mesto.operations.commands.words import ENDED

AGAIN = ("failed", "refused")  #: what is tried once more


async def ask_for(visit: Visit, bulk: Bulk, weighed: Weighed) -> None:
    """Keep an order to many; it is given from now on, or waits for a second person.

    What comes with an id that is kept already is kept once.

    Raises Conflict where another order to many has the id.
    """
    await _keep(visit, bulk, targets_of(bulk.id, weighed.may, weighed.against))


async def decide_on(visit: Visit, number: UUID, *, agreed: bool, reason: str) -> None:
    """Agree to what somebody else ordered of many, or refuse it.

    Raises NotFound, Forbidden, and Conflict where it waits no more.
    """
    bulk = await kept(visit, number)
    check_other(bulk.by, visit.principal.name)
    await _require_all(visit, bulk)
    by = visit.principal.name
    async with visit.ordering() as connection:
        if not await store.decide(
            connection, number, agreed=agreed, by=by, reason=reason
        ):
            raise Conflict("it waits no more: it was decided, or it is too late")


async def stop(visit: Visit, number: UUID) -> None:
    """Give no more of it, by who asked or by who may order all of it.

    Raises NotFound and Forbidden.
    """
    bulk = await kept(visit, number)
    if bulk.by != visit.principal.name:
        await _require_all(visit, bulk)
    async with visit.ordering() as connection:
        await store.stop(connection, number)


async def failed_of(visit: Visit, number: UUID) -> list[str]:
    """Return of which targets it came to nothing. Raises NotFound."""
    await kept(visit, number)
    async with visit.bound() as connection:
        return await store.entities_of(connection, number, AGAIN)


async def end_all(visit: Visit, number: UUID, new: UUID) -> None:
    """End all that an order to many began and still holds, as an order to many `new`.

    Raises NotFound, Forbidden, and Infeasible where nothing of it holds any more.
    """
    began = await kept(visit, number)
    async with visit.bound() as connection:
        running = await store.running_of(connection, number)
    if not running:
        raise refusal(Infeasible, ENDED)
    targets = [
        Target(place, entity, uuid5(held, "back"), held)
        for place, (entity, held) in enumerate(running)
    ]
    ending = msgspec.structs.replace(
        began,
        id=new,
        ends=True,
        by=visit.principal.name,
        roles=visit.principal.role_names,
        asked_at=datetime.now(UTC),
        why={},
        approved_by="",
        note="",
    )
    await _require(visit, ending, targets)
    await _keep(visit, ending, targets)


async def kept(visit: Visit, number: UUID) -> Bulk:
    """Return an order to many, if who asks sees any of it. Raises NotFound."""
    async with visit.bound() as connection:
        return await _found(connection, number)


async def _found(connection: Connection, number: UUID) -> Bulk:
    bulk = await store.bulk_of(connection, number)
    if bulk is None:
        raise NotFound("nothing of this id was ordered of many")
    return bulk


async def _require_all(visit: Visit, bulk: Bulk) -> None:
    """Raise Forbidden unless somebody may order all that it is for."""
    async with visit.host.bound() as connection:
        entities = await store.entities_of(connection, bulk.id)
    await _require(visit, bulk, targets_of(bulk.id, entities, {}))


async def _require(visit: Visit, bulk: Bulk, targets: Sequence[Target]) -> None:
    now = datetime.now(UTC)
    commands = [command_to(bulk, one, now) for one in targets]
    may = await visit.signed_each(commands)
    urns = [one.entity for one in may]
    Weighed(urns, len(commands) - len(may), {}, {}).require_all()


async def _keep(visit: Visit, bulk: Bulk, targets: Sequence[Target]) -> None:
    async with visit.ordering() as connection:
        new = await store.keep(connection, bulk, targets)
        known = None if new else await store.bulk_of(connection, bulk.id)
    if known is not None and not _same(known, bulk):
        raise Conflict("another order has this id", id=str(bulk.id))


def _same(known: Bulk, bulk: Bulk) -> bool:
    return (known.by, known.type, known.order, known.wish, known.ends) == (
        bulk.by,
        bulk.type,
        bulk.order,
        bulk.wish,
        bulk.ends,
    )
