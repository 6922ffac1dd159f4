"""Groups of lamps: named one by one, made of other groups, or asked for. Pure.

A group is an entity, `urn:ngsi-ld:StreetlightGroup:NAME`, with `definition`. A lamp is
in it that is named, or is in one of its groups, or fits its query.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Annotated, Final, TypeAlias

import msgspec

from mesto.domains.lighting.control.floor import LightingClass
from mesto.domains.lighting.control.lamps import Lamp
from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import Place
from mesto.kernel.plugin import Text
from mesto.operations.expression import Formula

GROUP: Final = "StreetlightGroup"  #: the entity type

Urns: TypeAlias = Annotated[Sequence[str], msgspec.Meta(max_length=5000)]
Names: TypeAlias = Annotated[Sequence[str], msgspec.Meta(max_length=200)]
Fits: TypeAlias = Callable[[Lamp], bool]


class Query(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lamps that are like this: all that is said has to fit, one of each list.

    classes: of their streets, EN 13201-2; streets: names; districts: scopes, with all
        below them; the others are URNs
    where: an expression of the lamp's inventory that is true, e.g. `powerRating > 100`
    """

    classes: Annotated[Sequence[LightingClass], msgspec.Meta(max_length=40)] = ()
    streets: Names = ()
    segments: Urns = ()
    cabinets: Urns = ()
    feeders: Urns = ()
    models: Urns = ()
    districts: Names = ()
    where: Annotated[str, msgspec.Meta(max_length=2000)] = ""


class Definition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A group as it is written. A query that says nothing fits every lamp."""

    title: Text
    lamps: Urns = ()
    groups: Names = ()
    query: Query | None = None


def check(name: str, definition: Definition, written: Mapping[str, Definition]) -> None:
    """Raise Malformed, with the place, for what makes no sense.

    written: the other groups of the town
    """
    if definition.query is not None:
        _fits(definition.query)
    _check_circles((name,), definition, {**written, name: definition}, ())


def asked_by_expression(written: Mapping[str, Definition]) -> bool:
    """Tell whether any group needs what the inventory says of lamps beside all else."""
    queries = (one.query for one in written.values())
    return any(one is not None and one.where.strip() for one in queries)


def within(names: Iterable[str], written: Mapping[str, Definition]) -> set[str]:
    """Return groups and all that they are made of, by name."""
    found: set[str] = set()
    left = list(names)
    while left:
        name = left.pop()
        if name in written and name not in found:
            found.add(name)
            left += written[name].groups
    return found


def members(
    definition: Definition, written: Mapping[str, Definition], lamps: Sequence[Lamp]
) -> list[Lamp]:
    """Return the lamps of a group, in the order of `lamps`.

    What it names and is not there, and what goes round in a circle, adds nothing.
    """
    tests = list(_tests(definition, written, set()))
    return [one for one in lamps if any(fits(one) for fits in tests)]


def _tests(
    definition: Definition, written: Mapping[str, Definition], done: set[str]
) -> list[Fits]:
    named = frozenset(definition.lamps)
    found: list[Fits] = [lambda lamp: lamp.urn in named] if named else []
    if definition.query is not None:
        with suppress(Malformed):  # somebody wrote it by the API: it fits nothing
            found.append(_fits(definition.query))
    for name in definition.groups:
        if name in written and name not in done:
            done.add(name)
            found += _tests(written[name], written, done)
    return found


def _fits(query: Query) -> Fits:
    """Return the test of a query. Raises Malformed for an expression that is none."""
    sets: list[tuple[frozenset[str], Callable[[Lamp], str]]] = [
        (frozenset(query.classes), lambda lamp: lamp.lighting_class),
        (frozenset(query.streets), lambda lamp: lamp.street),
        (frozenset(query.segments), lambda lamp: lamp.segment),
        (frozenset(query.cabinets), lambda lamp: lamp.cabinet),
        (frozenset(query.feeders), lambda lamp: lamp.feeder),
        (frozenset(query.models), lambda lamp: lamp.model),
    ]
    asked = [(wanted, read) for wanted, read in sets if wanted]
    below = tuple(f"{one.rstrip('/')}/" for one in query.districts)
    place = ("definition", "query", "where")
    formula = Formula(query.where, place) if query.where.strip() else None

    def fits(lamp: Lamp) -> bool:
        return (
            all(read(lamp) in wanted for wanted, read in asked)
            and (not below or any(f"{s}/".startswith(below) for s in lamp.scopes))
            and (formula is None or _is_true(formula, lamp))
        )

    return fits


def _is_true(formula: Formula, lamp: Lamp) -> bool:
    try:
        return formula.value(lamp.said) is True
    except Malformed:  # e.g. it compares what this lamp does not have
        return False


def _check_circles(
    chain: Sequence[str],
    definition: Definition,
    written: Mapping[str, Definition],
    place: Place,
) -> None:
    for number, name in enumerate(definition.groups):
        at = place or ("definition", "groups", number)
        if name in chain:
            circle = " → ".join((*chain, name))
            raise Malformed(f"{circle} goes round in a circle", place=at)
        if name not in written:
            raise Malformed(f"there is no group {name}", place=at)
        _check_circles((*chain, name), written[name], written, at)
