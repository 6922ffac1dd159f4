"""What gateways tell is read as the standard means it, or refused."""

import re
from contextlib import suppress
from datetime import UTC, datetime
from importlib.resources import files
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.gates.talq.codec import likely_function, read_source
from mesto.gates.talq.meaning import MEANINGS
from mesto.gates.talq.settings import Settings
from mesto.gates.talq.standard import (
    VERSION,
    Shape,
    kept_shapes,
    mistakes_in,
    schemas,
    scope_of,
)
from mesto.gates.talq.translate import decode
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Device, Message, Observation, Settled, State
from mesto.kernel.plugin import Known
from tests.gates.talq.conftest import (
    AT,
    CABINET,
    CMS,
    FULL_STOP,
    GATEWAY,
    LAMP,
    STREETLIGHT,
    attribute,
    entry,
    event,
    lamp,
    report,
)

NOW = datetime(2026, 5, 1, 20, 16, tzinfo=UTC)
SETTINGS = Settings(gateway_address=UUID(GATEWAY), cms_address=UUID(CMS))
ORDER = "0d4b6d1e-0000-4000-8000-000000000007"


def test_the_readme_says_of_every_schema_how_far_it_is_covered():
    text = (files("mesto.gates.talq") / "README.md").read_text()
    table = text.partition("## Schemas")[2].partition("\n## ")[0]
    named = set(re.findall(r"`([^`]+)`", table))
    patterns = [one.replace("…", ".+") for one in named if "…" in one]
    unsaid = {
        name
        for name in schemas()
        if name not in named and not any(re.fullmatch(one, name) for one in patterns)
    }
    assert not unsaid
    made_up = {one for one in named if one.endswith("Function")} - schemas().keys()
    assert not made_up


def device(serial, asset):
    return Device(
        urn=f"urn:ngsi-ld:Device:{serial}",
        serial=serial,
        entity=asset,
        connection="lights",
        profile="luminaire",
    )


DEVICES = {
    LAMP: device(LAMP, STREETLIGHT),
    CABINET: device(CABINET, FULL_STOP),
    f"{CABINET}/segment-2": device(f"{CABINET}/segment-2", "urn:ngsi-ld:Feeder:2"),
}
KNOWN = Known(connection="lights", settings=SETTINGS, devices=DEVICES)


def heard(body, origin="/talq/log-reports", known=KNOWN, **headers):
    message = Message(
        payload=orjson.dumps(body), origin=origin, received_at=NOW, headers=headers
    )
    return list(decode(message, known))


def said(*entries):
    """What a report says: attribute, value and unit of each observation."""
    return [
        (one.attribute, one.value, one.unit)
        for one in heard(report(*entries))
        if isinstance(one, Observation)
    ]


@pytest.mark.parametrize(
    ("source", "name", "value", "means"),
    [
        ("monitor", "activePower", ("Float", 40.5), ("powerConsumption", 40.5, "WTT")),
        ("monitor", "supplyVoltage", ("Float", 230), ("voltage", 230, "VLT")),
        ("monitor", "supplyCurrent", ("Float", 0.2), ("current", 0.2, "AMP")),
        ("monitor", "powerFactor", ("Float", 0.9), ("powerFactor", 0.9, None)),
        ("monitor", "temperature", ("Float", 44), ("lampTemperature", 44, "CEL")),
        (
            "monitor",
            "activeEnergy",
            ("Float", 7.5),
            ("lifetimePowerConsumption", 7.5, "KWH"),
        ),
        (
            "monitor",
            "lampFailure",
            ("Boolean", True),
            ("status", "defectiveLamp", None),
        ),
        (
            "monitor",
            "cyclingFailure",
            ("Boolean", True),
            ("cyclingFailure", True, None),
        ),
        ("meter", "totalPower", ("Float", 0.04), ("powerConsumption", 40, "WTT")),
        ("sun", "lightLevel", ("Float", 12), ("illuminance", 12, "LUX")),
        ("cell", "photocellOutput", ("Binary", "ON"), ("photocellOutput", True, None)),
        ("radar", "presenceStatus", ("Boolean", True), ("presence", True, None)),
        ("bin", "fillingPercentage", ("Percent", 80), ("fillingLevel", 0.8, None)),
        ("loop", "roadUserNumber", ("Integer", 12), ("intensity", 12, None)),
        (
            "spot",
            "occupancy",
            ("ParkingSlotOccupancyStatus", "Vacant"),
            ("status", "free", None),
        ),
        ("river", "flowRate", ("Float", 3.5), ("flowRate", 3.5, "MQS")),
    ],
)
def test_an_attribute_gets_its_name_of_the_smart_data_models(
    source, name, value, means
):
    told = entry(f"{LAMP}/{source}", name, attribute(*value))
    assert said(told) == [means]


