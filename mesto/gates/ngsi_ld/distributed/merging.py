"""Several answers about one entity, put together. Pure.

Of two instances the one observed last is believed, else the one modified last; where
neither is said, who was asked first, and the city itself before others.

Source: ETSI GS CIM 009 v1.9.1, 4.5.5.3, 5.7.1.4.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from mesto.gates.ngsi_ld.codec.decode import WHOLE, decode_entity, observe
from mesto.gates.ngsi_ld.codec.values import read_time
from mesto.gates.ngsi_ld.context import Context
from mesto.gates.ngsi_ld.registrations.matching import Match
from mesto.kernel.access.rights import Thing, Verb
from mesto.kernel.city import City
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Attribute, Entity, Observation
from mesto.kernel.visit import Visit

_HEAD: Final = frozenset(
    {"id", "@id", "type", "@type", "scope", "createdAt", "modifiedAt", "deletedAt"}
)
#: When something was, of which nobody says when.
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Heard(msgspec.Struct, frozen=True):
    """What a source says of an entity."""

    entity: Entity
    supplements: bool  #: it overrides nobody
    of: str = ""  #: the id of its registration


def read_entity(payload: Mapping[str, Any], context: Context, source: str) -> Entity:
    """Read what a source says of an entity.

    Raises Malformed if it is no entity.
    """
    said = {name: part for name, part in payload.items() if name != "@context"}
    draft = decode_entity(said, context, WHOLE)
    assert draft.id is not None  # decode_entity has looked
    names = {context.expand(n): part for n, part in said.items() if n not in _HEAD}
    attributes = tuple(
        attribute_of(observe(draft.id, name, fragment, source=source), part)
        for name, fragments in draft.attributes.items()
        for fragment, part in zip(
            fragments, _instances(names.get(name), len(fragments)), strict=True
        )
    )
    return Entity(
        id=draft.id,
        types=draft.types or (),
        scopes=draft.scopes or (),
        created_at=moment_of(said, "createdAt"),
        modified_at=moment_of(said, "modifiedAt"),
        attributes=attributes,
    )


def within(entity: Entity, match: Match) -> Entity | None:
    """Return of an entity what the source registered; None: it is none of those.

    What a source says beyond its registration is nobody's business, whether it is of
    other ids, of other types, or of attributes of other entities.
    """
    known = match.known_of(entity.id, entity.types)
    if known is None:
        return entity
    if not known:
        return None
    kept = tuple(one for one in entity.attributes if one.name in known)
    return msgspec.structs.replace(entity, attributes=kept)


def seen(city: City, entity: Entity) -> Entity | None:
    """Return of an entity what who asks may see; None: nothing."""
    if not isinstance(city, Visit) or city.sees_all:
        return entity
    thing = Thing(entity.id, frozenset(entity.types), entity.scopes)
    may = city.principal.may_on
    if not may(Verb.SEE, thing):
        return None
    kept = tuple(one for one in entity.attributes if may(Verb.SEE, thing, one.name))
    return msgspec.structs.replace(entity, attributes=kept)


def without(entity: Entity, names: Iterable[str] | None) -> Entity | None:
    """Return an entity without what is held elsewhere alone; None: all of it is."""
    if names is None:
        return None
    gone = frozenset(names)
    kept = tuple(one for one in entity.attributes if one.name not in gone)
    return msgspec.structs.replace(entity, attributes=kept)


def merge(own: Entity | None, heard: Sequence[Heard]) -> Entity | None:
    """Put together what the city and sources say of one entity; None: nothing."""
    said = [own] if own is not None else []
    said += [one.entity for one in heard if not one.supplements]
    merged = _merge(said)
    beside = _merge([one.entity for one in heard if one.supplements])
    if merged is None or beside is None:
        return merged or beside
    known = {one.name for one in merged.attributes}
    more = tuple(one for one in beside.attributes if one.name not in known)
    return msgspec.structs.replace(merged, attributes=(*merged.attributes, *more))


def _merge(said: Sequence[Entity]) -> Entity | None:
    if not said:
        return None
    newest: dict[tuple[str, str | None], Attribute] = {}
    for entity in said:
        for one in entity.attributes:
            key = one.name, one.dataset
            if key not in newest or is_newer(one, newest[key]):
                newest[key] = one
    known = [one.created_at for one in said if one.created_at > EPOCH]
    return Entity(
        id=said[0].id,
        types=tuple(sorted({name for one in said for name in one.types})),
        scopes=tuple(dict.fromkeys(name for one in said for name in one.scopes)),
        created_at=min(known, default=EPOCH),
        modified_at=max(one.modified_at for one in said),
        attributes=tuple(
            newest[key] for key in sorted(newest, key=lambda k: (k[0], k[1] or ""))
        ),
    )


def is_newer(one: Attribute, other: Attribute) -> bool:
    """Tell whether an instance is believed rather than another (4.5.5.3)."""
    if one.observed_at and other.observed_at and one.observed_at != other.observed_at:
        return one.observed_at > other.observed_at
    if bool(one.observed_at) is not bool(other.observed_at):
        return one.observed_at is not None
    return one.modified_at > other.modified_at > EPOCH


def attribute_of(said: Observation, part: Any) -> Attribute:
    """Return an observation as an instance, with the times its payload says."""
    return Attribute(
        name=said.attribute,
        value=said.value,
        kind=said.kind,
        position=0,
        observed_at=said.observed_at,
        created_at=moment_of(part, "createdAt"),
        modified_at=moment_of(part, "modifiedAt"),
        source=said.source,
        unit=said.unit,
        dataset=said.dataset,
        meta=said.meta,
    )


def _instances(said: Any, count: int) -> Sequence[Any]:
    return said if isinstance(said, list) and len(said) == count else [said] * count


def moment_of(said: Any, name: str) -> datetime:
    """Return a time of the system that a payload says; EPOCH where it does not."""
    if not isinstance(said, Mapping) or name not in said:
        return EPOCH
    try:
        return read_time(said[name], name)
    except Malformed:
        return EPOCH
