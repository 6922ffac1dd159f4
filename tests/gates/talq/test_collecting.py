"""What a gateway records is brought or asked for, as it can, and packages reach it."""

import time

import httpx
import pytest

from mesto.gates.talq.gate import open_gateway
from mesto.gates.talq.loggers import keeps, lacking, logger_configs
from mesto.gates.talq.settings import Logger
from mesto.gates.talq.standard import Shape, check
from mesto.kernel.model import Connection
from mesto.simulator.talq.estate import street
from mesto.simulator.talq.gateway import Gateway as Simulated
from mesto.simulator.talq.gateway import Peer
from mesto.simulator.talq.gateway import open_gateway as open_simulated
from mesto.simulator.talq.lamp import Happening
from mesto.simulator.talq.packages import FIRST, SOFTWARE
from mesto.simulator.talq.server import application
from tests.gates.talq.conftest import CMS, Gateway, value_of
from tests.gates.talq.street import LAMP, beside
from tests.waiting import until

pytestmark = pytest.mark.anyio

NOWHERE = "http://127.0.0.1:9"
AT_NIGHT = {
    "name": "AstroClockActivePeriod",
    "sunsetOffset": 0,
    "sunriseOffset": 0,
}
LOGGERS = {
    "best": Logger(vendor=True),
    "lamps": Logger(vendor=True, function="LampMonitorFunction"),
    "twice": Logger(function="LampMonitorFunction", report_at=["06:00", "18:30"]),
    "nights": Logger(function="LampMonitorFunction", active=[AT_NIGHT]),
}


@pytest.mark.parametrize("name", LOGGERS)
def test_loggers_of_every_mode_are_as_the_standard_says(name):
    (config,) = logger_configs({name: LOGGERS[name]}, CMS)
    check(config, Shape("LoggerConfig"))


def test_what_a_gateway_does_not_know_is_not_asked_of_it():
    def missing(name, **collects):
        (config,) = logger_configs({name: LOGGERS[name]}, CMS)
        return lacking(config, collects)

    assert missing("best", supportedModes=[]) == []
    assert missing("twice") == []
    modes = ["PeriodicRecordingMode"]
    assert missing("twice", supportedModes=modes) == ["ScheduledReportingMode"]
    assert missing("nights") == ["AstroClockActivePeriod"]
    assert missing("nights", recordingActivePeriodsSupported=True) == []


@pytest.mark.parametrize("wrong", [{"vendor": True, "events": ["*"]}, {}])
def test_a_logger_of_nothing_is_none(wrong):
    with pytest.raises(ValueError, match=r"events"):
        Logger(**wrong)


async def test_a_gateway_that_cannot_reach_the_town_is_asked_what_it_recorded(server):
    async with beside(server, cms=NOWHERE) as street:
        events = {"events": ["*"], "delay_s": 3600}
        levels = {"function": "LampActuatorFunction"}
        loggers = {"events": events, "levels": levels}
        await street.open(pull_every_s=0.2, loggers=loggers)

        async def is_told():
            return await value_of(server, LAMP, "illuminanceLevel") is not None

        await until(is_told)
        street.gateway.field.lamps[street.address()].failed = True

        async def has_failed():
            return await value_of(server, LAMP, "status") == "defectiveLamp"

        await until(has_failed)
        assert "lights" not in street.troubles


async def test_loggers_record_while_they_are_active(server):
    async with beside(server) as street:
        never = {
            "name": "ValueActivePeriod",
            "reference": {
                "resource": "devices",
                "address": f"{street.address()}/lamp/actualLightState",
            },
            "operator": "GT",
            "state": {"name": "LevelState", "value": 100},
        }
        function = {"function": "LampMonitorFunction", "every_s": 1}
        loggers = {"never": {**function, "active": [never]}, "always": function}
        await street.open(loggers=loggers)

        def recorded(name):
            logger = street.gateway.loggers.get(f"mesto-{name}")
            return logger is not None and bool(logger._last)  # noqa: SLF001 - a peer

        async def both_are_there():
            return recorded("always") and "mesto-never" in street.gateway.loggers

        await until(both_are_there)
        assert not recorded("never")


PACKAGE = {"packageId": SOFTWARE, "releaseId": "2.8", "downloadUri": "https://a.b/c"}


