"""When a control programme is active, and what makes lamps rise above it. Pure.

Of several active periods any one is enough. What TALQ lets a gateway choose to know is
sent only where it does: darkness is told by the first way that it knows.

Source: TALQ 2.7.1, ActivePeriod and its heirs, DynamicControl, ControlEffect.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from mesto.gates.talq.night import DAY, FULL, NOON, Dusk, Passing, Turn
from mesto.kernel.errors import Malformed

#: So long before sunset and after sunrise the clock rules where the sun says nothing.
BROAD_DAY: Final = 240
MOST_SENSORS: Final = 2  #: in one reference
SENSOR: Final = "SensorActivePeriod"
BOTH: Final = "AstroAndSensorActivePeriod"
VALUE: Final = "ValueActivePeriod"
#: How a light sensor says that it is dark, what the city means most exactly first.
DARK: Final = (SENSOR, BOTH, VALUE)
EXTERNAL: Final = "ExternalControlEffect"
LIGHT_LEVEL: Final = "lightLevel"  #: of a LightSensorFunction, lx


class Senses(NamedTuple):
    """What a programme's sensors are to the gateway.

    dusk: function of the light sensor; none: the city says when it finds it dark
    passing: functions that see people
    outside: sensors elsewhere, of which the city tells when somebody is seen
    dark_by: how the gateway is told when it is dark
    """

    dusk: Sequence[str] = ()
    passing: Sequence[str] = ()
    outside: Sequence[str] = ()
    dark_by: str = SENSOR


def between_suns(
    evening: Sequence[Turn], morning: Sequence[Turn]
) -> list[dict[str, Any]]:
    """Write the period that the sun begins and ends; none where it does neither."""
    if not evening and not morning:
        return []
    return [
        {
            "name": "AstroClockActivePeriod",
            "sunsetOffset": _offset(evening, -BROAD_DAY),
            "sunriseOffset": _offset(morning, BROAD_DAY),
        }
    ]


def _offset(turns: Sequence[Turn], otherwise: int) -> int:
    sun = turns[0].sun if turns else None
    return sun[1] if sun else otherwise


def by_the_clock(clock: Sequence[Turn]) -> list[dict[str, Any]]:
    """Write the one stretch of a day in which the clock lets lamps burn.

    None where they never go out, or more than once.
    """
    lit = {one.minute: one.level > 0 for one in clock}
    minutes = sorted(lit)
    # the last turn of a day holds until the first
    before = dict(zip(minutes, [*minutes[-1:], *minutes[:-1]], strict=True))
    turning = [one for one in minutes if lit[one] != lit[before[one]]]
    on = [clock_of(one) for one in turning if lit[one]]
    off = [clock_of(one) for one in turning if not lit[one]]
    if len(on) != 1:
        return []
    return [{"name": "AbsoluteActivePeriod", "startTime": on[0], "endTime": off[0]}]


def clock_of(minute: int) -> str:
    """Write a minute after noon as the clock shows it."""
    of_day = (minute + NOON) % DAY
    return f"{of_day // 60:02}:{of_day % 60:02}:00"


def when_dark(
    dusk: Dusk | None, senses: Senses, sun: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Write the period in which a light sensor finds it dark, beside that of the sun.

    sun: the AstroClockActivePeriod

    AstroAndSensorActivePeriod adds the hours before sunset alone. A ValueActivePeriod
    has no hysteresis: it ends where it begins.
    """
    if dusk is None or not senses.dusk:
        return []
    levels = {"onLevel": dusk.dark_lx, "offLevel": dusk.light_lx}
    sensor = {"sensor": {"sensorAddresses": list(senses.dusk)}}
    match senses.dark_by:
        case "AstroAndSensorActivePeriod":
            more = {"pcActiveBeforeSunset": BROAD_DAY, "pcActiveBeforeSunrise": 0}
            return [{**sun, "name": BOTH, **sensor, **levels, **more}]
        case "ValueActivePeriod":
            (function, *_) = senses.dusk
            state = {"name": "FloatState", "value": dusk.dark_lx}
            address = f"{function}/{LIGHT_LEVEL}"
            reference = {"resource": "devices", "address": address}
            compared = {"reference": reference, "operator": "LT", "state": state}
            return [{"name": VALUE, **compared}]
    return [{"name": SENSOR, **sensor, **levels}]


def rises_for(passing: Passing | None, senses: Senses) -> list[dict[str, Any]]:
    """Write how a lamp rises for people.

    Raises Malformed where nobody would tell the gateway of them.
    """
    if passing is None:
        return []
    if not senses.passing and not senses.outside:
        raise Malformed("behind the gateway there is no sensor that sees these people")
    state = {"name": "LevelState", "value": round(passing.level * FULL)}
    fixed = {"type": "FixedControlEffect", "command": command_of(state, passing.fade_s)}
    return [
        {"effect": {**effect, "operation": "Max", "holdTime": passing.hold_s}}
        for effect in (
            *({**fixed, "source": one} for one in _by_two(senses.passing)),
            *({"type": EXTERNAL, "source": one} for one in _by_two(senses.outside)),
        )
    ]


def command_of(state: Mapping[str, Any], fade_s: float) -> dict[str, Any]:
    """Write a command that goes down gradually when it ends."""
    return {"state": state} | ({"rampFromLevelTime": fade_s} if fade_s else {})


def _by_two(sensors: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield the sources that sensors make; two go into one reference."""
    for start in range(0, len(sensors), MOST_SENSORS):
        some = list(sensors[start : start + MOST_SENSORS])
        yield {"sensor": {"sensorAddresses": some}}
