from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec import UNSET

from mesto.gates.ngsi_ld.codec.decode import (
    PATCH,
    WHOLE,
    Fragment,
    decode_entity,
    decode_fragment,
    decode_instances,
)
from mesto.gates.ngsi_ld.context import CORE
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Kind
from tests.gates.ngsi_ld.conftest import TOWN

NULL = "urn:ngsi-ld:null"


def one(said: Any, reading: Any = WHOLE) -> Fragment:
    (fragment,) = decode_instances("speed", said, CORE, reading)
    return fragment


def test_a_property_says_value_unit_and_time() -> None:
    fragment = one(
        {
            "type": "Property",
            "value": 21.5,
            "unitCode": "CEL",
            "observedAt": "2026-01-01T13:00:00+01:00",
        }
    )
    assert (fragment.kind, fragment.value, fragment.unit) == (
        Kind.PROPERTY,
        21.5,
        "CEL",
    )
    assert fragment.observed_at == datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert fragment.meta is None


@pytest.mark.parametrize(
    ("said", "kind", "value"),
    [
        (5, Kind.PROPERTY, 5),
        ("warm", Kind.PROPERTY, "warm"),
        ([1, 2], Kind.PROPERTY, [1, 2]),
        ({"value": {"a": 1}}, Kind.PROPERTY, {"a": 1}),
        ({"object": "urn:a:b"}, Kind.RELATIONSHIP, "urn:a:b"),
        ({"languageMap": {"cs": "ano"}}, Kind.LANGUAGE_PROPERTY, {"cs": "ano"}),
        (
            {"vocab": "x"},
            Kind.VOCAB_PROPERTY,
            "https://uri.etsi.org/ngsi-ld/default-context/x",
        ),
        ({"json": None}, Kind.JSON_PROPERTY, None),
        ({"valueList": [1, "a"]}, Kind.LIST_PROPERTY, [1, "a"]),
        ({"objectList": [{"object": "urn:a:b"}]}, Kind.LIST_RELATIONSHIP, ["urn:a:b"]),
        (
            {"type": "Point", "coordinates": [1, 2]},
            Kind.GEO_PROPERTY,
            {"type": "Point", "coordinates": [1, 2]},
        ),
    ],
)
def test_a_concise_attribute_is_known_by_what_it_holds(
    said: Any, kind: Kind, value: Any
) -> None:
    fragment = one(said)
    assert (fragment.kind, fragment.value) == (kind, value)


def test_sub_attributes_are_kept_under_their_kernel_names() -> None:
    said = {
        "value": 5,
        "speed": {"type": "Property", "value": 0.9, "unitCode": "C62"},
        "title": {"type": "Relationship", "object": "urn:a:b", "by": 3},
    }
    (fragment,) = decode_instances("fillingLevel", said, TOWN)
    assert fragment.meta == {
        "https://town.example/terms#velocity": {"kind": 0, "value": 0.9, "unit": "C62"},
        "title": {
            "kind": 1,
            "value": "urn:a:b",
            "meta": {"by": {"kind": 0, "value": 3}},
        },
    }


def test_two_instances_are_told_apart_by_their_dataset() -> None:
    """5.5.4."""
    said = [
        {"type": "Property", "value": 1},
        {"type": "Property", "value": 2, "datasetId": "urn:d:1"},
    ]
    assert [f.dataset for f in decode_instances("speed", said, CORE)] == [
        None,
        "urn:d:1",
    ]
    with pytest.raises(Malformed, match="two instances"):
        decode_instances("speed", [said[0], said[0]], CORE)


