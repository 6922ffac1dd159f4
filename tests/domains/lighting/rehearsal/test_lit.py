"""What is played by arrays is what lamps would be told, one by one."""

from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mesto.domains.lighting.inventory.segments import Post, Segment
from mesto.domains.lighting.inventory.streets import Streets
from mesto.domains.lighting.presence.definition import Definition
from mesto.domains.lighting.presence.reach import Reach
from mesto.domains.lighting.presence.seen import Seen as SeenThen
from mesto.domains.lighting.presence.tunnel import Tunnel, level_of
from mesto.domains.lighting.rehearsal.ground import ground_of
from mesto.domains.lighting.rehearsal.lit import OPEN, Lit, Seen, Span, reached_from

NIGHT = datetime(2030, 1, 15, 16, tzinfo=UTC)
SPAN = Span(0, 2000)


def segment(name, start, end, length_m):
    return Segment(
        urn=name, start=start, end=end, line=((14, 50), (14, 51)), length_m=length_m
    )


STREETS = Streets.of(
    [
        segment("ab", "A", "B", 300),
        segment("bc", "B", "C", 150),
        segment("bd", "B", "D", 150),
    ],
    [
        Post(name, along, f"{name}{along}")
        for name, length_m in (("ab", 300), ("bc", 150), ("bd", 150))
        for along in range(0, length_m, 30)
    ],
)
LAMPS = sorted(STREETS.places)
GROUND = ground_of(STREETS, LAMPS, STREETS.places)

events = st.lists(
    st.tuples(
        st.sampled_from(LAMPS), st.integers(0, 1500), st.sampled_from(["start", "end"])
    ),
    max_size=20,
)
settings = st.builds(
    Definition,
    title=st.just({"en": "Any"}),
    ahead_m=st.integers(30, 200),
    hold_s=st.integers(5, 90),
    fade_s=st.sampled_from([0, 30, 60]),
    steps=st.sampled_from([1, 2, 3]),
)


def lit_by_arrays(seen, setting):
    reach = Reach(STREETS, STREETS.places, setting, LAMPS)
    numbers = [(GROUND.sensors.index(s), OPEN.index(way), at) for s, at, way in seen]
    columns = np.array(numbers, np.int64).reshape(-1, 3).T
    found = Seen(columns[0], columns[1], columns[2].astype(float))
    return Lit(found, reached_from(GROUND, reach), setting, 0.0)


def told_one_by_one(seen, setting):
    lights = Tunnel(setting, Reach(STREETS, STREETS.places, setting, LAMPS))
    told = []
    for sensor, at_s, way in sorted(seen, key=lambda one: one[1]):
        told += lights.hear(SeenThen(sensor, NIGHT + timedelta(seconds=at_s), way))
    return told + lights.pass_time(NIGHT + timedelta(days=1))


def light_s(told, setting, lamp):
    """Return the time integral of a lamp's level over the span."""
    level, at_s, whole = setting.base, 0.0, 0.0
    for one in told:
        if one.lamp == lamp:
            now_s = min((one.at - NIGHT).total_seconds(), SPAN.end_s)
            whole += level * (now_s - at_s)
            level, at_s = one.level, now_s
    return whole + level * (SPAN.end_s - at_s)


@given(events, settings)
def test_every_lamp_is_lit_as_long_as_it_would_be_told(seen, setting):
    told = told_one_by_one(seen, setting)
    seconds = lit_by_arrays(seen, setting).seconds(len(LAMPS), SPAN)
    high = setting.full - setting.base
    share = 1 - np.arange(setting.falls)[:, None] / setting.falls
    played = setting.base * SPAN.end_s + high * (seconds * share).sum(axis=0)
    expected = [light_s(told, setting, lamp) for lamp in LAMPS]
    np.testing.assert_allclose(played, expected, atol=0.5)


@given(events, settings, st.integers(0, 1999))
def test_a_lamp_has_the_level_at_a_moment_that_it_would_be_told(seen, setting, at_s):
    told = told_one_by_one(seen, setting)
    at = np.full(len(LAMPS), at_s + 0.55)
    steps = lit_by_arrays(seen, setting).steps(np.arange(len(LAMPS)), at)
    for lamp, down in zip(LAMPS, steps, strict=True):
        then = NIGHT + timedelta(seconds=at_s + 0.55)
        mine = [one.level for one in told if one.lamp == lamp and one.at <= then]
        played = setting.full - (setting.full - setting.base) * down / setting.falls
        assert abs(played - (mine[-1] if mine else level_of(None, setting, 0))) < 1e-6
