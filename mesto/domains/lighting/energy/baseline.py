"""What would have been drawn without the change, as things are now. Pure.

Source: IPMVP Core Concepts, adjusted baseline: routine adjustments by dark hours,
non-routine ones by inventory and outages.
"""

from math import hypot

import msgspec

from mesto.domains.lighting.energy.inputs import Inputs
from mesto.domains.lighting.energy.regression import line_through
from mesto.domains.lighting.energy.terms import Bills, Period, Powers
from mesto.operations.uncertainty import Uncertain, together, within


class Adjusted(msgspec.Struct, frozen=True):
    """The adjusted baseline in its parts, kWh."""

    normal: Uncertain  #: the old system in the nights of the period
    inventory: Uncertain  #: lamps that came or went since
    outages: Uncertain  #: what dead lamps would have drawn: negative, never a saving

    @property
    def whole(self) -> Uncertain:
        """All of it."""
        return together([self.normal, self.inventory, self.outages])


def adjusted_baseline(inputs: Inputs) -> Adjusted | None:
    """Return what would have been drawn, kWh; None where nothing tells."""
    normal = _normal(inputs)
    if normal is None:
        return None
    changed_kwh = sum(one.changed_kwh for one in inputs.months)
    lost_kwh = outage_kwh(inputs)
    tolerances = inputs.tolerances
    return Adjusted(
        normal,
        Uncertain(changed_kwh, within(tolerances.rated_power * abs(changed_kwh))),
        Uncertain(-lost_kwh, within(tolerances.outages * lost_kwh)),
    )


def outage_kwh(inputs: Inputs) -> float:
    """Return what dead lamps would have drawn, kWh.

    At the larger of their old and their new power, so that no dead lamp looks thrifty.
    """
    new_w = inputs.rated_w / inputs.lamps if inputs.lamps else 0.0
    lamp_h = sum(one.outage_lamp_h for one in inputs.months)
    return lamp_h * max(_old_w(inputs), new_w) / 1000


def unexplained(inputs: Inputs) -> float:
    """Return which share of the old lamps nobody knows to have come or gone."""
    before = _old_lamps(inputs)
    if not before or not inputs.lamps:
        return 0.0
    return abs(inputs.lamps - before - inputs.changed_lamps) / before


def _normal(inputs: Inputs) -> Uncertain | None:
    match inputs.baseline:
        case Powers() as powers:
            return _of_powers(powers, inputs)
        case Period():
            return _of_months(inputs, inputs.tolerances.meter)
        case Bills(tolerance=tolerance):
            return _of_months(inputs, tolerance)
    return None


def _of_powers(powers: Powers, inputs: Inputs) -> Uncertain:
    usual = 1.0 if powers.hours is None else powers.hours / inputs.dark_year_h
    kwh = _old_kw(powers) * usual * inputs.dark_h
    u = hypot(
        within(powers.power_tolerance),
        within(powers.hours_tolerance),
        within(max(powers.inventory_tolerance, unexplained(inputs))),
    )
    return Uncertain(kwh, u * kwh)


def _of_months(inputs: Inputs, tolerance: float) -> Uncertain | None:
    line = line_through(inputs.old_months)
    if line is None:
        return None
    days = sum(one.days for one in inputs.months)
    foretold = line.foretell(days, inputs.dark_h, len(inputs.months))
    stated = hypot(within(tolerance), within(unexplained(inputs)))
    return together([foretold, Uncertain(0.0, stated * abs(foretold.value))])


def _old_kw(powers: Powers) -> float:
    return powers.share * sum(one.count * one.power_w for one in powers.lamps) / 1000


def _old_lamps(inputs: Inputs) -> int:
    match inputs.baseline:
        case Powers(lamps=lamps):
            return sum(one.count for one in lamps)
        case Period(lamps=count) | Bills(lamps=count):
            return count
    return 0


def _old_w(inputs: Inputs) -> float:
    """Return what an old lamp drew in a dark hour, on the average."""
    count = _old_lamps(inputs)
    if isinstance(inputs.baseline, Powers):
        return 1000 * _old_kw(inputs.baseline) / count
    dark_h = sum(one.dark_h for one in inputs.old_months)
    kwh = sum(one.kwh for one in inputs.old_months)
    return 1000 * kwh / dark_h / count if dark_h and count else 0.0
