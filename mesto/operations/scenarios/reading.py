"""The scenarios of a town, as its ledger has them."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from mesto.kernel.city import City
from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import read_written
from mesto.kernel.model import Attribute, Entity
from mesto.kernel.question.catalogue import OfType
from mesto.operations.calendars.calendar import Calendar
from mesto.operations.calendars.reading import calendars_of, spot_of
from mesto.operations.calendars.sun import Spot
from mesto.operations.scenarios.compiled import Compiled, Written, compile_scenario
from mesto.operations.scenarios.definition import Definition
from mesto.operations.scenarios.happening import PREFIX, SCENARIO

DEFINITION, STAGE, REASON = "definition", "stage", "stageReason"


class Town(NamedTuple):
    """What scenarios of a town can speak of."""

    written: Mapping[str, Written]
    calendars: Mapping[str, Calendar]
    spot: Spot

    def compiled(self, written: Written) -> Compiled:
        """Make a scenario ready. Raises Malformed with the place of a mistake."""
        return compile_scenario(
            written, calendars=list(self.calendars), scenarios=list(self.written)
        )

    def ready(self, stages: Iterable[str]) -> list[Compiled]:
        """Return the scenarios in these stages that make sense."""
        found = []
        for one in self.written.values():
            if one.stage in stages:
                try:
                    found.append(self.compiled(one))
                except Malformed:  # what it speaks of is gone; its page says so
                    continue
        return found


async def town_of(city: City) -> Town:
    """Return the scenarios of a town, and what they can speak of."""
    entities = await entities_in(city)
    read = (read_scenario(entity) for entity in entities.values())
    written = {one.name: one for one in read if one is not None}
    return Town(written, await calendars_of(city), await spot_of(city))


async def entities_in(city: City) -> dict[str, Entity]:
    """Return the scenarios of a town as entities, by URN, in order."""
    urns = await city.ask(OfType(type=SCENARIO))
    found = await city.present(urns)
    return {urn: found[urn] for urn in urns if urn in found}


def read_scenario(entity: Entity) -> Written | None:
    """Read a scenario; None where what the ledger has makes none."""
    said = attribute_of(entity, DEFINITION)
    if said is None:
        return None
    try:
        definition = read_written(said.value, Definition)
    except Malformed:
        return None
    stage = entity.value(STAGE)
    return Written(
        name=entity.id.removeprefix(PREFIX),
        definition=definition,
        version=said.position,
        stage=stage if isinstance(stage, str) else "draft",
    )


def attribute_of(entity: Entity, name: str) -> Attribute | None:
    """Return an attribute of an entity; None where it has none such."""
    found = (one for one in entity.attributes if one.name == name)
    return next((one for one in found if one.dataset is None), None)
