"""One call to record: what it says, laid out by the numbers of its names."""

from asyncio import Future
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple, TypeAlias

import msgspec
from msgspec.structs import replace

from mesto.kernel.claim import Claim, claim
from mesto.kernel.model import SCOPE, TYPE, Observation
from mesto.kernel.names import Numbered
from mesto.kernel.question.deeds import Once
from mesto.kernel.row import Row, lay
from mesto.kernel.secret import Secret

Month: TypeAlias = tuple[int, int]  #: year and month


class Expect(msgspec.Struct, frozen=True, kw_only=True):
    """What the present must be for a call to be written.

    Without `attribute`: whether the entity exists. With it: the position of the
    attribute's present instance, 0 where there must be none.
    """

    entity: str
    exists: bool = True
    attribute: str | None = None
    dataset: str | None = None
    position: int = 0


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What a call changed."""

    recorded: int  #: how many observations were new
    created: frozenset[str] = frozenset()  #: entities that came to exist


class Expected(NamedTuple):
    """An expectation, by the numbers of its names."""

    entity: int
    attribute: int | None
    said: Expect


class Call(NamedTuple):
    """One `record`, laid out and waiting."""

    rows: Sequence[Row]
    claims: dict[int, Claim]  #: by entity
    expects: Sequence[Expected]
    once: Once | None
    secrets: Sequence[Secret]
    current: bool
    careful: bool  #: it must look before it writes, or writes more than one thing
    months: AbstractSet[Month]  #: of the ledger that it needs
    done: Future[Receipt]


def rows_of(
    seen: Iterable[Observation],
    numbers: Numbered,
    turns: Iterator[int],
    now_s: float,
    *,
    current: bool,
) -> tuple[list[Row], dict[int, Claim]]:
    """Return rows, and what is said of their entities.

    turns: the order of arrival goes on from there

    Raises KeyError for a name that has no number.
    """
    entities, attributes, sources = numbers
    rows: list[Row] = []
    claims: dict[int, Claim] = {}
    for one in seen:
        entity, source = entities[one.entity], sources[one.source]
        known = claims.get(entity)
        if one.attribute in (TYPE, SCOPE):
            claims[entity] = claim(one, known, now_s)
            continue
        row = lay(
            one,
            entity,
            attributes[one.attribute],
            source,
            turn=next(turns),
            now_s=now_s,
            current=current,
        )
        rows.append(row)
        if known is None:
            claims[entity] = Claim(urn=one.entity, at=row.at)
        elif row.at > known.at:
            claims[entity] = replace(known, at=row.at)
    return rows, claims


def expected_of(expects: Iterable[Expect], numbers: Numbered) -> list[Expected]:
    """Return expectations by numbers. Raises KeyError for a name that has none."""
    entities, attributes, _ = numbers
    return [
        Expected(
            entities[e.entity], attributes[e.attribute] if e.attribute else None, e
        )
        for e in expects
    ]
