"""Telling how the sessions of partners' drivers go, while they last."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

import msgspec

from mesto.domains.emobility.nouns import ID_TOKEN, PARTNER, SESSION_STATUS
from mesto.domains.emobility.receipts.case import SoFar, so_far_of
from mesto.domains.emobility.receipts.reading import course_of, drawn_in, terms_of
from mesto.kernel.city import City
from mesto.kernel.model import Entity, Kind, Observation
from mesto.kernel.question.condition import (
    AllOf,
    Compare,
    Has,
    IdIn,
    OfType,
    Operator,
    Path,
)
from mesto.kernel.question.find import Find
from mesto.names.charging import OF_STATION, SESSION, SO_FAR

SOURCE: Final = "emobility"
STILL: Final = Compare(Path(SESSION_STATUS), Operator.EQUAL, "open")  #: it lasts


async def tell_how(city: City, sessions: Collection[str], now: datetime) -> None:
    """Write down how those of some sessions go that are of a partner's drivers."""
    theirs = AllOf((OfType(SESSION), STILL, Has(Path(PARTNER)), IdIn(tuple(sessions))))
    found = await city.ask(Find(where=theirs, limit=len(sessions)))
    seen = []
    for urn, one in (await city.present(found.urns)).items():
        so_far = await _so_far(city, one, now)
        if so_far is not None:
            told = Observation(
                entity=urn,
                attribute=SO_FAR,
                value=msgspec.to_builtins(so_far),
                kind=Kind.JSON_PROPERTY,
                source=SOURCE,
            )
            seen.append(told)
    if seen:
        await city.record(seen, current=True)


async def _so_far(city: City, session: Entity, now: datetime) -> SoFar | None:
    course = await course_of(city, session, now)
    if course is None:
        return None
    station, token = str(session.value(OF_STATION)), str(session.value(ID_TOKEN) or "")
    terms = await terms_of(city, station, token, course.begin)
    zone = (await city.municipality()).zone
    drawn = await drawn_in(city, session, now)
    return so_far_of(session, course, terms, zone, drawn)
