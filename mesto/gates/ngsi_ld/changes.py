"""What an API operation changes in an entity as it is now. Pure.

Each function takes the entity and what a payload says, and returns the observations
that make it so. Attributes left alone yield nothing.

Source: ETSI GS CIM 009, 5.5.8 (partial update), 5.5.12 (merge patch), 5.6.2 to 5.6.5
and 5.6.17 to 5.6.19 (operations).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from msgspec import UNSET

from mesto.gates.ngsi_ld.codec.decode import (
    Draft,
    Fragment,
    observe,
    observe_scopes,
    observe_types,
)
from mesto.gates.ngsi_ld.codec.kinds import NAME_OF, NULL
from mesto.gates.ngsi_ld.codec.values import check_uri
from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.model import (
    SCOPE,
    TYPE,
    Attribute,
    Entity,
    Kind,
    Observation,
    Outline,
)

SOURCE: Final = "ngsi_ld"  #: who observed what came through this gate

#: An attribute's name and datasetId.
Key = tuple[str, str | None]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What an operation on attributes comes to."""

    observations: Sequence[Observation]
    updated: Sequence[str] = ()  #: kernel names
    not_updated: Mapping[str, str] = {}  #: kernel name to the reason


def by_key(entity: Entity) -> dict[Key, Attribute]:
    """Return the present instances by name and datasetId."""
    return {(one.name, one.dataset): one for one in entity.attributes}


def append(entity: Entity, draft: Draft, *, overwrite: bool = True) -> Change:
    """Add attributes; those that exist are replaced, or left if not `overwrite`."""
    known = by_key(entity)
    seen = list(_head_changes(entity, draft, overwrite=overwrite))
    updated: list[str] = [] if draft.scopes is None else [SCOPE]
    not_updated: dict[str, str] = {}
    for name, fragments in draft.attributes.items():
        good = [
            one for one in fragments if overwrite or (name, one.dataset) not in known
        ]
        seen.extend(observe(entity.id, name, one, source=SOURCE) for one in good)
        if good:
            updated.append(name)
        if len(good) < len(fragments):
            not_updated[name] = "exists already and is not overwritten"
    return Change(observations=seen, updated=updated, not_updated=not_updated)


def update(entity: Entity, draft: Draft) -> Change:
    """Add or replace attributes, and take away those whose value is a null (5.6.2).

    Scopes are replaced where the entity has some, otherwise they are refused.
    """
    known = by_key(entity)
    scoped = draft.scopes is None or entity.scopes
    if not scoped:
        draft = msgspec.structs.replace(draft, scopes=None)
    seen = list(_head_changes(entity, draft))
    for name, fragments in draft.attributes.items():
        for fragment in fragments:
            before = known.get((name, fragment.dataset))
            if not fragment.gone:
                seen.append(observe(entity.id, name, fragment, source=SOURCE))
            elif before is not None:
                seen.append(forget(entity.id, before))
    return Change(
        observations=seen,
        updated=list(draft.attributes),
        not_updated={} if scoped else {SCOPE: "the entity has no scope"},
    )


def merge(
    entity: Entity,
    draft: Draft,
    *,
    observed_at: datetime | None = None,
    lang: str | None = None,
) -> list[Observation]:
    """Merge a patch: what it says is changed, added or taken away (5.5.12).

    observed_at: for attributes that had a time, where the patch says none
    lang: language of plain texts said about a LanguageProperty
    """
    known = by_key(entity)
    seen = list(_head_changes(entity, draft))
    for name, fragments in draft.attributes.items():
        for fragment in fragments:
            before = known.get((name, fragment.dataset))
            if before is None:
                seen.extend(_add_new(entity, name, fragment))
            else:
                fitted = _fit(fragment, before, lang)
                if fitted.observed_at is UNSET and before.observed_at and observed_at:
                    fitted = msgspec.structs.replace(fitted, observed_at=observed_at)
                seen.append(merge_instance(entity.id, before, fitted, deep=True))
    return seen


def merge_instance(
    entity: str, before: Attribute, fragment: Fragment, *, deep: bool
) -> Observation:
    """Return an instance with what the fragment says about it.

    deep: whether an object's members are merged one by one rather than replaced
    """
    if fragment.gone:
        return forget(entity, before)
    if fragment.kind is not None and fragment.kind is not before.kind:
        if deep and fragment.value is not UNSET:
            return observe(entity, before.name, fragment, source=SOURCE)
        raise Malformed(
            f"the attribute is a {NAME_OF[before.kind]}, not {NAME_OF[fragment.kind]}"
        )
    value = before.value if fragment.value is UNSET else fragment.value
    if deep and fragment.value is not UNSET and before.kind in _MERGED_DEEP:
        value = _merge_values(before.value, fragment.value)
    unit, observed_at = fragment.unit, fragment.observed_at
    return Observation(
        entity=entity,
        attribute=before.name,
        value=value,
        source=SOURCE,
        observed_at=before.observed_at if observed_at is UNSET else observed_at,
        unit=before.unit if unit is UNSET else unit,
        kind=before.kind,
        dataset=before.dataset,
        meta=_merge_meta(before.meta, fragment.meta),
    )


def partial_update(entity: Entity, name: str, fragment: Fragment) -> Observation:
    """Change what a fragment says of one instance, and leave the rest (5.6.4).

    Raises NotFound if there is no such instance.
    """
    before = by_key(entity).get((name, fragment.dataset))
    if before is None:
        raise NotFound(f"{entity.id} has no such attribute", attribute=name)
    fitted = fragment
    if fragment.kind in {None, Kind.PROPERTY} and fragment.value is not UNSET:
        fitted = _fit(fragment, before, None)
    return merge_instance(entity.id, before, fitted, deep=False)


