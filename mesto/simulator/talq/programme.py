"""What a lamp should do by its calendar and control programme. Pure.

Days run from noon to noon (`dayOffset` 12), so that a night belongs to one day. Times
are seconds of the day on the local clock. Outside a programme's active periods the lamp
is dark.

Source: TALQ 2.7.1, schemas Calendar, CalendarRule, ccDate, ccDay, ControlProgramOne and
what they refer to.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import eq, ge, gt, le, lt, ne
from typing import Any, Final, NamedTuple, TypeAlias

Plain: TypeAlias = Mapping[str, Any]  #: a TALQ document, as JSON

NOON: Final = 12
DAY_S: Final = 86_400
FULL: Final = 100
ON_LUX, OFF_LUX = 35.0, 60.0  #: of the twilight switch, where nobody says others
EXTERNAL: Final = "ExternalControlEffect"
_LAST = "L"
_COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "EQ": eq,
    "NE": ne,
    "GE": ge,
    "GT": gt,
    "LE": le,
    "LT": lt,
}
_OPERATIONS: Mapping[str, Callable[[int, int], int]] = {
    "Set": lambda _, new: new,
    "Max": max,
    "Min": min,
    "Add": lambda old, new: old + new,
    "Sub": lambda old, new: old - new,
    "Mul": lambda old, new: round(old * new / FULL),
}
SUPPORTED: Final = (
    "AbsoluteActivePeriod",
    "AstroClockActivePeriod",
    "SensorActivePeriod",
    "AstroAndSensorActivePeriod",
    "ValueActivePeriod",
    "AstroClockTimeControl",
    "DynamicControl",
    "FixedControlEffect",
    "ExternalControlEffect",
    "ccDate",
    "ccDay",
)


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What a programme looks at besides the clock.

    sunset_s, sunrise_s: on the local clock, seconds of the day
    light: what a sensor shows, by its address: lux, or 1 where a photocell is on
    presence: since when, in seconds, nobody was seen by a sensor; 0 while someone is
    outside: the command that sensors elsewhere were said to want last, and since when,
        in seconds, it is over; None where nothing was said
    value: what an attribute shows, by its address; None where there is none such
    was_active: whether the programme was active just before, for hysteresis
    """

    sunset_s: float
    sunrise_s: float
    light: Callable[[Sequence[str]], float]
    presence: Callable[[Sequence[str]], float]
    outside: Callable[[Sequence[str]], tuple[Plain, float] | None] = lambda _: None
    value: Callable[[str], object] = lambda _: None
    was_active: bool = False


class Wanted(NamedTuple):
    """A command of a programme: level 0..100, and how it gets there, seconds.

    ramp_from_s: how it goes back where a sensor asked for it
    """

    level: int
    ramp_s: float = 0.0
    active: bool = True
    ramp_from_s: float = 0.0


def programme_of(calendar: Plain, at: datetime) -> str | None:
    """Return the programme a calendar has for the day of a local moment."""
    day = (at - timedelta(hours=NOON)).date()
    for rule in calendar.get("rules", ()):
        if _within(rule, day) and _met(rule.get("condition"), day):
            return str(rule["program"])
    default: str | None = calendar.get("defaultProgram")
    return default


def wanted(programme: Plain, at: datetime, around: Surroundings) -> Wanted:
    """Return what a programme wants at a local moment."""
    now_s = _second(at)
    periods = programme["activePeriods"]
    if periods and not any(active(one, now_s, around) for one in periods):
        return Wanted(0, active=False)
    fixed = _latest(
        [
            (_seconds(one["startTime"]), one["command"])
            for one in programme["fixedTimeControls"]
        ],
        now_s,
    )
    level, ramp_s = (FULL, 0.0) if fixed is None else _command(fixed)
    ramp_from_s = 0.0
    for operation, command in _additions(programme, now_s, around):
        more, ramp_s = _command(command)
        ramp_from_s = float(command.get("rampFromLevelTime", 0.0))
        level = _OPERATIONS[operation](level, more)
    return Wanted(min(max(level, 0), FULL), ramp_s, ramp_from_s=ramp_from_s)


