"""Work orders and crews as the ledger has them now."""

from collections import defaultdict
from collections.abc import Mapping
from operator import attrgetter
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

from mesto.kernel.checklist import Checklist
from mesto.kernel.city import City
from mesto.kernel.model import LOCATION, Attribute, Entity, Value
from mesto.operations.work.checklists import CHECKLIST, Checklists
from mesto.operations.work.clock import put_right_s
from mesto.operations.work.order import ASSET, CAUSE, ORDER_TYPE, OrderType
from mesto.operations.work.said import (
    ASSIGNED_TO,
    DATASET,
    DUE_AT,
    ITEM,
    MATERIAL,
    NOTE,
    NUMBER,
    PHOTO,
    PREFIX,
    SIGNATURE,
    STATE,
    TICK,
    TIME,
    WANTS,
    Title,
)
from mesto.operations.written import read_all

CREW = "Crew"  #: the entity type
MANY = (ITEM, NOTE, PHOTO, TIME, MATERIAL, SIGNATURE)
#: One of many as it is shown: its id, what it says, by whom and when.
Shown: TypeAlias = dict[str, object]


class Crew(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """People who work together."""

    title: Title
    members: Annotated[tuple[str, ...], Meta(max_length=200)] = ()  #: logins
    services: Annotated[tuple[str, ...], Meta(max_length=50)] = ()  #: what they mend


async def crews_of(city: City) -> dict[str, Crew]:
    """Return the crews of a town by name; what makes no sense is left out."""
    return read_all(await city.entities(CREW), Crew)


async def checklists_of(city: City, built_in: Checklists) -> Checklists:
    """Return the checklists of a town, with those there are without it."""
    written = read_all(await city.entities(CHECKLIST), Checklist)
    languages = (await city.municipality()).languages
    return built_in._replace(written=written, language=languages[0])


def summary(order: Entity) -> dict[str, object]:
    """Return an order as lists show it."""
    many = by_name(order)
    moved = order.attribute(STATE)
    return {
        "id": order.id.removeprefix(PREFIX),
        "urn": order.id,
        "title": order.value("title"),
        "type": order.value(ORDER_TYPE) or OrderType.REPAIR,
        "priority": order.value("priority"),
        "origin": order.value("origin"),
        "state": order.value(STATE),
        "state_at": moved and moved.seen_at,
        "state_by": moved and moved.source,
        "clock_ahead_s": put_right_s(moved) if moved else 0,
        "assigned": order.value(ASSIGNED_TO) or "",
        "due_at": order.value(DUE_AT),
        "asset": order.value(ASSET),
        "also": [str(one.value) for one in many[ASSET]],
        "cause": order.value(CAUSE),
        "reason": order.value("reason") or "",
        "location": _place(order.value(LOCATION)),
        "district": order.scopes[0] if order.scopes else "",
        "opened_at": order.created_at,
        "items": len(many[ITEM]),
        "items_done": sum(one.value is True for one in many[TICK]),
    }


def whole(order: Entity) -> dict[str, object]:
    """Return everything an order says, each list in the order it was said."""
    many = by_name(order)
    ticks = {one.dataset: one for one in many[TICK]}
    wants = {one.dataset: one.value for one in many[WANTS]}
    numbers = {one.dataset: one.value for one in many[NUMBER]}
    lists: dict[str, list[Shown]] = {
        name: [_one(o) for o in many[name]] for name in MANY
    }
    for attribute, shown in zip(many[ITEM], lists[ITEM], strict=True):
        tick = ticks.get(attribute.dataset)
        shown["done"] = tick is not None and tick.value is True
        shown["done_by"] = tick and tick.source
        shown["wants"] = wants.get(attribute.dataset)
        shown["number"] = numbers.get(attribute.dataset)
    return {
        **summary(order),
        "description": order.value("description") or "",
        **lists,
    }


def pictures_in(order: Entity) -> set[str]:
    """Return the digests of the pictures an order refers to."""
    many = by_name(order)
    values = (one.value for name in (PHOTO, SIGNATURE) for one in many[name])
    return {str(v.get("digest")) for v in values if isinstance(v, Mapping)}


def by_name(order: Entity) -> Mapping[str, list[Attribute]]:
    """Return the attributes of which there may be many, the oldest first."""
    found: dict[str, list[Attribute]] = defaultdict(list)
    for one in sorted(order.attributes, key=attrgetter("seen_at")):
        if one.dataset is not None:
            found[one.name].append(one)
    return found


def _one(attribute: Attribute) -> Shown:
    assert attribute.dataset is not None, "only those are many"
    return {
        "id": attribute.dataset.removeprefix(DATASET),
        "says": attribute.value,
        "by": attribute.source,
        "at": attribute.seen_at,
        "clock_ahead_s": put_right_s(attribute),
    }


def _place(location: Value) -> object:
    if isinstance(location, Mapping) and location.get("type") == "Point":
        return location.get("coordinates")
    return None
