"""Letting a changed schedule go on to more lamps, or back, by what the ledger saw."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from mesto.domains.lighting.control.cohorts import Written, lamps_of
from mesto.domains.lighting.control.lamps import Lamp
from mesto.domains.lighting.control.rollout import ROLLOUT, Rollout, judge, tries
from mesto.domains.lighting.control.schedule import SCHEDULE
from mesto.domains.lighting.control.store import SeenOf
from mesto.domains.lighting.control.switching import SOURCE
from mesto.kernel.city import City
from mesto.kernel.model import Kind, Observation, Value
from mesto.operations.written import DEFINITION, urn_of

BY: Final = "lighting"  #: who says how far a schedule has got


async def look_at_rollouts(
    city: City, written: Written, lamps: Sequence[Lamp], now: datetime
) -> bool:
    """Judge every changed schedule that is tried; tell whether one went on or back."""
    changed = False
    for name, rollout in written.rollouts.items():
        members = lamps_of(written.schedules[name], written.groups, lamps)
        trying = [one.urn for one in members if tries(rollout, one.urn)]
        asked = SeenOf(lamps=trying, source=SOURCE + name, since=rollout.stage_at)
        after = judge(rollout, await city.ask(asked), now)
        if after != rollout:
            await city.record(stated(urn_of(SCHEDULE, name), after))
            changed = True
    return changed


def stated(urn: str, rollout: Rollout) -> list[Observation]:
    """Return what is recorded of a rollout; one that went back takes all with it."""
    said = [_said(urn, ROLLOUT, msgspec.to_builtins(rollout))]
    if rollout.state == "back":
        said.append(_said(urn, DEFINITION, rollout.before))
    return said


def _said(urn: str, attribute: str, value: Value) -> Observation:
    return Observation(
        entity=urn,
        attribute=attribute,
        value=value,
        source=BY,
        kind=Kind.JSON_PROPERTY,
    )
