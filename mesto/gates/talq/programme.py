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

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from hashlib import sha256
from itertools import groupby
from typing import Any, NamedTuple, TypeAlias

import orjson

from mesto.gates.talq.night import (
    ONE_DAY,
    WEEK,
    Half,
    Programme,
    Turn,
    evening_of,
    morning_of,
    night_of,
    special_nights,
    through_midnight,
)
from mesto.gates.talq.periods import (
    BROAD_DAY,
    Senses,
    between_suns,
    by_the_clock,
    clock_of,
    rises_for,
    when_dark,
)
from mesto.kernel.errors import Malformed

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
                found.add("DynamicControl")
                found |= {str(c["effect"]["type"]) for c in one["dynamicControls"]}
        return found


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
    rises = rises_for(programme.passing, senses)
    dark = partial(when_dark, programme.dusk, senses)
    wholes = dict.fromkeys([*usual.values(), *special.values()])
    programmes = {whole: _programme(*whole, owner, dark, rises) for whole in wholes}
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
    dark: Callable[[Mapping[str, Any]], Sequence[dict[str, Any]]],
    rises: Sequence[dict[str, Any]],
) -> dict[str, Any]:
    """Write what lamps do on days with an evening and a morning.

    dark: writes the periods in which it is dark too, beside that of the sun
    rises: dynamic controls, within the period that the sun or the clock begins and ends
    """
    clock = [*evening.clock, *morning.clock]
    plain = _is_plain(evening.sun, "sunset") and _is_plain(morning.sun, "sunrise")
    period = between_suns(evening.sun, morning.sun) if plain else []
    sensed = [also for one in period for also in dark(one)]
    if rises and not period:
        period = by_the_clock(clock) if plain else []
    if rises and not (period and bool(evening.sun) is bool(morning.sun)):
        raise Malformed("lamps rise for people from dusk to dawn, or by the clock")
    if plain and (clock or (evening.sun and (sensed or rises))):
        period, astro = [*period, *sensed], []
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
    return {"startTime": clock_of(turn.minute), "command": _command(turn)}


def _command(turn: Turn) -> dict[str, Any]:
    state = {"name": "LevelState", "value": turn.level}
    return {"state": state} | ({"rampToLevelTime": turn.fade_s} if turn.fade_s else {})


def _name(told: dict[str, Any]) -> str:
    """Name a document by what it says."""
    written = orjson.dumps(told, option=orjson.OPT_SORT_KEYS)
    return f"mesto-{sha256(written).hexdigest()[:24]}"
