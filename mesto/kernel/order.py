"""Which values an order takes. Pure."""

from mesto.kernel.errors import Malformed
from mesto.kernel.model import Value
from mesto.kernel.plugin import Amount, Choice, Level, Order, Press, Switch

EXACT = 1e-9  #: share of a step by which a value may miss it


def admit(order: Order, value: Value) -> Value:
    """Return the value an order's command carries when people choose `value`.

    Raises Malformed, with what it takes, where it does not take that.
    """
    match order.takes:
        case Switch(on=on, off=off):
            return _one_of(order, value, {True: on, False: off})
        case Level():
            return _within(order, value, 0, 1)
        case Amount(least=least, most=most, step=step):
            number = _within(order, value, least, most)
            steps = (number - least) / step
            if abs(steps - round(steps)) > EXACT * max(1.0, steps):
                raise Malformed(
                    f"{order.name} goes from {least:g} in steps of {step:g}"
                )
            return number
        case Choice(options=options):
            if any(_same(value, known) for known, _ in options):
                return value
            known = ", ".join(str(one) for one, _ in options)
            raise Malformed(f"{order.name} takes one of {known}")
        case Press(value=carried):
            if value is not None:
                raise Malformed(f"{order.name} takes no value")
            return carried


def example(order: Order) -> Value:
    """Return a value the command of an order may carry."""
    match order.takes:
        case Switch(on=on):
            return on
        case Level():
            return 1.0
        case Amount(least=least):
            return float(least)
        case Choice(options=options):
            return options[0][0]
        case Press(value=carried):
            return carried


def _one_of(order: Order, value: Value, carried: dict[bool, Value]) -> Value:
    if not isinstance(value, bool):
        raise Malformed(f"{order.name} takes true or false")
    return carried[value]


def _within(order: Order, value: Value, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Malformed(f"{order.name} takes a number")
    if not least <= value <= most:  # so is what is no number at all
        raise Malformed(f"{order.name} takes {least:g} to {most:g}")
    return float(value)


def _same(one: Value, other: Value) -> bool:
    """Tell whether two values are the same in JSON, where true is not 1."""
    return type(one) is type(other) and one == other
