"""What an entity must be like to be found: a tree of values. Pure.

Names are kernel names. The tree is what every filter language is read to; `clause.py`
turns it into SQL.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

#: The members that every entity or attribute has without being told.
CREATED_AT = "createdAt"
MODIFIED_AT = "modifiedAt"
OBSERVED_AT = "observedAt"
UNIT_CODE = "unitCode"
DATASET_ID = "datasetId"
EVERY_MEMBER = "*"  #: in `Path.trail`: any member of an object will do

#: What a value may be compared with; a datetime is compared as a moment.
Literal: TypeAlias = bool | float | str | datetime


class Operator(StrEnum):
    """How two values are compared."""

    EQUAL = "=="
    UNEQUAL = "!="
    GREATER = ">"
    GREATER_EQUAL = ">="
    LESS = "<"
    LESS_EQUAL = "<="
    LIKE = "~="  #: the pattern is found in the text
    UNLIKE = "!~="


#: The denial of an operator says: there is something, and none of it is like this.
DENIED = {Operator.UNEQUAL: Operator.EQUAL, Operator.UNLIKE: Operator.LIKE}


@dataclass(frozen=True)
class Path:
    """Where in an entity a value is found.

    `speed.accuracy` is Path("speed", ("accuracy",)), a sub-attribute;
    `address[city.name]` is Path("address", trail=("city", "name")), a part of a value.
    """

    attribute: str
    subs: tuple[str, ...] = ()
    trail: tuple[str, ...] = ()


#: Members of a kept sub-attribute; see the codec of the NGSI-LD gate.
_MEMBER_OF = {OBSERVED_AT: "observed_at", UNIT_CODE: "unit", DATASET_ID: "dataset"}


def members_of(path: Path) -> tuple[str, ...]:
    """Return the members that lead from an attribute's value to what is meant.

    With sub-attributes they begin in what is kept beside the value.
    """
    if not path.subs:
        return path.trail
    *above, last = path.subs
    down = [step for sub in above for step in (sub, "meta")]
    if above and last in _MEMBER_OF:
        return (*down[:-1], _MEMBER_OF[last], *path.trail)
    return (*down, last, "value", *path.trail)


@dataclass(frozen=True)
class Between:
    """Values from `least` to `greatest`, both included."""

    least: Literal
    greatest: Literal


@dataclass(frozen=True)
class OneOf:
    """Any of some values."""

    values: tuple[Literal, ...]


Operand: TypeAlias = Literal | Between | OneOf


@dataclass(frozen=True)
class Compare:
    """Some instance of the attribute, or of the list it holds, compares so."""

    path: Path
    by: Operator
    to: Operand


@dataclass(frozen=True)
class Has:
    """The path leads to something."""

    path: Path


@dataclass(frozen=True)
class OfType:
    """The entity is of this type, perhaps among others."""

    name: str


@dataclass(frozen=True)
class NotOfType:
    """The entity is not of this type."""

    name: str


@dataclass(frozen=True)
class InScope:
    """One of the entity's scopes fits: `+` is any level, a last `#` all below."""

    pattern: str


@dataclass(frozen=True)
class IdIn:
    """The entity's id is one of these."""

    urns: tuple[str, ...]


@dataclass(frozen=True)
class IdLike:
    """The entity's id contains what the regular expression describes."""

    pattern: str


@dataclass(frozen=True)
class AllOf:
    """Every part holds; none at all always holds."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True)
class AnyOf:
    """At least one part holds."""

    parts: "tuple[Condition, ...]"


Condition: TypeAlias = (
    Compare | Has | OfType | NotOfType | InScope | IdIn | IdLike | AllOf | AnyOf
)

EVERYTHING = AllOf(())


class Relation(StrEnum):
    """How the geometry of an entity lies to the one of the question.

    Source: OGC Simple Feature Access 1.2.1, 6.1.15.3.
    """

    NEAR = "near"
    WITHIN = "within"
    CONTAINS = "contains"
    OVERLAPS = "overlaps"
    INTERSECTS = "intersects"
    DISJOINT = "disjoint"
    EQUALS = "equals"


@dataclass(frozen=True)
class Place:
    """Where an entity must be.

    geometry: GeoJSON, positions in lon/lat
    """

    relation: Relation
    geometry: Mapping[str, object]
    attribute: str = "location"
    at_most_m: float | None = None  #: with NEAR
    at_least_m: float | None = None  #: with NEAR


@dataclass(frozen=True)
class Order:
    """One key to sort by; what has no such value comes last.

    away_from: sort by how far the geometry the path leads to is from this one, GeoJSON
    """

    path: Path
    descending: bool = False
    away_from: Mapping[str, object] | None = None
