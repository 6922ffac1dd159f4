"""Keeping a town's stations below what their cables carry, in one process.

What stations were told is in their commands, and what they confirmed is read from there
in each round; so nothing is lost with the process.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import uuid4

from mesto.domains.emobility.keeping.reading import COMMAND, SOURCE, Reader
from mesto.domains.emobility.keeping.round import Round, State, round_of
from mesto.domains.emobility.keeping.site import kept_at
from mesto.domains.emobility.keeping.told import Order, value_of
from mesto.domains.emobility.keeping.writing import (
    Attribute,
    Said,
    filled,
    judgements,
    promised,
    said_of,
)
from mesto.domains.emobility.nouns import (
    BEGIN,
    CHARGING_STATE,
    CLOCK_OFFSET,
    CONNECTED,
    DEPARTURE,
    END,
    FAIL_SAFE,
    GRID_CONNECTION,
    KEPT,
    LIMITS,
    MOST_CURRENT,
    MOST_POWER,
    OF_CONNECTION,
    PHASES,
    POWER_TYPE,
    RATE_UNIT,
    SESSION_STATUS,
    STEP,
    VENDOR,
    WISHED_ENERGY,
)
from mesto.kernel import ordering, waiting
from mesto.kernel.access.callers import Callers
from mesto.kernel.city import City
from mesto.kernel.lease import while_held
from mesto.kernel.model import Command, Event, Observation, Value
from mesto.kernel.model import State as Life
from mesto.names.charging import EVSE, OF_STATION, SESSION, STATION

LEASE: Final = "emobility: stations are kept"
REST_S: Final = 0.2
EVERY_S: Final = 60.0  #: all is planned anew at least so often
LOOK_S: Final = 0.5  #: and so often while an answer is awaited
RETRY_S: Final = 2.0  #: and where something came to nothing
IDLE_S: Final = 600.0  #: a town that has no connections
UNJUDGED: Final = timedelta(days=2)  #: so long ago ended what is judged at the start
MARGIN: Final = timedelta(seconds=5)
EXPIRES: Final = timedelta(
    seconds=60
)  #: an order that is not sent by then is made anew
#: What a plan goes by; meters, which are told all the time, are heard by the minute.
_WIRING: Final = frozenset({MOST_CURRENT, MOST_POWER, LIMITS, PHASES})
MATTERS: Final[Mapping[str, frozenset[str]]] = {
    STATION: _WIRING | {CONNECTED, VENDOR, CLOCK_OFFSET, OF_CONNECTION},
    EVSE: _WIRING
    | {CHARGING_STATE, OF_STATION, FAIL_SAFE, STEP, RATE_UNIT, POWER_TYPE},
    SESSION: frozenset({BEGIN, END, SESSION_STATUS, DEPARTURE, WISHED_ENERGY}),
}


async def keep_stations(city: City, _callers: Callers) -> None:
    """Keep stations below what cables carry, if no other process does, for ever."""

    async def work() -> None:
        await Keeper(city).work()

    await while_held(city.bound, LEASE, uuid4(), work)


class Keeper:
    """The stations of one town, kept."""

    def __init__(self, city: City) -> None:
        """Know nothing yet."""
        self._city = city
        self._reader = Reader(city)
        self._news = asyncio.Event()
        self._said: dict[str, Said] = {}
        #: sessions that ended since then have yet to be judged
        self._ended_since: datetime | None = datetime.now(UTC) - UNJUDGED
        self._heard: dict[tuple[str, str], Value] = {}

    async def work(self) -> None:
        """Hear who comes and goes, plan, and tell, until cancelled."""
        types = [GRID_CONNECTION, STATION, EVSE, SESSION]
        changes = await self._city.follow_now(types=types, rest_s=REST_S)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._hear(changes))
            group.create_task(self._keep())

    async def _hear(self, changes: AsyncIterator[list[Event]]) -> None:
        async for events in changes:
            news = [one for one in events if self._matters(one)]  # each is heard
            if news:
                self._news.set()

    def _matters(self, event: Event) -> bool:
        """Tell whether a plan may be another since something was said."""
        one = event.observation
        if one.source == SOURCE:
            return False
        type_ = one.entity.split(":")[2] if one.entity.count(":") > 1 else ""
        if one.deleted or type_ == GRID_CONNECTION:
            return True
        if one.attribute not in MATTERS.get(type_, ()):
            return False
        if one.attribute == END:
            self._ended_since = self._ended_since or event.recorded_at - MARGIN
        before = self._heard.get((one.entity, one.attribute))
        self._heard[one.entity, one.attribute] = one.value
        return before != one.value or one.attribute == VENDOR

    async def _keep(self) -> None:
        while True:
            self._news.clear()
            wait_s = await self._round()
            await waiting.woken(self._news, wait_s)

    async def _round(self) -> float:
        """Plan and tell once; return after how long to look again, s."""
        zone = (await self._city.municipality()).zone
        state = await self._reader.state(datetime.now(zone))
        if state is None:
            return IDLE_S
        await self._note_kept(state)
        round_ = round_of(state)
        await self._tell(state, round_.orders)
        await self._write(state, round_)
        told = state.told.values()
        if round_.orders or any(one.open for one in told):
            return LOOK_S
        return RETRY_S if any(one.missed or one.unsafe for one in told) else EVERY_S

    async def _note_kept(self, state: State) -> None:
        """Write down which fail-safes stations have confirmed."""
        seen = []
        for urn, told in state.told.items():
            safe, before = told.safe, kept_at(state.evses[urn])
            if safe is None or safe.state is not Life.CONFIRMED:
                continue
            if before is None or before < safe.at:
                seen.append(
                    Observation(
                        entity=urn,
                        attribute=KEPT,
                        value=safe.amps,
                        unit="AMP",
                        source=SOURCE,
                        observed_at=safe.at,
                    )
                )
        if seen:
            await self._city.record(seen)
            self._news.set()

    async def _tell(self, state: State, orders: Sequence[Order]) -> None:
        if not orders:
            return
        expires_at = datetime.now(UTC) + EXPIRES
        async with self._city.ordering() as connection:
            for one in orders:
                place = state.site.places[one.evse]
                command = Command(
                    entity=place.station,
                    name=COMMAND,
                    value=value_of(one, place),
                    expires_at=expires_at,
                    source=SOURCE,
                )
                await ordering.write(connection, command)

    async def _write(self, state: State, round_: Round) -> None:
        """Write down what sessions were granted and promised, where that is new."""
        said = said_of(state, round_)
        fresh = [one for one in said if self._said.get(one.session) != one]
        told = [it for one in fresh for it in one.attributes()]
        # to look hours ahead takes a while; who speaks to the server does not wait
        promises = await asyncio.to_thread(lambda: list(promised(state)))
        told += [*filled(state), *promises]
        if promises:
            self._news.set()  # there may be more
        if self._ended_since is not None:
            ended = await self._reader.ended(self._ended_since)
            told += judgements(ended)
            self._ended_since = None
        if told:
            await self._city.record(_observed(told, datetime.now(UTC)))
        self._said = {one.session: one for one in said}


def _observed(told: Iterable[Attribute], at: datetime) -> list[Observation]:
    return [
        Observation(
            entity=urn,
            attribute=name,
            value=value,
            kind=kind,
            unit=unit,
            source=SOURCE,
            observed_at=at,
        )
        for urn, name, value, kind, unit in told
    ]
