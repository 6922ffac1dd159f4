"""The simulated TALQ gateway, as a CMS meets it."""

from uuid import uuid4

import pytest

from mesto.simulator.talq import contract
from mesto.simulator.talq.manners import Misdeed
from mesto.simulator.talq.words import moment
from tests.simulator.talq.conftest import (
    Cms,
    Side,
    beside,
    calendar,
    device,
    level,
    logger,
    programme,
    until,
)

NOBODY = "00000000-0000-4000-8000-000000000000"  #: the address of no device

pytestmark = pytest.mark.anyio
EVENTS = {
    "type": "EventRecordingMode",
    "sourceEvents": {"whiteList": ["lightStateChange", "lampFailure"]},
}


async def test_it_announces_itself_by_the_standard(side: Side) -> None:
    cms = side.cms
    await until(lambda: bool(cms.told("POST", "/devices")))
    assert [one.path for one in cms.heard] == [
        "/services",
        "/device-classes",
        "/devices",
    ]
    assert cms.wrongs() == []
    assert len(cms.heard[2].body) == 3 + len(side.lamps)


async def test_every_list_is_by_the_standard(side: Side) -> None:
    for path, count in {"/devices": 8, "/device-classes": 5, "/services": 5}.items():
        status, found = await side.ask("GET", path)
        assert (status, len(found)) == (200, count)
        operations = contract.operations("gateway").values()
        [of] = [one for one in operations if str(one) == f"GET {path}"]
        assert contract.check(found, of.answers["200"] or {}) == []
    for one in (await side.ask("GET", "/devices"))[1]:
        for function in one["functions"]:
            named = dict(function)
            lacking = [
                name
                for name in contract.needed(function["type"])
                if name not in named
                and contract.scope(function["type"], name) != "event"
            ]
            assert lacking == []


async def test_an_override_is_obeyed_told_and_ends(side: Side) -> None:
    lamp = side.lamps[0]
    end = moment(side.gateway.now() + 3600)
    request = str(uuid4())
    order = {"addresses": [device(lamp)], "targetCommand": level(30, expiration=end)}
    status, _ = await side.ask("POST", "/override-commands", order, request=request)
    assert status == 202
    await until(lambda: side.level(lamp) == 30)
    await until(lambda: bool(side.cms.told("PATCH", "/devices")))
    [told] = side.cms.told("PATCH", "/devices")
    assert told.query["talqOriginRequestId"] == request
    [function] = told.body[0]["functions"]
    assert function["feedbackLightCommand"]["value"]["state"]["value"] == 30
    side.leap_s = 3601
    await until(lambda: side.level(lamp) == 100)
    assert side.cms.wrongs() == []


async def test_a_group_in_a_group_is_commanded_and_released(side: Side) -> None:
    first, second = side.lamps[:2]
    groups = [
        {"address": "inner", "ownerCMS": "c", "members": [device(first)]},
        {
            "address": "outer",
            "ownerCMS": "c",
            "members": [device(second), {"resource": "groups", "address": "inner"}],
        },
    ]
    for one in groups:
        assert (await side.ask("POST", "/groups", [one]))[0] == 201
    everyone = [{"resource": "groups", "address": "outer"}]
    await side.ask(
        "POST",
        "/override-commands",
        {"addresses": everyone, "targetCommand": level(12)},
    )
    await until(lambda: side.level(first) == side.level(second) == 12)
    await side.ask("POST", "/override-commands", {"addresses": everyone})
    await until(lambda: side.level(first) == side.level(second) == 100)
    status, [error] = await side.ask("DELETE", "/groups/inner")
    assert (status, error["key"]) == (422, "deletingResourceIsReferred")


async def test_a_programme_runs_when_the_cms_is_away(side: Side) -> None:
    lamp = side.lamps[0]
    times = [("00:00:00", 20), ("12:00:00", 40)]
    await side.ask("POST", "/control-programs", [programme("night", *times)])
    await side.ask("POST", "/calendars", [calendar("usual", "night")])
    assign = {
        "addresses": [device(lamp)],
        "entity": {"resource": "calendars", "address": "usual"},
    }
    assert (await side.ask("POST", "/assign-commands", assign))[0] == 201
    await until(lambda: side.level(lamp) in {20, 40})
    side.cms.away = True
    before = side.level(lamp)
    side.leap_s = 12 * 3600
    await until(lambda: side.level(lamp) == 60 - before)


async def test_what_was_not_reported_is_kept(side: Side) -> None:
    lamp = side.gateway.field.lamps[side.lamps[0]]
    assert (await side.ask("POST", "/logger-configs", logger("log", EVENTS)))[0] == 201
    side.cms.away = True
    lamp.failed = True
    waiting = side.gateway.loggers["log"]
    await until(lambda: len(waiting.unreported) == 1)
    lamp.failed = False
    await until(lambda: len(waiting.unreported) == 2)
    side.cms.away = False
    await until(lambda: len(side.cms.entries(eventType="lampFailure")) == 2)
    flags = [one["startEndFlag"] for one in side.cms.entries(eventType="lampFailure")]
    assert flags == [True, False]
    assert side.cms.wrongs() == []


