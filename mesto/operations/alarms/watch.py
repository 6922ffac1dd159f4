"""Looking whether connections bring what is expected of them."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from uuid import uuid4

from mesto.kernel.city import City
from mesto.kernel.errors import Unavailable
from mesto.kernel.lease import while_held
from mesto.kernel.question.traffic import Totals
from mesto.kernel.registry import CONNECTION, PREFIX
from mesto.operations.alarms.alert import alert_urn
from mesto.operations.alarms.missing import RULE, watched

LEASE = "missing"
LOOK_S = 15.0


async def keep_watching(city: City) -> None:
    """Raise and clear alerts about silent connections, for ever; one process does."""

    async def look_on() -> None:
        while True:
            with suppress(Unavailable):
                await look_for_missing(city, datetime.now(UTC))
            await asyncio.sleep(LOOK_S)

    await while_held(city.bound, LEASE, uuid4(), look_on)


async def look_for_missing(city: City, now: datetime) -> None:
    """Raise alerts about connections that are silent too long, and clear others.

    Raises Unavailable when the database does not answer.
    """
    connections = await city.entities(CONNECTION)
    alerts = await city.present([alert_urn(RULE, urn) for urn in connections])
    last_at = {name: one.last_at for name, one in (await city.ask(Totals())).items()}
    center = (await city.municipality()).center
    location = center and {"type": "Point", "coordinates": list(center)}
    seen = [
        said
        for urn, connection in connections.items()
        for said in watched(
            connection,
            alerts.get(alert_urn(RULE, urn)),
            last_at.get(urn.removeprefix(PREFIX)),
            now,
            location=location,
        )
    ]
    if seen:
        await city.record(seen)
