"""A gateway written from the other side of the standard is lit, watched and doubted."""

import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from mesto.gates.talq.naming import GROUP
from mesto.kernel.model import TYPE, Command, Kind, Observation, State
from mesto.operations.commands.give_each import give_each
from mesto.simulator.talq import words
from mesto.simulator.talq.lamp import Happening
from mesto.simulator.talq.manners import Misdeed
from tests.conftest import Server
from tests.gates.talq.conftest import value_of
from tests.gates.talq.street import LAMP, OTHER, Street, beside, reason_of
from tests.waiting import until

pytestmark = pytest.mark.anyio

STREET = "urn:ngsi-ld:StreetlightGroup:main"
STEADY = {
    "title": {"en": "steady"},
    "nights": [{"steps": [{"at": "12:00", "level": 0.3}]}],
}


@pytest.fixture
async def lights(server: Server) -> AsyncIterator[Street]:
    async with beside(server) as opened:
        await opened.open()
        yield opened


async def test_a_gateway_is_found_with_all_it_has_and_asked_to_report(lights):
    city = lights.server.city
    devices = await city.entities("Device")
    assert {one.value("connection") for one in devices.values()} == {"lights"}
    assert len(devices) >= 6  # lamps, a cabinet, the gateway

    async def records():
        return len(lights.gateway.loggers) == 4

    await until(records)

    async def says_how_it_burns():
        return await value_of(lights.server, LAMP, "illuminanceLevel") is not None

    await until(says_how_it_burns)
    assert "lights" not in lights.troubles


async def test_a_lamp_is_dimmed_and_the_order_confirmed_by_what_it_does(lights):
    command = await lights.order(0.4)
    await lights.ends(command)
    assert lights.level() == 40

    async def says_so():
        return await value_of(lights.server, LAMP, "illuminanceLevel") == 0.4

    await until(says_so)
    command = await lights.order(None)
    await lights.ends(command)
    assert lights.level() != 40


async def test_a_programme_is_kept_by_the_gateway_and_followed(lights):
    first = await lights.order(STEADY, "keepProgramme")
    second = await lights.order(STEADY, "keepProgramme", OTHER)
    await lights.ends(first)
    await lights.ends(second)

    async def burns_by_it():
        return lights.level() == lights.level("VO-002") == 30

    await until(burns_by_it)
    assert len(lights.gateway.memory.programmes.kept) == 1
    command = await lights.order(0.9)
    await lights.ends(command)
    assert lights.level() == 90
    await lights.ends(await lights.order(None))
    await until(burns_by_it)


async def test_special_days_and_a_light_sensor_are_kept_by_the_gateway(lights):
    sky = lights.gateway.estate.twilight.address
    today = datetime.now(UTC).date()
    rows = [[f"{today - timedelta(days=2)}", f"{today + timedelta(days=2)}"]]
    usual = [{"at": {"phase": "sunset"}, "level": 0.3}]
    programme = {
        "nights": [
            {"steps": usual},
            {"steps": [{"at": "12:00", "level": 0.6}], "on": "fair"},
        ],
        "days": {"fair": rows},
        "dusk": {
            "sensor": f"urn:ngsi-ld:Device:talq:lights:{sky}",
            "dark_lx": 20,
            "light_lx": 40,
        },
    }
    await lights.ends(await lights.order(programme, "keepProgramme"))

    async def burns_by_the_special_day():
        return lights.level() == 60

    await until(burns_by_the_special_day)
    periods = [
        period
        for one in lights.gateway.memory.programmes.kept.values()
        for period in one["activePeriods"]
    ]
    (sensor,) = (one["sensor"] for one in periods if "sensor" in one)
    assert sensor == {"sensorAddresses": [f"{sky}/light"]}


async def test_people_are_seen_by_the_sensors_behind_the_gateway(lights):
    dusk, dawn = {"phase": "dusk"}, {"phase": "dawn"}
    steps = [{"at": dusk, "level": 0.2}, {"at": dawn, "level": 0}]
    passing = {"sensors": [LAMP, "urn:ngsi-ld:Device:elsewhere"], "level": 0.9}
    programme = {"nights": [{"steps": steps}], "passing": {**passing, "hold_s": 45}}
    await lights.ends(await lights.order(programme, "keepProgramme"))
    (kept,) = lights.gateway.memory.programmes.kept.values()
    seen_by = [
        (effect["type"], effect["source"]["sensor"]["sensorAddresses"])
        for effect in (one["effect"] for one in kept["dynamicControls"])
    ]
    assert seen_by == [
        ("FixedControlEffect", [f"{lights.address()}/presence"]),
        ("ExternalControlEffect", ["urn:ngsi-ld:Device:elsewhere"]),
    ]
    blind = {**programme, "passing": {**passing, "sensors": [OTHER], "hold_s": 45}}
    command = await lights.order(blind, "keepProgramme", OTHER)
    await lights.ends(command, State.FAILED)


