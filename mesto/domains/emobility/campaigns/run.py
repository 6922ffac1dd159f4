"""Carrying campaigns on: looked at twice a minute, by one process for each town."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final
from uuid import NAMESPACE_URL, uuid4, uuid5

from mesto.domains.emobility.campaigns.campaign import LASTS, call_of
from mesto.domains.emobility.campaigns.reading import campaigns_of, courses_of
from mesto.domains.emobility.campaigns.words import reason_in
from mesto.domains.emobility.nouns import UPDATE
from mesto.kernel.access.callers import Callers
from mesto.kernel.city import City
from mesto.kernel.errors import CityError, Unavailable
from mesto.kernel.lease import while_held
from mesto.kernel.model import Command, Kind, Observation, State, Value
from mesto.kernel.question.commands import Commands
from mesto.kernel.text import Text, said_by
from mesto.operations.commands.give import give

LEASE: Final = "emobility: firmware campaigns"
SOURCE: Final = "emobility"
CALL: Final = "callStation"
LOOK_S: Final = 30.0


async def carry_campaigns_on(city: City, _callers: Callers) -> None:
    """Tell stations of new firmware as campaigns want it, for ever."""

    async def work() -> None:
        while True:
            with suppress(Unavailable):
                await carry_on(city, datetime.now(UTC))
            await asyncio.sleep(LOOK_S)

    await while_held(city.bound, LEASE, uuid4(), work)


async def carry_on(city: City, now: datetime) -> list[str]:
    """Tell the stations whose turn it is at a moment; return which.

    That a station is told is noted first: who dies between tells it never twice, and
    it counts as one that said nothing.
    """
    campaigns = {
        name: one for name, one in (await campaigns_of(city)).items() if one.running
    }
    if not campaigns:
        return []
    courses, stations = await courses_of(city, campaigns, now)
    done: list[str] = []
    for name, course in courses.items():
        for one in course.members:
            if one.state == "told" and one.at is not None:
                await _note_refusal(city, name, one.urn, one.at)
        for urn in course.tell:
            if urn in done:
                continue  # another campaign has just told it
            await city.record([_noted(urn, name, now)])
            command = Command(
                id=_id_of(urn, name, now),
                entity=urn,
                name=CALL,
                value=call_of(campaigns[name], stations[urn], now),
                expires_at=now + LASTS,
                source=SOURCE,
            )
            try:
                await give(city, command)
            except CityError as refused:  # an interlock, or somebody holds it
                await city.record(
                    [_noted(urn, name, now, "NotOrdered", said_by(refused))]
                )
            done.append(urn)
    return done


async def _note_refusal(city: City, name: str, urn: str, at: datetime) -> None:
    """Note that a station would not, and why, or was not reached in time.

    There is no order where we died before it, or a second person is asked.
    """
    ever = datetime.max.replace(tzinfo=UTC)
    given = await city.ask(Commands(entity=urn, before=ever, names=(CALL,)))
    for one in given:
        if one.id != _id_of(urn, name, at):
            continue
        if one.state is State.FAILED:
            await city.record([_noted(urn, name, at, *reason_in(one.reason, one.says))])
        elif one.state is State.EXPIRED:
            await city.record([_noted(urn, name, at, "NotReached")])


def _id_of(urn: str, name: str, at: datetime) -> str:
    return str(uuid5(NAMESPACE_URL, f"{urn} {name} {at.isoformat()}"))


def _noted(
    urn: str, name: str, at: datetime, why: str = "", says: Text | None = None
) -> Observation:
    told: dict[str, Value] = {"campaign": name, "at": at.isoformat()}
    if why:
        told |= {"why": why, "says": dict(says or {})}
    return Observation(
        entity=urn,
        attribute=UPDATE,
        value=told,
        kind=Kind.JSON_PROPERTY,
        source=SOURCE,
    )
