from datetime import timedelta
from typing import Any

import msgspec
import pytest

from mesto.gates.ngsi_ld import changes
from mesto.gates.ngsi_ld.codec.decode import (
    PATCH,
    SIMPLE_PATCH,
    UPDATE,
    WHOLE,
    Draft,
    Reading,
    decode_fragment,
    decode_instances,
)
from mesto.gates.ngsi_ld.context import CORE
from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.model import Entity, Kind, Observation
from tests import stating
from tests.gates.ngsi_ld.conftest import NOON

NULL = "urn:ngsi-ld:null"


def attribute(name: str, value: Any, kind: Kind = Kind.PROPERTY, **more: Any) -> Any:
    said = {"observed_at": None, "position": 7, **more}
    return stating.attribute(name, value, kind, at=NOON, **said)


CAR = Entity(
    id="urn:ngsi-ld:Vehicle:1",
    types=("Vehicle",),
    scopes=("/centre",),
    created_at=NOON,
    modified_at=NOON,
    attributes=(
        attribute(
            "speed",
            55,
            unit="KMH",
            observed_at=NOON,
            meta={"accuracy": {"kind": 0, "value": 1}},
        ),
        attribute("speed", 54, dataset="urn:d:gps"),
        attribute("address", {"street": "Long", "country": "CZ"}),
        attribute("owner", "urn:ngsi-ld:Person:1", Kind.RELATIONSHIP),
        attribute("name", {"cs": "Auto", "en": "Car"}, Kind.LANGUAGE_PROPERTY),
    ),
)


def draft(payload: dict[str, Any], reading: Reading = WHOLE) -> Draft:
    return decode_fragment(payload, CORE, reading)


def merged(
    payload: dict[str, Any], reading: Reading = PATCH, **more: Any
) -> Observation:
    (seen,) = changes.merge(CAR, draft(payload, reading), **more)
    return seen


def test_appending_replaces_unless_it_may_not() -> None:
    """5.6.3."""
    new = draft({"speed": {"value": 60}, "colour": "red"})
    made = changes.append(CAR, new)
    assert [(one.attribute, one.value) for one in made.observations] == [
        ("speed", 60),
        ("colour", "red"),
    ]
    careful = changes.append(CAR, new, overwrite=False)
    assert careful.updated == ["colour"]
    assert list(careful.not_updated) == ["speed"]


def test_appending_joins_types_and_replaces_scopes() -> None:
    """5.6.3."""
    new = draft({"type": ["Car"], "scope": "/harbour"})
    types, scopes = changes.append(CAR, new).observations
    assert types.value == ["Vehicle", "Car"]
    assert scopes.value == ["/harbour"]
    _, both = changes.append(CAR, new, overwrite=False).observations
    assert both.value == ["/centre", "/harbour"]


def test_updating_replaces_whole_attributes_and_obeys_nulls() -> None:
    """5.6.2."""
    new = draft({"speed": {"value": 60}, "owner": NULL, "ghost": NULL}, UPDATE)
    speed, owner = changes.update(CAR, new).observations
    assert (speed.value, speed.unit, speed.meta) == (60, None, None)
    assert owner.deleted


def test_updating_gives_no_scope_to_an_entity_without_one() -> None:
    """5.6.2."""
    bare = msgspec.structs.replace(CAR, scopes=())
    made = changes.update(bare, draft({"scope": "/harbour"}))
    assert not made.observations
    assert list(made.not_updated) == ["scope"]


def test_a_partial_update_leaves_the_rest_of_an_instance() -> None:
    """5.5.8 and 5.6.4."""
    (fragment,) = decode_instances("speed", {"value": 100}, CORE, PATCH)
    seen = changes.partial_update(CAR, "speed", fragment)
    assert (seen.value, seen.unit, seen.observed_at) == (100, "KMH", NOON)
    assert seen.meta == {"accuracy": {"kind": 0, "value": 1}}


def test_a_partial_update_takes_away_what_is_null() -> None:
    """5.5.8."""
    said = {"value": 1, "unitCode": NULL, "accuracy": NULL}
    (fragment,) = decode_instances("speed", said, CORE, PATCH)
    seen = changes.partial_update(CAR, "speed", fragment)
    assert (seen.unit, seen.meta) == (None, None)


