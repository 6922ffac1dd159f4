"""The page of a town's sensors: what is wrong with each, and which is worth its fee.

Pure.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec

from mesto.domains.waste.inventory.contracts import Collected, Contract, is_about
from mesto.domains.waste.nouns import CONTRACT, LEVEL
from mesto.domains.waste.replanned.kept import (
    PROGRESS,
    SENSOR_REPLANNED,
    TOGETHER,
    read_replanned,
    read_together,
)
from mesto.domains.waste.replanned.worth import Replanned
from mesto.domains.waste.sensors.corrected import corrected
from mesto.domains.waste.sensors.course import Course, Point
from mesto.domains.waste.sensors.diagnosis import (
    BATTERY_OUTLOOK,
    SENSOR_WORTH,
    Diagnosis,
    cause,
    finding_in,
    read_diagnosis,
    read_outlook,
    read_worth,
)
from mesto.domains.waste.sensors.kinds import TITLES, WORTHLESS
from mesto.domains.waste.sensors.worth import Worth, fee_a_month, verdict
from mesto.kernel.diagnosed import DIAGNOSIS, FAULT_KIND, NONE
from mesto.kernel.model import Entity, Value
from mesto.kernel.question.stated import Sayings
from mesto.kernel.verdict import BATTERY_LEVEL
from mesto.operations.written import urn_of

READ: Final = (
    "name",
    "storedWasteKind",
    "district",
    "address",
    "collectedBy",
    LEVEL,
    BATTERY_LEVEL,
    FAULT_KIND,
    DIAGNOSIS,
    BATTERY_OUTLOOK,
    SENSOR_WORTH,
    SENSOR_REPLANNED,
)
MOST_POINTS: Final = 500  #: of a drawing
MONTHS_A_YEAR: Final = 12

Shown = dict[str, Any]  # written as JSON


def sensors_shown(
    stated: Sayings,
    numbers: Mapping[str, int],
    contracts: Mapping[str, Contract],
    now: datetime,
    own: Entity | None = None,
) -> Shown:
    """Return what the page shows of all sensors.

    numbers: of entities, by URN; who is not in it is not shown
    own: what is known of all sensors together
    """
    rows = [
        _row(urn, numbers[urn], said, contracts)
        for urn, said in stated.items()
        if urn in numbers and said.get(LEVEL) is not None
    ]
    return {
        "sensors": rows,
        "kinds": {kind.value: title for kind, title in TITLES.items()},
        "totals": _totals(rows, now),
        "replanned": replanned_shown(own),
    }


def replanned_shown(own: Entity | None) -> Shown:
    """Return what all sensors saved by plans made again, and how far that is."""
    progress = None if own is None else own.value(PROGRESS)
    together = None if own is None else read_together(own.value(TOGETHER))
    return {
        "progress": progress,
        "together": None if together is None else msgspec.to_builtins(together),
    }


def course_shown(course: Course, diagnosis: Diagnosis | None, name: str) -> Shown:
    """Return the drawing that proves what is said of one sensor."""
    finding = None if diagnosis is None else finding_in(diagnosis)
    thin = _thinned(course.levels)
    right = [(at_s, corrected(value, at_s, finding)) for at_s, value in thin]
    return {
        "name": name,
        "levels": thin,
        "corrected": right
        if any(a != b for a, b in zip(right, thin, strict=True))
        else [],
        "temperatures": _thinned(course.temperatures),
        "batteries": _thinned(course.batteries),
        "emptied": [one.at_s for one in course.emptied],
        "seen": [[one.at_s, one.level] for one in course.seen],
        "strange": len(course.strange),
        "marks": [] if diagnosis is None else msgspec.to_builtins(diagnosis.marks),
        "diagnosis": None if diagnosis is None else _found(diagnosis),
    }


def fee_of(
    urn: str, said: Mapping[str, Value], contracts: Mapping[str, Contract]
) -> float | None:
    """Return what a container's sensor costs a month; None: no contract tells."""
    collected = Collected(
        urn=urn,
        fraction=_text(said.get("storedWasteKind")),
        district=_text(said.get("district")),
        by=_text(said.get("collectedBy")),
    )
    return next(
        (
            fee_a_month(one.sensor_month, one.sensor_price)
            for name, one in contracts.items()
            if one.sensor_month + one.sensor_price > 0
            and is_about(one, urn_of(CONTRACT, name), collected)
        ),
        None,
    )


