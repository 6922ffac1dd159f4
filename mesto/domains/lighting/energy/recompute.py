"""Recompute what was saved from exported data alone.

    python recompute.py inputs.json

Needs nothing but Python. Written apart from the product, from the formulas in its
documentation, so that whoever checks a result checks both.
"""

import json
import sys
from pathlib import Path
from typing import Any

Data = dict[str, Any]  #: as the file has it
Parts = list[tuple[float, float | None]]  #: standard uncertainties, their freedom

#: JCGM 100:2008, Table G.2, 95 %
STUDENT = [12.71, 4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.20]
STUDENT += [2.18, 2.16, 2.14, 2.13, 2.12, 2.11, 2.10, 2.09, 2.09]
BEYOND = {25: 2.06, 30: 2.04, 35: 2.03, 40: 2.02, 45: 2.01, 50: 2.01, 100: 1.984}
BEYOND |= {1000: 1.96}
FEWEST, FEWEST_FOR_DAYS = 3, 9  #: months of a baseline


def quadrature(*parts: float) -> float:
    """Return the root of the sum of squares."""
    return float(sum(one**2 for one in parts) ** 0.5)


def within(half_width: float) -> float:
    """Return the standard uncertainty of what lies within ± half_width."""
    return float(half_width / 3**0.5)


def widened(u: float, degrees: float | None) -> float:
    """Return half of the interval of 95 %; degrees: of freedom, None without end."""
    if degrees is None:
        return 1.96 * u
    known = {**dict(enumerate(STUDENT, start=1)), **BEYOND}
    return u * known[max((one for one in known if one <= degrees), default=1)]


def actual(data: Data) -> tuple[float, float]:
    """Return what was drawn, kWh, and its standard uncertainty."""
    stated = data["tolerances"]
    meters, computed = [], 0.0
    for site in data["sites"]:
        kwh = sum(one["metered_kwh"] for one in site["months"])
        split = sum(one["split_kwh"] for one in site["months"])
        meters.append(
            (kwh, quadrature(within(stated["meter"] * kwh), within(split / 10)))
        )
        for month, told in zip(data["months"], site["months"], strict=True):
            lit = site["rated_w"] * month["full_h"]
            rest = site["lamps"] * data["standby_w"] * month["light_h"]
            computed += (1 - told["covered"]) * (lit + rest) / 1000
    names = ("rated_power", "level", "hours", "inventory")
    share = quadrature(*(within(stated[one]) for one in names))
    u = quadrature(share * computed, *(one for _, one in meters))
    return sum(one for one, _ in meters) + computed, u


def old_lamps(data: Data) -> int:
    """Return how many lamps there were."""
    baseline = data["baseline"]
    if baseline["is"] == "powers":
        return sum(one["count"] for one in baseline["lamps"])
    return int(baseline["lamps"])


def unexplained(data: Data) -> float:
    """Return the share of lamps nobody wrote down."""
    now, before = sum(one["lamps"] for one in data["sites"]), old_lamps(data)
    return abs(now - before - data["changed_lamps"]) / before if now else 0.0


def old_system(data: Data) -> tuple[float, Parts]:
    """Return what the old system would have drawn, kWh, as (kWh, [(u, freedom)])."""
    baseline, dark = data["baseline"], sum(one["dark_h"] for one in data["months"])
    if baseline["is"] == "powers":
        kw = sum(one["count"] * one["power_w"] for one in baseline["lamps"]) / 1000
        kw *= baseline["share"]
        usual = (baseline["hours"] or data["dark_year_h"]) / data["dark_year_h"]
        kwh = kw * usual * dark
        lamps = max(baseline["inventory_tolerance"], unexplained(data))
        shares = (baseline["power_tolerance"], baseline["hours_tolerance"], lamps)
        return kwh, [(kwh * quadrature(*map(within, shares)), None)]
    old = data["old_months"]
    meter = baseline.get("tolerance", data["tolerances"]["meter"])
    kwh, u, freedom = fitted(old, data["months"])
    stated = quadrature(within(meter), within(unexplained(data))) * abs(kwh)
    return kwh, [(u, freedom), (stated, None)]


