"""A gateway announces its devices and reports, over a real socket."""

import asyncio
import re
from uuid import uuid4

import httpx
import pytest

from tests.conftest import serving
from tests.gates.talq.conftest import (
    CABINET,
    FULL_STOP,
    GATEWAY,
    LAMP,
    STREETLIGHT,
    Gateway,
    attribute,
    connect,
    entry,
    event,
    hold_against,
    lamp,
    operations,
    report,
    speaks_for,
    value_of,
)

pytestmark = pytest.mark.anyio

TYPES = sorted({one.path.split("/")[1] for one in operations() if "-types" in one.path})


def a_type(resource, address="t1"):
    """A document of a resource of types, with what the standard requires."""
    told = {"address": address, "name": "a type"}
    return told | ({"controlType": "DALI"} if resource == "lamp-types" else {})


async def test_every_operation_of_the_standard_answers_as_it_says(gateway):
    """Walk every path: first nothing is there, and what is sent is nonsense."""
    for one in operations():
        path = re.sub(r"{(\w+)}", str(uuid4()), one.path)
        body = "nonsense" if one.body else None
        answer = await gateway.ask(one.verb, path, body, template=one.path)
        wanted = 400 if one.body else {200, 404}
        assert answer.status_code in (wanted if isinstance(wanted, set) else {wanted})


async def test_every_operation_wants_to_know_who_asks_and_in_which_version(gateway):
    for one in operations():
        path = re.sub(r"{(\w+)}", str(uuid4()), one.path)
        told = {"template": one.path, "body": [] if one.body else None}
        for headers, params, key in (
            ({}, {}, "headerMissing"),
            ({"talq-api-version": "1.0.0"}, {}, "headerValueNotValid"),
            (
                {"talq-api-version": "2.7.1"},
                {"clientAddress": None},
                "parameterMissing",
            ),
            (
                {"talq-api-version": "2.7.1"},
                {"clientAddress": "me"},
                "parameterValueNotValid",
            ),
            (
                {"talq-api-version": "2.7.1"},
                {"clientAddress": str(uuid4())},
                "parameterValueNotValid",
            ),
        ):
            answer = await gateway.ask(
                one.verb, path, headers=headers, params=params, **told
            )
            assert answer.status_code == 400
            assert key in {fault["key"] for fault in answer.json()}


@pytest.mark.parametrize("resource", TYPES)
async def test_types_of_assets_are_added_changed_counted_and_removed(gateway, resource):
    told = a_type(resource)
    path, one = f"/{resource}", f"/{resource}/t1"
    template = next(
        o.path for o in operations() if re.fullmatch(rf"{path}/{{\w+}}", o.path)
    )
    assert (await gateway.ask("POST", path, [told])).status_code == 201
    assert (await gateway.ask("POST", path, [told])).status_code == 201
    other = told | {"name": "another"}
    assert (await gateway.ask("POST", path, [other])).status_code == 409
    assert (await gateway.ask("PUT", path, [other])).json() == [other]
    assert (await gateway.ask("GET", one, template=template)).json() == other
    assert (await gateway.ask("GET", f"{path}/count")).json() == 1
    answer = await gateway.ask("PUT", one, told, template=template)
    assert answer.json() == told
    strange = await gateway.ask("PUT", one, a_type(resource, "t2"), template=template)
    assert strange.status_code == 422
    assert (await gateway.ask("DELETE", one, template=template)).json() == told
    assert (await gateway.ask("GET", path)).json() == []
    assert (await gateway.ask("DELETE", one, template=template)).status_code == 404
    assert (await gateway.ask("PUT", path, [told])).status_code == 404


