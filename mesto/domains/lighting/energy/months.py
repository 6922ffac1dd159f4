"""What each month of a period was like: nights, prices, costs, changes. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import NamedTuple, TypeAlias, TypedDict

from mesto.domains.lighting.energy.inputs import MonthFacts
from mesto.domains.lighting.energy.nights import Dark, Night
from mesto.domains.lighting.energy.terms import Change, Cost, Price, Terms, Zone

Level: TypeAlias = Callable[[datetime], float]  #: share of full power at a moment

SLICE = timedelta(minutes=15)
DAYS_A_YEAR, MONTHS_A_YEAR = 365.25, 12


class Part(NamedTuple):
    """A month of a period, or what is left of it: days [first, end)."""

    first: date
    end: date

    @property
    def name(self) -> str:
        """The month: 2026-01."""
        return f"{self.first:%Y-%m}"

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.first).days


def parts(first: date, end: date) -> list[Part]:
    """Return the months of the days [first, end)."""
    found = []
    while first < end:
        following = min((first.replace(day=1) + timedelta(days=32)).replace(day=1), end)
        found.append(Part(first, following))
        first = following
    return found


def edges_of(months: Sequence[Part], zone: tzinfo) -> list[datetime]:
    """Return when months begin and, at last, when the last one ends, UTC."""
    days = [*(one.first for one in months), months[-1].end]
    return [datetime.combine(day, time(), zone).astimezone(UTC) for day in days]


class Course(NamedTuple):
    """How the nights of a town are lit.

    level: to which lamps without a meter are dimmed now
    """

    dark: Dark
    zone: tzinfo
    level: Level


def facts_of(
    terms: Terms,
    months: Sequence[Part],
    course: Course,
    *,
    changes: Sequence[Change],
    outages: Mapping[str, float],
) -> list[MonthFacts]:
    """Return what months were like.

    outages: hours that lamps were dead in the dark, by month
    """
    edges = edges_of(months, course.zone)
    return [
        MonthFacts(
            month=part.name,
            days=part.days,
            costs=sum(cost_of(one, part) for one in terms.costs),
            changed_kwh=sum(_changed_kwh(one, start, end, course) for one in changes),
            outage_lamp_h=outages.get(part.name, 0.0),
            **_lit(terms.prices, start, end, course),
        )
        for part, (start, end) in zip(months, pairwise(edges), strict=True)
    ]


class _Lit(TypedDict):
    dark_h: float
    full_h: float
    light_h: float
    baseline_price: float | None
    actual_price: float | None


def _lit(
    prices: Sequence[Price], start: datetime, end: datetime, course: Course
) -> _Lit:
    """Return how long and how brightly a month was lit, and what a kWh cost then."""
    slices = list(_slices(start, end, course.dark))
    paid = _paid(prices, slices, course.zone)
    before = [one.hours for one in slices]
    now = [one.hours * course.level(one.at) for one in slices]
    hours, dark_h = (end - start).total_seconds() / 3600, sum(before)
    return _Lit(
        dark_h=dark_h,
        full_h=sum(now),
        light_h=hours - dark_h,
        baseline_price=_average(paid, before),
        actual_price=_average(paid, now),
    )


def dark_price(
    prices: Sequence[Price], nights: Iterable[Night], zone: tzinfo
) -> float | None:
    """Return what a kWh costs in some nights, on the average; None: nobody says."""
    slices = [one for night in nights for one in _pieces(night.on, night.off)]
    return _average(_paid(prices, slices, zone), [one.hours for one in slices])


def price_at(prices: Sequence[Price], at: datetime) -> float | None:
    """Return what a kWh costs at a moment of the town's clock; None: nobody says."""
    valid = [one for one in prices if one.first <= at.date()]
    if not valid:
        return None
    price = max(valid, key=lambda one: one.first)
    zone = next((one for one in price.zones if _in_zone(one, at)), None)
    return price.per_kwh if zone is None else zone.per_kwh


def cost_of(cost: Cost, part: Part) -> float:
    """Return what a cost comes to in a month, by its days."""
    last = cost.first if cost.every == "once" else date.max - timedelta(days=1)
    after = (cost.last or last) + timedelta(days=1)
    days = max((min(after, part.end) - max(cost.first, part.first)).days, 0)
    match cost.every:
        case "month":
            return cost.amount * days * MONTHS_A_YEAR / DAYS_A_YEAR
        case "year":
            return cost.amount * days / DAYS_A_YEAR
        case "once":
            return cost.amount * days / (after - cost.first).days


class _Slice(NamedTuple):
    at: datetime  #: its middle
    hours: float


def _slices(start: datetime, end: datetime, dark: Dark) -> Iterator[_Slice]:
    """Yield the dark of a month in pieces, each by its middle."""
    for night in dark.nights:
        yield from _pieces(max(night.on, start), min(night.off, end))


def _pieces(at: datetime, off: datetime) -> Iterator[_Slice]:
    while at < off:
        piece = min(SLICE, off - at)
        yield _Slice(at + piece / 2, piece.total_seconds() / 3600)
        at += piece


def _paid(
    prices: Sequence[Price], slices: Sequence[_Slice], zone: tzinfo
) -> list[float | None]:
    return [price_at(prices, one.at.astimezone(zone)) for one in slices]


def _in_zone(zone: Zone, at: datetime) -> bool:
    clock, yesterday = f"{at:%H:%M}", (at - timedelta(days=1)).isoweekday()
    if zone.start < zone.end:
        return zone.start <= clock < zone.end and at.isoweekday() in zone.weekdays
    if clock >= zone.start:
        return at.isoweekday() in zone.weekdays
    return clock < zone.end and yesterday in zone.weekdays


def _changed_kwh(
    change: Change, start: datetime, end: datetime, course: Course
) -> float:
    since = datetime.combine(change.on, time(), course.zone).astimezone(UTC)
    dark_h = course.dark.hours(max(start, since), end) if since < end else 0.0
    return change.lamps * change.power_w * dark_h / 1000


def _average(values: Sequence[float | None], weights: Sequence[float]) -> float | None:
    """Return the average by weights, if there are any; None where a value lacks."""
    known = [one for one in values if one is not None]
    if len(known) < len(values) or not known:
        return None
    whole = sum(weights)
    if not whole:
        return sum(known) / len(known)
    return sum(one * weight for one, weight in zip(known, weights, strict=True)) / whole
