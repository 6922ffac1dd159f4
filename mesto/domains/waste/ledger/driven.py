"""What rounds that are done tell of a month. Pure."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from mesto.domains.waste.driving.odometer import Driven, planned_of, read_driven
from mesto.domains.waste.ledger.terms import Kept
from mesto.domains.waste.rounds import Round
from mesto.kernel.model import Entity
from mesto.operations.written import read_definition

KG_A_TONNE = 1_000.0
MONTHS = 12


class Done(NamedTuple):
    """A round that is done, and how far and long it really was."""

    round: Round
    driven: Driven


def done_in(entities: Iterable[Entity]) -> Iterator[Done]:
    """Yield the rounds that are done; by their plan, where nothing else tells."""
    for entity in entities:
        round_ = read_definition(entity, Round)
        if round_ is not None and round_.phase == "done":
            yield Done(round_, read_driven(entity) or planned_of(round_))


def months_between(first: date, end: date) -> Iterator[str]:
    """Yield the whole months in the days [first, end), as 2026-01."""
    year, month = first.year, first.month
    while True:
        begins = date(year, month, 1)
        year, month = year + month // MONTHS, month % MONTHS + 1
        if date(year, month, 1) > end:
            return
        if begins >= first:
            yield f"{begins:%Y-%m}"


def months_driven(
    rounds: Iterable[Done],
    months: Iterable[str],
    containers: int,
    kg: Mapping[str, float],
    overflows: Mapping[str, int],
) -> Iterator[Kept]:
    """Yield what each month came to, but for those in which no round was done.

    kg: that was weighed, by month; overflows: container-days over full, by month
    """
    by_month: dict[str, list[Driven]] = {}
    for one in rounds:
        by_month.setdefault(f"{one.round.day:%Y-%m}", []).append(one.driven)
    for month in months:
        done = by_month.get(month)
        if not done or not containers:
            continue
        year, number = map(int, month.split("-"))
        yield Kept(
            month=month,
            days=float(monthrange(year, number)[1]),
            containers=float(containers),
            km=sum(one.km for one in done),
            hours=sum(one.hours for one in done),
            tonnes=kg[month] / KG_A_TONNE if kg.get(month) else None,
            overflows=float(overflows.get(month, 0)),
        )
