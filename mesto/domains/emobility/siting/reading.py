"""Reading where chargers could be, and where they are wanted."""

from datetime import UTC, datetime, timedelta
from typing import Final

from mesto.domains.emobility.keeping.loads import POWERS
from mesto.domains.emobility.keeping.questions import HoursOfDay, SessionsThat
from mesto.domains.emobility.nouns import GRID_CONNECTION
from mesto.domains.emobility.siting.cables import Net, Post
from mesto.domains.emobility.siting.inventory import Standing, cables_of, posts_of
from mesto.domains.emobility.siting.rank import Demand
from mesto.kernel.city import City
from mesto.kernel.model import Entity
from mesto.kernel.verdict import number, place_of
from mesto.names.charging import EVSE, OF_STATION, STATION

LOADS_FROM: Final = timedelta(days=14)
SESSIONS_FROM: Final = timedelta(days=90)
FEEDER, CABINET = "StreetlightFeeder", "StreetlightControlCabinet"
LAMP: Final = "Streetlight"
PARKING: Final = ("OnStreetParking", "OffStreetParking")
SPOT: Final = "ParkingSpot"
REPORT: Final = "IssueReporting"
ABOUT_CHARGING: Final = ("charg", "nabij", "nabíj", "punjen", "punjač")


async def read_net(city: City) -> tuple[Net, list[Post]]:
    """Return the cables of a town and the posts on them."""
    lamps, cabinets = await city.entities(LAMP), await city.entities(CABINET)
    feeders = await city.entities(FEEDER)
    now = datetime.now(UTC)
    past = await city.ask(
        HoursOfDay(urns=sorted(lamps), names=POWERS, since=now - LOADS_FROM)
    )
    there = Standing(
        feeders=feeders,
        cabinets=cabinets,
        connections=await city.entities(GRID_CONNECTION),
        lamps=lamps,
        stations=await city.entities(STATION),
        evses=await city.entities(EVSE),
    )
    cables = cables_of(there, past, (await city.municipality()).zone, now)
    return Net(cables), list(posts_of(lamps, cabinets, {**feeders, **cabinets}))


async def read_demand(city: City) -> Demand:
    """Return where chargers, cars that stand, and wishes for chargers are."""
    stations = await city.entities(STATION)
    places = {
        urn: at for urn, one in stations.items() if (at := place_of(one)) is not None
    }
    since = datetime.now(UTC) - SESSIONS_FROM
    urns = await city.ask(SessionsThat(status="ended", since=since, limit=50_000))
    sessions = await city.present(urns) if urns else {}
    counted = dict.fromkeys(places, 0)
    for one in sessions.values():
        station = str(one.value(OF_STATION))
        if station in counted:
            counted[station] += 1
    wishes = (await city.entities(REPORT)).values()
    return Demand(
        chargers=list(places.values()),
        sessions=[(places[urn], n) for urn, n in counted.items()],
        parking=await _parking(city),
        wishes=[
            at for one in wishes if _asks(one) and (at := place_of(one)) is not None
        ],
    )


async def _parking(city: City) -> list[tuple[tuple[float, float], float]]:
    found: dict[str, Entity] = {}
    for type_ in (*PARKING, SPOT):
        found |= await city.entities(type_)
    return [
        (at, share)
        for one in found.values()
        if (at := place_of(one)) is not None and (share := _taken(one)) is not None
    ]


def _taken(one: Entity) -> float | None:
    """Return the share of places that are taken, in [0, 1]; None: nobody says."""
    if SPOT in one.types:
        return {"occupied": 1.0, "free": 0.0}.get(str(one.value("status")))
    free, total = number(one, "availableSpotNumber"), number(one, "totalSpotNumber")
    if free is None or not total:
        return None
    return min(max(1 - free / total, 0.0), 1.0)


def _asks(report: Entity) -> bool:
    told = (report.value(name) for name in ("category", "title", "description"))
    text = " ".join(str(one).lower() for one in told if one)
    return any(word in text for word in ABOUT_CHARGING)
