"""Waste containers: people fill them, lorries empty them by their rounds."""

from dataclasses import dataclass

import numpy as np

from mesto.simulator.almanac import DAY_S, HOUR_S, day_number, local_s, season
from mesto.simulator.chance import Chance, Floats, Numbers, Truths, Whole

#: How much of a day's waste comes by weekday, Monday first, mean 1.
WEEKDAYS = np.array([1.12, 0.92, 0.92, 0.95, 1.05, 1.10, 0.94])
#: Share of a day's waste that has come by the hour 0, 6, 9, 12, 15, 18, 21, 24.
_HOURS = np.array([0.0, 6, 9, 12, 15, 18, 21, 24])
_COME = np.array([0.0, 0.04, 0.18, 0.34, 0.48, 0.68, 0.92, 1.0])
_ROUND_BEGINS_H = 6.0
_MISSED = 0.015  #: share of planned emptyings that do not happen
_LOOK_BACK_DAYS = 35
_BEFORE = -1e9


@dataclass(frozen=True)
class Containers:
    """What containers are like; one number each."""

    daily_fill: Floats  #: share of the volume an average day brings
    round_days: Whole  #: a bit for each weekday its lorry comes, Monday lowest
    fortnightly: Whole  #: 0 every week, 1 even weeks, 2 odd weeks
    turn: Floats  #: place in the round, in [0, 1)
    depth_mm: Floats  #: from the sensor to the bottom


class ByLorries:
    """What lorries do beside the calendar, one number for each container.

    emptied_s: when one emptied it last
    since_s, until_s: between when it is left to them, whatever the calendar says
    """

    def __init__(self, containers: int) -> None:
        """Begin without any."""
        self.emptied_s: Floats = np.full(containers, _BEFORE)
        self.since_s: Floats = np.full(containers, np.inf)
        self.until_s: Floats = np.full(containers, -np.inf)

    def leave_to(self, which: Truths, since_s: float, until_s: float) -> None:
        """Let the calendar empty some containers no more between two moments."""
        self.since_s[which] = np.minimum(self.since_s[which], since_s)
        self.until_s[which] = np.maximum(self.until_s[which], until_s)


def emptied_s(
    chance: Chance, bins: Containers, at_s: float, by: ByLorries | None = None
) -> Floats:
    """Return when each container was emptied last, at or before `at_s`."""
    draws = chance.stream("rounds")
    today = int(day_number(at_s))
    days = (today - np.arange(_LOOK_BACK_DAYS))[None, :]
    which = np.arange(len(bins.turn))[:, None]
    comes = (bins.round_days[:, None] >> ((days + 3) % 7)) & 1 == 1
    week = (days + 3) // 7 % 2 + 1
    comes &= (bins.fortnightly[:, None] == 0) | (bins.fortnightly[:, None] == week)
    comes &= draws.uniform(which, days) >= _MISSED
    delay_h = 0.4 * draws.normal(which, days, 1)
    hour = _ROUND_BEGINS_H + 7.0 * bins.turn[:, None] + delay_h
    offset_s = float(local_s(at_s)) - at_s
    done_s = days * DAY_S + hour * HOUR_S - offset_s
    comes &= done_s <= at_s
    if by is not None:
        comes &= (done_s < by.since_s[:, None]) | (done_s > by.until_s[:, None])
    latest: Floats = np.where(comes, done_s, _BEFORE).max(axis=1)
    if by is not None:
        latest = np.maximum(latest, by.emptied_s)
    return np.where(latest == _BEFORE, at_s - _LOOK_BACK_DAYS * DAY_S, latest)


def fill(chance: Chance, bins: Containers, since_s: Floats, at_s: float) -> Floats:
    """Return each container's filling level in [0, 1], emptied at `since_s`.

    It never falls while `since_s` stays the same.
    """
    draws = chance.stream("waste")
    which = np.arange(len(bins.turn))
    emptying = np.floor(since_s / HOUR_S).astype(np.int64)
    pace = np.exp(0.22 * draws.normal(which, emptying))
    left_over = 0.04 * draws.uniform(which, emptying, 1)
    summer = 1 + 0.08 * season(since_s)
    days = busy_days(np.full(len(which), at_s)) - busy_days(since_s)
    return np.clip(left_over + bins.daily_fill * pace * summer * days, 0, 1)


def busy_days(at_s: Numbers) -> Floats:
    """Count the days since 1970, each as long as the waste its weekday brings."""
    local = local_s(at_s)
    whole = np.floor(local / DAY_S).astype(np.int64)
    weeks, day = np.divmod(whole + 3, 7)
    before = np.concatenate(([0.0], np.cumsum(WEEKDAYS)))
    come = np.interp(local % DAY_S / HOUR_S, _HOURS, _COME)
    return np.asarray(
        weeks * before[7] + before[day] + WEEKDAYS[day] * come, np.float64
    )
