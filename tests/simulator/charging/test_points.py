"""Stations of a simulated town: cars draw what they may, and meters never fall."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import pytest

from mesto.simulator.almanac import DAY_S, HOUR_S
from mesto.simulator.chance import Chance
from mesto.simulator.charging import new, old
from mesto.simulator.charging.makers import NEW, OLD, Bought
from mesto.simulator.charging.point import LOOK_S, Point, Said, Status, Turn
from mesto.simulator.life.charging import Connector, Session
from mesto.simulator.life.incidents import Incident, Trouble

MORNING = 20_000 * DAY_S + 6 * HOUR_S


def bought(protocol: str = OLD) -> Bought:
    connectors = tuple(
        Connector(station=0, number=n, power_kw=22.0, daily=2.3) for n in (1, 2)
    )
    return Bought(
        number=0,
        identity="ns-001",
        password="x" * 24,
        protocol=protocol,
        maker="Volta",
        model="Curb",
        firmware="1.8.2",
        serial="77",
        connectors=connectors,
    )


def all_day(_chance: Chance, connector: Connector, midnight_s: float) -> list[Session]:
    """One car at the first place from six in the morning on, that takes six hours."""
    begin_s = midnight_s + 7 * HOUR_S
    if connector.number != 1:
        return []
    return [Session(0, begin_s, begin_s + 6 * HOUR_S, begin_s + 9 * HOUR_S, 11.0)]


def point(protocol: str = OLD) -> Point:
    return Point(bought(protocol), Chance(7), ["04AB"], all_day)


def lived(
    one: Point, hours: float, begin_s: float = MORNING, fault: Incident | None = None
) -> Iterator[Said]:
    for turn in range(int(hours * HOUR_S / 60)):
        yield from one.step(begin_s + turn * 60, fault)


def turns(said: Iterator[Said]) -> list[Turn]:
    return [one for one in said if isinstance(one, Turn)]


def test_a_car_comes_charges_and_leaves() -> None:
    said = turns(lived(point(), 12))
    assert [one.what for one in said if one.what != "Updated"] == ["Started", "Ended"]
    registers = [one.register_kwh for one in said]
    assert registers == sorted(registers)
    wanted = said[0].car.whole_kwh
    assert 0.95 * wanted <= registers[-1] - registers[0] <= wanted + 0.01
    powers = [one.power_kw for one in said]
    assert max(powers) == 11.0
    assert powers[-1] == 0


def test_meters_never_fall_over_days_whenever_a_station_starts_anew() -> None:
    shown: dict[int, float] = defaultdict(float)
    for day in range(5):
        one = Point(bought(), Chance(7), ["04AB"])
        for hour in (3, 9, 15):
            begin_s = MORNING + day * DAY_S + hour * HOUR_S
            for turn in turns(lived(one, 4, begin_s)):
                assert turn.register_kwh >= shown[turn.place] - 1e-3
                shown[turn.place] = turn.register_kwh


@pytest.mark.parametrize(
    ("limit", "kw"), [(5_000.0, 5.0), (0.0, 0.0), (50_000.0, 11.0)]
)
def test_a_limit_is_kept(limit: float, kw: float) -> None:
    one = point()
    list(lived(one, 2))
    schedule = {
        "chargingRateUnit": "W",
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": limit}],
    }
    profile = {
        "chargingProfileId": 1,
        "stackLevel": 0,
        "chargingProfilePurpose": "ChargePointMaxProfile",
        "chargingProfileKind": "Absolute",
        "chargingSchedule": schedule,
    }
    told = {"connectorId": 0, "csChargingProfiles": profile}
    at_s = MORNING + 2 * HOUR_S
    assert old.obey(one, "SetChargingProfile", told, at_s).payload == {
        "status": "Accepted"
    }
    list(one.step(at_s + LOOK_S, None))
    assert one.places[0].power_kw == kw
    old.obey(one, "ClearChargingProfile", {"id": 1}, at_s)
    list(one.step(at_s + 2 * LOOK_S, None))
    assert one.places[0].power_kw == 11.0


def test_a_fast_place_takes_limits_in_watts_alone() -> None:
    fast = tuple(replace(one, power_kw=150.0) for one in bought(NEW).connectors)
    one = Point(replace(bought(NEW), connectors=fast), Chance(7), ["04AB"], all_day)
    (begun, *_) = turns(lived(one, 2))
    at_s = MORNING + 2 * HOUR_S
    for unit, limit, status, kw in (
        ("A", 16, "Rejected", 11.0),
        ("W", 5_000, "Accepted", 5.0),
    ):
        schedule = {
            "id": 1,
            "startSchedule": "2020-01-01T00:00:00Z",
            "chargingRateUnit": unit,
            "chargingSchedulePeriod": [{"startPeriod": 0, "limit": limit}],
        }
        profile = {
            "id": 1,
            "stackLevel": 0,
            "chargingProfilePurpose": "TxProfile",
            "chargingProfileKind": "Absolute",
            "transactionId": begun.car.key,
            "chargingSchedule": [schedule],
        }
        told = {"evseId": 1, "chargingProfile": profile}
        assert new.obey(one, "SetChargingProfile", told, at_s).payload == {
            "status": status
        }
        at_s += LOOK_S
        list(one.step(at_s, None))
        assert one.places[0].power_kw == kw


def test_who_is_stopped_still_stands_there_and_does_not_begin_again() -> None:
    one = point(NEW)
    (begun, *_) = turns(lived(one, 2))
    told = {"transactionId": begun.car.key}
    reply = new.obey(one, "RequestStopTransaction", told, MORNING)
    assert [said.what for said in reply.said if isinstance(said, Turn)] == ["Ended"]
    assert turns(lived(one, 1, MORNING + 3 * HOUR_S)) == []
    assert one.places[0].status == "Finishing"


def test_a_fault_ends_the_session_and_some_are_cured_by_a_restart() -> None:
    one = point()
    list(lived(one, 2))
    fault = Incident(Trouble.CHARGER_FAULTED, 0, 0.0, 1e12, slot=6)
    said = list(one.step(MORNING + 2 * HOUR_S, fault))
    assert [one.what for one in said if isinstance(one, Turn)] == ["Ended"]
    assert {(one.status, one.error) for one in said if isinstance(one, Status)} == {
        ("Faulted", "GroundFailure")
    }
    assert old.obey(one, "Reset", {"type": "Soft"}, 0.0).restarts
    list(one.step(MORNING + 2 * HOUR_S + LOOK_S, fault))
    assert one.places[1].status == "Available"


def test_somebody_charges_at_every_hour_of_every_day() -> None:
    many = []
    for number in range(30):
        one = replace(bought(), number=number)
        one = replace(
            one, connectors=tuple(replace(c, station=number) for c in one.connectors)
        )
        many.append(Point(one, Chance(7), ["04AB"]))
    for hour in range(0, 3 * 24, 4):
        at_s = MORNING + hour * HOUR_S
        for one in many:
            list(one.step(at_s, None))
        cars = [place.car for one in many for place in one.places if place.car]
        assert 3 <= sum(car.running for car in cars) <= 45
