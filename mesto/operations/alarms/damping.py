"""When a town says that alarms of a layer flap, where it says anything. Pure.

It is an entity `urn:ngsi-ld:AlarmDamping:TYPE` whose `definition` is a `Definition`;
TYPE is the entity type of the layer. Where there is none, the service says it.
"""

from datetime import timedelta
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

from mesto.kernel.plugin import Damping

DAMPING = "AlarmDamping"  #: the entity type

Minutes: TypeAlias = Annotated[int, Meta(ge=1, le=1_440)]


class Definition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How often within a while is flapping, and how long it has to be quiet then."""

    times: Annotated[int, Meta(ge=2, le=100)]
    within_min: Minutes
    quiet_min: Minutes
    enabled: bool = True  #: false: each alarm is one, however often it comes


def damping_of(definition: Definition) -> Damping | None:
    """Read what a town says; None: it wants none."""
    if not definition.enabled:
        return None
    return Damping(
        times=definition.times,
        within=timedelta(minutes=definition.within_min),
        quiet=timedelta(minutes=definition.quiet_min),
    )


def written(damping: Damping) -> Definition:
    """Write what a service says as a town would."""
    return Definition(
        times=damping.times,
        within_min=round(damping.within / timedelta(minutes=1)),
        quiet_min=round(damping.quiet / timedelta(minutes=1)),
    )
