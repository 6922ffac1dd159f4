"""What goes on beside a town's charging: receipts, and the wishes of its vehicles.

One process hears sessions begin and end. What it heard before it died it hears again,
which changes nothing.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final
from uuid import uuid4

from mesto.domains.emobility.fleet.run import wish
from mesto.domains.emobility.nouns import (
    CHARGING_STATE,
    FLEET_VEHICLE,
    ID_TOKEN,
    PARTNER,
    REGISTER,
    SESSION_STATUS,
)
from mesto.domains.emobility.receipts.issuing import issue
from mesto.domains.emobility.receipts.under_way import STILL, tell_how
from mesto.kernel.access.callers import Callers
from mesto.kernel.city import City
from mesto.kernel.lease import while_held
from mesto.kernel.model import Event
from mesto.kernel.question.condition import AllOf, OfType
from mesto.kernel.question.find import Find
from mesto.names.charging import SESSION
from mesto.operations.written import DEFINITION

LEASE: Final = "emobility: sessions are billed"
READER: Final = "emobility: sessions"
REST_S: Final = 1.0
VEHICLES: Final = f"urn:ngsi-ld:{FLEET_VEHICLE}:"
MOST_OPEN: Final = 5_000
#: After these a partner is told anew how a session of its driver goes.
GOES_ON: Final = frozenset({PARTNER, REGISTER, CHARGING_STATE})


async def bill_sessions(city: City, _callers: Callers) -> None:
    """Bill a town's sessions, if no other process does, for ever."""

    async def work() -> None:
        await city.begin(READER)  # what was before was sold by nobody
        heard = [SESSION, FLEET_VEHICLE]
        async for events in city.follow(READER, types=heard, rest_s=REST_S):
            await take_in(city, events, datetime.now(UTC))

    await while_held(city.bound, LEASE, uuid4(), work)


async def take_in(city: City, events: Sequence[Event], now: datetime) -> None:
    """Do what follows from what was heard."""
    begun, going, ended, planned = set[str](), set[str](), set[str](), False
    for one in events:
        seen = one.observation
        if seen.deleted:  # of a vehicle that is no more, nobody knows the type
            planned = planned or seen.entity.startswith(VEHICLES)
            continue
        if seen.attribute == SESSION_STATUS and seen.value == "ended":
            ended.add(seen.entity)
        elif seen.attribute == ID_TOKEN and SESSION in one.types:
            begun.add(seen.entity)
        elif seen.attribute in GOES_ON and SESSION in one.types:
            going.add(seen.entity)
        planned = planned or seen.attribute == DEFINITION
    if planned:
        begun |= set(await _open(city))
    if begun:
        await wish(city, begun, now)
    for urn in sorted(ended):
        await issue(city, urn, now)
    if going - ended:
        await tell_how(city, going - ended, now)


async def _open(city: City) -> Sequence[str]:
    where = AllOf((OfType(SESSION), STILL))
    return (await city.ask(Find(where=where, limit=MOST_OPEN))).urns
