"""Telling a driver that a round is ready. Pure."""

from collections.abc import Iterator
from uuid import NAMESPACE_URL, uuid5

from mesto.domains.waste.driving.known import Known
from mesto.domains.waste.driving.words import STOPS_AND_KM, YOUR_ROUND
from mesto.operations.notifications.notice import Notice


def noticed(known: Known, vehicle: str) -> Iterator[Notice]:
    """Yield what the driver of a round is told, if there is one; twice is once.

    vehicle: what it is called
    """
    round_ = known.round
    if not round_.driver:
        return
    facts = {
        "day": round_.day.isoformat(),
        "vehicle": vehicle,
        "stops": sum(bool(one.containers) for one in round_.stops),
        "km": round(round_.km),
    }
    yield Notice(
        id=uuid5(NAMESPACE_URL, f"{known.urn} {known.version} {round_.driver}"),
        to=[f"person:{round_.driver}"],
        subject=YOUR_ROUND,
        body={tag: text.format(**facts) for tag, text in STOPS_AND_KM.items()},
        severity="informational",
        link=f"my-round/{known.name}",
        about=known.urn,
    )