async def test_a_sensor_elsewhere_lights_the_lamps_whose_programme_speaks_of_it(lights):
    bridge = "urn:ngsi-ld:Device:bridge"
    steps = [{"at": "12:00", "level": 0.2}, {"at": "11:00", "level": 0}]
    passing = {"sensors": [bridge], "level": 0.9, "hold_s": 3600}
    programme = {"nights": [{"steps": steps}], "passing": passing}
    await lights.ends(await lights.order(programme, "keepProgramme"))
    (kept,) = lights.gateway.memory.programmes.kept.values()
    (control,) = kept["dynamicControls"]
    assert control["effect"]["type"] == "ExternalControlEffect"
    seen = {"sensor": bridge, "level": 0.9, "fade_s": 20}
    await lights.ends(await lights.order(seen, "sensed", OTHER))
    heard, _ = lights.gateway.field.outside[bridge]
    assert heard["state"]["value"] == 90
    nobody = {**seen, "sensor": "urn:ngsi-ld:Device:nobody"}
    command = await lights.order(nobody, "sensed")
    await lights.ends(command, State.FAILED)


async def test_what_a_gateway_does_not_know_is_not_sent_to_it(server, monkeypatch):
    control = {"name": "ControlService", "supportedTypes": ["ccDay"], "dayOffset": 12}
    monkeypatch.setattr(words, "services", lambda: [control])
    async with beside(server) as street_:
        await street_.open()
        nights = [{"steps": [{"at": {"phase": "sunset"}, "level": 0.3}]}]
        command = await street_.order({"nights": nights}, "keepProgramme")
        await street_.ends(command, State.FAILED)
        assert not street_.gateway.memory.programmes.kept


async def test_a_group_is_made_and_lit_at_once(lights):
    urn = "urn:ngsi-ld:Device:street-group"
    await lights.server.city.record(
        Observation(entity=urn, attribute=name, value=value, source="t", kind=kind)
        for name, value, kind in (
            (TYPE, ["Device"], Kind.PROPERTY),
            ("serialNumber", "main", Kind.PROPERTY),
            ("deviceProfile", GROUP, Kind.PROPERTY),
            ("connection", "lights", Kind.PROPERTY),
            ("controlledAsset", STREET, Kind.RELATIONSHIP),
        )
    )

    async def is_known():
        return lights.exchange.register.device_of(STREET) is not None

    await until(is_known)
    await lights.ends(await lights.order([LAMP, OTHER], "keepMembers", STREET))
    await lights.ends(await lights.order(0.55, entity=STREET))
    assert lights.level() == lights.level("VO-002") == 55
    assert lights.level("VO-003") != 55


async def test_many_lamps_are_told_by_one_request_and_each_is_confirmed(lights):
    requests = []
    tell = lights.gateway.override

    def heard(lamps, command, origin):
        requests.append(lamps)
        tell(lamps, command, origin)

    lights.gateway.override = heard
    urns = [f"urn:ngsi-ld:Streetlight:VO-00{number}" for number in (1, 2, 3, 4)]
    expires_at = datetime.now(UTC) + timedelta(minutes=10)
    commands = [
        Command(
            entity=urn,
            name="setDimLevel",
            value=0.35,
            id=str(uuid4()),
            expires_at=expires_at,
            source="t",
        )
        for urn in urns
    ]
    assert not await give_each(lights.server.city, commands)
    for one in commands:
        await lights.ends(one.id)
    assert [len(lamps) for lamps in requests] == [4]
    assert {lights.level(f"VO-00{number}") for number in (1, 2, 3, 4)} == {35}


async def test_a_lamp_is_read_at_once_when_somebody_asks(lights):
    lights.gateway.field.lamps[lights.address()].energy_kwh = 123.5
    await lights.ends(await lights.order(None, "readNow"))

    async def is_known():
        metered = await value_of(lights.server, LAMP, "lifetimePowerConsumption")
        return metered is not None and metered >= 123.5

    await until(is_known)


async def test_what_a_gateway_cannot_keep_fails_with_its_reason(lights):
    command = await lights.order({"nights": []}, "keepProgramme")
    await lights.ends(command, State.FAILED)
    command = await lights.order(["urn:ngsi-ld:Streetlight:nobody"], "keepMembers")
    await lights.ends(command, State.FAILED)


async def test_a_gateway_that_only_says_yes_confirms_nothing(server):
    async with beside(server, Misdeed.DEAF) as deaf:
        await deaf.open()
        command = await deaf.order(0.4)

        async def was_told():
            return await server.city.command_state(command) is State.SENT

        await until(was_told)
        told = await deaf.order(STEADY, "keepProgramme", OTHER)
        await deaf.ends(told)
        assert await server.city.command_state(command) is State.SENT


