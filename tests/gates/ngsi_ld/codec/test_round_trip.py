import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mesto.gates.ngsi_ld.codec.decode import (
    SIMPLE,
    SIMPLE_PATCH,
    WHOLE,
    Draft,
    decode_entity,
    observations,
)
from mesto.gates.ngsi_ld.codec.encode import Json, Shape, View, encode, feature
from mesto.gates.ngsi_ld.context import CORE, Context
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Attribute, Entity, Kind
from tests.gates.ngsi_ld.conftest import TOWN, entities

CONTEXTS = st.sampled_from([CORE, TOWN])


def sent(payload: Json) -> Json:
    """Return a payload as it arrives after a journey as text."""
    arrived: Json = orjson.loads(orjson.dumps(payload))
    return arrived


def kept(draft: Draft) -> list[tuple[object, ...]]:
    return [
        (
            seen.attribute,
            seen.dataset,
            seen.kind,
            seen.value,
            seen.unit,
            seen.observed_at,
            seen.meta,
        )
        for seen in observations(draft, entity="urn:x:y", source="test")
        if seen.attribute not in ("type", "scope")
    ]


def held(attribute: Attribute) -> tuple[object, ...]:
    return (
        attribute.name,
        attribute.dataset,
        attribute.kind,
        attribute.value,
        attribute.unit,
        attribute.observed_at,
        attribute.meta,
    )


@pytest.mark.parametrize("shape", [Shape.NORMALIZED, Shape.CONCISE])
@settings(max_examples=30)
@given(entity=entities(), context=CONTEXTS)
def test_what_is_told_in_full_comes_back_the_same(
    shape: Shape, entity: Entity, context: Context
) -> None:
    payload = sent(encode(entity, View(shape=shape), context))
    draft = decode_entity(payload, context, WHOLE)
    assert draft.id == entity.id
    assert draft.types == entity.types
    assert (draft.scopes or ()) == entity.scopes
    assert sorted(kept(draft), key=_key) == [held(one) for one in entity.attributes]


def _key(said: tuple[object, ...]) -> tuple[str, str]:
    return str(said[0]), str(said[1] or "")


@settings(max_examples=30)
@given(entity=entities(), context=CONTEXTS)
def test_bare_values_come_back_with_their_names_and_datasets(
    entity: Entity, context: Context
) -> None:
    payload = sent(encode(entity, View(shape=Shape.SIMPLIFIED), context))
    bare = [one for one in entity.attributes if not _doubtful(one)]
    values = {
        (name, fragment.dataset): fragment.value
        for name, fragments in decode_entity(
            payload, context, SIMPLE_PATCH
        ).attributes.items()
        for fragment in fragments
    }
    for attribute in bare:
        assert values[attribute.name, attribute.dataset] == attribute.value


def _doubtful(attribute: Attribute) -> bool:
    """Whether a bare value looks like another kind's, as the standard has it."""
    return attribute.kind is Kind.PROPERTY and isinstance(attribute.value, dict)


@settings(max_examples=30)
@given(entity=entities(), context=CONTEXTS)
def test_a_feature_carries_every_attribute_and_one_geometry(
    entity: Entity, context: Context
) -> None:
    told = feature(entity, View(), context)
    assert told["type"] == "Feature"
    assert told["id"] == entity.id
    names = {context.compact(one.name) for one in entity.attributes}
    assert names <= told["properties"].keys()


MEMBERS = st.sampled_from(
    [
        "type",
        "value",
        "object",
        "languageMap",
        "vocab",
        "json",
        "valueList",
        "objectList",
        "unitCode",
        "observedAt",
        "datasetId",
        "coordinates",
        "speed",
    ]
)
WORDS = st.sampled_from(
    [
        "Property",
        "Relationship",
        "GeoProperty",
        "LanguageProperty",
        "Point",
        "Polygon",
        "urn:ngsi-ld:null",
        "urn:x:y",
        "2026-01-01T00:00:00Z",
        "@none",
    ]
)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4) | WORDS,
    lambda parts: (
        st.lists(parts, max_size=4) | st.dictionaries(MEMBERS, parts, max_size=5)
    ),
    max_leaves=20,
)


@pytest.mark.parametrize("reading", [WHOLE, SIMPLE, SIMPLE_PATCH])
@settings(max_examples=60)
@given(junk=st.dictionaries(MEMBERS | st.just("location"), JUNK, max_size=4))
def test_any_json_is_read_or_refused(reading: object, junk: Json) -> None:
    payload = {"id": "urn:ngsi-ld:V:1", "type": "V", **junk}
    try:
        draft = decode_entity(payload, TOWN, reading)
        list(observations(draft, entity="urn:ngsi-ld:V:1", source="test"))
    except Malformed:
        pass
