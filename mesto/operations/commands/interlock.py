"""What may not be ordered while something holds. Pure.

An interlock is an entity, `urn:ngsi-ld:Interlock:NAME`, with `definition`. One that
cannot be judged forbids: whoever wrote it did so for safety.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Annotated, Final, NamedTuple, TypeAlias

import msgspec

from mesto.kernel.errors import Malformed
from mesto.kernel.plugin import Text
from mesto.operations.commands.words import not_judged
from mesto.operations.expression import Context, Formula

INTERLOCK: Final = "Interlock"  #: the entity type

Expression: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
Names: TypeAlias = Annotated[Sequence[str], msgspec.Meta(max_length=50)]


class Definition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An interlock as it is written."""

    commands: Annotated[Names, msgspec.Meta(min_length=1)]  #: e.g. setDimLevel
    types: Names = ()  #: of entities it is about; empty: whatever is told so
    when: Expression  #: true while it forbids
    says: Annotated[Text, msgspec.Meta(min_length=1)]  #: why, by language
    asks: bool = False  #: it does not forbid but asks for a second person


class Interlock(NamedTuple):
    """An interlock, ready to judge."""

    name: str
    definition: Definition
    forbids: Formula | None  #: None where it makes no sense


class Objection(NamedTuple):
    """Why something is not simply done."""

    interlock: str
    says: Text
    asks: bool  #: a second person may allow it


def check(definition: Definition) -> Formula:
    """Return when an interlock forbids. Raises Malformed with the place."""
    return Formula(definition.when, ("definition", "when"))


def ready(name: str, definition: Definition) -> Interlock:
    """Make an interlock ready to judge."""
    try:
        return Interlock(name, definition, check(definition))
    except Malformed:  # somebody wrote it by the API
        return Interlock(name, definition, None)


def concerned(
    interlocks: Mapping[str, Definition], command: str, types: Collection[str]
) -> list[Interlock]:
    """Return the interlocks of a command to an entity of these types."""
    return [
        ready(name, one)
        for name, one in interlocks.items()
        if command in one.commands
        and (not one.types or not set(types).isdisjoint(one.types))
    ]


def objections(
    interlocks: Sequence[Interlock], context: Context
) -> Iterator[Objection]:
    """Yield what is said against an order that these interlocks are about."""
    for one in interlocks:
        forbids = _judged(one, context)
        if forbids is None:
            yield Objection(one.name, not_judged(one.name), asks=False)
        elif forbids:
            yield Objection(one.name, one.definition.says, one.definition.asks)


def forbidding(said: Sequence[Objection]) -> Objection | None:
    """Return the first objection that nobody can allow."""
    return next((one for one in said if not one.asks), None)


def _judged(interlock: Interlock, context: Context) -> bool | None:
    """Tell whether an interlock forbids; None where that cannot be told."""
    if interlock.forbids is None:
        return None
    try:
        found = interlock.forbids.value(context)
    except Malformed:
        return None
    return found if isinstance(found, bool) else None
