"""Opening a work order, and which state may follow which. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Annotated
from uuid import NAMESPACE_URL, uuid5

import msgspec
from msgspec import Meta

from mesto.kernel.errors import Conflict
from mesto.kernel.model import LOCATION, SCOPE, TYPE, Entity, Kind, Observation, Value
from mesto.operations.work.said import (
    ASSIGNED_TO,
    DATASET,
    DUE_AT,
    PREFIX,
    STATE,
    WORK_ORDER,
    Assignee,
    Item,
    Line,
    Moment,
    Move,
    Priority,
    State,
    Title,
    Words,
    say,
)

ASSET, CAUSE, ORDER_TYPE = "refAsset", "refCause", "workOrderType"


class Origin(StrEnum):
    """Where an order comes from."""

    ALARM = "alarm"
    REPORT = "report"
    PLAN = "plan"
    HAND = "hand"


class OrderType(StrEnum):
    """What is done to what it is about."""

    REPAIR = "repair"
    INSPECTION = "inspection"
    MAINTENANCE = "maintenance"
    CLEANING = "cleaning"
    INSTALLATION = "installation"


#: What may follow what. Work that was done is done, also where the office has called it
#: off meanwhile: what happened in the street is not made undone by a message.
FOLLOWS: Mapping[State, frozenset[State]] = {
    State.OPEN: frozenset({State.IN_PROGRESS, State.DONE, State.CANCELLED}),
    State.IN_PROGRESS: frozenset({State.PAUSED, State.DONE, State.CANCELLED}),
    State.PAUSED: frozenset({State.IN_PROGRESS, State.DONE, State.CANCELLED}),
    State.DONE: frozenset({State.CHECKED, State.OPEN}),
    State.CHECKED: frozenset({State.OPEN}),
    State.CANCELLED: frozenset({State.OPEN, State.DONE}),
}


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """A new order.

    about: URN of the asset it is about; empty: of none
    also: URNs of further assets that one order is about
    because: URN of the alarm, report or plan it comes from; empty: of none
    location: GeoJSON point; without one it is where the asset is
    """

    at: Moment
    title: Title
    description: Words = ""
    type: OrderType = OrderType.REPAIR
    priority: Priority = Priority.NORMAL
    due_at: Moment | None = None
    to: Assignee = ""
    origin: Origin = Origin.HAND
    because: Line = ""
    about: Line = ""
    also: Annotated[tuple[Line, ...], Meta(max_length=200)] = ()
    location: dict[str, object] | None = None
    checklist: Annotated[tuple[Item, ...], Meta(max_length=300)] = ()


def open_order(
    name: str, opening: Opening, about: Entity | None, *, source: str
) -> Iterator[Observation]:
    """Yield what makes a new order.

    name: the last part of its URN; one derived from its cause opens it once
    about: the asset, as it is now: the order stands where it does, in its district
    source: who says so, as the ledger shall name it
    """
    urn, at = PREFIX + name, opening.at
    place = opening.location or (about.value(LOCATION) if about else None)
    told: list[tuple[str, Value, Kind]] = [
        (TYPE, [WORK_ORDER], Kind.PROPERTY),
        ("title", opening.title, Kind.PROPERTY),
        ("description", opening.description, Kind.PROPERTY),
        ("priority", opening.priority.value, Kind.PROPERTY),
        (ORDER_TYPE, opening.type.value, Kind.PROPERTY),
        ("origin", opening.origin.value, Kind.PROPERTY),
        (ASSIGNED_TO, opening.to, Kind.PROPERTY),
        (STATE, State.OPEN.value, Kind.PROPERTY),
    ]
    if opening.due_at is not None:
        told.append((DUE_AT, opening.due_at.isoformat(), Kind.PROPERTY))
    if about is not None:
        told.append((ASSET, about.id, Kind.RELATIONSHIP))
    if about is not None and about.scopes:
        told.append((SCOPE, list(about.scopes), Kind.PROPERTY))
    if opening.because:
        told.append((CAUSE, opening.because, Kind.RELATIONSHIP))
    if place is not None:
        told.append((LOCATION, place, Kind.GEO_PROPERTY))
    for attribute, value, kind in told:
        yield Observation(
            entity=urn,
            attribute=attribute,
            value=value,
            kind=kind,
            source=source,
            observed_at=at,
        )
    for further in opening.also:
        yield Observation(
            entity=urn,
            attribute=ASSET,
            value=further,
            kind=Kind.RELATIONSHIP,
            source=source,
            observed_at=at,
            dataset=f"{DATASET}{uuid5(NAMESPACE_URL, further)}",
        )
    for turn, item in enumerate(opening.checklist):
        later = item.at + timedelta(microseconds=turn)  # a list is in its order of time
        in_turn = msgspec.structs.replace(item, at=later)
        yield from say(name, in_turn, source=source)


def check_moves(order: Entity, moves: Iterable[Move]) -> None:
    """Raise Conflict where a state cannot follow the one before it.

    What was said before the present state began is history, whatever it says.
    """
    now = order.attribute(STATE)
    if now is None:
        return
    state, since = State(str(now.value)), now.seen_at
    for move in sorted(moves, key=lambda move: move.at):
        if move.at < since:
            continue
        if move.to not in {state, *FOLLOWS[state]}:
            told = f"an order that is {state} cannot become {move.to}"
            raise Conflict(told, state=state)
        state, since = move.to, move.at
