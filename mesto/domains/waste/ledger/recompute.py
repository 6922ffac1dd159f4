"""Recompute what collection saved from exported data alone.

    python recompute.py inputs.json

Needs nothing but Python. Written apart from the product, from the formulas in its
documentation, so that whoever checks a result checks both.
"""

import json
import sys
from pathlib import Path
from typing import Any

Data = dict[str, Any]  #: as the file has it

#: JCGM 100:2008, Table G.2, 95 %
STUDENT = [12.71, 4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.20]
STUDENT += [2.18, 2.16, 2.14, 2.13, 2.12, 2.11, 2.10, 2.09, 2.09]
BEYOND = {25: 2.06, 30: 2.04, 35: 2.03, 40: 2.02, 45: 2.01, 50: 2.01, 100: 1.984}
BEYOND |= {1000: 1.96}


def half(u: float, degrees: float | None) -> float:
    """Return half of the interval of 95 %; degrees: of freedom, None without end."""
    if degrees is None:
        return 1.96 * u
    known = {**dict(enumerate(STUDENT, start=1)), **BEYOND}
    return u * known[max((one for one in known if one <= degrees), default=1)]


def growth(data: Data) -> tuple[float, float]:
    """Return by what rounds would have grown, and its standard uncertainty."""
    before, now = data["terms"]["baseline"], data["now"]
    share = data["terms"]["unloading_share"]
    stops = per_day(now, "containers", whole=True) / per_day(
        before, "containers", whole=True
    )
    weighed = all(one["tonnes"] is not None for one in [*before, *now])
    old_t = sum(one["tonnes"] or 0 for one in before)
    loads = stops
    if weighed and old_t and sum(one["tonnes"] for one in now):
        loads = per_day(now, "tonnes") / per_day(before, "tonnes")
    parts = [
        ((1 - share) * stops**0.5, (1 - share) * abs(stops - 1) / 2 / 3**0.5),
        (share * loads, share * abs(loads - 1) / 2 / 3**0.5),
    ]
    return sum(one for one, _ in parts), sum(u**2 for _, u in parts) ** 0.5


def per_day(months: list[Data], name: str, *, whole: bool = False) -> float:
    """Return a quantity a day; whole: the months' numbers are of each day already."""
    days = sum(one["days"] for one in months)
    weights = [one["days"] if whole else 1.0 for one in months]
    return float(
        sum(one[name] * w for one, w in zip(months, weights, strict=True)) / days
    )


def saved(data: Data, name: str) -> Data:
    """Return what was saved of `km` or `hours`, with both ends of its interval."""
    terms, now = data["terms"], data["now"]
    before, n = terms["baseline"], len(terms["baseline"])
    tolerance = terms[f"{name}_tolerance"]
    rate, days = per_day(before, name), sum(one["days"] for one in now)
    freedom = None
    if n == 1:
        spread = terms["between"] * rate / 3**0.5
    else:
        each = [one[name] / one["days"] for one in before]
        variance = sum((one - rate) ** 2 for one in each) / (n - 1)
        spread, freedom = (variance * (1 / n + 1 / len(now))) ** 0.5, n - 1
    u_rate = (spread**2 + (tolerance * rate / n**0.5) ** 2 / 3) ** 0.5
    f_rate = freedom and spread and freedom * (u_rate / spread) ** 4
    factor, u_factor = growth(data)
    ways = (days * factor * u_rate, days * rate * u_factor)
    u_now = tolerance * sum(one[name] ** 2 for one in now) ** 0.5 / 3**0.5
    u = (ways[0] ** 2 + ways[1] ** 2 + u_now**2) ** 0.5
    degrees = f_rate * (u / ways[0]) ** 4 if f_rate and ways[0] else None
    value = days * rate * factor - sum(one[name] for one in now)
    return {"value": value, "u": u, "degrees": degrees, **ends(value, u, degrees)}


def ends(value: float, u: float, degrees: float | None) -> Data:
    """Return both ends of the interval of 95 %."""
    return {"low": value - half(u, degrees), "high": value + half(u, degrees)}


def recompute(data: Data) -> Data:
    """Return what was saved: kilometres, hours, and money after costs."""
    km, hours, prices = saved(data, "km"), saved(data, "hours"), data["prices"]
    parts = [(km, prices["km"]), (hours, prices["hour"])]
    value = sum(one["value"] * price for one, price in parts) - data["costs"]
    u = sum((one["u"] * price) ** 2 for one, price in parts) ** 0.5
    counted = sum(
        (one["u"] * price) ** 4 / one["degrees"]
        for one, price in parts
        if one["degrees"]
    )
    degrees = u**4 / counted if counted else None
    return {
        "km": km,
        "hours": hours,
        "net": {"value": value, **ends(value, u, degrees)},
    }


if __name__ == "__main__":
    found = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    json.dump(recompute(found), sys.stdout, indent=2)
