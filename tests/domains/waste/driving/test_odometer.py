"""A round is as long as its vehicle drove, where that was heard."""

from types import SimpleNamespace

import pytest

from mesto.domains.waste.driving.deeds import Began, Ended
from mesto.domains.waste.driving.odometer import Driven, driven_in, read_driven
from mesto.domains.waste.driving.track import Fix
from tests.domains.waste.driving.examples import at, deed, east, round_


def known(*deeds, **more):
    one = round_(**{"km": 1.5, "working_min": 60.0} | more)
    times = [stop.arrives for stop in one.stops]
    return SimpleNamespace(round=one, standing=deeds, span=(min(times), max(times)))


def drive(begin, end, every_min=1.0, metres_a_min=100):
    """Drive east, all the way, and be heard."""
    steps = int((end - begin) / every_min)
    minutes = [begin + every_min * step for step in range(steps + 1)]
    return [Fix(at(one), east(metres_a_min * one)) for one in minutes]


SHIFT = deed(Began, 0), deed(Ended, 45)


def test_kilometres_are_the_tracks_and_hours_what_was_said():
    found = driven_in(known(*SHIFT), drive(-30, 90))
    assert (found.km_by, found.hours_by, found.heard) == ("track", "said", 1)
    assert found.km == pytest.approx(4.5, abs=0.05), "only while it was this round"
    assert found.hours == pytest.approx(0.75)


def test_what_was_not_heard_is_as_planned_and_said_to_be():
    for track in ([], drive(0, 20), [*drive(0, 10), *drive(35, 45)]):
        found = driven_in(known(*SHIFT), track)
        assert (found.km, found.km_by, found.hours_by) == (1.5, "plan", "said")
        assert found.heard < 0.9
    unsaid = driven_in(known(), drive(0, 43))
    assert (unsaid.km_by, unsaid.hours, unsaid.hours_by) == ("track", 1.0, "plan")


def test_who_stands_and_wobbles_drives_nothing():
    still = [Fix(at(one / 6), east(4 * (one % 3 - 1))) for one in range(6 * 45)]
    assert driven_in(known(*SHIFT), still).km == 0


def test_what_makes_no_sense_tells_nothing(asset):
    assert read_driven(asset("WasteRound")) is None
    assert read_driven(asset("WasteRound", driven={"km": -1})) is None
    told = {"km": 2.0, "hours": 1.0, "km_by": "track", "hours_by": "said"}
    read = read_driven(asset("WasteRound", driven=told))
    assert read == Driven(km=2.0, hours=1.0, km_by="track", hours_by="said")
