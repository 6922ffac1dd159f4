"""Which registrations may know what somebody asks for. Pure.

Source: ETSI GS CIM 009 v1.9.1, 5.12 (matching), 5.10.2.4 (places, times, scopes).
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import product
from typing import Final

import msgspec

from mesto.gates.ngsi_ld.keyed import ANY, Key, Keyed
from mesto.gates.ngsi_ld.registrations.model import (
    About,
    Information,
    Interval,
    Registration,
)
from mesto.kernel.question.condition import (
    AllOf,
    AnyOf,
    Condition,
    OfType,
    Place,
    Relation,
)
from mesto.kernel.question.holds import holds, lies
from mesto.kernel.question.window import Clock, Window


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for; what is empty or None is not asked about.

    types: a selection of types
    is_of: the types of one entity that is known, instead of a selection
    attributes: kernel names of which one is enough
    """

    types: Condition | None = None
    is_of: frozenset[str] | None = None
    urns: tuple[str, ...] = ()
    pattern: str | None = None
    attributes: frozenset[str] = frozenset()
    datasets: frozenset[str] | None = None


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """Where, when and under which scopes; by what a source says of itself."""

    place: Place | None = None
    window: Window | None = None
    scopes: Condition | None = None
    source: Condition | None = None  #: csf


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """A registration that may know, and what of it: at least one information."""

    registration: Registration
    information: tuple[Information, ...]

    @property
    def attributes(self) -> frozenset[str] | None:
        """The attributes it may know; None: whatever attributes."""
        if any(one.attributes is None for one in self.information):
            return None
        return frozenset().union(*(one.attributes or () for one in self.information))

    @property
    def about(self) -> tuple[About, ...]:
        """The entities it may know; empty: whatever entities."""
        if any(not one.about for one in self.information):
            return ()
        return tuple(each for one in self.information for each in one.about)

    def known_of(self, urn: str, types: Iterable[str]) -> frozenset[str] | None:
        """Return which attributes of an entity were registered, by its id and types.

        None: whatever attributes; empty: it is none of the entities registered.
        """
        of = frozenset(types)
        known = [one.attributes for one in self.information if one.means(urn, of)]
        return None if None in known else frozenset().union(*filter(None, known))


