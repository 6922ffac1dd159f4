"""Records become observations, or are refused with the field and the reason."""

from contextlib import suppress
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.kernel.errors import Malformed
from mesto.kernel.mapping import AttributeMapping, RecordMapping, look_up
from mesto.kernel.model import TYPE, Kind
from mesto.kernel.observing import observe, records_in
from mesto.kernel.reading import Clock

BIN = RecordMapping(
    entity="urn:ngsi-ld:WasteContainer:{id}",
    type="WasteContainer",
    time="at",
    attributes=(
        AttributeMapping(name="fillingLevel", path="fill", unit="P1", scale=0.01),
        AttributeMapping(name="temperature", path="data.t", unit="CEL"),
    ),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


def mapping(**attribute):
    return RecordMapping(
        entity="urn:ngsi-ld:X:1",
        type="X",
        attributes=(AttributeMapping(**{"name": "a", "path": "a"} | attribute),),
    )


def value(record, **attribute):
    (seen,) = observe(record, mapping(**attribute), source="s")
    return seen.value


def why(record, to=None, **attribute):
    with pytest.raises(Malformed) as refused:
        observe(record, to or mapping(**attribute), source="s")
    return refused.value.facts


def test_a_record_becomes_one_observation_an_attribute():
    record = {"id": 42, "fill": "87", "data": {"t": 21.5}, "at": "2026-05-01T10:00Z"}
    level, warmth = observe(record, BIN, source="bins")
    assert level.entity == "urn:ngsi-ld:WasteContainer:42"
    assert (level.attribute, level.value, level.unit) == ("fillingLevel", 0.87, "P1")
    assert (warmth.attribute, warmth.value) == ("temperature", 21.5)
    assert level.observed_at == datetime(2026, 5, 1, 10, tzinfo=UTC)
    assert level.source == "bins"


def test_a_missing_field_is_skipped_or_refused_as_the_mapping_says():
    record = {"id": 1, "fill": 5, "at": "2026-05-01T10:00Z"}
    assert [one.attribute for one in observe(record, BIN, source="s")] == [
        "fillingLevel"
    ]
    facts = why({}, missing="refuse")
    assert (facts["field"], facts["why"]) == ("a", "is missing")


def test_a_record_without_any_mapped_field_is_refused_unless_it_may_be_skipped():
    assert "none of the mapped" in str(why({"b": 1})["why"])
    lenient = msgspec.structs.replace(mapping(), nothing="skip")
    assert observe({"b": 1}, lenient, source="s") == []


def test_the_type_is_stated_only_where_the_urn_does_not_say_it():
    bare = RecordMapping(entity="urn:ngsi-ld:X:{id}", type="X")
    assert [one.attribute for one in observe({"id": 1}, bare, source="s")] == [TYPE]
    other = RecordMapping(
        entity="https://example.org/{id}",
        type="X",
        attributes=(AttributeMapping(name="a", path="a"),),
    )
    stated, seen = observe({"id": 1, "a": 2}, other, source="s")
    assert (stated.attribute, stated.value) == (TYPE, ["X"])
    assert seen.entity == stated.entity == "https://example.org/1"


def test_templates_take_fields_of_the_record_and_of_the_envelope():
    topical = RecordMapping(
        entity="urn:ngsi-ld:{$topic.0}:{id}",
        type="{$topic.0}",
        attributes=(AttributeMapping(name="{what}", path="v", unit="{unit}"),),
    )
    record = {"id": "Koš 7", "what": "fillingLevel", "v": 1, "unit": "P1"}
    (seen,) = observe(
        record, topical, source="s", envelope={"topic": ["WasteContainer", "7"]}
    )
    assert seen.entity == "urn:ngsi-ld:WasteContainer:Ko%C5%A1%207"
    assert (seen.attribute, seen.unit) == ("fillingLevel", "P1")


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a.b", "whole"),
        ("c.0.d", 1),
        ("c[1].d", 2),
        ("c[2].d", None),
        ("c[99999999999].d", None),
        ("e.f", None),
        ("nothing", None),
    ],
)
def test_paths_lead_through_mappings_and_lists(path, found):
    record = {"a.b": "whole", "a": {"b": "inner"}, "c": [{"d": 1}, {"d": 2}], "e": 3}
    assert look_up(record, path) == found


@pytest.mark.parametrize(
    ("attribute", "raw", "read"),
    [
        ({"read": "number", "decimal": ","}, "1 234,5", 1234.5),
        ({"read": "number"}, "12", 12),
        ({"scale": 0.1, "offset": -40}, 615, 21.5),
        ({"scale": 0.01}, 57, 0.57),
        ({"read": "boolean"}, "Ano", True),
        ({"read": "boolean"}, 0, False),
        ({"read": "text"}, 7.0, "7"),
        ({"values": {"0": "ok", "*": "broken"}}, 0, "ok"),
        ({"values": {"0": "ok", "*": "broken"}}, "?", "broken"),
        ({"values": {"true": "open"}}, True, "open"),
        ({"kind": "JsonProperty"}, {"x": [1]}, {"x": [1]}),
        ({"kind": "ListProperty"}, [1, 2], [1, 2]),
        ({"kind": "Relationship"}, "urn:ngsi-ld:Y:1", "urn:ngsi-ld:Y:1"),
        ({"kind": "Relationship", "path": "urn:ngsi-ld:Y:{a}"}, 9, "urn:ngsi-ld:Y:9"),
        (
            {"read": "time", "clock": Clock(format="%d.%m.%Y", zone="Europe/Prague")},
            "1.7.2026",
            {"@type": "DateTime", "@value": "2026-06-30T22:00:00Z"},
        ),
    ],
)
def test_values_are_read_as_the_mapping_says(attribute, raw, read):
    assert value({"a": raw}, **attribute) == read


