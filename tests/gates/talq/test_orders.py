"""Commands of the city become errands of the standard, or are refused."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.gates.talq.loggers import logger_configs
from mesto.gates.talq.naming import GROUP
from mesto.gates.talq.orders import (
    Errand,
    Target,
    assignment,
    encode,
    group,
    override,
    shows_calendar,
    shows_level,
)
from mesto.gates.talq.settings import LOGGERS, Logger, Settings
from mesto.gates.talq.standard import Shape, check
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Command, Device
from mesto.kernel.plugin import Known
from mesto.kernel.text import said_by
from tests.gates.talq.conftest import CMS, GATEWAY, LAMP, STREETLIGHT, attribute, lamp

DUE = datetime(2026, 5, 1, 20, tzinfo=UTC)
ORDER = "0d4b6d1e-0000-4000-8000-000000000007"
STREET = "urn:ngsi-ld:StreetlightGroup:main"
SETTINGS = Settings(gateway_address=UUID(GATEWAY), cms_address=UUID(CMS), hold_s=3600)


def device(serial, entity, profile=""):
    return Device(serial=serial, entity=entity, profile=profile, connection="lights")


ONE = device(LAMP, STREETLIGHT)
MANY = device("main", STREET, GROUP)
KNOWN = Known(connection="lights", settings=SETTINGS, devices={LAMP: ONE, "main": MANY})


def errand(name, value, to=ONE):
    command = Command(
        entity=to.entity, name=name, value=value, expires_at=DUE, source="t", id=ORDER
    )
    message = encode(command, to, KNOWN)
    return message.origin, msgspec.json.decode(message.payload, type=Errand)


@given(st.floats(0, 1))
def test_a_level_is_an_override_that_ends_by_itself(share):
    resource, told = errand("setDimLevel", share)
    assert resource == "override-commands"
    said = override(told)
    check(said, Shape("OverrideCommand"))
    assert said["targetCommand"]["state"]["value"] == round(share * 100)
    assert said["targetCommand"]["expiration"] == "2026-05-01T21:00:00Z"


def test_nothing_is_an_override_without_a_command():
    _, told = errand("setDimLevel", None)
    assert override(told) == {"addresses": [{"resource": "devices", "address": LAMP}]}


def test_a_supply_is_switched_by_a_level():
    assert errand("setPowerState", "on")[1].level == 100
    assert errand("setPowerState", "off")[1].level == 0


@given(st.none() | st.integers() | st.floats() | st.text() | st.lists(st.text()))
@pytest.mark.parametrize(
    "name",
    [
        "setDimLevel",
        "setPowerState",
        "keepProgramme",
        "keepMembers",
        "readNow",
        "openTheDoor",
    ],
)
def test_any_command_is_told_or_refused(name, value):
    try:
        resource, told = errand(name, value, MANY)
    except Malformed:
        return
    assert resource in ("override-commands", "assign-commands", "groups", "devices")
    assert told.target == Target("groups", "main")


def test_an_order_of_another_trade_is_refused_in_every_language():
    with pytest.raises(Malformed) as refused:
        errand("openDoor", 1)
    assert said_by(refused.value)["cs"] == "Jeho zařízení tento povel nezná."


def test_a_group_has_the_devices_of_its_lamps():
    _, told = errand("keepMembers", [STREETLIGHT], MANY)
    said = group(told, CMS)
    check(said, Shape("Group"))
    assert said["members"] == [{"resource": "devices", "address": LAMP}]
    with pytest.raises(Malformed, match="no device of lights speaks for"):
        errand("keepMembers", ["urn:ngsi-ld:Streetlight:9"], MANY)


def test_a_calendar_is_given_and_taken_away():
    _, told = errand("keepProgramme", None)
    for name in ("a-calendar", ""):
        said = assignment(told, name)
        check(said, Shape("AssignCommand"))
        assert said["entity"] == {"resource": "calendars", "address": name}


def shown(**attributes):
    return lamp(
        functions=[{"id": "light", "type": "LampActuatorFunction", **attributes}]
    )


def test_an_order_shows_in_the_level_or_in_the_command_in_effect():
    _, told = errand("setDimLevel", 0.4)
    level = {"name": "LevelState", "value": 40}
    other = {"name": "LevelState", "value": 90}
    actual = attribute("LevelState", level)
    effect = attribute("Command", {"state": other, "cmsRefId": ORDER})
    assert shows_level(shown(actualLightState=actual), told) is True
    assert shows_level(shown(feedbackLightCommand=effect), told) is True
    wrong = attribute("LevelState", other)
    assert shows_level(shown(actualLightState=wrong), told) is False
    assert shows_level(shown(), told) is None


def test_a_lamp_left_to_itself_shows_no_override():
    _, told = errand("setDimLevel", None)
    state = {"name": "LevelState", "value": 40}
    for reason, is_so in (("program", True), ("override", False)):
        effect = attribute("Command", {"state": state, "reason": reason})
        assert shows_level(shown(feedbackLightCommand=effect), told) is is_so


def test_a_lamp_shows_which_calendar_it_follows():
    follows = shown(calendarID=attribute("String", "a"))
    assert shows_calendar(follows, "a") is True
    assert shows_calendar(follows, "b") is False
    assert shows_calendar(shown(), "a") is None


def test_what_is_recorded_by_itself_is_as_the_standard_says():
    more = {
        **LOGGERS,
        "some": Logger(function="LampMonitorFunction", attributes=("activePower",)),
        "doors": Logger(events=("cabinetDoorOpen",)),
    }
    for config in logger_configs(more, CMS):
        check(config, Shape("LoggerConfig"))


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"function": "LampMonitorFunction", "events": ["*"]},
        {"events": ["*"], "delay_s": -1},
        {"function": "LampMonitorFunction", "every_s": 0},
    ],
)
def test_a_logger_of_nothing_is_refused(wrong):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(wrong, Logger)


@given(st.floats(0, 1), st.integers(1, 3600))
def test_a_level_to_be_reached_gradually_is_an_override_with_a_ramp(share, seconds):
    _, told = errand("setDimLevel", {"level": share, "fade_s": seconds})
    said = override(told)
    check(said, Shape("OverrideCommand"))
    assert said["targetCommand"]["state"]["value"] == round(share * 100)
    assert said["targetCommand"]["rampToLevelTime"] == seconds
    with pytest.raises(Malformed, match="how many seconds"):
        errand("setDimLevel", {"level": share, "fade_s": -1})
