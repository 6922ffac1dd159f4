"""Looking at a town's sensors: some times a day at all, at once at what cannot wait.

Nothing is kept between two looks but the findings, and those are in the ledger.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Final
from uuid import uuid4

from mesto.domains.waste.inventory.policy import Policy
from mesto.domains.waste.inventory.reading import policy_of
from mesto.domains.waste.nouns import CONTAINER
from mesto.domains.waste.rules import FIRE_C
from mesto.domains.waste.sensors.diagnosis import (
    BATTERY_OUTLOOK,
    SENSOR_WORTH,
    BatteryOutlook,
    also_told,
    diagnosed,
    finding_in,
    outlook_of,
    told,
)
from mesto.domains.waste.sensors.finding import Finding, weighed
from mesto.domains.waste.sensors.kinds import AT_ONCE, BY_WEIGHT
from mesto.domains.waste.sensors.look import CHANGED, Look, Outcome, since_before
from mesto.domains.waste.sensors.present import STATES, at_once
from mesto.domains.waste.sensors.reading import (
    TEMPERATURE,
    About,
    about,
    about_some,
    courses_of,
    refused_of,
)
from mesto.domains.waste.sensors.worth import stakes_of, worth_of
from mesto.kernel.access.callers import Callers
from mesto.kernel.city import City
from mesto.kernel.lease import while_held
from mesto.kernel.model import Event, Observation

LEASE: Final = "waste: sensors are looked at"
READER: Final = "waste: sensors"
EVERY_S: Final = 6 * 3600.0
REST_S: Final = 2.0  #: what cannot wait is looked at so soon
SOON: Final = timedelta(days=5)
TOGETHER: Final = 40  #: containers whose courses are read at once
ALARMING: Final = frozenset({*STATES, "burning"})


async def watch_sensors(city: City, _callers: Callers) -> None:
    """Look at the sensors of a town, if no other process does, for ever."""

    async def work() -> None:
        await city.begin(READER)
        async with asyncio.TaskGroup() as group:
            group.create_task(_keep_looking(city))
            group.create_task(_hear(city))

    await while_held(city.bound, LEASE, uuid4(), work)


async def look_at(city: City, now: datetime) -> None:
    """Look at all sensors of a town, and say what is new.

    Raises Unavailable if the database does not answer.
    """
    town, policy = await about(city), await policy_of(city)
    refused = await refused_of(city, now)
    look = Look(now.timestamp(), {urn: one.beside for urn, one in town.items()})
    for some in _by_isle(town):
        courses = await courses_of(city, some, now, refused)
        await asyncio.to_thread(look.take, courses)

    def news() -> list[Observation]:
        return [
            one
            for urn, outcome in look.end()
            for one in _news(urn, town[urn], outcome, policy, now)
        ]

    await city.record(await asyncio.to_thread(news))


async def look_at_once(city: City, urns: Sequence[str], now: datetime) -> None:
    """Look whether some containers burn, lie or were moved."""
    some = await about_some(city, urns)
    news: list[Observation] = []
    for course in await courses_of(city, some, now):
        found = weighed(at_once(course))
        before = _before(some[course.urn])
        if found is not None and not _outweighs(before, found):
            news += _said(course.urn, found, before, now)
    if news:
        await city.record(news)


async def _keep_looking(city: City) -> None:
    while True:
        await look_at(city, datetime.now(UTC))
        await asyncio.sleep(EVERY_S)


async def _hear(city: City) -> None:
    async for events in city.follow(READER, types=[CONTAINER], rest_s=REST_S):
        urns = sorted({one.observation.entity for one in events if _alarms(one)})
        if urns:
            await look_at_once(city, urns, datetime.now(UTC))


def _alarms(event: Event) -> bool:
    """Tell whether a statement cannot wait for the next look."""
    seen = event.observation
    if seen.attribute == TEMPERATURE:
        return isinstance(seen.value, int | float) and seen.value >= FIRE_C
    return seen.attribute == "status" and str(seen.value) in ALARMING


def _by_isle(town: Mapping[str, About]) -> Iterator[dict[str, About]]:
    """Yield some containers at a time, those of one isle together."""
    some: dict[str, About] = {}
    for _, urns in groupby(town, key=lambda urn: town[urn].beside.isle or urn):
        some |= {urn: town[urn] for urn in urns}
        if len(some) >= TOGETHER:
            yield some
            some = {}
    if some:
        yield some


def _news(
    urn: str, known: About, outcome: Outcome, policy: Policy, now: datetime
) -> Iterator[Observation]:
    """Yield what is new of a sensor."""
    before = _before(known)
    if outcome.finding is None and before is not None:
        yield from told(urn, None, now)
    if outcome.finding is not None:
        yield from _said(urn, outcome.finding, before, now)
    if outcome.ends is not None:
        battery = outlook_of(outcome.ends)
        if known.battery is None or _differs(battery, known.battery, now):
            yield also_told(urn, BATTERY_OUTLOOK, battery, now)
    if outcome.knowing is not None:
        worth = worth_of(outcome.knowing, stakes_of(policy), policy.currency)
        if worth != known.worth:
            yield also_told(urn, SENSOR_WORTH, worth, now)


def _differs(now: BatteryOutlook, before: BatteryOutlook, at: datetime) -> bool:
    """Tell whether a battery is to end at quite another time than was said."""
    return abs(now.ends - before.ends) > max(SOON, abs(now.ends - at) * CHANGED)


def _said(
    urn: str, found: Finding, before: Finding | None, now: datetime
) -> Iterator[Observation]:
    finding = since_before(found, before)
    if finding != before:
        yield from told(urn, diagnosed(urn, finding), now)


def _before(known: About) -> Finding | None:
    return None if known.diagnosis is None else finding_in(known.diagnosis)


def _outweighs(before: Finding | None, found: Finding) -> bool:
    """Tell whether what is known already matters more than what is found at once."""
    if before is None or before.kind in AT_ONCE:
        return before == found
    return BY_WEIGHT.index(before.kind) > BY_WEIGHT.index(found.kind)