@pytest.mark.parametrize("misdeed", [Misdeed.NONSENSE, Misdeed.SILENT])
async def test_a_gateway_in_trouble_is_named_and_told_when_it_is_well(server, misdeed):
    async with beside(server) as street_:
        await street_.open()
        street_.gateway.misdeeds.add(misdeed)
        await street_.connect(timeout_s=1.0)

        async def is_in_trouble():
            return "lights" in street_.troubles

        await until(is_in_trouble)
        command = await street_.order(0.2)
        street_.gateway.misdeeds.clear()
        await street_.ends(command)
        assert street_.level() == 20
        assert "lights" not in street_.troubles


async def test_a_gateway_that_went_away_is_named_and_orders_wait_for_it(server):
    async with beside(server) as street_:
        await street_.open()

    async def is_in_trouble():
        return "lights" in street_.troubles

    command = await street_.order(0.2, again_s=1)
    await until(is_in_trouble)
    assert await server.city.command_state(command) in (State.PENDING, State.SENT)
    assert "fetched" in str(street_.troubles["lights"].reason)


async def test_what_fails_in_the_street_is_known_in_the_city(lights):
    async def records():
        return "mesto-events" in lights.gateway.loggers

    await until(records)
    for function, event, starts in (
        ("monitor", "lampFailure", True),
        ("monitor", "powerFactorTooLow", True),
        ("monitor", "supplyVoltageTooHigh", False),
    ):
        at_s = time.time()
        lights.gateway.happen(
            Happening(lights.address(), function, event, at_s, starts)
        )

    async def is_known():
        found = (await lights.server.city.present([LAMP])).get(LAMP)
        return found is not None and (
            found.value("status"),
            found.value("powerFactorTooLow"),
            found.value("supplyVoltageTooHigh"),
        ) == ("defectiveLamp", True, False)

    await until(is_known)


CONFIGURED = {"lamp": {"defaultLightState": 30, "standbyMode": "ON"}}


async def test_attributes_are_written_to_a_device_and_confirmed_by_what_it_shows(
    lights,
):
    command = await lights.order(CONFIGURED, name="configure")
    await lights.ends(command)
    assert lights.gateway.memory.default_level(lights.address()) == 30


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ({"lamp": {"actualLightState": 30}}, "for the gateway to say"),
        ({"lamp": {"colour": "red"}}, "has no colour"),
        ({"oven": {"standbyMode": "ON"}}, "has no function oven"),
        ({"lamp": {"standbyMode": "MAYBE"}}, "not TALQ"),
    ],
)
async def test_what_the_city_may_not_write_fails_with_the_reason(lights, wanted, why):
    command = await lights.order(wanted, name="configure")
    await lights.ends(command, State.FAILED)
    assert why in await reason_of(lights.server.city, command)


LAMP_TYPE = {"address": "led-40", "name": "LED 40 W", "controlType": "DALI"}


async def test_types_of_lamps_are_kept_at_the_gateway_and_wrong_ones_named(server):
    async with beside(server) as lights:
        wrong = {"address": "x", "name": "X", "controlType": "Magic"}
        types = {"lamp-types": [LAMP_TYPE | {"wattage": 40.0}, wrong]}
        await lights.open(types=types)
        kept = lights.gateway.memory.types["lamp"].kept

        async def written():
            return "led-40" in kept and "lights" in lights.troubles

        await until(written)
        assert kept.keys() == {"led-40"}
        assert "Magic" in str(lights.troubles["lights"])


async def test_a_logger_that_is_null_is_taken_away(server):
    async with beside(server) as lights:
        only = {"levels": {"function": "LampActuatorFunction"}}
        await lights.open(loggers=only)

        async def has(*names):
            return lights.gateway.loggers.keys() == {f"mesto-{one}" for one in names}

        await until(lambda: has("levels"))
        events = {"events": {"events": ["*"]}}
        await lights.connect(loggers={"levels": None, **events})
        await until(lambda: has("events"))


async def test_calendars_nobody_follows_any_more_are_taken_away(lights):
    first = await lights.order(STEADY, name="keepProgramme")
    await lights.ends(first)
    shelves = lights.gateway.memory.calendars, lights.gateway.memory.programmes
    (old,), (old_programme,) = shelves[0].kept, shelves[1].kept
    steps = [{"at": "12:00", "level": 0.4}]
    second = await lights.order(
        {**STEADY, "nights": [{"steps": steps}]}, "keepProgramme"
    )
    await lights.ends(second)
    assert len(shelves[0].kept) == 2
    await lights.connect(discover_every_s=0.2)  # what was written before is old now

    async def tidied():
        return old not in shelves[0].kept and old_programme not in shelves[1].kept

    await until(tidied)
    assert len(shelves[0].kept) == len(shelves[1].kept) == 1
