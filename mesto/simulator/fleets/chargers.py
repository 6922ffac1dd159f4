"""How charging stations were in the past: what was free, and what they drew.

From now on stations say that themselves; see `simulator.charging`.
"""

from collections.abc import Sequence
from typing import NamedTuple

from mesto.simulator.almanac import DAY_S, HOUR_S
from mesto.simulator.assets.kinds import Station
from mesto.simulator.chance import Chance
from mesto.simulator.life.charging import Connector, Session, sessions_of_day


class Looks(NamedTuple):
    """How a station is at a moment."""

    free: int
    power_kw: float


class Chargers:
    """All charging stations of a town."""

    def __init__(self, chance: Chance) -> None:
        """Remember nothing yet."""
        self._chance = chance
        self._days: dict[tuple[int, int], tuple[float, Sequence[Session]]] = {}

    def look(self, station: Station, at_s: float) -> Looks:
        """Return what a station showed at a moment, if nothing was broken there."""
        cars = [
            session
            for connector in station.connectors
            for session in self._sessions(connector, at_s)
            if session.start_s <= at_s < session.end_s
        ]
        return Looks(
            free=len(station.connectors) - len(cars),
            power_kw=sum(car.power_at_kw(at_s) for car in cars),
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
