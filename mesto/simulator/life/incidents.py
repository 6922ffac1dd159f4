"""What goes wrong in a town, when, and until when.

Time is cut into slots; each slot of a `Pace` has one incident, drawn from the seed and
the slot. So the same seed brings the same misfortunes, whenever it is asked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from mesto.simulator.almanac import DAY_S, HOUR_S
from mesto.simulator.chance import Chance


class Trouble(StrEnum):
    """What can go wrong, and with what."""

    CABINET_DARK = "cabinet dark"  #: a cabinet without mains: its lamps go out
    LAMP_FAILED = "lamp failed"
    LAMP_DAY_BURNING = "lamp burns by day"
    LAMP_CYCLING = "lamp cycles"
    BIN_BURNS = "bin burns"
    BIN_TILTED = "bin tilted"
    BIN_JAMMED = "bin sensor jammed"  #: it repeats one value
    BIN_BATTERY_LOW = "bin battery low"
    GATEWAY_OFF = "gateway cut off"  #: its devices are not heard
    CHARGER_FAULTED = "charger faulted"
    COUNTER_SILENT = "counter silent"
    CROWD = "car park full"  #: something draws a crowd


@dataclass(frozen=True)
class Incident:
    """One trouble of one asset."""

    trouble: Trouble
    target: int  #: place among the assets of the trouble's kind
    begin_s: float
    end_s: float
    slot: int


@dataclass(frozen=True)
class Pace:
    """How often things go wrong and how long they stay so."""

    name: str
    every_s: float
    weights: Mapping[Trouble, float]
    repair_s: Mapping[Trouble, float]  #: mean time to repair

    @property
    def longest_s(self) -> float:
        """No repair takes longer."""
        return max(self.repair_s.values()) * _LONGEST


_LONGEST = 2.5  #: of the mean

#: Wear of a usual town: what fails on its own and waits for a crew.
WEAR_WEIGHTS = {
    Trouble.LAMP_FAILED: 8.0,
    Trouble.LAMP_DAY_BURNING: 1.2,
    Trouble.LAMP_CYCLING: 1.2,
    Trouble.BIN_JAMMED: 0.8,
    Trouble.BIN_BATTERY_LOW: 1.2,
    Trouble.BIN_TILTED: 0.6,
    Trouble.CHARGER_FAULTED: 0.9,
    Trouble.COUNTER_SILENT: 0.25,
    Trouble.CABINET_DARK: 0.12,
    Trouble.GATEWAY_OFF: 0.08,
    Trouble.BIN_BURNS: 0.08,
}
WEAR_REPAIR_S = {
    Trouble.LAMP_FAILED: 4 * DAY_S,
    Trouble.LAMP_DAY_BURNING: 4 * DAY_S,
    Trouble.LAMP_CYCLING: 4 * DAY_S,
    Trouble.BIN_JAMMED: 6 * DAY_S,
    Trouble.BIN_BATTERY_LOW: 6 * DAY_S,
    Trouble.BIN_TILTED: 1 * DAY_S,
    Trouble.CHARGER_FAULTED: 1.5 * DAY_S,
    Trouble.COUNTER_SILENT: 1 * DAY_S,
    Trouble.CABINET_DARK: 4 * HOUR_S,
    Trouble.GATEWAY_OFF: 5 * HOUR_S,
    Trouble.BIN_BURNS: 1 * HOUR_S,
}
#: What a visitor sees happen while he watches.
SHOW_WEIGHTS = {
    Trouble.LAMP_FAILED: 2.0,
    Trouble.LAMP_DAY_BURNING: 1.0,
    Trouble.LAMP_CYCLING: 1.0,
    Trouble.BIN_BURNS: 1.6,
    Trouble.BIN_TILTED: 2.0,
    Trouble.BIN_BATTERY_LOW: 1.0,
    Trouble.CHARGER_FAULTED: 2.4,
    Trouble.CABINET_DARK: 1.4,
    Trouble.GATEWAY_OFF: 0.5,
    Trouble.CROWD: 2.0,
    Trouble.COUNTER_SILENT: 0.5,
}


def wear(size: float = 1.0) -> Pace:
    """Return the pace of a usual town: a failure every hour or so.

    size: share of a usual town's equipment
    """
    every_s = 75 * 60.0 / max(size, 0.01)
    return Pace("wear", every_s, WEAR_WEIGHTS, WEAR_REPAIR_S)


def show(speed: float) -> Pace:
    """Return the pace of a demonstration: something new every 100 seconds watched.

    speed: seconds of the town's life in a second watched
    """
    mean_s = min(max(1200.0 * speed, 1500.0), 4 * HOUR_S)
    return Pace(
        "show", 100.0 * speed, SHOW_WEIGHTS, dict.fromkeys(SHOW_WEIGHTS, mean_s)
    )


def incidents(
    chance: Chance,
    pace: Pace,
    counts: Mapping[Trouble, int],
    since_s: float,
    until_s: float,
) -> Iterator[Incident]:
    """Yield the incidents that last into [since_s, until_s), in order of beginning.

    counts: how many assets each trouble can befall; none where it is absent
    """
    first = int((since_s - pace.longest_s) // pace.every_s)
    for slot in range(first, int(until_s // pace.every_s) + 1):
        found = _of_slot(chance.stream(pace.name), pace, counts, slot)
        if found and found.begin_s < until_s and found.end_s > since_s:
            yield found


def _of_slot(
    draws: Chance, pace: Pace, counts: Mapping[Trouble, int], slot: int
) -> Incident | None:
    """Draw the slot's incident; None where the town has nothing it can befall."""
    troubles = [trouble for trouble in pace.weights if counts.get(trouble)]
    if not troubles:
        return None
    trouble = _choose(
        troubles, [pace.weights[one] for one in troubles], float(draws.uniform(slot, 1))
    )
    begin_s = (slot + float(draws.uniform(slot, 2))) * pace.every_s
    lasts = min(0.3 - 0.7 * float(np.log1p(-draws.uniform(slot, 3))), _LONGEST)
    return Incident(
        trouble=trouble,
        target=int(float(draws.uniform(slot, 4)) * counts[trouble]),
        begin_s=begin_s,
        end_s=begin_s + lasts * pace.repair_s[trouble],
        slot=slot,
    )


def _choose(
    troubles: Sequence[Trouble], weights: Sequence[float], drawn: float
) -> Trouble:
    """Pick one by weight; drawn: in [0, 1)."""
    upto = np.cumsum(weights)
    return troubles[int(np.searchsorted(upto, drawn * upto[-1], side="right"))]
