"""What sessions of the town's vehicles are to come to: written on the session.

Load management reads it there.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from mesto.domains.emobility.business.reading import vehicles_of
from mesto.domains.emobility.fleet.plan import next_wish
from mesto.domains.emobility.nouns import (
    DEPARTURE,
    FLEET_VEHICLE,
    ID_TOKEN,
    OF_VEHICLE,
    SESSION_STATUS,
    WISHED_ENERGY,
)
from mesto.kernel.city import City
from mesto.kernel.model import Entity, Kind, Observation, Value
from mesto.kernel.moments import date_time
from mesto.operations.written import urn_of

SOURCE: Final = "emobility"


async def wish(city: City, sessions: Iterable[str], now: datetime) -> int:
    """Write on open sessions when their vehicles leave; return on how many.

    What was written of a vehicle that does not leave any more is taken back.
    """
    found = await city.present(sorted(set(sessions)))
    vehicles = await vehicles_of(city)
    zone = (await city.municipality()).zone
    by_token = {
        token.lower(): name for name, one in vehicles.items() for token in one.tokens
    }
    seen: list[Observation] = []
    for urn, session in found.items():
        name = by_token.get(str(session.value(ID_TOKEN) or "").lower())
        if session.value(SESSION_STATUS) != "open":
            continue
        if name is None:
            seen += _taken_back(session, OF_VEHICLE, DEPARTURE, WISHED_ENERGY)
            continue
        link = urn_of(FLEET_VEHICLE, name)
        told = Observation(
            entity=urn,
            attribute=OF_VEHICLE,
            value=link,
            source=SOURCE,
            kind=Kind.RELATIONSHIP,
        )
        seen.append(told)
        wished = next_wish(vehicles[name], now, zone)
        if wished is None:
            seen += _taken_back(session, DEPARTURE, WISHED_ENERGY)
        else:
            seen.append(_said(urn, DEPARTURE, date_time(wished.departure)))
            if wished.kwh is not None:
                seen.append(_said(urn, WISHED_ENERGY, wished.kwh, "KWH"))
            else:
                seen += _taken_back(session, WISHED_ENERGY)
    if seen:
        await city.record(seen, current=True)
    return len({one.entity for one in seen})


def _taken_back(session: Entity, *names: str) -> Iterator[Observation]:
    """Yield that what we said of a session holds no more; what others said does."""
    for name in names:
        kept = session.attribute(name)
        if kept is not None and kept.source == SOURCE:
            yield Observation(
                entity=session.id, attribute=name, source=SOURCE, deleted=True
            )


def _said(
    urn: str, attribute: str, value: Value, unit: str | None = None
) -> Observation:
    return Observation(
        entity=urn,
        attribute=attribute,
        value=value,
        source=SOURCE,
        unit=unit,
    )