@pytest.mark.parametrize(
    ("level", "state"), [(0, "off"), (1, "low"), (99, "low"), (100, "on")]
)
def test_a_level_of_light_is_a_share_and_says_whether_it_burns(level, state):
    value = attribute("LevelState", {"name": "LevelState", "value": level})
    assert said(entry(f"{LAMP}/light", "actualLightState", value)) == [
        ("illuminanceLevel", level / 100, None),
        ("powerState", state, None),
    ]


def test_a_cabinet_is_metered_by_phase_and_keeps_its_kilowatts():
    told = (
        entry(f"{CABINET}/m", "totalPower", attribute("Float", 12.5)),
        entry(f"{CABINET}/m", "totalActiveEnergy", attribute("Float", 99.0)),
        entry(f"{CABINET}/m", "phase3Voltage", attribute("Float", 228.0)),
        entry(f"{CABINET}/m", "phase1Current", attribute("Float", 7.0)),
        event(CABINET, "cabinetDoorOpen", startEndFlag=False),
    )
    assert said(*told) == [
        ("totalActivePower", 12.5, "KWT"),
        ("energyConsumed", 99.0, "KWH"),
        ("voltageT", 228.0, "VLT"),
        ("intensityR", 7.0, "AMP"),
        ("doorOpen", False, None),
    ]


def test_a_function_may_speak_for_an_asset_of_its_own():
    told = entry(f"{CABINET}/Segment-2", "actualState", attribute("Binary", "OFF"))
    (one,) = heard(report(told))
    assert (one.entity, one.attribute, one.value) == (
        "urn:ngsi-ld:Feeder:2",
        "powerState",
        "off",
    )


@pytest.mark.parametrize("name", ["powerFactorTooLow", "supplyVoltageTooHigh"])
def test_an_event_holds_until_its_end(name):
    begin = event(LAMP, name, startEndFlag=True)
    end = event(LAMP, name, startEndFlag=False)
    assert said(begin, end) == [(name, True, None), (name, False, None)]


def test_an_attribute_and_its_event_that_are_spelt_otherwise_are_one():
    told = entry(f"{LAMP}/m", "powerfactorTooLow", attribute("Boolean", value=True))
    assert said(told) == said(event(LAMP, "powerFactorTooLow"))


def state_change(wanted, **more):
    level = {"name": "LevelState", "value": wanted}
    data = {
        "type": "StateChangeEventLogData",
        "srcAddress": f"{LAMP}/light",
        "timestamp": AT,
        "eventType": "lightStateChange",
        "command": {"state": level, "reason": "override", "cmsRefId": ORDER},
        **more,
    }
    return {"data": data}


def test_a_lamp_that_reached_its_level_confirms_the_order():
    *seen, done = heard(report(state_change(40)))
    assert [one.value for one in seen] == [0.4, "low"]
    assert done == Settled(command=ORDER, state=State.CONFIRMED)


def test_a_lamp_that_is_elsewhere_confirms_nothing():
    other = {"name": "LevelState", "value": 10}
    seen = heard(report(state_change(40, state=other)))
    assert [one.value for one in seen] == [0.1, "low"]


def test_the_command_in_effect_confirms_the_order():
    command = {"state": {"name": "LevelState", "value": 5}, "cmsRefId": ORDER}
    told = entry(f"{LAMP}/light", "feedbackLightCommand", attribute("Command", command))
    assert heard(report(told)) == [Settled(command=ORDER, state=State.CONFIRMED)]


def test_a_calendar_that_a_gateway_cannot_keep_fails_the_order():
    told = event(LAMP, "invalidCalendar") | {"cmsRefId": ORDER}
    failed, seen = heard(report(told))
    assert (failed.command, failed.state) == (ORDER, State.FAILED)
    assert "invalidCalendar" in failed.reason
    assert failed.says["cs"].startswith("Brána hlásí: invalidCalendar")
    assert (seen.attribute, seen.value) == ("invalidCalendar", True)


