"""A street of lamps every 30 m that each see who passes, and one that branches off."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mesto.domains.lighting.inventory.segments import Post, Segment
from mesto.domains.lighting.inventory.streets import Streets
from mesto.domains.lighting.presence.definition import Definition
from mesto.domains.lighting.presence.reach import Reach
from mesto.domains.lighting.presence.seen import Seen
from mesto.domains.lighting.presence.tunnel import Tunnel

DUSK = datetime(2030, 1, 15, 17, tzinfo=UTC)
SETTING = Definition(
    title={"en": "Quiet street"}, ahead_m=90, hold_s=40, fade_s=30, steps=3
)


def segment(name, start, end, length_m):
    return Segment(
        urn=name, start=start, end=end, line=((14, 50), (14, 51)), length_m=length_m
    )


#: A ─ab─ B ─bc─ C, and from B away ─bd─ D
STREETS = Streets.of(
    [
        segment("ab", "A", "B", 300),
        segment("bc", "B", "C", 300),
        segment("bd", "B", "D", 150),
    ],
    [
        Post(name, along, f"{name}{along}")
        for name, length_m in (("ab", 300), ("bc", 300), ("bd", 150))
        for along in range(0, length_m, 30)
    ],
)
LAMPS = sorted(STREETS.places)


def tunnel(setting=SETTING, floor=lambda _lamp: 0.0, lamps=LAMPS):
    return Tunnel(setting, Reach(STREETS, STREETS.places, setting, lamps), floor)


def seen(sensor, after_s, towards=None):
    return Seen(sensor, DUSK + timedelta(seconds=after_s), towards)


def levels(told):
    return [
        (one.lamp, round(one.level, 3), (one.at - DUSK).total_seconds()) for one in told
    ]


def played(events, setting=SETTING, floor=lambda _lamp: 0.0):
    """Return all that is told, and the tunnel when everybody is gone."""
    lights = tunnel(setting, floor)
    told = [
        one
        for event in sorted(events, key=lambda e: e.at)
        for one in lights.hear(event)
    ]
    return [*told, *lights.pass_time(DUSK + timedelta(days=1))], lights


def level_then(told, lamp, at, before):
    """Return the level of a lamp at a moment, by what it was told."""
    mine = [one.level for one in told if one.lamp == lamp and one.at <= at]
    return mine[-1] if mine else before


passers = st.lists(
    st.builds(
        seen,
        st.sampled_from(LAMPS),
        st.integers(0, 600),
        st.sampled_from(["start", "end", None]),
    ),
    min_size=1,
    max_size=25,
)
settings = st.builds(
    Definition,
    title=st.just({"en": "Any"}),
    base=st.sampled_from([0.0, 0.2, 0.4]),
    full=st.sampled_from([0.5, 1.0]),
    ahead_m=st.integers(30, 300),
    behind_m=st.integers(0, 100),
    hold_s=st.integers(5, 90),
    fade_s=st.integers(0, 60),
    steps=st.integers(1, 5),
)


def test_lamps_ahead_are_lit_in_every_street_one_may_take():
    told = tunnel().hear(seen("ab240", 0, "end"))
    assert [lamp for lamp, level, _ in levels(told) if level == 1] == [
        *("ab240", "ab270", "bc0", "bc30", "bd0", "bd30")
    ]


def test_who_may_go_either_way_is_lit_both_ways():
    told = tunnel().hear(seen("ab150", 0))
    assert {one.lamp for one in told} == {f"ab{m}" for m in range(60, 241, 30)}


def test_the_second_sensor_tells_where_somebody_goes():
    lights = tunnel()
    lights.hear(seen("ab150", 0))
    lights.pass_time(DUSK + timedelta(seconds=600))
    lights.hear(seen("ab90", 700))
    lights.pass_time(DUSK + timedelta(seconds=900))
    lights.hear(seen("ab120", 920))
    told = lights.hear(seen("ab150", 940))
    assert [one.lamp for one in told] == ["ab240"]


def test_who_comes_from_both_sides_at_once_has_light_on_both():
    lights = tunnel()
    lights.hear(seen("ab60", 0, "end"))
    lights.hear(seen("ab180", 5, "start"))
    told = lights.hear(seen("ab120", 40))
    assert {one.lamp for one in told} >= {"ab210"}
    assert lights.level("ab30") == lights.level("ab210") == 1


def test_nobody_is_a_hundred_times_faster_than_a_car():
    lights = tunnel()
    lights.hear(seen("ab60", 0, "end"))
    told = lights.hear(seen("ab120", 0.1))
    assert "ab210" in {one.lamp for one in told}
    assert lights.level("ab30") == 1, "nobody knows where to, so both ways are lit"


def test_a_lamp_goes_down_gradually_when_the_last_hold_is_over():
    lights = tunnel()
    lights.hear(seen("bc240", 0, "end"))
    lights.hear(seen("bc240", 25, "end"))
    told = lights.pass_time(DUSK + timedelta(seconds=1000))
    assert [one for one in levels(told) if one[0] == "bc270"] == [
        ("bc270", 0.733, 75.0),
        ("bc270", 0.467, 85.0),
        ("bc270", 0.2, 95.0),
    ]
    assert lights.due_at is None


def test_who_comes_while_a_lamp_goes_down_has_full_light_at_once():
    lights = tunnel()
    lights.hear(seen("bc240", 0, "end"))
    lights.pass_time(DUSK + timedelta(seconds=55))
    assert lights.level("bc240") < 1
    assert ("bc240", 1.0, 60.0) in levels(lights.hear(seen("bc240", 60, "end")))


def test_lamps_of_others_are_left_alone():
    told = tunnel(lamps={"ab150"}).hear(seen("ab120", 0))
    assert [one.lamp for one in told] == ["ab150"]


@given(passers, settings, st.sampled_from([0.0, 0.1, 0.3, 0.9]))
def test_no_lamp_goes_below_its_base_or_the_floor_of_its_street(events, setting, floor):
    told, lights = played(events, setting, lambda _lamp: floor)
    least = max(setting.base, floor)
    assert all(least - 1e-9 <= one.level <= max(setting.full, floor) for one in told)
    assert all(lights.level(lamp) == least for lamp in LAMPS)


@given(passers, settings)
def test_a_lamp_is_full_from_the_first_who_passes_till_the_last_hold_is_over(
    events, setting
):
    told, _ = played(events, setting)
    reach = Reach(STREETS, STREETS.places, setting, LAMPS)
    for event in events:
        for lamp in reach.lit(event.sensor, event.towards) if event.towards else ():
            for after_s in (0, setting.hold_s / 2, setting.hold_s - 0.001):
                at = event.at + timedelta(seconds=after_s)
                assert level_then(told, lamp, at, setting.base) == setting.full


@given(passers, settings)
def test_every_lamp_ahead_is_lit_wherever_one_goes(events, setting):
    lights = tunnel(setting)
    for event in sorted(events, key=lambda one: one.at):
        lights.hear(event)
        post = STREETS.places[event.sensor]
        ways = [event.towards] if event.towards else ["start", "end"]
        ahead = [
            one
            for way in ways
            for one in STREETS.ahead(post.segment, post.along_m, way, setting.ahead_m)
        ]
        if event.towards:
            assert all(lights.level(one.lamp) == setting.full for one in ahead)
        else:
            assert lights.level(event.sensor) == setting.full


@given(passers, settings, st.integers(0, 100))
def test_a_longer_tunnel_never_takes_light_away(events, setting, more_m):
    known = [one._replace(towards=one.towards or "end") for one in events]
    short, _ = played(known, setting)
    long, _ = played(known, replace(setting, ahead_m=setting.ahead_m + more_m))
    for at in (DUSK + timedelta(seconds=s) for s in range(0, 800, 50)):
        for lamp in LAMPS:
            before = level_then(short, lamp, at, setting.base)
            assert level_then(long, lamp, at, setting.base) >= before - 1e-9


@given(passers, settings, st.lists(st.integers(0, 800), max_size=8))
def test_what_is_told_does_not_depend_on_when_anybody_looks(events, setting, looks):
    alone, _ = played(events, setting)
    lights = tunnel(setting)
    moments = [(event.at, 1, event) for event in sorted(events, key=lambda e: e.at)]
    moments += [(DUSK + timedelta(seconds=s), 0, None) for s in looks]
    told = []
    for at, _, event in sorted(moments, key=lambda one: one[:2]):
        told += lights.pass_time(at) if event is None else lights.hear(event)
    told += lights.pass_time(DUSK + timedelta(days=1))
    assert told == alone
