"""Telling the office what happens on the road: alarms, orders, containers missed.

What is to be told follows from what drivers said, so nothing else is remembered: what
is heard twice is told once, and what came late finds its place.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

import msgspec

from mesto.domains.waste.driving.deeds import DEED, Deed, Emptied, Ended, Impossible
from mesto.domains.waste.driving.known import Known, known_in
from mesto.domains.waste.driving.missed import missed
from mesto.domains.waste.driving.obstacles import (
    MISSED_RULE,
    OBSTACLE_RULE,
    RULES,
    cleared_by,
    missed_alert,
    order_urn,
    ordered_by,
    raised_by,
)
from mesto.domains.waste.driving.odometer import DRIVEN, driven_in
from mesto.domains.waste.driving.proof import last_words
from mesto.domains.waste.driving.questions import Lacking, RoundsOn, TrackOf
from mesto.domains.waste.driving.reading import rounds_on
from mesto.domains.waste.driving.track import cleaned
from mesto.domains.waste.nouns import ROUND
from mesto.kernel.access.callers import Callers
from mesto.kernel.city import City
from mesto.kernel.lease import while_held
from mesto.kernel.model import Entity, Event, Kind, Observation
from mesto.kernel.question.handled import RAISED, STATE
from mesto.operations.alarms.alert import alert_urn
from mesto.operations.calendars.reading import spot_of
from mesto.operations.work.said import DATASET

LEASE: Final = "waste: rounds are watched"
READER: Final = "waste: rounds on the road"
REST_S: Final = 0.2  #: before the ledger is looked at: a busy town writes all the time
LOOK_S: Final = 30.0  #: so often it is looked whether containers were passed by
LATELY: Final = timedelta(minutes=10)  #: where a vehicle was since tells where it is
DAY: Final = timedelta(days=1)
MEASURE_S: Final = 600.0
MEASURED: Final = timedelta(days=31)  #: rounds of so many days are measured


async def watch_rounds(city: City, _callers: Callers) -> None:
    """Tell the office what drivers meet, if no other process does, for ever."""

    async def work() -> None:
        await city.begin(READER)
        async with asyncio.TaskGroup() as group:
            group.create_task(_hear(city))
            group.create_task(_keep_looking(city))
            group.create_task(_keep_measuring(city))

    await while_held(city.bound, LEASE, uuid4(), work)


async def hear(city: City, events: Sequence[Event]) -> None:
    """Tell what deeds that were just recorded mean for the office."""
    heard: dict[str, set[UUID]] = {}
    for one in (event.observation for event in events):
        if one.attribute == DEED and one.dataset and not one.deleted:
            id_ = UUID(one.dataset.removeprefix(DATASET))
            heard.setdefault(one.entity, set()).add(id_)
    found = await city.present(sorted(heard)) if heard else {}
    for known in known_in(found.values()):
        await _tell(city, known, heard[known.urn])


async def look(city: City, now: datetime) -> None:
    """Raise alarms for the containers that were passed by on running rounds."""
    today = now.astimezone((await spot_of(city)).zone).date()
    for known in await rounds_on(city, today - DAY, today, phases=("driving",)):
        asked = TrackOf(urn=known.round.vehicle, start=now - LATELY, end=now)
        lately = cleaned(await city.ask(asked))
        urns = missed(known.round, known.standing, lately, now)
        await _raise_missed(city, urns, now)


async def measure(city: City, now: datetime) -> int:
    """Keep how far and long rounds were that are over; return how many.

    Trackers and phones may be late: it waits until nothing belongs to them any more.
    """
    today = now.astimezone((await spot_of(city)).zone).date()
    asked = RoundsOn(first=today - MEASURED, last=today, phases=("done",))
    urns = await city.ask(Lacking(urns=await city.ask(asked), attribute=DRIVEN))
    told: list[Observation] = []
    for known in known_in((await city.present(urns)).values()):
        if not (known.round.stops or known.standing) or now < known.span[1]:
            continue
        start, end = known.span
        track = await city.ask(TrackOf(urn=known.round.vehicle, start=start, end=end))
        driven = await asyncio.to_thread(driven_in, known, cleaned(track))
        told.append(
            Observation(
                entity=known.urn,
                attribute=DRIVEN,
                value=msgspec.to_builtins(driven),
                kind=Kind.JSON_PROPERTY,
                source="waste",
            )
        )
    if told:
        await city.record(told)
    return len(told)


async def _hear(city: City) -> None:
    async for events in city.follow(READER, types=[ROUND], rest_s=REST_S):
        await hear(city, events)


async def _keep_looking(city: City) -> None:
    while True:
        await look(city, datetime.now(UTC))
        await asyncio.sleep(LOOK_S)


async def _keep_measuring(city: City) -> None:
    while True:
        await measure(city, datetime.now(UTC))
        await asyncio.sleep(MEASURE_S)


async def _tell(city: City, known: Known, heard: Iterable[UUID]) -> None:
    deeds = [known.deeds[one] for one in heard if one in known.deeds]
    urns = sorted(set(_spoken_of(known, deeds)))
    containers = await city.present(urns) if urns else {}
    alerts = await city.present([alert_urn(r, urn) for urn in urns for r in RULES])
    words = last_words(known.standing)
    languages = (await city.municipality()).languages
    seen: list[Observation] = []
    for urn, container in containers.items():
        word = words.get(urn)
        if isinstance(word, Impossible):
            seen += raised_by(word, container)
            if order_urn(word, urn) not in await city.present([order_urn(word, urn)]):
                seen += ordered_by(word, container, languages[0])
        else:
            at = word.at if word else max(one.at for one in deeds)
            seen += _cleared(urn, alerts, at, emptied=word is not None)
    if seen:
        await city.record(seen)
    if any(isinstance(one, Ended) for one in deeds):
        now = max(one.at for one in deeds)
        await _raise_missed(city, missed(known.round, known.standing, (), now), now)


def _spoken_of(known: Known, deeds: Iterable[Deed]) -> Iterator[str]:
    """Yield the containers that deeds speak of, also those they take back."""
    for one in deeds:
        meant = known.deeds.get(getattr(one, "of", one.id))
        if isinstance(meant, Emptied | Impossible):
            yield from meant.containers


def _cleared(
    urn: str, alerts: Mapping[str, Entity], at: datetime, *, emptied: bool
) -> Iterator[Observation]:
    """Yield that alarms are over, since it was emptied or a deed was taken back."""
    for rule in RULES if emptied else (OBSTACLE_RULE,):
        alert = alerts.get(alert_urn(rule, urn))
        if alert is not None:
            yield from cleared_by(urn, alert, at)


async def _raise_missed(city: City, urns: Sequence[str], at: datetime) -> None:
    """Raise an alarm for each container of which none is raised yet."""
    if not urns:
        return
    alerts = {alert_urn(MISSED_RULE, urn): urn for urn in urns}
    raised = await city.present(list(alerts))
    open_ = {
        alerts[alert] for alert, one in raised.items() if one.value(STATE) == RAISED
    }
    fresh = await city.present([urn for urn in urns if urn not in open_])
    seen = [told for one in fresh.values() for told in missed_alert(one, at)]
    if seen:
        await city.record(seen)
