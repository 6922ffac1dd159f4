"""The settings of a town and the lamps they are about, as its ledger has them."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence

from mesto.domains.lighting.control import floor, groups
from mesto.domains.lighting.control.cohorts import Written
from mesto.domains.lighting.control.floor import FLOOR
from mesto.domains.lighting.control.lamps import Lamp
from mesto.domains.lighting.control.reading import read_lamps, written_of
from mesto.domains.lighting.control.store import Behind
from mesto.domains.lighting.inventory.segments import (
    POSITION,
    ROAD_SEGMENT,
    SEGMENT,
    STREETLIGHT,
    Post,
    read_segments,
)
from mesto.domains.lighting.inventory.streets import Streets
from mesto.domains.lighting.presence import alone
from mesto.domains.lighting.presence.definition import PRESENCE, Definition
from mesto.domains.lighting.presence.floors import Floors
from mesto.domains.lighting.presence.following import Followed, Following
from mesto.domains.lighting.presence.outside import Outside, calls_of
from mesto.domains.lighting.presence.places import Followers, Places, followers_by
from mesto.domains.lighting.presence.reach import Reach
from mesto.domains.lighting.presence.seen import ATTRIBUTE
from mesto.domains.lighting.presence.tunnel import Tunnel
from mesto.kernel.city import City
from mesto.kernel.question.stated import Stated
from mesto.operations.calendars.reading import calendars_of, spot_of
from mesto.operations.written import read_all

#: What may see people, beside lamps.
SENSORS = ("Device", "DeviceMeasurement", "PresenceSensor", "MotionSensor")


async def places_of(city: City, lamps: Sequence[Lamp]) -> Places:
    """Return the streets of a town with its lamps and sensors.

    lamps: all there are; see `read_lamps`
    """
    segments = list(read_segments((await city.entities(ROAD_SEGMENT)).values()))
    others = await city.ask(
        Stated(types=SENSORS, attributes=[SEGMENT, POSITION, ATTRIBUTE])
    )
    along = (
        Post(one.segment, one.along_m, one.urn)
        for one in lamps
        if one.segment and one.along_m is not None
    )
    streets = Streets.of(segments, along)
    sensing = Streets.of(segments, _posts(others))
    written = read_all(await city.entities(groups.GROUP), groups.Definition)
    sensors = {**streets.places, **sensing.places}
    return Places(streets, sensors, lamps, written)


async def followers_in(city: City, lamps: Sequence[Lamp]) -> list[Followers]:
    """Return the lamps of each setting of a town; see `followers_by`."""
    written = read_all(await city.entities(PRESENCE), Definition)
    if not written or not lamps:
        return []
    places = await places_of(city, lamps)
    return followers_by(written, places, await calendars_of(city), await spot_of(city))


async def alone_in_town(
    city: City, lamps: Sequence[Lamp], written: Written
) -> alone.Alone:
    """Return what lamps of a town keep that follow people by themselves."""
    settings = read_all(await city.entities(PRESENCE), Definition)
    if not lamps or not any(one.kept for one in settings.values()):
        return {}
    places = await places_of(city, lamps)
    found = followers_by(settings, places, written.calendars, written.spot)
    return await _alone(city, found, places, written)


async def _alone(
    city: City, found: Sequence[Followers], places: Places, written: Written
) -> alone.Alone:
    said = await city.ask(Stated(types=[STREETLIGHT, *SENSORS], attributes=[ATTRIBUTE]))
    seeing = {urn for urn, told in said.items() if ATTRIBUTE in told}
    return await asyncio.to_thread(alone.alone_in, found, places, written, seeing)


async def following_in(
    city: City, told: Mapping[str, float | None]
) -> tuple[Following, Outside]:
    """Return the settings of a town at work with their lamps, and whom else to tell.

    told: what lamps were told last
    """
    written = read_all(await city.entities(PRESENCE), Definition)
    if not written:
        return Following((), {}, told), Outside({}, {})
    places = await places_of(city, await read_lamps(city))
    spot = await spot_of(city)
    floors = Floors(
        read_all(await city.entities(FLOOR), floor.Definition),
        {one.urn: one.lighting_class for one in places.lamps},
        spot,
    )
    every = followers_by(written, places, await calendars_of(city), spot)
    by_themselves: alone.Alone = {}
    behind: Mapping[str, str] = {}
    if any(one.kept for one in written.values()):
        by_themselves = await _alone(city, every, places, await written_of(city))
        behind = await city.ask(Behind(assets=[*by_themselves, *places.sensors]))
    told_by_us = [one._replace(lamps=one.lamps - by_themselves.keys()) for one in every]
    found = [
        Followed(
            name=one.name,
            definition=one.definition,
            calendar=one.calendar,
            lamps=one.lamps,
            tunnel=_tunnel(one, places, floors),
        )
        for one in told_by_us
    ]
    calls = calls_of(every, by_themselves, behind)
    outside = Outside(calls, places.sensors)
    return Following(found, places.sensors, told, floors), outside


def _tunnel(one: Followers, places: Places, floors: Floors) -> Tunnel:
    reach = Reach(places.streets, places.sensors, one.definition, one.lamps)
    return Tunnel(one.definition, reach, floors.level)


def _posts(sayings: Mapping[str, Mapping[str, object]]) -> Iterator[Post]:
    for urn, said in sayings.items():
        segment, along_m = said.get(SEGMENT), said.get(POSITION)
        if isinstance(segment, str) and isinstance(along_m, int | float):
            yield Post(segment, float(along_m), urn)
