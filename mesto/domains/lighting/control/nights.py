"""What would hold in a night, what it costs, and what a change would make of it. Pure.

The documents the console draws: turns by cohort, with their cause and the floor put in.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from mesto.domains.lighting.control.cohorts import Written, cohorts_of, schedule_of
from mesto.domains.lighting.control.decide import Cohort, Held, Plan, course, holding
from mesto.domains.lighting.control.estimate import full_hours, kwh, sampled_nights
from mesto.domains.lighting.control.fading import stepped
from mesto.domains.lighting.control.floor import floors_of_night, held_at
from mesto.domains.lighting.control.lamps import Lamp
from mesto.domains.lighting.control.night import dark_of, whole_night
from mesto.domains.lighting.control.programme import (
    Definition,
    Turn,
    level_at,
    night_of,
    turns_of,
)

WEEK = 7


class Night(NamedTuple):
    """What every cohort does in one night."""

    day: date
    plan: Plan
    cohorts: Mapping[Cohort, Sequence[Lamp]]
    courses: Mapping[Cohort, Sequence[Held]]


def night_in(written: Written, lamps: Sequence[Lamp], day: date) -> Night:
    """Return what would hold in the night that begins on a day."""
    return next(nights_in(written, lamps, [day]))


def nights_in(
    written: Written, lamps: Sequence[Lamp], days: Iterable[date]
) -> Iterator[Night]:
    """Yield what would hold in the night that begins on each day."""
    plan, cohorts = written.plan, cohorts_of(written, lamps)
    for day in days:
        courses = {cohort: course(plan, cohort, day) for cohort in cohorts}
        yield Night(day, plan, cohorts, courses)


def energy_of(night: Night) -> float:
    """Return what all lamps draw in a night, kWh."""
    end = whole_night(night.day, night.plan.spot.zone).end
    return sum(
        kwh(full_hours(night.courses[cohort], end), (one.rating_w for one in lamps))
        for cohort, lamps in night.cohorts.items()
    )


def energy_of_year(night: Night) -> float:
    """Return what all lamps would draw in the year from a night on, kWh."""
    zone = night.plan.spot.zone
    nights = list(sampled_nights(night.day))
    total = 0.0
    for cohort, lamps in night.cohorts.items():
        hours = sum(
            full_hours(course(night.plan, cohort, day), whole_night(day, zone).end)
            for day in nights
        )
        total += kwh(hours * 365 / len(nights), (one.rating_w for one in lamps))
    return total


def commands_of(night: Night) -> int:
    """Return how many commands a night takes: a turn of every lamp that is told."""
    count = 0
    for cohort, lamps in night.cohorts.items():
        if cohort.schedules:
            held = night.courses[cohort]
            turns, steps = len(told_in(held)), len(told_in(stepped(held)))
            count += sum(
                steps if one.fading == "steps" else turns
                for one in lamps
                if not one.keeps
            )
    return count


def told_in(held: Sequence[Held]) -> list[datetime]:
    """Return when lamps of a cohort are told another level."""
    return [two.at for one, two in pairwise(held) if one.level != two.level]


def changed_lamps(before: Night, after: Night) -> int:
    """Return how many lamps would burn otherwise."""
    was = _course_by_lamp(before)
    now = _course_by_lamp(after)
    return sum(was.get(urn) != held for urn, held in now.items())


def written_night(night: Night) -> dict[str, object]:
    """Write a night: its edges, and the turns and lamps of each cohort."""
    whole = whole_night(night.day, night.plan.spot.zone)
    dark = dark_of(night.day, night.plan.spot)
    return {
        "day": night.day,
        "timezone": night.plan.spot.zone.key,
        "from": whole.start,
        "to": whole.end,
        "dusk": dark and dark.start,
        "dawn": dark and dark.end,
        "kwh": energy_of(night),
        "commands": commands_of(night),
        "cohorts": [
            {
                "class": cohort.lighting_class,
                "schedules": [schedule_of(one) for one in cohort.schedules],
                "watts": sum(one.rating_w for one in lamps),
                "lamps": [one.number for one in lamps],
                "places": [one.place for one in lamps],
                "turns": [_written_turn(one) for one in night.courses[cohort]],
            }
            for cohort, lamps in night.cohorts.items()
        ],
    }


def written_week(
    plan: Plan, written: Definition, first: date
) -> list[dict[str, object]]:
    """Write the nights of a week of a programme, each from noon to noon."""
    return [
        _written_day(plan, written, first + timedelta(days=ahead))
        for ahead in range(WEEK)
    ]


def lifted_by(plan: Plan, written: Definition, first: date) -> list[dict[str, object]]:
    """Say which classes a floor would lift the programme of, and how far, in a week."""
    classes = {
        one
        for floor in plan.floors.values()
        for least in floor.least
        for one in least.classes or ("",)
    }
    found: dict[tuple[str, str], float] = {}
    for ahead in range(WEEK):
        day = first + timedelta(days=ahead)
        turns = _turns(plan, written, day)
        for lighting_class in sorted(classes) if turns else ():
            for by, level in _lifts(plan, turns or [], lighting_class, day):
                key = (lighting_class, by)
                found[key] = max(found.get(key, 0.0), level)
    return [
        {"class": lighting_class, "floor": by, "level": level}
        for (lighting_class, by), level in found.items()
    ]


def _lifts(
    plan: Plan, turns: Sequence[Turn], lighting_class: str, day: date
) -> Iterator[tuple[str, float]]:
    floors = floors_of_night(plan.floors, lighting_class, day, plan.spot)
    for at in sorted({turn.at for turn in turns} | {one.at for one in floors}):
        least, _ = held_at(floors, at)
        reached = [one._replace(fade_s=0) for one in turns]
        if level_at(reached, at) < least.level:
            yield least.by, least.level


def _written_day(plan: Plan, written: Definition, day: date) -> dict[str, object]:
    whole = whole_night(day, plan.spot.zone)
    dark = dark_of(day, plan.spot)
    night = night_of(written, day, holding(written, plan.calendars, whole.start))
    turns = None if night is None else turns_of(night, day, plan.spot)
    return {
        "day": day,
        "from": whole.start,
        "to": whole.end,
        "dusk": dark and dark.start,
        "dawn": dark and dark.end,
        "on": night.on if night else "",
        "turns": turns and [one._asdict() for one in turns],
    }


def _turns(plan: Plan, written: Definition, day: date) -> list[Turn] | None:
    noon = whole_night(day, plan.spot.zone).start
    night = night_of(written, day, holding(written, plan.calendars, noon))
    return None if night is None else turns_of(night, day, plan.spot)


def _written_turn(held: Held) -> dict[str, object]:
    return {**held._asdict(), "schedule": schedule_of(held.schedule)}


def _course_by_lamp(night: Night) -> dict[str, list[tuple[object, float]]]:
    return {
        lamp.urn: [(one.at, one.level) for one in night.courses[cohort]]
        for cohort, lamps in night.cohorts.items()
        for lamp in lamps
    }
