from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.kernel.errors import Malformed
from mesto.kernel.order import admit, example
from mesto.kernel.plugin import Amount, Choice, Level, Order, Press, Switch


def order(takes):
    return Order(name="test", title={}, does={}, command="test", takes=takes)


SWITCH = order(Switch(on=1.0, off=0.0))
LEVEL = order(Level())
LIMIT = order(Amount(least=1, most=22, step=0.5, unit="kW"))
MODE = order(Choice(options=[("automatic", {}), (1, {})]))
CALENDAR = order(Press())


def test_a_switch_carries_what_the_device_understands():
    assert admit(SWITCH, value=True) == 1.0
    assert admit(SWITCH, value=False) == 0.0


@pytest.mark.parametrize(
    ("given", "value"),
    [(LEVEL, 0), (LEVEL, 0.37), (LIMIT, 1.5), (MODE, 1), (MODE, "automatic")],
)
def test_a_value_in_range_is_carried(given, value):
    assert admit(given, value) == value


def test_a_button_carries_its_own_value():
    assert admit(CALENDAR, None) is None


@pytest.mark.parametrize(
    ("given", "value", "reason"),
    [
        (SWITCH, 1, "true or false"),
        (LEVEL, 1.01, "0 to 1"),
        (LEVEL, True, "a number"),
        (LEVEL, float("nan"), "0 to 1"),
        (LEVEL, 10**400, "0 to 1"),
        (LIMIT, 22.5, "1 to 22"),
        (LIMIT, 1.3, "steps of 0.5"),
        (MODE, True, "automatic, 1"),
        (MODE, "off", "automatic, 1"),
        (CALENDAR, 0, "no value"),
    ],
)
def test_what_an_order_does_not_take_is_refused_with_what_it_takes(
    given, value, reason
):
    with pytest.raises(Malformed, match=reason):
        admit(given, value)


ANY = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.lists(st.integers())
)


@given(st.sampled_from([SWITCH, LEVEL, LIMIT, MODE, CALENDAR]), ANY)
def test_any_value_is_carried_or_refused(given, value):
    with suppress(Malformed):
        admit(given, value)


def test_an_example_is_what_a_command_may_carry():
    carried = [example(one) for one in (SWITCH, LEVEL, LIMIT, MODE, CALENDAR)]
    assert carried == [1.0, 1.0, 1.0, "automatic", None]
