"""Charging stations and the cars plugged into them."""

from collections.abc import Iterator, Sequence

from mesto.simulator.almanac import DAY_S, HOUR_S
from mesto.simulator.assets import Assets
from mesto.simulator.assets.kinds import Station
from mesto.simulator.chance import Chance
from mesto.simulator.fleets.ills import Ills
from mesto.simulator.fleets.readings import ChargerReading
from mesto.simulator.fleets.rota import Rota
from mesto.simulator.life.charging import Connector, Session, sessions_of_day
from mesto.simulator.life.incidents import Incident, Trouble

LOOK_S = 5.0
METER_S = 60.0  #: how often a charging car's meter is reported
#: Words of the Open Charge Point Protocol for what fails.
ERRORS = ("GroundFailure", "ConnectorLockFailure", "PowerMeterFailure", "OverCurrent")


class Chargers:
    """All charging stations of a town."""

    def __init__(self, chance: Chance, assets: Assets, rota: Rota) -> None:
        """Take the stations' turns."""
        self._chance = chance
        self._stations = assets.stations
        self._rota = rota
        self._days: dict[tuple[int, int], tuple[float, Sequence[Session]]] = {}
        self._said: dict[int, tuple[str, int]] = {}

    def readings(
        self, since_s: float, until_s: float, ills: Ills
    ) -> Iterator[ChargerReading]:
        """Yield the reports of (since_s, until_s]."""
        if until_s // LOOK_S <= since_s // LOOK_S:
            return
        who, _ = self._rota.due(since_s - LOOK_S, until_s)
        due = set(who.tolist())
        metered = until_s // METER_S > since_s // METER_S
        faulted = ills.now(Trouble.CHARGER_FAULTED)
        for number, station in enumerate(self._stations):
            reading = self.look(station, number, until_s, faulted.get(number))
            said = reading.status, reading.free
            charging = metered and reading.power_kw > 0
            changed = number in self._said and self._said[number] != said
            if changed or charging or number in due:
                self._said[number] = said
                yield reading

    def look(
        self, station: Station, number: int, at_s: float, fault: Incident | None
    ) -> ChargerReading:
        """Return what a station shows at a moment."""
        cars = [
            session
            for connector in station.connectors
            for session in self._sessions(connector, at_s)
            if session.start_s <= at_s < session.end_s
        ]
        free = len(station.connectors) - len(cars)
        status, error = "working" if free else "full", "NoError"
        if fault:
            status = "outOfService" if fault.slot % 3 else "withIncidence"
            error = ERRORS[fault.slot % len(ERRORS)]
        stopped = status == "outOfService"
        return ChargerReading(
            station=number,
            at_s=at_s,
            status=status,
            free=0 if stopped else free,
            power_kw=0.0 if stopped else sum(car.power_at_kw(at_s) for car in cars),
            session_kwh=sum(car.energy_at_kwh(at_s) for car in cars),
            error=error,
        )

    def _sessions(self, connector: Connector, at_s: float) -> Sequence[Session]:
        """Return the sessions of the day of `at_s` and the last of the day before.

        Days are those of winter time all year, so that each has 24 hours.
        """
        midnight_s = (at_s + HOUR_S) // DAY_S * DAY_S - HOUR_S
        key = connector.station, connector.number
        known = self._days.get(key)
        if known is None or known[0] != midnight_s:
            before = sessions_of_day(self._chance, connector, midnight_s - DAY_S)
            today = sessions_of_day(self._chance, connector, midnight_s)
            known = midnight_s, [*before[-1:], *today]
            self._days[key] = known
        return known[1]
