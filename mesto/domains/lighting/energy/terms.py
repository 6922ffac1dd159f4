"""What a town writes down of its lighting's energy: terms of the ledger. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Literal, TypeAlias

import msgspec

from mesto.domains.lighting.energy.nights import Burning
from mesto.operations.calendars.definition import Clock, Weekday

LEDGER = "LightingLedger"  #: the entity type
OWN = "town"  #: the name of the only one a town has

Share: TypeAlias = Annotated[float, msgspec.Meta(ge=0, le=1)]
Amount: TypeAlias = Annotated[float, msgspec.Meta(ge=0)]
Words: TypeAlias = Annotated[str, msgspec.Meta(max_length=200)]
Month: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]

MOST = 100  #: of anything in a list
FEWEST_MONTHS = 3  #: from which a baseline can be drawn


class _Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something people write."""


class Zone(_Written, frozen=True):
    """Hours of the day at another price; those that end before they begin go on."""

    start: Clock
    end: Clock
    per_kwh: Amount
    weekdays: Sequence[Weekday] = (1, 2, 3, 4, 5, 6, 7)


class Price(_Written, frozen=True):
    """What a kilowatt-hour costs from a day on, until the next price."""

    first: date
    per_kwh: Amount
    zones: Annotated[Sequence[Zone], msgspec.Meta(max_length=MOST)] = ()


class Cost(_Written, frozen=True, kw_only=True):
    """What sensing and its service cost: every month, every year, or once.

    last: until when; what is paid once is spread evenly from `first` to `last`
    """

    title: Words
    amount: Amount
    every: Literal["month", "year", "once"]
    first: date
    last: date | None = None


class Factor(_Written, frozen=True):
    """What a kilowatt-hour does to the climate, of which year, and who says so."""

    kg_per_kwh: Amount
    year: int
    source: Words


class Tolerances(_Written, frozen=True, kw_only=True):
    """Within which share of itself each number lies, either way."""

    meter: Share = 0.01  #: EN 50470-3, class B
    rated_power: Share = 0.10  #: of lamps now; EN 62722-2-1, 7
    level: Share = 0.05  #: to which they are dimmed
    hours: Share = 0.02  #: they burn
    inventory: Share = 0.02  #: how many they are
    outages: Share = 0.25  #: how long lamps were dead


class OldLamps(_Written, frozen=True):
    """Lamps of one kind there were before, with what each drew, ballast included."""

    count: Annotated[int, msgspec.Meta(ge=1)]
    power_w: Amount
    title: Words = ""


class Powers(_Written, frozen=True, kw_only=True, tag="powers", tag_field="is"):
    """The old lamps, their powers and burning hours.

    share: of full power, on the average of a night
    hours: they burned in a year; None: as long as it is dark
    """

    lamps: Annotated[Sequence[OldLamps], msgspec.Meta(min_length=1, max_length=MOST)]
    share: Share = 1.0
    hours: Annotated[float, msgspec.Meta(gt=0, le=8784)] | None = None
    power_tolerance: Share = 0.05
    hours_tolerance: Share = 0.02
    inventory_tolerance: Share = 0.01


class Period(_Written, frozen=True, kw_only=True, tag="period", tag_field="is"):
    """What the meters of the same cabinets read in earlier days, both included.

    lamps: there were then
    """

    first: date
    last: date
    lamps: Annotated[int, msgspec.Meta(ge=1)]


class Bill(_Written, frozen=True):
    """What one month came to."""

    month: Month
    kwh: Amount


class Bills(_Written, frozen=True, kw_only=True, tag="bills", tag_field="is"):
    """What bills of earlier months said, of everything behind the meters.

    lamps: there were then
    """

    months: Annotated[
        Sequence[Bill], msgspec.Meta(min_length=FEWEST_MONTHS, max_length=120)
    ]
    lamps: Annotated[int, msgspec.Meta(ge=1)]
    tolerance: Share = 0.01  #: of the meter that was billed


Baseline: TypeAlias = Powers | Period | Bills


class Change(_Written, frozen=True):
    """Lamps that were added, or taken away where negative, since the baseline.

    power_w: what the old system would have drawn for each
    """

    on: date
    lamps: int
    power_w: Amount
    why: Words = ""


class Terms(_Written, frozen=True, kw_only=True):
    """By what a town reckons what its lighting draws, costs and saves.

    programme: name of the LightingProgramme by which lamps without a meter burn;
        empty: at full power all night
    """

    currency: Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{3}$")] = "EUR"  #: ISO 4217
    burning: Burning = Burning()
    programme: str = ""
    standby_w: Annotated[float, msgspec.Meta(ge=0, le=50)] = 0.5  #: (EU) 2019/2020
    prices: Annotated[Sequence[Price], msgspec.Meta(max_length=MOST)] = ()
    costs: Annotated[Sequence[Cost], msgspec.Meta(max_length=MOST)] = ()
    factor: Factor | None = None  #: None: the one known for the country
    tolerances: Tolerances = Tolerances()
    baseline: Baseline | None = None
    changes: Annotated[Sequence[Change], msgspec.Meta(max_length=MOST)] = ()


_EMBER = "Ember, Yearly Electricity Data (CC BY 4.0), life-cycle CO2e of generation"

#: By the time zone of a town.
FACTORS: Mapping[str, Factor] = {
    "Europe/Prague": Factor(0.41386, 2024, f"{_EMBER}, Czechia"),
    "Europe/Bratislava": Factor(0.09649, 2024, f"{_EMBER}, Slovakia"),
    "Europe/Belgrade": Factor(0.6708, 2024, f"{_EMBER}, Serbia"),
}
