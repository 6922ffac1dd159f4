"""NGSI-LD payloads to drafts, and drafts to observations. Pure.

A draft is a payload read and checked: names are kernel names, values are as the kernel
keeps them, and what a payload did not say is UNSET, so that a merge can tell "not said"
from "take it away".

Source: ETSI GS CIM 009, 4.5.1 to 4.5.24 (representations), 4.5.0 (NGSI-LD Null),
5.5.4 (what is refused).
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
from msgspec import UNSET, UnsetType

from mesto.gates.ngsi_ld.codec.encode import timestamp
from mesto.gates.ngsi_ld.codec.kinds import (
    EXPIRES_AT,
    KIND_BY_MEMBER,
    KIND_OF,
    MEMBER_OF,
    NO_DATASET,
    NULL,
)
from mesto.gates.ngsi_ld.codec.values import (
    check_key,
    check_within,
    is_geometry,
    read_scopes,
    read_time,
    read_value,
)
from mesto.gates.ngsi_ld.context import Context
from mesto.kernel.errors import Malformed
from mesto.kernel.model import SCOPE, TYPE, Kind, Observation

#: What a sub-attribute or a plain member is kept as; None takes it away.
Meta = dict[str, Any]


class Fragment(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a payload says about one instance of an attribute."""

    kind: Kind | None = None  #: None: not said
    value: Any = UNSET  #: UNSET: not said; None with `gone`: take the instance away
    gone: bool = False  #: its value is urn:ngsi-ld:null
    unit: str | UnsetType | None = UNSET  #: None: take it away; the same for the next
    observed_at: datetime | UnsetType | None = UNSET
    dataset: str | None = None
    meta: Meta | None = None


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What a payload says about an entity."""

    id: str | None
    types: tuple[str, ...] | None
    scopes: tuple[str, ...] | None  #: None: not said; empty: take them away
    attributes: Mapping[str, tuple[Fragment, ...]]


class Reading(msgspec.Struct, frozen=True):
    """How strictly a payload is read."""

    nulls: bool = False  #: urn:ngsi-ld:null may take things away
    parts: bool = False  #: an instance may leave out its value
    simplified: bool = False  #: attributes are bare values


WHOLE: Final = Reading()  #: create, replace, append
PATCH: Final = Reading(nulls=True, parts=True)  #: merge and partial update
UPDATE: Final = Reading(nulls=True)  #: update attributes
SIMPLE: Final = Reading(simplified=True)
SIMPLE_PATCH: Final = Reading(nulls=True, parts=True, simplified=True)


def decode_entity(
    payload: Mapping[str, Any], context: Context, reading: Reading = WHOLE
) -> Draft:
    """Read the payload of an entity, which must say its id and type.

    Raises Malformed if it is not what the specification allows.
    """
    draft = decode_fragment(payload, context, reading)
    if draft.id is None:
        raise Malformed("an entity has an id")
    if draft.types is None:
        raise Malformed("an entity has a type", entity=draft.id)
    return draft


def decode_fragment(
    payload: Mapping[str, Any], context: Context, reading: Reading = WHOLE
) -> Draft:
    """Read a payload about an entity whose id and type may be left out."""
    entity: str | None = None
    types: tuple[str, ...] | None = None
    scopes: tuple[str, ...] | None = None
    attributes: dict[str, tuple[Fragment, ...]] = {}
    reader = _Reader(context, reading)
    for name, said in payload.items():
        if name in _ENTITY_MEMBERS:
            if name in _ID:
                entity = check_key(said, "id")
            elif name in _TYPE:
                types = _read_types(said, context)
            elif name == "scope":
                scopes = _read_scopes(said, reading)
            continue
        known = context.expand(name)
        if known in _ENTITY_MEMBERS:
            raise Malformed(f"{name} is no attribute", attribute=name)
        if known == EXPIRES_AT:
            attributes[known] = (_read_expiry(said, reading),)
            continue
        attributes[known] = reader.read_distinct(name, said)
    return Draft(id=entity, types=types, scopes=scopes, attributes=attributes)


def decode_instances(
    name: str, said: Any, context: Context, reading: Reading = WHOLE
) -> tuple[Fragment, ...]:
    """Read all instances of one attribute; a datasetId may occur once only."""
    return _Reader(context, reading).read_distinct(name, said)


def read_instances(
    name: str, said: Any, context: Context, reading: Reading = WHOLE
) -> tuple[Fragment, ...]:
    """Read all instances of one attribute, also those of different times."""
    return _Reader(context, reading).read_all(name, said)


def observations(
    draft: Draft, *, entity: str, source: str, typed: bool = True
) -> Iterator[Observation]:
    """Yield what a whole draft says of `entity`: type if `typed`, scope, the rest."""
    if typed and draft.types is not None:
        yield observe_types(entity, draft.types, source=source)
    if draft.scopes is not None:
        yield observe_scopes(entity, draft.scopes, source=source)
    for name, fragments in draft.attributes.items():
        for fragment in fragments:
            yield observe(entity, name, fragment, source=source)


def observe_types(entity: str, types: tuple[str, ...], *, source: str) -> Observation:
    """Return the observation that an entity is of these types."""
    return Observation(entity=entity, attribute=TYPE, value=list(types), source=source)


def observe_scopes(entity: str, scopes: tuple[str, ...], *, source: str) -> Observation:
    """Return the observation that an entity has these scopes."""
    return Observation(
        entity=entity,
        attribute=SCOPE,
        value=list(scopes),
        source=source,
        deleted=not scopes,
    )


def observe(
    entity: str, attribute: str, fragment: Fragment, *, source: str
) -> Observation:
    """Return the observation a whole fragment makes."""
    unit, observed_at = fragment.unit, fragment.observed_at
    return Observation(
        entity=entity,
        attribute=attribute,
        value=None if fragment.value is UNSET else fragment.value,
        source=source,
        observed_at=None if observed_at is UNSET else observed_at,
        unit=None if unit is UNSET else unit,
        kind=fragment.kind or Kind.PROPERTY,
        dataset=fragment.dataset,
        meta=fragment.meta,
        deleted=fragment.gone,
    )


_ID: Final = frozenset({"id", "@id"})
_TYPE: Final = frozenset({"type", "@type"})
#: Members of an entity that are no attributes; times of the system are not read.
_ENTITY_MEMBERS: Final = (
    _ID | _TYPE | {"scope", "createdAt", "modifiedAt", "deletedAt", "@context"}
)
#: Members of an instance that are no sub-attributes; the last are only sent by us.
_INSTANCE_MEMBERS: Final = frozenset(
    {
        "type",
        "observedAt",
        "unitCode",
        "datasetId",
        "createdAt",
        "modifiedAt",
        "deletedAt",
        "instanceId",
        "entity",
        "entityList",
        "previousValue",
        "previousObject",
        "previousLanguageMap",
        "previousVocab",
        "previousValueList",
        "previousObjectList",
        "previousJson",
    }
)
#: Members that hold names instead of sub-attributes.
_NAMES: Final = frozenset({"objectType", "valueType"})
_DEEPEST_META: Final = 8  #: sub-attributes of sub-attributes


def _read_types(said: object, context: Context) -> tuple[str, ...]:
    names = [said] if isinstance(said, str) else said
    if not isinstance(names, list) or not names:
        raise Malformed("type must be a name or a list of names")
    if not all(isinstance(name, str) for name in names):
        raise Malformed("type must be a name or a list of names")
    types = dict.fromkeys(context.expand(name) for name in names)
    if not types.keys().isdisjoint(_ID | _TYPE):
        raise Malformed("id and type are no names of types")
    return tuple(types)


def _read_expiry(said: object, reading: Reading) -> Fragment:
    """Read when something ends; peers of earlier versions say it as a Property."""
    if isinstance(said, Mapping):
        said = said.get("value")
    if reading.nulls and said == NULL:
        return Fragment(value=None, gone=True)
    moment = read_time(said, EXPIRES_AT)
    return Fragment(kind=Kind.PROPERTY, value=timestamp(moment.astimezone(UTC)))


def _read_scopes(said: object, reading: Reading) -> tuple[str, ...]:
    if reading.nulls and said == NULL:
        return ()
    return tuple(dict.fromkeys(read_scopes(said)))


def _is_several(said: list[Any]) -> bool:
    """Whether a list is one of instances rather than a concise value."""
    return bool(said) and all(
        isinstance(one, dict)
        and (_named_kind(one) is not None or not KIND_BY_MEMBER.keys().isdisjoint(one))
        for one in said
    )


class _Reader:
    """Reads instances of attributes as one peer spells them."""

    __slots__ = ("_context", "_reading")

    def __init__(self, context: Context, reading: Reading) -> None:
        self._context = context
        self._reading = reading

    def read_distinct(self, name: str, said: Any) -> tuple[Fragment, ...]:
        """Read all instances of an attribute; a datasetId may occur once only."""
        fragments = self.read_all(name, said)
        several = len(fragments) > 1
        if several and len({one.dataset for one in fragments}) < len(fragments):
            raise Malformed(f"{name} has two instances of one datasetId")
        return fragments

    def read_all(self, name: str, said: Any) -> tuple[Fragment, ...]:
        """Read all instances of an attribute."""
        try:
            if self._reading.simplified:
                return tuple(self.read_simplified(said))
            if isinstance(said, list) and _is_several(said):
                return tuple(self.read_instance(one) for one in said)
            return (self.read_instance(said),)
        except Malformed as failure:
            raise Malformed(f"{name}: {failure}", attribute=name) from failure

    def read_instance(self, said: Any, depth: int = 0) -> Fragment:
        if not isinstance(said, dict):
            return self._read_bare(said)
        kind = _kind_of(said)
        if kind is not None:
            return self._read_members(said, kind, depth)
        if is_geometry(said):
            return self._read_bare(said)
        if not self._reading.parts:
            raise Malformed("an attribute says its type, or value, object, …")
        return self._read_members(said, None, depth)

    def read_simplified(self, said: Any) -> Iterator[Fragment]:
        """Read bare values; a Relationship is told by what the entity has (4.5.4)."""
        if not isinstance(said, dict) or said.keys() != {"dataset"}:
            yield self._read_simple(said)
            return
        instances = said["dataset"]
        if not isinstance(instances, dict) or not instances:
            raise Malformed("dataset maps datasetIds to values")
        for dataset, value in instances.items():
            fragment = self._read_simple(value)
            yield msgspec.structs.replace(fragment, dataset=_read_dataset(dataset))

    def _read_simple(self, said: Any) -> Fragment:
        if isinstance(said, dict) and len(said) == 1:
            (member,) = said
            kind = _SIMPLE_KINDS.get(member)
            if kind is not None:
                return self._read_members(said, kind, 0)
        return self._read_bare(said)

    def _read_bare(self, said: Any) -> Fragment:
        """Read a value that stands for the whole attribute (concise)."""
        if said == NULL:
            self._refuse_null()
            return Fragment(value=None, gone=True)
        kind = Kind.GEO_PROPERTY if is_geometry(said) else Kind.PROPERTY
        check_within(said, nulls=self._reading.nulls)
        return Fragment(kind=kind, value=read_value(kind, said, self._context))

    def _read_members(
        self, said: dict[str, Any], kind: Kind | None, depth: int
    ) -> Fragment:
        value = UNSET if kind is None else self._read_value(said, kind)
        gone = value is _GONE
        return Fragment(
            kind=kind,
            value=None if gone else value,
            gone=gone,
            unit=self._read_unit(said["unitCode"]) if "unitCode" in said else UNSET,
            observed_at=self._read_time(said["observedAt"])
            if "observedAt" in said
            else UNSET,
            dataset=_read_dataset(said["datasetId"]) if "datasetId" in said else None,
            meta=None
            if said.keys() <= _PLAIN[kind]
            else self._read_meta(said, kind, depth),
        )

    def _read_value(self, said: dict[str, Any], kind: Kind) -> Any:
        """Return the value; _GONE if it is taken away, UNSET if it is not said."""
        member = MEMBER_OF[kind]
        value = said.get(member, UNSET)
        if kind is Kind.PROPERTY and type(value) in _NUMBERS:
            return value
        if value is UNSET:
            if not self._reading.parts:
                raise Malformed(f"an attribute of this type says its {member}")
            return UNSET
        if _is_null(kind, value):
            self._refuse_null()
            return _GONE
        if isinstance(value, dict | list):
            nulls = self._reading.nulls or kind is Kind.JSON_PROPERTY
            check_within(value, nulls=nulls)
        return read_value(kind, value, self._context)

    def _read_unit(self, said: Any) -> str | None:
        if said == NULL:
            self._refuse_null()
            return None
        if not isinstance(said, str) or not said.isprintable():
            raise Malformed("unitCode must be a text")
        return said

    def _read_time(self, said: Any) -> datetime | None:
        if said == NULL:
            self._refuse_null()
            return None
        return read_time(said, "observedAt")

    def _read_meta(
        self, said: dict[str, Any], kind: Kind | None, depth: int
    ) -> Meta | None:
        own = None if kind is None else MEMBER_OF[kind]
        meta: Meta = {}
        for member, part in said.items():
            if member == own or member in _INSTANCE_MEMBERS:
                continue
            if member in KIND_BY_MEMBER:
                raise Malformed(f"{member} does not belong to this type of attribute")
            if member in _NAMES:
                meta[member] = self._read_names(member, part)
                continue
            name = self._expand(member)
            if name == EXPIRES_AT:
                end = _read_expiry(part, self._reading)
                meta[name] = None if end.gone else keep(end)
            else:
                meta[name] = self._keep_all(part, depth)
        return meta or None

    def _expand(self, member: str) -> str:
        name = self._context.expand(member)
        if name in _INSTANCE_MEMBERS or name in KIND_BY_MEMBER or name in _NAMES:
            raise Malformed(f"{member} is no sub-attribute")
        return name

    def _read_names(self, member: str, part: Any) -> str | list[str]:
        names = part if isinstance(part, list) else [part]
        if not names or not all(isinstance(name, str) for name in names):
            raise Malformed(f"{member} holds names")
        kept = [self._context.expand(name) for name in names]
        return kept if isinstance(part, list) else kept[0]

    def _keep_all(self, part: Any, depth: int) -> Any:
        """Return the kept form of a sub-attribute, one instance or several."""
        if depth >= _DEEPEST_META:
            raise Malformed("sub-attributes are nested too deep")
        if isinstance(part, list) and _is_several(part):
            return [self._keep(one, depth) for one in part]
        return self._keep(part, depth)

    def _keep(self, part: Any, depth: int) -> Meta | None:
        within = _Reader(self._context, Reading(nulls=self._reading.nulls))
        fragment = within.read_instance(part, depth + 1)
        return None if fragment.gone else keep(fragment)

    def _refuse_null(self) -> None:
        if not self._reading.nulls:
            raise Malformed(f"{NULL} can only be said in a merge or partial update")


def keep(fragment: Fragment) -> Meta:
    """Return the form in which a whole sub-attribute is kept."""
    kept: Meta = {"kind": int(fragment.kind or 0), "value": fragment.value}
    if isinstance(fragment.unit, str):
        kept["unit"] = fragment.unit
    if isinstance(fragment.observed_at, datetime):
        kept["observed_at"] = timestamp(fragment.observed_at.astimezone(UTC))
    if fragment.dataset is not None:
        kept["dataset"] = fragment.dataset
    if fragment.meta is not None:
        kept["meta"] = fragment.meta
    return kept


def _named_kind(said: dict[str, Any]) -> Kind | None:
    word = said.get("type")
    return KIND_OF.get(word) if isinstance(word, str) else None


def _kind_of(said: dict[str, Any]) -> Kind | None:
    word = said.get("type")
    kind = KIND_OF.get(word) if isinstance(word, str) else None
    if kind is not None:
        return kind
    if word is not None and not is_geometry(said):
        raise Malformed(f"{word!r:.100} is no type of an attribute")
    for member, by_member in KIND_BY_MEMBER.items():
        if member in said:
            geo = member == "value" and is_geometry(said["value"])
            return Kind.GEO_PROPERTY if geo else by_member
    return None


def _is_null(kind: Kind, value: object) -> bool:
    """Whether a value says "take it away": alone, as a list's or all languages'."""
    return value == NULL or value == _NULL_OF.get(kind, NULL)


def _read_dataset(part: object) -> str | None:
    return None if part == NO_DATASET else check_key(part, "datasetId")


#: Members of an instance without sub-attributes, by its kind.
_PLAIN: Final[Mapping[Kind | None, frozenset[str]]] = {
    None: _INSTANCE_MEMBERS,
    **{kind: _INSTANCE_MEMBERS | {member} for kind, member in MEMBER_OF.items()},
}
_NUMBERS: Final = frozenset({int, float, bool})
_GONE: Final = object()  #: stands for a value that is taken away
#: How kinds that hold no single text say "take it away" (4.5.0).
_NULL_OF: Final[Mapping[Kind, object]] = {
    Kind.LANGUAGE_PROPERTY: {NO_DATASET: NULL},
    Kind.LIST_PROPERTY: [NULL],
    Kind.LIST_RELATIONSHIP: [NULL],
}
#: Kinds the simplified representation names by a member.
_SIMPLE_KINDS: Final = {
    member: kind
    for member, kind in KIND_BY_MEMBER.items()
    if member not in {"value", "object"}
}
