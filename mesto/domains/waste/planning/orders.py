"""What people want of a plan, whatever it costs. Pure."""

from collections.abc import Mapping, Sequence
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

from mesto.operations.calendars.definition import Clock

Urn: TypeAlias = Annotated[str, Meta(pattern=r"^urn:", max_length=256)]
Urns: TypeAlias = Annotated[Sequence[Urn], Meta(max_length=2_000)]


class Move(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A stop that a person gave to a vehicle.

    after: a container of the stop right before it; empty: wherever it fits
    """

    container: Urn
    vehicle: Urn
    after: str = ""


class Orders(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What people want of a plan.

    lock, ban: containers that have to be in, and out
    earliest: containers that are not ready before a time of the day
    down: vehicles that do not drive
    """

    lock: Urns = ()
    ban: Urns = ()
    moves: Annotated[Sequence[Move], Meta(max_length=500)] = ()
    earliest: Annotated[Mapping[Urn, Clock], Meta(max_length=500)] = {}
    down: Urns = ()


class Change(Orders, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What changes in what people want.

    free: containers of which nothing is wanted any more
    up: vehicles that drive again
    places: where vehicles are, longitude and latitude, those that are on their way
    """

    free: Urns = ()
    up: Urns = ()
    places: Annotated[Mapping[Urn, tuple[float, float]], Meta(max_length=500)] = {}
    seconds: Annotated[float, Meta(gt=0, le=600)] = 5.0
    version: int = 0  #: of the plan it was made on; 0: whichever is there


def changed(orders: Orders, change: Change) -> Orders:
    """Return what is wanted after a change: the later word on a container holds."""
    moved = {one.container for one in change.moves}
    spoken = {*change.lock, *change.ban, *change.free}
    return Orders(
        lock=_joined(orders.lock, change.lock, {*change.free, *change.ban}),
        ban=_joined(orders.ban, change.ban, {*change.free, *change.lock, *moved}),
        moves=[
            *(one for one in orders.moves if one.container not in spoken | moved),
            *change.moves,
        ],
        earliest={
            urn: clock
            for urn, clock in {**orders.earliest, **change.earliest}.items()
            if urn not in change.free
        },
        down=_joined(orders.down, change.down, set(change.up)),
    )


def _joined(one: Sequence[str], more: Sequence[str], but: set[str]) -> list[str]:
    return [urn for urn in dict.fromkeys([*one, *more]) if urn not in but]
