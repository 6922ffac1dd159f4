"""What the page of uptime asks."""

import asyncio
from datetime import UTC, datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.emobility.faults.reading import upkeep_of
from mesto.domains.emobility.refusals import NO_MONTH, NO_STATION, NOT_BEGUN
from mesto.domains.emobility.stations.reading import park_of
from mesto.domains.emobility.uptime.page import ATTRIBUTES, shown, table
from mesto.domains.emobility.uptime.questions import Changes
from mesto.kernel.access.rights import Verb
from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.plugin import Answers
from mesto.kernel.text import filled, refusal
from mesto.web import asked
from mesto.web.answers import answer, answer_json
from mesto.web.asker import visit_of
from mesto.web.picture import Picture
from mesto.web.sheet import lines_of

LONGEST = timedelta(days=400)


async def show_uptime(request: Request, picture: Picture) -> Response:
    """Tell how much of a month one could charge; `as=csv` hands out the table.

    month: 2026-05, by the town's clock; without it the present one, until now
    station: URN of the one it is asked of; without it, of all

    Raises Malformed for what is no month, and NotFound for no station.
    """
    zone = asked.zone(request, picture)
    now = datetime.now(UTC)
    text = request.query_params.get("month") or f"{now.astimezone(zone):%Y-%m}"
    try:
        first = datetime.strptime(text, "%Y-%m").replace(tzinfo=zone)
    except ValueError as error:
        says = filled(NO_MONTH, example="2026-05")
        raise refusal(Malformed, says, place=("month",)) from error
    after = (first + timedelta(days=32)).replace(day=1)
    since, until = first.astimezone(UTC), min(after.astimezone(UTC), now)
    if not since < until:
        raise refusal(Malformed, NOT_BEGUN, place=("month",))
    visit = visit_of(request)
    park = await park_of(visit)
    if (one := request.query_params.get("station")) is not None:
        if one not in park.stations:
            raise refusal(NotFound, NO_STATION)
        park = park._replace(
            stations={one: park.stations[one]}, evses={one: park.evses.get(one, ())}
        )
    urns = [*park.stations, *(e.id for all_ in park.evses.values() for e in all_)]
    courses = await visit.ask(
        Changes(urns=urns, attributes=ATTRIBUTES, since=since, until=until)
    )
    contracted = (await upkeep_of(visit)).uptime
    told = await asyncio.to_thread(
        lambda: shown(
            park.stations,
            park.evses,
            courses,
            since=since,
            until=until,
            contracted=contracted,
        )
    )
    if request.query_params.get("as") == "csv":
        headers = {"content-disposition": f'attachment; filename="uptime-{text}.csv"'}
        written = lines_of(table(told)).encode()
        return answer(request, written, "text/csv; charset=utf-8", headers=headers)
    return answer_json(request, told | {"month": text})


#: Answers below /api/{city}/emobility, by what who asks has to be allowed.
ANSWERS: Answers = {Verb.SEE: (("uptime", "GET", show_uptime),)}