def test_a_partial_update_changes_the_instance_it_names_and_no_other() -> None:
    """5.5.8 and 5.6.4: by datasetId; what a value holds is replaced as a whole."""
    said = {"value": 50, "datasetId": "urn:d:gps"}
    (fragment,) = decode_instances("speed", said, CORE, PATCH)
    seen = changes.partial_update(CAR, "speed", fragment)
    assert (seen.dataset, seen.value, seen.unit) == ("urn:d:gps", 50, None)
    (fragment,) = decode_instances("address", {"value": {"zip": 1}}, CORE, PATCH)
    assert changes.partial_update(CAR, "address", fragment).value == {"zip": 1}


def test_a_partial_update_cannot_change_the_kind() -> None:
    """5.5.8 and 5.6.4."""
    (fragment,) = decode_instances("speed", {"object": "urn:a:b"}, CORE, PATCH)
    with pytest.raises(Malformed, match="is a Property"):
        changes.partial_update(CAR, "speed", fragment)


def test_what_is_not_there_cannot_be_updated_replaced_or_deleted() -> None:
    """5.6.4, 5.6.5 and 5.6.19."""
    (fragment,) = decode_instances("ghost", {"value": 1}, CORE, PATCH)
    with pytest.raises(NotFound):
        changes.partial_update(CAR, "ghost", fragment)
    with pytest.raises(NotFound):
        changes.replace_attribute(CAR, "ghost", [fragment])
    with pytest.raises(NotFound):
        changes.delete_attribute(CAR, "ghost", dataset=None, everything=True)


def test_a_merge_reaches_into_values() -> None:
    """5.5.12."""
    seen = merged({"address": {"value": {"street": "Short", "country": NULL}}})
    assert seen.value == {"street": "Short"}


def test_a_merge_keeps_unit_and_takes_the_common_time() -> None:
    """5.5.12 and 5.6.17."""
    later = NOON + timedelta(hours=1)
    seen = merged({"speed": {"value": 60}}, observed_at=later)
    assert (seen.value, seen.unit, seen.observed_at) == (60, "KMH", later)
    assert seen.meta == {"accuracy": {"kind": 0, "value": 1}}
    own = {"value": 60, "observedAt": "2026-01-01T15:00:00Z"}
    assert merged({"speed": own}, observed_at=later).observed_at == (
        NOON + timedelta(hours=3)
    )


def test_a_merge_of_bare_values_keeps_the_kinds_there_are() -> None:
    """5.5.12 and 5.6.17."""
    owner = merged({"owner": "urn:ngsi-ld:Person:2"}, SIMPLE_PATCH)
    assert (owner.kind, owner.value) == (Kind.RELATIONSHIP, "urn:ngsi-ld:Person:2")
    name = merged({"name": "Vůz"}, SIMPLE_PATCH, lang="cs")
    assert name.value == {"cs": "Vůz", "en": "Car"}


def test_a_merge_changes_one_instance_of_several() -> None:
    """5.5.12."""
    seen = merged({"speed": {"value": 1, "datasetId": "urn:d:gps"}})
    assert (seen.dataset, seen.value, seen.unit) == ("urn:d:gps", 1, None)
    assert merged({"speed": {"value": NULL, "datasetId": "urn:d:gps"}}).deleted


def test_a_merge_adds_what_is_new_without_nulls() -> None:
    """5.5.12 and 5.6.17."""
    seen = merged({"place": {"value": {"a": 1, "b": NULL}, "sub": NULL}})
    assert (seen.value, seen.meta) == ({"a": 1}, None)
    assert changes.merge(CAR, draft({"ghost": NULL}, PATCH)) == []


def test_replacing_an_entity_takes_away_what_it_does_not_name() -> None:
    """5.6.18."""
    seen = changes.replace(
        CAR.id, CAR.outline, draft({"type": "Car", "speed": {"value": 1}})
    )
    assert {one.attribute for one in seen if one.deleted} == {
        "scope",
        "speed",
        "address",
        "owner",
        "name",
    }
    assert [one.value for one in seen if not one.deleted] == [["Car"], 1]


def test_deleting_an_attribute_means_one_dataset_or_all() -> None:
    """5.6.5."""

    def gone(**how: Any) -> list[str | None]:
        return [o.dataset for o in changes.delete_attribute(CAR, "speed", **how)]

    assert gone(dataset=None, everything=False) == [None]
    assert gone(dataset="urn:d:gps", everything=False) == ["urn:d:gps"]
    assert gone(dataset=None, everything=True) == [None, "urn:d:gps"]