async def test_a_device_is_announced_asked_for_changed_and_removed(gateway):
    one, template = f"/devices/{LAMP}", "/devices/{deviceAddress}"
    function = f"{template}/{{functionId}}"
    assert (await gateway.ask("POST", "/devices", [lamp()])).json() == [lamp()]
    assert (await gateway.ask("POST", "/devices", [lamp()])).status_code == 201
    other = lamp(name="other")
    assert (await gateway.ask("POST", "/devices", [other])).status_code == 409
    level = attribute("LevelState", {"name": "LevelState", "value": 40})
    part = lamp(
        functions=[
            {"id": "light", "type": "LampActuatorFunction", "actualLightState": level}
        ]
    )
    assert (await gateway.ask("PATCH", one, part, template=template)).is_success
    found = (await gateway.ask("GET", one, template=template)).json()
    assert [f["id"] for f in found["functions"]] == ["light", "monitor"]
    asked = f"{one}/light/actualLightState"
    answer = await gateway.ask("GET", asked, template=f"{function}/{{attributeName}}")
    assert answer.json() == level
    narrow = await gateway.ask(
        "GET",
        f"{one}/light",
        template=function,
        params={"attributeScope": "configuration"},
    )
    assert set(narrow.json()) == {"id", "type"}
    assert (await gateway.ask("PUT", one, other, template=template)).json() == other
    assert (await gateway.ask("DELETE", one, template=template)).json() == other
    assert (await gateway.ask("GET", one, template=template)).status_code == 404


async def test_devices_come_by_pages_when_a_gateway_wants_pages(gateway):
    many = [lamp(str(uuid4()), **{"class": "abc"[i % 3]}) for i in range(9)]
    assert (await gateway.ask("POST", "/devices", many)).status_code == 201
    assert len((await gateway.ask("GET", "/devices")).json()) == 9
    page = await gateway.ask("GET", "/devices", params={"offset": 7, "limit": 5})
    assert len(page.json()) == 2
    assert page.headers["pagination-totalcount"] == "9"
    assert page.headers["pagination-count"] == "2"
    some = await gateway.ask("GET", "/devices", params={"deviceClasses": ["a", "b"]})
    assert {one["class"] for one in some.json()} == {"a", "b"}
    wrong = await gateway.ask("GET", "/devices", params={"limit": "-1"})
    assert wrong.status_code == 400


async def test_a_device_has_no_function_that_its_class_has_not(gateway):
    luminaire = {
        "name": "luminaire",
        "functions": [{"functionId": "light", "type": "LampActuatorFunction"}],
    }
    assert (await gateway.ask("POST", "/device-classes", [luminaire])).is_success
    refused = await gateway.ask("POST", "/devices", [lamp()])
    assert refused.status_code == 422
    assert "monitor" in refused.json()[0]["description"]
    assert refused.json()[0]["references"][0]["address"]["address"] == LAMP


async def test_what_a_new_device_says_is_kept_as_its_own_until_it_has_an_asset(
    gateway, server
):
    own = f"urn:ngsi-ld:Device:talq:lights:{LAMP}"
    assert (await gateway.ask("POST", "/devices", [lamp()])).is_success
    assert await value_of(server, own, "deviceProfile") == "luminaire"
    power = report(entry(f"{LAMP}/monitor", "activePower", attribute("Float", 41.5)))
    assert (await gateway.ask("POST", "/log-reports", power)).status_code == 201
    assert await value_of(server, own, "powerConsumption") == 41.5
    await speaks_for(server, LAMP, STREETLIGHT)
    assert (await gateway.ask("POST", "/log-reports", power)).status_code == 201
    assert await value_of(server, STREETLIGHT, "powerConsumption") == 41.5


async def test_a_report_is_answered_when_it_is_kept_and_twice_is_once(gateway, server):
    await speaks_for(server, LAMP, STREETLIGHT)
    await speaks_for(server, CABINET, FULL_STOP)
    told = report(
        entry(f"{LAMP}/monitor", "supplyVoltage", attribute("Float", 231.0)),
        event(f"{LAMP}/monitor", "lampFailure", startEndFlag=True),
        event(CABINET, "cabinetDoorOpen", startEndFlag=True),
        event(f"{CABINET}/meter", "phase2VoltageTooLow"),
    )
    for _ in range(2):
        assert (await gateway.ask("POST", "/log-reports", told)).status_code == 201
    assert await value_of(server, STREETLIGHT, "status") == "defectiveLamp"
    assert await value_of(server, FULL_STOP, "doorOpen") is True
    assert await value_of(server, FULL_STOP, "phase2VoltageTooLow") is True
    async with server.city.bound() as connection:
        kept = await connection.fetchval(
            "select count(*) from ledger l join entity e on e.id = l.entity "
            "join attribute a on a.id = l.attribute "
            "where e.urn = $1 and a.name = 'voltage'",
            STREETLIGHT,
        )
    assert kept == 1