@pytest.mark.parametrize(
    ("attribute", "raw"),
    [
        ({"read": "number"}, "12,5"),
        ({"read": "number"}, "nan"),
        ({"read": "number"}, "1_000"),
        ({"read": "number"}, True),
        ({"read": "number"}, [1]),
        ({"read": "number"}, "1e999"),
        ({}, float("nan")),
        ({}, "a\0b"),
        ({}, {"deep": ["\0"]}),
        ({"scale": 10.0}, 10**299 * 99),
        ({"read": "boolean"}, "maybe"),
        ({"read": "text"}, {"x": 1}),
        ({"values": {"0": "ok"}}, "2"),
        ({"kind": "ListProperty"}, "x"),
        ({"kind": "Relationship"}, "lamp 7"),
        ({"kind": "Relationship"}, ["urn:a:b", 3]),
        ({"kind": "GeoProperty"}, "POINT (200 10)"),
        ({"kind": "GeoProperty"}, "POINT EMPTY"),
        ({"kind": "GeoProperty"}, {"type": "Blob"}),
    ],
)
def test_a_bad_value_is_refused_with_its_field(attribute, raw):
    facts = why({"a": raw}, **attribute)
    assert facts["field"] == "a"
    assert facts["why"]


def test_words_that_mean_no_value_are_missing():
    told = msgspec.structs.replace(mapping(), absent=("NA", "-999"), nothing="skip")
    assert [observe({"a": a}, told, source="s") for a in ("NA", -999, " ")] == [[]] * 3


def test_a_place_comes_from_two_columns_geojson_or_wkt():
    point = {"type": "Point", "coordinates": [19.84, 45.25]}
    columns = {"path": "", "longitude": "x", "latitude": "y", "decimal": ","}
    assert value({"x": "19,84", "y": "45,25"}, kind="GeoProperty", **columns) == point
    assert value({"a": point}, kind="GeoProperty") == point
    assert value({"a": "POINT (19.84 45.25)"}, kind="GeoProperty") == point


def test_texts_in_several_languages_are_one_language_property():
    languages = {"cs": "nazev", "en": "name"}
    (seen,) = observe(
        {"nazev": "Náměstí", "name": None},
        mapping(path="", kind="LanguageProperty", languages=languages),
        source="s",
    )
    assert (seen.kind, seen.value) == (Kind.LANGUAGE_PROPERTY, {"cs": "Náměstí"})


def test_a_document_holds_one_record_or_a_list_of_them():
    nested = msgspec.structs.replace(mapping(), records="data.items")
    document = {"data": {"items": [{"a": 1}, {"a": 2}]}}
    assert list(records_in(document, nested)) == [{"a": 1}, {"a": 2}]
    assert list(records_in({"a": 1}, mapping())) == [{"a": 1}]
    with pytest.raises(Malformed):
        list(records_in([1], mapping()))


@pytest.mark.parametrize(
    "settings",
    [
        {"entity": "urn:x:X:1", "type": "X", "attributes": [{"name": "a"}]},
        {"entity": "urn:x:X:1", "type": "X", "clock": {"zone": "Europe/Atlantis"}},
        {"entity": "urn:x:X:1", "type": "X", "clock": {"format": "iso"}},
        {"entity": "urn:x:X:1", "type": "X", "clock": {"format": "%!"}},
        {"entity": "urn:x:X:1", "type": "X", "typo": 1},
        {
            "entity": "urn:x:X:1",
            "type": "X",
            "attributes": [{"name": "a", "longitude": "x"}],
        },
        {
            "entity": "urn:x:X:1",
            "type": "X",
            "attributes": [{"name": "id", "path": "x"}],
        },
    ],
)
def test_a_mapping_that_cannot_work_is_refused_when_it_is_configured(settings):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(settings, RecordMapping)


def test_a_mapping_is_read_from_json_settings_and_written_back():
    text = msgspec.json.encode(BIN)
    assert msgspec.json.decode(text, type=RecordMapping) == BIN


@given(st.dictionaries(st.sampled_from(["id", "fill", "at", "data"]), JSON))
def test_any_record_is_read_or_refused(record):
    try:
        seen = observe(record, BIN, source="s")
    except Malformed:
        return
    assert seen
    assert all(one.observed_at is not None for one in seen)


@given(
    JSON,
    st.sampled_from(
        [
            {"read": "number", "decimal": ","},
            {"read": "boolean"},
            {"read": "text"},
            {"read": "time"},
            {"values": {"a": 1}},
            {"kind": "Relationship"},
            {"kind": "GeoProperty"},
            {"kind": "ListProperty"},
            {"kind": "JsonProperty"},
        ]
    ),
)
def test_any_value_is_read_or_refused_in_every_way_of_reading(raw, attribute):
    with suppress(Malformed):
        observe({"a": raw}, mapping(**attribute), source="s")
