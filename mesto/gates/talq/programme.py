"""A programme of light as a gateway keeps it: control programmes and a calendar. Pure.

A night of the city begins at noon. A gateway counts days from noon (`dayOffset` 12) or
from midnight (0); then each day has the morning of one night and the evening of the
next, so that weekdays are kept apart by what both of them are.

TALQ lets the sun begin and end a period in which the clock rules
(AstroClockActivePeriod), or set a level that holds until the sun does something else
(AstroClockTimeControl). The clock does not end what the sun has set: there the sun says
"follow the clock" instead, `Max 0`, and the clock has the level ready.

Source: TALQ 2.7.1, ControlProgramOne, AstroClockTimeControl, Calendar, ControlService.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from itertools import groupby
from typing import Any, Final, NamedTuple, TypeAlias

import orjson

from mesto.gates.talq.night import (
    DAY,
    FULL,
    NOON,
    ONE_DAY,
    WEEK,
    Dusk,
    Half,
    Passing,
    Programme,
    Turn,
    evening_of,
    morning_of,
    night_of,
    special_nights,
    through_midnight,
)
from mesto.kernel.errors import Malformed

MOST_SENSORS: Final = 2  #: in one reference
#: So long before sunset and after sunrise the clock rules where the sun says nothing.
BROAD_DAY: Final = 240


#: What lamps do on a day: an evening and a morning.
Whole: TypeAlias = tuple[Half, Half]


class Kept(NamedTuple):
    """What a gateway is given to keep."""

    programmes: list[dict[str, Any]]
    calendar: dict[str, Any]

    @property
    def needs(self) -> set[str]:
        """Return which options of control a gateway has to know for it.

        Source: TALQ 2.7.1, ControlService.supportedTypes.
        """
        found = {
            str(rule["condition"]["type"]) for rule in self.calendar.get("rules", ())
        }
        for one in self.programmes:
            found |= {str(period["name"]) for period in one["activePeriods"]}
            if "astroClockTimeControls" in one:
                found.add("AstroClockTimeControl")
            if "dynamicControls" in one:
                found |= {"DynamicControl", "FixedControlEffect"}
        return found


class Senses(NamedTuple):
    """What a programme's sensors are to the gateway, TALQ addresses of functions.

    dusk: none: the city says when its light sensor finds it dark
    """

    dusk: Sequence[str] = ()
    passing: Sequence[str] = ()


def keep(
    programme: Programme,
    owner: str,
    day_offset: int,
    senses: Senses = Senses(),  # noqa: B008 - it is frozen
) -> Kept:
    """Write a programme for a gateway.

    owner: the address of the CMS; day_offset: 0 or 12, hour at which days begin there

    Raises Malformed where lamps shall rise for people whom no sensor there sees, or by
    a programme that the sun does not begin and end.

    What is the same has the same names, so that it is kept once for many lamps.
    """
    usual, special = _days(programme, day_offset)
    period = _sensor_period(programme.dusk, senses.dusk)
    rises = _rises(programme.passing, senses.passing)
    wholes = dict.fromkeys([*usual.values(), *special.values()])
    programmes = {whole: _programme(*whole, owner, period, rises) for whole in wholes}
    names = {whole: one["id"] for whole, one in programmes.items()}
    rules = [
        {"condition": _on(days), "program": names[whole]}
        for whole, days in _days_by_whole(usual)
    ]
    calendar: dict[str, Any] = {
        "ownerCMS": owner,
        "rules": [*_special_rules(special, names), *(rules if len(rules) > 1 else ())],
        "defaultProgram": rules[0]["program"],
    }
    named = {"id": _name(calendar), **calendar}
    return Kept(list(programmes.values()), named)


def _days(
    programme: Programme, day_offset: int
) -> tuple[dict[int, Whole], dict[date, Whole]]:
    """Return what lamps do on the days of a week, and on those that are special.

    Where days begin at midnight, the day after a special one has its morning.
    """
    week = {day: night_of(programme, day) for day in WEEK}
    special = special_nights(programme)
    differ = {tuple(one) for one in (*week.values(), *special.values())}
    if not day_offset and len(differ) > 1:
        week = {day: through_midnight(one) for day, one in week.items()}
        special = {day: through_midnight(one) for day, one in special.items()}
    usual = {
        day: (
            evening_of(week[day]),
            morning_of(week[day if day_offset else (day - 2) % 7 + 1]),
        )
        for day in WEEK
    }
    touched = {*special, *(() if day_offset else (day + ONE_DAY for day in special))}
    wholes: dict[date, Whole] = {}
    for day in sorted(touched):
        night, before = (
            special.get(one, week[one.isoweekday()])
            for one in (day, day if day_offset else day - ONE_DAY)
        )
        wholes[day] = evening_of(night), morning_of(before)
    return usual, {
        day: one for day, one in wholes.items() if one != usual[day.isoweekday()]
    }


def _special_rules(
    special: Mapping[date, Whole], names: Mapping[Whole, str]
) -> Iterator[dict[str, Any]]:
    """Yield rules for given dates: of each year, one for every programme."""
    for year in sorted({day.year for day in special}):
        mine = {day: one for day, one in special.items() if day.year == year}
        for whole in dict.fromkeys(mine.values()):
            days = [day for day, one in mine.items() if one == whole]
            yield {
                "startDate": f"{year}-01-01",
                "endDate": f"{year}-12-31",
                "condition": {"type": "ccDate", "dates": list(_dates(days))},
                "program": names[whole],
            }


def _dates(days: Iterable[date]) -> Iterator[dict[str, str]]:
    """Yield days of a year, those that follow each other as one."""
    numbered = enumerate(sorted(days))
    for _, row in groupby(numbered, lambda one: one[1].toordinal() - one[0]):
        first, *rest = [day for _, day in row]
        yield {"start": f"--{first:%m-%d}"} | (
            {"end": f"--{rest[-1]:%m-%d}"} if rest else {}
        )


def _sensor_period(dusk: Dusk | None, sensors: Sequence[str]) -> dict[str, Any] | None:
    """Write the period in which a light sensor finds it dark."""
    if dusk is None or not sensors:
        return None
    return {
        "name": "SensorActivePeriod",
        "sensor": {"sensorAddresses": list(sensors)},
        "onLevel": dusk.dark_lx,
        "offLevel": dusk.light_lx,
    }


def _rises(passing: Passing | None, sensors: Sequence[str]) -> list[dict[str, Any]]:
    """Write how a lamp rises for people; two sensors go into one reference."""
    if passing is None:
        return []
    if not sensors:
        raise Malformed("behind the gateway there is no sensor that sees these people")
    state = {"name": "LevelState", "value": round(passing.level * FULL)}
    command = {"state": state} | (
        {"rampFromLevelTime": passing.fade_s} if passing.fade_s else {}
    )
    return [
        {
            "effect": {
                "type": "FixedControlEffect",
                "source": {
                    "sensor": {
                        "sensorAddresses": list(sensors[start : start + MOST_SENSORS])
                    }
                },
                "operation": "Max",
                "holdTime": passing.hold_s,
                "command": command,
            }
        }
        for start in range(0, len(sensors), MOST_SENSORS)
    ]


def _days_by_whole(wholes: Mapping[int, Whole]) -> Iterator[tuple[Whole, list[int]]]:
    for whole in dict.fromkeys(wholes.values()):
        yield whole, [day for day, one in wholes.items() if one == whole]


def _on(days: Sequence[int]) -> dict[str, Any]:
    return {"type": "ccDay", "days": [{"start": day} for day in days]}


# control programmes


def _programme(
    evening: Half,
    morning: Half,
    owner: str,
    sensor: dict[str, Any] | None,
    rises: Sequence[dict[str, Any]],
) -> dict[str, Any]:
    """Write what lamps do on days with an evening and a morning.

    sensor: a period in which it is dark too; it counts where the sun begins and ends
        another one
    rises: dynamic controls, within the period of the sun
    """
    clock = [*evening.clock, *morning.clock]
    plain = _is_plain(evening.sun, "sunset") and _is_plain(morning.sun, "sunrise")
    if rises and not (plain and evening.sun and morning.sun):
        raise Malformed("lamps rise for people from dusk to dawn")
    if plain and (clock or (evening.sun and (sensor or rises))):
        period, astro = _period(evening.sun, morning.sun), []
        period += [sensor] if period and sensor else []
        fixed = _fixed_all(clock, evening.sun)
    elif not clock:
        period, astro = [], [_set(one) for one in (*evening.sun, *morning.sun)]
        fixed = _fixed_all([], evening.sun or (Turn(0, 0, 0),))
    else:
        period, astro = [], _astro(evening.sun, morning.sun)
        fixed = _fixed_all(clock, evening.sun)
    told: dict[str, Any] = {
        "type": "ControlProgramOne",
        "ownerCMS": owner,
        "activePeriods": period,
        "fixedTimeControls": fixed,
    }
    if astro:
        told["astroClockTimeControls"] = astro
    if rises:
        told["dynamicControls"] = list(rises)
    return {"id": _name(told), **told}


def _is_plain(turns: Sequence[Turn], event: str) -> bool:
    """Tell whether an active period says all that the sun does at one end.

    At its end lamps are off.
    """
    if not turns:
        return True
    (one, *more) = turns
    ends_dark = event == "sunset" or one.level == 0
    return not more and ends_dark and one.sun is not None and one.sun[0] == event


def _period(evening: Sequence[Turn], morning: Sequence[Turn]) -> list[dict[str, Any]]:
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


def _astro(evening: Sequence[Turn], morning: Sequence[Turn]) -> list[dict[str, Any]]:
    """Write what the sun sets, and from when on it lets the clock rule."""
    *ahead, last = evening or (Turn(0, 0, 0, ("sunset", -BROAD_DAY)),)
    told = [_set(one) for one in ahead]
    told.append({**_set(last._replace(level=0)), "operation": "Max"})
    closing = morning or (Turn(0, 0, 0, ("sunrise", BROAD_DAY)),)
    return told + [_set(one) for one in closing]


def _set(turn: Turn) -> dict[str, Any]:
    assert turn.sun is not None, "only the sun sets something so"
    event, offset = turn.sun
    return {
        "solarEventType": event,
        "offset": offset,
        "operation": "Set",
        "command": _command(turn),
    }


def _fixed_all(clock: Sequence[Turn], evening: Sequence[Turn]) -> list[dict[str, Any]]:
    """Write the clock; at noon it has ready what the sun lets it begin with."""
    ready = {0: evening[-1]._replace(minute=0)} if evening else {}
    turns = {**ready, **{one.minute: one for one in clock}}
    fixed = [_fixed(turns[minute]) for minute in sorted(turns)]
    return sorted(fixed, key=lambda one: str(one["startTime"]))


def _fixed(turn: Turn) -> dict[str, Any]:
    minute = (turn.minute + NOON) % DAY
    at = f"{minute // 60:02}:{minute % 60:02}:00"
    return {"startTime": at, "command": _command(turn)}


def _command(turn: Turn) -> dict[str, Any]:
    state = {"name": "LevelState", "value": turn.level}
    return {"state": state} | ({"rampToLevelTime": turn.fade_s} if turn.fade_s else {})


def _name(told: dict[str, Any]) -> str:
    """Name a document by what it says."""
    written = orjson.dumps(told, option=orjson.OPT_SORT_KEYS)
    return f"mesto-{sha256(written).hexdigest()[:24]}"
