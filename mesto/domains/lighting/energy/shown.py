"""How a ledger is told to the console and to whoever reads its file. Pure."""

from collections.abc import Mapping

from msgspec import to_builtins

from mesto.domains.lighting.energy.actual import computed_of
from mesto.domains.lighting.energy.guarantee import Verdict
from mesto.domains.lighting.energy.inputs import Inputs, Site
from mesto.domains.lighting.energy.ledger import Ledger
from mesto.operations.uncertainty import Uncertain, interval_shown

Written = Mapping[str, object]


def uncertain(value: Uncertain | None) -> Written | None:
    """Write a number with its interval; None where there is none."""
    return None if value is None else interval_shown(value)


def ledger_shown(ledger: Ledger) -> Written:
    """Write what a period came to."""
    baseline = ledger.baseline
    return {
        "option": ledger.option,
        "actual": uncertain(ledger.actual.whole),
        "metered_kwh": ledger.actual.metered.value,
        "computed_kwh": ledger.actual.computed.value,
        "metered_share": ledger.actual.metered_share,
        "baseline": baseline and uncertain(baseline.whole),
        "normal": baseline and uncertain(baseline.normal),
        "inventory": baseline and uncertain(baseline.inventory),
        "outages": baseline and uncertain(baseline.outages),
        "saving": uncertain(ledger.saving),
        "saving_percent": uncertain(ledger.saving_percent),
        "money": uncertain(ledger.money),
        "costs": ledger.costs,
        "net": uncertain(ledger.net),
        "co2_kg": uncertain(ledger.co2_kg),
        "lamps": ledger.lamps,
        "dark_h": ledger.dark_h,
        "outage_lamp_h": ledger.outage_lamp_h,
        "outage_kwh": ledger.outage_kwh,
    }


def site_shown(site: Site, inputs: Inputs) -> Written:
    """Write what a cabinet drew, and how that is known."""
    metered_kwh = sum(one.metered_kwh for one in site.months)
    computed_kwh = computed_of(site, inputs)
    return {
        "urn": site.urn,
        "name": site.name,
        "district": site.district,
        "lamps": site.lamps,
        "rated_w": site.rated_w,
        "meter": site.meter,
        "metered_kwh": metered_kwh,
        "computed_kwh": computed_kwh,
    }


def verdict_shown(verdict: Verdict | None) -> Written | None:
    """Write what a contract comes to."""
    if verdict is None:
        return None
    return {
        "outcome": verdict.outcome,
        "achieved": uncertain(verdict.achieved),
        "due": verdict.due,
        "enough": verdict.enough,
        "worked": verdict.worked,
        "quantities": verdict.quantities,
        "penalty": to_builtins(verdict.penalty),
        "bonus": to_builtins(verdict.bonus),
    }
