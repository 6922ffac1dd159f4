"""Rehearsing the light on past nights; how far it is, then what would have been.

The answer is a line of JSON now and then, `{"progress": 0.25}`, at last
`{"result": …}`. Who hangs up calls it off.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import msgspec
import orjson
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from mesto.domains.lighting.control.schedule import PROGRAMME, SCHEDULE
from mesto.domains.lighting.energy.months import dark_price
from mesto.domains.lighting.energy.nights import Night
from mesto.domains.lighting.rehearsal.asked import AsItWas, Asked, check
from mesto.domains.lighting.rehearsal.lit import Sensing, Span
from mesto.domains.lighting.rehearsal.night import About, Outcome, play
from mesto.domains.lighting.rehearsal.passers import USUAL_PROFILE
from mesto.domains.lighting.rehearsal.people import People, drawn, profile_of, told
from mesto.domains.lighting.rehearsal.questions import Busyness, DrawnBy, MetIn
from mesto.domains.lighting.rehearsal.reading import (
    Worth,
    town_of,
    worth_of,
    written_for,
)
from mesto.domains.lighting.rehearsal.town import Town, Written
from mesto.kernel.access.rights import Verb
from mesto.kernel.city import City
from mesto.kernel.errors import Malformed
from mesto.kernel.plugin import Answers
from mesto.operations.calendars.reading import spot_of
from mesto.operations.written import name_of
from mesto.web.answers import answer_json
from mesto.web.asker import visit_of
from mesto.web.body import read_body
from mesto.web.picture import Picture
from mesto.web.written import shown

DAY = timedelta(days=1)
TOGETHER = min(os.cpu_count() or 1, 4)  #: nights played side by side


class Ready(NamedTuple):
    """A rehearsal that can begin."""

    asked: Asked
    town: Town
    ways: Mapping[str, Written | None]  #: `one` and `other`; None is as it was
    profile: list[float]
    worth: Worth
    lamp: int | None
    night: date


async def show_choices(request: Request, _picture: Picture) -> Response:
    """List the programmes and schedules that can be rehearsed."""
    listed = {
        kind: [
            shown(one) | {"name": name_of(one)}
            for one in (await visit_of(request).entities(type_)).values()
        ]
        for kind, type_ in (("programmes", PROGRAMME), ("schedules", SCHEDULE))
    }
    return answer_json(request, listed)


async def rehearse_light(request: Request, picture: Picture) -> Response:
    """Say what one way of light, or two, would have been on past nights.

    Raises Malformed, with the place, for what cannot be rehearsed, and NotFound.
    """
    asked = await read_body(request, Asked)
    visit = visit_of(request)
    zone = (await spot_of(picture.city)).zone
    check(asked, datetime.now(UTC).astimezone(zone).date())
    ready = await _ready(visit, asked)
    headers = {"cache-control": "no-store"}
    return StreamingResponse(
        _told(visit, ready), headers=headers, media_type="application/x-ndjson"
    )


async def _ready(city: City, asked: Asked) -> Ready:
    town = await town_of(city)
    lights = {"one": asked.one} | ({"other": asked.other} if asked.other else {})
    ways = {
        at: None
        if isinstance(light, AsItWas)
        else await written_for(city, town, light, at)
        for at, light in lights.items()
    }
    start, end = town.noon(asked.first), town.noon(asked.last + DAY)
    zone = town.spot.zone.key
    busy = await city.ask(Busyness(start=start, end=end, zone=zone))
    lamp = None
    if asked.lamp:
        if asked.lamp not in town.ground.lamps:
            raise Malformed(f"there is no {asked.lamp}", place=("lamp",))
        lamp = list(town.ground.lamps).index(asked.lamp)
    return Ready(
        asked=asked,
        town=town,
        ways=ways,
        profile=list(profile_of(busy)),
        worth=await worth_of(city, zone),
        lamp=lamp,
        night=asked.night or asked.last,
    )


async def _told(city: City, ready: Ready) -> AsyncIterator[bytes]:
    """Yield how far it is, then the result."""
    nights: list[dict[str, object]] = []
    days = ready.asked.nights
    for number in range(0, len(days), TOGETHER):
        dark = {day: ready.town.dark(day) for day in days[number : number + TOGETHER]}
        nights += await asyncio.gather(
            *(_night(city, ready, day, span) for day, span in dark.items() if span)
        )
        done = min(number + TOGETHER, len(days))
        yield orjson.dumps({"progress": done / len(days)}) + b"\n"
    yield msgspec.json.encode({"result": _result(ready, nights)}) + b"\n"


async def _night(city: City, ready: Ready, day: date, dark: Span) -> dict[str, object]:
    """Play a night under each way; return what it came to."""
    noon = ready.town.noon(day)
    start, end = (noon + timedelta(seconds=one) for one in dark)
    met = await city.ask(MetIn(start=start, end=end))
    people: People = (
        await asyncio.to_thread(told, ready.town, met, noon)
        if met
        else await asyncio.to_thread(
            drawn, ready.town, dark, ready.profile, ready.asked.seed, day
        )
    )
    about = About(day, dark, people)
    lamp = ready.lamp if day == ready.night else None
    found: dict[str, object] = {}
    for at, way in ready.ways.items():
        found[at] = (
            await _as_it_was(city, ready.town, start, end)
            if way is None
            else await asyncio.to_thread(play, way, ready.town, about, lamp)
        )
    return {
        "day": day,
        "dark_h": round((dark.end_s - dark.start_s) / 3600, 3),
        "people": "seen" if met else "drawn",
        "special": _special(ready.ways.values(), day),
        "price": dark_price(
            ready.worth.terms.prices, [Night(start, end)], ready.town.spot.zone
        ),
        **found,
    }


def _special(ways: Iterable[Written | None], day: date) -> list[str]:
    """Return the calendars of schedules that make a night a special one."""
    plans = (way.schedules for way in ways if way is not None)
    return sorted({name for one in plans if one for name in one.special(day)})


async def _as_it_was(
    city: City, town: Town, start: datetime, end: datetime
) -> Outcome | None:
    """Return what lamps told of a night, for all of them; None where none told."""
    drawn_by = await city.ask(DrawnBy(start=start, end=end))
    if not drawn_by.lamps:
        return None
    return Outcome(drawn_by.kwh * len(town.ground.lamps) / drawn_by.lamps)


def _result(ready: Ready, nights: list[dict[str, object]]) -> dict[str, object]:
    """Return the whole, with what it rests on."""
    factor, sensing = ready.worth.factor, Sensing()
    return {
        "nights": nights,
        "night": ready.night,
        "lamps": len(ready.town.ground.lamps),
        "along_streets": len(ready.town.places.streets.places),
        "sensors": len(ready.town.ground.sensors),
        "watts": float(ready.town.rating_w.sum()),
        "currency": ready.worth.terms.currency,
        "kg_per_kwh": factor.kg_per_kwh if factor else None,
        "factor": f"{factor.source}, {factor.year}" if factor else "",
        "counted": ready.profile != list(USUAL_PROFILE),
        "detects": sensing.detects,
        "delay_s": sensing.delay_s,
        "seed": ready.asked.seed,
    }


ANSWERS: Answers = {
    Verb.SEE: (
        ("rehearse", "GET", show_choices),
        ("rehearse", "POST", rehearse_light),
    ),
}