def unsupported(programme: Plain) -> list[str]:
    """Return the parts of a programme which this gateway does not know."""
    used = [one["name"] for one in programme["activePeriods"]]
    used += [one["effect"]["type"] for one in programme.get("dynamicControls", ())]
    return [one for one in used if one not in SUPPORTED]


def disorder(programme: Plain) -> str:
    """Say what is wrong with the order of fixed times; empty where nothing is."""
    times = [_seconds(one["startTime"]) for one in programme["fixedTimeControls"]]
    later_s = [(one - NOON * 3600) % DAY_S for one in times]
    if len(set(times)) < len(times):
        return "two fixed times are the same"
    if times != sorted(times) and later_s != sorted(later_s):
        return "fixed times must come in increasing order"
    return ""


def _additions(
    programme: Plain, now_s: float, around: Surroundings
) -> Iterator[tuple[str, Plain]]:
    """Yield what the sun, and then sensors, add; the first dynamic control last."""
    sun = {"sunset": around.sunset_s, "sunrise": around.sunrise_s}
    by_sun = [
        ((sun[one["solarEventType"]] + 60 * one["offset"]) % DAY_S, one)
        for one in programme.get("astroClockTimeControls", ())
    ]
    latest = _latest(by_sun, now_s)
    if latest is not None:
        yield latest["operation"], latest["command"]
    for one in reversed(programme.get("dynamicControls", ())):
        effect, period = one["effect"], one.get("period")
        sensors = effect["source"].get("sensor", {}).get("sensorAddresses", ())
        held_s = effect.get("holdTime", 0.0)
        if period and not _between(period["startTime"], period["endTime"], now_s):
            continue
        if effect["type"] == EXTERNAL:
            said = around.outside(sensors)
            if said is not None and said[1] <= held_s:
                yield effect["operation"], said[0]
        elif around.presence(sensors) <= held_s:
            yield effect["operation"], effect["command"]


def active(period: Plain, now_s: float, around: Surroundings) -> bool:
    """Tell whether an active period is on at a second of the day."""
    match period["name"]:
        case "AbsoluteActivePeriod":
            return _between(period["startTime"], period["endTime"], now_s)
        case "AstroClockActivePeriod":
            start_s = around.sunset_s + 60 * period["sunsetOffset"]
            return _inside(
                start_s, around.sunrise_s + 60 * period["sunriseOffset"], now_s
            )
        case "AstroAndSensorActivePeriod":
            return _sun_and_sensor(period, now_s, around)
        case "ValueActivePeriod":
            shown = around.value(period["reference"]["address"])
            return _compares(shown, period["operator"], period["state"].get("value"))
    return _finds_dark(period, around)


def _sun_and_sensor(period: Plain, now_s: float, around: Surroundings) -> bool:
    """Tell whether sun and sensor say so.

    Some minutes before sunset and before sunrise the sensor decides; between them the
    program is active, and after sunrise it is not.
    """
    set_s = around.sunset_s + 60 * period["sunsetOffset"]
    rise_s = around.sunrise_s + 60 * period["sunriseOffset"]
    early_s = min(around.sunset_s - 60 * period["pcActiveBeforeSunset"], set_s)
    late_s = min(around.sunrise_s - 60 * period["pcActiveBeforeSunrise"], rise_s)
    if not _inside(early_s, rise_s, now_s):
        return False
    return _inside(set_s, late_s, now_s) or _finds_dark(period, around)


def _compares(shown: object, operator: str, wanted: object) -> bool:
    """Compare what an attribute shows; what is no number is the same or is not."""
    numbers = all(isinstance(one, int | float) for one in (shown, wanted))
    if shown is None or not (numbers or operator in ("EQ", "NE")):
        return False
    return bool(_COMPARED[operator](shown, wanted))


