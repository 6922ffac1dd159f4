"""What the city knows of its lighting in a period, and the inputs that follow. Pure.

The same evidence answers for the whole town and for the cabinets of each contract.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from mesto.domains.lighting.energy.counter import Reading, stretches
from mesto.domains.lighting.energy.inputs import Inputs, OldMonth, Site, SiteMonth
from mesto.domains.lighting.energy.metered import of_several, told
from mesto.domains.lighting.energy.months import (
    Course,
    Part,
    edges_of,
    facts_of,
    parts,
)
from mesto.domains.lighting.energy.nights import Burning, Dark
from mesto.domains.lighting.energy.questions import Dead, Group, Outage
from mesto.domains.lighting.energy.terms import (
    Baseline,
    Bills,
    Change,
    Factor,
    Terms,
)
from mesto.operations.calendars.sun import Spot

DAY = timedelta(days=1)
HEADROOM = 1.5  #: of the rated power: what can be drawn at most
OWN_KW = 1.0  #: that a cabinet may draw itself
NEARLY = 0.9  #: of its dark hours a month has to be metered to count for a baseline


class Cabinet(NamedTuple):
    """A cabinet as people know it; without a URN: lamps that name none."""

    urn: str = ""
    name: str = ""
    district: str = ""


class Evidence(NamedTuple):
    """What the city knows of a period.

    readings: of the meters of cabinets, by URN
    counters: of single lamps, by cabinet without a meter, and lamp
    """

    months: Sequence[Part]
    cabinets: Sequence[Cabinet]
    groups: Sequence[Group]
    readings: Mapping[str, Sequence[Reading]]
    counters: Mapping[str, Mapping[str, Sequence[Reading]]]
    dead: Sequence[Dead]
    outages: Sequence[Outage]

    def within(self, cabinets: Sequence[str]) -> "Evidence":
        """Return what is known of some cabinets; of none: all of it."""
        if not cabinets:
            return self
        known = set(cabinets)
        return self._replace(
            cabinets=[one for one in self.cabinets if one.urn in known],
            groups=[one for one in self.groups if one.cabinet in known],
            dead=[one for one in self.dead if one.cabinet in known],
        )

    def between(self, first: int, end: int) -> "Evidence":
        """Return what is known of its months [first, end)."""
        dead = [
            one._replace(month=one.month - first)
            for one in self.dead
            if first <= one.month < end
        ]
        return self._replace(months=self.months[first:end], dead=dead)


class Against(NamedTuple):
    """What a ledger is held against.

    old_months: of a baseline that was metered or billed
    """

    baseline: Baseline | None
    changes: Sequence[Change]
    old_months: Sequence[OldMonth]
    dark_year_h: float
    factor: Factor | None


def inputs_of(
    evidence: Evidence, terms: Terms, course: Course, against: Against
) -> Inputs:
    """Return everything a ledger rests on, but for its gaps."""
    months = evidence.months
    return Inputs(
        currency=terms.currency,
        months=facts_of(
            terms,
            months,
            course,
            changes=against.changes,
            outages=_outages(evidence, course),
        ),
        sites=sites_of(evidence, course),
        tolerances=terms.tolerances,
        standby_w=terms.standby_w,
        factor=against.factor,
        baseline=against.baseline,
        old_months=against.old_months,
        dark_year_h=against.dark_year_h,
        changed_lamps=sum(
            one.lamps for one in against.changes if one.on < months[-1].end
        ),
    )


def sites_of(evidence: Evidence, course: Course) -> list[Site]:
    """Return the cabinets, and what their meters told of each month."""
    edges = edges_of(evidence.months, course.zone)
    lamps, watts = lamps_by(evidence.groups), _watts_by(evidence.groups)
    found = []
    for cabinet in evidence.cabinets:
        count, rated_w = lamps.get(cabinet.urn, 0), watts.get(cabinet.urn, 0.0)
        metered = _by_its_meter(evidence, cabinet.urn, rated_w, edges, course.dark)
        counted = _by_its_lamps(evidence, cabinet.urn, count, edges, course.dark)
        found.append(
            Site(
                urn=cabinet.urn,
                name=cabinet.name,
                district=cabinet.district,
                lamps=count,
                rated_w=rated_w,
                meter="cabinet" if metered else "lamps" if counted else "",
                months=metered or counted or [SiteMonth() for _ in evidence.months],
            )
        )
    return found


def lamps_by(groups: Sequence[Group]) -> Mapping[str, int]:
    """Return how many lamps hang on each cabinet and each feeder, by URN."""
    counted: defaultdict[str, int] = defaultdict(int)
    for group in groups:
        counted[group.cabinet] += group.lamps
        if group.feeder:
            counted[group.feeder] += group.lamps
    return counted


def most_kw(rated_w: float) -> float | None:
    """Return what can be drawn behind a cabinet's meter; None: nobody knows."""
    return HEADROOM * rated_w / 1000 + OWN_KW if rated_w else None