async def test_a_package_reaches_the_gateway_and_it_says_how_it_went(server):
    async with beside(server) as street:
        await street.open(packages=[PACKAGE])
        packages = street.gateway.packages

        async def is_installed():
            return packages.installed[0]["releaseId"] == "2.8"

        await until(is_installed)
        own = f"urn:ngsi-ld:Device:talq:lights:{street.gateway.estate.gateway.address}"

        async def is_told():
            return await value_of(server, own, "releaseChanged") is True

        await until(is_told)
        async with httpx.AsyncClient(
            base_url=server.url, headers=server.headers
        ) as client:
            asking = {"clientAddress": street.gateway.estate.gateway.address}
            gateway = Gateway(client)
            listed = await gateway.ask("GET", "/data-packages", params=asking)
            assert listed.json() == [{**PACKAGE, "ownerCMS": CMS}]
            path = "/data-packages/{packageAddress}"
            one = await gateway.ask(
                "GET", f"/data-packages/{SOFTWARE}", template=path, params=asking
            )
            assert one.json() == {**PACKAGE, "ownerCMS": CMS}


async def test_a_package_that_a_gateway_cannot_have_is_named(server):
    async with beside(server) as street:
        nowhere = {**PACKAGE, "downloadUri": ""}
        await street.open(packages=[nowhere], discover_every_s=0.2)

        async def is_named():
            trouble = street.troubles.get("lights")
            return trouble and f"has release {FIRST}, not 2.8" in str(trouble.reason)

        await until(is_named)
        await street.connect(packages=[{**PACKAGE, "packageId": "teapot"}])

        async def teapot_is_named():
            trouble = street.troubles.get("lights")
            return trouble and "teapot" in str(trouble.reason)

        await until(teapot_is_named)


def asking(url, estate):
    """Open a line that asks the gateway for what it recorded, as often as it may."""
    return open_gateway(
        Connection(
            name="lights",
            gate="talq",
            url=f"talq+{url}",
            allow_private=True,
            settings={
                "gateway_address": estate.gateway.address,
                "cms_address": CMS,
                "allow_private": True,
                "pull_every_s": 0.05,
                "loggers": {"events": {"events": ["*"], "delay_s": 3600}},
            },
        )
    )


async def reports(line):
    """Yield the reports that a line takes from its gateway."""
    async for delivery in line.deliveries():
        if any(one.origin == "log-reports" for one in delivery.messages):
            yield delivery


def knows(entries):
    """Tell whether the lamp's failure is among entries; a photocell may speak too."""
    return any(one["data"].get("eventType") == "lampFailure" for one in entries)


@pytest.mark.parametrize("first", ["mesto-events", "mesto2-events"])
async def test_what_was_asked_for_and_lost_is_given_again(first):
    """A line ends with the first report of an event in hand, before it is durable."""
    gateway = Simulated(street(1), Peer(NOWHERE, CMS, ""), time.time)
    lamp = gateway.estate.luminaires[0].thing.address
    there = open_simulated(gateway, application(gateway), tick_s=0.01)
    async with there as url:
        async with asking(url, gateway.estate) as line:
            taken = reports(line)
            delivery = await anext(taken)
            if first == "mesto-events":  # which was just asked: its twin is next
                await delivery.done()
                delivery = await anext(taken)
            gateway.happen(Happening(lamp, "monitor", "lampFailure", time.time()))
            await delivery.done()
            delivery = await anext(taken)
            assert b"lampFailure" in delivery.messages[0].payload
            assert len(gateway.loggers) == 2
            waits = {n for n, one in gateway.loggers.items() if knows(one.waiting)}
            assert waits == gateway.loggers.keys() - {first}
        async with asking(url, gateway.estate) as line:
            taken, found = reports(line), []
            for _ in gateway.loggers:
                delivery = await anext(taken)
                found += delivery.messages
                await delivery.done()
    assert any(b"lampFailure" in one.payload for one in found)


async def test_loggers_have_no_twins_where_the_gateway_brings_its_reports(server):
    async with beside(server, cms=NOWHERE) as street:
        loggers = {"events": {"events": ["*"]}}
        await street.open(pull_every_s=60, loggers=loggers)

        async def both_are_there():
            return set(street.gateway.loggers) == {"mesto-events", "mesto2-events"}

        await until(both_are_there)
        await street.connect(loggers=loggers)

        async def one_is_left():
            return set(street.gateway.loggers) == {"mesto-events"}

        await until(one_is_left)


def test_a_logger_is_written_where_the_gateway_has_it_otherwise():
    (wanted,) = logger_configs({"twice": LOGGERS["twice"]}, CMS)
    assert keeps({**wanted, "vendor": 1}, wanted)
    assert not keeps({}, wanted)
    assert not keeps({**wanted, "ownerCMS": "another"}, wanted)
    times = {"type": "ScheduledReportingMode", "times": ["06:00:00"]}
    assert not keeps({**wanted, "reportingMode": times}, wanted)
