"""A round, with all that was said of it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID

import msgspec

from mesto.domains.waste.driving.deeds import DEED, Deed, deeds_in, standing
from mesto.domains.waste.driving.phases import PHASE
from mesto.domains.waste.rounds import Round
from mesto.kernel.model import Attribute, Entity
from mesto.operations.work.said import DATASET
from mesto.operations.written import DEFINITION, name_of, read_definition

#: A vehicle may leave before its round begins, and come home after.
BEFORE, AFTER = timedelta(hours=1), timedelta(hours=3)


class Known(msgspec.Struct, frozen=True, dict=True):
    """A round, and all that was said of it."""

    entity: Entity
    round: Round

    @property
    def urn(self) -> str:
        """Its URN."""
        return self.entity.id

    @property
    def name(self) -> str:
        """Its name, as it stands in addresses."""
        return name_of(self.entity)

    @cached_property
    def deeds(self) -> Mapping[UUID, Deed]:
        """What was said, by id, also what was taken back."""
        return deeds_in(self.entity)

    @cached_property
    def standing(self) -> Sequence[Deed]:
        """What was said and holds, in its order."""
        return standing(self.deeds.values())

    @property
    def sources(self) -> Mapping[str, str]:
        """Who said each deed, by its id."""
        return {
            one.dataset.removeprefix(DATASET): one.source
            for one in self.entity.attributes
            if one.name == DEED and one.dataset
        }

    @property
    def version(self) -> int:
        """Of the plan."""
        written = self.entity.attribute(DEFINITION)
        return written.position if written else 0

    @property
    def moved(self) -> Attribute | None:
        """Who brought it into its phase, and when."""
        return self.entity.attribute(PHASE)

    @property
    def containers(self) -> list[str]:
        """The URNs of those planned and those spoken of, each once."""
        planned = (urn for stop in self.round.stops for urn in stop.containers)
        spoken = (
            urn for one in self.standing for urn in getattr(one, "containers", ())
        )
        return list(dict.fromkeys([*planned, *spoken]))

    @property
    def span(self) -> tuple[datetime, datetime]:
        """When it is driven, as planned and as said. It has a stop or a deed."""
        times = [
            *(at for stop in self.round.stops for at in (stop.arrives, stop.leaves)),
            *(one.at for one in self.standing),
        ]
        return min(times) - BEFORE, max(times) + AFTER


def known_in(entities: Iterable[Entity]) -> list[Known]:
    """Read rounds; what makes no sense, because of the API, is left out."""
    read = ((one, read_definition(one, Round)) for one in entities)
    return [Known(one, round_) for one, round_ in read if round_ is not None]
