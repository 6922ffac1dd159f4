"""Everything a ledger rests on, and nothing else: what an auditor is handed. Pure."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

import msgspec

from mesto.domains.lighting.energy.terms import Baseline, Factor, Tolerances

Meter: TypeAlias = Literal["cabinet", "lamps", ""]
About: TypeAlias = Literal[
    "replaced",  #: a meter began anew; what it missed is computed
    "jumped",  #: a meter told what cannot be; computed instead
    "rolled",  #: a meter rolled over; counted on
    "silent",  #: a meter told nothing for a part of the period
    "unmetered",  #: cabinets nobody meters
    "powerless",  #: lamps whose power is not known
    "inventory",  #: lamps nobody wrote down as added or taken away
    "unfinished",  #: the period is not over
    "baseline",  #: too few months of a baseline to draw a line through
    "prices",  #: no price holds for a part of the period
]


class Gap(msgspec.Struct, frozen=True):
    """What the data does not tell."""

    about: About
    number: float  #: of meters, lamps, cabinets or months; of silence, its share
    where: str = ""  #: name of the cabinet, where there is one


class MonthFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a month of the period was like; a month that was cut is what is left of it.

    full_h: what the dark hours come to at full power, as lamps are dimmed now
    baseline_price, actual_price: of a kWh, over the hours that the old and the new
        lamps burn; None where no price holds
    costs: of sensing and service
    changed_kwh: what lamps added since the baseline would have drawn; taken away: less
    outage_lamp_h: dark hours that lamps were dead, of all lamps together
    """

    month: str  #: 2026-01
    days: float
    dark_h: float
    full_h: float
    light_h: float
    baseline_price: float | None
    actual_price: float | None
    costs: float = 0.0
    changed_kwh: float = 0.0
    outage_lamp_h: float = 0.0


class SiteMonth(msgspec.Struct, frozen=True):
    """What the meters of a cabinet told of a month.

    covered: share of its dark hours they tell of
    split_kwh: part of `metered_kwh` that was shared out between months
    """

    metered_kwh: float = 0.0
    covered: float = 0.0
    split_kwh: float = 0.0


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """A cabinet and the lamps behind it; lamps without a cabinet are one site too."""

    urn: str
    name: str
    district: str
    lamps: int
    rated_w: float  #: of all its lamps
    meter: Meter
    months: Sequence[SiteMonth]  #: as those of the period


class OldMonth(msgspec.Struct, frozen=True):
    """A month of a baseline that was metered or billed."""

    month: str
    days: float
    dark_h: float
    kwh: float


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a ledger rests on.

    dark_year_h: dark hours of the twelve months from the first of the period
    changed_lamps: added since the baseline, those taken away subtracted
    """

    currency: str
    months: Sequence[MonthFacts]
    sites: Sequence[Site]
    tolerances: Tolerances
    standby_w: float
    factor: Factor | None
    baseline: Baseline | None
    old_months: Sequence[OldMonth]
    dark_year_h: float
    changed_lamps: int
    gaps: Sequence[Gap] = ()

    @property
    def lamps(self) -> int:
        """How many lamps there are."""
        return sum(one.lamps for one in self.sites)

    @property
    def rated_w(self) -> float:
        """What they draw at full power."""
        return sum(one.rated_w for one in self.sites)

    @property
    def dark_h(self) -> float:
        """How long it was dark."""
        return sum(one.dark_h for one in self.months)

    def of_month(self, number: int) -> "Inputs":
        """Return the same of one month alone."""
        sites = [
            msgspec.structs.replace(one, months=[one.months[number]])
            for one in self.sites
        ]
        return msgspec.structs.replace(self, months=[self.months[number]], sites=sites)
