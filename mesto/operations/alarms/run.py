"""Telling people of alarms that nobody has acknowledged.

One process looks again and again. What it decides is written together with what it is
about, and handed on after that: a crash in between hands it on again, under its own id.
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from uuid import uuid4

import msgspec

from mesto.kernel.city import City
from mesto.kernel.errors import Unavailable
from mesto.kernel.lease import while_held
from mesto.kernel.question.escalation import (
    Decide,
    Decided,
    HandedOn,
    Heads,
    ToldLately,
    Unattended,
    Undelivered,
)
from mesto.operations.alarms.escalation import MOST, WHILE, Line, Telling, due
from mesto.operations.alarms.policy import Key, Waiting, in_force
from mesto.operations.alarms.reading import policies_of
from mesto.operations.alarms.telling import SHOWN, notice_of
from mesto.operations.calendars.reading import calendars_of
from mesto.operations.notifications.notice import Notice
from mesto.operations.notifications.tell import tell

log = logging.getLogger(__name__)

LEASE = "escalation"
LOOK_S = 15.0  #: between two looks at what waits


async def keep_escalating(city: City) -> None:
    """Tell of what waits too long, if no other process does, for ever."""

    async def look_on() -> None:
        while True:
            with suppress(Unavailable):
                await escalate(city, datetime.now(UTC))
            await asyncio.sleep(LOOK_S)

    await while_held(city.bound, LEASE, uuid4(), look_on)


async def escalate(city: City, now: datetime) -> None:
    """Tell once of everything whose time has come.

    Raises Unavailable when the database does not answer; nothing is lost by that.
    """
    await _hand_on(city)
    tellings = await due_now(city, now)
    if tellings:
        await _decide(city, tellings, now)
        await _hand_on(city)


async def due_now(city: City, now: datetime) -> list[Telling]:
    """Return what is to be told now, and has not been."""
    policies = in_force(await policies_of(city), await calendars_of(city), now)
    if not policies:
        return []
    groups = await city.ask(Unattended())
    told = await city.ask(ToldLately(within=WHILE))
    waiting = (
        Waiting(
            Key(one.entity, one.began_at),
            one.status,
            frozenset(one.types),
            frozenset(one.districts),
            frozenset(one.told),
        )
        for one in groups
    )
    return due(waiting, policies, {Line(*line): n for line, n in told.items()}, now)


async def notices_of(
    city: City, tellings: Sequence[Telling], now: datetime
) -> list[Notice]:
    """Put what is to be told into words."""
    shown = {key.entity for one in tellings for key in one.groups[: max(SHOWN, MOST)]}
    heads = await city.ask(Heads(entities=sorted(shown)))
    return [notice_of(one, heads, now) for one in tellings]


async def _decide(city: City, tellings: Sequence[Telling], now: datetime) -> None:
    notices = await notices_of(city, tellings, now)
    decided = [
        Decided(
            notice.id,
            msgspec.json.encode(notice).decode(),
            *telling.line,
            [(key.entity, key.began_at) for key in telling.groups],
        )
        for telling, notice in zip(tellings, notices, strict=True)
    ]
    await city.ask(Decide(decided=decided))
    log.info("%s: %d escalations", city.name, len(decided))


async def _hand_on(city: City) -> None:
    """Hand on what was decided."""
    waiting = await city.ask(Undelivered())
    notices = [msgspec.json.decode(one, type=Notice) for one in waiting]
    await tell(city, notices)
    await city.ask(HandedOn(ids=[one.id for one in notices]))
