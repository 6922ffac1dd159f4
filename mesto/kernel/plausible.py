"""What a service says of an inventory before it is recorded: can it be true? Pure.

A gate reads what a file says; whether a lamp may stand in a field, only its service
knows. A service brings a `Plausibility`; whoever imports a file asks it about each row,
refuses the rows in doubt with the reason, and imports the rest.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from mesto.kernel.model import TYPE, Entity, Observation, Value
from mesto.kernel.refusals import ABSENT, STANDS_ALREADY
from mesto.kernel.table import Seen
from mesto.kernel.text import Text, filled, in_english

TYPE_IN_URN = 2  #: its place in urn:ngsi-ld:TYPE:NAME


class Told(NamedTuple):
    """What one row says of one entity."""

    line: int  #: of the file, as its refusal will name it
    urn: str
    type: str
    values: Mapping[str, Value]  #: by attribute, of those without a dataset
    units: Mapping[str, str]  #: UN/CEFACT codes, where there are some

    def number(self, attribute: str) -> float | None:
        """Return what is said as a number; None where it is none."""
        value = self.values.get(attribute)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return float(value)

    def text(self, attribute: str) -> str:
        """Return what is said as a text; empty where it is none."""
        value = self.values.get(attribute)
        return value if isinstance(value, str) else ""


class Doubt(NamedTuple):
    """Why a row cannot be true."""

    field: str
    says: Text

    @property
    def why(self) -> str:
        """Return why in English."""
        return in_english(self.says)


class Judge(Protocol):
    """Judges the rows of one file, in their order."""

    def survey(self, told: Told) -> None:
        """Hear what a row says; every row is heard before the first is judged."""
        ...

    def doubts(self, told: Told, town: Mapping[str, Entity]) -> Iterator[Doubt]:
        """Yield why a row cannot be true.

        town: the present of its entity and of what it refers to, by URN, as far as the
            town has them
        """
        ...


@dataclass(frozen=True, kw_only=True)
class Plausibility:
    """How a service judges files about its assets.

    types: whose rows it judges
    beside: types of the town that are measured against, read as a whole
    refers: relationships whose targets the judge wants to see
    begin: takes the entities of `beside`; a new judge for each file
    """

    types: Sequence[str]
    begin: Callable[[Iterable[Entity]], Judge]
    beside: Sequence[str] = ()
    refers: Sequence[str] = ()


def told_by(seen: Seen) -> Iterator[Told]:
    """Yield what a row says, entity by entity."""
    by_entity: dict[str, list[Observation]] = {}
    for one in seen.observations:
        by_entity.setdefault(one.entity, []).append(one)
    for urn, several in by_entity.items():
        plain = [one for one in several if one.dataset is None and not one.deleted]
        values = {one.attribute: one.value for one in plain}
        yield Told(
            line=seen.row.line,
            urn=urn,
            type=_type_of(urn, values.pop(TYPE, None)),
            values=values,
            units={one.attribute: one.unit for one in plain if one.unit},
        )


def absent_targets(
    told: Told, refers: Iterable[str], *there: Container[str]
) -> Iterator[Doubt]:
    """Doubt what refers to something that is neither in the town nor in the file.

    there: the URNs of both
    """
    for name in refers:
        for urn in targets_of(told, name):
            if not any(urn in known for known in there):
                yield Doubt(name, filled(ABSENT, urn=urn))


def told_before(told: Told, first: Mapping[str, int]) -> Iterator[Doubt]:
    """Doubt what stands in the file already.

    first: line of the file where each URN comes first
    """
    line = first.get(told.urn, told.line)
    if line < told.line:
        yield Doubt("id", filled(STANDS_ALREADY, urn=told.urn, line=str(line)))


def targets_of(told: Told, relationship: str) -> list[str]:
    """Return the URNs a row names in a relationship."""
    value = told.values.get(relationship)
    if isinstance(value, str):
        return [value]
    if isinstance(value, Sequence):
        return [one for one in value if isinstance(one, str)]
    return []


def _type_of(urn: str, types: object) -> str:
    """Return the type that is told, else the one in the URN."""
    match types:
        case [str() as first, *_]:
            return first
    parts = urn.split(":")
    return parts[TYPE_IN_URN] if len(parts) > TYPE_IN_URN else ""
