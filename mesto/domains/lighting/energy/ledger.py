"""What is saved, how sure that is, and what it comes to in money. Pure."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

import msgspec
from msgspec import structs

from mesto.domains.lighting.energy.actual import Actual, actual_of
from mesto.domains.lighting.energy.baseline import (
    Adjusted,
    adjusted_baseline,
    outage_kwh,
)
from mesto.domains.lighting.energy.inputs import Inputs
from mesto.domains.lighting.energy.terms import Bills, Period
from mesto.operations.uncertainty import Uncertain, reckoned, together

WHOLLY = 0.999  #: metered

Option: TypeAlias = Literal["A", "B", "C", "none"]


class Ledger(msgspec.Struct, frozen=True, kw_only=True):
    """What a period came to; None where nothing tells.

    saving_percent: of the adjusted baseline
    money: saved on energy, before costs; net: after them, which may be negative
    baseline_price, actual_price: of a kWh of the old system and the new, on the average
    """

    option: Option
    actual: Actual
    costs: float
    dark_h: float
    lamps: int
    outage_lamp_h: float
    outage_kwh: float
    baseline: Adjusted | None = None
    saving: Uncertain | None = None  #: kWh
    saving_percent: Uncertain | None = None
    co2_kg: Uncertain | None = None  #: not sent into the air
    money: Uncertain | None = None
    net: Uncertain | None = None
    baseline_price: float | None = None
    actual_price: float | None = None


def ledger_of(inputs: Inputs) -> Ledger:
    """Return what a period came to."""
    actual, baseline = actual_of(inputs), adjusted_baseline(inputs)
    costs = sum(one.costs for one in inputs.months)
    ledger = Ledger(
        option=option_of(inputs, actual),
        actual=actual,
        costs=costs,
        dark_h=inputs.dark_h,
        lamps=inputs.lamps,
        outage_lamp_h=sum(one.outage_lamp_h for one in inputs.months),
        outage_kwh=outage_kwh(inputs),
    )
    return ledger if baseline is None else _compared(ledger, baseline, inputs)


def _compared(ledger: Ledger, baseline: Adjusted, inputs: Inputs) -> Ledger:
    """Return a ledger with what was saved against its baseline."""
    before, now = baseline.whole, ledger.actual.whole
    saving = together([before, now.times(-1)])
    factor, paid = inputs.factor, _paid(inputs)
    ledger = structs.replace(
        ledger,
        baseline=baseline,
        saving=saving,
        saving_percent=_percent(before, now),
        co2_kg=None if factor is None else saving.times(factor.kg_per_kwh),
    )
    if paid is None:
        return ledger
    prices = _share(paid[0], before.value), _share(paid[1], now.value)
    money = together([before.times(prices[0]), now.times(-prices[1])])
    return structs.replace(
        ledger,
        money=money,
        net=money.plus(-ledger.costs),
        baseline_price=prices[0],
        actual_price=prices[1],
    )


def by_month(inputs: Inputs) -> Sequence[Ledger]:
    """Return what each month came to; they add up to the whole, but for how sure."""
    return [ledger_of(inputs.of_month(number)) for number in range(len(inputs.months))]


def option_of(inputs: Inputs, actual: Actual) -> Option:
    """Name the option of IPMVP that was gone by.

    A: something is computed or only stated; B: all is metered, before and now;
    C: bills of everything behind the meters; none: nothing was measured in this
    period, and each option wants at least one parameter measured

    Source: IPMVP Core Concepts, options A to C.
    """
    if actual.whole.value > 0 and actual.metered_share == 0:
        return "none"
    match inputs.baseline:
        case Bills():
            return "C"
        case Period() if actual.metered_share >= WHOLLY:
            return "B"
    return "A"


def _percent(before: Uncertain, now: Uncertain) -> Uncertain | None:
    if before.value <= 0:
        return None
    return reckoned(
        lambda given: 100 * (given["before"] - given["now"]) / given["before"],
        {"before": before, "now": now},
    )


def _paid(inputs: Inputs) -> tuple[float, float] | None:
    """Return what the old and the new cost, each month at its prices.

    How unsure energy is carries over at the average price of each.
    """
    before = after = 0.0
    for number, month in enumerate(inputs.months):
        alone = inputs.of_month(number)
        then = adjusted_baseline(alone)
        if month.baseline_price is None or month.actual_price is None:
            return None
        before += month.baseline_price * (then.whole.value if then else 0.0)
        after += month.actual_price * actual_of(alone).whole.value
    return before, after


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
