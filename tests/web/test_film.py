from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mesto.kernel.question.film import Take
from mesto.web.assets import GONE
from mesto.web.film import (
    ABSENT,
    CHANGE,
    SHOWN,
    changed_between,
    develop,
    ms_of,
    pack,
    splice,
    unpack,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TYPES = ("Streetlight", "WasteContainer")
TODAY = {name: number for number, name in enumerate(TYPES)}

values = (
    st.floats(allow_infinity=False) | st.sampled_from([0.0, 0.7, float("nan")])
).map(lambda value: value + 0.0)  # there is one zero
shown = st.tuples(st.integers(0, 1), st.integers(0, 4), values)
wholes = st.dictionaries(st.integers(1, 40), shown, max_size=20)
moments_ms = st.integers(0, 3_600_000)
changes = st.lists(
    st.tuples(moments_ms, st.integers(1, 40), shown | st.none()), max_size=40
).map(lambda told: sorted(told, key=lambda one: one[0]))


def whole_of(how):
    rows = [(number, *how[number]) for number in sorted(how)]
    return np.array(rows, SHOWN)


def changes_of(told, began_ms=0):
    gone = (0, ABSENT, float("nan"))
    rows = [(at - began_ms, number, *(how or gone)) for at, number, how in told]
    return np.array(rows, CHANGE)


def at(how, told, moment_ms):
    """What a moment shows, told the slow way."""
    then = how | {number: new for ms, number, new in told if ms <= moment_ms}
    return {number: new for number, new in then.items() if new is not None}


def plain(rows):
    return {int(row["id"]): tuple(row.tolist())[1:] for row in rows}


def layers(rows):
    return {number: how[0] for number, how in plain(rows).items()}


def same(one, other):
    return repr(sorted(one.items())) == repr(sorted(other.items()))


def a_reel(how, told, *, cut=()):
    """A first take with the whole, and further ones from each of the cuts on."""
    edges = [0, *sorted(cut), 3_600_001]
    takes = [Take(NOON, NOON, pack(whole_of(how), TYPES))]
    for start, stop in pairwise(edges):
        part = [one for one in told if start <= one[0] < stop]
        if part:
            began = part[0][0]
            film = pack(changes_of(part, began), TYPES)
            start_at = NOON + timedelta(milliseconds=began)
            stop_at = NOON + timedelta(milliseconds=stop)
            takes.append(Take(start_at, stop_at, None, film))
    return takes


@given(how=wholes, told=changes, moment=moments_ms, cut=st.lists(moments_ms))
def test_a_reel_shows_each_of_its_moments(how, told, moment, cut):
    reel = develop(a_reel(how, told, cut=cut), TODAY)
    frame = reel.frame(NOON + timedelta(milliseconds=moment))
    assert same(plain(frame.rows), at(how, told, moment))


@given(how=wholes, told=changes, moment=moments_ms, cut=st.lists(moments_ms))
def test_takes_spliced_into_one_show_the_same(how, told, moment, cut):
    first, *others = a_reel(how, told, cut=cut)
    parts = [(ms_of(one.start), unpack(one.changes, CHANGE, TODAY)) for one in others]
    whole = Take(NOON, NOON, first.whole, splice(parts, NOON, TYPES))
    moment_at = NOON + timedelta(milliseconds=moment)
    frame = develop([whole], TODAY).frame(moment_at)
    assert same(plain(frame.rows), at(how, told, moment))


@given(how=wholes, told=changes, moments=st.tuples(moments_ms, moments_ms))
def test_changes_between_two_moments_lead_from_one_to_the_other(how, told, moments):
    reel = develop(a_reel(how, told), TODAY)
    one, other = (reel.frame(NOON + timedelta(milliseconds=ms)) for ms in moments)
    changed = changed_between(one, other)
    if changed is None:
        assert layers(one.rows) != layers(other.rows)
    else:
        assert same(plain(one.rows) | plain(changed), plain(other.rows))


def test_what_is_shown_no_more_is_gone():
    rows = whole_of({1: (0, 0, 0.5), 2: (1, 2, 0.97)})
    read = unpack(pack(rows, TYPES), SHOWN, {"WasteContainer": 7})
    assert read["layer"].tolist() == [GONE, 7]


def test_a_day_of_a_lamp_takes_a_few_bytes():
    lamps = np.zeros(20_000, CHANGE)
    lamps["id"] = np.arange(1, 20_001)
    lamps["at"] = np.arange(20_000) * 3
    lamps["value"] = 0.7
    assert len(pack(lamps, TYPES)) < 2 * len(lamps)
