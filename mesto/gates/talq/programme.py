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

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any, Final, NamedTuple

import orjson

from mesto.gates.talq.night import (
    DAY,
    NOON,
    WEEK,
    Half,
    Programme,
    Turn,
    evening_of,
    morning_of,
    night_of,
    through_midnight,
)

#: So long before sunset and after sunrise the clock rules where the sun says nothing.
BROAD_DAY: Final = 240


class Kept(NamedTuple):
    """What a gateway is given to keep."""

    programmes: list[dict[str, Any]]
    calendar: dict[str, Any]


def keep(programme: Programme, owner: str, day_offset: int) -> Kept:
    """Write a programme for a gateway.

    owner: the address of the CMS; day_offset: 0 or 12, hour at which days begin there

    What is the same has the same names, so that it is kept once for many lamps.
    """
    nights = {day: night_of(programme, day) for day in WEEK}
    if not day_offset and len({tuple(one) for one in nights.values()}) > 1:
        nights = {day: through_midnight(one) for day, one in nights.items()}
    wholes: dict[int, tuple[Half, Half]] = {}
    for day in WEEK:
        before = nights[day if day_offset else (day - 2) % 7 + 1]
        wholes[day] = (evening_of(nights[day]), morning_of(before))
    programmes = {
        whole: _programme(*whole, owner) for whole in dict.fromkeys(wholes.values())
    }
    rules = [
        {"condition": _on(days), "program": programmes[whole]["id"]}
        for whole, days in _days_by_whole(wholes)
    ]
    plain = len(rules) == 1
    calendar: dict[str, Any] = {
        "ownerCMS": owner,
        "rules": [] if plain else rules,
        "defaultProgram": rules[0]["program"],
    }
    named = {"id": _name(calendar), **calendar}
    return Kept(list(programmes.values()), named)


def _days_by_whole(
    wholes: dict[int, tuple[Half, Half]],
) -> Iterator[tuple[tuple[Half, Half], list[int]]]:
    for whole in dict.fromkeys(wholes.values()):
        yield whole, [day for day, one in wholes.items() if one == whole]


def _on(days: Sequence[int]) -> dict[str, Any]:
    return {"type": "ccDay", "days": [{"start": day} for day in days]}


# control programmes


def _programme(evening: Half, morning: Half, owner: str) -> dict[str, Any]:
    """Write what lamps do on days with an evening and a morning."""
    clock = [*evening.clock, *morning.clock]
    if not clock:
        period, astro = [], [_set(one) for one in (*evening.sun, *morning.sun)]
        fixed = _fixed_all([], evening.sun or (Turn(0, 0, 0),))
    elif _is_plain(evening.sun, "sunset") and _is_plain(morning.sun, "sunrise"):
        period, astro = _period(evening.sun, morning.sun), []
        fixed = _fixed_all(clock, evening.sun)
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
