"""Entities that end by themselves, at their `expiresAt`.

They are deleted as if somebody had done so: subscribers are told, and the past stays.

Source: ETSI GS CIM 009 v1.9.1, 4.22, 5.2.4.
"""

import asyncio
from datetime import UTC, datetime
from typing import Final

from mesto.gates.ngsi_ld import changes
from mesto.gates.ngsi_ld.codec.kinds import EXPIRES_AT
from mesto.gates.ngsi_ld.codec.values import read_time
from mesto.gates.ngsi_ld.rewrite import Plan, rewrite
from mesto.kernel.city import City, Expect
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Entity
from mesto.kernel.question.passed import Passed

EVERY_S: Final = 5.0
AT_ONCE: Final = 1_000


async def end_transient(city: City, _callers: object, **_: object) -> None:
    """Delete what has expired, for ever."""
    while True:
        await end_expired(city, datetime.now(UTC))
        await asyncio.sleep(EVERY_S)


async def end_expired(city: City, now: datetime) -> int:
    """Delete entities that have expired by `now`; return how many."""
    ended: set[str] = set()

    def plan(urn: str, entity: Entity | None) -> Plan:
        """Delete it unless somebody let it live on meanwhile."""
        ended.discard(urn)
        until = entity and entity.attribute(EXPIRES_AT)
        if not until or not has_expired(entity, now):
            return Plan([])
        ended.add(urn)
        same = Expect(entity=urn, attribute=EXPIRES_AT, position=until.position)
        return Plan([changes.forget_entity(urn)], [same])

    urns = await city.ask(Passed(attribute=EXPIRES_AT, at=now))
    for start in range(0, len(urns), AT_ONCE):
        await rewrite(city, urns[start : start + AT_ONCE], plan)
    return len(ended)


def has_expired(entity: Entity | None, now: datetime) -> bool:
    """Tell whether an entity has ended by `now`."""
    said = None if entity is None else entity.value(EXPIRES_AT)
    try:
        return said is not None and read_time(said, EXPIRES_AT) <= now
    except Malformed:  # other gates may mean something else by that name
        return False