def fitted(old: list[Data], months: list[Data]) -> tuple[float, float, int]:
    """Return what a line through old months foretells: kWh, u, degrees of freedom."""
    columns = ("days", "dark_h") if len(old) >= FEWEST_FOR_DAYS else ("dark_h",)
    rows = [[one[name] for name in columns] for one in old]
    product = [
        [sum(row[i] * row[j] for row in rows) for j in range(len(columns))]
        for i in range(len(columns))
    ]
    if len(columns) == 1:
        inverse = [[1 / product[0][0]]]
    else:
        (a, b), (_, d) = product
        whole = a * d - b * b
        inverse = [[d / whole, -b / whole], [-b / whole, a / whole]]
    right = [
        sum(row[i] * one["kwh"] for row, one in zip(rows, old, strict=True))
        for i in range(len(columns))
    ]
    slopes = [sum(x * y for x, y in zip(line, right, strict=True)) for line in inverse]
    left = [
        one["kwh"] - sum(x * y for x, y in zip(row, slopes, strict=True))
        for row, one in zip(rows, old, strict=True)
    ]
    freedom = len(old) - len(columns)
    variance = sum(one**2 for one in left) / freedom
    at = [sum(one[name] for one in months) for name in columns]
    spread = sum(
        at[i] * inverse[i][j] * at[j]
        for i in range(len(columns))
        for j in range(len(columns))
    )
    kwh = sum(x * y for x, y in zip(at, slopes, strict=True))
    return kwh, (variance * (spread + len(months))) ** 0.5, freedom


def outages(data: Data) -> float:
    """Return what dead lamps would have drawn, kWh."""
    now = sum(one["lamps"] for one in data["sites"])
    new_w = sum(one["rated_w"] for one in data["sites"]) / now if now else 0.0
    baseline = data["baseline"]
    if baseline["is"] == "powers":
        whole = sum(one["count"] * one["power_w"] for one in baseline["lamps"])
        old_w = baseline["share"] * whole / old_lamps(data)
    else:
        kwh = sum(one["kwh"] for one in data["old_months"])
        dark = sum(one["dark_h"] for one in data["old_months"])
        old_w = 1000 * kwh / dark / old_lamps(data)
    hours = sum(one["outage_lamp_h"] for one in data["months"])
    return float(hours * max(old_w, new_w) / 1000)


def recompute(data: Data) -> dict[str, dict[str, float]]:
    """Return baseline, actual and saving, kWh, each with both ends of its interval."""
    drawn, u = actual(data)
    told = {"actual_kwh": interval(drawn, [(u, None)])}
    if not can_be_compared(data):
        return told
    stated = data["tolerances"]
    normal, parts = old_system(data)
    changed, dead = sum(one["changed_kwh"] for one in data["months"]), outages(data)
    parts += [
        (within(stated["rated_power"] * abs(changed)), None),
        (within(stated["outages"] * dead), None),
    ]
    before = normal + changed - dead
    return told | {
        "baseline_kwh": interval(before, parts),
        "saving_kwh": interval(before - drawn, [*parts, (u, None)]),
    }


def can_be_compared(data: Data) -> bool:
    """Tell whether there is a baseline; of months it takes three at least."""
    if data["baseline"] is None:
        return False
    return data["baseline"]["is"] == "powers" or len(data["old_months"]) >= FEWEST


def interval(value: float, parts: Parts) -> dict[str, float]:
    """Return a value with both ends of its interval of 95 %."""
    u = quadrature(*(one for one, _ in parts))
    counted = sum(one**4 / freedom for one, freedom in parts if freedom and one)
    half = widened(u, u**4 / counted if counted else None)
    return {"value": value, "low": value - half, "high": value + half}


if __name__ == "__main__":
    found = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    told = {name: recompute(one) for name, one in found.items()}
    json.dump(told, sys.stdout, indent=2)
