"""A contractor's invoice beside the deeds: each line agreed or not, and why. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Annotated, Any, Final, Literal, NamedTuple, Protocol, TypeAlias
from zoneinfo import ZoneInfo

import msgspec

from mesto.domains.waste.emptyings.happened import Emptied
from mesto.domains.waste.inventory.contracts import (
    Collected,
    Contract,
    emptying_price,
    is_about,
)
from mesto.domains.waste.ledger.driven import Done

#: agreed: a deed stands for it; not_proven: nothing tells either way; contradicted:
#: something tells it was not so; doubled: billed more often than it happened;
#: price: it happened, and costs something else
Verdict: TypeAlias = Literal["agreed", "not_proven", "contradicted", "doubled", "price"]

CENT: Final = 0.005
HEAVIER: Final = 1.1  #: than what was weighed; more is disputed
STAYED: Final = 0.1  #: share of the volume by which a level may fall without emptying
LOW: Final = 0.3  #: a container that was emptied is not fuller all day


class Billed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line of an invoice: so many emptyings of a container on a day.

    price: of the line
    """

    line: int  #: in the file
    day: date
    container: str  #: URN
    fraction: str = ""
    count: Annotated[int, msgspec.Meta(ge=1, le=100)] = 1
    weight_kg: float | None = None
    price: float


class Level(NamedTuple):
    """How full a container was."""

    at: datetime
    level: float


class Obstructed(NamedTuple):
    """That a container could not be emptied."""

    at: datetime
    reason: str


class Evidence(NamedTuple):
    """What is known of the containers of an invoice.

    containers: by URN; the others by URN too
    rounds: that are done
    """

    containers: Mapping[str, Collected]
    emptied: Sequence[Emptied]
    levels: Mapping[str, Sequence[Level]]
    obstacles: Mapping[str, Sequence[Obstructed]]
    zone: ZoneInfo
    rounds: Sequence[Done] = ()


class Line(Protocol):
    """A line of an invoice, whatever it bills."""

    @property
    def line(self) -> int:
        """Its number in the file."""

    @property
    def price(self) -> float:
        """What is asked for it."""


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """A line with its verdict.

    disputed: of its price, what is not to be paid; owed: what is
    evidence: what it rests on, in words of the ledger
    """

    billed: Any  # a Line, of whichever kind
    verdict: Verdict
    disputed: float
    owed: float
    evidence: Sequence[str]


class Total(NamedTuple):
    """What an invoice comes to."""

    billed: float
    owed: float
    disputed: float
    lines: Mapping[str, int]  #: by verdict


def check_invoice(
    lines: Iterable[Billed], contract: Contract, urn: str, known: Evidence
) -> list[Checked]:
    """Judge every line, in the order of the file; `urn` is the contract's own."""
    deeds: defaultdict[tuple[str, date], list[Emptied]] = defaultdict(list)
    for one in known.emptied:
        deeds[one.container, one.at.astimezone(known.zone).date()].append(one)
    used: Counter[tuple[str, date]] = Counter()
    found = []
    for line in lines:
        key = (line.container, line.day)
        there = deeds.get(key, [])
        left = there[used[key] :]
        found.append(
            _judged(
                line,
                left,
                billed_before=used[key] > 0,
                contract=contract,
                urn=urn,
                known=known,
            )
        )
        used[key] += line.count
    return found


def total_of(checked: Sequence[Checked]) -> Total:
    """Add an invoice up."""
    return Total(
        billed=sum(one.billed.price for one in checked),
        owed=sum(one.owed for one in checked),
        disputed=sum(one.disputed for one in checked),
        lines=Counter(one.verdict for one in checked),
    )


def _judged(  # noqa: PLR0913 - a line, and all that speaks for or against it
    line: Billed,
    deeds: Sequence[Emptied],
    *,
    billed_before: bool,  # this container on this day
    contract: Contract,
    urn: str,
    known: Evidence,
) -> Checked:
    container = known.containers.get(line.container)
    if container is None:
        return disputed(line, "not_proven", ["there is no such container"])
    outside = next(_outside(line, container, contract, urn), "")
    if outside:
        return disputed(line, "contradicted", [outside])
    price = emptying_price(contract, container)
    proven = list(_told(deeds[: line.count]))
    if len(deeds) >= line.count:
        return _of_price(line, deeds[: line.count], price, proven)
    if billed_before or deeds:
        owed = min(line.price, price * len(deeds))
        told = [*proven, f"{len(deeds)} of {line.count} happened"]
        return judgement(line, "doubled", owed, told)
    against = list(_against(line, known))
    if against:
        return disputed(line, "contradicted", against)
    return disputed(line, "not_proven", ["nothing tells of an emptying"])


def _outside(
    line: Billed, container: Collected, contract: Contract, urn: str
) -> Iterator[str]:
    """Yield why a line is none of its contract."""
    if not is_about(contract, urn, container):
        yield "it is not of this contract"
    if line.fraction and container.fraction and line.fraction != container.fraction:
        yield f"it holds {container.fraction}"
    if not in_term(line.day, contract):
        yield "the contract did not hold that day"


def _of_price(
    line: Billed, deeds: Sequence[Emptied], price: float, proven: Sequence[str]
) -> Checked:
    """Judge a line that happened by its weight and its price."""
    weights = [one.emptying.weight_kg for one in deeds]
    weighed = sum(one for one in weights if one is not None)
    is_weighed = all(one is not None for one in weights)
    if line.weight_kg is not None and is_weighed:
        told = [*proven, f"weighed {weighed:.0f} kg"]
        if line.weight_kg > HEAVIER * weighed + 1:
            return disputed(line, "contradicted", told)
    owed = price * line.count
    if line.price > owed + CENT:
        return judgement(line, "price", owed, [*proven, f"by contract {owed:.2f}"])
    return judgement(line, "agreed", line.price, proven)


def _against(line: Billed, known: Evidence) -> Iterator[str]:
    """Yield what tells that a container was not emptied that day."""
    for one in known.obstacles.get(line.container, ()):
        if one.at.astimezone(known.zone).date() == line.day:
            yield f"{one.at.isoformat()} not emptied: {one.reason}"
    levels = [
        one.level
        for one in known.levels.get(line.container, ())
        if one.at.astimezone(known.zone).date() == line.day
    ]
    if len(levels) > 1 and min(levels) > LOW and _never_fell(levels):
        yield f"its sensor stayed from {levels[0]:.0%} to {levels[-1]:.0%}"


def _never_fell(levels: Sequence[float]) -> bool:
    return all(after > before - STAYED for before, after in pairwise(levels))


def _told(deeds: Iterable[Emptied]) -> Iterator[str]:
    for one in deeds:
        yield f"{one.at.isoformat()} {' and '.join(one.ways)}"


def in_term(day: date, contract: Contract) -> bool:
    """Tell whether a contract holds on a day."""
    return contract.first <= day and (contract.last is None or day <= contract.last)


def disputed(line: Line, verdict: Verdict, evidence: Sequence[str]) -> Checked:
    """Judge that nothing of a line is owed."""
    return judgement(line, verdict, 0.0, evidence)


def judgement(
    line: Line, verdict: Verdict, owed: float, evidence: Sequence[str]
) -> Checked:
    """Judge a line: what is not owed of its price is disputed."""
    return Checked(
        billed=line,
        verdict=verdict,
        disputed=line.price - owed,
        owed=owed,
        evidence=evidence,
    )
