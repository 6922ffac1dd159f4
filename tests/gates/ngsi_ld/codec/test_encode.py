from typing import Any

import msgspec

from mesto.gates.ngsi_ld.codec.encode import (
    Shape,
    View,
    best_language,
    encode,
    feature,
)
from mesto.gates.ngsi_ld.context import CORE
from mesto.kernel.model import Entity, Kind
from tests import stating
from tests.gates.ngsi_ld.conftest import NOON, TOWN


def attribute(name: str, value: Any, kind: Kind = Kind.PROPERTY, **more: Any) -> Any:
    said = {"observed_at": None, **more}
    return stating.attribute(name, value, kind, at=NOON, **said)


BIN = Entity(
    id="urn:ngsi-ld:WasteContainer:1",
    types=("WasteContainer",),
    scopes=("/centre",),
    created_at=NOON,
    modified_at=NOON,
    attributes=(
        attribute("fillingLevel", 0.5, unit="C62", observed_at=NOON),
        attribute("fillingLevel", 0.6, dataset="urn:d:1"),
        attribute(
            "location", {"type": "Point", "coordinates": [14, 50]}, Kind.GEO_PROPERTY
        ),
        attribute("title", {"cs": "Koš", "en": "Bin"}, Kind.LANGUAGE_PROPERTY),
    ),
)


def test_normalized_says_everything() -> None:
    """6.3.7."""
    assert encode(BIN, View(), CORE) == {
        "id": "urn:ngsi-ld:WasteContainer:1",
        "type": "WasteContainer",
        "scope": "/centre",
        "fillingLevel": [
            {
                "type": "Property",
                "value": 0.5,
                "unitCode": "C62",
                "observedAt": NOON,
            },
            {"type": "Property", "value": 0.6, "datasetId": "urn:d:1"},
        ],
        "location": {
            "type": "GeoProperty",
            "value": {"type": "Point", "coordinates": [14, 50]},
        },
        "title": {
            "type": "LanguageProperty",
            "languageMap": {"cs": "Koš", "en": "Bin"},
        },
    }


def test_concise_leaves_out_what_can_be_told() -> None:
    """6.3.7."""
    told = encode(BIN, View(shape=Shape.CONCISE), CORE)
    assert told["location"] == {"type": "Point", "coordinates": [14, 50]}
    assert told["title"] == {"languageMap": {"cs": "Koš", "en": "Bin"}}


def test_simplified_shows_bare_values_by_dataset() -> None:
    """6.3.7."""
    told = encode(BIN, View(shape=Shape.SIMPLIFIED), CORE)
    assert told["fillingLevel"] == {"dataset": {"@none": 0.5, "urn:d:1": 0.6}}
    assert told["title"] == {"languageMap": {"cs": "Koš", "en": "Bin"}}
    assert told["location"] == {"type": "Point", "coordinates": [14, 50]}


def test_one_language_makes_a_text_of_a_language_property() -> None:
    assert encode(BIN, View(lang="en"), CORE)["title"] == {
        "type": "Property",
        "value": "Bin",
        "lang": "en",
    }


def test_a_view_picks_omits_and_filters_datasets() -> None:
    picked = View(pick=frozenset({"id", "location"}))
    assert list(encode(BIN, picked, CORE)) == ["id", "location"]
    omitted = View(omit=frozenset({"scope", "fillingLevel", "title"}))
    assert list(encode(BIN, omitted, CORE)) == ["id", "type", "location"]
    default = View(
        datasets=frozenset({"@none"}), attributes=frozenset({"fillingLevel"})
    )
    assert encode(BIN, default, CORE)["fillingLevel"]["value"] == 0.5


def test_system_attributes_are_shown_on_demand() -> None:
    """6.3.11."""
    told = encode(BIN, View(sys_attrs=True), CORE)
    assert told["createdAt"] == NOON
    assert told["location"]["modifiedAt"] == NOON


def test_a_feature_takes_its_geometry_from_the_chosen_property() -> None:
    """6.3.15."""
    told = feature(BIN, View(), CORE)
    assert told["geometry"]["type"] == "Point"
    assert (told["id"], told["type"]) == (BIN.id, "Feature")
    members = encode(BIN, View(), CORE)
    assert told["properties"] == {n: part for n, part in members.items() if n != "id"}
    assert feature(BIN, View(geometry="footprint"), CORE)["geometry"] is None


def test_names_are_compacted_with_the_peers_context() -> None:
    full = msgspec.structs.replace(BIN, types=("https://town.example/terms#velocity",))
    assert encode(full, View(), TOWN)["type"] == "speed"


def test_languages_are_chosen_as_a_browser_asks() -> None:
    tags = ["en", "sr-Latn", "@none"]
    assert best_language(tags, "cs,sr;q=0.5,en;q=0.1") == "sr-Latn"
    assert best_language(tags, "de") == "@none"
    assert best_language(["en", "cs"], "de") == "cs"
