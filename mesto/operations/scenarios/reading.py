"""The scenarios of a town, as its ledger has them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from mesto.kernel.city import City
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Entity
from mesto.operations.calendars.calendar import Calendar
from mesto.operations.calendars.reading import calendars_of, spot_of
from mesto.operations.calendars.sun import Spot
from mesto.operations.scenarios.compiled import Compiled, Written, compile_scenario
from mesto.operations.scenarios.definition import RUNNING, Definition, Schedule, Sun
from mesto.operations.scenarios.happening import SCENARIO
from mesto.operations.scenarios.triggers import next_time
from mesto.operations.work.checklists import NONE, Checklists
from mesto.operations.written import DEFINITION, name_of, read_definition

STAGE, REASON = "stage", "stageReason"


class Town(NamedTuple):
    """What scenarios of a town can speak of."""

    written: Mapping[str, Written]
    calendars: Mapping[str, Calendar]
    spot: Spot
    checklists: Checklists = NONE

    def compiled(self, written: Written) -> Compiled:
        """Make a scenario ready. Raises Malformed with the place of a mistake."""
        return compile_scenario(
            written,
            calendars=list(self.calendars),
            scenarios=list(self.written),
            checklists=self.checklists,
        )

    def next_time(self, name: str, now: datetime) -> datetime | None:
        """Return when a clock or the sun sets a scenario off next, if it is at work."""
        one = self.written.get(name)
        if one is None or one.stage not in RUNNING:
            return None
        times = (
            next_time(trigger, now, self.spot, self.calendars)
            for trigger in one.definition.triggers
            if isinstance(trigger, Schedule | Sun)
        )
        return min((time for time in times if time is not None), default=None)

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


async def town_of(city: City, checklists: Checklists = NONE) -> Town:
    """Return the scenarios of a town, and what they can speak of.

    checklists: that work orders take one of
    """
    entities = await city.entities(SCENARIO)
    read = (read_scenario(entity) for entity in entities.values())
    written = {one.name: one for one in read if one is not None}
    return Town(written, await calendars_of(city), await spot_of(city), checklists)


def read_scenario(entity: Entity) -> Written | None:
    """Read a scenario; None where what the ledger has makes none."""
    said = entity.attribute(DEFINITION)
    definition = read_definition(entity, Definition)
    if said is None or definition is None:
        return None
    stage = entity.value(STAGE)
    return Written(
        name=name_of(entity),
        definition=definition,
        version=said.position,
        stage=stage if isinstance(stage, str) else "draft",
    )
