"""Whose a station is, and when a vehicle of the town leaves."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from mesto.domains.emobility.fleet.plan import (
    FleetVehicle,
    Leaving,
    Wish,
    check_vehicle,
    next_wish,
)
from mesto.domains.emobility.hosts.host import Host, check_host, host_of
from mesto.kernel.errors import Malformed

PRAGUE = ZoneInfo("Europe/Prague")
FRIDAY = datetime(2030, 10, 25, 4, tzinfo=UTC)  # six by the clock
VAN = FleetVehicle(
    title={"en": "Van"},
    energy=20.0,
    leaves=[
        Leaving(days=["MONDAY", "FRIDAY"], at="06:30"),
        Leaving(days=["SUNDAY"], at="02:30", energy=5.0),
    ],
)


def test_a_vehicle_leaves_next_by_its_plan_and_the_clock() -> None:
    first = Wish(datetime(2030, 10, 25, 4, 30, tzinfo=UTC), 20.0)
    assert next_wish(VAN, FRIDAY, PRAGUE) == first
    night = Wish(datetime(2030, 10, 27, 0, 30, tzinfo=UTC), 5.0)
    assert next_wish(VAN, first.departure, PRAGUE) == night
    winter = Wish(datetime(2030, 10, 28, 5, 30, tzinfo=UTC), 20.0)
    assert next_wish(VAN, night.departure, PRAGUE) == winter
    assert next_wish(FleetVehicle(title={"en": "Car"}), FRIDAY, PRAGUE) is None


def test_a_vehicle_does_not_leave_twice_at_once() -> None:
    twice = [Leaving(days=["MONDAY"], at="06:00")] * 2
    with pytest.raises(Malformed) as refused:
        check_vehicle(FleetVehicle(title={"en": "Van"}, leaves=twice))
    assert refused.value.facts["place"] == ("leaves", 1)


def test_a_station_is_its_hosts_else_the_towns() -> None:
    hosts = {"mall": Host(title={"en": "Mall"}, stations=["urn:1"])}
    assert host_of("urn:1", hosts) == "mall"
    assert host_of("urn:2", hosts) == "town"
    with pytest.raises(Malformed):
        check_host(Host(title={"en": "Mall"}, stations=["urn:1", "urn:1"]))
