"""Whether a guarantee was kept: never surer than the data. Pure."""

import re
from collections.abc import Mapping
from typing import Literal, TypeAlias

import msgspec

from mesto.domains.lighting.energy.contract import Contract
from mesto.domains.lighting.energy.inputs import Inputs
from mesto.domains.lighting.energy.ledger import Ledger
from mesto.operations.expression import Formula
from mesto.operations.uncertainty import Uncertain, reckoned

Outcome: TypeAlias = Literal["kept", "missed", "open", "unmeasured"]

_NAME = re.compile(r"\b[a-z][a-z0-9_]*\b")


class Owed(msgspec.Struct, frozen=True):
    """Money that is owed: most likely, and at both ends of what may be so."""

    likely: float
    least: float
    most: float


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What a contract comes to in a period.

    outcome: open where the interval holds what was guaranteed, so nobody can tell;
        unmeasured where all is computed, which proves nothing
    due: what is guaranteed for this period; enough: less the tolerance
    worked: the clause with its numbers put in
    """

    outcome: Outcome
    achieved: Uncertain
    due: float
    enough: float
    worked: str
    quantities: Mapping[str, float]
    penalty: Owed | None = None
    bonus: Owed | None = None


def verdict_of(contract: Contract, ledger: Ledger, inputs: Inputs) -> Verdict | None:
    """Say whether a guarantee was kept in a period; None without a baseline.

    Raises Malformed where a formula cannot be reckoned.
    """
    if ledger.baseline is None:
        return None
    formula = Formula(contract.formula, ("clause",))
    given = {"baseline_kwh": ledger.baseline.whole, "actual_kwh": ledger.actual.whole}

    def clause(energy: Mapping[str, float]) -> float:
        return float(formula.value(dict(quantities(energy, ledger, inputs))))

    achieved = reckoned(clause, given)
    due = contract.guaranteed
    if contract.unit != "%":
        due *= inputs.dark_h / inputs.dark_year_h
    enough = due * (1 - contract.tolerance)
    measured = ledger.option != "none"
    outcome = _outcome(achieved, enough) if measured else "unmeasured"
    known = quantities({k: one.value for k, one in given.items()}, ledger, inputs)
    return Verdict(
        outcome=outcome,
        achieved=achieved,
        due=due,
        enough=enough,
        worked=with_numbers(contract.formula, known),
        quantities=known,
        penalty=_owed(contract.penalty, achieved, due, known)
        if outcome != "kept"
        else None,
        bonus=_owed(contract.bonus, achieved, due, known)
        if outcome != "missed"
        else None,
    )


def quantities(
    energy: Mapping[str, float], ledger: Ledger, inputs: Inputs
) -> Mapping[str, float]:
    """Return what a clause may speak of, for these energies."""
    before, after = energy["baseline_kwh"], energy["actual_kwh"]
    saving = before - after
    baseline_price, actual_price = ledger.baseline_price or 0, ledger.actual_price or 0
    money = before * baseline_price - after * actual_price
    return {
        "baseline_kwh": before,
        "actual_kwh": after,
        "saving_kwh": saving,
        "saving_percent": 100 * saving / before if before else 0.0,
        "saving_money": money,
        "net_money": money - ledger.costs,
        "costs": ledger.costs,
        "price": baseline_price,
        "co2_kg": saving * (inputs.factor.kg_per_kwh if inputs.factor else 0.0),
        "dark_h": ledger.dark_h,
        "lamps": ledger.lamps,
        "outage_lamp_h": ledger.outage_lamp_h,
        "outage_kwh": ledger.outage_kwh,
        "months": len(inputs.months),
    }


def with_numbers(formula: str, known: Mapping[str, float]) -> str:
    """Return a formula with numbers in the place of names."""

    def number(found: re.Match[str]) -> str:
        name = found[0]
        return f"{known[name]:.10g}" if name in known else name

    return _NAME.sub(number, formula)


def _outcome(achieved: Uncertain, enough: float) -> Outcome:
    if achieved.low >= enough:
        return "kept"
    return "missed" if achieved.high < enough else "open"


def _owed(
    text: str, achieved: Uncertain, due: float, known: Mapping[str, float]
) -> Owed | None:
    if not text:
        return None
    formula = Formula(text, ())

    def at(reached: float) -> float:
        outcomes = {
            "guaranteed": due,
            "achieved": reached,
            "shortfall": max(due - reached, 0.0),
            "excess": max(reached - due, 0.0),
        }
        return float(formula.value({**known, **outcomes}))

    ends = at(achieved.low), at(achieved.high)
    return Owed(at(achieved.value), min(ends), max(ends))