def _finds_dark(period: Plain, around: Surroundings) -> bool:
    sensors = period["sensor"].get("sensorAddresses", ())
    return _dark(period, around.light(sensors), was_active=around.was_active)


def _dark(period: Plain, level: float, *, was_active: bool) -> bool:
    """Tell whether a sensor says so: below one level it starts, above another ends.

    A photocell shows 1 while it is on: `onLevel` 1 and `offLevel` 0 mean its state.
    """
    on, off = period.get("onLevel", ON_LUX), period.get("offLevel", OFF_LUX)
    if on > off:
        return bool(level >= on)
    return bool(level <= off if was_active else level < on)


def _within(rule: Plain, day: date) -> bool:
    """Tell whether a day lies within a rule's dates, the last one included."""
    start, end = rule.get("startDate", "--01-01"), rule.get("endDate", "--12-31")
    if start.startswith("--") and end.startswith("--"):
        return _in_year(start[2:], end[2:], f"{day:%m-%d}")
    first = _spelled(start, day.year)
    last = _spelled(end, day.year) if "endDate" in rule else date.max
    return first <= day <= last


def _spelled(text: str, year: int) -> date:
    """Read a date; one without a year is of this one."""
    return date.fromisoformat(text if text[0] != "-" else f"{year}-{text[2:]}")


def _in_year(start: str, end: str, day: str) -> bool:
    return start <= day <= end if start <= end else day >= start or day <= end


def _met(condition: Plain | None, day: date) -> bool:
    if condition is None:
        return True
    if condition["type"] == "ccDate":
        return any(_on_date(one, day) for one in condition["dates"])
    days = [(one["start"], one.get("end", one["start"])) for one in condition["days"]]
    if not any(first <= day.isoweekday() <= last for first, last in days):
        return False
    turns = condition.get("occurrences")
    return not turns or bool(set(turns) & set(_turns(day)))


def _on_date(one: Plain, day: date) -> bool:
    """Tell whether a day is a `---dd`, a `--mm-dd`, or between two of a kind."""
    start, end = one["start"], one.get("end", one["start"])
    mine = f"---{day:%d}" if start.startswith("---") else f"--{day:%m-%d}"
    return bool(start <= mine <= end)


def _turns(day: date) -> Iterator[str]:
    """Yield which Monday, Tuesday and so on of its month a day is."""
    yield str((day.day - 1) // 7 + 1)
    if (day + timedelta(days=7)).month != day.month:
        yield _LAST


def _latest(timed: Sequence[tuple[float, Plain]], now_s: float) -> Plain | None:
    """Return what began last; before the first of a day, the last of the day before."""
    if not timed:
        return None
    return min(timed, key=lambda one: (now_s - one[0]) % DAY_S)[1]


def _command(command: Plain) -> tuple[int, float]:
    return _level(command["state"]), float(command.get("rampToLevelTime", 0.0))


def _level(state: Plain) -> int:
    """Read a state as a level: a lamp that is told a truth is on or off."""
    value = state.get("value", 0)
    return FULL * value if isinstance(value, bool) else int(value)


def _between(start: str, end: str, now_s: float) -> bool:
    return _inside(_seconds(start), _seconds(end), now_s)


def _inside(start_s: float, end_s: float, now_s: float) -> bool:
    """Tell whether a second of the day is in a stretch; equal ends are all day."""
    long_s = (end_s - start_s) % DAY_S or DAY_S
    return (now_s - start_s) % DAY_S < long_s


def _seconds(text: str) -> float:
    """Read hh:mm:ss as seconds of the day."""
    hours, minutes, *rest = text.rstrip("Zz").split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest[0] if rest else 0)


def _second(at: datetime) -> float:
    return at.hour * 3600 + at.minute * 60 + at.second + at.microsecond / 1e6
