"""Work orders: the list, one of them, opening, saying things of it, its pictures."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated

import msgspec
from msgspec import Meta, structs
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.access.rights import Verb
from mesto.kernel.city import Expect
from mesto.kernel.errors import NotFound
from mesto.kernel.mistake import read_written
from mesto.kernel.model import Entity, Observation
from mesto.kernel.names import PEOPLE
from mesto.kernel.question.handled import ALERT, RAISED
from mesto.kernel.question.handled import STATE as RULE_STATE
from mesto.kernel.question.links import Kin, LinksOf
from mesto.operations.work.clock import (
    last_said,
    noted,
    opened_by_our_clock,
    said_by_our_clock,
)
from mesto.operations.work.listing import ListedOrders
from mesto.operations.work.order import (
    ASSET,
    CAUSE,
    Opening,
    check_moves,
    open_order,
)
from mesto.operations.work.reading import (
    CREW,
    Crew,
    pictures_in,
    summary,
    whole,
)
from mesto.operations.work.said import PREFIX, STATE, Move, Said, say
from mesto.operations.written import read_definition, urn_of
from mesto.web.answers import answer_json
from mesto.web.asker import visit_of
from mesto.web.body import read_body
from mesto.web.once import once_of
from mesto.web.picture import Picture
from mesto.web.work.device import device_of
from mesto.web.work.sent import hand_out, keep_sent
from mesto.web.written import Draft, drop, entity_in, keep, name_in, shown

PAST = timedelta(days=30)  #: orders that are over are listed so long


class Spoken(msgspec.Struct, frozen=True):
    """Things said of an order, in the order they were said."""

    said: Annotated[list[Said], Meta(min_length=1, max_length=200)]


async def show_work(request: Request, picture: Picture) -> Response:
    """List the orders that are not over, and those that were lately, and the crews.

    Asked with `about`, the URN of an asset, it lists those about that one.
    """
    visit, since = visit_of(request), datetime.now(UTC) - PAST
    about = request.query_params.get("about") or None
    urns = await visit.ask(ListedOrders(since=since, about=about))
    orders = list((await visit.present(urns)).values())
    tell = await beside(request, orders)
    document = {
        "orders": [summary(one) | tell(one) for one in orders],
        "crews": _crews(await visit.entities(CREW)),
        "services": [{"name": d.name, "title": d.title} for d in picture.domains],
        "me": visit.principal.name,
    }
    return answer_json(request, document)


async def show_order(request: Request, _picture: Picture) -> Response:
    """Tell everything of one order. Raises NotFound."""
    order = await _order(request)
    tell = await beside(request, [order])
    return answer_json(request, whole(order) | tell(order))


async def open_one(request: Request, _picture: Picture) -> Response:
    """Open an order under a name its maker chose: sent twice, it is opened once.

    Raises NotFound where what it is about is not there, Conflict where another order
    has this name, Malformed.
    """
    opening = await read_body(request, Opening)
    name = name_in(request)
    await record_openings(request, {name: opening})
    made = await entity_in(request, PREFIX + name)
    return answer_json(request, whole(made), status=201)


async def record_openings(request: Request, openings: Mapping[str, Opening]) -> None:
    """Open orders by name, all or none of them. Raises as `open_one` does."""
    visit, device = visit_of(request), device_of(request)
    openings = {
        name: opened_by_our_clock(one, device) for name, one in openings.items()
    }
    wanted = [urn for one in openings.values() for urn in (one.about, *one.also) if urn]
    known = await visit.present(sorted(set(wanted)))
    for urn in wanted:
        if urn not in known:
            raise NotFound(f"there is no {urn}", place=("about",))
    seen = [
        one
        for name, opening in openings.items()
        for one in open_order(name, opening, known.get(opening.about), source=PEOPLE)
    ]
    fresh = [Expect(entity=PREFIX + name, attribute=STATE) for name in openings]
    await visit.record(list(noted(seen, device)), expect=fresh, once=once_of(request))


async def say_of_one(request: Request, picture: Picture) -> Response:
    """Take down what was said of an order, when it was said, signed by who says it.

    Answers as `show_order` does. Raises Conflict where a state cannot follow the
    present one, NotFound.
    """
    spoken = await read_body(request, Spoken)
    seen = observed(request, await _order(request), spoken.said)
    await visit_of(request).record(seen, once=once_of(request))
    return await show_order(request, picture)


async def keep_picture(request: Request, _picture: Picture) -> Response:
    """Keep a picture under the digest of its bytes. Raises Malformed."""
    visit_of(request).require(Verb.RECORD)
    return await keep_sent(request)


async def show_picture(request: Request, _picture: Picture) -> Response:
    """Hand out a picture of an order that who asks may see. Raises NotFound."""
    return await hand_out(request, pictures_in(await _order(request)))


async def keep_crew(request: Request, _picture: Picture) -> Response:
    """Write who belongs to a crew. Raises Malformed and Conflict."""
    draft = await read_body(request, Draft)
    crew = read_written(draft.definition, Crew, at=("definition",))
    kept = structs.replace(draft, definition=crew)
    return answer_json(request, shown(await keep(request, _crew(request), kept)))


async def drop_crew(request: Request, _picture: Picture) -> Response:
    """Let a crew be no more; its orders wait for somebody else. Raises NotFound."""
    return await drop(request, _crew(request))


def _crews(entities: Mapping[str, Entity]) -> list[dict[str, object]]:
    """Return crews as they are written, whatever they leave out."""
    read = ((one, read_definition(one, Crew)) for one in entities.values())
    return [shown(one) | {"definition": crew} for one, crew in read if crew is not None]


def _crew(request: Request) -> str:
    return urn_of(CREW, name_in(request))


async def beside(
    request: Request, orders: Sequence[Entity]
) -> Callable[[Entity], dict[str, object]]:
    """Return what tells of each order what others know: its asset, and its alarm.

    An order's alarm is the number of the Alert it comes from, while a rule raises it.
    """
    visit = visit_of(request)
    causes = await visit.present(_named(orders, CAUSE))
    raised = [urn for urn, one in causes.items() if _is_raised(one)]
    known = await visit.ask(LinksOf(urns=[*_named(orders, ASSET), *raised]))

    def tell(order: Entity) -> dict[str, object]:
        asset, cause = known.get(str(order.value(ASSET))), str(order.value(CAUSE))
        return {
            "asset_id": asset and asset.id,
            "asset_name": "" if asset is None else _called(asset),
            "alarm": known[cause].id if cause in raised else None,
        }

    return tell


def _named(orders: Sequence[Entity], attribute: str) -> list[str]:
    """Return the URNs that orders name by an attribute."""
    values = (one.value(attribute) for one in orders)
    return sorted({str(urn) for urn in values if urn})


def _is_raised(cause: Entity) -> bool:
    return ALERT in cause.types and cause.value(RULE_STATE) == RAISED


def _called(asset: Kin) -> str:
    names = asset.name.values() if isinstance(asset.name, dict) else [asset.name]
    return str(next(filter(None, names), asset.urn.rpartition(":")[2]))


def observed(
    request: Request, order: Entity, said: Sequence[Said]
) -> list[Observation]:
    """Return what the ledger keeps of things said of an order.

    Raises Conflict where a state cannot follow the one before.
    """
    device, who = device_of(request), visit_of(request).principal.name
    told = said_by_our_clock(said, device, last_said(order, who))
    check_moves(order, (one for one in told if isinstance(one, Move)))
    name = order.id.removeprefix(PREFIX)
    seen = (o for one in told for o in say(name, one, source=PEOPLE))
    return list(noted(seen, device))


async def _order(request: Request) -> Entity:
    return await entity_in(request, PREFIX + name_in(request))
