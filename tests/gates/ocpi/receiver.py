"""How a partner reckons the price of a charge detail record from its tariff.

Written from the tables of the standard; it knows nothing of how ours is reckoned.

Source: OCPI 2.2.1-d2, 10.4, 11.4.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any, NamedTuple

Document = dict[str, Any]
UNITS = {"ENERGY": 1000, "TIME": 3600, "PARKING_TIME": 3600}  #: Wh, s
DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")


class At(NamedTuple):
    """What holds in the middle of a period."""

    local: datetime
    since_s: float
    wh: float
    kw: float


def net_of(record: Document, tariff: Document, zone: tzinfo) -> Decimal:
    """Return what a record costs, without VAT."""
    periods = list(_periods(record, zone))
    runs = {name: _runs(periods, name, tariff) for name in UNITS}
    _step(runs["ENERGY"])
    _step(runs["PARKING_TIME"] or runs["TIME"])
    net = sum(
        (
            _cents(Decimal(str(component["price"])) * amount / UNITS[name])
            for name, found in runs.items()
            for component, amount in found
        ),
        Decimal(0),
    )
    begin = _time(record["start_date_time"]).astimezone(zone)
    at_first = periods[0][0]._replace(local=begin, since_s=0.0)
    flat = _component(at_first, "FLAT", tariff)
    if flat and record["total_energy"]:
        net += Decimal(str(flat["price"]))
    least = tariff.get("min_price", {}).get("excl_vat", 0)
    most = tariff.get("max_price", {}).get("excl_vat", net)
    return max(Decimal(str(least)), min(net, Decimal(str(most)))) if net else net


def volumes(record: Document, name: str) -> list[float]:
    """Return how much of a dimension each period has."""
    return [
        sum(d["volume"] for d in one["dimensions"] if d["type"] == name)
        for one in record["charging_periods"]
    ]


def _periods(record: Document, zone: tzinfo) -> Iterator[tuple[At, dict[str, int]]]:
    begins = [_time(one["start_date_time"]) for one in record["charging_periods"]]
    pairs = pairwise([*begins, _time(record["end_date_time"])])
    counted = {
        name: [round(one * unit) for one in volumes(record, name)]
        for name, unit in UNITS.items()
    }
    wh = 0
    for place, (begin, end) in enumerate(pairs):
        amounts = {name: counted[name][place] for name in UNITS}
        lasts = end - begin
        middle = begin + lasts / 2
        given, hours = amounts["ENERGY"], lasts / timedelta(hours=1)
        kw = given / 1000 / hours if hours else 0.0
        since_s = (middle - begins[0]).total_seconds()
        yield At(middle.astimezone(zone), since_s, wh + given / 2, kw), amounts
        wh += given


def _runs(periods: Sequence[tuple[At, dict[str, int]]], name: str, tariff: Document):
    runs: list[list[Any]] = []
    for at, amounts in periods:
        component = _component(at, name, tariff) if amounts[name] else None
        if component is None:
            continue
        if runs and runs[-1][0] is component:
            runs[-1][1] += amounts[name]
        else:
            runs.append([component, amounts[name]])
    return runs


def _step(runs: list[list[Any]]) -> None:
    if runs:
        step = runs[-1][0]["step_size"]
        runs[-1][1] += -sum(amount for _, amount in runs) % step


def _component(at: At, name: str, tariff: Document) -> Document | None:
    for element in tariff["elements"]:
        for one in element["price_components"]:
            if one["type"] == name and _holds(element.get("restrictions", {}), at):
                return one
    return None


def _holds(within: Document, at: At) -> bool:
    measured = {"duration": at.since_s, "kwh": at.wh / 1000, "power": at.kw}
    for name, value in measured.items():
        least, most = within.get(f"min_{name}"), within.get(f"max_{name}")
        if least is not None and value < least:
            return False
        if most is not None and value >= most:
            return False
    days = within.get("day_of_week")
    if days and DAYS[at.local.weekday()] not in days:
        return False
    clock = f"{at.local:%H:%M}"
    begin, end = within.get("start_time", "00:00"), within.get("end_time", "24:00")
    if begin < end:
        return begin <= clock < end
    return clock >= begin or clock < end


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
