"""What a driver is promised when the car comes, and whether it was kept. Pure.

Promised is the energy a car will have by the time it is likely to leave, as the next
hours are planned with the cars that are there. Between which energies it will lie is
told from the sessions most like it: their stays, what they took, and what the cables
leave for this car until then.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec
import numpy as np

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
WITHIN: Final = (10, 90)  #: percent
NEARLY: Final = 0.95  #: of what was promised is as good as all
HOUR: Final = timedelta(hours=1)


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


def _promise(state: State, car: Car, session: Session) -> Promise:
    """Promise a car what it will have by when it is likely to leave."""
    stays_h, energies = session.outlook
    by = session.arrived + float(np.median(stays_h)) * HOUR
    if car.leaves is not None:
        by = car.leaves
    by = min(max(by, state.at + STEP), state.at + LONGEST)
    most = Stay(by, float(np.percentile(energies, WITHIN[1])) + session.got_kwh)
    steps = -((state.at - by) // STEP)
    slots = ahead_of(state, steps=steps, step=STEP, stays={car.evse: most})
    gives = _gives(slots, car.evse, state.at, session.got_kwh)
    ends_h = (by - state.at) / HOUR
    until = np.clip(stays_h - (state.at - session.arrived) / HOUR, 0.0, ends_h)
    each = np.minimum(energies, np.interp(until, *gives))
    wished = car.known.wanted_kwh or float(np.median(energies))
    low, high = np.percentile(each, WITHIN)
    promised = min(wished, float(np.interp(ends_h, *gives)))
    return Promise(
        by=by,
        energy_kwh=round(promised, 2),
        low_kwh=round(float(min(low, promised)), 2),
        high_kwh=round(float(max(high, promised)), 2),
    )


def _gives(
    slots: Sequence[Slot], evse: str, now: datetime, got: float
) -> tuple[list[float], list[float]]:
    """Return hours from now, and what the car will have by then."""
    hours = [0.0, *((one.until - now) / HOUR for one in slots)]
    return hours, [got, *(one.got_kwh[evse] for one in slots)]
