"""A town with containers, a vehicle and a planned round, for tests."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import msgspec

from mesto.domains.waste.rounds import Round, Stop
from mesto.kernel.model import TYPE, Kind, Observation
from tests.domains.waste.driving.examples import HOME, container, east

NAME = "r-1"
URN = f"urn:ngsi-ld:WasteRound:{NAME}"
VEHICLE = "urn:ngsi-ld:Vehicle:1"
DEPOT = "urn:ngsi-ld:WasteDepot:1"
SITE = "urn:ngsi-ld:WasteDisposalSite:1"


def seen(urn, attribute, value, kind=Kind.PROPERTY, **more):
    return Observation(
        entity=urn, attribute=attribute, value=value, kind=kind, source="test", **more
    )


def thing(urn, name, place, **values):
    point = {"type": "Point", "coordinates": list(place)}
    return [
        seen(urn, TYPE, [urn.split(":")[2]]),
        seen(urn, "name", name),
        seen(urn, "location", point, Kind.GEO_PROPERTY),
        *(seen(urn, attribute, value) for attribute, value in values.items()),
    ]


def planned(driver="", stops=4, begins=None):
    """A round of today that began a while ago: a stop every five minutes."""
    now = datetime.now(UTC)
    day = (begins or now).date()
    begins = begins or now - timedelta(minutes=30)  # maybe yesterday

    def at(minutes):
        return begins + timedelta(minutes=minutes)

    collect = [
        Stop(
            what="collect",
            place=east(300 * number),
            arrives=at(5 * number),
            leaves=at(5 * number + 2),
            containers=[container(number)],
            title=f"Jevrejska {number}",
        )
        for number in range(1, stops + 1)
    ]
    end = 5 * (stops + 1)
    ends = [
        Stop(what="depot", place=HOME, arrives=at(0), leaves=at(0), at=DEPOT),
        *collect,
        Stop(what="unload", place=HOME, arrives=at(end), leaves=at(end + 9), at=SITE),
    ]
    return Round(
        day=day,
        plan="p-1",
        vehicle=VEHICLE,
        driver=driver,
        fraction="paper",
        stops=ends,
        km=1.5,
        path=[one.place for one in ends],
    )


async def furnish(city, round_, phase="draft"):
    """State a fleet, four containers, and the round a plan wrote."""
    definition = msgspec.to_builtins(round_) | {"phase": phase}
    await city.record(
        [
            *thing(VEHICLE, "Truck 1", HOME, storedWasteKind="paper"),
            *thing(DEPOT, "Depot South", HOME),
            *thing(SITE, "Sorting plant", HOME),
            *(
                one
                for number in range(1, 5)
                for one in thing(
                    container(number),
                    f"WC-{number}",
                    east(300 * number),
                    storedWasteKind="paper",
                    accessSide="left",
                )
            ),
            seen(URN, TYPE, ["WasteRound"]),
            seen(URN, "definition", definition, Kind.JSON_PROPERTY),
        ]
    )


def deed(kind, at=None, **says):
    at = at or datetime.now(UTC)
    return {"kind": kind, "id": str(uuid4()), "at": at.isoformat(), **says}


async def say(person, *said):
    return await person.ask("POST", f"waste/rounds/{NAME}/said", {"said": list(said)})
