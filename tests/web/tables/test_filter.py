import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.kernel.errors import Malformed
from mesto.web.tables.filter import (
    MOST_CONDITIONS,
    Aged,
    Has,
    Is,
    Known,
    Lies,
    read_filter,
)

SENTENCE = (
    "and or not is from to has older within before after known unknown a .state"
    ' 0.8 -2 2h 2026-01-01 critical "a b" "" " \u2028'
)
WORDS = SENTENCE.split(" ")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", ()),
        (".state is critical or offline", (Is(".state", ("critical", "offline")),)),
        ("powerState is not on", (Is("powerState", ("on",), denied=True),)),
        ("fillingLevel from 0.8", (Lies("fillingLevel", 0.8, None),)),
        ("voltage from -1 to 1e3", (Lies("voltage", -1.0, 1000.0),)),
        ("voltage to 207", (Lies("voltage", None, 207.0),)),
        ('.street has "nova ulice"', (Has(".street", "nova ulice"),)),
        (".seen older 2h", (Aged(".seen", 7200.0, within=False),)),
        (".since within 90min", (Aged(".since", 5400.0, within=True),)),
        ("last before 2026-01-01", (Lies("last", None, 1_767_225_600.0),)),
        ("last after 1970-01-01T01:00+01:00", (Lies("last", 0.0, None),)),
        ("height unknown", (Known("height", known=False),)),
        ('"and" known', (Known("and", known=True),)),
        ('model is "say ""on"""', (Is("model", ('say "on"',)),)),
    ],
)
def test_a_condition_can_be_read_aloud(text, read):
    assert read_filter(text) == read


def test_conditions_are_joined_by_and():
    one, other = read_filter(" a is 1  and\tb known ")
    assert (one, other) == (Is("a", ("1",)), Known("b", known=True))


@pytest.mark.parametrize(
    ("text", "at", "why"),
    [
        ("a", 1, "expected is, from"),
        ("a equals 1", 2, "expected is, from"),
        ("a is", 4, "a value"),
        ("a is 1 or", 9, "a value"),
        ("a is and", 5, "a value"),
        ("a is 1 b is 2", 7, "expected and"),
        ("a is 1 and", 10, "the name of a column"),
        ("a from x", 7, "not a number"),
        ("a from 1 to nan", 12, "not a number"),
        ("a older 2", 8, "not a duration"),
        ("a before noon", 9, "not a moment"),
        ("a after 9999-12-31T24:01", 8, "not a moment"),
        ('a is "b', 5, "quote"),
        ('a is b"c', 5, "quote"),
        (" and a is " * (MOST_CONDITIONS + 1), 1, "the name of a column"),
    ],
)
def test_a_refusal_names_the_place_and_the_reason(text, at, why):
    with pytest.raises(Malformed, match=why) as refused:
        read_filter(text)
    assert refused.value.facts["at"] == at


def test_a_filter_has_its_limits():
    with pytest.raises(Malformed, match="characters"):
        read_filter("a is " + "b" * 5_000)
    with pytest.raises(Malformed, match="conditions"):
        read_filter(" and ".join(["a known"] * (MOST_CONDITIONS + 1)))
    with pytest.raises(Malformed, match="values"):
        read_filter("a is " + " or ".join("b" * 201))


@given(st.text() | st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_any_text_is_read_or_refused_with_its_place(text):
    try:
        conditions = read_filter(text)
    except Malformed as refused:
        where, why = refused.facts["at"], refused.facts["why"]
    else:
        where, why = 0, "it is read"
        assert all(map(is_sound, conditions))
    assert 0 <= where <= len(text)
    assert why


def is_sound(condition):
    match condition:
        case Lies(least=least, greatest=greatest):
            limits = [limit for limit in (least, greatest) if limit is not None]
            return limits and all(map(math.isfinite, limits))
        case Is(values=values):
            return bool(values)
    return True
