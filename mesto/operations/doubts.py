"""Rows of files that are well written and cannot be true: the services are asked.

Each file is surveyed once before its first row is judged, so that the order of its rows
does not matter.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mesto.kernel.city import City
from mesto.kernel.mapping import AttributeMapping, RecordMapping
from mesto.kernel.model import Entity
from mesto.kernel.plausible import Judge, Plausibility, Told, targets_of, told_by
from mesto.kernel.table import Outcome, Seen, refused

_IN_BRACES = re.compile(r"{([^{}]+)}")


@dataclass(frozen=True)
class Doubts:
    """The judges of one file."""

    city: City
    judges: Sequence[tuple[Plausibility, Judge]]
    columns: Mapping[str, str]  #: of the file, by attribute

    @classmethod
    async def about(
        cls, city: City, mapping: RecordMapping, plausible: Iterable[Plausibility]
    ) -> "Doubts":
        """Call the judges of what a mapping reads; those of all types if rows differ.

        Nobody judges history: where something stands, and once, is said without a time.

        Raises Unavailable if the database does not answer.
        """
        every = "{" in mapping.type
        judges = []
        for one in plausible if not mapping.time else ():
            if every or mapping.type in one.types:
                beside: list[Entity] = []
                for type_ in one.beside:
                    beside += (await city.entities(type_)).values()
                judges.append((one, one.begin(beside)))
        return cls(city, judges, dict(map(_column, mapping.attributes)))

    def survey(self, outcomes: Iterable[Outcome]) -> None:
        """Let every judge hear what a file says."""
        for outcome in outcomes:
            if isinstance(outcome, Seen):
                for told in told_by(outcome):
                    for plausibility, judge in self.judges:
                        if told.type in plausibility.types:
                            judge.survey(told)

    async def sift(self, batch: Sequence[Outcome]) -> list[Outcome]:
        """Return a batch in its order, with those rows refused that are in doubt."""
        if not self.judges:
            return list(batch)
        said = {id(one): list(told_by(one)) for one in batch if isinstance(one, Seen)}
        rows = [told for several in said.values() for told in several]
        town = await self.city.present(sorted(self._wanted(rows)))
        return [
            self._judged(one, said[id(one)], town) if isinstance(one, Seen) else one
            for one in batch
        ]

    def _wanted(self, rows: Iterable[Told]) -> set[str]:
        return {
            urn
            for told in rows
            for plausibility, _ in self.judges
            if told.type in plausibility.types
            for urn in (told.urn, *_targets(told, plausibility.refers))
        }

    def _judged(
        self, seen: Seen, told: Iterable[Told], town: dict[str, Entity]
    ) -> Outcome:
        """Refuse a row with everything that is wrong with it, or let it pass."""
        doubts = [
            doubt
            for one in told
            for plausibility, judge in self.judges
            if one.type in plausibility.types
            for doubt in judge.doubts(one, town)
        ]
        if not doubts:
            return seen
        first, *others = doubts
        whole = {
            tag: "; ".join(
                [
                    why,
                    *(
                        f"{self._named(one.field)}: {one.says.get(tag, one.why)}"
                        for one in others
                    ),
                ]
            )
            for tag, why in first.says.items()
        }
        return refused(seen.row.line, seen.row.text, self._named(first.field), whole)

    def _named(self, attribute: str) -> str:
        """Return what the file calls an attribute."""
        return self.columns.get(attribute) or attribute


def _column(attribute: AttributeMapping) -> tuple[str, str]:
    """Return an attribute's name, and the columns it is read from."""
    plain = (attribute.path, attribute.longitude, attribute.latitude)
    columns = _IN_BRACES.findall(attribute.path) or filter(None, plain)
    return attribute.name, ", ".join(columns)


def _targets(told: Told, refers: Iterable[str]) -> list[str]:
    return [urn for name in refers for urn in targets_of(told, name)]
