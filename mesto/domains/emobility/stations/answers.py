"""What the screens of stations and sessions ask, and telling a station by hand."""

from datetime import UTC, datetime
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.emobility.logs.log import asked as asked_log
from mesto.domains.emobility.logs.log import logs_shown
from mesto.domains.emobility.logs.reading import logs_of
from mesto.domains.emobility.nouns import NUMBER
from mesto.domains.emobility.refusals import NO_CHARGING_STATION
from mesto.domains.emobility.rules import judge_station
from mesto.domains.emobility.stations.deeds import Deed, command_of
from mesto.domains.emobility.stations.reading import (
    Park,
    ended_sessions,
    numbers_of,
    open_sessions,
    park_of,
    require_place,
    reserved_at,
)
from mesto.domains.emobility.stations.shown import (
    answers_shown,
    evse_shown,
    reservation_shown,
    session_shown,
    station_shown,
)
from mesto.kernel.access.rights import Verb
from mesto.kernel.errors import Infeasible, NotFound
from mesto.kernel.model import Entity
from mesto.kernel.names import PEOPLE
from mesto.kernel.plugin import Answers
from mesto.kernel.text import refusal
from mesto.kernel.verdict import named
from mesto.names.charging import OF_EVSE, OF_STATION, STATION
from mesto.operations.commands.give import give
from mesto.web import asked
from mesto.web.answers import answer_json
from mesto.web.asker import visit_of
from mesto.web.body import read_body
from mesto.web.picture import Picture

LAST = 20  #: sessions that have ended, on the page of a station


async def show_stations(request: Request, _picture: Picture) -> Response:
    """List all stations with their EVSEs, by name."""
    park = await park_of(visit_of(request))
    shown = [_station(park, one) for one in park.stations.values()]
    shown.sort(key=lambda one: str(one["name"]).casefold())
    return answer_json(request, {"items": shown})


async def show_station(request: Request, picture: Picture) -> Response:
    """Show one station, who charges there and who did.

    Raises NotFound where there is no station of that number.
    """
    station = await _asked_station(request, picture)
    visit = visit_of(request)
    park = await park_of(visit)
    evses = park.evses.get(station.id, ())
    going = [
        (park.sessions[one.id], one)
        for one in evses
        if one.id in park.sessions and _is_open(park.sessions[one.id])
    ]
    past = await ended_sessions(visit, station.id, LAST)
    places = {one.id: one.value(NUMBER) for one in evses}
    now = datetime.now(UTC)
    taken = {evse.value(NUMBER) for _, evse in going}
    kept = await reserved_at(visit, station, now)
    shown = _station(park, station) | {
        "sessions": [_session(request, one, evse) for one, evse in going],
        "reservations": [
            reservation_shown(one, whole=_knows_cards(request))
            for number, one in kept.items()
            if number not in taken
        ],
        "answers": answers_shown(station),
        "logs": logs_shown(await logs_of(visit, station.id), station, now),
        "ended": [
            _session(request, one, None)
            | {"number": places.get(str(one.value(OF_EVSE)))}
            for one in past
        ],
    }
    return answer_json(request, shown)


async def show_sessions(request: Request, _picture: Picture) -> Response:
    """List who charges now, the last one first."""
    visit = visit_of(request)
    going = await open_sessions(visit)
    wanted = {str(one.value(OF_EVSE)) for one in going}
    stations = {str(one.value(OF_STATION)) for one in going}
    found = await visit.present(sorted(wanted | stations))
    numbers = await numbers_of(visit, sorted(stations))
    items = []
    for one in going:
        shown = _session(request, one, found.get(str(one.value(OF_EVSE))))
        station = found.get(str(shown["station"]))
        shown["stationName"] = named(station) if station else None
        shown["stationId"] = numbers.get(str(shown["station"]))
        items.append(shown)
    return answer_json(request, {"items": items})


async def tell_station(request: Request, picture: Picture) -> Response:
    """Tell a station something by hand; answer with the command, which is pending.

    Raises Malformed for what no station can be told, NotFound where there is no such
    station or place, Infeasible where nothing brings it there or an interlock forbids
    it.
    """
    deed = await read_body(request, Deed)
    station = await _asked_station(request, picture)
    visit = visit_of(request)
    command = command_of(deed, station.id, datetime.now(UTC), PEOPLE)
    await require_place(visit, station.id, command.value)
    hindrance = request.scope["exchange"].hindrance(command)
    if hindrance:
        raise refusal(Infeasible, hindrance)
    wanted = msgspec.structs.replace(command, id=str(deed.token))
    given = await give(visit, wanted)
    if deed.what == "log":
        by = visit.principal.name
        await visit.host.record(asked_log(station.id, wanted.id, by, datetime.now(UTC)))
    return answer_json(request, {"id": given}, status=201)


async def _asked_station(request: Request, picture: Picture) -> Entity:
    await picture.ready()
    _, station = await asked.entity(request, picture)
    if STATION not in station.types:
        raise refusal(NotFound, NO_CHARGING_STATION)
    return station


def _station(park: Park, station: Entity) -> dict[str, Any]:
    evses = park.evses.get(station.id, ())
    charging = sum(
        one.id in park.sessions and _is_open(park.sessions[one.id]) for one in evses
    )
    shown = [
        evse_shown(one, park.numbers.get(one.id), park.connectors.get(one.id, ()))
        for one in evses
    ]
    verdict = judge_station(station, {}, datetime.now(UTC))
    number = park.numbers.get(station.id)
    return station_shown(station, number, shown, charging, verdict)


def _is_open(session: Entity) -> bool:
    return session.value("status") == "open"


def _session(request: Request, session: Entity, evse: Entity | None) -> dict[str, Any]:
    """Show a session; whose card it is, to who keeps the people of the town."""
    return session_shown(session, evse, whole=_knows_cards(request))


def _knows_cards(request: Request) -> bool:
    return visit_of(request).principal.may(Verb.GOVERN)


#: Answers below /api/{city}/emobility, by what who asks has to be allowed.
ANSWERS: Answers = {
    Verb.SEE: (
        ("stations", "GET", show_stations),
        ("stations/{number:int}", "GET", show_station),
        ("sessions", "GET", show_sessions),
    ),
    Verb.COMMAND: (("stations/{number:int}/told", "POST", tell_station),),
}