async def test_what_nobody_can_read_is_named_and_lies_in_quarantine(gateway, server):
    await speaks_for(server, LAMP, STREETLIGHT)
    stranger = str(uuid4())
    good = entry(f"{LAMP}/monitor", "activePower", attribute("Float", 12.0))
    strange = entry(stranger, "activePower", attribute("Float", 12.0))
    answer = await gateway.ask("POST", "/log-reports", report(good, strange))
    assert answer.status_code == 422
    assert stranger in answer.json()[0]["description"]
    assert await value_of(server, STREETLIGHT, "powerConsumption") == 12.0
    wrong = entry(LAMP, "activePower", attribute("Float", "much"))
    answer = await gateway.ask("POST", "/log-reports", report(wrong))
    assert answer.status_code == 400
    assert "/entries/0/data/attributeValue/value" in answer.json()[0]["description"]
    intake = server.installation.exchanges[server.city.name].intake
    await speaks_for(server, stranger, "urn:ngsi-ld:Streetlight:9")
    replayed = await intake.replay_some("lights")
    assert (replayed.understood, replayed.refused) == (1, 1)
    urn = "urn:ngsi-ld:Streetlight:9"
    assert await value_of(server, urn, "powerConsumption") == 12.0


async def test_a_clock_that_runs_ahead_is_not_believed(gateway, server):
    await speaks_for(server, LAMP, STREETLIGHT)
    at = "2099-01-01T00:00:00Z"
    told = report(entry(LAMP, "activePower", attribute("Float", 1.0, at), at))
    answer = await gateway.ask("POST", "/log-reports", told)
    assert answer.status_code == 422
    assert "clock is ahead" in answer.json()[0]["description"]


async def test_updates_of_many_functions_at_once_lose_none(gateway):
    await gateway.ask("POST", "/devices", [lamp(functions=[])])
    parts = [
        lamp(functions=[{"id": f"f{i}", "type": "GenericSensorFunction"}])
        for i in range(8)
    ]
    answers = await asyncio.gather(
        *(gateway.ask("PATCH", "/devices", [part]) for part in parts)
    )
    assert {one.status_code for one in answers} == {200}
    template = "/devices/{deviceAddress}"
    found = await gateway.ask("GET", f"/devices/{LAMP}", template=template)
    assert {one["id"] for one in found.json()["functions"]} == {
        f"f{i}" for i in range(8)
    }


async def test_who_brings_no_key_is_told_so_in_the_words_of_the_standard(
    gateway, server
):
    async with httpx.AsyncClient(base_url=server.url) as nobody:
        answer = await nobody.get(
            "/talq/devices",
            params={"clientAddress": GATEWAY},
            headers={"talq-api-version": "2.7.1"},
        )
    assert answer.status_code == 401
    hold_against(answer, "GET", "/devices")
    strange = await Gateway(gateway.client).ask("DELETE", "/log-reports", template="/x")
    assert strange.status_code == 405


async def test_a_key_that_may_only_look_announces_nothing(gateway, server):
    looking = await server.installation.keys.issue(
        server.city.name, "looks", ["viewer"]
    )
    headers = {"talq-api-version": "2.7.1", "authorization": f"Bearer {looking}"}
    refused = await gateway.ask("POST", "/devices", [lamp()], headers=headers)
    assert refused.status_code == 403
    allowed = await gateway.ask("GET", "/devices", headers=headers)
    assert allowed.json() == []


async def test_the_gateway_of_one_town_is_a_stranger_in_another(
    dsn, database, municipality, tmp_path
):
    other = f"t{uuid4().hex[:12]}"
    async with serving(
        dsn, database, municipality, tmp_path, besides=[other]
    ) as running:
        await connect(running)
        for key, status in (
            (running.key, 201),
            (running.installation.new_keys[other], 400),
        ):
            async with httpx.AsyncClient(
                base_url=running.url, headers={"Authorization": f"Bearer {key}"}
            ) as client:
                answer = await Gateway(client).ask("POST", "/devices", [lamp()])
            assert answer.status_code == status
