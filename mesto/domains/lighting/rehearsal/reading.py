"""A town as its ledger has it, laid out to rehearse in; and what was asked for."""

import asyncio
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from mesto.domains.lighting.control.cohorts import Written as Plan
from mesto.domains.lighting.control.floor import FLOOR
from mesto.domains.lighting.control.floor import Definition as Floor
from mesto.domains.lighting.control.programme import Definition as Programme
from mesto.domains.lighting.control.reading import read_lamps, written_of
from mesto.domains.lighting.control.schedule import PROGRAMME
from mesto.domains.lighting.control.schedule import Definition as Schedule
from mesto.domains.lighting.control.schedule import check as check_schedule
from mesto.domains.lighting.energy.reading import terms_of
from mesto.domains.lighting.energy.terms import FACTORS, Factor, Terms
from mesto.domains.lighting.inventory.segments import STREETLIGHT, Post
from mesto.domains.lighting.presence.definition import PRESENCE, check
from mesto.domains.lighting.presence.definition import Definition as Presence
from mesto.domains.lighting.presence.places import Places, calendar_for
from mesto.domains.lighting.presence.reading import SENSORS, places_of
from mesto.domains.lighting.presence.seen import ATTRIBUTE
from mesto.domains.lighting.rehearsal import asked
from mesto.domains.lighting.rehearsal.ground import ground_of
from mesto.domains.lighting.rehearsal.passers import passes_of, traffic_of
from mesto.domains.lighting.rehearsal.town import Town, Written
from mesto.kernel.city import City
from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.mistake import Place, read_written
from mesto.kernel.question.stated import Stated
from mesto.operations.calendars.reading import calendars_of, spot_of
from mesto.operations.written import DEFINITION, read_all, urn_of

DRAFT = "draft"  #: name of a schedule that has none


async def town_of(city: City) -> Town:
    """Read a town. Raises NotFound where it has no lamps."""
    lamps = sorted(await read_lamps(city), key=lambda one: one.urn)
    if not lamps:
        raise NotFound("there are no lamps")
    places = await places_of(city, lamps)
    sensors = await _sensors(city, places)
    segments = places.streets.segments
    classes = [segments[urn].lighting_class for urn in sorted(segments)]
    ground = await asyncio.to_thread(
        ground_of, places.streets, [one.urn for one in lamps], sensors
    )
    traffic = await asyncio.to_thread(traffic_of, ground, passes_of(classes))
    return Town(
        places=places,
        ground=ground,
        traffic=traffic,
        classes=[one.lighting_class for one in lamps],
        floors=read_all(await city.entities(FLOOR), Floor),
        rating_w=np.array([one.rating_w for one in lamps]),
        calendars=await calendars_of(city),
        spot=await spot_of(city),
    )


async def written_for(city: City, town: Town, light: asked.Light, at: str) -> Written:
    """Prepare a way of light. Raises Malformed, with the place, where it cannot be.

    at: where it is in what was asked
    """
    match light:
        case asked.Programme():
            programme = await _programme(city, light.name, light.definition, (at,))
            return Written.of(town, programme, None)
        case asked.Presence():
            under = None
            if light.programme:
                under = await _programme(city, light.programme, None, (at, "programme"))
            presence = await _presence(city, light, (at,))
            if calendar_for(presence, town.calendars, town.spot) is None:
                why = f"there is no calendar {presence.on}"
                raise Malformed(why, place=(at, DEFINITION, "on"))
            return await asyncio.to_thread(Written.of, town, under, presence)
        case asked.Schedules():
            plan = _with_draft(await written_of(city), light, (at,))
            kept = await city.entities(PRESENCE) if light.presence else {}
            settings = read_all(kept, Presence)
            return await asyncio.to_thread(Written.by_schedules, town, plan, settings)
    return Written()


def _with_draft(plan: Plan, light: asked.Schedules, at: Place) -> Plan:
    """Return what is written with a draft in it, which all its lamps follow at once.

    Raises Malformed, with the place, for a draft that makes no sense.
    """
    if light.definition is None:
        if light.name and light.name not in plan.schedules:
            why = f"there is no schedule {light.name}"
            raise Malformed(why, place=(*at, "name"))
        return plan
    draft = read_written(light.definition, Schedule, at=(*at, DEFINITION))
    try:
        check_schedule(
            draft,
            groups=plan.groups.keys(),
            programmes=plan.programmes.keys(),
            calendars=plan.calendars.keys(),
        )
    except Malformed as error:
        place = error.facts["place"]
        assert isinstance(place, tuple)
        raise Malformed(str(error), place=(*at, *place)) from error
    name = light.name or DRAFT
    others = {one: rollout for one, rollout in plan.rollouts.items() if one != name}
    return plan._replace(schedules={**plan.schedules, name: draft}, rollouts=others)


class Worth(NamedTuple):
    """What a kilowatt-hour costs and does to the climate, as far as it is known."""

    terms: Terms
    factor: Factor | None


async def worth_of(city: City, zone: str) -> Worth:
    """Return what energy is worth, by the terms of the town's energy ledger."""
    terms = await terms_of(city)
    return Worth(terms, terms.factor or FACTORS.get(zone))


async def _sensors(city: City, places: Places) -> Mapping[str, Post]:
    """Return what sees people: what ever said so, else every lamp."""
    said = await city.ask(Stated(types=[STREETLIGHT, *SENSORS], attributes=[ATTRIBUTE]))
    seeing = {
        urn: places.sensors[urn]
        for urn, told in said.items()
        if ATTRIBUTE in told and urn in places.sensors
    }
    return seeing or places.streets.places


async def _programme(city: City, name: str, definition: object, at: Place) -> Programme:
    if definition is None:
        definition = await _kept(city, PROGRAMME, name, at)
    return read_written(definition, Programme, at=(*at, DEFINITION))


async def _presence(city: City, light: asked.Presence, at: Place) -> Presence:
    definition = light.definition
    if definition is None:
        definition = await _kept(city, PRESENCE, light.name, at)
    presence = read_written(definition, Presence, at=(*at, DEFINITION))
    try:
        check(presence)
    except Malformed as error:
        place = error.facts["place"]
        assert isinstance(place, tuple)
        raise Malformed(str(error), place=(*at, DEFINITION, *place)) from error
    return presence


async def _kept(city: City, kind: str, name: str, at: Place) -> object:
    urn = urn_of(kind, name)
    entity = (await city.present([urn])).get(urn)
    if entity is None:
        raise Malformed(f"there is no {urn}", place=(*at, "name"))
    return entity.value(DEFINITION)
