"""What lamps draw: as meters tell it, computed where they do not. Pure."""

from collections.abc import Iterator
from math import hypot

import msgspec

from mesto.domains.lighting.energy.inputs import Inputs, MonthFacts, Site
from mesto.domains.lighting.energy.terms import Tolerances
from mesto.operations.uncertainty import Uncertain, together, within

SPLIT = 0.1  #: within which share that is right which was shared out between months


class Actual(msgspec.Struct, frozen=True):
    """What was drawn, kWh."""

    metered: Uncertain
    computed: Uncertain

    @property
    def whole(self) -> Uncertain:
        """Both together."""
        return together([self.metered, self.computed])

    @property
    def metered_share(self) -> float:
        """How much of it a meter told; of nothing, nothing."""
        whole = self.metered.value + self.computed.value
        return self.metered.value / whole if whole else 0.0


def actual_of(inputs: Inputs) -> Actual:
    """Return what was drawn in the period, kWh.

    A meter errs the same way all the time, and meters err apart; what is computed errs
    in one, since the same powers, levels and hours are behind all of it.
    """
    tolerances = inputs.tolerances
    metered = [_metered(site, tolerances.meter) for site in inputs.sites if site.meter]
    computed_kwh = sum(computed_of(site, inputs) for site in inputs.sites)
    u = computed_kwh * relative_u(tolerances)
    return Actual(together(metered), Uncertain(computed_kwh, u))


def computed_of(site: Site, inputs: Inputs) -> float:
    """Return what a cabinet's meters do not tell of, by its lamps' powers, kWh."""
    return sum(_computed_kwh(site, inputs))


def relative_u(tolerances: Tolerances) -> float:
    """Return the standard uncertainty of what is computed, as a share of it."""
    return hypot(
        within(tolerances.rated_power),
        within(tolerances.level),
        within(tolerances.hours),
        within(tolerances.inventory),
    )


def _metered(site: Site, tolerance: float) -> Uncertain:
    kwh = sum(one.metered_kwh for one in site.months)
    split_kwh = sum(one.split_kwh for one in site.months)
    return Uncertain(kwh, hypot(within(tolerance * kwh), within(SPLIT * split_kwh)))


def _computed_kwh(site: Site, inputs: Inputs) -> Iterator[float]:
    for month, told in zip(inputs.months, site.months, strict=True):
        yield (1 - told.covered) * _whole_kwh(site, month, inputs.standby_w)


def _whole_kwh(site: Site, month: MonthFacts, standby_w: float) -> float:
    lit = site.rated_w * month.full_h
    return (lit + site.lamps * standby_w * month.light_h) / 1000
