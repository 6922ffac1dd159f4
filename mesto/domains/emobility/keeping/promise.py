"""What a driver is promised when the car comes, and whether it was kept. Pure.

Promised is the energy a car will have by the time it is likely to leave, as the next
hours are planned with the cars that are there. Between which energies it will lie is
told from the sessions most like it: their stays, what they took, and what the cables
leave for this car until then.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, TypeAlias

import msgspec
import numpy as np

from mesto.domains.emobility.charging.learnt import MIDDLE, Outlook, still
from mesto.domains.emobility.charging.plan import Session
from mesto.domains.emobility.keeping.ahead import Slot, Stay, ahead_of
from mesto.domains.emobility.keeping.cars import Car, got_kwh
from mesto.domains.emobility.keeping.round import State, sessions_of
from mesto.domains.emobility.nouns import (
    END,
    ENERGY,
    FULL_AT,
    PROMISED_BY,
    PROMISED_ENERGY,
)
from mesto.domains.emobility.nouns import Promise as Judgement
from mesto.kernel.model import Entity
from mesto.kernel.verdict import moment, number

STEP: Final = timedelta(minutes=15)
LONGEST: Final = timedelta(hours=24)  #: nothing is promised for later
WITHIN: Final = (0.1, 0.9)  #: of the sessions most like it
NEARLY: Final = 0.95  #: of what was promised is as good as all
HOUR: Final = timedelta(hours=1)
#: Hours from now, and what a car will have by then, kWh.
Gives: TypeAlias = tuple[Sequence[float], Sequence[float]]


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """So much energy by then, kWh; of 100 such sessions 10 have less, 10 more."""

    by: datetime
    energy_kwh: float
    low_kwh: float
    high_kwh: float


def promises_of(state: State, cars: Sequence[Car]) -> dict[str, Promise]:
    """Return what is promised to cars that came, by session."""
    sessions = {one.connector: one for one in sessions_of(state)}
    return {
        car.urn: _promise(state, car, sessions[car.evse])
        for car in cars
        if car.evse in sessions
    }


def judged(session: Entity) -> Judgement | None:
    """Say what became of a promise; None: there was none, or it is not over."""
    promised, by = number(session, PROMISED_ENERGY), moment(session, PROMISED_BY)
    ended = moment(session, END)
    if promised is None or by is None or ended is None:
        return None
    energy = number(session, ENERGY)
    if (energy if energy is not None else got_kwh(session)) >= NEARLY * promised:
        return "kept"
    if moment(session, FULL_AT) is not None:
        return "full"
    return "left" if ended < by else "broken"


def within(left: Outlook, ends_h: float, gives: Gives) -> tuple[float, float]:
    """Return between which energies most will be by a time, kWh.

    left: what may be left of a session, with what it will take from now on
    ends_h: of that time, from now on
    gives: what the cables leave for it until then
    """
    until = np.clip(left.stay_h, 0.0, ends_h)
    each = np.minimum(gives[1][0] + left.energy_kwh, np.interp(until, *gives))
    low, high = (left.quantile(each, share) for share in WITHIN)
    return low, high


def _promise(state: State, car: Car, session: Session) -> Promise:
    """Promise a car what it will have by when it is likely to leave."""
    left = still(session.outlook, (state.at - session.arrived) / HOUR, session.got_kwh)
    by = car.leaves or state.at + left.quantile(left.stay_h, MIDDLE) * HOUR
    by = min(max(by, state.at + STEP), state.at + LONGEST)
    most_kwh = session.got_kwh + float(left.energy_kwh.max())
    wished = car.known.wanted_kwh
    stay = Stay(by, max(most_kwh, wished or 0.0))
    steps = -((state.at - by) // STEP)
    slots = ahead_of(state, steps=steps, step=STEP, stays={car.evse: stay})
    gives = _gives(slots, car.evse, state.at, session.got_kwh)
    ends_h = (by - state.at) / HOUR
    likely = wished or session.got_kwh + left.quantile(left.energy_kwh, MIDDLE)
    promised = min(likely, float(np.interp(ends_h, *gives)))
    low, high = within(left, ends_h, gives)
    return Promise(
        by=by,
        energy_kwh=round(promised, 2),
        low_kwh=round(low, 2),
        high_kwh=round(high, 2),
    )


def _gives(slots: Sequence[Slot], evse: str, now: datetime, got: float) -> Gives:
    """Return hours from now, and what the car will have by then."""
    hours = [0.0, *((one.until - now) / HOUR for one in slots)]
    return hours, [got, *(one.got_kwh[evse] for one in slots)]
