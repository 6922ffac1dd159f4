"""How old a lamp is, how much of its light is left, and when it will be replaced. Pure.

A lamp grows old by burning. How long it burned is told by its own counter, else by its
meter, else by the nights since it was put up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import exp, log
from typing import Literal, NamedTuple, TypeAlias

from mesto.kernel.model import Value

#: Where the hours come from, the best first.
Known: TypeAlias = Literal["counter", "meter", "nights"]
#: Why a lamp will be replaced.
Reason: TypeAlias = Literal["light", "driver", "age"]

YEAR = timedelta(days=365.2425)
SERVICE = 25 * YEAR  #: our assumption of how long seals and connectors hold
SETTLED = YEAR / 4  #: sooner the past of a lamp says nothing about its years to come
USUAL_HOURS = 4_100.0  #: of darkness in a year, in the middle of Europe
KEPT = 0.8  #: of the light at the end of the rated life, where no data sheet says more


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What the data sheet says of a lamp's life; None where it says nothing.

    life_h, kept: after `life_h` hours the share `kept` of the light is left: L80
    """

    life_h: float | None = None
    kept: float = KEPT
    driver_life_h: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What is known of a lamp's past.

    since: when this lamp was put up, or its light source last changed
    counter_h: burning hours its controller counted since then
    energy_kwh: what it drew since then
    rating_w: what it draws at full light
    dark_h: hours of night since then
    """

    since: datetime
    dark_h: float
    counter_h: float | None = None
    energy_kwh: float | None = None
    rating_w: float | None = None


class Life(NamedTuple):
    """The life of a lamp so far, and its end."""

    hours: float  #: burned
    known: Known
    light_left: float | None  #: share of the first light, in (0, 1]; None: unknown
    due: date  #: when it will be replaced; a day that is past means now
    reason: Reason


def life_of(past: Past, model: Model, now: datetime) -> Life:
    """Reckon a lamp's life: what was, and when it ends if it goes on as before.

    now: at `past.since` or later
    """
    hours, known = burned(past)
    age = max(now - past.since, timedelta(0))
    yearly_h = (hours / (age / YEAR) if age >= SETTLED else 0.0) or USUAL_HOURS
    ends: dict[Reason, datetime] = {"age": past.since + SERVICE}
    if model.life_h is not None:
        ends["light"] = now + _at_most((model.life_h - hours) / yearly_h)
    if model.driver_life_h is not None:
        ends["driver"] = now + _at_most((model.driver_life_h - hours) / yearly_h)
    reason = min(ends, key=lambda one: ends[one])
    left = light_left(hours, model)
    return Life(hours, known, left, _month(ends[reason]), reason)


def burned(past: Past) -> tuple[float, Known]:
    """Return how many hours a lamp burned, and how that is known.

    By the meter they are hours of full light, in which it would have drawn the same:
    an hour at half the current wears it about half. Neither a counter nor a meter is
    believed that says more than the lamp can have burned, day and night.
    """
    if past.counter_h is not None and _possible(past.counter_h, past):
        return past.counter_h, "counter"
    if past.energy_kwh is not None and past.rating_w:
        full_h = past.energy_kwh * 1000 / past.rating_w
        if _possible(full_h, past):
            return full_h, "meter"
    return past.dark_h, "nights"


def light_left(hours: float, model: Model) -> float | None:
    """Return which share of its first light a lamp gives after some hours, in (0, 1].

    Exponential, through the point the data sheet names; None where it names none. Dirt,
    which is wiped off, is left out.

    Source: ANSI/IES TM-21-21, exponential fit with B = 1; IEC 62722-2-1 for Lx and By.
    """
    if model.life_h is None:
        return None
    return exp(log(model.kept) * max(hours, 0.0) / model.life_h)


def model_in(said: Mapping[str, Value]) -> Model:
    """Read what a StreetlightModel says of its life; what cannot be is left out."""
    kept = _positive(said.get("ratedLumenMaintenance"))
    return Model(
        life_h=_positive(said.get("workingLife")),
        kept=kept if kept is not None and kept < 1 else KEPT,
        driver_life_h=_positive(said.get("driverWorkingLife")),
    )


def _possible(hours: float, past: Past) -> bool:
    """Tell whether a lamp can have burned so long: at most twice its nights."""
    return 0 <= hours <= 2 * past.dark_h + 24


def _at_most(years: float) -> timedelta:
    """Return a time to come; what is long ago or far off has an end."""
    return min(max(years, -100.0), 100.0) * YEAR


def _month(at: datetime) -> date:
    """Return the first day of the month: nobody plans a lamp by the day."""
    return at.date().replace(day=1)


def _positive(value: Value) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        return None
    return float(value)
