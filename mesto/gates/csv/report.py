"""What an import does, or would do: counted row by row. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from mesto.kernel.model import TYPE, Attribute, Entity, Observation
from mesto.kernel.table import Refused, Seen

EXAMPLES = 10


class Tally(msgspec.Struct):
    """What the observations of one attribute are, against the present."""

    observations: int = 0
    added: int = 0  #: the entity has no such attribute yet
    changed: int = 0
    same: int = 0
    older: int = 0  #: the present is newer: they go to the history only


class Report(msgspec.Struct):
    """What an import does, or would do."""

    rows: int = 0  #: read and understood
    refused: int = 0
    created: int = 0  #: entities that come to exist
    updated: int = 0  #: entities that exist and are told something new
    unchanged: int = 0  #: entities that exist and are told nothing new
    recorded: int = 0  #: observations new to the ledger; none in a dry run
    attributes: dict[str, Tally] = {}
    examples: list[Refused] = []  #: the first refused rows
    dry_run: bool = False
    refused_file: str = ""  #: where the refused rows were written, to be mended


class Counting:
    """Counts batches against the present that each of them met.

    Keeps one number for each entity of the file, nothing for each row.
    """

    def __init__(self, *, dry_run: bool, most_examples: int = EXAMPLES) -> None:
        """Begin with nothing."""
        self._most_examples = most_examples
        self.report = Report(dry_run=dry_run)
        self._created: set[int] = set()
        self._updated: set[int] = set()
        self._met: set[int] = set()

    def refuse(self, refused: Refused) -> None:
        """Count a refused row."""
        self.report.refused += 1
        if len(self.report.examples) < self._most_examples:
            self.report.examples.append(refused)

    def tell_news(
        self, batch: Iterable[Seen], present: Mapping[str, Entity]
    ) -> list[Seen]:
        """Count a batch; return its rows with what is worth recording of them.

        An observation without a time that says what is known already is not: so an
        inventory imported twice is imported once.
        """
        news = [
            Seen(
                seen.row,
                [one for one in seen.observations if self._count(one, present)],
            )
            for seen in batch
        ]
        self.report.rows += len(news)
        self._sum_up()
        return [seen for seen in news if seen.observations]

    def _count(self, one: Observation, present: Mapping[str, Entity]) -> bool:
        """Count an observation; tell whether it is worth recording."""
        entity, who = present.get(one.entity), hash(one.entity)
        self._met.add(who)
        tally = self.report.attributes.setdefault(one.attribute, Tally())
        tally.observations += 1
        word = _compare(one, entity)
        setattr(tally, word, getattr(tally, word) + 1)
        if entity is None:
            self._created.add(who)
        elif word in {"added", "changed", "older"}:
            self._updated.add(who)
        return word != "same" or one.observed_at is not None

    def _sum_up(self) -> None:
        self.report.created = len(self._created)
        self.report.updated = len(self._updated - self._created)
        self.report.unchanged = len(self._met - self._created - self._updated)


def _compare(one: Observation, entity: Entity | None) -> str:
    """Say what an observation is against the present of its entity."""
    if entity is None:
        return "added"
    if one.attribute == TYPE:
        return "same" if one.value == list(entity.types) else "changed"
    for known in entity.attributes:
        if (known.name, known.dataset) == (one.attribute, one.dataset):
            if _is_older(one.observed_at, known):
                return "older"
            same = (known.value, known.unit, known.kind) == (
                one.value,
                one.unit,
                one.kind,
            )
            return "same" if same else "changed"
    return "added"


def _is_older(observed_at: datetime | None, known: Attribute) -> bool:
    return (
        observed_at is not None
        and known.observed_at is not None
        and observed_at < known.observed_at
    )
