"""Two streets that cross, and a way around the block."""

import math

from hypothesis import given
from hypothesis import strategies as st

from mesto.domains.lighting.inventory.segments import Post, Segment
from mesto.domains.lighting.inventory.streets import Reached, Streets

LONG_M = 100.0


def segment(name, start, end, length_m=LONG_M):
    return Segment(
        urn=name, start=start, end=end, line=((14, 50), (14, 51)), length_m=length_m
    )


#: A ─ab─ B ─bc─ C, and from B to the north ─bd─ D, whose line begins at D
CROSSING = Streets.of(
    [segment("ab", "A", "B"), segment("bc", "B", "C"), segment("bd", "D", "B")],
    [
        Post(name, along, f"{name}{along}")
        for name in ("ab", "bc", "bd")
        for along in (10, 50, 90)
    ],
)


def lamps(found):
    return {one.lamp: round(one.distance_m) for one in found}


def test_lamps_ahead_lie_on_every_street_that_goes_on_from_the_crossing():
    ahead = CROSSING.ahead("ab", 50, "end", 110)
    assert lamps(ahead) == {
        "ab50": 0,
        "ab90": 40,
        "bc10": 60,
        "bd90": 60,
        "bc50": 100,
        "bd50": 100,
    }
    assert ahead == sorted(ahead)


def test_who_goes_the_other_way_has_other_lamps_ahead():
    assert lamps(CROSSING.ahead("ab", 50, "start", 200)) == {"ab50": 0, "ab10": 40}
    assert lamps(CROSSING.ahead("bd", 90, "end", 70)) == {
        "bd90": 0,
        "ab90": 20,
        "bc10": 20,
        "ab50": 60,
        "bc50": 60,
    }


def test_a_lamp_reached_tells_which_way_one_passes_it():
    found = {one.lamp: one.towards for one in CROSSING.ahead("ab", 50, "end", 110)}
    assert found["bc10"] == "end"
    assert found["bd90"] == "start"  # the segment is drawn towards us


def test_lamps_around_are_those_on_both_sides():
    assert lamps(CROSSING.around("ab", 90, 45)) == {
        "ab90": 0,
        "bc10": 20,
        "bd90": 20,
        "ab50": 40,
    }


def test_the_shorter_way_around_the_block_counts():
    ring = Streets.of(
        [
            segment("long", "A", "B", 300),
            segment("short", "A", "C", 20),
            segment("back", "C", "B", 20),
            segment("home", "Z", "A", 50),
        ],
        [Post("long", 290, "far")],
    )
    (found,) = ring.ahead("home", 0, "end", 500)
    assert found == Reached(50 + 40 + 10, "far", "start")


def test_dead_ends_do_not_meet():
    streets = Streets.of(
        [segment("one", "", ""), segment("two", "", "")],
        [Post("one", 10, "a"), Post("two", 10, "b")],
    )
    assert lamps(streets.around("one", 50, 1000)) == {"a": 40}


NODES = st.sampled_from("ABCDEF")
SEGMENTS = st.lists(
    st.tuples(NODES, NODES, st.integers(1, 200)), min_size=1, max_size=9
)


@given(SEGMENTS, st.data())
def test_what_is_near_me_has_me_near(drawn, data):
    segments = [segment(str(n), a, b, m) for n, (a, b, m) in enumerate(drawn)]
    posts = [
        Post(one.urn, data.draw(st.floats(0, one.length_m)), f"lamp{one.urn}")
        for one in segments
    ]
    streets = Streets.of(segments, posts)
    for here in posts:
        for found in streets.around(here.segment, here.along_m, 250):
            there = streets.places[found.lamp]
            back = lamps_m(streets.around(there.segment, there.along_m, 260))
            assert math.isclose(back[here.lamp], found.distance_m, abs_tol=1e-6)


def lamps_m(found):
    return {one.lamp: one.distance_m for one in found}
