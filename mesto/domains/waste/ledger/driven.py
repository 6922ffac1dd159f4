"""What rounds that are done tell of a month. Pure."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from mesto.domains.waste.ledger.terms import Kept
from mesto.domains.waste.rounds import Round

KG_A_TONNE = 1_000.0


def months_between(first: date, end: date) -> Iterator[str]:
    """Yield the whole months in the days [first, end), as 2026-01."""
    year, month = first.year, first.month
    while True:
        begins = date(year, month, 1)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)  # noqa: PLR2004
        if date(year, month, 1) > end:
            return
        if begins >= first:
            yield f"{begins:%Y-%m}"


def months_driven(
    rounds: Iterable[Round],
    months: Iterable[str],
    containers: int,
    kg: Mapping[str, float],
    overflows: Mapping[str, int],
) -> Iterator[Kept]:
    """Yield what each month came to, but for those in which no round was done.

    kg: that was weighed, by month; overflows: container-days over full, by month
    """
    by_month: dict[str, list[Round]] = {}
    for one in rounds:
        if one.phase == "done":
            by_month.setdefault(f"{one.day:%Y-%m}", []).append(one)
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
            hours=sum(one.working_min for one in done) / 60,
            tonnes=kg[month] / KG_A_TONNE if kg.get(month) else None,
            overflows=float(overflows.get(month, 0)),
        )