async def test_samples_come_as_often_as_asked(side: Side) -> None:
    recording = {
        "type": "PeriodicRecordingMode",
        "content": [
            {
                "function": {
                    "functionType": "LampMonitorFunction",
                    "attributes": [{"name": "activeEnergy"}, {"name": "activePower"}],
                }
            }
        ],
        "samplingProfiles": [
            {
                "samplingStartTime": moment(side.gateway.now()),
                "samplingPeriod": "PT15M",
            }
        ],
    }
    assert (await side.ask("POST", "/logger-configs", logger("log", recording)))[
        0
    ] == 201
    energy = {"attributeName": "activeEnergy"}
    each = len(side.lamps)
    side.leap_s = 900
    await until(lambda: len(side.cms.entries(**energy)) == each)
    side.leap_s = 1800
    await until(lambda: len(side.cms.entries(**energy)) == 2 * each)
    source = f"{side.lamps[0]}/monitor"
    mine = side.cms.entries(**energy, srcAddress=source)
    values = [one["attributeValue"]["value"] for one in mine]
    assert values[1] - values[0] == pytest.approx(0.038 * 0.25, rel=0.02)
    assert side.cms.wrongs() == []
    status, report = await side.ask("GET", "/log-reports/log")
    assert (status, len(report["entries"])) == (200, 2 * each)


async def test_a_repeated_request_is_done_once(side: Side) -> None:
    request = str(uuid4())
    body = [programme("night", ("00:00:00", 20))]
    for _ in range(2):
        status, _ = await side.ask("POST", "/control-programs", body, request=request)
        assert status == 201
    status, [error] = await side.ask("POST", "/control-programs", body)
    assert (status, error["key"]) == (409, "resourceConflict")


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "key"),
    [
        ("POST", "/calendars", [{"id": "x"}], 400, "payloadError"),
        ("POST", "/calendars", {"id": "x"}, 400, "payloadError"),
        ("POST", "/calendars", [calendar("c", "no")], 422, "relatedResourceNotFound"),
        ("GET", "/calendars/nothing", None, 404, "resourceNotFound"),
        ("GET", f"/devices/{NOBODY}", None, 404, "resourceNotFound"),
        ("PATCH", "/nothing", [], 404, "resourceNotFound"),
        ("POST", "/override-commands", {}, 422, "overrideAddressNotValid"),
        (
            "POST",
            "/override-commands",
            {"addresses": [device(NOBODY)], "targetCommand": level(140)},
            400,
            "payloadError",
        ),
        (
            "POST",
            "/assign-commands",
            {"addresses": [], "entity": {"resource": "calendars", "address": ""}},
            422,
            "assignmentAddressNotValid",
        ),
    ],
)
async def test_what_is_wrong_is_named(
    side: Side, method: str, path: str, body: object, status: int, key: str
) -> None:
    found, [error] = await side.ask(method, path, body)
    assert (found, error["key"]) == (status, key)
    assert contract.check(error, {"$ref": contract.ERRORS}) == []


async def test_strangers_and_other_versions_stay_outside(side: Side) -> None:
    for headers, key in (
        ({}, "headerMissing"),
        ({"talq-api-version": "1.0.0"}, "headerValueNotValid"),
    ):
        status, [error] = await side.ask("GET", "/devices", headers=headers)
        assert (status, error["key"]) == (400, key)
    for client in ("no-uuid", str(uuid4())):
        status, [error] = await side.ask("GET", "/devices", clientAddress=client)
        assert (status, error["key"]) == (400, "parameterValueNotValid")


async def test_a_device_can_be_configured_added_and_removed(side: Side) -> None:
    lamp = side.lamps[0]
    path = f"/devices/{lamp}/lamp/defaultLightState"
    dim = {"type": "AttributeLevelState", "value": {"name": "LevelState", "value": 55}}
    assert (await side.ask("PATCH", path, dim))[0] == 200
    await until(lambda: side.level(lamp) == 55)
    new = {
        "address": "00000000-0000-0000-0000-000000000000",
        "name": "new",
        "class": "luminaire",
        "functions": [{"id": "lamp", "type": "LampActuatorFunction"}],
    }
    status, [made] = await side.ask("POST", "/devices", [new])
    assert status == 201
    await until(lambda: side.level(made["address"]) == 100)
    assert (await side.ask("DELETE", f"/devices/{made['address']}"))[0] == 200
    assert made["address"] not in side.lamps


async def test_a_page_of_devices_says_how_many_there_are(side: Side) -> None:
    status, page = await side.ask("GET", "/devices", offset="2", limit="3")
    assert (status, len(page)) == (200, 3)
    few = await side.ask("GET", "/devices", deviceClasses="luminaire")
    assert {one["class"] for one in few[1]} == {"luminaire"}


async def test_another_cms_is_told_everything_anew(side: Side, cms: Cms) -> None:
    await until(lambda: bool(cms.told("POST", "/devices")))
    own = side.gateway.estate.gateway.address
    there = {"type": "AttributeUri", "value": f"{cms.url}/second"}
    await side.ask("PATCH", f"/devices/{own}/gateway/cmsUri", there)
    await until(lambda: bool(cms.told("POST", "/second/devices")))


async def test_a_deaf_gateway_says_yes_and_does_nothing(cms: Cms) -> None:
    async with beside(cms, Misdeed.DEAF) as side:
        lamp = side.lamps[0]
        order = {"addresses": [device(lamp)], "targetCommand": level(30)}
        assert (await side.ask("POST", "/override-commands", order))[0] == 202
        await until(lambda: bool(cms.told("PATCH", "/devices")))
        assert side.level(lamp) == 100
