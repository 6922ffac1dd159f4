"""A month of savings as it is shown, and as it is handed out. Pure."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from mesto.domains.emobility.savings.course import SLOT_S, at_once, drawn
from mesto.domains.emobility.savings.month import Month
from mesto.domains.emobility.savings.saving import Between, Saving, saving_of


def results_of(month: Month) -> dict[str, Saving]:
    """Return what was saved, by root."""
    return {
        root: saving_of(
            sessions,
            partial(month.price, root),
            month.terms[root].demand,
        )
        for root, sessions in month.sessions.items()
    }


def month_shown(month: Month, results: Mapping[str, Saving]) -> dict[str, Any]:
    """Return a month as people see it, the connection that saved most first."""
    items = [
        {
            "id": root,
            "name": month.names[root],
            "currency": month.terms[root].currency,
            **saving_shown(one),
        }
        for root, one in results.items()
    ]
    items.sort(key=lambda one: (-float(one["energy"]), str(one["name"])))
    return {
        "month": f"{month.since:%Y-%m}",
        "doubted": month.doubted,
        "items": items,
    }


def saving_shown(one: Saving) -> dict[str, Any]:
    """Return a saving with its intervals."""
    return {
        "sessions": one.sessions,
        "energy": round(one.energy_kwh, 3),
        "peak": round(one.peak_kw, 3),
        "atOncePeak": between_shown(one.at_once_peak_kw),
        "cost": None if one.cost is None else round(one.cost, 2),
        "atOnceCost": between_shown(one.at_once_cost),
        "savedEnergy": between_shown(one.saved_energy),
        "savedDemand": between_shown(one.saved_demand),
        "saved": between_shown(one.saved),
    }


def between_shown(one: Between | None) -> dict[str, float] | None:
    """Return a number with its interval; None where it is not known."""
    if one is None:
        return None
    return {name: round(each, 3) + 0.0 for name, each in one._asdict().items()}


def inputs_of(month: Month) -> dict[str, Any]:
    """Return all that a month's results follow from, for who reckons them again."""
    return {
        "slot_s": SLOT_S,
        "roots": {
            root: {
                "name": month.names[root],
                "currency": month.terms[root].currency,
                "demand": month.terms[root].demand,
                "prices": _prices(month, root),
                "sessions": [
                    {
                        "session": one.session,
                        "since_s": one.since_s,
                        "until_s": one.until_s,
                        "energy_kwh": one.energy_kwh,
                        "most_kw": one.most_kw,
                        "readings": one.readings,
                    }
                    for one in sessions
                ],
            }
            for root, sessions in month.sessions.items()
        },
    }


def _prices(month: Month, root: str) -> dict[str, float | None]:
    """Return what a kWh costs in each quarter that any session may have drawn in."""
    slots = {
        slot
        for one in month.sessions[root]
        for course in (drawn(one), *(at_once(one, kw) for kw in one.powers_kw))
        for slot in course
    }
    return {str(slot): month.price(root, slot) for slot in sorted(slots)}
