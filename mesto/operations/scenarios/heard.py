"""What was just observed, as something that happened to an entity. Pure."""

from collections.abc import Mapping, Sequence

import msgspec

from mesto.kernel.model import Entity, Event, Observation
from mesto.kernel.question.handled import ALERT, STATE
from mesto.operations.scenarios.happening import Happening, chain_of


def parted(
    events: Sequence[Event], anew: tuple[str, ...]
) -> tuple[Sequence[Event], Sequence[Event]]:
    """Part events where scenarios are read anew: what was before, and what is since.

    anew: how URNs begin whose change makes them so

    What was before a scenario was set to work does not set it off.
    """
    changes = (
        n for n, one in enumerate(events) if one.observation.entity.startswith(anew)
    )
    last = max(changes, default=len(events))
    return events[:last], events[last:]


def apply(entity: Entity, seen: Observation) -> Entity:
    """Return an entity with what an observation says of it.

    What came after it in the same breath is not known yet.
    """
    attributes = tuple(
        msgspec.structs.replace(one, value=seen.value)
        if one.name == seen.attribute and one.dataset == seen.dataset
        else one
        for one in entity.attributes
    )
    return msgspec.structs.replace(entity, attributes=attributes)


def about(alert: Entity) -> str:
    """Return the URN of what an Alert is about; empty where it does not say."""
    source = alert.value("alertSource")
    return source if isinstance(source, str) else ""


def heard_of(event: Event, known: Mapping[str, Entity]) -> Happening | None:
    """Read an event as a happening; None where the entity is gone."""
    seen = event.observation
    entity = known.get(seen.entity)
    if entity is None:
        return None
    at = min(event.seen_at, event.recorded_at)
    heard = Happening(
        sort="observed",
        at=at,
        cause=f"{event.position}",
        entity=apply(entity, seen),
        attribute=seen.attribute,
        value=seen.value,
        chain=chain_of(seen.source),
        by=seen.source,
    )
    if ALERT not in event.types or seen.attribute != STATE:
        return heard
    return msgspec.structs.replace(
        heard, sort="alarm", alarm=heard.entity, entity=known.get(about(entity))
    )
