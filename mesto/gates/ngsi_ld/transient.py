"""Entities and attributes that end by themselves, at their `expiresAt`.

They are deleted as if somebody had done so: subscribers are told, and the past stays.

Source: ETSI GS CIM 009 v1.9.1, 4.22, 5.2.4, 5.2.5.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from mesto.gates.ngsi_ld import changes
from mesto.gates.ngsi_ld.codec.kinds import EXPIRES_AT
from mesto.gates.ngsi_ld.codec.values import read_time
from mesto.gates.ngsi_ld.rewrite import Plan, Planner, rewrite, unchanged
from mesto.kernel.city import City, Expect
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Attribute, Entity
from mesto.kernel.question.passed import Ending, Passed

EVERY_S: Final = 5.0
AT_ONCE: Final = 1_000


async def end_transient(city: City, _callers: object, **_: object) -> None:
    """Delete what has expired, for ever."""
    while True:
        await end_expired(city, datetime.now(UTC))
        await asyncio.sleep(EVERY_S)


async def end_expired(city: City, now: datetime) -> int:
    """Delete what has expired by `now`; return how many entities and attributes."""
    return await _end_entities(city, now) + await _end_attributes(city, now)


async def _end_entities(city: City, now: datetime) -> int:
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
    await _rewrite_all(city, urns, plan)
    return len(ended)


async def _end_attributes(city: City, now: datetime) -> int:
    ended: dict[str, int] = {}

    def plan(urn: str, entity: Entity | None) -> Plan:
        """Delete those that nobody gave a later end meanwhile."""
        if entity is None:
            return Plan([])
        over = [one for one in entity.attributes if is_over(one, now)]
        ended[urn] = len(over)
        gone = [changes.forget(urn, one) for one in over]
        return Plan(gone, unchanged(entity, gone) if gone else [])

    await _rewrite_all(city, await city.ask(Ending(at=now)), plan)
    return sum(ended.values())


async def _rewrite_all(city: City, urns: Sequence[str], plan: Planner) -> None:
    for start in range(0, len(urns), AT_ONCE):
        await rewrite(city, urns[start : start + AT_ONCE], plan)


def living(entity: Entity, now: datetime) -> Entity | None:
    """Return of an entity what has not ended by `now`; None: all of it has."""
    if has_expired(entity, now):
        return None
    over = [one for one in entity.attributes if is_over(one, now)]
    if not over:
        return entity
    left = tuple(one for one in entity.attributes if one not in over)
    return msgspec.structs.replace(entity, attributes=left)


def has_expired(entity: Entity | None, now: datetime) -> bool:
    """Tell whether an entity has ended by `now`."""
    return _has_passed(None if entity is None else entity.value(EXPIRES_AT), now)


def is_over(one: Attribute, now: datetime) -> bool:
    """Tell whether an instance of an attribute has ended by `now`."""
    said = (one.meta or {}).get(EXPIRES_AT)
    return isinstance(said, Mapping) and _has_passed(said.get("value"), now)


def _has_passed(said: Any, now: datetime) -> bool:
    try:
        return said is not None and read_time(said, EXPIRES_AT) <= now
    except Malformed:  # other gates may mean something else by that name
        return False
