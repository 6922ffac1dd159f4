"""The checklists of a town: which fits some work, and what it says. Pure."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID, uuid5

from mesto.kernel.checklist import Checklist
from mesto.kernel.model import Entity
from mesto.operations.work.said import Item

CHECKLIST: Final = "Checklist"  #: the entity type


class Checklists(NamedTuple):
    """What there is to choose from."""

    written: Mapping[str, Checklist] = {}  #: by name; those of the town
    built_in: Mapping[str, Checklist] = {}  #: what domains bring, unless the town's own
    services: Mapping[str, Collection[str]] = {}  #: types of assets by service
    language: str = "en"  #: of the town, and of its crews

    @property
    def all(self) -> Mapping[str, Checklist]:
        """Every checklist by name; the town's own in place of one that was brought."""
        return {**self.built_in, **self.written}

    def fitting(self, work: str, about: Collection[Entity] = ()) -> str:
        """Return the name of what fits some work best; empty where nothing does.

        The more a checklist says what it is for, the better it fits, and best where it
        says how its asset is; of two alike it is the town's own, then the first by
        name.

        about: the assets to be worked on, all of which it has to fit
        """
        fit = [name for name, one in self.all.items() if self._fits(one, work, about)]
        return min(fit, key=self._rank, default="")

    def items(self, name: str, at: datetime, seed: UUID) -> Iterator[Item]:
        """Yield what a checklist says, in the language of the town.

        seed: of the items' ids, so that twice is once
        """
        for number, step in enumerate(self.all[name].steps):
            text = step.text.get(self.language) or next(iter(step.text.values()))
            yield Item(
                at=at,
                id=uuid5(seed, f"item:{number}"),
                text=text,
                wants=step.wants,
                unit=step.unit,
            )

    def _fits(self, one: Checklist, work: str, about: Collection[Entity]) -> bool:
        told = bool(one.types or one.services or one.where)
        return (
            (not one.work or work in one.work)
            and (bool(about) or not told)
            and all(self._is_for(one, asset) for asset in about)
        )

    def _is_for(self, one: Checklist, asset: Entity) -> bool:
        of_services = {t for s in one.services for t in self.services.get(s, ())}
        wanted = {*one.types, *of_services}
        of_type = not (one.types or one.services) or not wanted.isdisjoint(asset.types)
        return of_type and all(
            asset.value(name) in values for name, values in one.where.items()
        )

    def _rank(self, name: str) -> tuple[bool, bool, bool, bool, bool, str]:
        one = self.all[name]
        vague = (not one.where, not one.types, not one.services, not one.work)
        return (*vague, name not in self.written, name)


NONE: Final = Checklists()
