"""Orders to many: what would become of one, giving it, and how it goes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, NamedTuple, TypeAlias
from uuid import UUID

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.errors import Infeasible, Malformed, NotFound
from mesto.kernel.model import Command
from mesto.kernel.order import admit
from mesto.kernel.plugin import Order, Text
from mesto.kernel.radio import Way
from mesto.kernel.script import with_both_scripts
from mesto.kernel.text import refusal
from mesto.operations.commands.many import ask
from mesto.operations.commands.many.bulk import MOST, Bulk, joined
from mesto.operations.commands.many.questions import Standing, Standings, Troubles
from mesto.operations.commands.many.weigh import Weighed, weigh
from mesto.operations.commands.override import Terms, check_until
from mesto.operations.commands.radio import Sent, takes_all_s
from mesto.operations.commands.words import NOTHING
from mesto.web.airtime import ways_to
from mesto.web.answers import answer_json
from mesto.web.asker import visit_of
from mesto.web.body import read_body
from mesto.web.commands.guarded import NO_CONTENT, Decision, check_reason, number_in
from mesto.web.orders import Moment, command_of, order_named, terms_of
from mesto.web.picture import Picture
from mesto.web.tables.query import read_query
from mesto.web.tables.table import Table

LARGEST_BYTES = 512 * 2**10

Number: TypeAlias = Annotated[int, msgspec.Meta(ge=0, lt=2**31)]  #: of an asset


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """An order to many as it is sent.

    ids: these assets; without it, those of the type who fit the query
    partly: it is ordered of those it may be, though that is not all
    """

    type: str
    order: str
    value: Any = None  # any JSON; the order says which it takes
    until: Moment | None = None
    ids: Annotated[Sequence[Number], msgspec.Meta(max_length=MOST)] | None = None
    filter: str = ""
    q: str = ""
    bbox: str = ""
    note: Annotated[str, msgspec.Meta(max_length=500)] = ""
    partly: bool = False


class Next(msgspec.Struct, frozen=True):
    """What comes after an order to many is one itself, of this id."""

    id: UUID


class _Read(NamedTuple):
    """What was sent, understood."""

    order: Order
    command: Command
    terms: Terms
    weighed: Weighed


async def preview(request: Request, picture: Picture) -> Response:
    """Say who would get an order, who would not and why, and whether two are needed."""
    await picture.ready()
    wanted = await read_body(request, Wanted, most_bytes=LARGEST_BYTES)
    order, _command, _terms, weighed = await _read(request, picture, wanted)
    get = (urn for urn in weighed.may if urn not in weighed.against)
    window_s = order.expires_after.total_seconds()
    return answer_json(
        request,
        {
            "get": weighed.get,
            "may": len(weighed.may),
            "of": len(weighed.may) + weighed.forbidden,
            "against": [
                {"says": with_both_scripts(says), "count": count}
                for says, count in joined(list(weighed.against.values()))
            ],
            "asks": with_both_scripts(weighed.asks),
            "radio": _aired(ways_to(request, get), window_s),
        },
    )


async def give_many(request: Request, picture: Picture) -> Response:
    """Order something of many; it is given from now on, or waits for a second person.

    Raises Malformed, NotFound, Infeasible where none would get it, and Forbidden where
    it is not allowed of all and `partly` is not said.
    """
    await picture.ready()
    number = number_in(request)
    wanted = await read_body(request, Wanted, most_bytes=LARGEST_BYTES)
    order, command, terms, weighed = await _read(request, picture, wanted)
    if not wanted.partly:
        weighed.require_all()
    if not weighed.get:
        raise refusal(Infeasible, NOTHING)
    visit = visit_of(request)
    bulk = Bulk(
        id=number,
        type=wanted.type,
        order=order.name,
        wish=wanted.value,
        command=command.name,
        value=command.value,
        again_s=command.again_s,
        expires_after_s=order.expires_after.total_seconds(),
        terms=terms,
        note=wanted.note,
        by=visit.principal.name,
        roles=visit.principal.role_names,
        why=weighed.asks,
        asked_at=datetime.now(UTC),
    )
    await ask.ask_for(visit, bulk, weighed)
    return await _told(request, number)


async def show_many(request: Request, _picture: Picture) -> Response:
    """List orders to many, newest first, and how far each is."""
    visit = visit_of(request)
    listed = await visit.ask(Standings())
    return answer_json(request, [_written(one, request) for one in listed])


async def show_one_of_many(request: Request, picture: Picture) -> Response:
    """Say how far one is, and why some got nothing. Raises NotFound."""
    await picture.ready()
    number = number_in(request)
    standing = await _standing(request, number)
    troubles = [
        {
            "life": one.life,
            "says": with_both_scripts(one.says),
            "count": one.targets,
            "some": [_named(picture, each) for each in one.some],
        }
        for one in await visit_of(request).ask(Troubles(number=number))
    ]
    return answer_json(request, _written(standing, request) | {"troubles": troubles})


async def decide_many(request: Request, _picture: Picture) -> Response:
    """Agree to what somebody else ordered of many, or refuse it.

    Raises NotFound, Forbidden, Conflict, and Malformed for a refusal without a reason.
    """
    said = await read_body(request, Decision)
    check_reason(said)
    number = number_in(request)
    await ask.decide_on(
        visit_of(request), number, agreed=said.agreed, reason=said.reason
    )
    return Response(status_code=NO_CONTENT)


async def stop_many(request: Request, _picture: Picture) -> Response:
    """Give no more of it. Raises NotFound and Forbidden."""
    await ask.stop(visit_of(request), number_in(request))
    return Response(status_code=NO_CONTENT)


async def end_many(request: Request, _picture: Picture) -> Response:
    """End all that it began and still holds. Raises NotFound, Forbidden, Infeasible."""
    after = await read_body(request, Next)
    await ask.end_all(visit_of(request), number_in(request), after.id)
    return await _told(request, after.id)


async def show_failed(request: Request, picture: Picture) -> Response:
    """List the assets of which it came to nothing. Raises NotFound."""
    await picture.ready()
    urns = set(await ask.failed_of(visit_of(request), number_in(request)))
    rows = (row for row, urn in enumerate(picture.assets.urns) if urn in urns)
    ids = picture.assets.table["id"][list(rows)].tolist()
    return answer_json(request, {"ids": ids})


async def _read(request: Request, picture: Picture, wanted: Wanted) -> _Read:
    table = Table(picture, wanted.type)
    order = order_named(table.layer.orders, wanted.order)
    now = datetime.now(UTC)
    command = command_of(order, "", admit(order, wanted.value), now)
    terms = terms_of(order, table.layer.orders, wanted.until)
    check_until(terms.until, now)
    named = _hindrances(request, command, await _urns(table, wanted))
    weighed = await weigh(visit_of(request), command, named, terms, now)
    return _Read(order, command, terms, weighed)


async def _urns(table: Table, wanted: Wanted) -> list[str]:
    """Return the assets an order is for. Raises Malformed where they are too many."""
    ids = wanted.ids
    if ids is None:
        parameters = {name: getattr(wanted, name) for name in ("filter", "q", "bbox")}
        ids = (await table.find(read_query(parameters))).tolist()
    if len(ids) > MOST:
        raise Malformed(f"an order is for {MOST} assets at most", place=("ids",))
    assets = table.picture.assets
    rows = [assets.row(one) for one in ids]
    of_type = assets.table["layer"] == table.number
    return [assets.urns[row] for row in rows if row is not None and of_type[row]]


def _hindrances(
    request: Request, command: Command, urns: Sequence[str]
) -> Mapping[str, Text]:
    """Say by asset why nothing can bring a command to it; empty: something can."""
    hindrance = request.scope["exchange"].hindrance
    return {
        urn: hindrance(msgspec.structs.replace(command, entity=urn)) for urn in urns
    }


def _aired(ways: Mapping[str, Way], window_s: float) -> list[dict[str, object]]:
    """Say by connection how long commands take by radio, each told alone.

    They are given few at a time, so that groups do not come together.

    window_s: after which those that were not sent expire
    """
    radios = {way.connection: way.radio for way in ways.values()}
    counts = Counter(way.connection for way in ways.values())
    return [
        {
            "connection": name,
            "gateways": radios[name].gateways,
            "commands": count,
            "takes_s": takes_all_s(Sent(count), radios[name]),
            "window_s": window_s,
        }
        for name, count in counts.items()
    ]


async def _told(request: Request, number: UUID) -> Response:
    return answer_json(
        request, _written(await _standing(request, number), request), status=201
    )


async def _standing(request: Request, number: UUID) -> Standing:
    found = await visit_of(request).ask(Standings(number=number))
    if not found:
        raise NotFound("nothing of this id was ordered of many")
    return found[0]


def _written(one: Standing, request: Request) -> dict[str, object]:
    own = one.by == visit_of(request).principal.name
    return one._asdict() | {"why": with_both_scripts(one.why), "own": own}


def _named(picture: Picture, number: int) -> dict[str, object]:
    row = picture.assets.row(number)
    return {"id": number, "name": "" if row is None else picture.assets.names[row]}
