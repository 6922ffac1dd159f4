"""Pasts to NGSI-LD payloads and back. Pure.

Source: ETSI GS CIM 009 v1.8.1, 4.5.6 to 4.5.9 (temporal representation), 4.5.19
(aggregation), 5.2.20 (EntityTemporal).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from mesto.gates.ngsi_ld.codec.decode import (
    Draft,
    decode_fragment,
    observe,
    observe_scopes,
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
from mesto.gates.ngsi_ld.temporal_form import Form, Range, Stretches
from mesto.kernel.errors import Malformed
from mesto.kernel.model import SCOPE, Attribute, Kind, Observation
from mesto.kernel.question.aggregate import FIGURES, Total
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


class Frame(msgspec.Struct, frozen=True):
    """How pasts are shown."""

    view: View
    form: Form
    clock: Clock
    context: Context
    part: Range | None = None  #: all that is shown; None: all there is

    def holds(self, one: Instance) -> bool:
        """Whether an instance is in the part that is shown."""
        return self.part is None or self.part.holds(one.at)


def encode_past(past: Evolution, frame: Frame) -> Json:
    """Return the temporal representation of an entity, without @context."""
    view, context = frame.view, frame.context
    payload = encode_head(past, view, context)
    groups: dict[str, list[Instance]] = {}
    for one in past.instances:
        if view.shows_attribute(one.attribute):
            groups.setdefault(one.attribute.name, []).append(one)
    encode_all = _encode_values if frame.form is Form.VALUES else _encode_instances
    for name, instances in groups.items():
        if name != SCOPE or frame.clock is Clock.DELETED_AT:
            instances.sort(key=lambda one: one.at)
            payload[context.compact(name)] = encode_all(instances, frame)
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


def _encode_instances(instances: Sequence[Instance], frame: Frame) -> list[Any]:
    return [_encode_instance(one, frame) for one in instances if frame.holds(one)]


def _encode_instance(one: Instance, frame: Frame) -> Any:
    attribute = one.attribute
    if one.deleted or attribute.name == SCOPE:
        said: Json = {"type": NAME_OF[attribute.kind], **_nothing(attribute)}
        if attribute.dataset is not None:
            said["datasetId"] = attribute.dataset
        said["deletedAt"] = timestamp(one.at)
    else:
        said = encode_attribute(attribute, frame.view, frame.context)
        if not isinstance(said, dict):
            said = {"value": said}
    if attribute.name != SCOPE:
        said["instanceId"] = one.named or f"{INSTANCE}{attribute.position}"
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


def _encode_values(instances: Sequence[Instance], frame: Frame) -> Any:
    """Return values with their times, by dataset (4.5.9)."""
    groups: dict[str | None, list[Instance]] = {}
    for one in instances:
        groups.setdefault(one.attribute.dataset, []).append(one)
    said = [_encode_series(group, frame) for group in groups.values()]
    return said[0] if len(said) == 1 else said


def _encode_series(instances: Sequence[Instance], frame: Frame) -> Json:
    first = instances[0].attribute
    said: Json = {"type": NAME_OF[first.kind]}
    if first.dataset is not None:
        said["datasetId"] = first.dataset
    said[MEMBER_OF[first.kind] + "s"] = [
        [_bare_value(one, frame), timestamp(one.at)]
        for one in instances
        if frame.holds(one)
    ]
    return said


def _bare_value(one: Instance, frame: Frame) -> Any:
    attribute, lang, context = one.attribute, frame.view.lang, frame.context
    if one.deleted:
        (gone,) = _nothing(attribute).values()
        bare = attribute.kind in (Kind.PROPERTY, Kind.RELATIONSHIP, Kind.GEO_PROPERTY)
        return gone if bare else {MEMBER_OF[attribute.kind]: gone}
    if lang is not None and attribute.kind is Kind.LANGUAGE_PROPERTY:
        simple = View(shape=Shape.SIMPLIFIED, lang=lang)
        return encode_attribute(attribute, simple, context)
    return simplified_value(attribute.kind, attribute.value, context)


def encode_totals(
    totals: Sequence[Total],
    methods: Sequence[str],
    stretches: Stretches,
    context: Context,
) -> Json:
    """Return the aggregated attributes of an entity (4.5.19)."""
    groups: dict[tuple[str, str | None], list[Total]] = {}
    for total in totals:
        groups.setdefault((total.attribute, total.dataset), []).append(total)
    payload: dict[str, list[Json]] = {}
    for (name, dataset), group in groups.items():
        said: Json = {"type": NAME_OF[group[0].kind]}
        if dataset is not None:
            said["datasetId"] = dataset
        for method in methods:
            said[method] = list(_figures(group, _FIELD_OF[method], stretches))
        payload.setdefault(context.compact(name), []).append(said)
    return {name: said[0] if len(said) == 1 else said for name, said in payload.items()}


def figures_of(methods: Iterable[str]) -> frozenset[str]:
    """Return what has to be counted for methods of aggregation."""
    return FIGURES.intersection(_FIELD_OF[one] for one in methods)


def _figures(
    totals: Sequence[Total], field: str, stretches: Stretches
) -> Iterator[list[object]]:
    """Yield one figure of each stretch that has it, with the stretch's bounds."""
    for total in totals:
        figure = getattr(total, field)
        if figure is not None:
            yield [figure, *stretches.bounds(total.stretch)]


def decode_head(payload: Mapping[str, Any], context: Context) -> Draft:
    """Read what an EntityTemporal, or a fragment of one, says of the entity itself.

    Raises Malformed if it is not what the specification allows.
    """
    return decode_fragment({k: v for k, v in payload.items() if k in _HEAD}, context)


def decode_past(
    payload: Mapping[str, Any], context: Context, *, entity: str, source: str
) -> list[Observation]:
    """Read what an EntityTemporal says of the attributes of `entity`.

    Raises Malformed if it is not what the specification allows.
    """
    seen: list[Observation] = []
    for name, said in payload.items():
        if name in _HEAD or name in _NOT_READ or said == []:
            continue
        if name == SCOPE:
            seen.extend(_read_scope(said, entity, source))
            continue
        attribute = context.expand(name)
        seen.extend(
            observe(entity, attribute, fragment, source=source)
            for fragment in read_instances(name, said, context)
        )
        if len(seen) > INSTANCES_MAX:
            raise Malformed(f"more than {INSTANCES_MAX} instances in one payload")
    return seen


def _read_scope(said: Any, entity: str, source: str) -> Iterator[Observation]:
    """Read scopes, given plainly or as the instances of a Property (4.18)."""
    parts = said if isinstance(said, list) else [said]
    if not any(isinstance(part, dict) for part in parts):
        yield observe_scopes(entity, tuple(read_scopes(said)), source=source)
        return
    for part in parts:
        if not isinstance(part, dict) or "value" not in part:
            raise Malformed("an instance of scope says its value")
        time = part.get("observedAt")
        yield Observation(
            entity=entity,
            attribute=SCOPE,
            value=read_scopes(part["value"]),
            source=source,
            observed_at=None if time is None else read_time(time, "observedAt"),
        )
