"""What a scale tells of each container."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mesto.domains.waste.emptyings.happened import Emptied
from mesto.domains.waste.emptyings.table import Line, read_lines
from mesto.domains.waste.emptyings.weights import Weighing, shared_out
from mesto.domains.waste.nouns import Emptying
from mesto.kernel.errors import Malformed
from mesto.kernel.reading import Clock

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
TRUCK = "urn:v:1"


def emptied(name, minutes, **more):
    at = NOON + timedelta(minutes=minutes)
    return Emptied(name, at, Emptying(vehicle=TRUCK, **more), ("reported",))


def weighed(minutes, net_kg, vehicle=TRUCK):
    return Weighing(
        vehicle=vehicle, at=NOON + timedelta(minutes=minutes), net_kg=net_kg
    )


def test_a_trip_is_shared_out_by_what_the_containers_held():
    trip = [emptied("a", 0, before=1.0), emptied("b", 10, before=0.5)]
    trip.append(emptied("c", 20, weight_kg=100.0))
    later = emptied("a", 90, before=0.2)
    found = shared_out(
        [*trip, later], [weighed(60, 400), weighed(120, 30)], {"a": 1000, "b": 2000}
    )
    assert [one.emptying.weight_kg for one in found] == [150, 150, 100, 30]


def test_what_another_vehicle_brought_is_not_shared():
    (found,) = shared_out([emptied("a", 0)], [weighed(60, 400, "urn:v:2")], {})
    assert found.emptying.weight_kg is None


@given(
    some.lists(some.floats(0.01, 1), min_size=1, max_size=30),
    some.floats(1, 20_000),
)
def test_shares_add_up_to_what_was_weighed(levels, net_kg):
    trip = [emptied(str(place), place, before=one) for place, one in enumerate(levels)]
    found = shared_out(trip, [weighed(60, net_kg)], {})
    whole = sum(one.emptying.weight_kg for one in found)
    assert whole == pytest.approx(net_kg, abs=0.06 * len(levels))


def test_a_contractors_table_is_read_line_by_line():
    table = (
        "container;time;weight_kg;vehicle;before\n"
        "17;4.5.2026 12:00;81,5;T1;75\n"
        "urn:ngsi-ld:WasteContainer:18;4.5.2026 12:05;;;\n"
        "19;yesterday;1;;\n"
        "20;4.5.2026 12:10;;;140\n"
    )
    clock = Clock(format="%d.%m.%Y %H:%M", zone="Europe/Prague")
    first, second, third, fourth = read_lines(table.encode(), clock, ",")
    assert isinstance(first, Line)
    assert first.report.container == "urn:ngsi-ld:WasteContainer:17"
    assert first.report.at == NOON - timedelta(hours=2)
    assert first.report.weight_kg == 81.5
    assert first.report.vehicle == "urn:ngsi-ld:Vehicle:T1"
    assert first.report.before == 0.75
    assert second.report.container == "urn:ngsi-ld:WasteContainer:18"
    assert (third.line, third.field) == (4, "time")
    assert (fourth.line, fourth.field) == (5, "before")


def test_a_table_without_a_time_is_none():
    with pytest.raises(Malformed, match="time"):
        list(read_lines(b"container;weight_kg\n1;2\n", Clock()))
