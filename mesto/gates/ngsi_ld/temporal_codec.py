"""Pasts to NGSI-LD payloads and back. Pure.

Source: ETSI GS CIM 009 v1.8.1, 4.5.6 to 4.5.9 (temporal representation), 4.5.19
(aggregation), 5.2.20 (EntityTemporal).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from mesto.gates.ngsi_ld.codec.decode import (
    Draft,
    decode_fragment,
    observe,
    observe_scopes,
    observe_types,
    read_instances,
)
from mesto.gates.ngsi_ld.codec.encode import (
    Json,
    Shape,
    View,
    encode_attribute,
    simplified_value,
    timestamp,
)
from mesto.gates.ngsi_ld.codec.kinds import MEMBER_OF, NAME_OF, NO_DATASET, NULL
from mesto.gates.ngsi_ld.codec.values import read_scopes, read_time
from mesto.gates.ngsi_ld.context import Context
from mesto.gates.ngsi_ld.temporal_form import Duration, Form
from mesto.kernel.errors import Malformed
from mesto.kernel.model import SCOPE, Attribute, Kind, Observation
from mesto.kernel.question.aggregate import Total
from mesto.kernel.question.evolution import Evolution, Instance
from mesto.kernel.question.window import Clock

INSTANCE: Final = "urn:ngsi-ld:Instance:"  #: before the position in the ledger
INSTANCES_MAX: Final = 200_000  #: of one payload

#: Method of aggregation to the field of a total.
_FIELD_OF: Final = {
    "totalCount": "count",
    "distinctCount": "distinct",
    "sum": "sum",
    "avg": "mean",
    "min": "least",
    "max": "greatest",
    "stddev": "deviation",
    "sumsq": "squares",
}
_HEAD: Final = frozenset({"id", "@id", "type", "@type"})
_NOT_READ: Final = frozenset({"createdAt", "modifiedAt", "deletedAt", "@context"})


def encode_past(
    past: Evolution, view: View, form: Form, clock: Clock, context: Context
) -> Json:
    """Return the temporal representation of an entity, without @context."""
    payload = encode_head(past, view, context)
    groups: dict[str, list[Instance]] = {}
    for one in past.instances:
        if view.shows_attribute(one.attribute):
            groups.setdefault(one.attribute.name, []).append(one)
    encode_all = _encode_values if form is Form.VALUES else _encode_instances
    for name, instances in groups.items():
        if name == SCOPE and clock is not Clock.DELETED_AT:
            continue
        instances.sort(key=lambda one: one.at)
        payload[context.compact(name)] = encode_all(instances, view, context)
    return payload


def encode_head(past: Evolution, view: View, context: Context) -> Json:
    """Return what is said of the entity itself."""
    types = [context.compact(name) for name in past.types]
    said: Json = {
        "id": past.id,
        "type": types[0] if len(types) == 1 else types,
        "scope": list(past.scopes),
    }
    if view.sys_attrs:
        times = (past.created_at, past.modified_at, past.deleted_at)
        for member, moment in zip(_TIMES, times, strict=True):
            said[member] = moment and timestamp(moment)
    return {name: part for name, part in said.items() if part and view.shows(name)}


_TIMES: Final = ("createdAt", "modifiedAt", "deletedAt")


def leave_empty(payload: Json, names: Iterable[str], view: View, form: Form) -> None:
    """Add attributes of which nothing is shown because an answer was cut short."""
    for name in names:
        payload.setdefault(name, [] if form is Form.NORMALIZED else {"values": []})


def _encode_instances(
    instances: Sequence[Instance], view: View, context: Context
) -> list[Any]:
    return [_encode_instance(one, view, context) for one in instances]


def _encode_instance(one: Instance, view: View, context: Context) -> Any:
    attribute = one.attribute
    if one.deleted or attribute.name == SCOPE:
        said: Json = {"type": NAME_OF[attribute.kind], **_nothing(attribute)}
        if attribute.dataset is not None:
            said["datasetId"] = attribute.dataset
        said["deletedAt"] = timestamp(one.at)
    else:
        said = encode_attribute(attribute, view, context)
        if not isinstance(said, dict):
            said = {"value": said}
    if attribute.name != SCOPE:
        said["instanceId"] = f"{INSTANCE}{attribute.position}"
    return said


def _nothing(attribute: Attribute) -> Json:
    """Return the member that says an attribute is no more (4.5.0)."""
    if attribute.name == SCOPE:
        return {"value": []}
    gone: object = NULL
    if attribute.kind is Kind.LANGUAGE_PROPERTY:
        gone = {NO_DATASET: NULL}
    elif attribute.kind in (Kind.LIST_PROPERTY, Kind.LIST_RELATIONSHIP):
        gone = [NULL]
    return {MEMBER_OF[attribute.kind]: gone}


def _encode_values(instances: Sequence[Instance], view: View, context: Context) -> Any:
    """Return values with their times, by dataset (4.5.9)."""
    groups: dict[str | None, list[Instance]] = {}
    for one in instances:
        groups.setdefault(one.attribute.dataset, []).append(one)
    said = [_encode_series(group, view, context) for group in groups.values()]
    return said[0] if len(said) == 1 else said


def _encode_series(instances: Sequence[Instance], view: View, context: Context) -> Json:
    first = instances[0].attribute
    said: Json = {"type": NAME_OF[first.kind]}
    if first.dataset is not None:
        said["datasetId"] = first.dataset
    said[MEMBER_OF[first.kind] + "s"] = [
        [_bare_value(one, view, context), timestamp(one.at)] for one in instances
    ]
    return said


def _bare_value(one: Instance, view: View, context: Context) -> Any:
    attribute = one.attribute
    if one.deleted:
        (gone,) = _nothing(attribute).values()
        bare = attribute.kind in (Kind.PROPERTY, Kind.RELATIONSHIP, Kind.GEO_PROPERTY)
        return gone if bare else {MEMBER_OF[attribute.kind]: gone}
    if view.lang is not None and attribute.kind is Kind.LANGUAGE_PROPERTY:
        simple = View(shape=Shape.SIMPLIFIED, lang=view.lang)
        return encode_attribute(attribute, simple, context)
    return simplified_value(attribute.kind, attribute.value, context)


def encode_totals(
    totals: Sequence[Total],
    methods: Sequence[str],
    edges: Sequence[datetime],
    duration: Duration,
    *,
    end: datetime,
    context: Context,
) -> Json:
    """Return the aggregated attributes of an entity.

    end: of the last stretch, if the duration has no length
    """
    groups: dict[tuple[str, str | None], list[Total]] = {}
    for total in totals:
        groups.setdefault((total.attribute, total.dataset), []).append(total)

    def stretch(number: int) -> list[str]:
        last = duration.after(edges[0], number + 1) if len(edges) > 1 or _long(duration) else end
        return [timestamp(edges[number]), timestamp(last)]

    payload: dict[str, list[Json]] = {}
    for (name, dataset), group in groups.items():
        said: Json = {"type": NAME_OF[group[0].kind]}
        if dataset is not None:
            said["datasetId"] = dataset
        for method in methods:
            values = [(getattr(one, _FIELD_OF[method]), one.stretch) for one in group]
            said[method] = [
                [value, *stretch(number)] for value, number in values if value is not None
            ]
        payload.setdefault(context.compact(name), []).append(said)
    return {name: said[0] if len(said) == 1 else said for name, said in payload.items()}


def _long(duration: Duration) -> bool:
    return duration != Duration()


def decode_past(
    payload: Mapping[str, Any], context: Context
) -> tuple[Draft, list[Observation]]:
    """Read an EntityTemporal, or a fragment of one.

    Returns what it says of the entity itself, and a function's worth of observations
    that lack only their entity: they are about the id it says, or about "".

    Raises Malformed if it is not what the specification allows.
    """
    head = decode_fragment({k: v for k, v in payload.items() if k in _HEAD}, context)
    return head, list(_observations(payload, context, head.id or ""))


def observe_head(head: Draft, entity: str, source: str) -> Iterator[Observation]:
    """Yield what a payload says about the entity itself."""
    if head.types is not None:
        yield observe_types(entity, head.types, source=source)


def _observations(
    payload: Mapping[str, Any], context: Context, entity: str
) -> Iterator[Observation]:
    ...
