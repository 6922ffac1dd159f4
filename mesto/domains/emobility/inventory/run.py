"""Keeping stations as their EVSEs are: one process hears them and says what changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import uuid4

from mesto.domains.emobility.faults.events import code_in
from mesto.domains.emobility.faults.kinds import NO_ERROR
from mesto.domains.emobility.inventory.summary import Evse, summary_of
from mesto.domains.emobility.nouns import ERROR, EVENT, POWER, STATUS
from mesto.kernel.access.callers import Callers
from mesto.kernel.city import City
from mesto.kernel.lease import while_held
from mesto.kernel.model import Event, Observation, Value
from mesto.names.charging import EVSE, OF_STATION, STATION

LEASE: Final = "emobility: stations are summed up"
SOURCE: Final = "emobility"
REST_S: Final = 1.0
EVSES: Final = f"urn:ngsi-ld:{EVSE}:"
HEARD: Final = (OF_STATION, STATUS, POWER, ERROR)
UNITS: Final = {POWER: "KWT"}


async def sum_stations_up(city: City, _callers: Callers) -> None:
    """Keep what is told of stations, if no other process does, for ever."""

    async def work() -> None:
        changes = await city.follow_now(types=[EVSE, STATION], rest_s=REST_S)
        sums = Sums()
        for urn, entity in (await city.entities(EVSE)).items():
            for name in HEARD:
                sums.take(urn, name, entity.value(name))
            error = entity.attribute(ERROR)
            if error is not None and error.source == SOURCE:
                sums.by_event.add(urn)
        async for events in changes:
            news = sums.hear(events)
            if news:
                await city.record(news)

    await while_held(city.bound, LEASE, uuid4(), work)


class Sums:
    """The EVSEs of one town, by their stations."""

    def __init__(self) -> None:
        """Know none."""
        self._stations: dict[str, str] = {}  #: by EVSE
        self._evses: dict[str, dict[str, Evse]] = {}  #: by station
        self._loose: dict[str, Evse] = {}  #: whose station is not known yet
        self._told: dict[str, Mapping[str, Value]] = {}
        self.by_event: set[str] = set()  #: EVSEs whose error an event told

    def take(self, urn: str, attribute: str, value: Value) -> str:
        """Take in what is said of an EVSE; return its station, empty if unknown."""
        station = self._stations.get(urn, "")
        if attribute == OF_STATION and isinstance(value, str):
            station = self._stations[urn] = value
            evse = self._loose.pop(urn, Evse())
            self._evses.setdefault(station, {}).setdefault(urn, evse)
            return station
        group = self._evses[station] if station else self._loose
        evse = group.get(urn, Evse())
        if attribute == STATUS and isinstance(value, str):
            evse = evse._replace(status=value)
        elif attribute == ERROR and isinstance(value, str):
            evse = evse._replace(error=value)
        elif attribute == POWER and isinstance(value, int | float):
            evse = evse._replace(power_kw=float(value))
        group[urn] = evse
        return station

    def hear(self, events: Sequence[Event]) -> list[Observation]:
        """Take in what was recorded; return what is new of stations."""
        at: dict[str, datetime] = {}
        told: list[Observation] = []
        for event in events:
            one = event.observation
            if one.attribute == EVENT and not one.deleted:
                told += self._of_event(one)
            if one.attribute in HEARD and one.entity.startswith(EVSES):
                told += self._well_again(one)
            if one.attribute in HEARD and not one.deleted:
                station = self.take(one.entity, one.attribute, one.value)
                if station and one.observed_at is not None:
                    at[station] = max(at.get(station, one.observed_at), one.observed_at)
        return told + [
            new for station in at for new in self._news(station, at[station])
        ]

    def _of_event(self, one: Observation) -> list[Observation]:
        """Say of an EVSE what its station told as an event."""
        found = code_in(one.value)
        if found is None or one.observed_at is None:
            return []
        number, code = found
        urn = f"{EVSES}{one.entity.rpartition(':')[2]}:{number}"
        if number == 0 or urn not in self._stations:
            return []
        self.by_event.add(urn)
        return [_error(urn, code or NO_ERROR[1], one.observed_at)]

    def _well_again(self, one: Observation) -> list[Observation]:
        """Say that nothing is wrong with an EVSE that by an event was faulted."""
        well = one.attribute == STATUS and one.value not in ("Faulted", "Unavailable")
        if not well or one.entity not in self.by_event or one.observed_at is None:
            return []
        self.by_event.discard(one.entity)
        return [_error(one.entity, NO_ERROR[1], one.observed_at)]

    def _news(self, station: str, at: datetime) -> list[Observation]:
        summary = summary_of(self._evses[station])
        before = self._told.get(station, {})
        self._told[station] = summary
        return [
            Observation(
                entity=station,
                attribute=name,
                value=value,
                source=SOURCE,
                observed_at=at,
                unit=UNITS.get(name),
            )
            for name, value in summary.items()
            if before.get(name) != value
        ]


def _error(urn: str, code: str, at: datetime) -> Observation:
    return Observation(
        entity=urn, attribute=ERROR, value=code, source=SOURCE, observed_at=at
    )