def replace_attribute(
    entity: Entity, name: str, fragments: Sequence[Fragment]
) -> list[Observation]:
    """Put new instances in the place of those with their datasetIds (5.6.19).

    Raises NotFound if the entity has no such attribute.
    """
    known = by_key(entity)
    for fragment in fragments:
        if (name, fragment.dataset) not in known:
            raise NotFound(f"{entity.id} has no such attribute", attribute=name)
    return [observe(entity.id, name, fragment, source=SOURCE) for fragment in fragments]


def delete_attribute(
    entity: Entity, name: str, *, dataset: str | None, everything: bool
) -> list[Observation]:
    """Take away one instance of an attribute, or all of them (5.6.5).

    Raises NotFound if there is none.
    """
    if name == SCOPE and entity.scopes:
        return [observe_scopes(entity.id, (), source=SOURCE)]
    gone = [
        forget(entity.id, one)
        for one in entity.attributes
        if one.name == name and (everything or one.dataset == dataset)
    ]
    if not gone:
        raise NotFound(f"{entity.id} has no such attribute", attribute=name)
    return gone


def replace(urn: str, known: Outline, draft: Draft) -> list[Observation]:
    """Put a new content in the place of the entity's (5.6.18)."""
    types = draft.types or known.types
    seen = []
    if set(types) != set(known.types):
        seen.append(observe_types(urn, types, source=SOURCE))
    if draft.scopes or known.scopes:
        seen.append(observe_scopes(urn, draft.scopes or (), source=SOURCE))
    kept = set()
    for name, fragments in draft.attributes.items():
        for fragment in fragments:
            kept.add((name, fragment.dataset))
            seen.append(observe(urn, name, fragment, source=SOURCE))
    seen.extend(
        _gone(urn, name, dataset, kind)
        for (name, dataset), kind in known.attributes.items()
        if (name, dataset) not in kept
    )
    return seen


def forget(entity: str, instance: Attribute) -> Observation:
    """Return the observation that an instance ceased to be."""
    return _gone(entity, instance.name, instance.dataset, instance.kind)


def _gone(entity: str, name: str, dataset: str | None, kind: Kind) -> Observation:
    return Observation(
        entity=entity,
        attribute=name,
        dataset=dataset,
        kind=kind,
        source=SOURCE,
        deleted=True,
    )


def forget_entity(entity: str) -> Observation:
    """Return the observation that an entity ceased to be."""
    return Observation(entity=entity, attribute=TYPE, source=SOURCE, deleted=True)


#: Kinds whose objects are merged member by member.
_MERGED_DEEP: Final = frozenset({Kind.PROPERTY, Kind.LANGUAGE_PROPERTY})


def _head_changes(
    entity: Entity, draft: Draft, *, overwrite: bool = True
) -> Iterator[Observation]:
    """Yield new types beside the old ones, and scopes in place of the old ones.

    overwrite: otherwise scopes, too, are put beside the old ones
    """
    types = tuple(dict.fromkeys((*entity.types, *(draft.types or ()))))
    if types != entity.types:
        yield observe_types(entity.id, types, source=SOURCE)
    scopes = draft.scopes
    if scopes is not None and not overwrite:
        scopes = tuple(dict.fromkeys((*entity.scopes, *scopes)))
    if scopes is not None and scopes != entity.scopes:
        yield observe_scopes(entity.id, scopes, source=SOURCE)


def _add_new(entity: Entity, name: str, fragment: Fragment) -> Iterator[Observation]:
    if fragment.gone:
        return
    if fragment.value is UNSET:
        raise Malformed("a new attribute says its value", attribute=name)
    clean = msgspec.structs.replace(
        fragment,
        value=_without_nulls(fragment.value),
        meta=_merge_meta(None, fragment.meta),
    )
    yield observe(entity.id, name, clean, source=SOURCE)


def _fit(fragment: Fragment, before: Attribute, lang: str | None) -> Fragment:
    """Read a bare value as the kind the attribute has already (4.5.4)."""
    bare = fragment.kind in {None, Kind.PROPERTY} and fragment.value is not UNSET
    if not bare or before.kind is Kind.PROPERTY:
        return fragment
    value: Any = fragment.value
    match before.kind:
        case Kind.LANGUAGE_PROPERTY if lang is not None and isinstance(value, str):
            value = {lang: value}
        case Kind.RELATIONSHIP if isinstance(value, str):
            check_uri(value, "object")
        case Kind.LIST_PROPERTY if isinstance(value, list):
            pass
        case Kind.JSON_PROPERTY:
            pass
        case _:
            return fragment
    return msgspec.structs.replace(fragment, kind=before.kind, value=value)


def _merge_values(before: object, patch: object) -> Any:
    """Merge JSON values as RFC 7396 does, with urn:ngsi-ld:null for null."""
    if not isinstance(patch, Mapping):
        return patch
    merged = dict(before) if isinstance(before, Mapping) else {}
    for name, part in patch.items():
        if part == NULL:
            merged.pop(name, None)
        else:
            merged[name] = _merge_values(merged.get(name), part)
    return merged


def _without_nulls(value: Any) -> Any:
    return _merge_values(None, value) if isinstance(value, Mapping) else value


def _merge_meta(
    before: Mapping[str, Any] | None, patch: Mapping[str, Any] | None
) -> dict[str, Any] | None:
    """Return sub-attributes with those of a patch; None in the patch takes one away."""
    merged = {**(before or {}), **(patch or {})}
    return {name: sub for name, sub in merged.items() if sub is not None} or None
