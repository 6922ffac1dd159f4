"""Reports of emptyings: which are one and the same."""

from datetime import UTC, datetime, timedelta

from mesto.domains.waste.emptyings.happened import Emptied, is_doubled, merged
from mesto.domains.waste.nouns import Emptying

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def told(minutes, way="reported", container="urn:a", **more):
    at = NOON + timedelta(minutes=minutes)
    return Emptied(container, at, Emptying(**more), (way,))


def test_a_driver_and_a_sensor_tell_of_one_emptying_at_the_time_of_the_driver():
    driver = told(0, by="eva", weight_kg=80.0, confidence=0.9)
    sensor = told(170, "detected", before=0.8, after=0.05, confidence=0.5)
    (one,) = merged([sensor, driver])
    assert one.at == NOON
    assert one.ways == ("reported", "detected")
    assert one.emptying.weight_kg == 80
    assert one.emptying.before == 0.8
    assert one.emptying.confidence == 0.95


def test_a_report_that_comes_twice_is_one_and_two_vehicles_are_two():
    first = told(0, vehicle="urn:v:1")
    again = told(20, vehicle="urn:v:1", weight_kg=70.0)
    other = told(20, vehicle="urn:v:2")
    assert [one.emptying.weight_kg for one in merged([again, first])] == [70]
    assert not is_doubled(first, other)
    assert len(merged([first, other])) == 2


def test_emptyings_of_other_containers_and_days_are_others():
    every = [
        told(0),
        told(0, container="urn:b"),
        told(24 * 60),
        told(-60, "detected"),
        told(24 * 60 + 60, "detected"),
    ]
    assert [one.ways for one in merged(every)] == [
        ("detected",),
        ("reported",),
        ("reported",),
        ("reported", "detected"),
    ]