def _row(
    urn: str,
    number: int,
    said: Mapping[str, Value],
    contracts: Mapping[str, Contract],
) -> Shown:
    wrong = said.get(FAULT_KIND) not in (None, NONE)
    diagnosis = read_diagnosis(said.get(DIAGNOSIS)) if wrong else None
    fee = fee_of(urn, said, contracts)
    blind = diagnosis is not None and diagnosis.kind in WORTHLESS
    by_spread = None if blind else read_worth(said.get(SENSOR_WORTH))
    by_plans = None if blind else read_replanned(said.get(SENSOR_REPLANNED))
    saved = by_spread if by_plans is None else by_plans.saved
    battery = read_outlook(said.get(BATTERY_OUTLOOK))
    return {
        "urn": urn,
        "id": number,
        "name": said.get("name") or urn.rpartition(":")[2],
        "fraction": _text(said.get("storedWasteKind")),
        "level": said.get(LEVEL),
        "charge": said.get(BATTERY_LEVEL),
        "battery": None if battery is None else msgspec.to_builtins(battery),
        "found": None if diagnosis is None else _found(diagnosis),
        "worth": worth_shown(by_spread, by_plans),
        "fee": None if fee is None else round(fee, 2),
        "verdict": verdict(saved, fee),
    }


def _found(diagnosis: Diagnosis) -> Shown:
    return {
        "kind": diagnosis.kind.value,
        "action": diagnosis.action.value,
        "since": diagnosis.since.isoformat(),
        "confidence": diagnosis.confidence,
        "cause": cause(diagnosis),
        "other": diagnosis.other,
    }


def worth_shown(by_spread: Worth | None, by_plans: Replanned | None) -> Shown | None:
    """Return what a sensor saves a month: by plans made again, else by spreads."""
    if by_plans is not None:
        saved = by_plans.saved
        return {
            "month": saved.money,
            "low": saved.low,
            "high": saved.high,
            "currency": by_plans.currency,
            "plans": {
                "weeks": by_plans.weeks,
                "km": saved.km,
                "minutes": saved.minutes,
                "visits": saved.visits,
                "overflow_days": saved.overflow_days,
                "by_spread": None if by_spread is None else by_spread.month,
            },
        }
    if by_spread is None:
        return None
    return {
        "month": by_spread.month,
        "low": by_spread.low,
        "high": by_spread.high,
        "currency": by_spread.currency,
        "plans": None,
    }


def _totals(rows: Sequence[Shown], now: datetime) -> Shown:
    """Add up what sensors cost and save since the year began, at the pace of today."""
    begun = now.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    months = (now - begun).days * MONTHS_A_YEAR / 365
    worths = [one["worth"] for one in rows if one["worth"] is not None]
    fees = [one["fee"] for one in rows if one["fee"] is not None]
    return {
        "sensors": len(rows),
        "wrong": sum(one["found"] is not None for one in rows),
        "pays": sum(one["verdict"] == "pays" for one in rows),
        "does_not": sum(one["verdict"] == "doesNot" for one in rows),
        "not_known": sum(one["verdict"] == "notKnown" for one in rows),
        "priced": len(fees),
        "valued": len(worths),
        "cost": round(sum(fees) * months, 2),
        **{
            end: round(sum(one[end] for one in worths) * months, 2)
            for end in ("month", "low", "high")
        },
        "currency": next((one["currency"] for one in worths), ""),
    }


def _thinned(line: Sequence[Point]) -> list[Point]:
    """Leave as many points as are drawn; of each bunch the lowest and the highest."""
    if len(line) <= MOST_POINTS:
        return list(line)
    bunch = -(-2 * len(line) // MOST_POINTS)
    return [
        one
        for start in range(0, len(line), bunch)
        for one in _ends(line[start : start + bunch])
    ]


def _ends(bunch: Sequence[Point]) -> Iterator[Point]:
    low = min(bunch, key=lambda one: one[1])
    high = max(bunch, key=lambda one: one[1])
    yield from sorted({low, high})


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""
