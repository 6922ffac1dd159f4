"""What load management reaches on sessions that were, beside what could have been.

Weights and quantiles were found on the sessions from the middle of May to the fourth of
August; those after it were held back, and nothing was tuned on them.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from time import process_time
from typing import Final, NamedTuple

import numpy as np

from mesto.bench.charging import outlooks
from mesto.bench.charging.acn import STEP, STEP_H, Charged, sessions_of
from mesto.bench.charging.hindsight import least_cost, most_energy
from mesto.bench.charging.play import Played, asked_of, play, tree_of, uncontrolled
from mesto.bench.charging.promises import promises_row
from mesto.bench.figure import Figure
from mesto.domains.emobility.charging.held import Moment
from mesto.domains.emobility.charging.learnt import Outlook
from mesto.domains.emobility.charging.plan import Price, plan
from mesto.domains.emobility.charging.tree import Floats

TUNED: Final = "15 May to 4 August"
HELD_BACK: Final = "5 to 31 August, held back"
#: The first days are only learnt from.
_TUNED_FROM, _HELD_BACK_FROM = timedelta(days=14), timedelta(days=96)

HALF_KW, QUARTER_KW = 60.0, 30.0  #: of the peak that nobody controls, nearly
CONNECTORS: Final = 50
ROUNDS: Final = 200

#: EUR/kWh by the hour of a working day; Saturdays and Sundays are all as cheap as
#: nights. A constant part would change no figure. Source: Spain, tolls and charges of
#: the tariff 2.0TD as of June 2021, with the hours of Circular 3/2020 of the CNMC.
NIGHT, FLAT, PEAK = 0.006, 0.0418, 0.1331
WORKING_DAY: Final = (
    [NIGHT] * 8 + [FLAT] * 2 + [PEAK] * 4 + [FLAT] * 4 + [PEAK] * 4 + [FLAT] * 2
)
_SATURDAY: Final = 5
_DAY: Final = 288  #: steps


class _Period(NamedTuple):
    """Sessions of a period, in their order, and what was foretold of each, by whom."""

    sessions: Sequence[Charged]
    foretold: dict[str, list[Outlook]]

    @property
    def energy_kwh(self) -> float:
        return sum(one.energy_kwh for one in self.sessions)


def half(data: Sequence[Path]) -> Figure:
    """Charge again under half of the peak that nobody controls."""
    return _limited(data, HALF_KW, "≥ 99.8 %")


def quarter(data: Sequence[Path]) -> Figure:
    """Charge again under a quarter of the peak that nobody controls."""
    return _limited(data, QUARTER_KW, "≥ 95 %")


def price(data: Sequence[Path]) -> Figure:
    """Charge again by what each hour costs, beside the best that could have been."""
    midnight, periods = _periods(data)
    parts: dict[str, dict[str, float]] = {}
    for name, of in periods.items():
        prices = _prices(midnight, max(one.last for one in of.sessions) + _DAY)
        best = least_cost(of.sessions, prices)
        usual = _cost(uncontrolled(of.sessions), prices)
        for by in ("learnt", "all known, least laxity"):
            played = play(of.sessions, of.foretold[by], midnight, price=_from(prices))
            share = float(played.energy_kwh.sum()) / of.energy_kwh
            # saved on what was charged; what was not charged is no saving
            saved = usual * share - _cost(played, prices)
            parts[f"{by}, {name}"] = {
                "energy, %": round(100 * share, 2),
                "saved, % of hindsight": round(100 * saved / (usual - best), 1),
                "hindsight saves, %": round(100 * (1 - best / usual), 1),
            }
    return Figure(
        value=parts[f"learnt, {HELD_BACK}"]["saved, % of hindsight"],
        unit="% of the hindsight saving",
        aim="≥ 50 % at ≥ 99 % of the energy; tariff 2.0TD",
        parts=parts,
    )


def promises(data: Sequence[Path]) -> Figure:
    """Hold what drivers are promised against what became of their sessions."""
    _, periods = _periods(data)
    parts = {
        name: promises_row(of.sessions, of.foretold["learnt"])
        for name, of in periods.items()
    }
    return Figure(
        value=parts[HELD_BACK]["within, %"],
        unit="% within the interval of 80 %",
        aim="80 %",
        parts=parts,
    )


def speed(data: Sequence[Path]) -> Figure:
    """Plan fifty connectors with prices, on processor time."""
    midnight, periods = _periods(data)
    of = periods[TUNED]
    some = of.sessions[:CONNECTORS]
    now = of.sessions[0].ended.known.arrived + timedelta(hours=6)
    tree = tree_of(CONNECTORS, QUARTER_KW)
    asked = asked_of(
        some, of.foretold["learnt"], range(CONNECTORS), np.zeros(CONNECTORS)
    )
    prices = _from(_prices(midnight, 60 * _DAY))(_DAY)
    took = []
    for _ in range(ROUNDS):
        began = process_time()
        plan(tree, asked, Moment(since=now, until=now + STEP), prices)
        took.append(process_time() - began)
    return Figure(
        value=round(1000 * float(np.median(took)), 2),
        unit=f"CPU-ms for {CONNECTORS} connectors",
        aim="≤ 10 ms",
    )


def _limited(data: Sequence[Path], limit_kw: float, aim: str) -> Figure:
    midnight, periods = _periods(data)
    parts: dict[str, dict[str, float]] = {}
    for name, of in periods.items():
        most = round(100 * most_energy(of.sessions, limit_kw) / of.energy_kwh, 2)
        parts[f"uncontrolled, {name}"] = _row(uncontrolled(of.sessions), of, most)
        for by, foretold in of.foretold.items():
            played = play(of.sessions, foretold, midnight, limit_kw=limit_kw)
            parts[f"{by}, {name}"] = _row(played, of, most)
    return Figure(
        value=parts[f"learnt, {HELD_BACK}"]["energy, %"],
        unit=f"% of the energy, {limit_kw:g} kW",
        aim=aim,
        parts=parts,
    )


def _row(played: Played, of: _Period, most: float) -> dict[str, float]:
    """Return what charging came to; most: % of the energy that hindsight reaches."""
    wanted = np.array([one.energy_kwh for one in of.sessions])
    return {
        "energy, %": round(100 * float(played.energy_kwh.sum()) / of.energy_kwh, 2),
        "hindsight, %": most,
        "peak, kW": round(float(played.power_kw.max()), 1),
        "sessions ≥ 90 %, %": round(
            100 * float(np.mean(played.energy_kwh >= 0.9 * wanted)), 1
        ),
    }


def _periods(data: Sequence[Path]) -> tuple[datetime, dict[str, _Period]]:
    midnight, sessions = sessions_of(data)
    foretold = {name: of(sessions) for name, of in outlooks.BY.items()}

    def between(since: timedelta, until: timedelta) -> _Period:
        meant = [
            k
            for k, one in enumerate(sessions)
            if since / STEP <= one.first < until / STEP
        ]
        return _Period(
            [sessions[k] for k in meant],
            {name: [each[k] for k in meant] for name, each in foretold.items()},
        )

    return midnight, {
        TUNED: between(_TUNED_FROM, _HELD_BACK_FROM),
        HELD_BACK: between(_HELD_BACK_FROM, timedelta.max),
    }


def _prices(midnight: datetime, steps: int) -> Floats:
    def of(at: datetime) -> float:
        return NIGHT if at.weekday() >= _SATURDAY else WORKING_DAY[at.hour]

    return np.array([of(midnight + step * STEP) for step in range(steps)])


def _from(prices: Floats) -> Callable[[int], Price]:
    """Return prices as they are known at a step: a day ahead."""
    return lambda step: Price(each=prices[step : step + _DAY].tolist(), slot_h=STEP_H)


def _cost(played: Played, prices: Floats) -> float:
    return float(played.power_kw @ prices[: len(played.power_kw)]) * STEP_H
