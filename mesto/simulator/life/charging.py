"""Cars at charging stations: who comes, how long they stay, what they draw."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mesto.simulator.almanac import DAY_S, HOUR_S
from mesto.simulator.chance import Chance

MOST_A_DAY = 7  #: sessions of one connector
TURNOVER_S = 420.0  #: between two cars

#: Chance that a car comes, by hour: slow chargers by the kerb, fast ones on the way.
_SLOW_HOURS = np.array(
    [1, 1, 1, 1, 1, 2, 5, 9, 10, 8, 6, 5, 5, 5, 5, 6, 8, 10, 9, 7, 5, 4, 3, 2], float
)
_FAST_HOURS = np.array(
    [1, 1, 1, 1, 1, 2, 4, 6, 7, 8, 9, 9, 9, 9, 8, 9, 10, 9, 8, 6, 4, 3, 2, 1], float
)
#: Of the usual number of cars, from Monday: by the kerb of those who come to work,
#: on the way of those who travel.
_SLOW_WEEK = (1.1, 1.1, 1.1, 1.1, 1.05, 0.8, 0.65)
_FAST_WEEK = (0.9, 0.85, 0.85, 0.95, 1.25, 1.1, 1.1)


@dataclass(frozen=True)
class Connector:
    """One socket of a station."""

    station: int
    number: int  #: from 1
    power_kw: float  #: most it gives
    daily: float  #: cars that come on a usual day

    @property
    def fast(self) -> bool:
        """Tell direct from alternating current."""
        return self.power_kw > 25.0


@dataclass(frozen=True)
class Session:
    """A car at a connector, from plug in to plug out."""

    number: int  #: of the connector's sessions of the day
    start_s: float
    full_s: float  #: from here on it only stands there
    end_s: float
    power_kw: float  #: while it charges

    def power_at_kw(self, at_s: float) -> float:
        """Return what the car draws; batteries take less towards the end."""
        if not self.start_s <= at_s < self.full_s:
            return 0.0
        left = (self.full_s - at_s) / (self.full_s - self.start_s)
        return self.power_kw * min(1.0, 0.25 + 3 * left)

    def energy_at_kwh(self, at_s: float) -> float:
        """Return what the car has been given since it was plugged in."""
        whole_s = self.full_s - self.start_s
        gone = min(max((at_s - self.start_s) / whole_s, 0.0), 1.0)
        late = max(gone - 0.75, 0.0)  # the quarter in which the power falls
        return self.power_kw * whole_s / HOUR_S * (gone - 1.5 * late * late)


def sessions_of_day(
    chance: Chance, connector: Connector, midnight_s: float
) -> Sequence[Session]:
    """Return the connector's sessions that begin on one day, in order, none at once.

    midnight_s: when the day begins

    The last may reach into the next day, but ends before that day's first can begin.
    """
    draws = chance.stream("charging")
    day = int(midnight_s // DAY_S)
    keys = (connector.station, connector.number, day)
    numbers = np.arange(MOST_A_DAY)
    week = _FAST_WEEK if connector.fast else _SLOW_WEEK
    daily = connector.daily * week[(int((midnight_s + DAY_S / 2) // DAY_S) + 3) % 7]
    come = draws.uniform(*keys, 1, numbers) < daily / MOST_A_DAY
    hours = _FAST_HOURS if connector.fast else _SLOW_HOURS
    upto = np.cumsum(hours) / hours.sum()
    drawn = draws.uniform(*keys, 2, numbers)
    starts = np.interp(drawn, np.append(0.0, upto), np.arange(25.0)) * HOUR_S
    wanted_kwh = (24.0 if connector.fast else 15.0) * np.exp(
        0.5 * draws.normal(*keys, 3, numbers)
    )
    power_kw = connector.power_kw * (0.45 + 0.55 * draws.uniform(*keys, 4, numbers))
    lingers_s = (300.0 if connector.fast else 5400.0) * -np.log1p(
        -draws.uniform(*keys, 5, numbers)
    )
    found: list[Session] = []
    free_s = midnight_s + HOUR_S * 0.5
    for at in sorted(numbers[come], key=lambda number: float(starts[number])):
        start_s = max(midnight_s + float(starts[at]), free_s)
        session = Session(
            number=len(found),
            start_s=start_s,
            full_s=start_s + float(wanted_kwh[at] / power_kw[at]) * HOUR_S,
            end_s=0.0,
            power_kw=float(power_kw[at]),
        )
        session = _leave(session, float(lingers_s[at]), midnight_s + DAY_S)
        if session.end_s - session.start_s <= TURNOVER_S:
            break
        found.append(session)
        free_s = session.end_s + TURNOVER_S
    return found


def _leave(session: Session, lingers_s: float, midnight_s: float) -> Session:
    """Let the car go a while after it is full, at the latest soon after midnight."""
    full_s = min(session.full_s, midnight_s)
    return Session(
        number=session.number,
        start_s=session.start_s,
        full_s=full_s,
        end_s=min(full_s + lingers_s, midnight_s + TURNOVER_S),
        power_kw=session.power_kw,
    )
