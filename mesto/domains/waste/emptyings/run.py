"""Watching for emptyings: one process hears levels, looks back, and says what it saw.

Nothing but the last level of each container is kept; a level that fell is looked at
with the readings around it, from the ledger.
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import uuid4

from mesto.domains.waste.emptyings.detect import EMPTY, LEAST_FALL
from mesto.domains.waste.emptyings.found import emptied_last, found_in
from mesto.domains.waste.emptyings.questions import Series, Told
from mesto.domains.waste.nouns import CONTAINER, EMPTYING, LEVEL, way_urn
from mesto.kernel.access.callers import Callers
from mesto.kernel.city import City
from mesto.kernel.lease import while_held
from mesto.kernel.model import Event
from mesto.kernel.question.catalogue import OfType
from mesto.kernel.verdict import BATTERY_LEVEL

LEASE: Final = "waste: emptyings are looked for"
READER: Final = "waste: emptyings"
DETECTED: Final = way_urn("detected")
REST_S: Final = 20.0  #: emptyings are told a little later than they are heard
BEFORE: Final = timedelta(days=4)  #: so much of the past tells what a level was
AFTER: Final = timedelta(days=1)
CATCH_UP: Final = timedelta(days=60)  #: of a town that begins to look
AT_ONCE: Final = 200  #: containers read by one question
READINGS_AFTER: Final = 2  #: a fall is looked at until it has so many


async def detect_emptyings(city: City, _callers: Callers) -> None:
    """Look for emptyings of a town's containers, if no other process does, for ever."""

    async def work() -> None:
        if await city.begin(READER):  # hears what comes; what was is read at once
            now = datetime.now(UTC)
            await catch_up(city, now - CATCH_UP, now)
        watch = Watch(city)
        async for events in city.follow(READER, types=[CONTAINER], rest_s=REST_S):
            await watch.hear(events)

    await while_held(city.bound, LEASE, uuid4(), work)


async def catch_up(city: City, since: datetime, until: datetime) -> None:
    """Record the emptyings of [since, until) that sensors saw."""
    urns = await city.ask(OfType(type=CONTAINER))
    for start in range(0, len(urns), AT_ONCE):
        await look(city, urns[start : start + AT_ONCE], since, until)


async def look(
    city: City, urns: Sequence[str], since: datetime, until: datetime
) -> None:
    """Record the emptyings of some containers that sensors saw in [since, until).

    Sensors that were exchanged are seen where both are among the containers.

    Raises Unavailable if the database does not answer.
    """
    levels = await city.ask(
        Series(urns=urns, attribute=LEVEL, since=since, until=until)
    )
    batteries = await city.ask(
        Series(urns=urns, attribute=BATTERY_LEVEL, since=since, until=until)
    )
    told = await city.ask(Told(urns=urns, since=since, until=until))
    known: dict[str, list[datetime]] = {}
    for one in told:
        if "detected" in one.ways:
            known.setdefault(one.container, []).append(one.at)
    news = await asyncio.to_thread(lambda: list(found_in(levels, batteries, known)))
    if news:
        await city.record(news)


class Watch:
    """The levels of one town, heard as they come."""

    def __init__(self, city: City) -> None:
        """Know nothing yet."""
        self._city = city
        self._last: dict[str, float] = {}  #: level by container
        self._fallen: dict[str, int] = {}  #: how many readings more a fall waits for

    async def hear(self, events: Sequence[Event]) -> None:
        """Take in what was recorded, and look at what fell."""
        suspects: dict[str, list[datetime]] = {}
        reported = []
        for event in events:
            seen = event.observation
            assert seen.observed_at is not None
            if seen.attribute == LEVEL and isinstance(seen.value, int | float):
                if self._is_suspect(seen.entity, float(seen.value)):
                    suspects.setdefault(seen.entity, []).append(seen.observed_at)
            elif seen.attribute == EMPTYING and seen.dataset != DETECTED:
                reported.append(emptied_last(seen.entity, seen.observed_at))
        urns = sorted(suspects)
        for start in range(0, len(urns), AT_ONCE):
            some = urns[start : start + AT_ONCE]
            times = [at for urn in some for at in suspects[urn]]
            await look(self._city, some, min(times) - BEFORE, max(times) + AFTER)
        if reported:
            await self._city.record(reported)

    def _is_suspect(self, urn: str, level: float) -> bool:
        """Tell whether a level may be the end of a fall, or proves one."""
        last = self._last.get(urn)
        self._last[urn] = level
        fell = last is None or last - level >= LEAST_FALL
        if level <= EMPTY and fell:
            self._fallen[urn] = READINGS_AFTER
            return True
        left = self._fallen.pop(urn, 0)
        if left > 1:
            self._fallen[urn] = left - 1
        return left > 0
