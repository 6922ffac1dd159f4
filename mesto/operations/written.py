"""What people of a town write down: calendars, scenarios, duties, crews, reports.

Each is an entity with a name of its own, whose `definition` says all; how it was before
is its history. Pure.
"""

from collections.abc import Mapping
from typing import TypeVar

from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import read_written
from mesto.kernel.model import Entity

T = TypeVar("T")

DEFINITION = "definition"  #: the attribute


def urn_of(kind: str, name: str) -> str:
    """Return the URN of what is written; `kind` is its entity type."""
    return f"urn:ngsi-ld:{kind}:{name}"


def name_of(entity: Entity) -> str:
    """Return the name of what is written: the last part of its URN."""
    return entity.id.rpartition(":")[2]


def read_all(entities: Mapping[str, Entity], shape: type[T]) -> dict[str, T]:
    """Return what entities of one kind say, by name, in their order.

    What makes no sense, because somebody wrote it by the API, is left out.
    """
    read = {name_of(one): read_definition(one, shape) for one in entities.values()}
    return {name: one for name, one in read.items() if one is not None}


def read_definition(entity: Entity, shape: type[T]) -> T | None:
    """Read what an entity's definition says; None where it makes no sense."""
    try:
        return read_written(entity.value(DEFINITION), shape)
    except Malformed:
        return None
