"""The checker against values that are right and wrong."""

from hypothesis import given
from hypothesis import strategies as st

from mesto.simulator.talq import contract
from mesto.simulator.talq.contract import check
from mesto.simulator.talq.words import device_classes, services

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def test_what_the_gateway_says_of_itself_is_right() -> None:
    for one in services():
        assert check(one, {"$ref": "Service"}) == []
    for one in device_classes():
        assert check(one, {"$ref": "DeviceClass"}) == []


def test_a_kind_is_checked_as_what_it_says_it_is() -> None:
    lamp = {"id": "lamp", "type": "LampActuatorFunction"}
    wrong = lamp | {"calendarID": {"type": "AttributeFloat", "value": 1.5}}
    assert check(lamp, {"$ref": "Function"}) == []
    [said] = check(wrong, {"$ref": "Function"})
    assert said.at == "/calendarID/type"
    assert check({"id": "x", "type": "VendorFunction"}, {"$ref": "Function"}) == []


def test_a_choice_is_judged_by_its_kind() -> None:
    logger = {
        "address": "l",
        "ownerCMS": "c",
        "reportingMode": {"type": "ImmediateReportingMode"},
    }
    assert [one.at for one in check(logger, {"$ref": "LoggerConfig"})] == [
        "/reportingMode/delay"
    ]


def test_every_operation_has_schemas_that_exist() -> None:
    for side in ("gateway", "cms"):
        for one in contract.operations(side).values():
            for schema in (one.body, *one.answers.values()):
                check([], schema or {})
                check({}, schema or {})


@given(JSON, st.sampled_from(["Device", "ControlProgram", "LogReport", "Group"]))
def test_anything_is_judged(value: object, name: str) -> None:
    for one in check(value, {"$ref": name}):
        assert str(one)
