"""How a saving is told to the console and to whoever reads its file. Pure."""

from collections.abc import Mapping

from mesto.domains.waste.ledger.page import outcome_of
from mesto.domains.waste.ledger.saving import Line, Saving
from mesto.operations.uncertainty import Uncertain, interval_shown


def saving_shown(saving: Saving | None) -> Mapping[str, object] | None:
    """Write what was saved; None where nothing can be compared."""
    if saving is None:
        return None
    return {
        "outcome": outcome_of(saving),
        "days": saving.days,
        "containers": saving.containers,
        "km": _line(saving.km),
        "hours": _line(saving.hours),
        "litres": _line(saving.litres),
        "co2_kg": interval_shown(saving.co2_kg),
        "money": interval_shown(saving.money),
        "costs": saving.costs,
        "net": interval_shown(saving.net),
        "adjusted": saving.adjusted,
        "overflows": saving.overflows._asdict(),
        "complaints": saving.complaints._asdict(),
    }


def _line(line: Line) -> Mapping[str, object]:
    percent: Uncertain | None = line.percent
    return {
        "before": interval_shown(line.before),
        "now": interval_shown(line.now),
        "saved": interval_shown(line.saved),
        "percent": percent and interval_shown(percent),
    }