@pytest.mark.parametrize(
    "said",
    [
        None,
        {"type": "Property"},
        {"type": "Property", "value": None},
        {"type": "Property", "object": "urn:a:b", "value": 1},
        {"type": "Thing", "value": 1},
        {"type": "Relationship", "object": "no uri"},
        {"type": "GeoProperty", "value": {"type": "Point", "coordinates": ["a", 1]}},
        {
            "type": "GeoProperty",
            "value": {"type": "Polygon", "coordinates": [[[0, 0]]]},
        },
        {
            "type": "GeoProperty",
            "value": {
                "type": "Polygon",
                "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]],
            },
        },
        {"type": "GeoProperty", "value": "Point"},
        {"type": "LanguageProperty", "languageMap": {"cs": 1}},
        {"type": "Property", "value": 1, "observedAt": "2026-01-01T12:00:00"},
        {"type": "Property", "value": 1, "observedAt": "2026-W01-1T12:00:00Z"},
        {"type": "Property", "value": 1, "unitCode": 3},
        {"type": "Property", "value": 1, "datasetId": "one"},
        {"type": "Property", "value": NULL},
        {"type": "Property", "value": {"a": [{"b": NULL}]}},
        {"type": "Property", "value": 1, "sub": {"type": "Property"}},
        {"type": "Property", "value": 1, "ngsi-ld:unitCode": "CEL"},
        {"no": "value"},
    ],
)
def test_what_the_standard_forbids_is_refused_by_name(said: Any) -> None:
    """5.5.4."""
    with pytest.raises(Malformed, match="speed"):
        decode_instances("speed", said, CORE)


@pytest.mark.parametrize(
    "said",
    [
        NULL,
        {"type": "Property", "value": NULL},
        {"object": NULL},
        {"languageMap": {"@none": NULL}},
        {"vocab": NULL},
        {"json": NULL},
        {"valueList": [NULL]},
        {"objectList": [NULL]},
    ],
)
def test_a_null_takes_an_attribute_away_where_a_patch_may(said: Any) -> None:
    assert one(said, PATCH).gone


def test_a_patch_says_only_what_changes() -> None:
    fragment = one({"unitCode": NULL, "accuracy": NULL}, PATCH)
    assert fragment.kind is None
    assert fragment.value is UNSET
    assert fragment.unit is None
    assert fragment.observed_at is UNSET
    assert fragment.meta == {"accuracy": None}


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "V"},
        {"id": "urn:a:b"},
        {"id": "not a uri", "type": "V"},
        {"id": "urn:a:b", "type": []},
        {"id": "urn:a:b", "type": "type"},
        {"id": "urn:a:b", "type": ["V", 3]},
        {"id": "urn:a:b", "type": "V", "a b": 1},
        {"id": "urn:a:b", "type": "V", "": 1},
        {"id": "urn:a:b", "type": "V", "ngsi-ld:scope": {"value": 1}},
        {"id": "urn:a:b", "type": "V", "scope": "//"},
    ],
)
def test_an_entity_without_id_type_or_sound_names_is_refused(payload: Any) -> None:
    """5.5.4 and 5.6.1."""
    with pytest.raises(Malformed):
        decode_entity(payload, CORE)


def test_times_of_the_system_are_not_taken_from_a_peer() -> None:
    draft = decode_fragment({"createdAt": "x", "modifiedAt": 3, "a": 1}, CORE)
    assert list(draft.attributes) == ["a"]


def test_a_value_nested_too_deep_is_refused() -> None:
    deep: Any = 1
    for _ in range(100):
        deep = [deep]
    for said in (deep, {"value": deep}, {"json": deep}):
        with pytest.raises(Malformed, match="deeper"):
            decode_instances("speed", said, CORE, PATCH)


def test_a_json_property_may_hold_anything_even_a_null_inside() -> None:
    assert one({"json": {"a": NULL}}).value == {"a": NULL}


@pytest.mark.parametrize(
    "payload",
    [
        {"id": f"urn:a:{'b' * 600}", "type": "V"},
        {"id": "urn:a:b", "type": "V" * 600},
        {"id": "urn:a:b", "type": "V", "a" * 600: 1},
        {"id": "urn:a:b", "type": "V", "scope": "/" + "a" * 600},
        {
            "id": "urn:a:b",
            "type": "V",
            "a": {"value": 1, "datasetId": "u:" + "a" * 600},
        },
    ],
)
def test_what_an_index_cannot_hold_is_refused(payload: Any) -> None:
    with pytest.raises(Malformed, match="longer"):
        decode_entity(payload, CORE)
