from math import isnan

from hypothesis import given
from hypothesis import strategies as st

from mesto.domains.lighting.faults.window import ATTRIBUTES, ROWS, Window

SAID = st.lists(
    st.tuples(
        st.sampled_from(ATTRIBUTES),
        st.floats(0, 300) | st.sampled_from(["on", "off", "ok", "defectiveLamp"]),
        st.integers(0, 20),
    ),
    max_size=60,
    unique_by=lambda one: (one[0], one[2]),
)


def read(said):
    window = Window()
    for attribute, value, at_s in said:
        window.note(attribute, value, float(at_s))
    return [tuple(map(str, one)) for one in window.readings()]


@given(SAID, st.randoms())
def test_what_is_read_does_not_depend_on_the_order_in_which_it_came(said, dice):
    late = sorted(said, key=lambda _: dice.random())
    assert read(said) == read(late) == read([*late, *said])


def test_a_window_keeps_the_newest_and_forgets_the_rest():
    window = Window()
    for at in range(3 * ROWS):
        window.note("powerConsumption", float(at), 60.0 * at)
    kept = window.readings()
    assert [one.power_w for one in kept] == [
        float(n) for n in range(2 * ROWS, 3 * ROWS)
    ]
    assert not window.note("powerConsumption", 5.0, 5.0)


def test_a_level_holds_for_what_is_metered_after_it():
    window = Window()
    window.note("illuminanceLevel", 0.5, 0.0)
    window.note("powerConsumption", 30.0, 900.0)
    window.note("powerConsumption", 30.0, 9000.0)
    assert window.readings()[1].level == 0.5
    assert isnan(window.readings()[2].level)


def test_a_lamp_that_only_says_on_burns_fully():
    window = Window()
    window.note("powerState", "on", 0.0)
    window.note("powerState", "off", 900.0)
    assert [one.level for one in window.readings()] == [1.0, 0.0]


def test_words_that_mean_nothing_are_passed_over():
    window = Window()
    assert not window.note("powerConsumption", "a lot", 0.0)
    assert not window.note("status", "columnIssue", 0.0)
    assert not window.note("lampTemperature", 40.0, 0.0)
    assert window.readings() == []
