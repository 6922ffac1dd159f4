"""What a source says beyond its registration is nobody's business (4.3.6.1)."""

from typing import Any

from mesto.gates.ngsi_ld.context import CORE
from mesto.gates.ngsi_ld.distributed.merging import read_entity, within
from mesto.gates.ngsi_ld.distributed.reading import ours
from mesto.gates.ngsi_ld.distributed.timelines import read_past, within_past
from mesto.gates.ngsi_ld.registrations.matching import Match
from mesto.gates.ngsi_ld.registrations.read import read_registration
from mesto.kernel.model import Entity
from mesto.kernel.question.window import Clock

CAR, LAMP = "urn:ngsi-ld:Vehicle:1", "urn:ngsi-ld:Lamp:1"
INFORMATION = [
    {"entities": [{"type": "Vehicle", "id": CAR}], "propertyNames": ["speed"]},
    {"entities": [{"type": ["Lamp", "Historic"]}], "propertyNames": ["level"]},
]


def knowing(*information: dict[str, Any], mode: str = "inclusive") -> Match:
    said = {
        "id": "urn:ngsi-ld:ContextSourceRegistration:1",
        "type": "ContextSourceRegistration",
        "information": [*information],
        "endpoint": "http://127.0.0.1:9",
        "mode": mode,
    }
    one = read_registration(said, CORE)
    return Match(registration=one, information=one.information)


def entity(urn: str, *types: str) -> Entity:
    said = {"speed": {"value": 1}, "level": {"value": 2}, "colour": {"value": 3}}
    return read_entity({"id": urn, "type": [*types], **said}, CORE, "them")


def left(one: Entity | None) -> list[str] | None:
    return None if one is None else [each.name for each in one.attributes]


def test_a_source_is_believed_of_the_types_it_registered() -> None:
    """5.2.8: an entity is one of those if it is of all the types."""
    match = knowing(*INFORMATION)
    assert left(within(entity(LAMP, "Lamp", "Historic", "Thing"), match)) == ["level"]
    assert within(entity(LAMP, "Lamp"), match) is None
    assert within(entity(CAR, "Parking"), match) is None
    assert left(
        within(entity(LAMP, "Lamp"), knowing({"propertyNames": ["speed"]}))
    ) == ["speed"]


def test_a_source_is_believed_of_the_attributes_that_go_with_the_entity() -> None:
    """5.2.10: each information has entities and attributes of its own."""
    match = knowing(*INFORMATION)
    assert left(within(entity(CAR, "Vehicle"), match)) == ["speed"]
    assert within(entity(f"{CAR}0", "Vehicle"), match) is None
    whole = knowing(*INFORMATION, {"entities": [{"type": "Vehicle"}]})
    assert left(within(entity(CAR, "Vehicle"), whole)) == ["speed", "level", "colour"]


def test_what_is_here_stays_where_others_hold_entities_of_another_type() -> None:
    """4.3.6.2: a redirection is of the types that were registered."""
    cars = knowing({"entities": [{"type": "Vehicle"}]}, mode="redirect")
    assert ours(entity(CAR, "Vehicle"), [cars]) is None
    assert left(ours(entity(LAMP, "Lamp"), [cars])) == ["speed", "level", "colour"]


def test_a_past_is_believed_of_the_types_that_were_registered() -> None:
    """5.7.3.4: as what is now."""
    told = [{"value": 1, "observedAt": "2026-01-01T00:00:00Z"}]
    said = {"id": CAR, "type": "Vehicle", "speed": told, "level": told}
    past = read_past(said, CORE, "them", Clock.OBSERVED_AT)
    kept = within_past(past, knowing(*INFORMATION))
    assert kept is not None
    assert [one.attribute.name for one in kept.instances] == ["speed"]
    assert within_past(past, knowing({"entities": [{"type": "Lamp"}]})) is None
