"""What is wrong with stations is said, by one cause, and tried to be mended."""

from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import pytest
from ocpp.v16.enums import ChargePointErrorCode

from mesto.domains.emobility.faults.events import code_in
from mesto.domains.emobility.faults.kinds import FAULTS, UNKNOWN, fault_of
from mesto.domains.emobility.faults.lines import Lines
from mesto.domains.emobility.faults.upkeep import Upkeep, is_to_restart
from mesto.domains.emobility.rules import judge_station
from mesto.kernel.model import Entity
from tests.stating import entity

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
ALLOWED = Upkeep(restart=True, most_a_day=2)


def station(name: str = "1", at: datetime = NOW, **said: object) -> Entity:
    return entity(f"urn:ngsi-ld:EVChargingStation:{name}", at, said)


def test_every_code_of_the_standard_is_said_in_every_language() -> None:
    codes = {one.value for one in ChargePointErrorCode} - {"NoError"}
    assert codes == set(FAULTS)
    for fault in FAULTS.values():
        assert set(fault.says) == set(fault.do) == {"en", "cs", "sk", "sr-Latn"}
    assert fault_of("E-17 of some maker") is UNKNOWN
    assert fault_of("NoError") is None


def test_a_fault_is_judged_by_what_it_is_and_says_what_to_do() -> None:
    found = judge_station(station(errorCode="GroundFailure"), {}, NOW)
    assert found.status == "critical"
    assert "electrician" in found.cause["en"]
    found = judge_station(station(errorCode="E-17"), {}, NOW)
    assert (found.status, "E-17" in found.cause["cs"]) == ("warning", True)
    dead = station(errorCode="ReaderFailure", status="outOfService")
    found = judge_station(dead, {}, NOW)
    assert (found.status, "Cards" in found.cause["en"]) == ("critical", True)


def event(component: str, variable: str = "Problem", **more: object) -> dict:
    return {
        "trigger": "Alerting",
        "actualValue": "true",
        "component": {"name": component, "evse": {"id": 2}},
        "variable": {"name": variable},
        **more,
    }


@pytest.mark.parametrize(
    ("told", "means"),
    [
        (event("ConnectorPlugRetentionLock"), (2, "ConnectorLockFailure")),
        (event("Fan"), (2, "OtherError")),
        (event("RCD", cleared=True), (2, "")),
        (event("FiscalMetering", actualValue="false"), (2, "")),
        (event("Fan", "Speed"), None),
        (event("RCD", trigger="Periodic"), None),
        ("nothing", None),
    ],
)
def test_events_mean_the_same_as_codes(told: object, means: object) -> None:
    assert code_in(told) == means


def test_stations_behind_a_dark_feeder_are_one_alarm() -> None:
    feeder = entity("urn:ngsi-ld:StreetlightFeeder:F", NOW, {"phaseVoltage": [0, 0, 0]})
    lost = station(connected=False, feederID=feeder.id)
    found = judge_station(lost, {feeder.id: feeder}, NOW)
    assert (found.status, found.by) == ("offline", feeder.id)
    lit = entity(feeder.id, NOW, {"phaseVoltage": [231.0, 230.0, 229.0]})
    assert judge_station(lost, {feeder.id: lit}, NOW).by == ""


def test_stations_lost_together_are_one_alarm_until_they_are_back() -> None:
    lines = Lines()
    assert lines.lost("a", NOW) == {}
    assert lines.lost("b", NOW + timedelta(seconds=30)) == {}
    third = lines.lost("c", NOW + timedelta(seconds=40))
    assert third == {"b": "a", "c": "a"}
    assert lines.lost("d", NOW + timedelta(seconds=50)) == {"d": "a"}
    assert lines.lost("e", NOW + timedelta(hours=1)) == {}
    assert lines.back("b") == {"b": ""}
    assert lines.back("a") == {"c": "", "d": "c"}
    assert lines.back("d") == {"d": ""}
    first = station("a", connected=False)
    lost = station("c", connected=False, lostLineWith=first.id)
    assert judge_station(lost, MappingProxyType({first.id: first}), NOW).by == first.id


def test_a_station_is_restarted_as_far_as_the_town_allows() -> None:
    ill = station(connected=True, errorCode="ReaderFailure")
    later = NOW + timedelta(minutes=3)

    def wanted(one: Entity = ill, upkeep: Upkeep = ALLOWED, **more: object) -> bool:
        facts = {"now": later, "charging": False, "restarts": (), **more}
        return is_to_restart(one, upkeep, **facts)

    assert wanted()
    assert not wanted(upkeep=Upkeep())
    assert not wanted(now=NOW + timedelta(minutes=1))
    assert not wanted(charging=True)
    assert not wanted(station(connected=True, errorCode="GroundFailure"))
    assert not wanted(station(connected=False, errorCode="ReaderFailure"))
    assert not wanted(restarts=[NOW])
    hours = [NOW - timedelta(hours=n) for n in (2, 5)]
    assert wanted(restarts=hours[:1])
    assert not wanted(restarts=hours)
