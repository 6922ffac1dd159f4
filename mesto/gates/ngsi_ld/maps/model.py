"""An entity map, and what is asked to make one and to go through it. Pure.

Source: ETSI GS CIM 009 v1.9.1, 4.5.25 (representation), 5.5.9.3 (pages), 5.5.14.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

import msgspec

from mesto.gates.ngsi_ld.codec.encode import timestamp
from mesto.gates.ngsi_ld.temporal_form import read_duration
from mesto.kernel.question import Question, Row
from mesto.kernel.question.condition import AllOf, IdIn
from mesto.kernel.question.find import Find

HERE: Final = "@none"  #: what the city itself is called among sources
LIFETIME: Final = timedelta(hours=1)  #: where nobody suggests one
LONGEST: Final = timedelta(days=1)
MEMBERS_MAX: Final = 10_000  #: entities in a map


class Member(NamedTuple):
    """An entity of a map, and who knows it: ids of registrations, or HERE."""

    urn: str
    sources: tuple[str, ...] = (HERE,)


class EntityMap(msgspec.Struct, frozen=True, kw_only=True):
    """The entities a query found, in their order."""

    id: str
    asked: str  #: a digest of the query
    expires_at: datetime
    members: tuple[Member, ...]

    def sources_of(self, urn: str) -> tuple[str, ...]:
        """Return who knows an entity."""
        return next((one.sources for one in self.members if one.urn == urn), ())

    def as_json(self) -> dict[str, Any]:
        """Return it as it is shown; we make no maps at sources, so none are linked."""
        return {
            "id": self.id,
            "type": "EntityMap",
            "expiresAt": timestamp(self.expires_at),
            "entityMap": {one.urn: list(one.sources) for one in self.members},
            "linkedMaps": {},
        }


def members_of(
    urns: Iterable[str], here: Collection[str], told: Mapping[str, Iterable[str]]
) -> tuple[Member, ...]:
    """Return who knows entities.

    here: those the city knows
    told: by which registrations others are known, by id
    """
    return tuple(
        Member(urn, tuple(dict.fromkeys((*own, *told.get(urn, ())))))
        for urn in urns
        for own in [(HERE,) if urn in here else ()]
    )


class Confirmed(NamedTuple):
    """What became of some entities of a map: the others are no longer looked for."""

    fitting: frozenset[str]  #: they are still what the query looks for
    unheard: frozenset[str] = frozenset()  #: a source of theirs does not answer


@dataclass(frozen=True, kw_only=True)
class Gather(Question[tuple[Member, ...]]):
    """Find all entities, and who knows them; one more than there may be, at most."""

    of: Find

    @property
    def _all(self) -> Find:
        return replace(self.of, limit=MEMBERS_MAX, offset=0, count=False)

    @property
    def sql(self) -> str:
        """The statement."""
        return self._all.sql

    def arguments(self) -> Sequence[object]:
        """Return what the statement's numbers stand for."""
        return self._all.arguments()

    def answer(self, rows: Sequence[Row]) -> tuple[Member, ...]:
        """Read the entities that are here."""
        page = self._all.answer(rows)
        beyond = ("",) if page.more else ()
        return tuple(map(Member, (*page.urns, *beyond)))


@dataclass(frozen=True, kw_only=True)
class Confirm(Question[Confirmed]):
    """Find which of some entities of a map are still what a query looks for."""

    of: Find
    members: tuple[Member, ...]

    @property
    def among(self) -> Find:
        """The query, among these entities."""
        urns = IdIn(tuple(one.urn for one in self.members))
        where = AllOf((self.of.where, urns))
        few = len(self.members)
        return replace(self.of, where=where, order=(), limit=few, offset=0, count=False)

    @property
    def sql(self) -> str:
        """The statement."""
        return self.among.sql

    def arguments(self) -> Sequence[object]:
        """Return what the statement's numbers stand for."""
        return self.among.arguments()

    def answer(self, rows: Sequence[Row]) -> Confirmed:
        """Read which of them fit."""
        return Confirmed(frozenset(self.among.answer(rows).urns))


def ends_at(now: datetime, suggested: str | None) -> datetime:
    """Return until when a map is kept that somebody wants to be kept so long.

    suggested: an ISO 8601 duration; None: nobody says

    Raises BadRequestData if it is none.
    """
    if suggested is None:
        return now + LIFETIME
    duration = read_duration(suggested, "entityMapLifetime")
    try:
        return min(duration.after(now, 1), now + LONGEST)
    except (OverflowError, ValueError):
        return now + LONGEST
