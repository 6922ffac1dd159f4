"""What is promised in a contract about saved energy. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Literal, TypeAlias

import msgspec

from mesto.domains.lighting.energy.terms import MOST, Baseline, Change, Share, Words
from mesto.kernel.errors import Malformed
from mesto.kernel.plugin import Text
from mesto.operations.expression import Formula

CONTRACT = "LightingContract"  #: the entity type

Unit: TypeAlias = Literal["kWh", "%", "money"]
Clause: TypeAlias = Annotated[str, msgspec.Meta(max_length=1_000)]

#: What is compared with what is promised, where a contract says nothing else.
USUAL_CLAUSES: Mapping[Unit, str] = {
    "kWh": "baseline_kwh - actual_kwh",
    "%": "100 * (baseline_kwh - actual_kwh) / baseline_kwh",
    "money": "saving_money",
}

#: What a clause may speak of.
QUANTITIES = (
    "baseline_kwh",
    "actual_kwh",
    "saving_kwh",
    "saving_percent",
    "saving_money",
    "net_money",
    "costs",
    "price",
    "co2_kg",
    "dark_h",
    "lamps",
    "outage_lamp_h",
    "outage_kwh",
    "months",
)
#: What a penalty and a bonus may speak of besides.
OUTCOMES = ("guaranteed", "achieved", "shortfall", "excess")


class Contract(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A contract by which somebody guarantees a saving.

    first, last: its term, both days included
    cabinets: URNs of what it is about; empty: all of the town's lighting
    baseline, changes: its own; without a baseline those of the town's terms hold
    guaranteed: in a year where the unit is kWh or money, of any time in percent
    clause: what is compared with it; empty: the saving in that unit
    tolerance: share of what is guaranteed that may be missing
    penalty, bonus: what is owed to the client, and to the provider
    """

    title: Text
    client: Words = ""
    provider: Words = ""
    first: date
    last: date
    cabinets: Annotated[Sequence[str], msgspec.Meta(max_length=2_000)] = ()
    baseline: Baseline | None = None
    changes: Annotated[Sequence[Change], msgspec.Meta(max_length=MOST)] = ()
    guaranteed: Annotated[float, msgspec.Meta(gt=0)]
    unit: Unit
    clause: Clause = ""
    tolerance: Share = 0.0
    penalty: Clause = ""
    bonus: Clause = ""

    @property
    def formula(self) -> str:
        """What is compared with what is guaranteed."""
        return self.clause.strip() or USUAL_CLAUSES[self.unit]


def check_contract(contract: Contract) -> None:
    """Raise Malformed, with the place, for what cannot hold."""
    if contract.last < contract.first:
        raise Malformed("a contract ends after it begins", place=("last",))
    for part, text, names in _formulas(contract):
        formula = Formula(text, (part,))
        try:
            found = formula.value(dict.fromkeys(names, 1.5))
        except Malformed as error:
            raise Malformed(str(error), place=(part,)) from error
        if isinstance(found, bool) or not isinstance(found, int | float):
            known = ", ".join(names)
            raise Malformed(f"{text} is no number; it knows {known}", place=(part,))


def _formulas(contract: Contract) -> Iterator[tuple[str, str, Sequence[str]]]:
    """Yield each formula with where it stands and what it may speak of."""
    yield "clause", contract.formula, QUANTITIES
    if contract.penalty:
        yield "penalty", contract.penalty, (*QUANTITIES, *OUTCOMES)
    if contract.bonus:
        yield "bonus", contract.bonus, (*QUANTITIES, *OUTCOMES)