class Index:
    """Registrations by what they are about."""

    def __init__(self) -> None:
        """Know none."""
        self._known: dict[str, Registration] = {}
        self._keyed = Keyed()

    def __len__(self) -> int:
        """How many there are."""
        return len(self._known)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all."""
        return frozenset(self._known)

    def everyone(self) -> Iterator[Registration]:
        """Yield all, whether in force or not."""
        yield from self._known.values()

    def put(self, registration: Registration) -> None:
        """Know a registration, in the place of the one of that id."""
        self._known[registration.id] = registration
        self._keyed.put(registration.id, _keys(registration))

    def drop(self, of: str) -> None:
        """Forget a registration."""
        self._known.pop(of, None)
        self._keyed.drop(of)

    def get(self, of: str) -> Registration | None:
        """Return a registration; None if there is none of that id."""
        return self._known.get(of)

    def matching(self, wanted: Wanted, now: datetime) -> Iterator[Match]:
        """Yield those in force that may know what is asked for, by their ids."""
        for of in sorted(self._candidates(wanted)):
            registration = self._known[of]
            if not registration.is_in_force(now):
                continue
            found = match(registration, wanted)
            if found is not None:
                yield found

    def _candidates(self, wanted: Wanted) -> set[str]:
        types = _types_of(wanted)
        if types is None and not wanted.attributes:
            return set(self._known)
        subjects = self._keyed.subjects if types is None else (*types, ANY)
        names = (*wanted.attributes, ANY) if wanted.attributes else (_EVERY,)
        return self._keyed.find(product(subjects, names))


def match(registration: Registration, wanted: Wanted) -> Match | None:
    """Return what of a registration may be what is asked for; None: nothing."""
    both = registration.datasets is not None and wanted.datasets is not None
    if both and (registration.datasets or set()).isdisjoint(wanted.datasets or ()):
        return None
    narrowed = map(_Narrowing(wanted), registration.information)
    information = tuple(one for one in narrowed if one is not None)
    if not information:
        return None
    return Match(registration=registration, information=information)


def fits(registration: Registration, by: Circumstances) -> bool:
    """Tell whether a source may know of something there, then, under those scopes.

    One that says nothing of its place or its scopes may know of any.
    """
    if not in_time(registration, by.window):
        return False
    entity = registration.as_entity
    if by.source is not None and not holds(by.source, entity):
        return False
    if by.scopes is not None and entity.scopes and not holds(by.scopes, entity):
        return False
    return by.place is None or _may_lie(registration, by.place)


def in_time(registration: Registration, window: Window | None) -> bool:
    """Tell whether a source knows the time asked for; None: the present."""
    if window is None:
        return not registration.has_past
    observed = window.clock is Clock.OBSERVED_AT
    interval = registration.observed if observed else registration.managed
    return interval is not None and _overlap(interval, window)


def _overlap(interval: Interval, window: Window) -> bool:
    first = window.after or window.since
    if first is not None and interval.end is not None and interval.end < first:
        return False
    return window.before is None or interval.start <= window.before


def _may_lie(registration: Registration, place: Place) -> bool:
    """Tell whether a place within what a source covers can be as it is wanted."""
    if place.relation is Relation.DISJOINT:
        return True
    if registration.as_entity.attribute(place.attribute) is None:
        return True
    return lies(_reach(place), registration.as_entity)


def _reach(place: Place) -> Place:
    """Return what an area must meet so that a place in it can fit."""
    if place.relation is not Relation.NEAR:
        return Place(Relation.INTERSECTS, place.geometry, place.attribute)
    return Place(
        Relation.NEAR,
        place.geometry,
        place.attribute,
        at_most_m=place.at_most_m if place.at_most_m is not None else _EARTH_M,
    )


class _Narrowing:
    """Keeps of an information what is asked for."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._pattern = re.compile(wanted.pattern) if wanted.pattern else None

    def __call__(self, said: Information) -> Information | None:
        attributes = said.attributes
        if attributes is not None and self._wanted.attributes:
            attributes &= self._wanted.attributes
            if not attributes:
                return None
        about = tuple(one for one in said.about if self._covers(one))
        if said.about and not about:
            return None
        return msgspec.structs.replace(said, about=about, attributes=attributes)

    def _covers(self, about: About) -> bool:
        wanted = self._wanted
        if wanted.types is not None and not selects(wanted.types, about.types):
            return False
        if wanted.is_of is not None and not wanted.is_of.issuperset(about.types):
            return False
        if about.id is None and about.pattern is None:
            return True
        if wanted.urns:
            return any(map(about.covers, wanted.urns))
        if self._pattern is None or about.id is None:
            return True
        return self._pattern.search(about.id) is not None


def selects(selection: Condition, types: tuple[str, ...]) -> bool:
    """Tell whether a selection of types means entities of these types."""
    match selection:
        case AllOf(parts):
            return all(selects(part, types) for part in parts)
        case AnyOf(parts):
            return any(selects(part, types) for part in parts)
        case OfType(name):
            return name in types
        case _:
            return True


def _types_of(wanted: Wanted) -> frozenset[str] | None:
    """Return types of which a registration must name one; None: whatever types."""
    if wanted.is_of is not None:
        return wanted.is_of
    return None if wanted.types is None else _named(wanted.types)


def _named(selection: Condition) -> frozenset[str] | None:
    """Return the types a selection names; None: it means others too."""
    match selection:
        case AllOf(parts) | AnyOf(parts):
            each = [_named(part) for part in parts]
            found = [one for one in each if one is not None]
            whole = isinstance(selection, AllOf) and found
            return frozenset().union(*found) if whole or found == each else None
        case OfType(name):
            return frozenset({name})
        case _:
            return None


def _keys(registration: Registration) -> Iterator[Key]:
    for one in registration.information:
        types = {type_ for about in one.about for type_ in about.types} or {ANY}
        for type_ in types:
            yield type_, _EVERY
            for name in one.attributes or {ANY}:
                yield type_, name


_EVERY: Final = "*"  #: stands for all attributes, in what has no other name
_EARTH_M: Final = 21_000_000.0  #: no two places are farther apart
