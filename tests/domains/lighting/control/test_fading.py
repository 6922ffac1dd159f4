"""A light that changes gradually, to lamps that fade and lamps that do not."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mesto.domains.lighting.control.decide import Held
from mesto.domains.lighting.control.fading import (
    MOST_STEPS,
    SHORTEST_S,
    level_of,
    stepped,
    told,
)

NOON = datetime(2026, 12, 21, 11, tzinfo=UTC)
levels = st.sampled_from([0.0, 0.1, 0.3, 0.5, 0.8, 1.0])
turns = st.tuples(st.integers(1, 300), levels, st.sampled_from([0, 5, 20, 60, 3600]))


def course(turns_):
    """Levels one after the other, so many seconds apart."""
    found, at = [Held(NOON, 0.0, "sun")], NOON
    for after_s, level, fade_s in turns_:
        at += timedelta(seconds=after_s)
        found.append(Held(at, level, "programme", fade_s=fade_s))
    return found


def lit(held, at):
    return next(one.level for one in reversed(held) if one.at <= at)


@given(st.lists(turns, max_size=6))
def test_a_fade_is_few_steps_in_order_between_what_was_and_what_shall_be(turns_):
    whole = course(turns_)
    steps = stepped(whole)
    assert all(one.at < two.at for one, two in pairwise(steps))
    assert len(steps) <= len(whole) + sum(MOST_STEPS - 1 for t in turns_ if t[2])
    for number, held in enumerate(whole):
        before = whole[number - 1].level if number else 0.0
        ends = whole[number + 1].at if number + 1 < len(whole) else None
        mine = [
            one
            for one in steps
            if one.at >= held.at and (ends is None or one.at < ends)
        ]
        assert mine[0].at == held.at, "a fade begins at once"
        low, high = sorted((before, held.level))
        assert all(low - 1e-3 <= one.level <= high + 1e-3 for one in mine)
        assert all(
            (b.at - a.at).total_seconds() >= SHORTEST_S for a, b in pairwise(mine)
        )
        over = held.at + timedelta(seconds=held.fade_s)
        if ends is None or over < ends:
            assert lit(steps, over) == held.level


@given(levels, st.integers(0, 3600))
def test_a_lamp_that_fades_is_told_level_and_time_and_both_are_a_level(level, fade_s):
    held = Held(NOON, level, "programme", fade_s=fade_s)
    value = told(held, "itself")
    assert value == ({"level": level, "fade_s": fade_s} if fade_s else level)
    assert told(held, "") == told(held, "steps") == level
    assert level_of(value) == level
    assert level_of(None) is level_of({"else": 1}) is None
