"""What the screens are told: counts and choices, a night as it would be, a change."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from mesto.domains.lighting.control import groups, programme, schedule
from mesto.domains.lighting.control.cohorts import Written, lamps_of
from mesto.domains.lighting.control.kinds import Kind
from mesto.domains.lighting.control.lamps import Lamp
from mesto.domains.lighting.control.nights import (
    Night,
    changed_lamps,
    commands_of,
    energy_of,
    energy_of_year,
    lifted_by,
    night_in,
    written_night,
    written_week,
)
from mesto.domains.lighting.control.store import HeldNow, KeptBy
from mesto.domains.lighting.inventory.classes import NEEDS, quiet_level
from mesto.kernel.city import City
from mesto.kernel.question.picture import Judged
from mesto.operations.commands.reading import whole

MOST_SHOWN: Final = 20_000  #: lamps a map outlines
EXAMPLES: Final = 5


async def foretell(
    city: City, written: Written, lamps: Sequence[Lamp], day: date
) -> dict[str, object]:
    """Return what every lamp does in a night, what it costs, and what people hold.

    With how many lamps keep their programme, and how many have confirmed it.
    """
    night = night_in(written, lamps, day)
    numbers = {one.urn: one.number for one in lamps}
    held = [
        {"lamp": numbers[one.entity], "level": one.value, "until": one.until_at}
        for one in await whole(city).ask(HeldNow())
        if one.entity in numbers
    ]
    year = await asyncio.to_thread(energy_of_year, night)
    keeping = [
        lamp.urn
        for cohort, alike in night.cohorts.items()
        for lamp in alike
        if lamp.keeps and cohort.schedules
    ]
    confirmed = await whole(city).ask(KeptBy(lamps=keeping)) if keeping else 0
    return {
        **written_night(night),
        "kwh_year": year,
        "held": held,
        "kept": {"lamps": len(keeping), "confirmed": confirmed},
    }


async def foretell_change(
    before: Written, after: Written, lamps: Sequence[Lamp], day: date
) -> dict[str, object]:
    """Return what a night would be after a change, beside what it is before."""
    was, now = night_in(before, lamps, day), night_in(after, lamps, day)
    figures = await asyncio.to_thread(lambda: [_figures(one) for one in (was, now)])
    return {
        **written_night(now),
        "before": figures[0],
        "after": figures[1],
        "changed": changed_lamps(was, now),
    }


def say_of_draft(
    definition: Any,  # of any kind
    written: Written,
    lamps: Sequence[Lamp],
    day: date,
) -> dict[str, object]:
    """Say what something that is being written comes to."""
    match definition:
        case groups.Definition():
            found = groups.members(definition, written.groups, lamps)
            there = {one.urn for one in lamps}
            absent = [
                urn.rpartition(":")[2] for urn in definition.lamps if urn not in there
            ]
            return {**_of_lamps(found), "absent": absent}
        case schedule.Definition():
            return _of_lamps(lamps_of(definition, written.groups, lamps))
        case programme.Definition():
            return {
                "week": written_week(written.plan, definition, day),
                "lifted": lifted_by(written.plan, definition, day),
            }
    classes = {one for least in definition.least for one in least.classes}
    everywhere = any(not least.classes for least in definition.least)
    found = [one for one in lamps if everywhere or one.lighting_class in classes]
    return _of_lamps(found)


def counts_of(
    written: Written, lamps: Sequence[Lamp]
) -> Mapping[Kind, Mapping[str, int]]:
    """Return how many lamps each group and schedule is about, by kind and name."""
    return {
        "groups": {
            name: len(groups.members(one, written.groups, lamps))
            for name, one in written.groups.items()
        },
        "schedules": {
            name: len(lamps_of(one, written.groups, lamps))
            for name, one in written.schedules.items()
        },
        "programmes": {},
        "floors": {},
    }


async def choices_of(city: City, lamps: Sequence[Lamp]) -> dict[str, object]:
    """Return what a group can ask for: each with how many lamps, most first."""
    found = {
        "classes": Counter(one.lighting_class for one in lamps),
        "streets": Counter(one.street for one in lamps),
        "cabinets": Counter(one.cabinet for one in lamps),
        "feeders": Counter(one.feeder for one in lamps),
        "models": Counter(one.model for one in lamps),
        "districts": Counter(scope for one in lamps for scope in one.scopes),
    }
    named = ("cabinets", "feeders", "models")
    urns = sorted({urn for kind in named for urn in found[kind] if urn})
    entities = await city.ask(Judged(attributes=("name",), urns=urns))
    names = {one.id: one.value("name") for one in entities.values()}
    return {
        kind: [
            {"value": value, "name": names.get(value), "lamps": count}
            for value, count in counted.most_common()
            if value
        ]
        for kind, counted in found.items()
    }


def usual_floors() -> dict[str, float]:
    """Return the least level that is usual for each class, share of the light."""
    return {one: quiet_level(one) for one in NEEDS}


def _of_lamps(found: Sequence[Lamp]) -> dict[str, object]:
    return {
        "count": len(found),
        "watts": sum(one.rating_w for one in found),
        "lamps": [one.number for one in found[:MOST_SHOWN]],
        "places": [one.place for one in found[:MOST_SHOWN]],
        "examples": [one.said.get("name") or one.urn for one in found[:EXAMPLES]],
    }


def _figures(night: Night) -> dict[str, float]:
    return {
        "kwh": energy_of(night),
        "kwh_year": energy_of_year(night),
        "commands": commands_of(night),
    }
