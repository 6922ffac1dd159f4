"""Keeping the lists of stations in step with the cards: one process for each town.

It looks every few seconds whether a piece was confirmed, and sends the next.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import uuid4

import msgspec

from mesto.domains.emobility.cards.card import Card, card_in
from mesto.domains.emobility.cards.lists import Kept, next_piece, wanted
from mesto.domains.emobility.nouns import CONNECTED, KEEPS_LIST, LOCAL_LIST, PROTOCOL
from mesto.kernel.access.callers import Callers
from mesto.kernel.city import City
from mesto.kernel.errors import Malformed, NotFound, Unavailable
from mesto.kernel.lease import while_held
from mesto.kernel.mistake import read_written
from mesto.kernel.model import Command, Entity, Kind, Observation, State
from mesto.kernel.question.condition import AllOf, Compare, OfType, Operator, Path
from mesto.kernel.question.find import Find
from mesto.names.charging import STATION, TOKEN

LEASE: Final = "emobility: lists of cards"
SOURCE: Final = "emobility"
LOOK_S: Final = 5.0
LASTS: Final = timedelta(minutes=2)  #: that a piece may be on its way
AGAIN: Final = timedelta(minutes=10)  #: after a station took none
UNDER_WAY: Final = (State.PENDING, State.SENT)
MOST_STATIONS: Final = 5_000


async def keep_lists(city: City, _callers: Callers) -> None:
    """Keep the lists of a town's stations, if no other process does, for ever."""

    async def work() -> None:
        while True:
            with suppress(Unavailable):
                await bring_up(city, datetime.now(UTC))
            await asyncio.sleep(LOOK_S)

    await while_held(city.bound, LEASE, uuid4(), work)


async def bring_up(city: City, now: datetime) -> int:
    """Send the next piece to whoever wants one; return to how many stations."""
    stations = await _stations(city)
    if not stations:
        return 0
    found = map(card_in, (await city.entities(TOKEN)).values())
    cards = [one for one in found if one is not None]
    sent = [await _bring(city, one, cards, now) for one in stations]
    return sum(sent)


async def _stations(city: City) -> Sequence[Entity]:
    """Return the stations that shall keep a list and are here."""
    where = AllOf(
        (
            OfType(STATION),
            Compare(Path(KEEPS_LIST), by=Operator.EQUAL, to=True),
            Compare(Path(CONNECTED), by=Operator.EQUAL, to=True),
        )
    )
    page = await city.ask(Find(where=where, limit=MOST_STATIONS))
    return list((await city.present(page.urns)).values())


async def _bring(
    city: City, station: Entity, cards: Sequence[Card], now: datetime
) -> bool:
    kept = before = kept_in(station)
    if kept.command:
        kept = await _heard(city, kept, now)
        if kept is before:
            return False
    protocol = str(station.value(PROTOCOL) or "")
    waits = kept.failed_at is not None and now < kept.failed_at + AGAIN
    version = max(kept.version, before.version) + 1
    piece = None
    if not waits:
        there = wanted(cards, station.id, protocol, now)
        piece = next_piece(there, kept, protocol, version)
    if piece is not None:
        command = await city.order(
            Command(
                entity=station.id,
                name="callStation",
                value={"action": "SendLocalList", "payload": piece.payload},
                expires_at=now + LASTS,
                source=SOURCE,
            )
        )
        kept = Kept(
            version=kept.version, knows=kept.knows, command=command, next=piece.knows
        )
    if kept is not before:
        await city.record([_said(station.id, msgspec.to_builtins(kept))], current=True)
    return piece is not None


async def _heard(city: City, kept: Kept, now: datetime) -> Kept:
    """Return what a station knows after the piece it was sent; the same: it waits."""
    try:
        state = await city.command_state(kept.command)
    except NotFound:
        return Kept(failed_at=now)
    if state in UNDER_WAY:
        return kept
    if state is State.CONFIRMED:
        return Kept(version=kept.version + 1, knows=kept.next)
    return Kept(failed_at=now)


def kept_in(station: Entity) -> Kept:
    """Return what a station knows; nothing, where that makes no sense."""
    try:
        return read_written(station.value(LOCAL_LIST), Kept)
    except Malformed:
        return Kept()


def _said(urn: str, value: Mapping[str, object]) -> Observation:
    return Observation(
        entity=urn,
        attribute=LOCAL_LIST,
        value=value,
        source=SOURCE,
        kind=Kind.JSON_PROPERTY,
    )
