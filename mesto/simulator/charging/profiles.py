"""Limits a station was told, and what they come to at a moment. Pure.

Source: OCPP 1.6 edition 2, 3.13; OCPP 2.0.1 edition 3 part 2, K.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

VOLTS: Final = 230.0
DAY_S: Final = 86_400
WEEK_S: Final = 7 * DAY_S
WHOLE: Final = frozenset({"ChargePointMaxProfile", "ChargingStationMaxProfile"})
SESSION: Final = "TxProfile"


@dataclass(frozen=True, kw_only=True)
class Profile:
    """One charging profile, as it was told."""

    id: int
    place: int  #: 0: the whole station
    purpose: str
    level: int  #: of its stack; the highest counts
    kind: str  #: Absolute, Relative, Recurring
    begin_s: float  #: from when its periods count
    period_s: float  #: after which it begins again; 0: it does not
    in_amps: bool
    steps: tuple[tuple[float, float, int], ...]  #: start s, limit, phases

    def limit_kw(self, at_s: float) -> float | None:
        """Return what it allows at a moment; None before it begins."""
        gone_s = at_s - self.begin_s
        if gone_s < 0:
            return None
        if self.period_s:
            gone_s %= self.period_s
        found = [step for step in self.steps if step[0] <= gone_s]
        if not found:
            return None
        _, limit, phases = found[-1]
        return limit * VOLTS * phases / 1000 if self.in_amps else limit / 1000


def read_profile(place: int, told: Mapping[str, Any], at_s: float) -> Profile:
    """Read a profile of either version. Raises KeyError for what is none."""
    schedule = told["chargingSchedule"]
    if isinstance(schedule, list):
        schedule = schedule[0]
    begin = schedule.get("startSchedule")
    recurs = {"Daily": DAY_S, "Weekly": WEEK_S}.get(told.get("recurrencyKind", ""), 0)
    return Profile(
        id=int(told.get("id", told.get("chargingProfileId", 0))),
        place=place,
        purpose=told["chargingProfilePurpose"],
        level=told["stackLevel"],
        kind=told["chargingProfileKind"],
        begin_s=datetime.fromisoformat(begin).timestamp() if begin else at_s,
        period_s=recurs,
        in_amps=schedule["chargingRateUnit"] == "A",
        steps=tuple(
            (one["startPeriod"], one["limit"], one.get("numberPhases", 3))
            for one in schedule["chargingSchedulePeriod"]
        ),
    )


def whole_kw(profiles: Iterable[Profile], at_s: float) -> float | None:
    """Return what all places of a station together may draw; None: no limit."""
    return _highest([one for one in profiles if one.purpose in WHOLE], at_s)


def place_kw(profiles: Iterable[Profile], place: int, at_s: float) -> float | None:
    """Return what one place may draw; a profile of the session beats the default."""
    here = [
        one for one in profiles if one.purpose not in WHOLE and one.place in (0, place)
    ]
    own = _highest([one for one in here if one.purpose == SESSION], at_s)
    return own if own is not None else _highest(here, at_s)


def _highest(profiles: Iterable[Profile], at_s: float) -> float | None:
    for one in sorted(profiles, key=lambda one: -one.level):
        limit = one.limit_kw(at_s)
        if limit is not None:
            return limit
    return None
