"""Entities to NGSI-LD payloads: normalized, concise, simplified, GeoJSON. Pure.

Source: ETSI GS CIM 009, 4.5.1 to 4.5.24 (representations), 4.15 (languages),
4.5.16 and 4.5.17 (GeoJSON), 4.21 (projection).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import msgspec

from mesto.gates.ngsi_ld.codec.kinds import (
    EXPIRES_AT,
    MEMBER_OF,
    NAME_OF,
    NO_DATASET,
)
from mesto.gates.ngsi_ld.codec.values import is_geometry
from mesto.gates.ngsi_ld.context import Context, to_kernel
from mesto.kernel.model import LOCATION, Attribute, Entity, Kind

#: A payload; moments in it stay moments, which orjson writes as 4.6.3 wants them.
Json = dict[str, Any]


class Shape(StrEnum):
    """How much is said about each attribute."""

    NORMALIZED = "normalized"
    CONCISE = "concise"
    SIMPLIFIED = "simplified"


class View(msgspec.Struct, frozen=True, kw_only=True):
    """What a peer wants to see of an entity; names are kernel names."""

    shape: Shape = Shape.NORMALIZED
    sys_attrs: bool = False
    attributes: frozenset[str] | None = None  #: the only ones wanted; None is all
    pick: frozenset[str] | None = None  #: as `attributes`, with id, type and scope
    omit: frozenset[str] = frozenset()
    lang: str | None = None  #: Accept-Language style preference
    datasets: frozenset[str] | None = None  #: `@none` is the default instance
    geometry: str = LOCATION  #: GeoProperty that becomes a feature's geometry

    def shows(self, member: str) -> bool:
        """Whether id, type, scope or a time of the entity is wanted."""
        return (self.pick is None or member in self.pick) and member not in self.omit

    def shows_attribute(self, attribute: Attribute) -> bool:
        """Whether this instance of an attribute is wanted."""
        name = attribute.name
        return (
            (self.attributes is None or name in self.attributes)
            and (self.pick is None or name in self.pick)
            and name not in self.omit
            and (
                self.datasets is None
                or (attribute.dataset or NO_DATASET) in self.datasets
            )
        )

    @property
    def shows_everything(self) -> bool:
        """Whether no attribute needs to be asked about."""
        return (
            self.attributes is None
            and self.pick is None
            and not self.omit
            and self.datasets is None
        )


def encode(entity: Entity, view: View, context: Context) -> Json:
    """Return the payload of an entity, without @context."""
    payload = _head(entity, view, context)
    _add_attributes(payload, entity, view, context)
    return payload


def feature(entity: Entity, view: View, context: Context) -> Json:
    """Return the GeoJSON Feature of an entity (4.5.16)."""
    properties = _head(entity, view, context)
    properties.pop("id", None)
    _add_attributes(properties, entity, view, context)
    return {
        "id": entity.id,
        "type": "Feature",
        "geometry": _geometry(entity, view),
        "properties": properties,
    }


def collect(features: Sequence[Json]) -> Json:
    """Return the GeoJSON FeatureCollection of features (4.5.16)."""
    return {"type": "FeatureCollection", "features": features}


def encode_attribute(attribute: Attribute, view: View, context: Context) -> Any:
    """Return the payload of one instance of an attribute."""
    if view.lang is not None and attribute.kind is Kind.LANGUAGE_PROPERTY:
        return _in_one_language(attribute, view, context)
    if view.shape is Shape.SIMPLIFIED:
        return simplified_value(attribute.kind, attribute.value, context)
    said: Json = {}
    if view.shape is Shape.NORMALIZED:
        said["type"] = NAME_OF[attribute.kind]
    said[MEMBER_OF[attribute.kind]] = sent_value(
        attribute.kind, attribute.value, context
    )
    _add_details(said, attribute, view, context)
    return concise(said, attribute.kind) if view.shape is Shape.CONCISE else said


def sent_value(kind: Kind, value: Any, context: Context) -> Any:
    """Return a value as the member of its kind carries it."""
    if kind is Kind.VOCAB_PROPERTY:
        return compact_names(value, context)
    if kind is Kind.LIST_RELATIONSHIP:
        return [{"object": uri} for uri in value]
    return value


def simplified_value(kind: Kind, value: Any, context: Context) -> Any:
    """Return a value as the simplified representation shows it (4.5.4)."""
    if kind in _BARE:
        return value
    return {
        MEMBER_OF[kind]: value
        if kind is not Kind.VOCAB_PROPERTY
        else compact_names(value, context)
    }


def compact_names(value: Any, context: Context) -> Any:
    """Return full names, one or a list, as the peer spells them."""
    if isinstance(value, str):
        return context.compact(to_kernel(value))
    if isinstance(value, Sequence):
        return [compact_names(part, context) for part in value]
    return value


def concise(said: Json, kind: Kind) -> Any:
    """Return the shortest lossless form of an attribute (4.5.2.3 and the like)."""
    if kind is Kind.PROPERTY and is_geometry(said["value"]):
        return {"type": NAME_OF[kind], **said}
    if len(said) > 1 or kind not in _SPOKEN_BARE:
        return said
    value = said["value"]
    if kind is Kind.GEO_PROPERTY:
        return value
    plain = not isinstance(value, Mapping) and not _holds_objects(value)
    return value if plain else said


def timestamp(moment: datetime) -> str:
    """Return a time as NGSI-LD writes it: UTC with Z (4.6.3)."""
    text = moment.isoformat()
    return text[:-6] + "Z" if text.endswith("+00:00") else text


def best_language(tags: Iterable[str], wanted: str) -> str | None:
    """Return which of `tags` an Accept-Language style preference likes best (4.15).

    Without a match: `@none`, then the first in alphabetical order.
    """
    known = sorted(tags)
    for wish in _wishes(wanted):
        for tag in known:
            if wish == "*" or _same_language(tag, wish):
                return tag
    return NO_DATASET if NO_DATASET in known else next(iter(known), None)


_BARE: Final = frozenset({Kind.PROPERTY, Kind.RELATIONSHIP, Kind.GEO_PROPERTY})
_SPOKEN_BARE: Final = frozenset({Kind.PROPERTY, Kind.GEO_PROPERTY})


def _head(entity: Entity, view: View, context: Context) -> Json:
    said: Json = {}
    if view.shows("id"):
        said["id"] = entity.id
    if view.shows("type"):
        said["type"] = _one_or_many([context.compact(name) for name in entity.types])
    if entity.scopes and view.shows("scope"):
        said["scope"] = _one_or_many(list(entity.scopes))
    if view.sys_attrs:
        for member, moment in (
            ("createdAt", entity.created_at),
            ("modifiedAt", entity.modified_at),
        ):
            if view.shows(member):
                said[member] = moment
        expiry = entity.value(EXPIRES_AT)
        if expiry is not None and view.shows(EXPIRES_AT):
            said[EXPIRES_AT] = expiry
    return said


def _add_attributes(
    payload: Json, entity: Entity, view: View, context: Context
) -> None:
    everything = view.shows_everything
    several: dict[str, list[Attribute]] = {}
    for attribute in entity.attributes:
        if attribute.name == EXPIRES_AT:
            continue  # it is of the system, and said beside its other times
        if not everything and not view.shows_attribute(attribute):
            continue
        name = context.compact(attribute.name)
        if name in payload or attribute.dataset is not None:
            several.setdefault(name, []).append(attribute)
        else:
            payload[name] = encode_attribute(attribute, view, context)
            several[name] = [attribute]
    for name, instances in several.items():
        if len(instances) > 1 or name not in payload:
            payload[name] = _instances(instances, view, context)


def _instances(instances: Sequence[Attribute], view: View, context: Context) -> Any:
    said = [encode_attribute(attribute, view, context) for attribute in instances]
    if view.shape is Shape.SIMPLIFIED:
        names = [attribute.dataset or NO_DATASET for attribute in instances]
        return {"dataset": dict(zip(names, said, strict=True))}
    if len(said) == 1:
        return said[0]
    return [one if isinstance(one, Mapping) else {"value": one} for one in said]


def _add_details(
    said: Json, attribute: Attribute, view: View, context: Context
) -> None:
    if attribute.unit is not None:
        said["unitCode"] = attribute.unit
    if attribute.observed_at is not None:
        said["observedAt"] = attribute.observed_at
    if attribute.dataset is not None:
        said["datasetId"] = attribute.dataset
    if attribute.meta:
        _add_meta(said, attribute.meta, view, context)
    if view.sys_attrs:
        said["createdAt"] = attribute.created_at
        said["modifiedAt"] = attribute.modified_at


def _add_meta(
    said: Json, meta: Mapping[str, Any], view: View, context: Context
) -> None:
    for name, sub in meta.items():
        if name == EXPIRES_AT and isinstance(sub, Mapping):
            if view.sys_attrs:
                said[name] = sub["value"]
        elif isinstance(sub, Mapping):
            said[context.compact(name)] = _sub_attribute(sub, view, context)
        elif isinstance(sub, str):
            said[name] = context.compact(sub)
        elif sub and isinstance(sub[0], str):
            said[name] = [context.compact(part) for part in sub]
        else:
            said[context.compact(name)] = [
                _sub_attribute(one, view, context) for one in sub
            ]


def _sub_attribute(sub: Mapping[str, Any], view: View, context: Context) -> Any:
    kind = Kind(sub["kind"])
    said: Json = {}
    if view.shape is Shape.NORMALIZED:
        said["type"] = NAME_OF[kind]
    said[MEMBER_OF[kind]] = sent_value(kind, sub["value"], context)
    for kept, sent in _KEPT_AS.items():
        if kept in sub:
            said[sent] = sub[kept]
    if "meta" in sub:
        _add_meta(said, sub["meta"], view, context)
    return concise(said, kind) if view.shape is Shape.CONCISE else said


#: Members of a kept sub-attribute to those of a payload.
_KEPT_AS: Final = {
    "unit": "unitCode",
    "observed_at": "observedAt",
    "dataset": "datasetId",
}


def _in_one_language(attribute: Attribute, view: View, context: Context) -> Any:
    texts: Any = attribute.value
    tag = best_language(texts, view.lang or "*")
    text = texts.get(tag) if tag is not None else None
    if view.shape is Shape.SIMPLIFIED:
        return text
    said: Json = {"value": text, "lang": tag}
    if view.shape is Shape.NORMALIZED:
        said = {"type": NAME_OF[Kind.PROPERTY], **said}
    _add_details(said, attribute, view, context)
    return said


def _geometry(entity: Entity, view: View) -> Any:
    """Return the value of the chosen GeoProperty, null if there is none."""
    for attribute in entity.attributes:
        if attribute.name == view.geometry and attribute.kind is Kind.GEO_PROPERTY:
            wanted = view.datasets is None or view.shows_attribute(attribute)
            if wanted:
                return attribute.value
    return None


def _one_or_many(names: list[str]) -> str | list[str]:
    return names[0] if len(names) == 1 else names


def _holds_objects(value: object) -> bool:
    return isinstance(value, Sequence) and any(
        isinstance(part, Mapping) for part in value
    )


def _wishes(wanted: str) -> list[str]:
    """Return the tags of an Accept-Language preference, best first."""
    wishes = []
    for place, part in enumerate(wanted.split(",")):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            weight = 0.0
        wishes.append((-weight, place, tag.strip()))
    return [tag for weight, _, tag in sorted(wishes) if tag and weight < 0]


def _same_language(tag: str, wish: str) -> bool:
    tag, wish = tag.lower(), wish.lower()
    return tag == wish or tag.startswith(wish + "-") or wish.startswith(tag + "-")