def test_a_device_that_is_known_says_again_only_what_it_measured():
    told = lamp(
        functions=[
            {
                "id": "monitor",
                "type": "LampMonitorFunction",
                "activePower": attribute("Float", 3.0),
                "supplyVoltage": attribute("Float", 230.0, None),
            }
        ]
    )
    seen = heard([told], "devices", method="GET")
    assert [(one.attribute, one.value) for one in seen] == [("powerConsumption", 3.0)]


def test_a_new_device_may_be_named_by_its_name():
    settings = Settings(
        gateway_address=UUID(GATEWAY), cms_address=UUID(CMS), asset_by="name"
    )
    known = Known(connection="lights", settings=settings)
    seen = {one.attribute: one for one in heard([lamp()], "devices", known)}
    assert seen["controlledAsset"].value == "urn:ngsi-ld:Streetlight:Lamp%201"
    assert seen["deviceProfile"].value == "luminaire"


def test_a_device_takes_no_asset_from_another_one():
    settings = Settings(
        gateway_address=UUID(GATEWAY), cms_address=UUID(CMS), asset_by="name"
    )
    other = device("0011", "urn:ngsi-ld:Streetlight:Lamp%201")
    known = Known(connection="lights", settings=settings, devices={"0011": other})
    assert "controlledAsset" not in {
        one.attribute for one in heard([lamp()], "devices", known)
    }
    free = Known(connection="lights", settings=settings)
    twins = heard([lamp(), lamp(CABINET)], "devices", free)
    assert [one.entity for one in twins if one.attribute == "controlledAsset"] == [
        f"urn:ngsi-ld:Device:talq:lights:{LAMP}"
    ]


@pytest.mark.parametrize(
    ("functions", "asset"),
    [
        (["LampActuatorFunction", "ElectricalMeterFunction"], "Streetlight"),
        (["ElectricalMeterFunction"], "StreetlightControlCabinet"),
        (
            ["LampActuatorFunction", "SegmentMonitorFunction"],
            "StreetlightControlCabinet",
        ),
        (["FillingLevelSensorFunction"], "WasteContainer"),
        ([], None),
    ],
)
def test_its_functions_say_what_a_device_is_for(functions, asset):
    settings = Settings(
        gateway_address=UUID(GATEWAY), cms_address=UUID(CMS), asset_by="name"
    )
    told = lamp(
        functions=[
            {"id": str(number), "type": one} for number, one in enumerate(functions)
        ]
    )
    known = Known(connection="lights", settings=settings)
    seen = {one.attribute: one for one in heard([told], "devices", known)}
    found = seen.get("controlledAsset")
    assert (found and found.value.split(":")[2]) == asset


def test_what_is_refused_is_named_and_the_rest_is_read():
    good = entry(f"{LAMP}/m", "activePower", attribute("Float", 1.0))
    strange = entry("nobody", "activePower", attribute("Float", 1.0))
    seen = []
    message = Message(
        payload=orjson.dumps(report(strange, good)),
        origin="/talq/log-reports",
        received_at=NOW,
    )
    with pytest.raises(Malformed, match="device nobody is not known") as refused:
        seen.extend(decode(message, KNOWN))
    assert refused.value.facts["mistakes"][0]["place"] == "/entries/0"
    assert [one.value for one in seen] == [1.0]


def test_one_mistake_spoils_one_entry_and_one_device():
    good = entry(f"{LAMP}/m", "activePower", attribute("Float", 1.0))
    wrong = entry(f"{LAMP}/m", "activePower", attribute("Float", "much"))
    for body, origin, place in (
        (report(good, wrong), "log-reports", "/entries/1/data/attributeValue/value"),
        ([lamp(CABINET), lamp(name=7)], "devices", "/1/name"),
    ):
        seen = []
        message = Message(
            payload=orjson.dumps(body), origin=origin, received_at=NOW, headers={}
        )
        with pytest.raises(Malformed) as refused:
            seen.extend(
                decode(
                    message,
                    Known(
                        connection="lights",
                        settings=SETTINGS,
                        devices={LAMP: DEVICES[LAMP]},
                    ),
                )
            )
        assert [one["place"] for one in refused.value.facts["mistakes"]] == [place]
        assert seen


