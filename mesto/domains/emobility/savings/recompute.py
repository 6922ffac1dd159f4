"""Recompute what charging saved from exported data alone.

    python recompute.py inputs.json

Needs nothing but Python. Written apart from the product, from the formulas in its
documentation, so that whoever checks a result checks both.
"""

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

Data = dict[str, Any]  #: as the file has it

MINUTE_S = 60


def spread(slots: dict[int, float], begin: float, end: float, kwh: float) -> None:
    """Add energy, even over a stretch of time, to the quarters it touches."""
    for slot in range(int(begin // SLOT), int(end // SLOT) + 1):
        inside = min(end, (slot + 1) * SLOT) - max(begin, slot * SLOT)
        if inside > 0 and kwh > 0:
            slots[slot] = slots.get(slot, 0.0) + kwh * inside / (end - begin)


def course(one: Data) -> list[tuple[float, float]]:
    """Return the meter of a session, from its beginning to its end."""
    points, last = [(one["since_s"], 0.0)], 0.0
    for at, kwh in one["readings"]:
        if points[-1][0] < at < one["until_s"]:
            last = min(max(kwh, last), one["energy_kwh"])
            points.append((at, last))
    end = max(one["until_s"], points[-1][0] + 1)
    return [*points, (end, one["energy_kwh"])]


def least_kw(one: Data) -> float:
    """Return the greatest power a car was seen to take over a minute or more."""
    points = course(one)
    seen = [
        3600 * (after[1] - before[1]) / (after[0] - before[0])
        for before, after in pairwise(points)
        if after[0] - before[0] >= MINUTE_S
    ]
    least = min(max(seen, default=one["most_kw"]), one["most_kw"])
    return float(least) if least > 0 else float(one["most_kw"])


def once(sessions: list[Data], share: float) -> dict[int, float]:
    """Return all drawing at once; share: between the least and the most power."""
    slots: dict[int, float] = {}
    for one in sessions:
        kw = share * one["most_kw"] + (1 - share) * least_kw(one)
        hours = one["energy_kwh"] / kw
        end = one["since_s"] + 3600 * hours
        spread(slots, one["since_s"], end, one["energy_kwh"])
    return slots


def cost(slots: dict[int, float], prices: Data) -> float | None:
    """Return what energy costs; None where a price is not known."""
    each = [(kwh, prices.get(str(slot))) for slot, kwh in slots.items()]
    if any(price is None for _, price in each):
        return None
    return float(sum(kwh * (price or 0.0) for kwh, price in each))


def results(root: Data) -> Data:
    """Return what was saved at one connection."""
    real: dict[int, float] = {}
    for one in root["sessions"]:
        points = course(one)
        for before, after in pairwise(points):
            spread(real, before[0], after[0], after[1] - before[1])
    cases = [once(root["sessions"], share) for share in (0.5, 0.0, 1.0)]
    hourly = 3600 / SLOT
    peak = max(real.values(), default=0.0) * hourly
    peaks = [max(one.values(), default=0.0) * hourly for one in cases]
    paid = cost(real, root["prices"])
    costs = [cost(one, root["prices"]) for one in cases]
    told: Data = {"peak": peak, "atOncePeak": between(peaks), "cost": paid}
    energy = None
    if paid is not None and all(one is not None for one in costs):
        energy = between([one - paid for one in costs if one is not None])
    told["savedEnergy"] = energy
    demand = root["demand"]
    told["savedDemand"] = (
        None if demand is None else between([demand * (one - peak) for one in peaks])
    )
    return told


def between(each: list[float]) -> Data:
    """Return a number with both ends."""
    return {"value": each[0], "low": min(each), "high": max(each)}


SLOT = 900

if __name__ == "__main__":
    data = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    SLOT = data["slot_s"]
    told = {name: results(root) for name, root in data["roots"].items()}
    print(json.dumps(told, indent=2))  # noqa: T201 - a script
