"""Entities as they are with what was just observed of them. Pure."""

import msgspec

from mesto.kernel.model import Entity, Observation


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
