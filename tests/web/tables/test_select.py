import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mesto.web.readings import Column, lay
from mesto.web.tables.filter import read_filter
from mesto.web.tables.select import Key, chosen, fits

NOW_S = 1_000_000.0
EVERY_KIND = (5, 7.5, "5", True, "on", "Žižkova", None)


def column(*values):
    laid = [lay(value) for value in values]
    texts = np.empty(len(laid), object)
    texts[:] = [text for _, text in laid]
    return Column(np.array([number for number, _ in laid]), texts)


def those(condition, *values):
    (one,) = read_filter(condition)
    mask = fits(one, column(*values), NOW_S)
    return [value for value, fit in zip(values, mask, strict=True) if fit]


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("a is 5", [5, "5"]),
        ("a is true", [True]),
        ("a is on or 7.5", [7.5, "on"]),
        ("a is not on", [5, 7.5, "5", True, "Žižkova"]),
        ("a from 5 to 7", [5]),
        ("a to 7.5", [5, 7.5]),
        ("a has zizkov", ["Žižkova"]),
        ("a has жижкова", ["Žižkova"]),
        ("a has o", ["on", "Žižkova"]),
        ("a known", [5, 7.5, "5", True, "on", "Žižkova"]),
        ("a unknown", [None]),
    ],
)
def test_a_condition_finds_what_it_says(condition, found):
    assert those(condition, *EVERY_KIND) == found


def test_a_time_is_older_or_within():
    hour_ago, now = "1970-01-12T12:46:40Z", "1970-01-12T13:46:40Z"
    assert those("a older 30min", hour_ago, now, None) == [hour_ago]
    assert those("a within 30min", hour_ago, now, None) == [now]
    assert those("a before 1970-01-12T13:00Z", hour_ago, now) == [hour_ago]


def in_order(values, *keys):
    places = chosen([], keys, {"a": column(*values)}, NOW_S)
    return [values[place] for place in places]


def test_numbers_come_before_texts_and_nothing_comes_last_either_way():
    values = ["b", 2, None, 10, "a", None, -1]
    assert in_order(values, Key("a")) == [-1, 2, 10, "a", "b", None, None]
    assert in_order(values, Key("a", descending=True)) == [
        "b",
        "a",
        10,
        2,
        -1,
        None,
        None,
    ]


def test_texts_are_sorted_as_people_count_and_without_accents():
    values = ["SL-10", "sl-2", "Šl-1", "SL-1a"]
    assert in_order(values, Key("a")) == ["Šl-1", "SL-1a", "sl-2", "SL-10"]


def test_a_second_column_decides_where_the_first_does_not():
    columns = {"a": column(1, 2, 1, 2), "b": column(1, 1, 2, 2)}
    keys = [Key("a", descending=True), Key("b", descending=True)]
    assert chosen([], keys, columns, NOW_S).tolist() == [3, 1, 2, 0]


def test_rows_alike_keep_their_order_whichever_way_they_are_sorted():
    for descending in (False, True):
        keys = [Key("a", descending=descending)]
        for alike in ((1, 1, 1), ("Šl-1", "SL-1", "sl-1")):
            places = chosen([], keys, {"a": column(*alike)}, NOW_S)
            assert places.tolist() == [0, 1, 2]


VALUES = st.none() | st.booleans() | st.integers(-99, 99) | st.text(max_size=4)


@given(st.lists(VALUES, min_size=1), st.booleans())
@example(values=[False, "", True, " "], descending=True)
def test_sorting_loses_nobody_and_sorting_again_changes_nothing(values, descending):
    key = Key("a", descending=descending)
    once = in_order(values, key)
    assert sorted(map(repr, once)) == sorted(map(repr, values))
    assert list(map(repr, in_order(once, key))) == list(map(repr, once))


@given(st.lists(VALUES, min_size=1), VALUES)
def test_a_condition_and_its_denial_share_nobody_and_leave_only_the_unknown(
    values, one
):
    word = {None: "null", True: "true", False: "false"}.get(one, str(one))
    quoted = word.replace('"', '""')
    yes = those(f'a is "{quoted}"', *values)
    no = those(f'a is not "{quoted}"', *values)
    known = those("a known", *values)
    assert len(yes) + len(no) == len(known)