def test_a_device_of_another_connection_is_not_spoken_for():
    other = Known(connection="other", settings=SETTINGS, devices=DEVICES)
    with pytest.raises(Malformed, match="belongs to connection lights"):
        heard(report(event(LAMP, "lampFailure")), known=other)


def test_the_standard_is_whole_and_every_name_we_translate_is_in_it():
    assert len(schemas()) == 252
    assert VERSION == "2.7.1"
    for function, table in MEANINGS.items():
        for name in table:
            assert scope_of(function, name) is not None, (function, name)


@given(st.sampled_from(sorted(schemas())))
def test_every_schema_can_be_held_against_a_document(name):
    list(mistakes_in({}, Shape(name)))
    list(mistakes_in([{}], Shape(name, many=True)))


def test_an_heir_is_held_against_its_own_schema():
    told = lamp(
        functions=[
            {
                "id": "light",
                "type": "LampActuatorFunction",
                "actualLightState": attribute("LevelState", {"value": 130}),
            }
        ]
    )
    places = [one.place for one in mistakes_in(told, Shape("Device"))]
    assert "/functions/0/actualLightState/value/value" in places


ADDRESSES = st.sampled_from([LAMP, f"{LAMP}/light", CABINET, "", "x/y/z"]) | st.text()
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "value", "state", "cmsRefId"]) | st.text(),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
ATTRIBUTES = st.fixed_dictionaries(
    {"type": st.sampled_from([one for one in schemas() if one.startswith("Attr")])},
    optional={"value": VALUES, "timestamp": st.just(AT) | st.datetimes().map(str)},
)
NAMES = st.sampled_from(sorted({name for table in MEANINGS.values() for name in table}))
ENTRIES = st.fixed_dictionaries(
    {},
    optional={
        "cmsRefId": st.text(max_size=5),
        "data": st.fixed_dictionaries(
            {
                "type": st.sampled_from(
                    ["AttributeLogData", "EventLogData", "StateChangeEventLogData"]
                ),
                "srcAddress": ADDRESSES,
            },
            optional={
                "timestamp": st.just(AT) | st.text(max_size=5),
                "attributeName": NAMES | st.text(max_size=5),
                "attributeValue": ATTRIBUTES,
                "eventType": st.sampled_from(schemas()["EventType"]["enum"]),
                "startEndFlag": st.booleans(),
                "command": VALUES,
                "state": VALUES,
            },
        ),
    },
)
FUNCTIONS = st.dictionaries(
    st.sampled_from(["id", "type", "lampFailure", "actualLightState"]) | NAMES,
    ATTRIBUTES | st.sampled_from(["LampActuatorFunction", "other"]),
    max_size=4,
)
BODIES = (
    st.fixed_dictionaries({}, optional={"entries": st.lists(ENTRIES, max_size=4)})
    | st.lists(
        st.fixed_dictionaries(
            {"address": st.just(LAMP) | st.uuids().map(str)},
            optional={
                "name": st.text(max_size=4),
                "class": st.text(max_size=4),
                "functions": st.lists(FUNCTIONS, max_size=3),
            },
        ),
        max_size=3,
    )
    | VALUES
)
ORIGINS = st.sampled_from(["log-reports", "devices", *kept_shapes()])


@given(body=BODIES, origin=ORIGINS, method=st.sampled_from(["GET", "POST", "PATCH"]))
def test_anything_a_gateway_says_is_read_or_refused(body, origin, method):
    message = Message(
        payload=orjson.dumps(body, default=str, option=orjson.OPT_NON_STR_KEYS)
        if _plain(body)
        else b"?",
        origin=f"/talq/{origin}",
        received_at=NOW,
        headers={"method": method},
    )
    with suppress(Malformed):
        for one in decode(message, KNOWN):
            assert isinstance(one, Observation | Settled)


def _plain(body):
    """Tell whether a body can be written as JSON."""
    try:
        orjson.dumps(body)
    except TypeError:
        return False
    return True


@given(st.text())
def test_any_address_has_a_device_and_perhaps_a_function(text):
    source = read_source(text)
    assert source.device == source.device.lower()


@given(st.text(max_size=20), NAMES)
def test_a_function_of_any_name_has_a_type_that_has_the_attribute(function, name):
    assert scope_of(likely_function(function, name), name) is not None