def metered_months(
    evidence: Evidence, burning: Burning, spot: Spot
) -> Iterator[OldMonth]:
    """Yield the months of a baseline in which every cabinet was metered.

    A month that was metered nearly all the time counts as if it had been whole.
    """
    months = evidence.months
    dark = Dark(burning, months[0].first, months[-1].end, spot)
    edges = edges_of(months, spot.zone)
    sites = sites_of(evidence, Course(dark, spot.zone, lambda _at: 1.0))
    for number, (part, (start, end)) in enumerate(
        zip(months, pairwise(edges), strict=True)
    ):
        seen = [one.months[number] for one in sites if one.lamps or one.meter]
        if seen and all(one.covered >= NEARLY for one in seen):
            kwh = sum(one.metered_kwh / one.covered for one in seen)
            yield OldMonth(part.name, part.days, dark.hours(start, end), kwh)


def billed_months(bills: Bills, burning: Burning, spot: Spot) -> Iterator[OldMonth]:
    """Yield the months of bills with their nights."""
    for bill in bills.months:
        first = datetime.fromisoformat(f"{bill.month}-01").date()
        (part,) = parts(first, (first + 31 * DAY).replace(day=1))
        start, end = edges_of([part], spot.zone)
        hours = Dark(burning, part.first, part.end, spot).hours(start, end)
        yield OldMonth(bill.month, part.days, hours, bill.kwh)


def _watts_by(groups: Sequence[Group]) -> Mapping[str, float]:
    watts: defaultdict[str, float] = defaultdict(float)
    for group in groups:
        watts[group.cabinet] += group.watts
    return watts


def _by_its_meter(
    evidence: Evidence,
    cabinet: str,
    rated_w: float,
    edges: Sequence[datetime],
    dark: Dark,
) -> list[SiteMonth]:
    """Return what a cabinet's meter told of each month; nothing where it told none."""
    readings = evidence.readings.get(cabinet, ())
    return _known(told(stretches(readings, most_kw(rated_w)), edges, dark))


def _by_its_lamps(
    evidence: Evidence,
    cabinet: str,
    lamps: int,
    edges: Sequence[datetime],
    dark: Dark,
) -> list[SiteMonth]:
    """Return what lamps' own counters told of each month; nothing where none did."""
    counters = evidence.counters.get(cabinet, {})
    each = [told(stretches(one, OWN_KW), edges, dark) for one in counters.values()]
    return _known(of_several(each, lamps))


def _known(months: list[SiteMonth]) -> list[SiteMonth]:
    return months if any(one.covered for one in months) else []


def _outages(evidence: Evidence, course: Course) -> Mapping[str, float]:
    """Return how many dark hours lamps were dead, all together, by month."""
    lamps = lamps_by(evidence.groups)
    edges = edges_of(evidence.months, course.zone)
    found: defaultdict[str, float] = defaultdict(float)
    for number, (part, (start, end)) in enumerate(
        zip(evidence.months, pairwise(edges), strict=True)
    ):
        night_h = course.dark.hours(start, end) / part.days
        days = sum(one.lamp_days for one in evidence.dead if one.month == number)
        found[part.name] += days * night_h
        for one in evidence.outages:
            begin, until = max(one.start, start), min(one.end, end)
            if begin < until:
                dark_h = course.dark.hours(begin, until)
                found[part.name] += lamps.get(one.supply, 0) * dark_h
    return found
