"""Emptyings that somebody reports: which are taken, and why others are not. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Final, NamedTuple

import msgspec

from mesto.domains.waste.emptyings.happened import Emptied, is_doubled
from mesto.domains.waste.nouns import CONTAINER, Emptying, Share
from mesto.kernel.model import Entity

LATEST: Final = timedelta(minutes=10)  #: clocks of phones are fast by so much at most
EARLIEST: Final = timedelta(days=366 * 3)
MOST_KG: Final = 20_000.0  #: of one container: more than any vehicle lifts

Kg = Annotated[float, msgspec.Meta(ge=0, le=MOST_KG)]


class Report(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That a container was emptied, as somebody says it.

    container, vehicle, round: URNs
    """

    container: Annotated[str, msgspec.Meta(min_length=1, max_length=256)]
    at: datetime
    vehicle: Annotated[str, msgspec.Meta(max_length=256)] = ""
    round: Annotated[str, msgspec.Meta(max_length=256)] = ""
    weight_kg: Kg | None = None
    before: Share | None = None
    after: Share | None = None
    photo: Annotated[str, msgspec.Meta(max_length=256)] = ""


class Unbelieved(NamedTuple):
    """A report that is not taken."""

    number: int  #: place in what was sent, from 0
    field: str
    why: str


class Sifted(NamedTuple):
    """What is taken of some reports, and what is not."""

    taken: Sequence[Emptied]
    refused: Sequence[Unbelieved]


def sift(
    reports: Sequence[Report],
    *,
    by: str,
    town: Mapping[str, Entity],
    known: Iterable[Emptied],
    now: datetime,
) -> Sifted:
    """Part reports that can be true from those that cannot.

    by: who says so
    town: the containers and vehicles they speak of, as far as the town has them
    known: what was reported before, at least of the time around
    """
    taken: list[Emptied] = []
    refused: list[Unbelieved] = []
    before: dict[str, list[Emptied]] = {}
    for one in known:
        if "reported" in one.ways:
            before.setdefault(one.container, []).append(one)
    for number, report in enumerate(reports):
        emptied = _emptied(report, by)
        doubt = _doubt(report, town, now) or _doubled(
            emptied, before.get(report.container, ())
        )
        if doubt is not None:
            refused.append(Unbelieved(number, *doubt))
            continue
        taken.append(emptied)
        before.setdefault(report.container, []).append(emptied)
    return Sifted(taken, refused)


def _emptied(report: Report, by: str) -> Emptied:
    emptying = Emptying(
        before=report.before,
        after=report.after,
        weight_kg=report.weight_kg,
        vehicle=report.vehicle,
        round=report.round,
        by=by,
        photo=report.photo,
    )
    return Emptied(report.container, report.at, emptying, ("reported",))


def _doubt(
    report: Report, town: Mapping[str, Entity], now: datetime
) -> tuple[str, str] | None:
    if report.at.tzinfo is None:
        return "at", "the time needs its zone"
    if report.at > now + LATEST:
        return "at", f"{report.at.isoformat()} has not come yet: a clock that is wrong?"
    if report.at < now - EARLIEST:
        return "at", f"{report.at.isoformat()} is years ago: a clock that is wrong?"
    container = town.get(report.container)
    if container is None or CONTAINER not in container.types:
        return "container", f"there is no container {report.container}"
    if report.vehicle and report.vehicle not in town:
        return "vehicle", f"there is no vehicle {report.vehicle}"
    return None


def _doubled(emptied: Emptied, known: Iterable[Emptied]) -> tuple[str, str] | None:
    for one in known:
        if is_doubled(one, emptied):
            who = f" by {one.emptying.by}" if one.emptying.by else ""
            told = f"this emptying was reported for {one.at.isoformat()}{who} already"
            return "at", told
    return None
