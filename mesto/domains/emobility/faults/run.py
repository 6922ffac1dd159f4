"""Looking after stations: which lost their line together, which are to be restarted."""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import uuid4

from mesto.domains.emobility.faults.lines import Lines
from mesto.domains.emobility.faults.reading import upkeep_of
from mesto.domains.emobility.faults.upkeep import LASTS, is_to_restart
from mesto.domains.emobility.nouns import CONNECTED, LOST_WITH
from mesto.domains.emobility.stations.reading import open_sessions
from mesto.kernel.access.callers import Callers
from mesto.kernel.city import City
from mesto.kernel.errors import CityError, Unavailable
from mesto.kernel.lease import while_held
from mesto.kernel.model import Command, Kind, Observation
from mesto.kernel.question.commands import Commands
from mesto.names.charging import OF_STATION, STATION
from mesto.operations.commands.give import give

log = logging.getLogger(__name__)

LINES_LEASE: Final = "emobility: lines lost together"
UPKEEP_LEASE: Final = "emobility: upkeep"
SOURCE: Final = "emobility"
REST_S: Final = 1.0
LOOK_S: Final = 60.0
DAY: Final = timedelta(days=1)


async def note_lost_lines(city: City, _callers: Callers) -> None:
    """Note which stations lost their line together, for ever."""

    async def work() -> None:
        changes = await city.follow_now(types=[STATION], rest_s=REST_S)
        lines = Lines()
        for urn, station in (await city.entities(STATION)).items():
            away = station.attribute(CONNECTED)
            if away is not None and away.value is False:
                first = station.value(LOST_WITH)
                since = away.seen_at
                lines.know(urn, since, first if isinstance(first, str) else "")
        async for events in changes:
            for event in events:
                one = event.observation
                if one.attribute == CONNECTED and not one.deleted and one.observed_at:
                    news = (
                        lines.back(one.entity)
                        if one.value is True
                        else lines.lost(one.entity, one.observed_at)
                    )
                    await city.record(_noted(news))

    await while_held(city.bound, LINES_LEASE, uuid4(), work)


def _noted(news: Mapping[str, str]) -> list[Observation]:
    return [
        Observation(
            entity=urn,
            attribute=LOST_WITH,
            value=first or None,
            kind=Kind.RELATIONSHIP,
            source=SOURCE,
            deleted=not first,
        )
        for urn, first in news.items()
    ]


async def look_after_stations(city: City, _callers: Callers) -> None:
    """Restart stations that need it, as far as the town allows, for ever."""

    async def work() -> None:
        while True:
            with suppress(Unavailable):
                await restart_some(city, datetime.now(UTC))
            await asyncio.sleep(LOOK_S)

    await while_held(city.bound, UPKEEP_LEASE, uuid4(), work)


async def restart_some(city: City, now: datetime) -> list[str]:
    """Restart the stations that need it at a moment; return which."""
    upkeep = await upkeep_of(city)
    if not upkeep.restart:
        return []
    busy = {one.value(OF_STATION) for one in await open_sessions(city)}
    done = []
    for urn, station in (await city.entities(STATION)).items():
        charging = urn in busy
        if not is_to_restart(station, upkeep, now=now, charging=charging, restarts=()):
            continue
        restarts = await _restarts(city, urn, now)
        if is_to_restart(
            station, upkeep, now=now, charging=charging, restarts=restarts
        ) and await _restart(city, urn, now):
            done.append(urn)
    return done


async def _restarts(city: City, station: str, now: datetime) -> list[datetime]:
    """Return when a station was restarted so since the day before."""
    given = await city.ask(Commands(entity=station, before=now, start=now - DAY))
    return [
        one.created_at for one in given if (one.name, one.source) == ("reset", SOURCE)
    ]


async def _restart(city: City, station: str, now: datetime) -> bool:
    command = Command(
        entity=station,
        name="reset",
        value="Soft",
        expires_at=now + LASTS,
        source=SOURCE,
    )
    try:
        await give(city, command)
    except CityError as refused:  # an interlock, or somebody holds it
        log.info("%s is not restarted: %s", station, refused)
        return False
    return True
