"""A round of five stops, a vehicle that drives it, and what its driver says."""

from datetime import UTC, date, datetime, timedelta
from math import cos, radians
from uuid import uuid4

from mesto.domains.waste.driving.track import Fix
from mesto.domains.waste.rounds import Round, Stop

SIX = datetime(2030, 6, 20, 6, tzinfo=UTC)
HOME = (16.6, 49.2)
ROUND = "urn:ngsi-ld:WasteRound:r-1"
VEHICLE = "urn:ngsi-ld:Vehicle:1"


def at(minutes):
    return SIX + timedelta(minutes=minutes)


def east(metres, place=HOME):
    return (place[0] + metres / (111_195 * cos(radians(place[1]))), place[1])


def container(number):
    return f"urn:ngsi-ld:WasteContainer:{number}"


def round_(stops=5, apart_m=300, **more):
    """A stop every ten minutes, 300 m apart, a container each."""
    planned = [
        Stop(
            what="collect",
            place=east(number * apart_m),
            arrives=at(10 * number),
            leaves=at(10 * number + 3),
            containers=[container(number)],
        )
        for number in range(stops)
    ]
    given = {"day": date(2030, 6, 20), "phase": "driving", "km": 1.5} | more
    return Round(plan="p", vehicle=VEHICLE, fraction="paper", stops=planned, **given)


def driven(of, skip=(), every_s=10, wobble_m=4):
    """A track that stands at each stop while it is planned to, but for some."""
    fixes = []
    for number, stop in enumerate(of.stops):
        if number in skip:
            continue
        for turn in range(0, 180, every_s):
            there = east(wobble_m * (turn // every_s % 3 - 1), stop.place)
            fixes.append(Fix(stop.arrives + timedelta(seconds=turn), there))
    return fixes


def deed(kind, minutes, **says):
    return kind(id=uuid4(), at=at(minutes), **says)
